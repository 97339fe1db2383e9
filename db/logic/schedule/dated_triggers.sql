create or replace function sluice_private.dated_triggers()
returns text[]
language sql
immutable
return '{
  date_field_reached,class_reminder,membership_expires_soon,birthday,task_due,stale_opportunity
}'::text[];

comment on function sluice_private.dated_triggers() is
  'The kinds of triggers that dates of records fire.';
