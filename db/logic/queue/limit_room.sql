/* GCRA: after n at once, full_at is n periods ahead; it may be burst periods ahead at most. */
create or replace function sluice_private.limit_room(
  rule jsonb,
  state sluice_private.limits,
  as_of timestamptz
)
returns int
language sql
immutable
return greatest(0, coalesce(
  least(
    case when state.closed_until > as_of then 0 end,
    (rule ->> 'concurrency')::int - state.held,
    (rule ->> 'burst')::int - ceil(
      extract(epoch from greatest(state.full_at, as_of) - as_of) * 1000000
      / (rule ->> 'period')::bigint
    )::bigint
  ), 1000000
))::int;

comment on function sluice_private.limit_room(jsonb, sluice_private.limits, timestamptz) is
  'How many more a limit lets begin now.';
