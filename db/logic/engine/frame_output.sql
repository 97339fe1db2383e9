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
begin
  return (
    select case
      when max(kept.bytes_so_far) > sluice_hidden.max_value_bytes() then jsonb_build_object(
        'omitted', 'the outputs of the last steps are too long together: read them from the steps'
      )
      else coalesce(
        (array_agg(kept.output order by kept.step_no desc) filter (where kept.sink = 'end'))[1],
        jsonb_object_agg(kept.node_id, kept.output)
          filter (where kept.bytes_so_far <= sluice_hidden.max_value_bytes()),
        '{}'
      )
    end
    from (
      select o.step_no, o.node_id, o.sink, o.output,
        sum(octet_length(o.output::text)) over (order by o.step_no) as bytes_so_far
      from sluice_private.live_outputs as o
      where o.organization_id = frame_output.organization_id
        and o.execution_id = frame_output.execution_id
        and o.frame_id = frame_output.frame_id
        and o.sink is not null
        and o.output is not null
    ) as kept
  );
end;
$$;

comment on function sluice_private.frame_output(uuid, uuid, bigint) is
  'The output of a frame: that of its last end, else those of its sinks, by node.';
