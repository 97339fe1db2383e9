create or replace view sluice.webhook_deliveries
with (security_invoker = true)
as
select
  event.organization_id, event.id, event.webhook_id, event.trigger_id, event.delivery_id,
  event.details ->> 'method' as method, event.details -> 'headers' as headers,
  event.details -> 'query' as query, event.details ->> 'remote_ip' as remote_ip,
  event.payload, event.execution_id, event.reason,
  (event.details ->> 'redelivery_of')::uuid as redelivery_of, event.created_at
from sluice.workflow_events as event
where event.webhook_id is not null;

comment on view sluice.webhook_deliveries is
  'What came to webhooks and forms and was taken, newest by id.';
comment on column sluice.webhook_deliveries.organization_id is 'The organization it belongs to.';
comment on column sluice.webhook_deliveries.id is 'The event: what redeliver takes.';
comment on column sluice.webhook_deliveries.webhook_id is 'The registration it came through.';
comment on column sluice.webhook_deliveries.trigger_id is 'The trigger it was for.';
comment on column sluice.webhook_deliveries.delivery_id is 'What the sender calls it.';
comment on column sluice.webhook_deliveries.method is 'Its HTTP method.';
comment on column sluice.webhook_deliveries.headers is 'Its headers, without credentials.';
comment on column sluice.webhook_deliveries.query is 'The parameters of its URL.';
comment on column sluice.webhook_deliveries.remote_ip is 'Where it came from.';
comment on column sluice.webhook_deliveries.payload is 'Its body.';
comment on column sluice.webhook_deliveries.execution_id is 'The execution it started.';
comment on column sluice.webhook_deliveries.reason is 'Why it started none.';
comment on column sluice.webhook_deliveries.redelivery_of is 'The delivery that it repeats.';
comment on column sluice.webhook_deliveries.created_at is 'When it came in.';
grant select on sluice.webhook_deliveries to sluice_member, sluice_admin;
