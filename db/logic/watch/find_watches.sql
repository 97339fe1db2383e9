create or replace function sluice_private.find_watches(relation regclass, operation text)
returns setof sluice_private.table_watches
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select w.*
  from sluice_private.table_watches as w
  where w.relation = find_watches.relation
    and find_watches.operation = any (w.operations)
    and exists (
      select
      from sluice_private.record_subscriptions as s
      where s.event = 'record.' || find_watches.operation || ':' || w.object
        and (w.organization_column is not null or s.organization_id = w.organization_id)
    );
end;
$$;

comment on function sluice_private.find_watches(regclass, text) is
  'The watches of a table that somebody wants to know of.';
