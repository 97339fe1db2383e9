create or replace function sluice_private.name_future(
  parent regclass,
  starts_at timestamptz,
  ends_at timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
  v_name text := (select relname::text from pg_class where oid = parent);
  v_month text := v_name || to_char(ends_at - interval '1 month', '"_"YYYY_MM');
begin
  execute format(
    'alter table %s detach partition sluice_private.%I', parent, v_name || '_future'
  );
  execute format('alter table sluice_private.%I rename to %I', v_name || '_future', v_month);
  execute format(
    'alter table %s attach partition sluice_private.%I for values from (%L) to (%L)',
    parent, v_month, sluice_hidden.uuid_floor(starts_at), sluice_hidden.uuid_floor(ends_at)
  );
end;
$$;

comment on function sluice_private.name_future(regclass, timestamptz, timestamptz) is
  'Makes what took everything after the last month the partition up to an instant, named after its '
  'last month.';
