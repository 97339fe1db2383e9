/* At a rate that has not changed, full_at is a whole burst ahead at most. It is written down, so
   that it comes nearer as time passes. */
create or replace function sluice_private.clip_debt(
  state sluice_private.limits,
  rule jsonb,
  as_of timestamptz
)
returns sluice_private.limits
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.limits := state;
  v_most timestamptz := as_of + (rule ->> 'burst')::int
    * ((rule ->> 'period')::bigint * interval '1 microsecond');
begin
  if v_state.full_at > v_most then
    v_state.full_at := v_most;
    perform sluice_private.write_limit(v_state, as_of);
    v_state := sluice_private.limit_state(v_state.organization_id, v_state.key);
  end if;
  return v_state;
end;
$$;

comment on function sluice_private.clip_debt(sluice_private.limits, jsonb, timestamptz) is
  'What a key has used so far, at the rate as it is now: what a slower one had counted keeps '
  'nobody waiting for longer than the new one would.';
