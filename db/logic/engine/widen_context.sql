/* Inlined where it is called. What is known already wins. */
create or replace function sluice_private.widen_context(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  context jsonb,
  roots text[],
  refs int[],
  step_roots text[],
  step_refs int[],
  is_live boolean
)
returns table (context jsonb, roots text[], refs int[])
language sql
stable
begin atomic
  select widen_context.context, widen_context.roots, widen_context.refs
  where not is_live
    or step_roots <@ widen_context.roots and step_refs <@ widen_context.refs
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
    and not step_roots <@ widen_context.roots
    and step_roots <@ '{trigger,vars,steps}'
    and step_refs <@ widen_context.refs
  union all
  select
    built.context || jsonb_build_object('steps',
      coalesce(nullif(built.context -> 'steps', 'null'), '{}') || (widen_context.context -> 'steps')
    ),
    widen_context.roots || step_roots, widen_context.refs || step_refs
  from sluice_private.build_context(
    organization_id, execution_id, frame_id, widen_context.refs || step_refs,
    widen_context.roots || step_roots
  ) as built (context)
  where is_live and (
    not step_refs <@ widen_context.refs
    or not step_roots <@ widen_context.roots
    and (frame_id <> 0 or not step_roots <@ '{trigger,vars,steps}')
  );
end;

comment on function sluice_private.widen_context(
  uuid, uuid, bigint, jsonb, text[], int[], text[], int[], boolean
) is
  'What the expressions of a step see: what is known of the context, with whatever else they read.';
