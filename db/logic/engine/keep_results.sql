create or replace function sluice_private.keep_results(settled sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.keep_result(
    (item).organization_id, step.known, made.key, (item).output
  )
  from (select s from unnest(settled) as s limit cardinality(settled)) as driver (item)
  cross join lateral (
    select w as known
    from sluice.workflow_steps as w
    where w.organization_id = (item).organization_id
      and w.version_id = (item).version_id
      and w.step_no = (item).step_no
    offset 0
  ) as step
  cross join lateral sluice_private.cache_key(
    step.known, (item).input,
    case when (step.known).result_template is not null then sluice_private.build_context(
      (item).organization_id, (item).execution_id, (item).frame_id, (step.known).refs,
      (step.known).roots
    ) end
  ) as made
  where made.key is not null;
end;
$$;

comment on function sluice_private.keep_results(sluice_private.settled_step[]) is
  'Keeps what workers gave for actions with a cache.';
