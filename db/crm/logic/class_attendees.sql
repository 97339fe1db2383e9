create or replace function crm.class_attendees(organization_id uuid, class jsonb)
returns jsonb
language sql
stable
return jsonb_build_object('attendees', coalesce(
  (
    select jsonb_agg(
      jsonb_build_object(
        'booking_id', booking.id, 'contact_id', contact.id, 'first_name', contact.first_name,
        'last_name', contact.last_name, 'email', contact.email, 'phone', contact.phone
      )
      order by booking.id
    )
    from crm.appointments as booking
    inner join crm.contacts as contact
      on contact.organization_id = booking.organization_id and contact.id = booking.contact_id
    where booking.organization_id = class_attendees.organization_id
      and booking.class_id = (class ->> 'id')::uuid
      and booking.status = 'booked'
  ),
  '[]'
));

comment on function crm.class_attendees(uuid, jsonb) is
  'Who has booked a class: what class_reminder gives out besides.';
