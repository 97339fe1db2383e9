create or replace function crm.lead_status_changed(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
immutable
return case
  when change -> 'old' -> 'status' <> change -> 'new' -> 'status'
    and crm.asks_for(config, 'from', change -> 'old' ->> 'status')
    and crm.asks_for(config, 'to', change -> 'new' ->> 'status')
  then jsonb_build_object(
    'lead_id', change -> 'new' -> 'id', 'contact_id', change -> 'new' -> 'id',
    'old_status', change -> 'old' -> 'status',
    'new_status', change -> 'new' -> 'status', 'lead_data', change -> 'new'
  )
end;

comment on function crm.lead_status_changed(uuid, jsonb, jsonb) is
  'What lead_status_changed gives out: the status before and after.';
