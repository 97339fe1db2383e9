create or replace function sluice_private.find_webhook(path text)
returns table (
  organization_id uuid, webhook_id uuid, scheme text, secret_ref text, methods text[]
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
begin
  return query
  select hook.organization_id, hook.id, hook.scheme, hook.secret_ref, array['POST']
  from sluice.webhook_registrations as hook
  where strpos(find_webhook.path, '/') = 0 and hook.key = find_webhook.path
  union all
  select hook.organization_id, hook.id, hook.scheme, hook.secret_ref, array['POST']
  from sluice.organizations as organization
  inner join sluice.webhook_registrations as hook
    on hook.organization_id = organization.id
    and hook.path = split_part(find_webhook.path, '/', 2)
  where organization.slug = split_part(find_webhook.path, '/', 1)
    and find_webhook.path ~ '^[^/]+/[^/]+$';
end;
$$;

comment on function sluice_private.find_webhook(text) is
  'The registration behind /hooks/<key> or /hooks/<organization slug>/<path>, if there is one.';
grant execute on function sluice_private.find_webhook(text) to sluice_worker;
