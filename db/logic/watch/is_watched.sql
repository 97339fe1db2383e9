create or replace function sluice_private.is_watched(organization_id uuid, object text)
returns boolean
language sql
stable
begin atomic
  select exists (
    select
    from sluice_private.table_watches as w
    where w.organization_id in (
        is_watched.organization_id, '00000000-0000-0000-0000-000000000000'
      )
      and w.object = is_watched.object
  );
end;

comment on function sluice_private.is_watched(uuid, text) is
  'Whether an organization can be told of what changes in this table.';
