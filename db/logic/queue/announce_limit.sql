create or replace function sluice_private.announce_limit(changed sluice.workflow_limits)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.limit_releases (organization_id, key)
  values (
    changed.organization_id,
    case when changed.provider is not null then 'provider:' || changed.provider
      else 'limit:' || changed.name end
  );
  perform sluice_private.tick_workers();
end;
$$;

comment on function sluice_private.announce_limit(sluice.workflow_limits) is
  'Has admission look at those in line for a limit that has changed.';
