create or replace function crm.contact_of_sender(organization_id uuid, channel text, sender text)
returns uuid
language sql
stable
begin atomic
  select contact.id
  from crm.contacts as contact
  where contact.organization_id = contact_of_sender.organization_id
    and channel = 'email' and lower(contact.email) = lower(trim(sender))
  union all
  select contact.id
  from crm.contacts as contact
  where contact.organization_id = contact_of_sender.organization_id
    and channel <> 'email' and contact.phone = trim(sender)
  order by id
  limit 1;
end;

comment on function crm.contact_of_sender(uuid, text, text) is
  'The contact, the oldest, with this address of mail or telephone number, or null.';
