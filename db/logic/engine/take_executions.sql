create or replace function sluice_private.take_executions(
  inout organization_ids uuid[],
  inout execution_ids uuid[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_locked uuid[] := sluice_private.divert(
    organization_ids, execution_ids,
    sluice_private.lock_executions(organization_ids, execution_ids), true
  );
  v_other_organizations uuid[];
  v_others uuid[];
begin
  perform sluice_hidden.failpoint('locked');
  select
    array_agg(pair.organization_id) filter (where pair.is_mine),
    array_agg(pair.id) filter (where pair.is_mine),
    array_agg(pair.organization_id) filter (where not pair.is_mine),
    array_agg(pair.id) filter (where not pair.is_mine)
  into organization_ids, execution_ids, v_other_organizations, v_others
  from (
    select given.*, given.id = any (v_locked) as is_mine
    from unnest(organization_ids, execution_ids) as given (organization_id, id)
  ) as pair;
  if v_others is not null then
    perform sluice_private.delete_orphans(v_other_organizations, v_others);
  end if;
end;
$$;

comment on function sluice_private.take_executions(uuid[], uuid[]) is
  'Locks those of these executions that nobody else holds and that may be moved on in one batch, '
  'and says which; forgets what has arrived at those that are gone.';
