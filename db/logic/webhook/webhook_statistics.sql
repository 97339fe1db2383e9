create or replace view sluice.webhook_statistics
with (security_invoker = true)
as
select
  hook.organization_id, hook.id as webhook_id,
  counted.accepted + counted.repeated + counted.refused as total_requests,
  counted.accepted + counted.repeated as successful_requests,
  counted.refused as failed_requests, counted.repeated as repeated_requests,
  counted.last_at as last_request_at
from sluice.webhook_registrations as hook
cross join lateral (
  select
    coalesce(sum(c.accepted), 0)::bigint as accepted,
    coalesce(sum(c.repeated), 0)::bigint as repeated,
    coalesce(sum(c.refused), 0)::bigint as refused,
    max(c.last_at) as last_at
  from sluice_private.webhook_counts as c
  where c.webhook_id = hook.id and c.organization_id = hook.organization_id
) as counted;

comment on view sluice.webhook_statistics is 'How many requests each webhook and form has had.';
comment on column sluice.webhook_statistics.organization_id is 'The organization it belongs to.';
comment on column sluice.webhook_statistics.webhook_id is 'The registration.';
comment on column sluice.webhook_statistics.total_requests is 'All that came to its address.';
comment on column sluice.webhook_statistics.successful_requests is 'Those that were taken.';
comment on column sluice.webhook_statistics.failed_requests is 'Those that were refused.';
comment on column sluice.webhook_statistics.repeated_requests is
  'Those of the successful ones that had been taken before.';
comment on column sluice.webhook_statistics.last_request_at is 'When the last of them came.';
grant select on sluice.webhook_statistics to sluice_member, sluice_admin;
