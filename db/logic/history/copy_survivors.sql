/* Executions and those under way share one order of ids; so do the events, as they are made. */
create or replace function sluice_private.copy_survivors(
  after_id uuid,
  before_id uuid,
  at_most int
)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_last uuid;
  v_organization_ids uuid[];
  v_ids uuid[];
  v_count int;
begin
  select array_agg(found.organization_id order by found.id) filter (where found.is_kept),
    array_agg(found.id order by found.id) filter (where found.is_kept),
    case when count(*) = at_most then (array_agg(found.id order by found.id desc))[1] end
  into v_organization_ids, v_ids, v_last
  from (
    (
      select past.organization_id, past.id, past.finished_at
        >= v_now - sluice_private.retention_of(past.organization_id, past.workflow_id) as is_kept
      from sluice_private.executions as past
      where past.id > after_id and past.id < before_id
      order by past.id
      limit at_most
    )
    union all
    (
      select live.organization_id, live.id, true
      from sluice_private.live_executions as live
      where live.id > after_id and live.id < before_id
      order by live.id
      limit at_most
    )
    order by 2
    limit at_most
  ) as found;
  if v_ids is not null then
    v_count := sluice_private.few_enough_steps(v_organization_ids, v_ids);
    if v_count < cardinality(v_ids) then
      v_organization_ids := v_organization_ids[: v_count];
      v_ids := v_ids[: v_count];
      v_last := v_ids[v_count];
    end if;
    perform sluice_private.copy_kept(h.parent, v_organization_ids, v_ids)
    from sluice_private.history_tables() as h
    where h.parent <> 'sluice.workflow_events'::regclass;
  end if;
  perform sluice_private.copy_events(after_id, coalesce(v_last, before_id));
  return v_last;
end;
$$;

comment on function sluice_private.copy_survivors(uuid, uuid, int) is
  'Copies what is kept of the next executions between two ids; the last of them, or null when that '
  'was all.';
