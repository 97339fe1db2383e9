/* Nested loops are off: the planner takes a JSON array for a short one.
   The rest is looked at only in a value whose edges lead somewhere. */
create or replace function sluice_private.problems_of_primitives(
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
  return query select p.* from sluice_private.problems_of_edges(definition) as p;
  if found then
    return;
  end if;
  return query select p.* from sluice_private.problems_of_nesting(definition) as p;
  if found then
    return;
  end if;
  return query select p.* from sluice_private.problems_of_cycles(definition) as p;
  return query select p.* from sluice_private.problems_of_graph(definition) as p;
  return query select p.* from sluice_private.problems_of_fields(definition) as p;
  return query select p.* from sluice_private.problems_of_types(definition) as p;
  return query select p.* from sluice_private.problems_of_waits(definition) as p;
  return query select p.* from sluice_private.problems_of_containers(definition) as p;
  return query select p.* from sluice_private.problems_of_groups(definition) as p;
  return query select p.* from sluice_private.problems_of_compensations(definition) as p;
  return query select p.* from sluice_private.problems_of_joins(definition) as p;
  return query select p.* from sluice_private.problems_of_dead_joins(definition) as p;
  return query select p.* from sluice_private.problems_of_order(definition) as p;
  return query select p.* from sluice_private.problems_of_retry(definition) as p;
  return query select p.* from sluice_private.problems_of_cache(definition) as p;
  return query select p.* from sluice_private.problems_of_limits(definition) as p;
  return query select p.* from sluice_private.problems_of_ports(definition) as p;
  return query
  select p.* from sluice_private.problems_of_expressions(organization_id, definition) as p;
  return query
  select p.* from sluice_private.problems_of_catalogue(organization_id, definition) as p;
  return query
  select p.* from sluice_private.problems_of_ignored(organization_id, definition) as p;
  return query
  select p.* from sluice_private.problems_of_calls(organization_id, workflow_id, definition) as p;
  return query
  select p.* from sluice_private.problems_of_calendars(organization_id, definition) as p;
  return query select p.* from sluice_private.problems_of_approvals(definition) as p;
  return query
  select p.*
  from sluice_private.problems_of_triggers(organization_id, workflow_id, definition) as p;
  if organization_id is not null then
    return query
    select p.* from sluice_private.problems_of_silence(organization_id, definition) as p;
    return query
    select p.* from sluice_private.problems_of_names(organization_id, definition) as p;
    return query
    select p.* from sluice_private.problems_of_keys(organization_id, definition) as p;
  end if;
  return query
  select p.* from sluice_private.problems_of_enrolment(organization_id, definition) as p;
  return query select p.* from sluice_private.problems_of_settings(definition -> 'settings') as p;
end;
$$;

comment on function sluice_private.problems_of_primitives(uuid, uuid, jsonb) is
  'Every problem of a definition that has no presets and the right shape.';
