create or replace function sluice_private.filter_argument_fault(type text, value jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_text text := case jsonb_typeof(value) when 'string' then value #>> '{}' end;
  v_number numeric := case jsonb_typeof(value) when 'number' then (value #>> '{}')::numeric end;
  v_whole numeric := case when scale(v_number) = 0 then v_number end;
begin
  return case type
    when 'text' then case when v_text is null then 'a text' end
    when 'char' then case when coalesce(length(v_text), 0) <> 1 then 'one character' end
    when 'pattern' then case
      when coalesce(v_text, '') = '' or sluice_private.date_text('epoch', v_text, 'UTC') is null
        then 'a pattern of to_char, such as "YYYY-MM-DD"'
    end
    when 'number' then case
      when sluice_private.bounded_number(v_number) is null then 'a number'
    end
    when 'divisor' then case
      when coalesce(sluice_private.bounded_number(v_number), 0) = 0 then 'a number other than 0'
    end
    when 'count' then case
      when coalesce(v_whole not between 0 and 1000000, true) then 'a whole number from 0 to 1000000'
    end
    when 'width' then case
      when coalesce(v_whole not between 0 and 10000, true) then 'a whole number from 0 to 10000'
    end
    when 'places' then case
      when coalesce(v_whole not between 0 and 20, true) then 'a whole number from 0 to 20'
    end
    when 'index' then case
      when coalesce(abs(v_whole) > 1000000, true) then 'a whole number; negative ones count back'
    end
    when 'duration' then case
      when sluice_private.shift_instant('2000-01-01', v_text) is null
        then 'a duration, such as "PT5M" or "-7 days"'
    end
    when 'unit' then case
      when coalesce(v_text, '') not in (
        'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'
      ) then 'second, minute, hour, day, week, month, quarter or year'
    end
    when 'zone' then case
      when not sluice_private.is_time_zone(coalesce(v_text, ''))
        then 'the name of a time zone, such as "Europe/Berlin"'
    end
  end;
end;
$$;

comment on function sluice_private.filter_argument_fault(text, jsonb) is
  'What an argument of a filter must be, where it is not; null where it is.';
