/* All or none. Nobody else counts under these keys at the same time: admission is one, and a check
   has keys and a lock of its own. */
create or replace function sluice_private.claim_limits(
  organization_id uuid,
  limits jsonb,
  as_of timestamptz,
  out refused jsonb,
  out opens_at timestamptz
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule jsonb;
  v_state sluice_private.limits;
  v_states sluice_private.limits[] := array[]::sluice_private.limits[];
begin
  for v_rule in
    select sluice_private.limit_rule(claim_limits.organization_id, rule.value)
    from jsonb_array_elements(limits) with ordinality as rule (value, ordinal)
    order by rule.ordinal
  loop
    v_state := sluice_private.limit_state(claim_limits.organization_id, v_rule ->> 'key');
    if v_rule ? 'period' then
      v_state := sluice_private.clip_debt(v_state, v_rule, as_of);
    end if;
    if sluice_private.limit_room(v_rule, v_state, as_of) = 0 then
      refused := v_rule;
      opens_at := sluice_private.limit_opens_at(v_rule, v_state, as_of);
      return;
    end if;
    if v_rule ->> 'scope' <> 'check' then
      v_state.held := v_state.held + 1;
    end if;
    if v_rule ? 'period' then
      v_state.full_at := greatest(v_state.full_at, as_of)
        + (v_rule ->> 'period')::bigint * interval '1 microsecond';
    end if;
    v_states := v_states || v_state;
  end loop;
  perform sluice_private.write_limit(claimed, as_of) from unnest(v_states) as claimed;
end;
$$;

comment on function sluice_private.claim_limits(uuid, jsonb, timestamptz) is
  'Counts one more under these limits, or says which one has no room, and until when if that is '
  'known.';
