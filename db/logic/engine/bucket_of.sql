create or replace function sluice_private.bucket_of(workflow_id text, node_id text, key text)
returns bigint
language sql
immutable
parallel safe
return (
  'x' || left(encode(sha256(convert_to(
    jsonb_build_array(workflow_id, node_id, key)::text, 'UTF8'
  )), 'hex'), 8)
)::bit(32)::bigint;

comment on function sluice_private.bucket_of(text, text, text) is
  'The number from 0 to 4294967295 that a split draws for a key: always the same one.';
