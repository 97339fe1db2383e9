/* Inlined where it is called. What the row has made itself wins. */
create or replace function sluice_private.widen_context(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  context jsonb,
  roots text[],
  refs int[],
  step sluice.workflow_steps,
  is_live boolean
)
returns table (context jsonb, roots text[], refs int[])
language sql
stable
begin atomic
  select widen_context.context, widen_context.roots, widen_context.refs
  where not is_live
    or (step).roots <@ widen_context.roots and (step).refs <@ widen_context.refs
  union all
  select
    widen_context.context || jsonb_build_object(
      'trigger', live.input, 'vars', coalesce(live.variables, '{}')
    ),
    widen_context.roots || '{trigger,vars}', widen_context.refs
  from sluice_private.live_executions as live
  where live.organization_id = widen_context.organization_id
    and live.id = widen_context.execution_id
    and is_live
    and widen_context.frame_id = 0
    and not (step).roots <@ widen_context.roots
    and (step).roots <@ '{trigger,vars,steps}'
    and (step).refs <@ widen_context.refs
  union all
  select
    built.context || jsonb_build_object('steps',
      coalesce(nullif(built.context -> 'steps', 'null'), '{}') || (widen_context.context -> 'steps')
    ),
    widen_context.roots || (step).roots, widen_context.refs || (step).refs
  from sluice_private.build_context(
    organization_id, execution_id, frame_id, widen_context.refs || (step).refs,
    widen_context.roots || (step).roots
  ) as built (context)
  where is_live and (
    not (step).refs <@ widen_context.refs
    or not (step).roots <@ widen_context.roots
    and (frame_id <> 0 or not (step).roots <@ '{trigger,vars,steps}')
  );
end;

comment on function sluice_private.widen_context(
  uuid, uuid, bigint, jsonb, text[], int[], sluice.workflow_steps, boolean
) is
  'What a step of a row sees: what is known of the context, with whatever else the step reads.';
