create or replace function crm.note_added(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
immutable
return jsonb_build_object(
  'note_id', change -> 'new' -> 'id', 'contact_id', change -> 'new' -> 'contact_id',
  'content', change -> 'new' -> 'content', 'note', change -> 'new'
);

comment on function crm.note_added(uuid, jsonb, jsonb) is
  'What note_added gives out: the note.';
