create or replace function sluice_private.mark_of_cycle(loop_id text, node_id text)
returns jsonb
language sql
immutable
return jsonb_build_object('id', node_id, 'type', 'end', 'parentId', loop_id, 'data', '{}'::jsonb);

comment on function sluice_private.mark_of_cycle(text, text) is
  'A node in the loop of a cycle whose status says whether an edge that leads to it was live.';
