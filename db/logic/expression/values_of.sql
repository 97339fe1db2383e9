create or replace function sluice_private.values_of(context jsonb, reads jsonpath[])
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_read jsonpath;
  v_found jsonb;
  v_values jsonb;
begin
  foreach v_read in array reads loop
    v_found := jsonb_path_query_array(context, v_read, '{}', true);
    continue when v_found = '[]';
    v_found := case jsonb_array_length(v_found) when 1 then v_found -> 0 else v_found end;
    if length(v_found::text) > 500 then
      v_found := to_jsonb(left(v_found::text, 500) || '…');
    end if;
    v_values := coalesce(v_values, '{}') || jsonb_build_object(v_read::text, v_found);
  end loop;
  return v_values;
end;
$$;

comment on function sluice_private.values_of(jsonb, jsonpath[]) is
  'What conditions have read, for their verdict: the value (of several, the list) by path, cut to '
  '500 characters; what was missing is not there.';
