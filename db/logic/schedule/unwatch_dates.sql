create or replace function sluice.unwatch_dates(name text)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_operator('watch dates');
  delete from sluice_private.date_fields as known
  where known.organization_id = '00000000-0000-0000-0000-000000000000'
    and known.name = unwatch_dates.name;
  return found;
end;
$$;

comment on function sluice.unwatch_dates(text) is
  'Ends what watch_dates began; schedules that look for these dates stop with an error.';
grant execute on function sluice.unwatch_dates(text) to sluice_admin;
