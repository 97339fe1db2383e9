create or replace function sluice_private.keep_outputs(settled sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.live_outputs (
    organization_id, execution_id, frame_id, step_no, node_id, status, output, sink
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no,
    step.node_id, item.status, item.output,
    case when item.status <> 'skipped' and step.is_sink
      then case step.type when 'end' then 'end' else 'plain' end
    end
  from (select s.* from unnest(settled) as s limit cardinality(settled)) as item
  cross join lateral (
    select known.node_id, known.type, known.is_sink, known.is_referenced
    from sluice.workflow_steps as known
    where known.organization_id = item.organization_id
      and known.version_id = item.version_id
      and known.step_no = item.step_no
    offset 0
  ) as step
  where step.is_referenced or (step.is_sink and item.status <> 'skipped');
end;
$$;

comment on function sluice_private.keep_outputs(sluice_private.settled_step[]) is
  'Keeps the outputs that expressions may read, or that belong to the output of the frame.';
