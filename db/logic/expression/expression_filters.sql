/* args are types of arguments (filter_argument_fault tells them apart): "?" may be left out, "…"
   may be repeated. */
create or replace function sluice.expression_filters()
returns table (name text, args text[], description text)
language sql
immutable
parallel safe
begin atomic
  values
    ('default', '{json}'::text[], 'the argument, where the value is missing or null'),
    ('json', '{}', 'any value, written as JSON'),
    ('parse_json', '{}', 'what a text says in JSON'),
    ('length', '{}', 'the number of characters, items or keys'),
    ('slice', '{index,index?}', 'of a text or list, from one position to before another'),
    ('upper', '{}', 'a text in capitals'),
    ('lower', '{}', 'a text in small letters'),
    ('capitalize', '{}', 'a text, its first letter a capital'),
    ('title', '{}', 'a text, the first letter of each word a capital'),
    ('trim', '{}', 'a text without white space at its ends'),
    ('truncate', '{count}', 'at most so many characters of a text; a longer one ends in …'),
    ('replace', '{text,text}', 'a text with the second for every first'),
    ('split', '{text}', 'the list of the parts of a text between separators'),
    ('slug', '{}', 'a text as small ASCII letters, digits and hyphens'),
    ('pad_start', '{width,char?}', 'a text filled up before it to so many characters'),
    ('pad_end', '{width,char?}', 'a text filled up after it to so many characters'),
    ('url_encode', '{}', 'a text, percent-encoded but for A-Z a-z 0-9 - . _ ~'),
    ('url_decode', '{}', 'a text, from percent-encoding'),
    ('base64', '{}', 'a text, as Base64 of its UTF-8'),
    ('base64_decode', '{}', 'a text, from Base64, also in its form for URLs'),
    ('md5', '{}', 'the MD5 of a text in hexadecimal'),
    ('sha256', '{}', 'the SHA-256 of a text in hexadecimal'),
    ('number', '{}', 'a text as a number'),
    ('round', '{places?}', 'a number to so many decimal places (0)'),
    ('floor', '{}', 'the whole number at or below a number'),
    ('ceil', '{}', 'the whole number at or above a number'),
    ('abs', '{}', 'a number without its sign'),
    ('plus', '{number}', 'the sum'),
    ('minus', '{number}', 'the difference'),
    ('times', '{number}', 'the product'),
    ('divided_by', '{divisor}', 'the quotient'),
    ('modulo', '{divisor}', 'the remainder, with the sign of the value'),
    ('format_number', '{places?,text?,text?}',
      'a number as text, to so many decimal places (0), with this between thousands (",") and '
      'before decimals (".")'),
    ('date', '{pattern,zone?}', 'an instant by a pattern of to_char, in a zone (UTC)'),
    ('add', '{duration}', 'the instant so much later, or earlier'),
    ('start_of', '{unit,zone?}',
      'the instant at which its day, or other unit, began in a zone (UTC)'),
    ('unix', '{}', 'an instant in whole seconds since 1970'),
    ('from_unix', '{}', 'the instant of a number of seconds since 1970'),
    ('first', '{}', 'the first item of a list'),
    ('last', '{}', 'the last item of a list'),
    ('join', '{text?}', 'the items of a list as one text, with a separator (", ")'),
    ('unique', '{}', 'a list, of equal items only the first'),
    ('sort', '{}', 'a list of numbers or of texts, in order'),
    ('reverse', '{}', 'a list from its end to its beginning'),
    ('flatten', '{}', 'a list, lists in it replaced by their items'),
    ('compact', '{}', 'a list without null, "", [] and {}'),
    ('pluck', '{text}', 'a list of objects, of each what is under the key'),
    ('sum', '{}', 'the sum of a list of numbers'),
    ('min', '{}', 'the least of a list of numbers or of texts'),
    ('max', '{}', 'the greatest of a list of numbers or of texts'),
    ('keys', '{}', 'the keys of an object, in order'),
    ('values', '{}', 'the values of an object, in the order of their keys'),
    ('pick', '{text…}', 'an object with only these keys'),
    ('omit', '{text…}', 'an object without these keys');
end;

comment on function sluice.expression_filters() is
  'The filters that may follow | in {{ expression | filter(args) }}.';
grant execute on function sluice.expression_filters() to sluice_member, sluice_admin;
