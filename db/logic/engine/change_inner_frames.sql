create or replace function sluice_private.change_inner_frames(
  changes sluice_private.frame_change[],
  closed uuid[]
)
returns sluice_private.frames[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_changed sluice_private.frames[];
begin
  with sums as (
    select c.organization_id, c.execution_id, c.frame_id, sum(c.change)::int as change
    from unnest(changes) as c
    where c.frame_id <> 0 and not c.execution_id = any (closed)
    group by 1, 2, 3
    limit cardinality(changes)
  ),
  changed as (
    update sluice_private.frames as frame
    set open = frame.open + sums.change
    from sums
    where frame.organization_id = any (array[sums.organization_id])
      and frame.execution_id = sums.execution_id
      and frame.frame_id = sums.frame_id
    returning frame
  )
  select array_agg(changed.frame order by (changed.frame).frame_id)
  into v_changed
  from changed
  where (changed.frame).open = 0;
  return coalesce(v_changed, '{}');
end;
$$;

comment on function sluice_private.change_inner_frames(sluice_private.frame_change[], uuid[]) is
  'Changes the counts of frames of containers, but of these executions; returns those that are '
  'done.';
