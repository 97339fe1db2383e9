create or replace function sluice_private.find_compensation(
  fired sluice_private.fired_step,
  out value jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select kept.input, kept.error
  into value, error
  from sluice_private.frames as frame
  inner join sluice_private.compensations as kept
    on kept.organization_id = frame.organization_id
    and kept.execution_id = frame.execution_id
    and kept.seq = (frame.bindings ->> 'compensation')::int
  where frame.organization_id = fired.organization_id
    and frame.execution_id = fired.execution_id
    and frame.frame_id = fired.frame_id;
end;
$$;

comment on function sluice_private.find_compensation(sluice_private.fired_step) is
  'The input of a compensation that fires, or why it has none.';
