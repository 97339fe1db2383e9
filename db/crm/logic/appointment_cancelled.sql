create or replace function crm.appointment_cancelled(
  organization_id uuid,
  config jsonb,
  change jsonb
)
returns jsonb
language sql
stable
return case
  when change -> 'new' ->> 'status' = 'cancelled'
    and coalesce(change -> 'old' ->> 'status', '') <> 'cancelled'
    and crm.asks_for(config, 'cancelled_by', change -> 'new' ->> 'cancelled_by')
    and (
      config ->> 'notice_period' is null
      or (change -> 'new' ->> 'starts_at')::timestamptz
        <= (change -> 'new' ->> 'cancelled_at')::timestamptz
          + (config ->> 'notice_period')::numeric * interval '1 hour'
    )
  then jsonb_build_object(
    'booking_id', change -> 'new' -> 'id', 'customer_id', change -> 'new' -> 'contact_id',
    'contact_id', change -> 'new' -> 'contact_id',
    'class_id', change -> 'new' -> 'class_id', 'reason', change -> 'new' -> 'reason',
    'cancelled_by', change -> 'new' -> 'cancelled_by'
  )
end;

comment on function crm.appointment_cancelled(uuid, jsonb, jsonb) is
  'What appointment_cancelled gives out: a booking that was cancelled, at most so many hours '
  'before it begins.';
