create or replace function sluice_private.named_record(path jsonpath, trigger jsonb)
returns text
language sql
stable
return sluice_private.kept_key(nullif(sluice_private.text_of(jsonb_path_query_first_tz(
  jsonb_build_object('trigger', trigger), path, '{}', true
)), ''));

comment on function sluice_private.named_record(jsonpath, jsonb) is
  'The record that a path over { trigger } names; null where it finds none.';
