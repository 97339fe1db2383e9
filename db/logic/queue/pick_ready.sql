/* Each served action is read from its own place in the index: a backlog that nobody serves costs
   nothing. */
create or replace function sluice_private.pick_ready(served text[], at_most int)
returns table (organization_id uuid, execution_id uuid, frame_id bigint, step_no int)
language plpgsql
stable
rows 10
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select first.organization_id, first.execution_id, first.frame_id, first.step_no
  from unnest(served) as wanted (action)
  cross join lateral (
    select
      ready.organization_id, ready.execution_id, ready.frame_id, ready.step_no, ready.priority,
      ready.seq
    from sluice_private.ready_steps as ready
    where ready.action = wanted.action
    order by ready.priority, ready.seq
    limit at_most
  ) as first
  order by first.priority, first.seq
  limit at_most;
end;
$$;

comment on function sluice_private.pick_ready(text[], int) is
  'The steps that come next among those of these actions: the most urgent first, then the oldest.';
