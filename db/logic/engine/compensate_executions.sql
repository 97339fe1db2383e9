/* What is under way is ended as when an execution closes, but for what has arrived: it goes on. */
create or replace function sluice_private.compensate_executions(
  inout queued sluice_private.queued_step[],
  inout closing sluice_private.closing_frame[],
  inout changes sluice_private.frame_change[],
  out fired sluice_private.fired_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closing record;
  v_started record;
begin
  for v_closing in
    select (sluice_private.closing_roots(compensate_executions.closing)).*
  loop
    perform sluice_private.hand_over(
      array(select q from unnest(queued) as q where q.execution_id = v_closing.execution_id), null
    );
    queued := array(
      select q from unnest(queued) as q where q.execution_id <> v_closing.execution_id
    );
    closing := array(
      select c from unnest(closing) as c where c.execution_id <> v_closing.execution_id
    );
    changes := array(
      select c from unnest(changes) as c where c.execution_id <> v_closing.execution_id
    );
    select s.fired, s.changes
    into v_started
    from sluice_private.compensate_execution(
      v_closing.organization_id, v_closing.execution_id, v_closing.status, v_closing.error
    ) as s;
    fired := fired || v_started.fired;
    changes := changes || v_started.changes;
  end loop;
end;
$$;

comment on function sluice_private.compensate_executions(
  sluice_private.queued_step[], sluice_private.closing_frame[], sluice_private.frame_change[]
) is
  'Of the executions that end, those that undo what they have done first go on.';
