create or replace function crm.lead_created(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
stable
return case
  when crm.asks_for(config, 'source', change -> 'new' ->> 'source') and not exists (
    select
    from jsonb_array_elements_text(
      case jsonb_typeof(config -> 'tags') when 'array' then config -> 'tags' else '[]' end
    ) as wanted (tag)
    where not exists (
      select
      from crm.contact_tags as given
      inner join crm.tags as tag
        on tag.organization_id = given.organization_id and tag.id = given.tag_id
      where given.organization_id = lead_created.organization_id
        and given.contact_id = (change -> 'new' ->> 'id')::uuid
        and tag.name = wanted.tag
    )
  ) then jsonb_build_object(
    'lead_id', change -> 'new' -> 'id', 'contact_id', change -> 'new' -> 'id',
    'lead_data', change -> 'new',
    'source', change -> 'new' -> 'source'
  )
end;

comment on function crm.lead_created(uuid, jsonb, jsonb) is
  'What lead_created gives out: the contact, if it has the source and all the tags.';
