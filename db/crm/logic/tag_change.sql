create or replace function crm.tag_change(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
stable
begin atomic
  select jsonb_build_object(
    'contact_id', given.row -> 'contact_id', 'tag_id', given.row -> 'tag_id', 'tag', tag.name,
    'contact', to_jsonb(contact) - 'organization_id'
  )
  from (select coalesce(change -> 'new', 'null') as new_row, change -> 'old' as old_row) as image
  cross join lateral (
    select case image.new_row when 'null' then image.old_row else image.new_row end as row
  ) as given
  left join crm.tags as tag
    on tag.organization_id = tag_change.organization_id
    and tag.id = (given.row ->> 'tag_id')::uuid
  left join crm.contacts as contact
    on contact.organization_id = tag_change.organization_id
    and contact.id = (given.row ->> 'contact_id')::uuid
  where crm.asks_for(config, 'tag', tag.name);
end;

comment on function crm.tag_change(uuid, jsonb, jsonb) is
  'What tag_added and tag_removed give out: the contact and the tag, unless these are gone.';
