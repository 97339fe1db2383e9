/* What is still to be queued may belong to frames that end now: there it is then cancelled. */
create or replace function sluice_private.queue_now(
  queued sluice_private.queued_step[],
  closing sluice_private.closing_frame[],
  done sluice_private.frames[]
)
returns sluice_private.queued_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_executions uuid[] := array(
    select c.execution_id from unnest(closing) as c
    union
    select d.execution_id from unnest(done) as d
  );
begin
  perform sluice_private.hand_over(
    array(select q from unnest(queued) as q where q.execution_id = any (v_executions)), null
  );
  return array(select q from unnest(queued) as q where not q.execution_id = any (v_executions));
end;
$$;

comment on function sluice_private.queue_now(
  sluice_private.queued_step[], sluice_private.closing_frame[], sluice_private.frames[]
) is
  'Queues the steps of executions in which frames end; returns those of the others.';
