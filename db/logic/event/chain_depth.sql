/* What it calls, and what handles its failure, count as itself. */
create or replace function sluice_private.chain_depth(
  organization_id uuid,
  input jsonb,
  origins uuid[]
)
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_depth int := coalesce((input ->> 'depth')::int, 0);
  v_origin uuid;
  v_input jsonb;
begin
  foreach v_origin in array array_remove(origins, null) loop
    select origin.input
    into v_input
    from sluice_private.live_executions as origin
    where origin.organization_id = chain_depth.organization_id and origin.id = v_origin;
    if not found then
      select origin.input
      into v_input
      from sluice_private.executions as origin
      where origin.organization_id = chain_depth.organization_id and origin.id = v_origin;
    end if;
    v_depth := greatest(v_depth, (v_input ->> 'depth')::int);
  end loop;
  return v_depth;
end;
$$;

comment on function sluice_private.chain_depth(uuid, jsonb, uuid[]) is
  'How many workflows have started one another, by ending or by an event, before an execution '
  'with this input, which these have called or failed into.';
