/* By leaps from one organization to the next, as in share_timers; a session goes on where its last
   look ended. Only what says that a time is finite may take the index, so that nobody finds a
   trigger by it whose key is known. */
create or replace function sluice_private.share_looks(at_most int, as_of timestamptz)
returns sluice_private.trigger_timers[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last uuid := nullif(current_setting('sluice.looks_of', true), '')::uuid;
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
      from sluice_private.trigger_timers as t
      where t.due_at < 'infinity'
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
    'sluice.looks_of', case when v_shown.n = at_most then v_shown.last_id::text else '' end, false
  );
  v_each := greatest(1, 4 * at_most / cardinality(v_shown.due_ids));
  return array(
    select one.timer
    from unnest(v_shown.due_ids) as due (id)
    cross join lateral (
      select timer, timer.organization_id, timer.due_at
      from sluice_private.trigger_timers as timer
      where timer.due_at < 'infinity'
        and (timer.organization_id, timer.due_at) > (due.id, '-infinity')
      order by timer.organization_id, timer.due_at
      limit v_each
    ) as one
    where one.organization_id = due.id and one.due_at <= as_of
  );
end;
$$;

comment on function sluice_private.share_looks(int, timestamptz) is
  'Triggers that are due to be looked at, some of each organization: of so many organizations, '
  'those whose turn it is.';
