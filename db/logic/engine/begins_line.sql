create or replace function sluice_private.begins_line(fired sluice_private.fired_step[])
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from (select f.* from unnest(fired) as f limit cardinality(fired)) as f
    cross join lateral (
      select
      from sluice.workflow_steps as step
      where step.organization_id = f.organization_id
        and step.version_id = f.version_id
        and step.step_no = f.step_no
        and step.follower is not null
      offset 0
    ) as known
  );
end;
$$;

comment on function sluice_private.begins_line(sluice_private.fired_step[]) is
  'Whether some of these steps are of a row.';
