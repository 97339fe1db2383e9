create or replace function crm.lead_updated(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
immutable
return case
  when case
    when jsonb_array_length(config -> 'fields') > 0 then exists (
      select
      from jsonb_array_elements_text(config -> 'fields') as field (name)
      where change -> 'changed_fields' ? field.name
    )
    else change -> 'changed_fields' <> '["updated_at"]'
  end then jsonb_build_object(
    'lead_id', change -> 'new' -> 'id', 'contact_id', change -> 'new' -> 'id',
    'changed_fields', (change -> 'changed_fields') - 'updated_at',
    'old_data', change -> 'old', 'new_data', change -> 'new'
  )
end;

comment on function crm.lead_updated(uuid, jsonb, jsonb) is
  'What lead_updated gives out: the contact before and after, if one of the fields has changed.';
