/* The canonical text that Postgres prints for a jsonpath quotes every key, so what an expression
   reads can be found in it with certainty once its string literals are blanked. */
create or replace function sluice_private.compile_expression(
  source text,
  node_ids text[],
  item_names text[] default '{}',
  out path jsonpath,
  out refs text[],
  out roots text[],
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_text text := btrim(source, E' \t\r\n');
  v_canonical text;
  v_bare text;
  v_steps int;
  v_root text := '^\$\.(trigger|steps|vars|item|index|execution|workflow|organization|now'
    || array_to_string(''::text || item_names, '|') || ')\M';
  c_newer constant text := '\.(bigint|boolean|date|decimal|integer|number|string|time|time_tz'
    '|timestamp|timestamp_tz|btrim|ltrim|rtrim|lower|upper|initcap|replace|split_part)\s*\(';
begin
  if length(v_text) > 4000 then
    problem := 'has more than 4,000 characters';
    return;
  end if;
  if ('$.' || v_text) ~ v_root then
    v_text := '$.' || v_text;
  end if;
  v_text := sluice_private.quote_node_ids(v_text, node_ids);
  path := sluice_hidden.try_jsonpath(v_text);
  v_canonical := regexp_replace(
    path::text,
    '(\."(?:[^"\\]|\\.)*")|(\$)"(?:[^"\\]|\\.)*"|"(?:[^"\\]|\\.)*"', '\1\2\2', 'g'
  );
  v_bare := regexp_replace(v_canonical, '"(?:[^"\\]|\\.)*"', '""', 'g');
  v_text := regexp_replace(v_text, '"(?:[^"\\]|\\.)*"', '""', 'g');
  problem := case
    when concat(v_text, v_bare) ~ c_newer or v_text ~ '\m(0[xob]|[0-9]+_)[0-9a-fA-F]'
      then 'uses a method or number that PostgreSQL 15 does not know'
    when path is null then 'is not a SQL/JSON path expression'
    when sluice_private.has_bad_template(path::text) then 'has a datetime template that is none'
  end;
  if problem is not null then
    path := null;
    return;
  end if;
  refs := array(
    select distinct ('"' || m[1] || '"')::jsonb #>> '{}'
    from regexp_matches(v_canonical, '\$\."steps"\."((?:[^"\\]|\\.)+)"', 'g') as m
    order by 1
  );
  roots := array(
    select distinct m[1] from regexp_matches(v_canonical, '\$\."([^"]+)"', 'g') as m order by 1
  );
  v_steps := regexp_count(v_canonical, '\$\."steps"(?!\.")');
  problem := case
    when v_bare ~ '\$(?!\.")'
      then 'must begin with trigger, steps, vars, execution, workflow, organization or now'
    when v_steps > 0 then 'must name the step after $.steps'
    when exists (
      select from unnest(roots) as root
      where ('$.' || root) !~ (v_root || '$')
    ) then format('reads unknown %s', roots)
    else (
      select format('reads unknown step %s', ref)
      from unnest(refs) as ref
      where not (ref = any (node_ids))
      limit 1
    )
  end;
end;
$$;

comment on function sluice_private.compile_expression(text, text[], text[]) is
  'Compiles one expression: its typed path, the steps and context roots it reads, or its problem.';
