create or replace function sluice_private.cancel_limited(
  organization_id uuid,
  execution_id uuid,
  rule jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  values (
    cancel_limited.organization_id, cancel_limited.execution_id, 'cancel',
    sluice_private.limit_error(cancel_limited.organization_id, rule)::text
  );
end;
$$;

comment on function sluice_private.cancel_limited(uuid, uuid, jsonb) is
  'Asks an execution to end because of a limit.';
