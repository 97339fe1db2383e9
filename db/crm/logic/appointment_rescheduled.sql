create or replace function crm.appointment_rescheduled(
  organization_id uuid,
  config jsonb,
  change jsonb
)
returns jsonb
language sql
stable
return case
  when change -> 'new' ->> 'status' = 'booked'
    and change -> 'old' ->> 'status' = 'booked'
    and change -> 'new' -> 'starts_at' <> change -> 'old' -> 'starts_at'
  then crm.booking_changed(organization_id, config, change)
end;

comment on function crm.appointment_rescheduled(uuid, jsonb, jsonb) is
  'What appointment_rescheduled gives out: a booking that begins at another time.';
