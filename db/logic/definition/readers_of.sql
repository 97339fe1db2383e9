create or replace function sluice_private.readers_of(organization_id uuid, version_id uuid)
returns table (step_no int, readers int[])
language sql
stable
begin atomic
  select ref.step_no, array_agg(ref.reader)
  from (
    select unnest(reader.refs) as step_no, reader.step_no as reader
    from sluice.workflow_steps as reader
    where reader.organization_id = readers_of.organization_id
      and reader.version_id = readers_of.version_id
    union all
    select unnest(reader.result_refs || reader.output_refs), 0
    from sluice.workflow_steps as reader
    where reader.organization_id = readers_of.organization_id
      and reader.version_id = readers_of.version_id
    union all
    select unnest(edge.guard_refs), 0
    from sluice.workflow_edges as edge
    where edge.organization_id = readers_of.organization_id
      and edge.version_id = readers_of.version_id
  ) as ref
  group by ref.step_no;
end;

comment on function sluice_private.readers_of(uuid, uuid) is
  'Whose outputs are read in a version, and by the inputs of which steps; 0: by something else.';
