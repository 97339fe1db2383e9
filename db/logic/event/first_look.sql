create or replace function sluice_private.first_look(target sluice.workflow_triggers)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  if target.trigger in ('metric_threshold', 'segment_entered', 'segment_left') then
    return v_now;
  elsif target.config ? 'by' then
    return sluice_private.next_local_instant(jsonb_build_object(
      'time', target.config -> 'by', 'zone', coalesce(target.config -> 'zone', '"UTC"')
    ), v_now);
  end if;
  return v_now + (target.config ->> 'within')::interval;
end;
$$;

comment on function sluice_private.first_look(sluice.workflow_triggers) is
  'When a trigger that watches something looks at it first.';
