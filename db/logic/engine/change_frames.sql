/* R7: a frame in which nothing is under way is done; here, the root, and so its execution. */
create or replace function sluice_private.change_frames(changes sluice_private.frame_change[])
returns sluice_private.closing_frame[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sums sluice_private.frame_change[];
  v_done sluice_private.closing_frame[];
begin
  select array_agg((
    s.organization_id, s.execution_id, s.frame_id, s.change
  )::sluice_private.frame_change)
  into v_sums
  from (
    select c.organization_id, c.execution_id, c.frame_id, sum(c.change)::int as change
    from unnest(changes) as c
    group by 1, 2, 3
    having sum(c.change) <> 0
  ) as s;
  if v_sums is null then
    return null;
  end if;

  with done as (
    delete from sluice_private.frames as frame
    using (select s.* from unnest(v_sums) as s limit cardinality(v_sums)) as s
    where frame.organization_id = any (array[s.organization_id])
      and frame.execution_id = s.execution_id
      and frame.frame_id = s.frame_id
      and frame.open + s.change = 0
    returning frame.organization_id, frame.execution_id
  )
  select array_agg((
    done.organization_id, done.execution_id, 0, 'completed', null, null
  )::sluice_private.closing_frame)
  into v_done
  from done;

  update sluice_private.frames as frame
  set open = frame.open + s.change
  from (select s.* from unnest(v_sums) as s limit cardinality(v_sums)) as s
  where frame.organization_id = any (array[s.organization_id])
    and frame.execution_id = s.execution_id
    and frame.frame_id = s.frame_id;
  return v_done;
end;
$$;

comment on function sluice_private.change_frames(sluice_private.frame_change[]) is
  'Changes the counts of frames; returns the executions whose root is done.';
