create or replace function sluice_private.shape_payment(body jsonb)
returns jsonb
language sql
immutable
return (
  select jsonb_build_object(
    'customer_id', coalesce(object.value -> 'customer', 'null'),
    'payment_id', coalesce(object.value -> 'payment_intent', object.value -> 'id', 'null'),
    'amount', coalesce(object.value -> 'amount_due', object.value -> 'amount', 'null'),
    'currency', coalesce(object.value -> 'currency', 'null'),
    'failure_reason', coalesce(
      object.value -> 'failure_message', object.value #> '{last_payment_error,message}',
      object.value #> '{last_finalization_error,message}', 'null'
    ),
    'attempt_number', coalesce(object.value -> 'attempt_count', '1')
  )
  from (select body #> '{data,object}' as value) as object
  where jsonb_typeof(object.value) = 'object'
    and body ->> 'type' in (
      'payment_intent.payment_failed', 'invoice.payment_failed', 'charge.failed'
    )
);

comment on function sluice_private.shape_payment(jsonb) is
  'The fields of payment_failed, from an event of Stripe; null where it is another event.';
