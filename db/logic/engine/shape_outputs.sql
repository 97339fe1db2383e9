/* An output that cannot be made is a failure that is not tried again. */
create or replace function sluice_private.shape_outputs(settled sluice_private.settled_step[])
returns sluice_private.settled_step[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item record;
  v_step sluice_private.settled_step;
  v_made record;
  v_settled sluice_private.settled_step[] := settled;
begin
  for v_item in
    select item.ordinal, step.known
    from (select s.*, row_number() over () as ordinal from unnest(settled) as s) as item
    cross join lateral (
      select known
      from sluice.workflow_steps as known
      where known.organization_id = item.organization_id
        and known.version_id = item.version_id
        and known.step_no = item.step_no
        and known.output_template is not null
      offset 0
    ) as step
    where item.status = 'completed'
  loop
    v_step := v_settled[v_item.ordinal];
    select o.output, o.error
    into v_made
    from sluice_private.shape_output(
      v_step.execution_id, v_step.frame_id, v_item.known, v_step.output
    ) as o;
    v_step.output := v_made.output;
    if v_made.error is not null then
      v_step.status := 'failed';
      v_step.output := jsonb_build_object('error', v_made.error);
      v_step.ports := sluice_private.route_failure(v_item.known, v_made.error);
      v_step.error := sluice_private.error_at(v_made.error, (v_item.known).node_id);
    end if;
    v_settled[v_item.ordinal] := v_step;
  end loop;
  return v_settled;
end;
$$;

comment on function sluice_private.shape_outputs(sluice_private.settled_step[]) is
  'Steps that have completed, with the outputs that replace theirs, or failed for want of these.';
