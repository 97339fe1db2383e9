create or replace function sluice_private.compile_text(
  source text,
  node_ids text[],
  item_names text[] default '{}',
  out parts jsonb,
  out paths jsonpath[],
  out refs text[],
  out roots text[],
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rest text := source;
  v_open int;
  v_inner text;
  v_pieces text[];
  v_compiled record;
  v_filters record;
begin
  parts := '[]';
  paths := '{}';
  refs := '{}';
  roots := '{}';
  loop
    v_open := strpos(v_rest, '{{');
    exit when v_open = 0;
    v_inner := (
      regexp_match(
        substr(v_rest, v_open + 2), '^((?:[^"}]|"(?:[^"\\]|\\.)*"|\}(?!\}))*)\}\}'
      )
    )[1];
    problem := case
      when v_inner is null then 'has a {{ that is never closed'
      when length(v_inner) > 4000 then 'has an expression of more than 4,000 characters'
    end;
    if problem is not null then
      return;
    end if;
    if v_open > 1 then
      parts := parts || jsonb_build_array(jsonb_build_object('literal', left(v_rest, v_open - 1)));
    end if;
    v_pieces := sluice_private.split_pipes(v_inner);
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into v_compiled
    from sluice_private.compile_expression(v_pieces[1], node_ids, item_names) as compiled;
    select compiled.filters, compiled.problem
    into v_filters
    from sluice_private.compile_filters(v_pieces[2:]) as compiled;
    problem := coalesce(v_compiled.problem, v_filters.problem);
    if problem is not null then
      problem := format('{{%s}} %s', v_inner, problem);
      return;
    end if;
    paths := paths || v_compiled.path;
    refs := refs || v_compiled.refs;
    roots := roots || v_compiled.roots;
    parts := parts || jsonb_build_array(
      jsonb_build_object('path', cardinality(paths), 'filters', v_filters.filters)
    );
    v_rest := substr(v_rest, v_open + 2 + length(v_inner) + 2);
  end loop;
  if v_rest <> '' then
    parts := parts || jsonb_build_array(jsonb_build_object('literal', v_rest));
  end if;
end;
$$;

comment on function sluice_private.compile_text(text, text[], text[]) is
  'Compiles one string with {{ … }} into literal and expression parts, or says its problem.';
