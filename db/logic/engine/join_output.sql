/* The steps that lead here are in the same frame, and have been recorded before this one fires.
   They may be thousands: what is read of this one, which each of them would copy, is taken out
   once. */
create or replace function sluice_private.join_output(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  context jsonb
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_steps jsonb := context -> 'steps';
  v_origins jsonb := step.config -> 'origins';
  v_sources int[] := array(select jsonb_array_elements_text(step.config -> 'sources')::int);
begin
  return (
    select coalesce(
      jsonb_object_agg(
        v_origins ->> edge.id, v_steps #> array[v_origins ->> edge.id, 'output']
      ),
      '{}'
    )
    from sluice_private.execution_steps as source
    cross join lateral jsonb_each(source.verdicts -> 'edges') as edge (id, verdict)
    where source.organization_id = fired.organization_id
      and source.execution_id = fired.execution_id
      and source.frame_id = fired.frame_id
      and source.generation = fired.generation
      and source.step_no = any (v_sources)
      and v_origins ? edge.id
      and (edge.verdict = 'true' or edge.verdict @> '{"port": true, "answer": true}')
  );
end;
$$;

comment on function sluice_private.join_output(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'The output of a join: those of the steps whose edges came live, by node.';
