create or replace function sluice_private.limit_opens_at(
  rule jsonb,
  state sluice_private.limits,
  as_of timestamptz
)
returns timestamptz
language sql
immutable
return nullif(greatest(
  state.closed_until,
  state.full_at
    - ((rule ->> 'burst')::int - 1) * ((rule ->> 'period')::bigint * interval '1 microsecond'),
  as_of
), as_of);

comment on function sluice_private.limit_opens_at(
  jsonb, sluice_private.limits, timestamptz
) is
  'When a rate or a pause lets the next one begin; null where neither stands in the way.';
