create or replace function sluice_private.container_fields()
returns table (type text, field text, json_types text[])
language sql
immutable
begin atomic
  select container.type, known.field, known.json_types
  from unnest('{foreach,loop,group}'::text[]) as container (type)
  cross join (
    values
      ('disabled', '{boolean}'::text[]),
      ('run_if', '{string,object}'),
      ('join', '{object}'),
      ('on_error', '{string}'),
      ('timeout', '{string}')
  ) as known (field, json_types)
  union all
  values
    ('group', 'cancel_on', '{object}'::text[]),
    ('group', 'lock', '{string,number}'),
    ('group', 'order', '{string}'),
    ('group', 'compensate', '{boolean}');
end;

comment on function sluice_private.container_fields() is
  'Of node_fields, those that every container has and the optional ones of a group.';
