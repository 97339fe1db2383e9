/* What comes before the first wildcard, up to eight parts; see event_topics. */
create or replace function sluice_private.pattern_topic(organization_id uuid, pattern text)
returns bigint
language sql
immutable
return sluice_private.event_topic(
  organization_id,
  case when strpos(pattern, '*') = 0 then pattern else (
    select coalesce(string_agg(part.value || '.', '' order by part.ordinal), '') || '*'
    from string_to_table(split_part(pattern, '*', 1), '.') with ordinality
      as part (value, ordinal)
    where part.ordinal <= 8 and part.value <> ''
  ) end
);

comment on function sluice_private.pattern_topic(uuid, text) is
  'What a subscription to a pattern of events is found by.';
