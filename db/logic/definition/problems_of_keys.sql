/* What a trigger of the organization's own gives out is not known. */
create or replace function sluice_private.problems_of_keys(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select (sluice_private.problem(
    'unknown_output', node.node_id, own.path,
    format('reads %s, which the payload of this trigger does not have', read[1]),
    'It has ' || array_to_string(own.fields, ', ') || '.', 'warning'
  )).*
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    select
      case when node.data ? 'exit' then 'data.exit' else '$.settings.enrolment.key' end as path,
      case when node.data ? 'exit' then node.data ->> 'exit'
        else definition #>> '{settings,enrolment,key}' end as key,
      sluice_private.payload_fields(node.data ->> 'trigger') as fields
  ) as own
  cross join lateral regexp_matches(
    own.key, '^\s*(?:\$\.)?trigger\.payload\.([[:alpha:]_]\w*)'
  ) as read
  where node.type = 'trigger'
    and read[1] <> all (own.fields)
    and not exists (
      select
      from sluice.workflow_trigger_definitions as known
      where known.organization_id = problems_of_keys.organization_id
        and known.name = node.data ->> 'trigger'
    );
end;
$$;

comment on function sluice_private.problems_of_keys(uuid, jsonb) is
  'Keys of an enrolment, and exits, that read what the payload of a trigger does not have.';
