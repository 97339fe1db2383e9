/* Whoever releases a claim holds its row until it commits: such a row is not waited for. What has
   changed stays marked until somebody could act on it. */
create or replace function sluice_private.pass_lock(organization_id uuid, key text)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_next sluice_private.lock_claims;
  v_did boolean;
begin
  if not exists (
    select from sluice_private.lock_claims as claim
    where claim.organization_id = pass_lock.organization_id
      and claim.key = pass_lock.key
      and claim.state = 'held'
  ) then
    select claim.*
    into v_next
    from sluice_private.lock_claims as claim
    where claim.key = pass_lock.key
      and claim.organization_id = pass_lock.organization_id
      and claim.state in ('new', 'waiting')
    order by claim.seq
    limit 1;
    if v_next.seq is not null and not sluice_private.grant_lock(v_next) then
      return false;
    end if;
  end if;

  with seen as (
    select claim.seq
    from sluice_private.lock_claims as claim
    where claim.key = pass_lock.key
      and claim.organization_id = pass_lock.organization_id
      and claim.state in ('new', 'released')
    order by claim.seq
    for update skip locked
  ),
  gone as (
    delete from sluice_private.lock_claims as claim
    using seen
    where claim.key = pass_lock.key
      and claim.organization_id = pass_lock.organization_id
      and claim.seq = seen.seq
      and claim.state = 'released'
    returning claim.seq
  ),
  moved as (
    update sluice_private.lock_claims as claim
    set state = 'waiting'
    from seen
    where claim.key = pass_lock.key
      and claim.organization_id = pass_lock.organization_id
      and claim.seq = seen.seq
      and claim.state = 'new'
    returning claim.seq
  )
  select
    v_next.seq is not null
      or exists (select from gone)
      or exists (select from moved)
  into v_did;
  return v_did;
end;
$$;

comment on function sluice_private.pass_lock(uuid, text) is
  'Gives a lock that is free to whoever has stood in line for it the longest; false when somebody '
  'else holds what there is to do.';
