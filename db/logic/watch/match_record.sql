create or replace function sluice_private.match_record(
  organization_id uuid,
  config jsonb,
  change jsonb
)
returns jsonb
language sql
immutable
return case
  when change ->> 'operation' <> 'updated' then change
  when config ? 'fields' and not exists (
    select
    from jsonb_array_elements_text(config -> 'fields') as field (name)
    where change -> 'changed_fields' ? field.name
  ) then null
  when config ? 'from' and not sluice_private.is_among(
    change -> 'old' -> (config -> 'fields' ->> 0), config -> 'from'
  ) then null
  when config ? 'to' and not sluice_private.is_among(
    change -> 'new' -> (config -> 'fields' ->> 0), config -> 'to'
  ) then null
  else change
end;

comment on function sluice_private.match_record(uuid, jsonb, jsonb) is
  'The change of a record, if a trigger record_created, record_updated or record_deleted asks '
  'for it.';
