create or replace function sluice_private.keep_admission(
  state sluice_private.admissions,
  queues sluice_private.ready_queue[],
  as_of timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_due boolean := as_of not between state.marked_at and state.marked_at + interval '250 ms';
begin
  insert into sluice_private.admissions (
    served, queues, shares, clock, seen, marked_seen, next_seen, admitted_at, marked_at, scanned_at
  )
  values (
    state.served,
    case when v_is_due
      then array(
        select (q.organization_id, q.action, q.priority, known.next_mark, q.next_mark)
          ::sluice_private.ready_queue
        from unnest(queues) as q
        inner join unnest(state.queues) as known
          on (known.organization_id, known.action, known.priority)
            = (q.organization_id, q.action, q.priority)
      )
      else state.queues
    end,
    array(
      select s from unnest(state.shares) as s
      where s.pass > state.clock
        or s.organization_id in (select q.organization_id from unnest(queues) as q)
    ),
    state.clock, state.seen, state.marked_seen, state.next_seen, state.admitted_at,
    case when v_is_due then as_of else state.marked_at end, state.scanned_at
  );
  if state.seq is not null then
    delete from sluice_private.admissions as old where old.seq = state.seq;
  end if;
end;
$$;

comment on function sluice_private.keep_admission(
  sluice_private.admissions, sluice_private.ready_queue[], timestamptz
) is
  'Writes where admission stands; marks move on to where a queue began at the last look.';
