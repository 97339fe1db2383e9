/* The number depends on the workflow and the node, so that two splits do not send the same keys
   the same way; it knows nothing of the version. */
create or replace function sluice_private.split(
  step sluice.workflow_steps,
  context jsonb,
  out ports text[],
  out verdicts jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key text := context #>> '{execution,id}';
  v_bucket bigint;
begin
  if step.input_template is not null then
    select sluice_private.text_of(nullif(rendered.value -> 'key', 'null')), rendered.error
    into v_key, error
    from sluice_private.render_step(step, context) as rendered;
  end if;
  if v_key is null and error is null then
    error := jsonb_build_object(
      'class', 'expression', 'code', 'SLEXP', 'retryable', false,
      'message', 'the key of the split finds nothing',
      'hint', 'Add | default("…") where the value may be missing.'
    );
  end if;
  if error is not null then
    return;
  end if;
  v_bucket := sluice_private.bucket_of(context #>> '{workflow,id}', step.node_id, v_key);
  ports := array[sluice_private.port_of_bucket(step.config, v_bucket)];
  verdicts := jsonb_build_object('split', jsonb_build_object(
    'key', v_key, 'bucket', v_bucket, 'port', ports[1]
  ));
end;
$$;

comment on function sluice_private.split(sluice.workflow_steps, jsonb) is
  'The port that a choice of mode split opens, and the number it drew.';
