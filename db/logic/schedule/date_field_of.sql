create or replace function sluice_private.date_field_of(trigger text, config jsonb)
returns text
language sql
immutable
return case trigger
  when 'class_reminder' then 'crm.classes.starts_at'
  when 'membership_expires_soon' then 'crm.memberships.expires_on'
  when 'birthday' then 'crm.contacts.birthday'
  when 'task_due' then 'crm.tasks.due_at'
  when 'stale_opportunity' then 'crm.opportunities.stage_changed_at'
  else concat(config ->> 'object', '.', config ->> 'field')
end;

comment on function sluice_private.date_field_of(text, jsonb) is
  'The name under which the dates that a trigger is for are watched.';
