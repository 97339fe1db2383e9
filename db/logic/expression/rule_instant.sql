/* .datetime() of PostgreSQL 15 does not read Z, so that is a form of its own. Values without an
   offset are compared with one without (%2$s, UTC), so that no session's time zone matters. */
create or replace function sluice_private.rule_instant(sign text)
returns text
language sql
immutable
parallel safe
return replace(
  '%1$s like_regex "[.][0-9]+Z$"'
    ' && %1$s.datetime("YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"") <=> %2$s'
  ' || %1$s like_regex "[0-9]Z$" && !(%1$s like_regex "[.][0-9]+Z$")'
    ' && %1$s.datetime("YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"") <=> %2$s'
  ' || %1$s like_regex ":[0-9.]+[+-][0-9:]+$" && %1$s.datetime() <=> %3$s'
  ' || !(%1$s like_regex "[0-9]Z$|:[0-9.]+[+-][0-9:]+$") && %1$s.datetime() <=> %2$s',
  '<=>', sign
);

comment on function sluice_private.rule_instant(text) is
  'How a rule compares a date or timestamp, as a format of field and value.';
