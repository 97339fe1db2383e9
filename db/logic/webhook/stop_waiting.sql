create or replace function sluice_private.stop_waiting(organization_id uuid, execution_id uuid)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer jsonb;
begin
  delete from sluice_private.awaited_answers as awaited
  where awaited.organization_id = stop_waiting.organization_id
    and awaited.execution_id = stop_waiting.execution_id
  returning awaited.answer into v_answer;
  return v_answer;
end;
$$;

comment on function sluice_private.stop_waiting(uuid, uuid) is
  'Lets nobody wait for the answer of this execution; the answer, if it has just been given.';
grant execute on function sluice_private.stop_waiting(uuid, uuid) to sluice_worker;
