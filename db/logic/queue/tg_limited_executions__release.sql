create or replace function sluice_private.tg_limited_executions__release()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.limit_releases (organization_id, key, execution_id)
  select old.organization_id, rule.value ->> 'key', old.execution_id
  from jsonb_array_elements(old.limits) as rule (value);
  return null;
end;
$$;

comment on function sluice_private.tg_limited_executions__release() is
  'An execution that ends releases what it counted under.';
