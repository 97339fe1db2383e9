create or replace function sluice_private.last_compensation(
  container sluice_private.containers,
  frame_id bigint
)
returns sluice_private.compensations
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last sluice_private.compensations;
begin
  select kept.*
  into v_last
  from sluice_private.compensations as kept
  where kept.organization_id = container.organization_id
    and kept.execution_id = container.execution_id
    and last_compensation.frame_id = any (kept.lineage)
  order by kept.seq desc
  limit 1;
  return v_last;
end;
$$;

comment on function sluice_private.last_compensation(sluice_private.containers, bigint) is
  'Of the steps that completed in a frame, however deep, and are not undone, the last one.';
