create or replace function sluice_private.turn_container(
  ended sluice_private.ended_iteration[],
  out fired sluice_private.fired_step[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_container sluice_private.containers := sluice_private.count_iterations(ended);
  v_step sluice.workflow_steps;
  v_last sluice_private.ended_iteration := ended[cardinality(ended)];
  v_judged record;
begin
  if v_container.step_no is null then
    return;
  end if;
  v_step := sluice_private.step_of(
    v_container.organization_id, v_container.version_id, v_container.step_no
  );
  if not v_container.is_settled then
    select j.status, j.error
    into v_judged
    from sluice_private.judge_container(v_container, v_step, ended) as j;
    if v_judged.status is null then
      select s.fired, s.changes
      into fired, changes
      from sluice_private.start_iterations(
        v_container, v_step,
        coalesce((v_step.config ->> 'concurrency')::int, 1)
          - (v_container.started - v_container.ended),
        case v_step.type when 'loop' then coalesce(v_last.result, 'null') end
      ) as s;
      return;
    end if;
    select s.settled, s.closing
    into settled, closing
    from sluice_private.settle_container(
      v_container, v_step, v_judged.status, v_judged.error, v_last
    ) as s;
  end if;
  if sluice_private.leave_container(
    v_container,
    v_container.is_settled or v_judged.status = 'completed' and v_step.config ->> 'rest' = 'keep'
  ) then
    changes := array[(
      v_container.organization_id, v_container.execution_id, v_container.frame_id, -1
    )::sluice_private.frame_change];
  end if;
end;
$$;

comment on function sluice_private.turn_container(sluice_private.ended_iteration[]) is
  'What follows when iterations of one container have ended: the next ones, or the end of the '
  'container.';
