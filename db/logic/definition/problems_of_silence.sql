/* A config that is refused is not asked when it is due. */
create or replace function sluice_private.problems_of_silence(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_node record;
  v_trigger sluice.workflow_triggers;
  v_calendar text;
begin
  for v_node in
    select node.node_id, node.data ->> 'trigger' as trigger, node.data -> 'config' as config
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'trigger'
      and (
        node.data ->> 'trigger' = any (sluice_private.scheduled_triggers())
        or node.data ->> 'trigger' in (
          'record_created', 'record_updated', 'record_deleted', 'segment_entered', 'segment_left',
          'form_submitted', 'message_received', 'payment_failed'
        )
      )
      and not exists (
        select from sluice_private.problems_of_config(
          organization_id, node.data ->> 'trigger', coalesce(node.data -> 'config', '{}')
        )
      )
  loop
    v_trigger.organization_id := organization_id;
    v_trigger.trigger := v_node.trigger;
    v_trigger.config := coalesce(v_node.config, '{}');
    v_calendar := v_trigger.config ->> 'calendar';
    if v_node.trigger similar to '(record|segment)\_%' then
      if not sluice_private.is_watched(organization_id, v_node.config ->> 'object') then
        return next sluice_private.problem(
          'unwatched_table', v_node.node_id, 'data.config.object',
          format('names %s, which nobody watches: it will not fire', v_node.config ->> 'object'),
          'Watch the table with watch_table; sluice.watched_tables has those that are.', 'warning'
        );
      end if;
    elsif v_node.trigger in ('form_submitted', 'message_received', 'payment_failed') then
      if not sluice_private.opens_door(v_node.trigger, v_node.config) and not exists (
        select from sluice_private.record_triggers as known
        where known.organization_id in (
            '00000000-0000-0000-0000-000000000000', problems_of_silence.organization_id
          )
          and known.name = v_node.trigger
      ) then
        return next sluice_private.problem(
          'no_door', v_node.node_id, 'data.config',
          'has no setting that opens an address, and there is no CRM pack: it will not fire',
          'Give a path and a scheme, or the schema of a form; or install the pack.', 'warning'
        );
      end if;
    elsif sluice_private.next_scheduled(
      sluice_private.schedule_of(v_trigger, null, sluice_hidden.now()), sluice_hidden.now()
    ) is null then
      return next sluice_private.problem(
        'never_due', v_node.node_id, 'data.config',
        'has no instant to come' || coalesce(' at which calendar ' || v_calendar || ' is open', ''),
        'Its calendar is closed at these times, or its dates are past; try preview_schedule.',
        'warning'
      );
    end if;
  end loop;
end;
$$;

comment on function sluice_private.problems_of_silence(uuid, jsonb) is
  'Triggers that would never fire: schedules that are over, or that their calendar never lets run, '
  'changes of tables that nobody watches, and requests without an address.';
