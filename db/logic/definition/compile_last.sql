/* All paths lead there, all joins wait for all of them, and nothing goes on in a container. */
create or replace function sluice_private.compile_last(organization_id uuid, version_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  update sluice.workflow_steps as step
  set follower = 0
  from (
    select min(known.step_no) filter (where known.is_sink) as step_no
    from sluice.workflow_steps as known
    where known.organization_id = compile_last.organization_id
      and known.version_id = compile_last.version_id
      and known.type <> 'compensation'
    having count(*) filter (where known.is_sink) = 1
      and not bool_or(known.type in ('foreach', 'loop', 'group'))
  ) as last
  where step.organization_id = compile_last.organization_id
    and step.version_id = compile_last.version_id
    and step.step_no = last.step_no
    and sluice_private.is_plain(step);
end;
$$;

comment on function sluice_private.compile_last(uuid, uuid) is
  'Finds the step that the database runs with which every execution of a version ends, if any.';
