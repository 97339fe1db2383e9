/* Each step of an organization counts as 10 ms more that it will have had, over its weight: in that
   order they come, those of one organization by urgency. A step counts as ready a minute later for
   each degree that it is less urgent, so that none waits for ever. */
create or replace function sluice_private.pick_ready(
  state sluice_private.admissions,
  at_most int,
  out ready sluice_private.ready_steps[],
  out queues sluice_private.ready_queue[],
  out waiting uuid[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- lint: allow "routine is marked as VOLATILE, should be STABLE": it takes row locks
declare
  v_each int := least(at_most + 1, greatest(10, 4 * at_most / cardinality(state.queues)));
begin
  with candidate as materialized (
    select first.*
    from unnest(state.queues) as queue
    cross join lateral (
      select
        r.organization_id, r.execution_id, r.frame_id, r.step_no, r.action, r.priority, r.seq,
        r.ready_at
      from sluice_private.ready_steps as r
      where r.action = queue.action
        and r.organization_id = queue.organization_id
        and r.priority = queue.priority
        and r.seq > queue.mark
      order by r.seq
      limit v_each
    ) as first
  ),
  ranked as (
    select c.*, share.pass + 0.01 / share.weight * row_number() over (
      partition by c.organization_id
      order by c.ready_at + c.priority * interval '1 minute', c.seq
    ) as turn
    from candidate as c
    inner join unnest(state.shares) as share on share.organization_id = c.organization_id
  ),
  chosen as materialized (select r.* from ranked as r order by r.turn, r.seq limit at_most),
  locked as (
    select one as step, c.turn, c.seq
    from chosen as c
    cross join lateral (
      select r as one
      from sluice_private.ready_steps as r
      where r.organization_id = c.organization_id
        and r.execution_id = c.execution_id
        and r.frame_id = c.frame_id
        and r.step_no = c.step_no
      for update skip locked
    ) as held
  )
  select
    array(select l.step from locked as l order by l.turn, l.seq),
    array(
      select (c.organization_id, c.action, c.priority, min(q.mark), min(c.seq) - 1)
        ::sluice_private.ready_queue
      from candidate as c
      inner join unnest(state.queues) as q using (organization_id, action, priority)
      group by c.organization_id, c.action, c.priority
    ),
    array(
      select c.organization_id from candidate as c group by c.organization_id
      having count(*) > (
        select count(*) from chosen where chosen.organization_id = c.organization_id
      )
    )
  into ready, queues, waiting;
end;
$$;

comment on function sluice_private.pick_ready(sluice_private.admissions, int) is
  'The ready steps that come next, locked: shared out between organizations, the most urgent of '
  'each first; the queues that are not empty, with where they begin; and who goes on waiting.';
