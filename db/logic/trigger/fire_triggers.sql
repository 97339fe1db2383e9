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
  v_fired := sluice_private.claim_firings(v_fired);
  v_fired := sluice_private.start_claimed(v_fired);
  perform sluice_private.log_firings(v_fired);
  return query
  select
    fired.ordinal, case when not (fired.target).is_exit then fired.execution_id end, fired.reason,
    fired.is_duplicate
  from unnest(v_fired) as fired
  order by fired.ordinal;
end;
$$;

comment on function sluice_private.fire_triggers(sluice_private.trigger_firing[]) is
  'Fires triggers: an execution for each whose workflow is active, that is on, whose filter '
  'holds, whose key is new and that can be started; else why there is none. One row for each, in '
  'order; a key seen before answers with its execution, and an exit with none. '
  'workflow_trigger_firings keeps them.';
