/* A path that begins with the trigger, the variables or an output, and reads nothing else, is one
   into that alone: nothing has to be built around it for the path to go through. */
create or replace function sluice_private.compile_sources(organization_id uuid, version_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  with slot as (
    select step.step_no, path.ordinality, regexp_match(
      path.text::text,
      '^\$\.(?:"(trigger|vars)"|"steps"\.("(?:[^"\\]|\\.)*")\."output")((?:[.[?][^$]*)?)$'
    ) as split
    from sluice.workflow_steps as step
    cross join lateral unnest(step.input_paths) with ordinality as path (text, ordinality)
    where step.organization_id = compile_sources.organization_id
      and step.version_id = compile_sources.version_id
      and step.input_keys is not null
  ),
  source as (
    select slot.step_no, slot.ordinality, ('$' || slot.split[3])::jsonpath as part,
      case slot.split[1] when 'trigger' then 0 when 'vars' then -1 else known.step_no end as step
    from slot
    left join sluice.workflow_steps as known
      on known.organization_id = compile_sources.organization_id
      and known.version_id = compile_sources.version_id
      and known.node_id = slot.split[2]::jsonb #>> '{}'
  )
  update sluice.workflow_steps as step
  set input_sources = made.sources, input_parts = made.parts
  from (
    select source.step_no, array_agg(source.step order by source.ordinality) as sources,
      array_agg(source.part order by source.ordinality) as parts
    from source
    group by source.step_no
    having bool_and(source.step is not null)
  ) as made
  where step.organization_id = compile_sources.organization_id
    and step.version_id = compile_sources.version_id
    and step.step_no = made.step_no;
end;
$$;

comment on function sluice_private.compile_sources(uuid, uuid) is
  'Splits the paths of templates into where they begin and the way from there.';
