create or replace function sluice_private.within_reach(
  events sluice_private.new_events[],
  at_most int
)
returns sluice_private.new_events[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice_private.new_events;
  v_count bigint := bigint '0';
  v_taken int := 0;
begin
  if events is null or (
    select s.topic from sluice_private.record_subscriptions as s order by s.topic limit 1
  ) is null then
    return events;
  end if;
  foreach v_event in array events loop
    if v_event.after_workflow is null then
      v_count := v_count + (
        select count(*)
        from sluice_private.record_subscriptions as s
        where s.topic = v_event.topic
      );
    end if;
    exit when v_count > at_most and v_taken > 0;
    v_taken := v_taken + 1;
  end loop;
  perform sluice_private.give_back_events(events[v_taken + 1:]);
  return events[:v_taken];
end;
$$;

comment on function sluice_private.within_reach(sluice_private.new_events[], int) is
  'The first of these events, as many as have so many subscriptions to records, but one at least; '
  'the others are given back.';
