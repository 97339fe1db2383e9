create or replace function sluice_private.container_fields()
returns table (type text, field text, json_types text[])
language sql
immutable
begin atomic
  values
    ('foreach', 'timeout', '{string}'::text[]),
    ('foreach', 'as', '{string}'),
    ('loop', 'timeout', '{string}'),
    ('group', 'timeout', '{string}'),
    ('group', 'cancel_on', '{object}'),
    ('group', 'lock', '{string,number}'),
    ('group', 'order', '{string}'),
    ('group', 'compensate', '{boolean}');
end;

comment on function sluice_private.container_fields() is
  'Of node_fields, the timeouts of containers, the name of an item and the fields of a group.';
