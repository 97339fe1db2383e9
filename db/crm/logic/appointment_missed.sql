create or replace function crm.appointment_missed(
  organization_id uuid,
  config jsonb,
  change jsonb
)
returns jsonb
language sql
stable
return case
  when change -> 'new' ->> 'status' = 'no_show'
    and coalesce(change -> 'old' ->> 'status', '') <> 'no_show'
  then crm.booking_changed(organization_id, config, change) - 'old_time'
end;

comment on function crm.appointment_missed(uuid, jsonb, jsonb) is
  'What appointment_no_show gives out: a booking that nobody came to.';
