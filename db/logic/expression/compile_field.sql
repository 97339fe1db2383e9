/* A plain path finds one value or none, in a time that does not depend on the data around it. */
create or replace function sluice_private.compile_field(
  source jsonb,
  node_ids text[],
  item_names text[],
  out path text,
  out refs text[],
  out roots text[],
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if jsonb_typeof(source) is distinct from 'string' then
    problem := 'must be the path of a value, such as trigger.payload.amount';
    return;
  end if;
  select compiled.path::text, compiled.refs, compiled.roots, compiled.problem
  into path, refs, roots, problem
  from sluice_private.compile_expression(source #>> '{}', node_ids, item_names) as compiled;
  if problem is null
    and path !~ '^\$(\."(?:[^"\\]|\\.)*"|\[(\d+|last( - \d+)?)\])+$'
  then
    problem := 'may be only a path of keys and positions; '
      'for anything else, such as lists of objects, write the condition as a predicate';
  end if;
end;
$$;

comment on function sluice_private.compile_field(jsonb, text[], text[]) is
  'Compiles the field of a rule: its path in full, what it reads, or its problem.';
