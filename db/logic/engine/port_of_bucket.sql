/* Each port has its part of all numbers, as its weight is of all weights, in their order. */
create or replace function sluice_private.port_of_bucket(config jsonb, bucket bigint)
returns text
language sql
immutable
parallel safe
return (
  select config -> 'ports' ->> (item.ordinal::int - 1)
  from jsonb_array_elements(config -> 'weights') with ordinality as item (weight, ordinal)
  where bucket * (config ->> 'total')::numeric < 4294967296 * item.weight::numeric
  order by item.ordinal
  limit 1
);

comment on function sluice_private.port_of_bucket(jsonb, bigint) is
  'The port of a split that a number belongs to.';
