create or replace function sluice_private.refuse_start(
  start sluice_private.limited_executions,
  rule jsonb,
  opens_at timestamptz,
  as_of timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.limits;
begin
  update sluice_private.limited_executions as waiting
  set
    state = case rule ->> 'on_limit' when 'skip' then 'refused' else 'waiting' end,
    limit_key = case when rule ->> 'on_limit' <> 'skip' then rule ->> 'key' end
  where waiting.organization_id = start.organization_id
    and waiting.execution_id = start.execution_id;

  if rule ->> 'on_limit' = 'skip' then
    perform sluice_private.cancel_limited(start.organization_id, start.execution_id, rule);
    return;
  end if;

  v_state := sluice_private.limit_state(start.organization_id, rule ->> 'key');
  if opens_at is not null and (v_state.look_at is null or v_state.look_at > opens_at) then
    v_state.look_at := opens_at;
    perform sluice_private.write_limit(v_state, as_of);
  end if;
end;
$$;

comment on function sluice_private.refuse_start(
  sluice_private.limited_executions, jsonb, timestamptz, timestamptz
) is
  'Has an execution that a limit has no room for wait, or be cancelled.';
