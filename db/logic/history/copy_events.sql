create or replace function sluice_private.copy_events(after_id uuid, to_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_organization_ids uuid[];
  v_ids uuid[];
begin
  select array_agg(e.organization_id), array_agg(e.id)
  into v_organization_ids, v_ids
  from sluice.organizations as o
  inner join sluice.workflow_events as e
    on e.organization_id = o.id
    and e.id > after_id
    and e.id <= to_id
    and e.created_at >= v_now - o.retention
  where o.retention > sluice_private.default_retention();
  if v_ids is not null then
    perform sluice_private.copy_kept('sluice.workflow_events', v_organization_ids, v_ids);
  end if;
  select array_agg(f.organization_id), array_agg(f.id)
  into v_organization_ids, v_ids
  from sluice.organizations as o
  inner join sluice.workflow_trigger_firings as f
    on f.organization_id = o.id
    and f.id > after_id
    and f.id <= to_id
    and f.created_at >= v_now - o.retention
    and f.status <> 'started'
  where o.retention > sluice_private.default_retention();
  if v_ids is not null then
    perform sluice_private.copy_kept(
      'sluice.workflow_trigger_firings', v_organization_ids, v_ids
    );
  end if;
end;
$$;

comment on function sluice_private.copy_events(uuid, uuid) is
  'Copies the events, and firings that started nothing, between two ids that organizations keep '
  'for longer than the default.';
