create or replace function sluice_hidden.try_jsonpath(expression text)
returns jsonpath
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return expression::jsonpath;
exception
  when syntax_error or data_exception or program_limit_exceeded or statement_too_complex then
    return null;
end;
$$;

comment on function sluice_hidden.try_jsonpath(text) is
  'The text as a jsonpath, or null where it is none.';
