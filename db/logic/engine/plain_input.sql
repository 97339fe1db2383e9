/* Inlined where it is called. What render_step comes to where there is one template, or what it
   comes to itself. */
create or replace function sluice_private.plain_input(
  organization_id uuid,
  version_id uuid,
  step_no int,
  template jsonb,
  keys text[],
  paths jsonpath[],
  context jsonb
)
returns table (value jsonb)
language sql
stable
begin atomic
  select filled.value
  from (
    select template || jsonb_build_object(
      keys[1], coalesce(jsonb_path_query_first_tz(context, paths[1], '{}', true), 'null')
    ) as value
    where cardinality(keys) = 1 and pg_column_size(context) < 65536
    offset 0
  ) as filled
  where not sluice_hidden.is_oversized(filled.value)
  union all
  select rendered.value
  from sluice.workflow_steps as step
  cross join lateral sluice_private.render_step(step, context) as rendered
  where step.organization_id = plain_input.organization_id
    and step.version_id = plain_input.version_id
    and step.step_no = plain_input.step_no
    and not (cardinality(keys) is not distinct from 1 and pg_column_size(context) < 65536)
    and rendered.error is null;
end;

comment on function sluice_private.plain_input(
  uuid, uuid, int, jsonb, text[], jsonpath[], jsonb
) is
  'The input of a step in a context; none where it fails.';
