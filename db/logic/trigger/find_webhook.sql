/* A key names a registration, or a draft's trigger that somebody tests. */
create or replace function sluice_private.find_webhook(path text, door text default 'hooks')
returns table (
  organization_id uuid, webhook_id uuid, test_id uuid, trigger text, scheme text,
  secret_refs text[], methods text[], tolerance int, response_timeout int, config jsonb,
  asked_at timestamptz
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
set enable_seqscan = off
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  return query
  select
    hook.organization_id, hook.id, hook.test_id, hook.trigger, hook.scheme,
    array_remove(array[
      hook.secret_ref, case when hook.previous_secret_until > v_now
        then hook.previous_secret_ref end
    ], null),
    hook.methods,
    extract(epoch from coalesce(
      sluice_hidden.try_interval(hook.config ->> 'tolerance'), '5 minutes'
    ))::int,
    case hook.config #>> '{response,mode}' when 'wait' then extract(epoch from coalesce(
      sluice_hidden.try_interval(hook.config #>> '{response,timeout}'), '10 seconds'
    ))::int end,
    hook.config, v_now
  from sluice_private.webhooks_at(find_webhook.path, find_webhook.door, v_now) as hook;
end;
$$;

comment on function sluice_private.find_webhook(text, text) is
  'The registration behind /hooks/<key> or /hooks/<organization slug>/<path>, if there is one, '
  'with what the edge needs to judge a request; and the same for /forms/.';
grant execute on function sluice_private.find_webhook(text, text) to sluice_worker;
