/* By leaps as in share_arrivals; but most organizations have only timers that are not due, so that
   a session goes on where its last look ended. */
create or replace function sluice_private.share_timers(
  at_most int,
  due_after timestamptz,
  as_of timestamptz
)
returns table (organization_id uuid, execution_id uuid, turn bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last uuid := nullif(current_setting('sluice.timers_of', true), '')::uuid;
  v_shown record;
  v_each int;
begin
  with recursive shown as (
    select v_last as id, '-infinity'::timestamptz as due_at, 0 as n
    union all
    select next.*, shown.n + 1
    from shown
    cross join lateral (
      select t.organization_id, t.due_at
      from sluice_private.timers as t
      where not t.is_parked
        and (t.organization_id, t.due_at)
          > (coalesce(shown.id, '00000000-0000-0000-0000-000000000000'), 'infinity')
      order by t.organization_id, t.due_at
      limit 1
    ) as next
    where shown.n < at_most
  )
  select
    array_agg(shown.id) filter (where shown.n > 0 and shown.due_at <= as_of) as due_ids,
    max(shown.n) as n, (array_agg(shown.id order by shown.n desc))[1] as last_id
  into v_shown
  from shown;
  perform set_config(
    'sluice.timers_of', case when v_shown.n = at_most then v_shown.last_id::text else '' end, false
  );

  v_each := greatest(1, 4 * at_most / cardinality(v_shown.due_ids));
  return query
  select one.organization_id, one.execution_id, row_number() over (order by one.turn)
  from unnest(v_shown.due_ids) as due (id)
  cross join lateral (
    select t.organization_id, t.execution_id, row_number() over () as turn
    from (
      select timer.organization_id, timer.execution_id, timer.due_at
      from sluice_private.timers as timer
      where not timer.is_parked and (timer.organization_id, timer.due_at) > (due.id, due_after)
      order by timer.organization_id, timer.due_at
      limit v_each
    ) as t
    where t.organization_id = due.id and t.due_at <= as_of
  ) as one
  order by one.turn
  limit at_most;
end;
$$;

comment on function sluice_private.share_timers(int, timestamptz, timestamptz) is
  'The executions of so many due timers in turn, as many of each organization, its oldest first: '
  'of so many organizations, those whose turn it is.';
