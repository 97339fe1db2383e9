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
begin
  if cardinality(array_remove(v_limits, null)) = 0 then
    return null;
  end if;
  return sluice_private.claim_guarded(ready, v_limits, as_of);
end;
$$;

comment on function sluice_private.judge_limits(sluice_private.ready_steps[], timestamptz) is
  'For each of these steps the limits that it now counts under; false if one has no room. Null: '
  'none of them is limited.';
