create or replace function crm.contact_of_form(organization_id uuid, data jsonb, context jsonb)
returns jsonb
language sql
stable
return (
  select to_jsonb(contact.id)
  from jsonb_each_text(data) as field (name, value)
  inner join crm.contacts as contact
    on contact.organization_id = contact_of_form.organization_id
    and lower(contact.email) = lower(trim(field.value))
  where field.value like '_%@_%'
  order by contact.id
  limit 1
);

comment on function crm.contact_of_form(uuid, jsonb, jsonb) is
  'The id of the contact, the oldest, whose address is in one of the fields of a form, or null.';
