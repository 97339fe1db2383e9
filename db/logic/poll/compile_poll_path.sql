create or replace function sluice_private.compile_poll_path(
  source text,
  readable text[],
  out path jsonpath,
  out roots text[],
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  select compiled.path, compiled.roots, compiled.problem
  into path, roots, problem
  from sluice_private.compile_expression(source, '{}', readable) as compiled;
  if path is not null and (problem is not null or not roots <@ readable) then
    problem := format('may read only %s', array_to_string(readable, ', '));
  end if;
end;
$$;

comment on function sluice_private.compile_poll_path(text, text[]) is
  'Compiles an expression that looks into an answer, of which it may read so much.';
