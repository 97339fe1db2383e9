/* Inlined where it is called, as find_passed is. What has arrived is looked at first, as the rest
   refers to it. */
create or replace function sluice_private.find_starts(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns setof sluice_private.started_line
stable
begin atomic
  select
    arrived.place, live.place, live.organization_id, live.id, live.version_id, live.trigger_step,
    live.created_at, live.priority, step.node_id, step.verdicts, step.next_no, step.next_node_id,
    step.next_action, step.next_input, step.next_timeout_ms
  from (
    select pair.* from unnest(organization_ids, execution_ids)
      as pair (organization_id, execution_id)
    limit cardinality(execution_ids)
  ) as driver
  cross join lateral (
    select min(arrival.ctid) as place
    from sluice_private.arrivals as arrival
    where arrival.organization_id = driver.organization_id
      and arrival.execution_id = driver.execution_id
    having count(*) = 1
      and bool_and(arrival.kind = 'start' and arrival.generation = 0 and not arrival.is_parked)
    offset 0
  ) as arrived
  cross join lateral (
    select e.*, e.ctid as place
    from sluice_private.live_executions as e
    where (e.organization_id, e.id, e.status)
      = (driver.organization_id, driver.execution_id, 'pending')
      and arrived.place is not null
    for update skip locked
    offset 0
  ) as live
  cross join lateral sluice_private.find_successor(
    live.organization_id, live.id, live.version_id, live.trigger_step, null, live.input,
    live.variables
  ) as step
  where step.next_no > 0
    and not exists (select from sluice_private.paused_scopes)
    and not exists (
      select from sluice_private.live_executions as slow where slow.apart_since is not null
    );
end;

comment on function sluice_private.find_starts(uuid[], uuid[]) is
  'Of these executions, those that shall begin, at which nothing else has arrived, and whose '
  'trigger has a successor.';
