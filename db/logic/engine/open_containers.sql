create or replace function sluice_private.open_containers(
  opening sluice_private.settled_step[],
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item sluice_private.settled_step;
  v_step sluice.workflow_steps;
  v_container sluice_private.containers;
  v_started record;
begin
  foreach v_item in array opening loop
    v_step := sluice_private.step_of(v_item.organization_id, v_item.version_id, v_item.step_no);
    insert into sluice_private.containers (
      organization_id, execution_id, frame_id, step_no, generation, version_id, total, started_at
    )
    values (
      v_item.organization_id, v_item.execution_id, v_item.frame_id, v_item.step_no,
      v_item.generation, v_item.version_id,
      coalesce(
        jsonb_array_length(v_item.input -> 'items'), (v_step.config ->> 'max_iterations')::int, 1
      ),
      v_item.started_at
    )
    returning containers.* into v_container;
    insert into sluice_private.container_items (
      organization_id, execution_id, frame_id, step_no, page, items
    )
    select
      v_item.organization_id, v_item.execution_id, v_item.frame_id, v_item.step_no,
      (item.ordinal - 1) / 1000, jsonb_agg(item.value order by item.ordinal)
    from jsonb_array_elements(coalesce(v_item.input -> 'items', '[]'))
      with ordinality as item (value, ordinal)
    group by (item.ordinal - 1) / 1000;
    insert into sluice_private.timers (
      organization_id, execution_id, frame_id, step_no, kind, due_at
    )
    select
      v_item.organization_id, v_item.execution_id, v_item.frame_id, v_item.step_no, 'timeout',
      sluice_hidden.now() + (v_step.config ->> 'timeout')::interval
    where v_step.config ->> 'timeout' is not null;

    select s.fired, s.changes
    into v_started
    from sluice_private.start_iterations(
      v_container, v_step, coalesce((v_step.config ->> 'concurrency')::int, 1),
      case v_step.type when 'loop' then 'null'::jsonb end
    ) as s;
    changes := changes || (
      v_item.organization_id, v_item.execution_id, v_item.frame_id, 1
    )::sluice_private.frame_change;
    continue when v_step.type = 'group' and v_item.input is not null
      and not sluice_private.open_group(v_container, v_item.input);
    fired := fired || v_started.fired;
    changes := changes || v_started.changes;
  end loop;
end;
$$;

comment on function sluice_private.open_containers(sluice_private.settled_step[]) is
  'Begins containers: keeps their items, and opens the frames of their first iterations.';
