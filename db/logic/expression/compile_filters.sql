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
  v_known record;
begin
  filters := '[]';
  foreach v_source in array sources loop
    v_match := regexp_match(btrim(v_source), '^([a-z_]+)(?:\((.*)\))?$');
    v_args := sluice_hidden.try_jsonb('[' || coalesce(v_match[2], '') || ']');
    select known.min_args, known.max_args
    into v_known
    from sluice.expression_filters() as known
    where known.name = v_match[1];

    problem := case
      when v_match is null then format('has a filter that cannot be read: %s', btrim(v_source))
      when v_known is null then format('uses unknown filter %s', v_match[1])
      when v_args is null then format('filter %s: arguments must be JSON literals', v_match[1])
      when jsonb_array_length(v_args) not between v_known.min_args and v_known.max_args
        then format('filter %s takes %s to %s arguments', v_match[1], v_known.min_args,
          v_known.max_args)
      when v_match[1] in ('truncate', 'round') and jsonb_array_length(v_args) > 0
        and coalesce(v_args ->> 0, '') !~ '^[0-9]{1,6}$'
        then format('filter %s takes a whole number', v_match[1])
    end;
    exit when problem is not null;
    filters := filters || jsonb_build_array(to_jsonb(v_match[1]) || v_args);
  end loop;
end;
$$;

comment on function sluice_private.compile_filters(text[]) is
  'Compiles the filters after an expression to [[name, argument …] …], or says its problem.';
