create or replace function sluice_private.render_part(
  part jsonb,
  paths jsonpath[],
  context jsonb
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value jsonb := jsonb_path_query_first_tz(
    context, paths[(part ->> 'path')::int], '{}', true
  );
  v_filter jsonb;
begin
  for v_filter in select filter.value from jsonb_array_elements(part -> 'filters') as filter loop
    v_value := sluice_private.apply_filter(v_value, v_filter);
  end loop;
  return v_value;
end;
$$;

comment on function sluice_private.render_part(jsonb, jsonpath[], jsonb) is
  'The value of one {{ expression | filter … }} in a context; null where nothing is found.';
