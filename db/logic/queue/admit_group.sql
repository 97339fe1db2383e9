/* A step that a limit refuses is set aside and takes no room, so there is another look while there
   is some. */
create or replace function sluice_private.admit_group(
  state sluice_private.admissions,
  served text[],
  free int,
  host sluice_private.workers,
  room int,
  kept int,
  out shares sluice_private.organization_share[],
  out queues sluice_private.ready_queue[],
  out waiting uuid[],
  out leased int,
  out handed sluice_private.handed_step[],
  out moved int
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_own sluice_private.admissions := state;
  v_picked record;
  v_limits jsonb[];
  v_done record;
begin
  leased := 0;
  moved := 0;
  v_own.queues := array(select q from unnest(state.queues) as q where q.action = any (served));
  queues := v_own.queues;
  for v_round in 1 .. 20 loop
    exit when leased >= free or v_own.queues = '{}';
    select p.ready, p.queues, p.waiting, p.is_cut
    into v_picked
    from sluice_private.pick_ready(v_own, free - leased, kept) as p;
    queues := v_picked.queues;
    waiting := v_picked.waiting;
    exit when v_picked.ready = '{}';
    v_limits := sluice_private.judge_limits(v_picked.ready, v_now);
    moved := moved + cardinality(v_picked.ready);
    select l.leased, l.handed
    into v_done
    from sluice_private.lease_steps(
      v_picked.ready, v_limits, host, room - coalesce(cardinality(handed), 0)
    ) as l;
    leased := leased + v_done.leased;
    handed := handed || v_done.handed;
    v_own.shares := sluice_private.charge_shares(v_own.shares, v_picked.ready, v_limits);
    exit when v_limits is null or v_picked.is_cut;
  end loop;
  shares := v_own.shares;
end;
$$;

comment on function sluice_private.admit_group(
  sluice_private.admissions, text[], int, sluice_private.workers, int, int
) is
  'Admits up to so many steps of these actions, up to room of them to this host itself, but of '
  'some places only to organizations of which no more than that run (kept): what '
  'organizations have had then, the queues that are not empty, who goes on waiting, how many steps '
  'have a lease, those of the host, and how many were moved at all.';
