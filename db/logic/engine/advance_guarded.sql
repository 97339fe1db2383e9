-- lint: allow when-others: a poisoned execution is found by halving; it never fails its batch
create or replace function sluice_private.advance_guarded(
  organization_ids uuid[],
  execution_ids uuid[],
  host sluice_private.workers default null,
  room int default 0
)
returns sluice_private.handed_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_half int := cardinality(execution_ids) / 2;
begin
  return sluice_private.advance_locked(organization_ids, execution_ids, host, room);
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    if v_half = 0 then
      perform sluice_private.park_execution(
        organization_ids[1], execution_ids[1], sqlstate, sqlerrm
      );
      return null;
    end if;
    return sluice_private.advance_guarded(
      organization_ids[:v_half], execution_ids[:v_half], host, 0
    ) || sluice_private.advance_guarded(
      organization_ids[v_half + 1:], execution_ids[v_half + 1:], host, 0
    );
end;
$$;

comment on function sluice_private.advance_guarded(
  uuid[], uuid[], sluice_private.workers, int
) is
  'advance_locked, with a batch that fails halved until the one execution that cannot move is '
  'alone; the steps of the halves begin by the backlog.';
