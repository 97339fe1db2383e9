/* Each step of an organization counts as 10 ms more that it will have had, over its weight: in that
   order they come, those of one organization by urgency. A step counts as ready a minute later for
   each degree that it is less urgent, so that none waits for ever. Of the places some are kept for
   organizations of which no more than that run. */
create or replace function sluice_private.rank_ready(
  state sluice_private.admissions,
  at_most int,
  kept int
)
returns table (
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  step_no int,
  action text,
  priority smallint,
  seq bigint,
  bytes int,
  turn bigint,
  is_chosen boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_each int := least(at_most + 1, greatest(10, 4 * at_most / cardinality(state.queues)));
begin
  return query
  with candidate as (
    select first.*, row_number() over (
      partition by first.organization_id
      order by first.ready_at + first.priority * interval '1 minute', first.seq
    ) as place
    from unnest(state.queues) as queue
    cross join lateral (
      select
        r.organization_id, r.execution_id, r.frame_id, r.step_no, r.action, r.priority, r.seq,
        r.ready_at, pg_column_size(r.input) as bytes
      from sluice_private.ready_steps as r
      where r.action = queue.action
        and r.organization_id = queue.organization_id
        and r.priority = queue.priority
        and r.seq > queue.mark
        and r.crashes = 0
      order by r.seq
      limit v_each
    ) as first
  ),
  ranked as (
    select c.*, share.running + c.place as load, row_number() over (
      order by share.pass + 0.01 / share.weight * c.place, c.seq
    ) as turn
    from candidate as c
    inner join unnest(state.shares) as share on share.organization_id = c.organization_id
  )
  select
    r.organization_id, r.execution_id, r.frame_id, r.step_no, r.action, r.priority, r.seq, r.bytes,
    r.turn, (r.turn <= at_most - kept or r.load <= kept) and row_number() over (
      partition by r.turn <= at_most - kept or r.load <= kept order by r.turn
    ) <= at_most
  from ranked as r;
end;
$$;

comment on function sluice_private.rank_ready(sluice_private.admissions, int, int) is
  'The first ready steps of each queue but those that a process has died of, how long the input of '
  'each is, its turn among all of them, and whether it comes.';
