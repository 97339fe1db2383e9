/* What rounds come to where each step is decided by the one before it alone: what the line has made
   is kept at hand instead of being read back. A line is cut where it has become long, as all of it
   is held in memory; and after each step where the execution is retried, as the next one may have
   been kept. */
create or replace function sluice_private.fire_line(
  first sluice_private.fired_step,
  step sluice.workflow_steps,
  at_most int
)
returns setof sluice_private.fired_outcome
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fired sluice_private.fired_step := first;
  v_step sluice.workflow_steps := step;
  v_context jsonb := jsonb '{}';
  v_made jsonb := jsonb '{}';
  v_roots text[] := array['steps'];
  v_refs int[] := array[]::int[];
  v_outcome sluice_private.fire_outcome;
  v_goes_on boolean;
begin
  for v_length in 1 .. at_most loop
    if v_fired.is_live and not (v_step.roots <@ v_roots and v_step.refs <@ v_refs) then
      v_roots := v_roots || v_step.roots;
      v_refs := v_refs || v_step.refs;
      v_context := sluice_private.build_context(
        v_fired.organization_id, v_fired.execution_id, v_fired.frame_id, v_refs, v_roots
      );
      v_made := coalesce(nullif(v_context -> 'steps', 'null'), '{}') || v_made;
      v_context := jsonb_set(v_context, '{steps}', v_made);
    end if;
    v_outcome := sluice_private.fire_step(v_fired, v_step, v_context);
    v_goes_on := v_outcome.status in ('completed', 'skipped') and v_length < at_most
      and v_fired.generation = 0 and v_step.follower is not null
      and (pg_column_size(v_outcome.output) < 65536) is not false;
    return next (v_fired, v_step, v_outcome, v_goes_on)::sluice_private.fired_outcome;
    exit when not v_goes_on;

    if v_step.is_referenced then
      v_refs := v_refs || v_step.step_no;
      v_made := v_made || jsonb_build_object(v_step.node_id, jsonb_build_object(
        'output', v_outcome.output, 'status', v_outcome.status
      ));
      v_context := jsonb_set(v_context, '{steps}', v_made);
    end if;
    v_fired.is_live := v_outcome.ports && v_step.follower_ports;
    select follower.*
    into v_step
    from sluice.workflow_steps as follower
    where follower.organization_id = v_fired.organization_id
      and follower.version_id = v_fired.version_id
      and follower.step_no = v_step.follower;
    v_fired.step_no := v_step.step_no;
  end loop;
end;
$$;

comment on function sluice_private.fire_line(
  sluice_private.fired_step, sluice.workflow_steps, int
) is
  'Fires a step that has a follower, and those that follow it, as far as nothing else decides and '
  'at most so many.';
