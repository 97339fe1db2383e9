/* Where more has arrived than one looks at, organizations have their shares of it. Who looks
   further, because all of that is busy, goes by the order of arrival. */
create or replace function sluice_private.pick_causes(
  at_most int,
  skipped int,
  out organization_ids uuid[],
  out execution_ids uuid[],
  out is_full boolean,
  out has_starts boolean,
  out has_due boolean,
  out in_company boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_from timestamptz := sluice_private.timers_from();
  v_now timestamptz := sluice_hidden.now();
begin
  with arrived as materialized (
    select arrival.organization_id, arrival.execution_id, arrival.seq, arrival.kind
    from sluice_private.arrivals as arrival
    where not arrival.is_parked
    order by arrival.seq
    offset skipped
    limit at_most
  ),
  due as materialized (
    select timer.organization_id, timer.execution_id, timer.due_at
    from sluice_private.timers as timer
    where not timer.is_parked and timer.due_at > v_from and timer.due_at <= v_now
    order by timer.due_at
    offset skipped
    limit at_most
  )
  select
    array_agg(one.organization_id order by one.turn),
    array_agg(one.execution_id order by one.turn),
    (select count(*) from arrived) = at_most or (select count(*) from due) = at_most,
    (select count(*) from arrived) = at_most
      or exists (select from arrived where arrived.kind = 'start'),
    exists (select from due),
    count(distinct one.organization_id) > 1
  into organization_ids, execution_ids, is_full, has_starts, has_due, in_company
  from (
    select cause.organization_id, cause.execution_id, min(cause.turn) as turn
    from (
      select arrived.organization_id, arrived.execution_id,
        row_number() over (order by arrived.seq) as turn
      from arrived
      union all
      select due.organization_id, due.execution_id, row_number() over (order by due.due_at)
      from due
    ) as cause
    group by cause.organization_id, cause.execution_id
  ) as one;
  if is_full and skipped = 0 and sluice_private.is_shared() then
    select f.organization_ids, f.execution_ids
    into organization_ids, execution_ids
    from sluice_private.share_causes(at_most, v_from, v_now) as s
    cross join lateral sluice_private.few_first(s.organization_ids, s.execution_ids) as f;
    in_company := (select count(distinct o) from unnest(organization_ids) as o) > 1;
  end if;
end;
$$;

comment on function sluice_private.pick_causes(int, int) is
  'The executions of so many arrivals and due timers behind so many others, those first that come '
  'first, read without locks; is_full: there may be more.';
