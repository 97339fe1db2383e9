create or replace function sluice_private.unfinished_region(joined sluice_private.fired_step)
returns int[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select region.step_no
    from unnest((
      sluice_private.step_of(joined.organization_id, joined.version_id, joined.step_no)
    ).join_region) as region (step_no)
    where not exists (
      select from sluice_private.execution_steps as past
      where past.organization_id = joined.organization_id
        and past.execution_id = joined.execution_id
        and past.frame_id = joined.frame_id
        and past.step_no = region.step_no
        and past.generation = joined.generation
    )
  );
end;
$$;

comment on function sluice_private.unfinished_region(sluice_private.fired_step) is
  'Of the steps between a quorum''s dominator and the quorum, those that have not ended.';
