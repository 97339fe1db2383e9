/* One execution at a time: its partition is then found before the statement begins. */
create or replace function sluice_private.tell_ends(closing sluice_private.closing_frame[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closing record;
  v_ended sluice_private.executions;
  v_name text;
begin
  for v_closing in
    select distinct c.organization_id, c.execution_id from unnest(closing) as c
  loop
    select e.*
    into v_ended
    from sluice_private.executions as e
    where e.organization_id = v_closing.organization_id and e.id = v_closing.execution_id;
    continue when not found;
    v_name := format('sluice.workflow.%s.%s', v_ended.workflow_id, v_ended.status);
    continue when not exists (
      select
      from unnest(sluice_private.event_topics(v_ended.organization_id, v_name)) as known (topic)
      cross join lateral (
        select s.organization_id
        from sluice_private.event_subscriptions as s
        where s.topic = known.topic and s.is_of_workflows
        offset 0
      ) as listening
      where listening.organization_id = v_ended.organization_id
    );
    perform sluice_private.add_event(
      v_ended.organization_id, v_name, v_ended.workflow_id::text,
      sluice_private.end_payload(v_ended),
      jsonb_build_object('depth', 1 + sluice_private.chain_depth(
        v_ended.organization_id, v_ended.input,
        array[v_ended.root_execution_id, v_ended.failed_execution_id]
      ))
    );
  end loop;
end;
$$;

comment on function sluice_private.tell_ends(sluice_private.closing_frame[]) is
  'Makes events of the ends of executions that a trigger listens to.';
