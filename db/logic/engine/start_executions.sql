create or replace function sluice_private.start_executions(
  organization_id uuid,
  workflow_id uuid,
  version_id uuid,
  trigger_id uuid,
  trigger_step int,
  execution_ids uuid[],
  inputs jsonb[],
  traceparent text default null
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_version sluice.workflow_versions;
  v_variables jsonb;
  v_now timestamptz := sluice_hidden.now();
  v_user_id uuid := sluice_hidden.current_user_id();
  v_traceparent text := sluice_hidden.valid_traceparent(
    coalesce(traceparent, current_setting('sluice.traceparent', true))
  );
begin
  perform sluice_hidden.assert_size(item.input, 'an input')
  from unnest(inputs) as item (input) where sluice_hidden.is_oversized(item.input);
  select version.*
  into v_version
  from sluice.workflow_versions as version
  where version.organization_id = start_executions.organization_id
    and version.id = start_executions.version_id;

  if v_version.reads_variables then
    v_variables := sluice_private.variables_of(organization_id, workflow_id);
  end if;

  if v_version.enrolment is not null then
    perform sluice_private.enrol(v_version, execution_ids, inputs);
  end if;
  with counted as (
    insert into sluice_private.trigger_counts (organization_id, trigger_id, started, last_at)
    select
      start_executions.organization_id, start_executions.trigger_id, cardinality(execution_ids),
      v_now
    where start_executions.trigger_id is not null
  )
  insert into sluice_private.live_executions (
    organization_id, id, workflow_id, version_id, trigger_id, trigger_step, input, variables,
    priority, started_by, created_at, traceparent
  )
  select
    start_executions.organization_id, item.id, start_executions.workflow_id,
    start_executions.version_id, start_executions.trigger_id, start_executions.trigger_step,
    item.input, v_variables, v_version.priority, v_user_id, v_now, v_traceparent
  from unnest(execution_ids, inputs) as item (id, input);

  if sluice_private.is_limited(v_version) then
    perform sluice_private.assert_backlog(
      organization_id, workflow_id, cardinality(execution_ids)
    );
    perform sluice_private.limit_starts(v_version, execution_ids, 0);
  else
    insert into sluice_private.arrivals (organization_id, execution_id, kind)
    select start_executions.organization_id, item.id, 'start'
    from unnest(execution_ids) as item (id);
  end if;
  perform sluice_private.note_changes(
    array_fill(organization_id, array[cardinality(execution_ids)]), execution_ids
  );
  perform sluice_private.tick_workers();
  perform sluice_private.tick_subscribers(organization_id);
end;
$$;

comment on function sluice_private.start_executions(
  uuid, uuid, uuid, uuid, int, uuid[], jsonb[], text
) is
  'Starts executions of a version: a row and an arrival each, in the caller''s transaction; a '
  'worker''s pump moves them. Those under limits wait for admission instead of the arrival.';
