/* Only what was verified and taken counts: who cannot sign cannot use up what others may send. The
   lock lets one delivery to a webhook with a limit count at a time. */
create or replace function sluice_private.rate_refusal(target sluice_private.webhook_target)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz;
  v_per interval := sluice_hidden.try_interval(target.config #>> '{rate_limit,per}');
  v_count int;
  v_oldest timestamptz;
begin
  if v_per is null then
    return null;
  end if;
  v_count := (target.config #>> '{rate_limit,count}')::int;
  perform pg_advisory_xact_lock(hashtextextended('sluice:webhook:' || target.webhook_id, 0));
  v_now := sluice_hidden.now();
  select event.created_at
  into v_oldest
  from sluice.workflow_events as event
  where event.organization_id = target.organization_id
    and event.webhook_id = target.webhook_id
    and event.id >= sluice_hidden.uuid_floor(v_now - v_per - interval '1 minute')
    and event.created_at > v_now - v_per
  order by event.id desc
  offset v_count - 1
  limit 1;
  if not found then
    return null;
  end if;
  return jsonb_build_object(
    'status', 429, 'code', 'rate_limited',
    'message', format('this webhook takes %s in %s', v_count, target.config #>> '{rate_limit,per}'),
    'hint', 'Send it again after as many seconds as Retry-After says.',
    'retry_after', greatest(1, ceil(extract(epoch from v_oldest + v_per - v_now)))
  );
end;
$$;

comment on function sluice_private.rate_refusal(sluice_private.webhook_target) is
  'Why a delivery comes too soon after the others, and when it may come again; or null.';
