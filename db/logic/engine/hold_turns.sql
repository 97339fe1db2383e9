/* Those that wait are no arrivals that a door takes: the step that ends hands the turn on. They are
   not counted in their frame, as the one whose turn it is keeps it open. */
create or replace function sluice_private.hold_turns(
  fired sluice_private.fired_step[]
)
returns sluice_private.fired_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fired sluice_private.fired_step;
  v_passed sluice_private.fired_step[];
begin
  for v_fired in select f.* from unnest(fired) as f order by f.step_no loop
    if v_fired.is_live and v_fired.takes_turns and (
      sluice_private.step_of(v_fired.organization_id, v_fired.version_id, v_fired.step_no)
    ).takes_turns then
      update sluice_private.frames as frame
      set turn = v_fired.step_no
      where frame.organization_id = v_fired.organization_id
        and frame.execution_id = v_fired.execution_id
        and frame.frame_id = v_fired.frame_id
        and coalesce(frame.turn, v_fired.step_no) = v_fired.step_no;
      if not found then
        insert into sluice_private.arrivals (
          organization_id, execution_id, kind, frame_id, step_no, generation, is_parked
        )
        values (
          v_fired.organization_id, v_fired.execution_id, 'turn', v_fired.frame_id,
          v_fired.step_no, v_fired.generation, true
        );
        continue;
      end if;
    end if;
    v_passed := v_passed || v_fired;
  end loop;
  return v_passed;
end;
$$;

comment on function sluice_private.hold_turns(sluice_private.fired_step[]) is
  'Of the steps that fire, those that need no turn or have it now; the others wait for theirs.';
