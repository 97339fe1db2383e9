/* The number of a limit is part of its key: two limits of a step count apart. */
create or replace function sluice_private.compile_limit_rules(
  limits jsonb,
  scope text,
  place text,
  node_ids text[],
  item_names text[],
  out compiled jsonb,
  out paths jsonpath[],
  out refs text[],
  out roots text[],
  out problems jsonb
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_keys jsonb;
  v_slots jsonb;
begin
  select
    jsonb_agg(coalesce(rule.value -> 'provider', rule.value -> 'key', '""') order by rule.ordinal),
    jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'scope', case when rule.value ? 'provider' then 'provider'
        else format('%s/%s', scope, rule.ordinal) end,
      'concurrency', rule.value -> 'concurrency',
      'count', rule.value #> '{rate,count}',
      'period', sluice_private.period_of(
        sluice_hidden.try_interval(rule.value #>> '{rate,per}'), rule.value #>> '{rate,count}'
      ),
      'burst', coalesce(rule.value #> '{rate,burst}', rule.value #> '{rate,count}'),
      'on_limit', coalesce(rule.value ->> 'on_limit', 'queue')
    )) order by rule.ordinal)
  into v_keys, compiled
  from jsonb_array_elements(
    case jsonb_typeof(limits) when 'array' then limits else '[]' end
  ) with ordinality as rule (value, ordinal);

  select made.slots, made.paths, made.refs, made.roots, made.problems
  into v_slots, paths, refs, roots, problems
  from sluice_private.compile_template(v_keys, place, node_ids, item_names) as made;
  compiled := jsonb_build_object('rules', compiled, 'keys', v_keys, 'slots', v_slots);
end;
$$;

comment on function sluice_private.compile_limit_rules(jsonb, text, text, text[], text[]) is
  'Limits as they are kept: what each counts, and the templates of their keys.';
