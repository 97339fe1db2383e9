/* What it is about is compiled, and judged, as an expression. */
create or replace function sluice_private.has_bad_condition(condition jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(condition) = 'object' and (
  condition - '{when,every}'::text[] <> '{}'
  or condition ? 'every' and (
    jsonb_typeof(condition -> 'every') <> 'string'
    or strpos(condition ->> 'every', '{{') = 0
      and sluice_private.poll_interval(condition) is null
  )
);

comment on function sluice_private.has_bad_condition(jsonb) is
  'Whether the condition of a wait has other fields than when and every, or every is no duration.';
