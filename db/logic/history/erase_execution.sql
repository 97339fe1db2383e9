/* Its row first: of two who erase or retry it, one finds none. */
create or replace function sluice.erase_execution(execution_id uuid)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_execution sluice.workflow_executions;
  v_ids uuid[];
  v_live uuid;
begin
  select e.*
  into v_execution
  from sluice.workflow_executions as e
  where e.id = erase_execution.execution_id
    and sluice_hidden.can_see(e.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s does not exist', coalesce(execution_id::text, 'null')),
      hint = 'List sluice.workflow_executions to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_execution.organization_id, 'manage');

  delete from sluice_private.executions as gone
  where gone.organization_id = v_execution.organization_id and gone.id = v_execution.id;
  select array_agg(below.id), (array_agg(below.id) filter (where not below.is_finished))[1]
  into v_ids, v_live
  from sluice_private.executions_below(v_execution.organization_id, v_execution.id) as below;
  if v_live is not null then
    raise exception using
      errcode = 'SLSTA',
      message = format('execution %s is under way', v_live),
      hint = 'Cancel it first, and what it has called, and erase it when it has ended.';
  end if;
  v_ids := v_ids || v_execution.id;
  perform sluice_private.delete_history(
    array_fill(v_execution.organization_id, array[cardinality(v_ids)]), v_ids
  );
  return (select count(distinct id)::int from unnest(v_ids) as id);
end;
$$;

comment on function sluice.erase_execution(uuid) is
  'Deletes a finished execution with its steps, attempts, logs and approvals and the webhook event '
  'that started it, and so those that it called or that handled its failure; says how many.';
grant execute on function sluice.erase_execution(uuid) to sluice_member, sluice_admin;
