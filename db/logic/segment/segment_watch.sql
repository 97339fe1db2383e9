create or replace function sluice_private.segment_watch(organization_id uuid, object text)
returns sluice_private.table_watches
language sql
stable
begin atomic
  select w.*
  from sluice_private.table_watches as w
  where w.organization_id in (
      segment_watch.organization_id, '00000000-0000-0000-0000-000000000000'
    )
    and w.object = segment_watch.object
  order by w.organization_id desc
  limit 1;
end;

comment on function sluice_private.segment_watch(uuid, text) is
  'The watch whose table a segment of an organization is of, or null.';
