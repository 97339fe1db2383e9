/* The rest is looked at only in a value whose shape is right. */
create or replace function sluice_private.problems_of(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  return query select p.* from sluice_private.problems_of_shape(definition) as p;
  if found then
    return;
  end if;
  return query select p.* from sluice_private.problems_of_presets(definition) as p;
  if found then
    return;
  end if;
  return query
  select (sluice_private.problem_of_preset(p, preset.type, preset.fold)).*
  from sluice_private.problems_of_primitives(
    organization_id, workflow_id, sluice_private.expand_presets(definition)
  ) as p
  left join (
    select distinct on (used.node_id) used.* from sluice_private.used_presets(definition) as used
  ) as preset on preset.node_id = p.node_id;
end;
$$;

comment on function sluice_private.problems_of(uuid, uuid, jsonb) is
  'Every problem of a definition, judged by this organization''s catalogue and workflows; a '
  'definition of this workflow may call it.';
