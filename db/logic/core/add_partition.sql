create or replace function sluice_private.add_partition(
  parent regclass,
  name text,
  lower_bound uuid,
  upper_bound uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format(
    'create table sluice_private.%I partition of %s for values from (%s) to (%s)',
    name, parent, coalesce(quote_literal(lower_bound), 'minvalue'),
    coalesce(quote_literal(upper_bound), 'maxvalue')
  );
  perform sluice_private.close_partition(parent, name);
end;
$$;

comment on function sluice_private.add_partition(regclass, text, uuid, uuid) is
  'Adds one range partition, closed to everybody but the owner; no bound is the end of the range.';
