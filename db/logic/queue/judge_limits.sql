create or replace function sluice_private.judge_limits(
  ready sluice_private.ready_steps[],
  as_of timestamptz
)
returns jsonb[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_limits jsonb[] := array(
    select kept.limits
    from unnest(ready) with ordinality as r
    cross join lateral (
      select w.limits is not null as is_limited
      from sluice.workflow_steps as w
      where w.organization_id = r.organization_id
        and w.version_id = r.version_id
        and w.step_no = r.step_no
      offset 0
    ) as step
    left join lateral (
      select s.limits
      from sluice_private.step_limits as s
      where s.organization_id = r.organization_id
        and s.execution_id = r.execution_id
        and s.frame_id = r.frame_id
        and s.step_no = r.step_no
      offset 0
    ) as kept on step.is_limited
    order by r.ordinality
  );
  v_claim record;
begin
  if cardinality(array_remove(v_limits, null)) = 0 then
    return null;
  end if;
  for v_place in 1 .. cardinality(v_limits) loop
    continue when v_limits[v_place] is null;
    select c.refused, c.opens_at
    into v_claim
    from sluice_private.claim_limits(
      (ready[v_place]).organization_id, v_limits[v_place], as_of
    ) as c;
    if v_claim.refused is not null then
      perform sluice_private.refuse_step(
        ready[v_place], v_claim.refused, v_claim.opens_at, as_of
      );
      v_limits[v_place] := 'false';
    end if;
  end loop;
  return v_limits;
end;
$$;

comment on function sluice_private.judge_limits(sluice_private.ready_steps[], timestamptz) is
  'For each of these steps the limits that it now counts under; false if one has no room. Null: '
  'none of them is limited.';
