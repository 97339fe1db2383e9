create or replace function sluice_private.filter_arguments_fault(
  filter text,
  types text[],
  args jsonb
)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int := jsonb_array_length(args);
  v_least int := (select count(*)::int from unnest(types) as type where type not like '%?');
  v_most int := case when types[cardinality(types)] like '%…' then 100 else cardinality(types) end;
begin
  if v_count not between v_least and v_most then
    return format('filter %s takes %s arguments, not %s', filter,
      case when v_least = v_most then v_most::text else format('%s to %s', v_least, v_most) end,
      v_count);
  end if;
  return (
    select format('filter %s: argument %s must be %s', filter, arg.ordinal, fault.needs)
    from jsonb_array_elements(args) with ordinality as arg (value, ordinal)
    cross join lateral (
      select sluice_private.filter_argument_fault(
        rtrim(types[least(arg.ordinal::int, cardinality(types))], '?…'), arg.value
      ) as needs
    ) as fault
    where fault.needs is not null
    order by arg.ordinal
    limit 1
  );
end;
$$;

comment on function sluice_private.filter_arguments_fault(text, text[], jsonb) is
  'What is wrong with the arguments of a filter; null if nothing is.';
