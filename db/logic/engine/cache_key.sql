create or replace function sluice_private.cache_key(
  step sluice.workflow_steps,
  input jsonb,
  context jsonb,
  out key text,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value jsonb := jsonb_build_array(input);
begin
  if step.result_template is not null then
    select rendered.value, rendered.error
    into v_value, error
    from sluice_private.render(
      step.result_template, step.result_slots, step.result_paths, context
    ) as rendered;
    if error is null and v_value = 'null' then
      error := jsonb_build_object(
        'class', 'expression', 'code', 'SLEXP', 'retryable', false,
        'message', 'the key of its cache finds nothing',
        'hint', 'Add | default("…") where the value may be missing.'
      );
    end if;
  end if;
  if error is null then
    key := encode(sha256(convert_to(v_value::text, 'UTF8')), 'hex');
  end if;
end;
$$;

comment on function sluice_private.cache_key(sluice.workflow_steps, jsonb, jsonb) is
  'Under which key the result of an action is kept: a hash of what its cache says, or else of its '
  'input.';
