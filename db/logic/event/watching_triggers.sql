create or replace function sluice_private.watching_triggers()
returns text[]
language sql
immutable
return '{expected_run_missing,metric_threshold,segment_entered,segment_left}'::text[];

comment on function sluice_private.watching_triggers() is
  'The kinds of triggers that look at something every so often.';
