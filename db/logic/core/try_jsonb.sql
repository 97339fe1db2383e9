create or replace function sluice_hidden.try_jsonb(value text)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return value::jsonb;
exception
  when data_exception or program_limit_exceeded or statement_too_complex then
    return null;
end;
$$;

comment on function sluice_hidden.try_jsonb(text) is
  'The text as jsonb, or null where Postgres cannot hold it (malformed, \u0000, too deep).';
grant execute on function sluice_hidden.try_jsonb(text) to sluice_worker;
