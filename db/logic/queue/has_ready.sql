/* What a pump writes it has to commit: a look that finds nothing is written four times a second, as
   marks are. It is for a whole look to tell workers that nobody waits any more. */
create or replace function sluice_private.has_ready(
  state sluice_private.admissions,
  as_of timestamptz
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (
    select
    from (select q.* from unnest(state.queues) as q limit cardinality(state.queues)) as queue
    cross join lateral (
      select
      from sluice_private.ready_steps as r
      where r.action = queue.action
        and r.organization_id = queue.organization_id
        and r.priority = queue.priority
        and r.seq > queue.mark
      order by r.seq
      limit 1
    ) as first
  ) or exists (select from sluice_private.workers where workers.over_share <> '{}') then
    return true;
  end if;
  if as_of not between state.marked_at and state.marked_at + interval '250 ms' then
    perform sluice_private.keep_admission(sluice_private.share_out(state, as_of), '{}', as_of);
  end if;
  return false;
end;
$$;

comment on function sluice_private.has_ready(sluice_private.admissions, timestamptz) is
  'Whether any queue has a ready step behind its mark, or admission has to be looked at anyway; '
  'else marks are kept.';
