create or replace function sluice_private.plain_keys(slots jsonb)
returns text[]
language sql
immutable
return (
  select case
    when bool_and(
      not (slot.value -> 'text')::boolean
      and jsonb_array_length(slot.value -> 'target') = 1
      and slot.value #> '{parts,0,filters}' = '[]'
    ) then array_agg(slot.value #>> '{target,0}' order by slot.ordinal)
  end
  from jsonb_array_elements(slots) with ordinality as slot (value, ordinal)
);

comment on function sluice_private.plain_keys(jsonb) is
  'The keys of the input that slots fill, if each fills a whole key without filters; else null.';
