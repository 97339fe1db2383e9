create or replace function crm.class_details(organization_id uuid, booking jsonb)
returns jsonb
language sql
stable
return coalesce(
  (
    select to_jsonb(class) - 'organization_id'
    from crm.classes as class
    where class.organization_id = class_details.organization_id
      and class.id = (booking ->> 'class_id')::uuid
  ),
  jsonb_build_object(
    'type', booking -> 'type', 'starts_at', booking -> 'starts_at', 'ends_at', booking -> 'ends_at'
  )
);

comment on function crm.class_details(uuid, jsonb) is
  'The class that a booking is of, or what is known of the time that it is for.';
