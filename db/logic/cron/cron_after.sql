create or replace function sluice_private.cron_after(
  rule sluice_private.cron,
  zone text,
  after timestamptz
)
returns timestamptz
language sql
immutable
return sluice_private.next_cron_match(
  rule, zone, date_trunc('second', after, 'UTC') + interval '1 second'
);

comment on function sluice_private.cron_after(sluice_private.cron, text, timestamptz) is
  'The first instant after this one at which a cron expression matches in a zone; null where it '
  'never does.';
