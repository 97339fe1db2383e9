create or replace function sluice_private.edited_input(
  fired sluice_private.fired_step,
  node_id text
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_input jsonb;
begin
  delete from sluice_private.kept_steps as kept
  where kept.organization_id = fired.organization_id
    and kept.execution_id = fired.execution_id
    and kept.node_id = edited_input.node_id
    and kept.frame_path = coalesce(
      sluice_private.frame_path(fired.organization_id, fired.execution_id, fired.frame_id), ''
    )
    and kept.is_edited
  returning kept.input into v_input;
  return v_input;
end;
$$;

comment on function sluice_private.edited_input(sluice_private.fired_step, text) is
  'The input that an action of a retried execution is to be run with instead of its own, if any.';
