create or replace function sluice_private.pick_causes(
  at_most int,
  after_seq bigint,
  after_due timestamptz,
  out organization_ids uuid[],
  out execution_ids uuid[],
  out last_seq bigint,
  out last_due timestamptz,
  out is_full boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  with arrived as materialized (
    select arrival.organization_id, arrival.execution_id, arrival.seq
    from sluice_private.arrivals as arrival
    where not arrival.is_parked and arrival.seq > after_seq
    order by arrival.seq
    limit at_most
  ),
  due as materialized (
    select timer.organization_id, timer.execution_id, timer.due_at
    from sluice_private.timers as timer
    where not timer.is_parked
      and timer.due_at > after_due
      and timer.due_at <= v_now
    order by timer.due_at
    limit at_most
  )
  select
    array_agg(cause.organization_id), array_agg(cause.execution_id),
    coalesce((select max(arrived.seq) from arrived), after_seq),
    coalesce((select max(due.due_at) from due), after_due),
    (select count(*) from arrived) = at_most or (select count(*) from due) = at_most
  into organization_ids, execution_ids, last_seq, last_due, is_full
  from (
    select arrived.organization_id, arrived.execution_id from arrived
    union
    select due.organization_id, due.execution_id from due
  ) as cause;
end;
$$;

comment on function sluice_private.pick_causes(int, bigint, timestamptz) is
  'The executions of the oldest arrivals and due timers after these, read without locks; is_full: '
  'there may be more.';
