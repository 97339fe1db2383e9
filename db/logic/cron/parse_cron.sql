create or replace function sluice_private.parse_cron(expression text)
returns sluice_private.parsed_cron
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_text text := upper(regexp_replace(left(expression, 500), '^\s+|\s+$', '', 'g'));
  v_words text[] := regexp_split_to_array(
    coalesce(sluice_private.cron_macro(v_text), v_text), '\s+'
  );
  v_units sluice_private.cron_unit[] := sluice_private.cron_units();
  v_field record;
  v_bits bit varying[] := array[]::bit varying[];
  v_days text[];
  v_parsed sluice_private.parsed_cron;
begin
  v_parsed.hint := 'minute hour day-of-month month weekday, such as 30 9 * * MON-FRI; with a sixth '
    'field in front, seconds; or @hourly, @daily, @weekly, @monthly, @yearly.';
  if expression is null or length(expression) > 500 then
    v_parsed.fault := 'must be a cron expression of up to 500 characters';
    return v_parsed;
  elsif v_text like '@%' and cardinality(v_words) = 1 then
    v_parsed.fault := format('%s is no schedule', left(v_text, 50));
    return v_parsed;
  elsif cardinality(v_words) not in (5, 6) then
    v_parsed.fault := format('must have 5 or 6 fields, not %s', cardinality(v_words));
    return v_parsed;
  end if;
  v_words := case when cardinality(v_words) = 5 then '{0}'::text[] else '{}' end || v_words;
  for v_place in 1 .. 6 loop
    select parsed.*
    into v_field
    from sluice_private.parse_cron_field(v_words[v_place], v_units[v_place]) as parsed;
    if v_field.fault is not null then
      v_parsed.fault := format('%s: %s', v_units[v_place].name, left(v_field.fault, 100));
      return v_parsed;
    elsif v_place = 4 then
      v_days := v_field.marks;
    end if;
    v_bits := v_bits || sluice_private.cron_bits(v_field.numbers, v_units[v_place]);
  end loop;
  v_parsed.rule := sluice_private.compile_cron(v_words, v_bits, v_days, v_field.marks);
  v_parsed.hint := null;
  return v_parsed;
end;
$$;

comment on function sluice_private.parse_cron(text) is
  'A cron expression of 5 or 6 fields, compiled; or what is wrong with it, and what to write.';
