create or replace function sluice_private.apply_date_filter(
  value text,
  seconds numeric,
  filter jsonb
)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
  v_instant timestamptz := sluice_hidden.try_timestamp(value);
begin
  return case filter ->> 0
    when 'date' then to_jsonb(
      sluice_private.date_text(v_instant, filter ->> 1, coalesce(filter ->> 2, 'UTC'))
    )
    when 'add' then to_jsonb(sluice_private.shift_instant(v_instant, filter ->> 1))
    when 'start_of' then to_jsonb(
      date_trunc(filter ->> 1, v_instant, coalesce(filter ->> 2, 'UTC'))
    )
    when 'unix' then to_jsonb(floor(extract(epoch from v_instant)))
    when 'from_unix' then case
      when seconds >= -62135596800 and seconds < 253402300800
        then to_jsonb('epoch'::timestamptz + make_interval(secs => trunc(seconds, 6)::float8))
    end
  end;
end;
$$;

comment on function sluice_private.apply_date_filter(text, numeric, jsonb) is
  'Applies a filter for instants; those it answers are ISO 8601 in UTC.';
