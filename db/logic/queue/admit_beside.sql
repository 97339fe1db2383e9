/* What begins without having waited must not keep waiting who does: limits, what other hosts serve,
   what was committed late. So a session looks for them three times a second at least; one that
   sleeps looks more often, so a start that wakes it need not. Whatever arrives meanwhile waits for
   the call to end, so a host admits no more than 200 for itself. */
create or replace function sluice_private.admit_beside(
  inout handed sluice_private.handed_step[],
  host sluice_private.workers,
  room int,
  out moved int
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_last timestamptz := nullif(current_setting('sluice.admitted_at', true), '')::timestamptz;
  v_done record;
begin
  moved := 0;
  if cardinality(handed) > 0 and v_last between v_now - interval '300 ms' and v_now then
    return;
  end if;
  select a.moved, a.handed
  into v_done
  from sluice_private.admit(
    host,
    case when room is not null
      then greatest(0, least(room, 200) - coalesce(cardinality(handed), 0))
    end
  ) as a;
  moved := v_done.moved;
  handed := handed || v_done.handed;
  perform set_config('sluice.admitted_at', v_now::text, false);
end;
$$;

comment on function sluice_private.admit_beside(
  sluice_private.handed_step[], sluice_private.workers, int
) is
  'Admits steps beside those that were given to this host directly, unless it has just done so: '
  'how many it moved; all that the host has been given.';
