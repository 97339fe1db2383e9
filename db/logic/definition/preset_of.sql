/* A webhook that no edge leads to starts the workflow, another one calls somebody; a loop over
   items is a foreach. */
create or replace function sluice_private.preset_of(type text, data jsonb, has_input boolean)
returns text
language sql
immutable
return case
  when type = 'webhook' and not has_input then 'webhook_trigger'
  when type in ('loop', 'loop_controller') and data ? 'items' then 'for_each'
  else type
end;

comment on function sluice_private.preset_of(text, jsonb, boolean) is
  'Which preset a node is, if it is any: mostly its type.';
