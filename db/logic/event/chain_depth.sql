/* What it calls, and what handles its failure, count as itself. */
create or replace function sluice_private.chain_depth(ended sluice_private.executions)
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_depth int := coalesce((ended.input ->> 'depth')::int, 0);
  v_origin uuid;
  v_input jsonb;
begin
  foreach v_origin in array
    array_remove(array[ended.root_execution_id, ended.failed_execution_id], null)
  loop
    select origin.input
    into v_input
    from sluice_private.live_executions as origin
    where origin.organization_id = ended.organization_id and origin.id = v_origin;
    if not found then
      select origin.input
      into v_input
      from sluice_private.executions as origin
      where origin.organization_id = ended.organization_id and origin.id = v_origin;
    end if;
    v_depth := greatest(v_depth, (v_input ->> 'depth')::int);
  end loop;
  return v_depth;
end;
$$;

comment on function sluice_private.chain_depth(sluice_private.executions) is
  'How many workflows have started one another by ending, before this execution.';
