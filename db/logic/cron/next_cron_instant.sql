create or replace function sluice.next_cron_instant(
  expression text,
  zone text default 'UTC',
  after timestamptz default null
)
returns timestamptz
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parsed record;
  v_next timestamptz;
begin
  select parsed.* into v_parsed from sluice_private.parse_cron(expression) as parsed;
  if sluice_private.is_time_zone(zone) is not true then
    v_parsed.fault := 'zone must be the name of a time zone, such as Europe/Berlin';
    v_parsed.hint := 'See pg_timezone_names.';
  elsif v_parsed.fault is null then
    v_next := sluice_private.cron_after(
      v_parsed.rule, zone,
      coalesce(sluice_private.assert_instant(after), sluice_hidden.now())
    );
  end if;
  if v_parsed.fault is not null then
    raise exception using errcode = 'SLVAL', message = v_parsed.fault, hint = v_parsed.hint;
  end if;
  return v_next;
end;
$$;

comment on function sluice.next_cron_instant(text, text, timestamptz) is
  'The first instant after this one (now) at which a cron expression matches in a zone (UTC), or '
  'null where it never does. SLVAL says which field is wrong.';
grant execute on function sluice.next_cron_instant(text, text, timestamptz)
to sluice_member, sluice_admin;
