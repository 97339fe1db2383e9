create or replace function sluice_private.replay_page(
  operation sluice.bulk_operations,
  after_id uuid,
  until_id uuid,
  created_after timestamptz,
  created_before timestamptz,
  at_most int
)
returns table (id uuid, is_match boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_pattern text := operation.filter ->> 'name';
  v_expression text := sluice_private.pattern_expression(v_pattern);
  v_first uuid := sluice_hidden.uuid_floor(created_after - interval '1 second');
begin
  return query
  select event.id,
    event.webhook_id is null and event.created_at > replay_page.created_after
    and event.created_at < replay_page.created_before and event.name ~ v_expression
    and (event.name not like 'sluice.%' or v_pattern like 'sluice.%')
  from sluice.workflow_events as event
  where event.organization_id = operation.organization_id
    and event.id > after_id
    and event.id >= v_first
    and event.id <= until_id
  order by event.id
  limit at_most;
end;
$$;

comment on function sluice_private.replay_page(
  sluice.bulk_operations, uuid, uuid, timestamptz, timestamptz, int
) is
  'The next events that a bulk operation looks at, and whether it replays them.';
