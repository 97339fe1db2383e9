create or replace function sluice_private.log_firings(fired sluice_private.judged_firing[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice.workflow_trigger_firings (
    organization_id, id, workflow_id, trigger_id, event_id, execution_id, status, reason, key,
    is_replay, created_at
  )
  select
    (f.target).organization_id,
    case when f.reason is null and not f.is_duplicate and not (f.target).is_exit
      then f.execution_id else sluice_hidden.uuidv7() end,
    (f.target).workflow_id, (f.target).trigger_id, f.event_id,
    case when not (f.target).is_exit or f.reason is null and not f.is_duplicate
      then f.execution_id end,
    case when f.reason is not null then 'refused' when f.is_duplicate then 'duplicate'
      when not (f.target).is_exit then 'started'
      when f.execution_id is null then 'unmatched' else 'ended' end,
    coalesce(f.reason, case when f.is_duplicate then 'the key has started one before'
      when f.execution_id is null then 'nothing was under way for the record' end),
    left(f.key, 500), f.trigger ? 'replay',
    case when (f.target).is_exit and f.reason is null and not f.is_duplicate
      then sluice_private.enrolled_since(f.trigger) else sluice_hidden.now() end
  from unnest(fired) as f
  where not f.is_deferred
  order by f.ordinal;

  insert into sluice_private.deferred_firings (
    organization_id, trigger_id, event_id, key, trigger, due_at
  )
  select
    (f.target).organization_id, (f.target).trigger_id, f.event_id, f.key, f.trigger,
    sluice_hidden.now() + case when sluice_private.is_late()
      then interval '0' else '2 seconds' end
  from unnest(fired) as f
  where f.is_deferred
  order by f.ordinal;
end;
$$;

comment on function sluice_private.log_firings(sluice_private.judged_firing[]) is
  'Writes down what firings have led to; those that are deferred are kept for later.';
