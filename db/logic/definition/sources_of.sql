/* A path that begins with the trigger, the variables or an output, and reads nothing else, is one
   into that alone: nothing has to be built around it for the path to go through. */
create or replace function sluice_private.sources_of(organization_id uuid, version_id uuid)
returns table (step_no int, sources int[], parts jsonpath[])
language sql
stable
begin atomic
  with slot as (
    select step.step_no, path.ordinality, regexp_match(
      path.text::text,
      '^\$\.(?:"(trigger|vars)"|"steps"\.("(?:[^"\\]|\\.)*")\."output")((?:[.[?][^$]*)?)$'
    ) as split
    from sluice.workflow_steps as step
    cross join lateral unnest(step.input_paths) with ordinality as path (text, ordinality)
    where step.organization_id = sources_of.organization_id
      and step.version_id = sources_of.version_id
      and step.input_keys is not null
  )
  select
    slot.step_no,
    array_agg(
      case slot.split[1] when 'trigger' then 0 when 'vars' then -1 else known.step_no end
      order by slot.ordinality
    ),
    array_agg(('$' || slot.split[3])::jsonpath order by slot.ordinality)
  from slot
  left join sluice.workflow_steps as known
    on known.organization_id = sources_of.organization_id
    and known.version_id = sources_of.version_id
    and known.node_id = slot.split[2]::jsonb #>> '{}'
  group by slot.step_no
  having bool_and(slot.split[1] is not null or known.step_no is not null);
end;

comment on function sluice_private.sources_of(uuid, uuid) is
  'Of the steps of a version whose slots read one thing each: where each begins (the output of a '
  'step; 0 the trigger, -1 the variables), and the way from there.';
