/* What only the input of its successor reads is not kept: that has been made by then, and goes with
   the step wherever it goes. */
create or replace function sluice_private.compile_kept(organization_id uuid, version_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  update sluice.workflow_steps as step
  set is_kept = true
  where step.organization_id = compile_kept.organization_id
    and step.version_id = compile_kept.version_id
    and step.step_no in (
      select known.step_no
      from sluice.workflow_steps as reader
      cross join lateral (
        select unnest(reader.refs) as step_no, true as is_input
        union all
        select unnest(reader.result_refs || reader.output_refs), false
      ) as ref
      inner join sluice.workflow_steps as known on known.step_no = ref.step_no
      where (reader.organization_id, reader.version_id)
          = (compile_kept.organization_id, compile_kept.version_id)
        and (known.organization_id, known.version_id)
          = (compile_kept.organization_id, compile_kept.version_id)
        and not (ref.is_input and known.successor is not distinct from reader.step_no)
      union
      select unnest(edge.guard_refs)
      from sluice.workflow_edges as edge
      where edge.organization_id = compile_kept.organization_id
        and edge.version_id = compile_kept.version_id
    );
end;
$$;

comment on function sluice_private.compile_kept(uuid, uuid) is
  'Marks the steps whose outputs are read after their successors have begun.';
