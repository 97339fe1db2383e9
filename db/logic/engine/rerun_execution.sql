/* The row moves back from history, in the caller's transaction: of two who retry, one deletes it.
   What arrived for the old generation counts no more. */
create or replace function sluice_private.rerun_execution(
  past sluice_private.executions,
  node_id text,
  frame_path text,
  input jsonb,
  use_live_version boolean
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_past sluice_private.executions := past;
  v_version_id uuid;
  v_type text;
begin
  v_version_id := sluice_private.version_to_retry(v_past, use_live_version);
  if node_id is not null then
    v_type := sluice_private.find_retried_step(v_past, v_version_id, node_id, frame_path, input);
  elsif frame_path is not null or input is not null then
    raise exception using
      errcode = 'SLVAL',
      message = 'a frame path and an input are of a step',
      hint = 'Say which in node_id.';
  elsif v_past.status = 'completed' and not use_live_version then
    raise exception using
      errcode = 'SLSTA',
      message = format('execution %s has completed', v_past.id),
      hint = 'Say in node_id from which step on it is to run again.';
  end if;

  delete from sluice_private.executions as old
  where old.organization_id = v_past.organization_id and old.id = v_past.id;
  if not found then
    raise exception using
      errcode = 'SLSTA',
      message = format('execution %s is not finished any more', v_past.id),
      hint = 'Somebody else has retried or deleted it meanwhile.';
  end if;
  delete from sluice_private.arrivals as late
  where late.organization_id = v_past.organization_id and late.execution_id = v_past.id;
  perform sluice_private.keep_steps(
    v_past.organization_id, v_past.id, v_version_id, node_id, frame_path
  );
  if v_type = 'action' and input is not null then
    insert into sluice_private.kept_steps (
      organization_id, execution_id, node_id, frame_path, type, is_edited, input
    )
    values (
      v_past.organization_id, v_past.id, node_id, coalesce(frame_path, ''), 'action', true, input
    );
  elsif v_type = 'trigger' and input is not null then
    v_past.input := jsonb_set(v_past.input, '{payload}', input);
  end if;
  perform sluice_private.enrol_again(past, v_past.input, v_version_id);
  perform sluice_private.restart_execution(v_past, v_version_id);
end;
$$;

comment on function sluice_private.rerun_execution(
  sluice_private.executions, text, text, jsonb, boolean
) is
  'Starts the next generation of a finished execution; raises SLNTF, SLSTA, SLVAL.';
