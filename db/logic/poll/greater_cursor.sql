/* Numbers by size, texts by their bytes: that is the order of ISO dates and of most ids. */
create or replace function sluice_private.greater_cursor(one jsonb, other jsonb)
returns jsonb
language sql
immutable
return case
  when coalesce(jsonb_typeof(other), 'null') not in ('number', 'string') then one
  when jsonb_typeof(one) is distinct from jsonb_typeof(other) then other
  when jsonb_typeof(one) = 'number'
    then case when (other #>> '{}')::numeric > (one #>> '{}')::numeric then other else one end
  when (other #>> '{}') collate "C" > (one #>> '{}') collate "C" then other
  else one
end;

comment on function sluice_private.greater_cursor(jsonb, jsonb) is
  'Which of two cursors is further; the other one where they cannot be compared.';
