/* By webhook, so that two edges that trim the same ones do it in the same order. */
create or replace function sluice_private.note_refusals(refusals jsonb)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_ids uuid[];
begin
  with noted as (
    insert into sluice.webhook_refusals (
      organization_id, webhook_id, answered, code, count, method, remote_ip, last_at
    )
    select
      hook.organization_id, hook.id, item.status, left(item.code, 100), item.count,
      left(item.method, 20), left(item.remote_ip, 50),
      v_now - make_interval(secs => coalesce(item.ms_ago, 0) / 1000)
    from jsonb_to_recordset(refusals) as item (
      organization_id uuid, webhook_id uuid, status int, code text, count bigint, method text,
      remote_ip text, ms_ago double precision
    )
    inner join sluice.webhook_registrations as hook
      on hook.organization_id = item.organization_id and hook.id = item.webhook_id
    order by hook.id, item.ms_ago desc
    returning webhook_id, organization_id, count, last_at
  ),
  counted as (
    insert into sluice_private.webhook_counts (organization_id, webhook_id, refused, last_at)
    select noted.organization_id, noted.webhook_id, sum(noted.count), max(noted.last_at)
    from noted
    group by noted.organization_id, noted.webhook_id
  )
  select array_agg(distinct noted.webhook_id) into v_ids from noted;
  delete from sluice.webhook_refusals as old
  using (
    select hook.organization_id, hook.id, fiftieth.id as keep_from
    from unnest(v_ids) as touched (id)
    inner join sluice.webhook_registrations as hook on hook.id = touched.id
    cross join lateral (
      select refusal.id
      from sluice.webhook_refusals as refusal
      where refusal.organization_id = hook.organization_id and refusal.webhook_id = hook.id
      order by refusal.id desc
      offset 49
      limit 1
    ) as fiftieth
    order by hook.id
  ) as kept
  where old.organization_id = kept.organization_id
    and old.webhook_id = kept.id
    and old.id < kept.keep_from;
end;
$$;

comment on function sluice_private.note_refusals(jsonb) is
  'Counts requests that the edge has refused, and keeps the last fifty notes of each webhook.';
grant execute on function sluice_private.note_refusals(jsonb) to sluice_worker;
