/* One whose output cannot be made has not completed: what it holds, and has done, is treated so.
   Timed out are iterations only when the time of the container is over. */
create or replace function sluice_private.judge_container(
  container sluice_private.containers,
  step sluice.workflow_steps,
  ended sluice_private.ended_iteration[],
  out status text,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_failed sluice_private.ended_iteration;
  v_policy jsonb := step.config -> 'on_item_error';
  v_needed int := (step.config -> 'completion')::int;
begin
  select e.*
  into v_failed
  from unnest(ended) as e
  where e.status in ('failed', 'timed_out')
  order by e.status desc, e.iteration
  limit 1;
  if v_failed.status = 'timed_out' or (
    v_failed.status = 'failed'
    and container.failed > coalesce((v_policy ->> 'tolerate')::int, 0)
    and v_policy is distinct from '"continue"'
  ) then
    status := v_failed.status;
    error := v_failed.error || jsonb_build_object('frame', v_failed.path);
  elsif step.type = 'group' then
    status := (ended[1]).status;
    error := (ended[1]).error;
  elsif step.type = 'loop' then
    select judged.status, judged.error
    into status, error
    from sluice_private.judge_loop(container, step, ended[1]) as judged;
  elsif (case
    when step.repeat_until is not null then sluice_private.is_complete(container, step)
    when v_needed is not null then container.completed >= v_needed
    else container.ended = container.total
  end) then
    status := 'completed';
  elsif container.ended = container.total then
    status := 'failed';
    error := jsonb_build_object(
      'class', 'incomplete', 'retryable', false, 'message',
      case when v_needed is null then 'all items have ended, and the completion does not hold'
        else format('%s of %s items completed, %s were needed', container.completed,
          container.total, v_needed) end
    );
  end if;
  if status = 'completed' and step.output_template is not null then
    error := (sluice_private.shape_output(
      container.execution_id, container.frame_id, step,
      sluice_private.container_output(container, step, ended[cardinality(ended)])
    )).error;
    status := case when error is null then 'completed' else 'failed' end;
  end if;
end;
$$;

comment on function sluice_private.judge_container(
  sluice_private.containers, sluice.workflow_steps, sluice_private.ended_iteration[]
) is
  'How a container ends after these iterations; a null status: it goes on.';
