create or replace function sluice_private.first_look(target sluice.workflow_triggers)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_calendar sluice.business_calendars;
begin
  if target.trigger in ('metric_threshold', 'segment_entered', 'segment_left') then
    return v_now;
  end if;
  v_calendar := sluice_private.kept_calendar(target);
  if target.config ? 'by' then
    return coalesce(
      sluice_private.next_local_instant(
        sluice_private.expected_time(target, v_calendar), v_now
      ),
      v_now + interval '15 years'
    );
  end if;
  return sluice_private.silence_ends(target, v_calendar, v_now);
end;
$$;

comment on function sluice_private.first_look(sluice.workflow_triggers) is
  'When a trigger that watches something looks at it first.';
