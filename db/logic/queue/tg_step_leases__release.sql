create or replace function sluice_private.tg_step_leases__release()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.limit_releases (organization_id, key, execution_id, token)
  select old.organization_id, rule.value ->> 'key', old.execution_id, old.token
  from jsonb_array_elements(old.limits) as rule (value);
  return null;
end;
$$;

comment on function sluice_private.tg_step_leases__release() is
  'Whatever takes a lease away releases what it counted under.';
