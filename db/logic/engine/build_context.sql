/* Of a step on a cycle the frame around may have an earlier output: the inner frame's wins. */
create or replace function sluice_private.build_context(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  refs int[],
  roots text[]
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lineage bigint[] := array[0::bigint];
  v_bindings jsonb;
  v_context jsonb := jsonb '{"trigger": null, "vars": null, "steps": null}';
begin
  if frame_id <> 0 then
    select frame.lineage, frame.bindings
    into v_lineage, v_bindings
    from sluice_private.frames as frame
    where frame.organization_id = build_context.organization_id
      and frame.execution_id = build_context.execution_id
      and frame.frame_id = build_context.frame_id;
  end if;
  if refs <> '{}' then
    v_context := v_context || (
      select jsonb_build_object('steps', jsonb_object_agg(
        kept.node_id, jsonb_build_object('output', kept.output, 'status', kept.status)
        order by kept.frame_id
      ))
      from unnest(v_lineage) as around (frame_id)
      cross join unnest(refs) as ref (step_no)
      cross join lateral (
        select o.frame_id, o.node_id, o.status, o.output
        from sluice_private.live_outputs as o
        where o.organization_id = build_context.organization_id
          and o.execution_id = build_context.execution_id
          and o.frame_id = around.frame_id
          and o.step_no = ref.step_no
        offset 0
      ) as kept
    );
  end if;
  if roots && '{trigger,vars,execution,workflow,organization,now}' then
    v_context := v_context || (
      select jsonb_build_object(
        'trigger', case when 'trigger' = any (roots) then live.input end,
        'vars', case when 'vars' = any (roots) then coalesce(live.variables, '{}') end
      )
      || case when roots && '{execution,workflow,organization,now}' then jsonb_build_object(
        'execution', jsonb_build_object('id', live.id, 'created_at', live.created_at),
        'workflow', jsonb_build_object('id', live.workflow_id, 'version_id', live.version_id),
        'organization', jsonb_build_object('id', live.organization_id),
        'now', sluice_hidden.now()
      ) else '{}' end
      from sluice_private.live_executions as live
      where live.organization_id = build_context.organization_id
        and live.id = build_context.execution_id
    );
  end if;
  if v_bindings is not null then
    v_context := v_context || (v_bindings - 'steps') || jsonb_build_object(
      'steps', coalesce(nullif(v_context -> 'steps', 'null'), '{}') || (v_bindings -> 'steps')
    );
  end if;
  return v_context;
end;
$$;

comment on function sluice_private.build_context(uuid, uuid, bigint, int[], text[]) is
  'What expressions see: { trigger, steps, vars, item, index, execution, workflow, organization, '
  'now }, of which only these parts and the outputs of these steps are filled in.';
