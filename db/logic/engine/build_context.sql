create or replace function sluice_private.build_context(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  refs int[]
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_steps jsonb := '{}';
  v_context jsonb;
begin
  if cardinality(refs) > 0 then
    select coalesce(
      jsonb_object_agg(
        kept.node_id, jsonb_build_object('output', kept.output, 'status', kept.status)
      ),
      '{}'
    )
    into v_steps
    from unnest(refs) as wanted (step_no)
    inner join sluice_private.live_outputs as kept
      on kept.organization_id = build_context.organization_id
      and kept.execution_id = build_context.execution_id
      and kept.frame_id = build_context.frame_id
      and kept.step_no = wanted.step_no;
  end if;

  select jsonb_build_object(
    'trigger', live.input,
    'steps', v_steps,
    'vars', coalesce(live.variables, '{}'),
    'execution', jsonb_build_object('id', live.id, 'created_at', live.created_at),
    'workflow', jsonb_build_object('id', live.workflow_id, 'version_id', live.version_id),
    'organization', jsonb_build_object('id', live.organization_id),
    'now', sluice_hidden.now()
  )
  into v_context
  from sluice_private.live_executions as live
  where live.organization_id = build_context.organization_id
    and live.id = build_context.execution_id;
  return v_context;
end;
$$;

comment on function sluice_private.build_context(uuid, uuid, bigint, int[]) is
  'What expressions see: { trigger, steps, vars, execution, workflow, organization, now }, with the outputs of these steps only.';
