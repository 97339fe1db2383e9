create or replace function sluice_private.wanted_fields(organization_id uuid, event text)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
  select case when bool_and(s.fields is not null) then array_agg(distinct field.name) end
  from sluice_private.record_subscriptions as s
  left join lateral unnest(s.fields) as field (name) on true
  where s.event = wanted_fields.event
    and (
      wanted_fields.organization_id = '00000000-0000-0000-0000-000000000000'
      or s.organization_id = wanted_fields.organization_id
    )
  );
end;
$$;

comment on function sluice_private.wanted_fields(uuid, text) is
  'The columns of which one has to change for anybody to care; null: any.';
