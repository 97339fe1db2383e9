create or replace function crm.payment_succeeded(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
immutable
return case
  when change -> 'new' ->> 'status' = 'succeeded'
    and coalesce(change -> 'old' ->> 'status', '') <> 'succeeded'
    and coalesce(
      (change -> 'new' ->> 'amount')::numeric >= (config ->> 'min_amount')::numeric, true
    )
  then jsonb_build_object(
    'customer_id', change -> 'new' -> 'contact_id', 'contact_id', change -> 'new' -> 'contact_id',
    'payment_id', change -> 'new' -> 'id',
    'amount', change -> 'new' -> 'amount', 'payment', change -> 'new'
  )
end;

comment on function crm.payment_succeeded(uuid, jsonb, jsonb) is
  'What payment_succeeded gives out: a payment that has succeeded.';
