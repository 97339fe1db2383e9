create or replace function sluice_private.compile_filters(
  sources text[],
  out filters jsonb,
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_source text;
  v_match text[];
  v_args jsonb;
  v_types text[];
begin
  filters := '[]';
  if cardinality(sources) > 20 then
    problem := 'has more than 20 filters';
    return;
  end if;
  foreach v_source in array sources loop
    v_match := regexp_match(btrim(v_source, E' \t\r\n'), '^([a-z0-9_]+)(?:\((.*)\))?$');
    v_args := sluice_hidden.try_jsonb('[' || coalesce(v_match[2], '') || ']');
    v_types := (
      select known.args
      from sluice.expression_filters() as known
      where known.name = v_match[1]
    );
    problem := case
      when btrim(v_source, E' \t\r\n') = '' then 'has a | without a filter behind it'
      when v_match is null then format('has a filter that cannot be read: %s', btrim(v_source))
      when v_types is null then format('uses unknown filter %s', v_match[1])
      when v_args is null then format('filter %s: arguments must be JSON literals', v_match[1])
      else sluice_private.filter_arguments_fault(v_match[1], v_types, v_args)
    end;
    exit when problem is not null;
    filters := filters || jsonb_build_array(to_jsonb(v_match[1]) || v_args);
  end loop;
end;
$$;

comment on function sluice_private.compile_filters(text[]) is
  'Compiles the filters after an expression to [[name, argument …] …], or says its problem.';
