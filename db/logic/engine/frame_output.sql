create or replace function sluice_private.frame_output(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bytes bigint := (
    select sum(octet_length(kept.output::text))
    from sluice_private.live_outputs as kept
    where kept.organization_id = frame_output.organization_id
      and kept.execution_id = frame_output.execution_id
      and kept.frame_id = frame_output.frame_id
      and kept.sink is not null
  );
begin
  if v_bytes > sluice_hidden.max_value_bytes() then
    return jsonb_build_object(
      'omitted', 'the outputs of the last steps are too long together: read them from the steps'
    );
  end if;
  return (
    select coalesce(
      (array_agg(kept.output order by kept.step_no desc) filter (where kept.sink = 'end'))[1],
      jsonb_object_agg(kept.node_id, kept.output),
      '{}'
    )
    from sluice_private.live_outputs as kept
    where kept.organization_id = frame_output.organization_id
      and kept.execution_id = frame_output.execution_id
      and kept.frame_id = frame_output.frame_id
      and kept.sink is not null
      and kept.output is not null
  );
end;
$$;

comment on function sluice_private.frame_output(uuid, uuid, bigint) is
  'The output of a frame: that of its last end, else those of its sinks, by node.';
