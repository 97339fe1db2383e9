create or replace function sluice_private.is_cron_mark(item text, unit sluice_private.cron_unit)
returns boolean
language sql
immutable
return case unit.name
  when 'day of month' then item ~ '^(L(-([0-9]|[12][0-9]|30))?W?|(0?[1-9]|[12][0-9]|3[01])W)$'
  when 'weekday' then item ~ '^([0-7]|[A-Z]{3})(L|(-([0-7]|[A-Z]{3}))?#[1-5])$'
  else false
end;

comment on function sluice_private.is_cron_mark(text, sluice_private.cron_unit) is
  'Whether an item of a cron field depends on the month: L, W or #.';
