/* Only what is to go before its partition: the rest goes with that. The workflows are gone round by
   their ids, 100 at a time, one round every ten minutes. */
create or replace function sluice_private.expire_executions()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_default interval := sluice_private.default_retention();
  v_after uuid := (select m.expired_to from sluice_private.maintenance as m);
  v_short jsonb;
  v_last uuid;
  v_organization_ids uuid[];
  v_ids uuid[];
begin
  select jsonb_agg(s), (array_agg(s.id order by s.id desc))[1]
  into v_short, v_last
  from (
    select w.organization_id, w.id,
      sluice_private.retention_of(w.organization_id, w.id) as keep_for
    from sluice.workflows as w
    where w.id > v_after
    order by w.id
    limit 100
  ) as s;
  if v_last is null then
    update sluice_private.maintenance
    set expired_to = '00000000-0000-0000-0000-000000000000', expired_at = clock_timestamp();
    return false;
  end if;

  select array_agg(old.organization_id order by old.id), array_agg(old.id order by old.id)
  into v_organization_ids, v_ids
  from (
    select past.organization_id, past.id
    from jsonb_to_recordset(v_short) as short (organization_id uuid, id uuid, keep_for interval)
    cross join lateral (
      select e.organization_id, e.id
      from sluice_private.executions as e
      where e.organization_id = short.organization_id
        and e.workflow_id = short.id
        and e.id < sluice_hidden.uuid_floor(v_now - short.keep_for)
        and e.finished_at < v_now - short.keep_for
      order by e.id
      limit 500
    ) as past
    where short.keep_for < v_default
    limit 500
  ) as old;
  if sluice_private.delete_expired(v_organization_ids, v_ids) = 0 then
    update sluice_private.maintenance set expired_to = v_last;
  end if;
  return true;
end;
$$;

comment on function sluice_private.expire_executions() is
  'Deletes up to 500 finished executions of workflows that keep theirs for less than the default; '
  'false when a round of all workflows is over.';
