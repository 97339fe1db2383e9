/* Without a place for items the whole answer is one. */
create or replace function sluice_private.found_items(
  poll sluice.workflow_polls,
  answer jsonb,
  context jsonb
)
returns setof sluice_private.found_item
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_plan sluice_private.poll_plan := poll.plan;
begin
  if answer ? 'items' then
    return query
    select given.ordinal, given.value ->> 'key', null::text, given.value -> 'item'
    from jsonb_array_elements(answer -> 'items') with ordinality as given (value, ordinal);
  elsif v_plan.items is null then
    return query select 1::bigint, 'answer', null::text, context -> 'body';
  else
    return query
    select row_number() over (), null::text, null::text, part.item
    from jsonb_path_query_tz(context, v_plan.items, '{}', true) as place (value)
    cross join lateral jsonb_array_elements(case jsonb_typeof(place.value)
      when 'array' then place.value else jsonb_build_array(place.value) end
    ) as part (item);
  end if;
end;
$$;

comment on function sluice_private.found_items(sluice.workflow_polls, jsonb, jsonb) is
  'The items of an answer, in its order, with the keys that came with them.';
