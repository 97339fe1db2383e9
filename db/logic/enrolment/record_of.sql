create or replace function sluice_private.record_of(version sluice.workflow_versions, input jsonb)
returns text
language sql
stable
return sluice_private.named_record(version.enrolment_key, input);

comment on function sluice_private.record_of(sluice.workflow_versions, jsonb) is
  'The record that an execution with this input is for; null where its key finds none.';
