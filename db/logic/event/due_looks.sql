create or replace function sluice_private.due_looks(at_most int, as_of timestamptz)
returns sluice_private.trigger_timers[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due sluice_private.trigger_timers[] := array(
    select timer
    from sluice_private.trigger_timers as timer
    where timer.due_at <= as_of
    order by timer.due_at
    limit at_most
  );
begin
  if cardinality(v_due) < 2 then
    return v_due;
  elsif cardinality(v_due) = at_most then
    v_due := sluice_private.share_looks(at_most, as_of) || v_due[1];
  end if;
  return array(
    select one.timer
    from (
      select
        due as timer, due.due_at,
        row_number() over (partition by due.organization_id order by due.due_at) as turn
      from unnest(v_due) as due
    ) as one
    order by one.turn, one.due_at
    limit at_most
  );
end;
$$;

comment on function sluice_private.due_looks(int, timestamptz) is
  'So many triggers that are due to be looked at, in turn: of each organization the oldest first.';
