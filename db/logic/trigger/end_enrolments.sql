/* Whoever is enrolling a record is waited for, or has the exit deferred, as two who enrol it. */
create or replace function sluice_private.end_enrolments(fired sluice_private.judged_firing[])
returns sluice_private.judged_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_target sluice_private.firing_target := fired[1].target;
  v_trigger sluice.workflow_triggers;
  v_version sluice.workflow_versions;
  v_records text[];
  v_ended sluice_private.judged_firing[];
  v_one sluice_private.judged_firing;
begin
  select t.* into v_trigger from sluice.workflow_triggers as t
  where t.organization_id = v_target.organization_id and t.id = v_target.trigger_id;
  select v.* into v_version from sluice.workflow_versions as v
  where v.organization_id = v_target.organization_id and v.id = v_target.live_version_id;
  v_records := array(
    select sluice_private.named_record(v_trigger.exit, one.trigger)
    from unnest(fired) with ordinality as one order by one.ordinality
  );
  perform sluice_private.lock_records(v_version, v_records);
  for v_no in 1 .. cardinality(fired) loop
    v_one := fired[v_no];
    if v_records[v_no] is null then
      v_one.reason := 'its exit finds no record';
    else
      v_one.key := v_records[v_no];
      v_one.execution_id := sluice_private.leave_enrolments(
        v_target.organization_id, v_target.workflow_id, v_one.key,
        sluice_private.enrolled_since(v_one.trigger),
        jsonb_build_object(
          'message', format('the record left by trigger %s', v_trigger.node_id),
          'event_id', v_one.event_id
        )
      );
    end if;
    v_ended := v_ended || v_one;
  end loop;
  perform sluice_hidden.failpoint('fired');
  return v_ended;
end;
$$;

comment on function sluice_private.end_enrolments(sluice_private.judged_firing[]) is
  'Ends what is under way for the records that firings of one exit name; they are the keys then, '
  'and their executions are the newest that they have ended, or null.';
