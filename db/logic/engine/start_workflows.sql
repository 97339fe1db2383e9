create or replace function sluice.start_workflows(
  workflow_id uuid,
  inputs jsonb,
  trigger_node text default null
)
returns setof uuid
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_start sluice_private.workflow_start := sluice_private.find_start(workflow_id, trigger_node);
  v_ids uuid[];
  v_trigger jsonb;
begin
  if jsonb_typeof(inputs) is distinct from 'array' or jsonb_array_length(inputs) > 10000 then
    raise exception using
      errcode = 'SLVAL',
      message = 'inputs must be a JSON array of at most 10,000 items',
      hint = 'Give one item for each execution to start.';
  end if;
  v_ids := array(
    select sluice_hidden.uuidv7() from generate_series(1, jsonb_array_length(inputs))
  );
  v_trigger := sluice_private.start_input(
    (v_start.trigger).trigger, (v_start.trigger).id, null, sluice_hidden.current_user_id(), '{}'
  );
  perform sluice_private.start_executions(
    (v_start.workflow).organization_id, workflow_id, (v_start.workflow).live_version_id,
    (v_start.trigger).id, (v_start.trigger).step_no, v_ids,
    array(
      select v_trigger || jsonb_build_object('payload', item.value)
      from jsonb_array_elements(inputs) with ordinality as item (value, ordinal)
      order by item.ordinal
    )
  );
  return query select unnest(v_ids);
end;
$$;

comment on function sluice.start_workflows(uuid, jsonb, text) is
  'Starts one execution for each item of a JSON array, in one transaction; returns their ids in '
  'order.';
grant execute on function sluice.start_workflows(uuid, jsonb, text)
to sluice_member, sluice_admin;
