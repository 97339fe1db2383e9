create or replace function sluice_private.mock_of(mocks jsonb, node_id text, nth int)
returns jsonb
language sql
immutable
return case
  when not coalesce(mocks, '{}') ? node_id then '{}'
  when jsonb_typeof(mocks -> node_id) <> 'array' then mocks -> node_id
  else coalesce(mocks -> node_id -> nth, mocks -> node_id -> -1, '{}')
end;

comment on function sluice_private.mock_of(jsonb, text, int) is
  'What the n-th run (from 0) of a node gives: its mock; of a list of mocks the n-th, or the last; '
  'an empty object where there is none.';
