create or replace function sluice_private.metric_value(
  target sluice.workflow_triggers,
  present timestamptz
)
returns numeric
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := target.organization_id;
  v_from uuid := sluice_hidden.uuid_floor(
    present - coalesce(target.config ->> 'window', '15 minutes')::interval
  );
  v_workflow_id uuid := (sluice_private.named_workflow(
    v_organization_id, target.config ->> 'workflow'
  )).id;
  v_metric text := target.config ->> 'metric';
  v_value numeric;
begin
  if target.config ? 'workflow' and v_workflow_id is null then
    raise exception using
      errcode = 'SLNTF',
      message = 'the workflow whose figure was to be looked at does not exist',
      hint = 'Name another one in the trigger and publish.';
  elsif v_metric = 'queue_lag' then
    select coalesce(extract(epoch from clock_timestamp() - min(line.ready_at)), 0)
    into v_value
    from sluice_private.oldest_ready() as line
    where line.organization_id = v_organization_id;
    return v_value;
  elsif v_metric = 'backlog' then
    return sluice_private.count_ready(v_organization_id, v_workflow_id)::numeric;
  end if;
  select case v_metric
    when 'executions' then count(*)
    when 'failures' then count(*) filter (where run.is_failure)
    else round(
      count(*) filter (where run.is_failure)::numeric
      / nullif(count(*) filter (where run.is_failure is not null), 0), 6
    )
  end
  into v_value
  from sluice_private.runs_since(v_organization_id, v_workflow_id, v_from) as run;
  return v_value;
end;
$$;

comment on function sluice_private.metric_value(sluice.workflow_triggers, timestamptz) is
  'The figure that a trigger watches; null where there is none.';
