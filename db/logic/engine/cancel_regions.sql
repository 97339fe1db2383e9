create or replace function sluice_private.cancel_regions(
  inout fired sluice_private.fired_step[],
  inout queued sluice_private.queued_step[],
  inout changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_join sluice_private.fired_step;
  v_left int[];
  v_gone bigint[];
  v_cancelled record;
  v_queued sluice_private.queued_step[] := queued;
begin
  loop
    select f.* into v_join from unnest(fired) as f where f.cancels limit 1;
    exit when not found;
    v_left := sluice_private.unfinished_region(v_join);
    v_gone := sluice_private.frames_of(
      v_join.organization_id, v_join.execution_id, v_join.frame_id, v_left
    );
    fired := array(
      select (
        f.organization_id, f.execution_id, f.version_id, f.frame_id, f.step_no, f.generation,
        f.is_live, f.token,
        f.cancels and (f.execution_id, f.frame_id, f.step_no)
          <> (v_join.execution_id, v_join.frame_id, v_join.step_no),
        f.takes_turns
      )::sluice_private.fired_step
      from unnest(fired) as f
      where f.execution_id <> v_join.execution_id
        or not (f.frame_id = v_join.frame_id and f.step_no = any (v_left))
        and not f.frame_id = any (v_gone)
    );
    v_queued := array(
      select q from unnest(v_queued) as q
      where q.execution_id <> v_join.execution_id
        or not (q.frame_id = v_join.frame_id and q.step_no = any (v_left))
        and not q.frame_id = any (v_gone)
    );
    continue when v_left = '{}';
    select c.changes, c.fired
    into v_cancelled
    from sluice_private.cancel_region(v_join, v_left) as c;
    changes := changes || v_cancelled.changes;
    fired := fired || v_cancelled.fired;
  end loop;
  queued := v_queued;
end;
$$;

comment on function sluice_private.cancel_regions(
  sluice_private.fired_step[], sluice_private.queued_step[], sluice_private.frame_change[]
) is
  'R9: for each quorum that fires and cancels the rest, cancels what lies between its dominator '
  'and itself.';
