create or replace function sluice.doctor(is_thorough boolean default true)
returns setof sluice.doctor_finding
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_operator('examine the database');
  return query select f.* from sluice_private.examine_queue() as f;
  return query select f.* from sluice_private.examine_engine() as f;
  return query select f.* from sluice_private.examine_failures() as f;
  return query select f.* from sluice_private.examine_workers() as f;
  return query select f.* from sluice_private.examine_transactions() as f;
  return query select f.* from sluice_private.examine_vacuum() as f;
  return query select f.* from sluice_private.examine_partitions() as f;
  if is_thorough then
    return query select f.* from sluice_private.examine_drift() as f;
    return query select f.* from sluice_private.examine_invariants() as f;
  end if;
end;
$$;

comment on function sluice.doctor(boolean) is
  'Examines the database: a row for each thing that can be wrong, with its figure, the thresholds '
  'of warn and error, and what to do. Thorough: looks at every execution that is under way, too.';
grant execute on function sluice.doctor(boolean) to sluice_admin;
