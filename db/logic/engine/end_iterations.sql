/* What a container makes of an iteration is evaluated in its frame, which is gone afterwards. */
create or replace function sluice_private.end_iterations(done sluice_private.frames[])
returns sluice_private.ended_iteration[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_frame sluice_private.frames;
  v_ended sluice_private.ended_iteration;
  v_all sluice_private.ended_iteration[];
begin
  foreach v_frame in array done loop
    v_ended := null;
    v_ended.organization_id := v_frame.organization_id;
    v_ended.execution_id := v_frame.execution_id;
    v_ended.parent_id := v_frame.parent_id;
    v_ended.container := v_frame.container;
    v_ended.iteration := v_frame.iteration;
    v_ended.path := v_frame.path;
    v_ended.frame_id := v_frame.frame_id;
    v_ended.status := 'completed';
    v_ended.output := sluice_private.frame_output(
      v_frame.organization_id, v_frame.execution_id, v_frame.frame_id
    );
    v_ended := sluice_private.judge_iteration(v_ended, v_frame.frame_id);
    v_all := v_all || v_ended;

    delete from sluice_private.live_outputs as kept
    where kept.organization_id = v_frame.organization_id
      and kept.execution_id = v_frame.execution_id
      and kept.frame_id = v_frame.frame_id;
    delete from sluice_private.frames as frame
    where frame.organization_id = v_frame.organization_id
      and frame.execution_id = v_frame.execution_id
      and frame.frame_id = v_frame.frame_id;
  end loop;
  return v_all;
end;
$$;

comment on function sluice_private.end_iterations(sluice_private.frames[]) is
  'Ends frames in which nothing is under way any more (R7): what each gives its container.';
