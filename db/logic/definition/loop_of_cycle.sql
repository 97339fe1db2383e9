create or replace function sluice_private.loop_of_cycle(loop_id text, max_iterations int)
returns jsonb
language sql
immutable
return jsonb_build_object(
  'id', loop_id,
  'type', 'loop',
  'data', jsonb_build_object(
    'drawn', true,
    'max_iterations', coalesce(max_iterations, 1000),
    'until', format(
      '!exists($.steps.%s ? (@.status == "completed"))', to_json(loop_id || ':again')
    )
  )
);

comment on function sluice_private.loop_of_cycle(text, int) is
  'The loop that a cycle of edges becomes: it repeats while an edge that leads back is live.';
