create or replace function sluice_private.take_test_delivery(
  organization_id uuid,
  test_id uuid,
  method text,
  headers jsonb,
  query jsonb,
  payload text,
  remote_ip inet
)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_delivery jsonb := jsonb_build_object(
    'method', method, 'headers', headers, 'query', query, 'payload', payload::jsonb,
    'ip', host(remote_ip), 'webhook_id', null, 'received_at', sluice_hidden.now()
  );
begin
  perform sluice_hidden.assert_size(v_delivery, 'the delivery');
  update sluice.webhook_tests as test
  set
    delivery = coalesce(shaped.value, v_delivery)
      || jsonb_build_object('type', test.trigger, 'reason', shaped.reason),
    received_at = sluice_hidden.now()
  from sluice.webhook_tests as own
  cross join lateral sluice_private.shape_delivery(own.trigger, own.config, v_delivery) as shaped
  where own.organization_id = take_test_delivery.organization_id
    and own.id = take_test_delivery.test_id
    and test.organization_id = own.organization_id
    and test.id = own.id
    and test.received_at is null;
  return found;
end;
$$;

comment on function sluice_private.take_test_delivery(
  uuid, uuid, text, jsonb, jsonb, text, inet
) is
  'Shows a delivery to whoever listens for it; false if another came first.';
grant execute on function sluice_private.take_test_delivery(
  uuid, uuid, text, jsonb, jsonb, text, inet
) to sluice_worker;
