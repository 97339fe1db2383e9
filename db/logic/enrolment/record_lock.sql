create or replace function sluice_private.record_lock(organization_id uuid, name text)
returns bigint
language sql
immutable
return hashtextextended(format('sluice:enrolment %s %s', organization_id, name), 0);

comment on function sluice_private.record_lock(uuid, text) is
  'The lock of those who enrol a record, or count under the cap of a workflow, or end what is '
  'enrolled.';
