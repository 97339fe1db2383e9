/* Whether anything is paused at all costs two looks into what is nearly always empty. */
create or replace function sluice_private.hold_paused(
  inout fired sluice_private.fired_step[],
  inout changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_held sluice_private.fired_step[];
begin
  if fired is null
    or not exists (select from sluice_private.live_executions as e where e.paused_at is not null)
    and not exists (select from sluice_private.paused_scopes)
  then
    return;
  end if;
  if exists (select from sluice_private.paused_scopes) then
    perform sluice_private.pause_in_scopes(fired);
  end if;
  select
    array_agg(item.step) filter (where live.is_paused),
    array_agg(item.step) filter (where not live.is_paused)
  into v_held, fired
  from (select f as step from unnest(fired) as f limit cardinality(fired)) as item
  cross join lateral (
    select e.paused_at is not null as is_paused
    from sluice_private.live_executions as e
    where e.organization_id = (item.step).organization_id and e.id = (item.step).execution_id
    offset 0
  ) as live;
  if v_held is not null then
    perform sluice_private.defer_fired(v_held, true);
    changes := changes || sluice_private.count_in_frames(v_held);
  end if;
end;
$$;

comment on function sluice_private.hold_paused(
  sluice_private.fired_step[], sluice_private.frame_change[]
) is
  'Of the steps that fire, those whose execution is not paused; the others wait for its resume.';
