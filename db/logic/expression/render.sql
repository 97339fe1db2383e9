create or replace function sluice_private.render(
  template jsonb,
  slots jsonb,
  paths jsonpath[],
  context jsonb,
  out value jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_slot jsonb;
  v_part jsonb;
  v_found jsonb;
  v_text text;
  v_bytes int := 0;
begin
  value := template;
  for v_slot in select slot.value from jsonb_array_elements(slots) as slot loop
    if not (v_slot -> 'text')::boolean then
      v_found := coalesce(
        sluice_private.render_part(v_slot -> 'parts' -> 0, paths, context), 'null'
      );
    else
      v_text := '';
      for v_part in select part.value from jsonb_array_elements(v_slot -> 'parts') as part loop
        if v_part ? 'literal' then
          v_text := v_text || (v_part ->> 'literal');
          continue;
        end if;
        v_found := sluice_private.render_part(v_part, paths, context);
        if v_found is null then
          error := jsonb_build_object(
            'class', 'expression', 'code', 'SLEXP', 'retryable', false,
            'message', format(
              '%s finds nothing', sluice_private.plain_path(paths[(v_part ->> 'path')::int]::text)
            ),
            'path', v_slot -> 'target',
            'hint', 'Add | default("…") where the value may be missing.'
          );
          return;
        end if;
        v_text := v_text || sluice_private.text_of(v_found);
        exit when length(v_text) > sluice_hidden.max_value_bytes();
      end loop;
      v_found := to_jsonb(v_text);
    end if;
    v_bytes := v_bytes + pg_column_size(v_found);
    if v_bytes > sluice_hidden.max_value_bytes() then
      error := sluice_private.oversized('what its templates make');
      return;
    end if;
    value := case
      when v_slot -> 'target' = '[]' then v_found
      else jsonb_set(
        value, array(select jsonb_array_elements_text(v_slot -> 'target')), v_found, false
      )
    end;
  end loop;
end;
$$;

comment on function sluice_private.render(jsonb, jsonb, jsonpath[], jsonb) is
  'Fills the slots of a template from a context: the value, or the error of its step.';
