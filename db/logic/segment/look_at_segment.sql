/* A page at a time. Who is inside is written in the transaction that fires, so each change fires
   once. The first time, and after the condition has changed, it is only written down. */
create or replace function sluice_private.look_at_segment(
  target sluice.workflow_triggers,
  timer sluice_private.trigger_timers,
  present timestamptz
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_known boolean := timer.state -> 'config' = target.config;
  v_state jsonb := case when v_is_known and timer.state ? 'phase' then timer.state - 'was_slow'
    else jsonb_build_object(
      'phase', 'records', 'since', present, 'config', target.config,
      'is_silent', not coalesce(v_is_known, false)
        and (timer.state ? 'config' or not target.config @> '{ "existing": true }')
    ) end;
  v_fault text := sluice_private.segment_fault(
    target.organization_id, target.config ->> 'object'
  );
  v_next record;
  v_page record;
begin
  if v_fault is not null then
    raise exception using
      errcode = 'SLSTA',
      message = v_fault,
      hint = 'A segment is of a watched table that sluice_owner may read.';
  end if;
  select
    coalesce(array_agg(p.key) filter (where p.is_inside and not p.was_inside), '{}') as entered,
    coalesce(array_agg(p.key) filter (where p.was_inside and not p.is_inside), '{}') as gone,
    (array_agg(p.key order by p.ordinal desc))[1] as last_key,
    count(*) = 200 as is_full,
    array_agg(row(
      timer.organization_id, timer.trigger_id, null,
      format('segment:%s:%s:%s', timer.trigger_id, p.key, present),
      jsonb_build_object('payload', jsonb_build_object(
        'object', target.config -> 'object', 'key', p.key, 'record', p.record, 'at', present
      ) || case when target.config ->> 'object' = 'crm.contacts'
        then jsonb_build_object('contact_id', p.key) else '{}' end)
    )::sluice_private.trigger_firing order by p.ordinal) filter (
      where p.is_inside <> p.was_inside
        and p.is_inside = (target.trigger = 'segment_entered')
        and not (v_state -> 'is_silent')::boolean
    ) as firings
  into v_page
  from sluice_private.segment_page(target, v_state) with ordinality
    as p (key, record, is_inside, was_inside, ordinal);
  perform sluice_private.keep_members(target, v_page.entered, v_page.gone, present);
  select n.due_at, n.next_state into v_next
  from sluice_private.next_segment_look(
    target, v_state, v_page.last_key, v_page.is_full, present
  ) as n;
  perform sluice_private.set_look(timer, v_next.due_at, v_next.next_state);
  return v_page.firings;
end;
$$;

comment on function sluice_private.look_at_segment(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz
) is
  'Fires a trigger for the records that have come into its segment, or left it, since the last '
  'look.';
