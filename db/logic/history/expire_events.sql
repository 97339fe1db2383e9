/* An event that a trigger holds stays, and with it those after it, until the trigger has fired. */
create or replace function sluice_private.expire_events()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_default interval := sluice_private.default_retention();
  v_count int;
begin
  delete from sluice.workflow_events as old
  using (
    select past.organization_id, past.id
    from sluice.organizations as o
    left join lateral (
      select h.event_id
      from sluice_private.held_events as h
      where h.organization_id = o.id
      order by h.event_id
      limit 1
    ) as held on true
    cross join lateral (
      select e.organization_id, e.id
      from sluice.workflow_events as e
      where e.organization_id = o.id
        and e.id < least(sluice_hidden.uuid_floor(v_now - o.retention), held.event_id)
      order by e.id
      limit 1000
    ) as past
    where o.retention < v_default
    limit 1000
  ) as gone
  where old.organization_id = gone.organization_id
    and old.id = gone.id;
  get diagnostics v_count = row_count;
  return v_count > 0 or sluice_private.expire_firings();
end;
$$;

comment on function sluice_private.expire_events() is
  'Deletes up to 1,000 events of organizations that keep theirs for less than the default; false '
  'when there were none.';
