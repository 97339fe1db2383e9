create or replace function sluice_private.replay_events(
  organization_id uuid,
  event_ids uuid[],
  out told uuid[],
  out error jsonb,
  out last_id uuid
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fired record;
  v_count int := 0;
begin
  told := '{}';
  foreach last_id in array event_ids loop
    select r.count, r.error
    into v_fired
    from sluice_private.replay_guarded(organization_id, last_id) as r;
    if v_fired.error is null then
      told := told || last_id;
    end if;
    error := coalesce(v_fired.error, error);
    v_count := v_count + v_fired.count;
    exit when v_count >= 500;
  end loop;
end;
$$;

comment on function sluice_private.replay_events(uuid, uuid[]) is
  'Replays events one by one, until they have fired 500 triggers: up to which, and those that did.';
