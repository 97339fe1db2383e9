create or replace function sluice_private.poll_path_faults(config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select path.key, compiled.problem, path.hint
  from (
    values
      ('items', '{body,headers,status}'::text[], 'Such as body.items.'),
      ('dedupe_key', '{item}', 'Such as item.id.'),
      ('cursor', case when config ->> 'source' = 'sql' then '{item}'::text[]
        else '{item,body,headers,status}' end, 'Such as item.updated_at or body.cursor.'),
      ('next', '{body,headers,status,page}', 'Such as body.next_page.')
  ) as path (key, readable, hint)
  cross join lateral sluice_private.compile_poll_path(
    config ->> path.key, path.readable
  ) as compiled
  where jsonb_typeof(config -> path.key) = 'string'
    and compiled.problem is not null
  union all
  select needs.key, 'needs items', 'Without items the whole answer is one.'
  from (values ('dedupe_key'), ('fires_on'), ('cursor')) as needs (key)
  where config ->> 'source' = 'http'
    and config ? needs.key
    and not config ? 'items'
    and (needs.key <> 'cursor' or config ->> 'cursor' ~ '\mitem\M');
end;

comment on function sluice_private.poll_path_faults(jsonb) is
  'What is wrong with the expressions that look into an answer.';
