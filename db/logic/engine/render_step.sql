create or replace function sluice_private.render_step(
  step sluice.workflow_steps,
  context jsonb,
  out value jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if step.input_slots = '[]' then
    value := step.input_template;
  elsif cardinality(step.input_keys) <= 4 and pg_column_size(context) < 65536 then
    value := step.input_template;
    for v_no in 1 .. cardinality(step.input_keys) loop
      value := value || jsonb_build_object(step.input_keys[v_no], coalesce(
        jsonb_path_query_first_tz(context, step.input_paths[v_no], '{}', true), 'null'
      ));
    end loop;
  elsif step.input_keys is not null and pg_column_size(context) < 65536 then
    value := step.input_template || (
      select jsonb_object_agg(
        slot.key, coalesce(jsonb_path_query_first_tz(context, slot.path, '{}', true), 'null')
      )
      from unnest(step.input_keys, step.input_paths) as slot (key, path)
    );
  else
    select rendered.value, rendered.error
    into value, error
    from sluice_private.render(
      step.input_template, step.input_slots, step.input_paths, context
    ) as rendered;
  end if;
  if error is null and sluice_hidden.is_oversized(value) then
    error := sluice_private.oversized('what its templates make');
  end if;
end;
$$;

comment on function sluice_private.render_step(sluice.workflow_steps, jsonb) is
  'The input of a step in a context, or the error that makes it fail.';
