create or replace function sluice_private.record_of(version sluice.workflow_versions, input jsonb)
returns text
language sql
stable
return sluice_private.kept_key(nullif(sluice_private.text_of(jsonb_path_query_first_tz(
  jsonb_build_object('trigger', input), version.enrolment_key, '{}', true
)), ''));

comment on function sluice_private.record_of(sluice.workflow_versions, jsonb) is
  'The record that an execution with this input is for; null where its key finds none.';
