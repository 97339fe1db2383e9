create or replace function sluice_private.finish_batch(
  queued sluice_private.queued_step[],
  waiting sluice_private.settled_step[],
  closing sluice_private.closing_frame[],
  changes sluice_private.frame_change[],
  worker sluice_private.workers,
  room int
)
returns setof sluice_private.handed_step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done sluice_private.closing_frame[];
  v_queued sluice_private.queued_step[] := queued;
begin
  if closing is not null then
    v_queued := array(
      select q from unnest(queued) as q
      where q.execution_id not in (select c.execution_id from unnest(closing) as c)
    );
    perform sluice_private.hand_over(
      array(
        select q from unnest(queued) as q
        where q.execution_id in (select c.execution_id from unnest(closing) as c)
      ),
      null
    );
    perform sluice_private.cancel_remains(closing);
    perform sluice_private.close_executions(closing);
  end if;

  if cardinality(v_queued) > 0 then
    return query select h.* from sluice_private.hand_over(v_queued, worker, room) as h;
  end if;
  v_done := sluice_private.change_frames(changes);
  if v_done is not null then
    perform sluice_private.close_executions(v_done);
  end if;
  if waiting is not null or 2 * cardinality(v_queued) is distinct from cardinality(changes) then
    perform sluice_private.mark_waiting(changes);
  end if;
end;
$$;

comment on function sluice_private.finish_batch(
  sluice_private.queued_step[], sluice_private.settled_step[],
  sluice_private.closing_frame[], sluice_private.frame_change[], sluice_private.workers, int
) is
  'Ends a batch: executions that end are closed, queued steps handed over, frames counted.';
