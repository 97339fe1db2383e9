create or replace function sluice_private.follow_steps(ended sluice_private.settled_step[])
returns sluice_private.resolution[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done sluice_private.settled_step;
  v_step sluice.workflow_steps;
  v_next sluice_private.resolution;
  v_resolutions sluice_private.resolution[];
begin
  foreach v_done in array ended loop
    v_step := sluice_private.step_of(v_done.organization_id, v_done.version_id, v_done.step_no);
    if v_step.compensation is not null and v_done.status = 'completed' then
      perform sluice_private.keep_compensation(v_done, v_step.compensation);
    end if;
    if v_step.takes_turns and v_done.ports is not null
      and (v_step.type <> 'end' or v_step.config ->> 'scope' = 'branch')
    then
      v_next := sluice_private.next_turn(v_done);
      if v_next.step_no is not null then
        v_resolutions := v_resolutions || v_next;
      end if;
    end if;
  end loop;
  return v_resolutions;
end;
$$;

comment on function sluice_private.follow_steps(sluice_private.settled_step[]) is
  'What else there is to do when steps end: notes how to undo them, and hands their turns on.';
