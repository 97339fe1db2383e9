/* A simulation has no cache: its mocks say what actions give. */
create or replace function sluice_private.find_result(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  input jsonb,
  context jsonb,
  out key text,
  out output jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  select made.key, made.error
  into key, error
  from sluice_private.cache_key(step, input, context) as made;
  if key is null or exists (
    select from sluice_private.simulations as s where s.xid = pg_current_xact_id_if_assigned()
  ) then
    return;
  end if;
  output := (
    select cached.output
    from sluice_private.cached_results as cached
    where cached.organization_id = fired.organization_id
      and cached.action = step.action
      and cached.key = find_result.key
      and cached.expires_at > v_now
    order by cached.expires_at desc
    limit 1
  );
end;
$$;

comment on function sluice_private.find_result(
  sluice_private.fired_step, sluice.workflow_steps, jsonb, jsonb
) is
  'What the cache of an action has for this input, and under which key.';
