create or replace function sluice_private.next_turns(ended sluice_private.settled_step[])
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
  foreach v_done in array coalesce(ended, '{}') loop
    v_step := sluice_private.step_of(v_done.organization_id, v_done.version_id, v_done.step_no);
    if v_done.ports is not null
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

comment on function sluice_private.next_turns(sluice_private.settled_step[]) is
  'Whose turn it is next where steps end in groups that run one at a time.';
