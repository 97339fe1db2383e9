/* An expression that took too long for one execution may do so for every execution of its
   version, so that these do not share a batch with others until the cause is gone. */
create or replace function sluice_private.divert(
  organization_ids uuid[],
  execution_ids uuid[],
  locked uuid[],
  takes_control boolean
)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_apart record;
begin
  if not exists (
    select from sluice_private.live_executions as live where live.apart_since is not null
  ) then
    return locked;
  end if;
  select array_agg(live.organization_id) as organization_ids, array_agg(live.id) as execution_ids
  into v_apart
  from (
    select distinct given.organization_id, given.execution_id
    from unnest(organization_ids, execution_ids) as given (organization_id, execution_id)
    where given.execution_id = any (locked)
    limit cardinality(organization_ids)
  ) as given
  inner join sluice_private.live_executions as live
    on live.organization_id = given.organization_id and live.id = given.execution_id
  where exists (
    select from sluice_private.live_executions as slow
    where slow.version_id = live.version_id
      and slow.organization_id = live.organization_id
      and slow.apart_since is not null
  );
  if v_apart.execution_ids is null then
    return locked;
  end if;
  perform sluice_private.set_apart(v_apart.organization_ids, v_apart.execution_ids);
  return array(
    select l.id
    from unnest(locked) as l (id)
    where l.id <> all (v_apart.execution_ids)
      or takes_control and exists (
        select from unnest(organization_ids, execution_ids) as given (organization_id, id)
        inner join sluice_private.arrivals as arrival
          on arrival.organization_id = given.organization_id
          and arrival.execution_id = given.id
          and arrival.is_parked is not true
        where given.id = l.id
      )
      or takes_control and exists (
        select from unnest(organization_ids, execution_ids) as given (organization_id, id)
        inner join sluice_private.timers as timer
          on timer.organization_id = given.organization_id
          and timer.execution_id = given.id
          and timer.is_parked is not true
          and timer.due_at <= sluice_hidden.now()
        where given.id = l.id
      )
  );
end;
$$;

comment on function sluice_private.divert(uuid[], uuid[], uuid[], boolean) is
  'Sets apart those locked executions whose version has one that is; the others may be acted on '
  'here, and so may those that are controlled or ended, by a caller that takes only that.';
