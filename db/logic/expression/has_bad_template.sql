/* A template is read when a text is first compared with it, and a bad one raises even in silent
   mode: so each is tried once. */
create or replace function sluice_private.has_bad_template(canonical text)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_template text;
begin
  for v_template in
    select m[1] from regexp_matches(canonical, '\.datetime\(("(?:[^"\\]|\\.)*")\)', 'g') as m
  loop
    perform jsonb_path_query_array_tz(
      '"2000-01-01"', ('$.datetime(' || v_template || ')')::jsonpath, '{}', true
    );
  end loop;
  return false;
exception
  when data_exception or syntax_error then
    return true;
end;
$$;

comment on function sluice_private.has_bad_template(text) is
  'Whether a datetime("template") in the canonical text of a path is one Postgres cannot read.';
