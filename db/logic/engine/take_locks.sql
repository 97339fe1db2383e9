create or replace function sluice_private.take_locks(
  arrivals sluice_private.arrivals[],
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arrival sluice_private.arrivals;
  v_container sluice_private.containers;
  v_frames bigint[];
begin
  for v_arrival in select a.* from unnest(arrivals) as a where a.kind = 'lock' loop
    update sluice_private.containers as c
    set waits_for = null
    where c.organization_id = v_arrival.organization_id
      and c.execution_id = v_arrival.execution_id
      and c.frame_id = v_arrival.frame_id
      and c.step_no = v_arrival.step_no
      and c.generation = v_arrival.generation
      and c.waits_for is not null
    returning c.* into v_container;
    continue when not found;
    v_frames := array(
      select frame.frame_id
      from sluice_private.frames as frame
      where frame.organization_id = v_container.organization_id
        and frame.execution_id = v_container.execution_id
        and frame.parent_id = v_container.frame_id
        and frame.container = v_container.step_no
    );
    fired := fired || sluice_private.enter_frames(
      v_container,
      sluice_private.step_of(
        v_container.organization_id, v_container.version_id, v_container.step_no
      ),
      v_frames
    );
    changes := changes || array(
      select (v_container.organization_id, v_container.execution_id, id, 0)
        ::sluice_private.frame_change
      from unnest(v_frames) as id
    );
  end loop;
end;
$$;

comment on function sluice_private.take_locks(sluice_private.arrivals[]) is
  'Begins groups that have got the lock that they waited for.';
