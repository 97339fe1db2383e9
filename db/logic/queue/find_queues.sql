create or replace function sluice_private.find_queues(served text[], as_of timestamptz)
returns sluice_private.admissions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.admissions;
  v_found sluice_private.ready_queue[];
begin
  select newest.* into v_state
  from sluice_private.admissions as newest
  order by newest.seq desc
  limit 1;
  if not found then
    v_state := row (
      null, null, '{}', '{}', 0, 0, 0, 0, '-infinity', '-infinity', '-infinity'
    )::sluice_private.admissions;
  end if;

  v_found := sluice_private.new_queues(served, v_state.seen);
  v_state.next_seen := greatest(
    v_state.next_seen, (select max(f.next_mark) from unnest(v_found) as f)
  );
  if v_state.served is distinct from served then
    v_state.queues := array(
      select q from unnest(v_state.queues) as q where q.action = any (served)
    );
  end if;
  if v_state.served is distinct from served
    or v_state.next_seen - v_state.seen >= 5000
    or as_of not between v_state.scanned_at and v_state.scanned_at + interval '1 second'
  then
    v_found := v_found || sluice_private.scan_queues(served);
    v_state.scanned_at := as_of;
    v_state.served := served;
  end if;
  if v_found <> '{}' then
    v_state.queues := array(
      select (
        q.organization_id, q.action, q.priority, min(q.mark), min(q.mark)
      )::sluice_private.ready_queue
      from unnest(v_state.queues || v_found) as q
      group by q.organization_id, q.action, q.priority
    );
  end if;
  if as_of not between v_state.marked_at and v_state.marked_at + interval '250 ms' then
    v_state.seen := v_state.marked_seen;
    v_state.marked_seen := v_state.next_seen;
  end if;
  return v_state;
end;
$$;

comment on function sluice_private.find_queues(text[], timestamptz) is
  'Where admission stands, with the queues that have come since.';
