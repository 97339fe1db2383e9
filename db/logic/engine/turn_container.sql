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
  v_status text;
  v_error jsonb;
begin
  if v_container.step_no is null then
    return;
  end if;
  v_step := sluice_private.step_of(
    v_container.organization_id, v_container.version_id, v_container.step_no
  );
  if v_container.ending is not null then
    select u.fired, u.settled, u.closing, u.changes
    into fired, settled, closing, changes
    from sluice_private.turn_compensation(v_container, v_step, v_last) as u;
    return;
  end if;
  if not v_container.is_settled then
    select j.status, j.error
    into v_status, v_error
    from sluice_private.judge_container(v_container, v_step, ended) as j;
    if v_status is null then
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
    if v_status <> 'completed' and v_step.config ? 'compensate' then
      select u.fired, u.changes
      into fired, changes
      from sluice_private.start_compensation(v_container, v_status, v_error, v_last) as u;
      if fired is not null then
        return;
      end if;
    end if;
  end if;
  select e.settled, e.closing, e.changes
  into settled, closing, changes
  from sluice_private.end_container(v_container, v_step, v_status, v_error, v_last) as e;
end;
$$;

comment on function sluice_private.turn_container(sluice_private.ended_iteration[]) is
  'What follows when iterations of one container have ended: the next ones, or the end of the '
  'container.';
