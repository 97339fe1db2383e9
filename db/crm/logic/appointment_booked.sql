create or replace function crm.appointment_booked(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
stable
begin atomic
  select jsonb_build_object(
    'booking_id', change -> 'new' -> 'id', 'customer_id', change -> 'new' -> 'contact_id',
    'contact_id', change -> 'new' -> 'contact_id',
    'class_id', change -> 'new' -> 'class_id', 'class_details', class.details,
    'booking_time', change -> 'new' -> 'starts_at'
  )
  from crm.class_details(organization_id, change -> 'new') as class (details)
  where change -> 'new' ->> 'status' = 'booked'
    and coalesce(change -> 'old' ->> 'status', '') <> 'booked'
    and crm.asks_for(config, 'class_type', class.details ->> 'type')
    and crm.asks_for(config, 'instructor', class.details ->> 'instructor');
end;

comment on function crm.appointment_booked(uuid, jsonb, jsonb) is
  'What appointment_booked gives out: a booking, of these classes and instructors.';
