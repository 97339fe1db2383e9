/* Every table of the pack is watched as anybody would watch it. */
select sluice.watch_table(
  c.oid::regclass,
  key => case c.relname
    when 'contact_tags' then '{contact_id,tag_id}'::text[]
    when 'list_contacts' then '{list_id,contact_id}'
    else '{id}'
  end
)
from pg_catalog.pg_class as c
where c.relnamespace = 'crm'::regnamespace and c.relkind = 'r';

/* What comes up is looked for: reminders of classes, memberships that end, birthdays, tasks due,
   opportunities that stay where they are. */
select
  sluice.watch_dates(
    'crm.classes', 'starts_at', matching => '{"status": "scheduled"}',
    handler => 'crm.class_attendees(uuid, jsonb)'
  ),
  sluice.watch_dates('crm.memberships', 'expires_on', matching => '{"status": "active"}'),
  sluice.watch_dates('crm.contacts', 'birthday'),
  sluice.watch_dates('crm.tasks', 'due_at', matching => '{"status": "open"}'),
  sluice.watch_dates(
    'crm.opportunities', 'stage_changed_at', matching => '{"status": "open"}',
    handler => 'crm.opportunity_names(uuid, jsonb)'
  );
