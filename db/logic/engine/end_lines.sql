/* Nothing else is under way in them, and nothing else gave an output. */
create or replace function sluice_private.end_lines(last sluice_private.ended_line[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if last is null then
    return;
  end if;
  delete from sluice_private.frames as frame
  using (select l.* from unnest(last) as l limit cardinality(last)) as l
  where frame.organization_id = any (array[l.organization_id])
    and frame.execution_id = l.execution_id;
  perform sluice_private.close_executions(array(
    select (
      l.organization_id, l.execution_id, 0, 'completed',
      jsonb_build_object(l.node_id, l.output), null
    )::sluice_private.closing_frame
    from unnest(last) as l
  ));
end;
$$;

comment on function sluice_private.end_lines(sluice_private.ended_line[]) is
  'Closes executions whose last step has completed.';
