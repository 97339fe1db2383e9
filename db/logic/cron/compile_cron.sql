/* words are those of the six fields; bits and marks are what parse_cron_field found in them. */
create or replace function sluice_private.compile_cron(
  words text[],
  bits bit varying[],
  day_marks text[],
  weekday_marks text[]
)
returns sluice_private.cron
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule sluice_private.cron;
  v_mark text;
begin
  v_rule := (
    bits[1], bits[2], bits[3], bits[4], bits[5], bits[6], '{}', null,
    sluice_private.mark_weekdays(weekday_marks),
    words[4] not in ('*', '?') and words[6] not in ('*', '?'),
    concat(words[1], words[2], words[3]) ~ '[*?/-]'
  )::sluice_private.cron;
  foreach v_mark in array day_marks loop
    if v_mark = 'LW' then
      v_rule.nearest_day := 0;
    elsif v_mark like '%W' then
      v_rule.nearest_day := btrim(v_mark, 'LW')::int;
    else
      v_rule.days_from_end :=
        v_rule.days_from_end || coalesce(nullif(substr(v_mark, 3), '')::int, 0);
    end if;
  end loop;
  return v_rule;
end;
$$;

comment on function sluice_private.compile_cron(text[], bit varying[], text[], text[]) is
  'A cron expression whose fields have been parsed.';
