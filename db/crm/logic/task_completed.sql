create or replace function crm.task_completed(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
immutable
return case
  when change -> 'new' ->> 'status' = 'completed'
    and coalesce(change -> 'old' ->> 'status', '') <> 'completed'
    and crm.asks_for(config, 'type', change -> 'new' ->> 'type')
  then jsonb_build_object(
    'task_id', change -> 'new' -> 'id', 'contact_id', change -> 'new' -> 'contact_id',
    'completed_at', change -> 'new' -> 'completed_at', 'task', change -> 'new'
  )
end;

comment on function crm.task_completed(uuid, jsonb, jsonb) is
  'What task_completed gives out: a task that is done.';
