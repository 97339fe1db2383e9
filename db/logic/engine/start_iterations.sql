/* R10: an iteration is a frame. Its row is written at once, for it says what item and index are. */
create or replace function sluice_private.start_iterations(
  container sluice_private.containers,
  step sluice.workflow_steps,
  at_most int,
  carry jsonb,
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int := least(at_most, container.total - container.started);
  v_parent sluice_private.frames;
  v_ids bigint[];
begin
  select frame.*
  into v_parent
  from sluice_private.frames as frame
  where frame.organization_id = container.organization_id
    and frame.execution_id = container.execution_id
    and frame.frame_id = container.frame_id;

  with started as (
    select iteration, nextval('sluice_private.frame_id') as frame_id
    from generate_series(container.started, container.started + v_count - 1) as iteration
  ),
  opened as (
    insert into sluice_private.frames (
      organization_id, execution_id, frame_id, parent_id, container, iteration, path, lineage,
      bindings, open
    )
    select
      container.organization_id, container.execution_id, s.frame_id, container.frame_id,
      container.step_no, s.iteration,
      concat_ws('.', v_parent.path, format('%s[%s]', step.node_id, s.iteration)),
      v_parent.lineage || s.frame_id,
      case when step.type = 'group' or step.config ? 'drawn' then v_parent.bindings else
        sluice_private.bind_iteration(
          container, step.node_id, step.config ->> 'as', s.iteration, carry, v_parent.bindings
        )
      end,
      0
    from started as s
    returning frames.frame_id
  )
  select array_agg(opened.frame_id order by opened.frame_id) into v_ids from opened;

  update sluice_private.containers as c
  set started = c.started + v_count
  where c.organization_id = container.organization_id
    and c.execution_id = container.execution_id
    and c.frame_id = container.frame_id
    and c.step_no = container.step_no;

  fired := sluice_private.enter_frames(container, step, v_ids);
  changes := array(
    select (container.organization_id, container.execution_id, id, 0)::sluice_private.frame_change
    from unnest(v_ids) as id
  );
end;
$$;

comment on function sluice_private.start_iterations(
  sluice_private.containers, sluice.workflow_steps, int, jsonb
) is
  'Opens the frames of the next iterations of a container; the steps that fire in them.';
