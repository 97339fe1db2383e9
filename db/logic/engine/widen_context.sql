/* Inlined where it is called. What is known already wins. Expressions, as a join costs more than
   most of them. */
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
  select
    case
      when known.fits then widen_context.context
      when known.is_begin then widen_context.context || (
        select jsonb_build_object('trigger', live.input, 'vars', coalesce(live.variables, '{}'))
        from sluice_private.live_executions as live
        where live.organization_id = widen_context.organization_id
          and live.id = widen_context.execution_id
        offset 0
      )
      else (
        select built.context || jsonb_build_object('steps',
          coalesce(nullif(built.context -> 'steps', 'null'), '{}')
            || (widen_context.context -> 'steps')
        )
        from sluice_private.build_context(
          organization_id, execution_id, frame_id, widen_context.refs || step_refs,
          widen_context.roots || step_roots
        ) as built (context)
      )
    end,
    case
      when known.fits then widen_context.roots
      when known.is_begin then widen_context.roots || '{trigger,vars}'
      else widen_context.roots || step_roots
    end,
    case
      when known.fits or known.is_begin then widen_context.refs
      else widen_context.refs || step_refs
    end
  from (
    select
      not is_live
        or step_roots <@ widen_context.roots and step_refs <@ widen_context.refs as fits,
      widen_context.frame_id = 0 and step_roots <@ '{trigger,vars,steps}'
        and step_refs <@ widen_context.refs as is_begin
    offset 0
  ) as known
  offset 0;
end;

comment on function sluice_private.widen_context(
  uuid, uuid, bigint, jsonb, text[], int[], text[], int[], boolean
) is
  'What the expressions of a step see: what is known of the context, with whatever else they read.';
