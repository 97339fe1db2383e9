create or replace function sluice_private.keep_result(
  organization_id uuid,
  step sluice.workflow_steps,
  key text,
  output jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.cached_results (organization_id, action, key, expires_at, output)
  values (
    keep_result.organization_id, step.action, keep_result.key,
    sluice_hidden.now() + step.cache_ttl, coalesce(keep_result.output, 'null')
  );
end;
$$;

comment on function sluice_private.keep_result(uuid, sluice.workflow_steps, text, jsonb) is
  'Keeps what an action gave for those that come with the same key while it is fresh.';
