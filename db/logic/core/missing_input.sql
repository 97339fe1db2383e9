create or replace function sluice_private.missing_input(
  handler text,
  organization_id uuid,
  input jsonb
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select string_agg(distinct format('input.%s is missing', required.name), ', ')
    from sluice.workflow_action_definitions as action
    cross join lateral jsonb_array_elements_text(
      case jsonb_typeof(action.input_schema -> 'required')
        when 'array' then action.input_schema -> 'required' else '[]' end
    ) as required (name)
    where action.organization_id in (
        missing_input.organization_id, '00000000-0000-0000-0000-000000000000'
      )
      and action.handler = missing_input.handler
      and coalesce(jsonb_typeof(missing_input.input -> required.name), 'null') = 'null'
  );
end;
$$;

comment on function sluice_private.missing_input(text, uuid, jsonb) is
  'What an SQL action needs and its input lacks, or null.';
