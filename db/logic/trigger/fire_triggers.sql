/* By workflow and key, so that two who fire the same triggers with the same keys claim them in the
   same order. */
create or replace function sluice_private.fire_triggers(firings sluice_private.trigger_firing[])
returns table (ordinal int, execution_id uuid, reason text, is_duplicate boolean)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fired sluice_private.judged_firing[];
begin
  v_fired := array(
    select judged
    from sluice_private.judge_firings(firings) as judged
    order by (judged.target).workflow_id, judged.key, judged.ordinal
  );
  v_fired := array(select sluice_private.claim_firing(fired) from unnest(v_fired) as fired);
  perform sluice_private.start_executions(
    started.organization_id, started.workflow_id, started.version_id, started.trigger_id,
    started.step_no, started.execution_ids, started.inputs
  )
  from (
    select
      (fired.target).organization_id,
      (fired.target).workflow_id,
      (fired.target).live_version_id as version_id,
      (fired.target).trigger_id,
      (fired.target).step_no,
      array_agg(fired.execution_id order by fired.ordinal) as execution_ids,
      array_agg(fired.trigger order by fired.ordinal) as inputs
    from unnest(v_fired) as fired
    where fired.reason is null and not fired.is_duplicate
    group by fired.target
  ) as started;
  return query
  select fired.ordinal, fired.execution_id, fired.reason, fired.is_duplicate
  from unnest(v_fired) as fired
  order by fired.ordinal;
end;
$$;

comment on function sluice_private.fire_triggers(sluice_private.trigger_firing[]) is
  'Fires triggers: an execution for each whose workflow is active, that is on, whose filter '
  'holds and whose key is new; else why there is none. One row for each, in order; a key seen '
  'before answers with its execution.';
