create or replace function sluice_private.note_leases(leases sluice_private.step_leases[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.note_changes(
    array(select l.organization_id from unnest(leases) as l),
    array(select l.execution_id from unnest(leases) as l)
  );
end;
$$;

comment on function sluice_private.note_leases(sluice_private.step_leases[]) is
  'note_changes, for the executions that these leases were of.';
