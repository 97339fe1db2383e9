create or replace function sluice_private.pick_ready(
  state sluice_private.admissions,
  at_most int,
  kept int,
  out ready sluice_private.ready_steps[],
  out queues sluice_private.ready_queue[],
  out waiting uuid[],
  out is_cut boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- lint: allow "routine is marked as VOLATILE, should be STABLE": it takes row locks
begin
  with candidate as materialized (
    select c.* from sluice_private.rank_ready(state, at_most, kept) as c
  ),
  chosen as materialized (
    select c.*, sum(c.bytes) over (order by c.turn) - c.bytes >= sluice_hidden.max_batch_bytes()
      as is_over
    from candidate as c
    where c.is_chosen
  ),
  locked as (
    select one as step, c.turn
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
    where not c.is_over
  )
  select
    array(select l.step from locked as l order by l.turn),
    array(
      select (c.organization_id, c.action, c.priority, min(q.mark), min(c.seq) - 1)
        ::sluice_private.ready_queue
      from candidate as c
      inner join unnest(state.queues) as q using (organization_id, action, priority)
      group by c.organization_id, c.action, c.priority
    ),
    array(
      select c.organization_id from candidate as c group by c.organization_id
      having not bool_and(c.is_chosen)
    ),
    exists (select from chosen as c where c.is_over)
  into ready, queues, waiting, is_cut;
end;
$$;

comment on function sluice_private.pick_ready(sluice_private.admissions, int, int) is
  'The ready steps that come next, locked: shared out between organizations, the most urgent of '
  'each first; the queues that are not empty, with where they begin; and who goes on waiting.';
