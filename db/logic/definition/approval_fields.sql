create or replace function sluice_private.approval_fields()
returns text[]
language sql
immutable
return '{assignees,quorum,title,details,form,due,reminders,escalation}'::text[];

comment on function sluice_private.approval_fields() is 'The fields of an approval.';
