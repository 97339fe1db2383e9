create or replace function sluice.condition_operators()
returns table (name text, aliases text[], value_kind text, description text)
language sql
immutable
parallel safe
begin atomic
  values
    ('equals', '{=,strict_equals}'::text[], 'scalar', 'is the value'),
    ('not_equals', '{!=}', 'scalar', 'is another value of the same type'),
    ('greater_than', '{>}', 'ordered', 'is more than the value'),
    ('greater_than_or_equal', '{>=}', 'ordered', 'is the value or more'),
    ('less_than', '{<}', 'ordered', 'is less than the value'),
    ('less_than_or_equal', '{<=}', 'ordered', 'is the value or less'),
    ('between', '{}', 'pair', 'is from the first to the second, both included'),
    ('not_between', '{notBetween}', 'pair', 'is less than the first or more than the second'),
    ('in', '{}', 'scalars', 'is one of the values'),
    ('not_in', '{notIn}', 'scalars', 'is none of the values, but of their type'),
    ('contains', '{}', 'item', 'is a text with this part, or a list with this item'),
    ('not_contains', '{doesNotContain}', 'item', 'is a text or list without it'),
    ('starts_with', '{beginsWith}', 'text', 'is a text that begins so'),
    ('not_starts_with', '{doesNotBeginWith}', 'text', 'is a text that begins otherwise'),
    ('ends_with', '{endsWith}', 'text', 'is a text that ends so'),
    ('not_ends_with', '{doesNotEndWith}', 'text', 'is a text that ends otherwise'),
    ('matches', '{regex,matches_regex}', 'regex', 'is a text in which the expression is found'),
    ('before', '{}', 'date', 'is a date or timestamp before it'),
    ('after', '{}', 'date', 'is a date or timestamp after it'),
    ('is_true', '{}', 'none', 'is true'),
    ('is_false', '{}', 'none', 'is false'),
    ('is_empty', '{}', 'none', 'is missing, null, "", [] or {}'),
    ('is_not_empty', '{}', 'none', 'is there, and not null, "", [] or {}; 0 and false are'),
    ('is_null', '{"null"}', 'none', 'is missing or null'),
    ('is_not_null', '{notNull}', 'none', 'is there, and not null'),
    ('exists', '{is_set}', 'none', 'is there, be it null'),
    ('not_exists', '{}', 'none', 'is missing');
end;

comment on function sluice.condition_operators() is
  'The operators of rules, { field, operator, value }, in rule groups.';
grant execute on function sluice.condition_operators() to sluice_member, sluice_admin;
