create or replace function sluice.expression_filters()
returns table (name text, min_args int, max_args int, description text)
language sql
immutable
parallel safe
begin atomic
  values
    ('default', 1, 1, 'The argument where the value is missing or null.'),
    ('upper', 0, 0, 'In capitals.'),
    ('lower', 0, 0, 'In lower case.'),
    ('trim', 0, 0, 'Without white space at both ends.'),
    ('truncate', 1, 1, 'At most n characters; a longer text ends in ….'),
    ('replace', 2, 2, 'Every occurrence of the first argument replaced by the second.'),
    ('split', 1, 1, 'The list of parts between the separator.'),
    ('join', 0, 1, 'The items of a list as one text, with a separator (", ").'),
    ('length', 0, 0, 'Number of characters, items or keys.'),
    ('first', 0, 0, 'The first item of a list.'),
    ('last', 0, 0, 'The last item of a list.'),
    ('json', 0, 0, 'The value written as JSON text.'),
    ('number', 0, 0, 'A text as a number.'),
    ('round', 0, 1, 'Rounded to n decimal places (0).'),
    ('date', 1, 1, 'A timestamp in UTC, by a pattern of to_char, such as "YYYY-MM-DD".');
end;

comment on function sluice.expression_filters() is
  'The filters that may follow | in {{ expression | filter(args) }}.';
grant execute on function sluice.expression_filters() to sluice_member, sluice_admin;
