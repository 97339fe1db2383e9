create or replace function sluice_private.examine_drift()
returns setof sluice.doctor_finding
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_noted boolean := exists (
    select from sluice_private.installed_objects as noted
    where noted.migration like
      '% on ' || current_setting('server_version_num')::int / 10000
  );
  v_drifted text[] := array(
    select coalesce(noted.name, found.name)
    from sluice_private.installed_objects as noted
    full join sluice_private.object_hashes() as found on found.name = noted.name
    where noted.hash is distinct from found.hash
    order by 1
  );
begin
  if not v_is_noted then
    return next sluice_private.finding(
      'drift', 1, 1, null, 'nothing is known of what was installed on this server',
      'Run sluice migrate: it notes it.'
    );
    return;
  end if;
  return next sluice_private.finding(
    'drift', cardinality(v_drifted), 1, null,
    case when v_drifted = '{}' then 'all is as it was installed'
      else format('%s are not as they were installed: %s%s', cardinality(v_drifted),
        array_to_string(v_drifted[:5], ', '),
        case when cardinality(v_drifted) > 5 then ' …' else '' end)
    end,
    'Somebody has changed the database by hand: put it into a migration, or take it back.'
  );
end;
$$;

comment on function sluice_private.examine_drift() is
  'Of doctor: functions, views, triggers and policies that are not as migrations left them.';
