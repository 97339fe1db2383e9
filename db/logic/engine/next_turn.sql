create or replace function sluice_private.next_turn(ended sluice_private.settled_step)
returns sluice_private.resolution
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_next sluice_private.arrivals;
begin
  select arrival.*
  into v_next
  from sluice_private.arrivals as arrival
  where arrival.organization_id = ended.organization_id
    and arrival.execution_id = ended.execution_id
    and arrival.frame_id = ended.frame_id
    and arrival.kind = 'turn'
  order by arrival.created_at, arrival.step_no
  limit 1;

  update sluice_private.frames as frame
  set turn = v_next.step_no
  where frame.organization_id = ended.organization_id
    and frame.execution_id = ended.execution_id
    and frame.frame_id = ended.frame_id
    and frame.turn = ended.step_no;
  if not found or v_next.step_no is null then
    return null;
  end if;
  delete from sluice_private.arrivals as arrival
  where arrival.organization_id = v_next.organization_id
    and arrival.execution_id = v_next.execution_id
    and arrival.seq = v_next.seq;
  return (
    v_next.organization_id, v_next.execution_id, ended.version_id, v_next.frame_id,
    v_next.step_no, v_next.generation, 1, 0, 1, 'any', 1, false, ended.token, true
  )::sluice_private.resolution;
end;
$$;

comment on function sluice_private.next_turn(sluice_private.settled_step) is
  'Hands the turn on in a frame whose steps run one at a time; the step that now fires, as a join '
  'that one live edge decides, or null.';
