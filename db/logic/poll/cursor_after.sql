create or replace function sluice_private.cursor_after(
  poll sluice.workflow_polls,
  answer jsonb,
  context jsonb,
  items sluice_private.found_item[]
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_plan sluice_private.poll_plan := poll.plan;
  v_cursor jsonb := coalesce(poll.reached, poll.cursor);
  v_found jsonb;
begin
  if v_plan.cursor is null then
    return coalesce(answer -> 'cursor', v_cursor);
  elsif not v_plan.is_item_cursor then
    v_found := jsonb_path_query_first_tz(context, v_plan.cursor, '{}', true);
    return coalesce(nullif(v_found, 'null'), v_cursor);
  end if;
  for v_found in
    select jsonb_path_query_first_tz(
      jsonb_build_object('item', part.item), v_plan.cursor, '{}', true
    )
    from unnest(items) as part
  loop
    v_cursor := sluice_private.greater_cursor(v_cursor, v_found);
  end loop;
  return v_cursor;
end;
$$;

comment on function sluice_private.cursor_after(
  sluice.workflow_polls, jsonb, jsonb, sluice_private.found_item[]
) is
  'How far a poll has come by an answer: what it says, or the furthest of its items.';
