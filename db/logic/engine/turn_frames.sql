/* Frames of containers: those that end early, those in which nothing is under way any more, and
   what their containers make of it. Frames of executions that end as a whole are left alone. */
create or replace function sluice_private.turn_frames(
  inout queued sluice_private.queued_step[],
  inout closing sluice_private.closing_frame[],
  inout changes sluice_private.frame_change[],
  inout fuel int,
  out fired sluice_private.fired_step[],
  out settled sluice_private.settled_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closed uuid[] := array(select c.execution_id from unnest(closing) as c where c.frame_id = 0);
  v_early sluice_private.closing_frame[] := array(
    select c from unnest(closing) as c
    where c.frame_id <> 0 and not c.execution_id = any (v_closed)
  );
  v_done sluice_private.frames[] := sluice_private.change_inner_frames(changes, v_closed);
  v_ended sluice_private.ended_iteration[];
  v_container record;
  v_turn record;
begin
  v_done := sluice_private.defer_done(v_done, greatest(10000 - fuel, 0) / 15);
  fuel := fuel + 15 * cardinality(v_done);
  closing := array(select c from unnest(closing) as c where c.frame_id = 0);
  changes := array(
    select (c.organization_id, c.execution_id, 0, case c.frame_id when 0 then c.change else 0 end)
      ::sluice_private.frame_change
    from unnest(changes) as c
  );
  if cardinality(v_early) > 0 or cardinality(v_done) > 0 then
    queued := sluice_private.queue_now(queued, v_early, v_done);
  end if;
  v_done := array(
    select d from unnest(v_done) as d
    where not exists (
      select from unnest(v_early) as e
      where e.execution_id = d.execution_id and e.frame_id = any (d.lineage)
    )
  );
  v_ended := sluice_private.close_frames(v_early) || sluice_private.end_iterations(v_done);
  for v_container in
    select array_agg(e order by e.iteration) as ended
    from unnest(v_ended) as e
    group by e.organization_id, e.execution_id, e.parent_id, e.container
  loop
    select t.fired, t.settled, t.closing, t.changes
    into v_turn
    from sluice_private.turn_container(v_container.ended) as t;
    fired := fired || v_turn.fired;
    changes := changes || v_turn.changes;
    settled := settled || v_turn.settled;
    closing := closing || v_turn.closing;
  end loop;
end;
$$;

comment on function sluice_private.turn_frames(
  sluice_private.queued_step[], sluice_private.closing_frame[], sluice_private.frame_change[], int
) is
  'Ends frames of containers, and says what fires, what has ended and what closes because of it.';
