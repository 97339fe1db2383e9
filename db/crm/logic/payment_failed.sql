create or replace function crm.payment_failed(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
immutable
return case
  when change -> 'new' ->> 'status' = 'failed'
    and (
      coalesce(change -> 'old' ->> 'status', '') <> 'failed'
      or change -> 'old' -> 'attempt' <> change -> 'new' -> 'attempt'
    )
    and crm.asks_for(config, 'attempt_number', change -> 'new' ->> 'attempt')
  then jsonb_build_object(
    'customer_id', change -> 'new' -> 'contact_id', 'contact_id', change -> 'new' -> 'contact_id',
    'payment_id', change -> 'new' -> 'id',
    'amount', change -> 'new' -> 'amount', 'failure_reason', change -> 'new' -> 'failure_reason'
  )
end;

comment on function crm.payment_failed(uuid, jsonb, jsonb) is
  'What payment_failed gives out: a payment that has failed, at this attempt.';
