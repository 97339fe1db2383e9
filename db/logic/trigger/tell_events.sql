/* Each organization has its part of what a transaction sets out to move; its later events wait for
   the one that has not been told to all. */
create or replace function sluice_private.tell_events(
  inout events sluice_private.new_events[],
  out names text[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parts bigint := (select count(distinct e.organization_id) from unnest(events) as e);
  v_left bigint;
  v_own sluice_private.new_events[];
  v_event sluice_private.new_events;
  v_told record;
  v_done sluice_private.new_events[] := array[]::sluice_private.new_events[];
  v_later sluice_private.new_events[] := array[]::sluice_private.new_events[];
begin
  for v_own in
    select array_agg(events[place] order by place)
    from generate_subscripts(events, 1) as place
    group by (events[place]).organization_id
    order by min(place)
  loop
    v_left := sluice_hidden.max_batch_bytes() / v_parts;
    foreach v_event in array v_own loop
      if v_left > 0 then
        select t.* into v_told from sluice_private.tell_waits(v_event, v_left) as t;
        v_left := v_left - v_told.bytes;
        if v_told.after_wait is null then
          v_done := v_done || v_event;
          names := names || v_told.name;
          continue;
        end if;
        v_left := bigint '0';
        v_event.after_wait := v_told.after_wait;
      end if;
      v_later := v_later || v_event;
    end loop;
  end loop;
  perform sluice_private.give_back_events(v_later);
  events := nullif(v_done, '{}');
end;
$$;

comment on function sluice_private.tell_events(sluice_private.new_events[]) is
  'Leaves these events with the executions that wait for them: those that have been told to all, '
  'and their names. The others are given back.';
