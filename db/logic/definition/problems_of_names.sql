/* A text is looked at as it is written: what an expression makes of it is not known before. */
create or replace function sluice_private.problems_of_names(
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
    'unknown_column', node.node_id, named.path,
    format('names %s, which the table does not show', named.name),
    'It shows ' || array_to_string(shown.names, ', ') || '.', 'warning'
  )).*
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    select node.data ->> 'trigger' as trigger, node.data -> 'config' as config
  ) as own
  cross join lateral (
    select sluice_private.watched_columns(
      problems_of_names.organization_id,
      case own.trigger when 'lead_updated' then 'crm.contacts' else own.config ->> 'object' end
    ) as names
    offset 0
  ) as shown
  cross join lateral (
    select format('data.config.fields[%s]', field.ordinal - 1) as path, field.name
    from jsonb_array_elements_text(
      case jsonb_typeof(own.config -> 'fields') when 'array' then own.config -> 'fields'
        else '[]' end
    ) with ordinality as field (name, ordinal)
    where own.trigger in ('record_created', 'record_updated', 'record_deleted', 'lead_updated')
    union
    select 'data.config.condition', read[1]
    from regexp_matches(
      own.config ->> 'condition', 'payload\.record\.([[:alpha:]_]\w*)', 'g'
    ) as read
    where own.trigger in ('segment_entered', 'segment_left')
  ) as named
  where node.type = 'trigger' and named.name <> all (shown.names);
  return query
  select (sluice_private.problem(
    'never_crossed', node.node_id, 'data.config.value',
    'is compared with a part of the executions, from 0 to 1', 'Such as 0.2 for 20 %.', 'warning'
  )).*
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'trigger'
    and node.data @> '{ "trigger": "metric_threshold", "config": { "metric": "failure_rate" } }'
    and jsonb_path_exists(node.data, 'lax $.config.value ? (@ < 0 || @ > 1)');
end;
$$;

comment on function sluice_private.problems_of_names(uuid, jsonb) is
  'Triggers that name columns which are not there, or a failure rate above all.';
