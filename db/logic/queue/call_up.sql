/* A step moves under the lock of its execution, so that whoever cancels or pauses it finds it.
   Those whose execution is busy, and those that could not begin after all, are looked at again. */
create or replace function sluice_private.call_up(
  organization_id uuid,
  key text,
  as_of timestamptz
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule jsonb := sluice_private.first_in_line(organization_id, key);
  v_state sluice_private.limits := sluice_private.clip_debt(
    sluice_private.limit_state(organization_id, key), v_rule, as_of
  );
  v_room int := least(sluice_private.limit_room(v_rule, v_state, as_of), 1000);
  v_line sluice_private.blocked_steps[];
  v_locked uuid[];
  v_called int := 0;
begin
  if key like any ('{workflow:%,limit:%}') then
    return sluice_private.call_up_starts(organization_id, key, as_of);
  end if;
  v_line := array(
    select b
    from sluice_private.blocked_steps as b
    where b.organization_id = call_up.organization_id and b.limit_key = call_up.key
    order by b.priority, b.ready_at
    limit v_room + 1
  );
  if v_room > 0 and cardinality(v_line) > 0 then
    v_locked := sluice_private.lock_executions(
      array(select call_up.organization_id from generate_series(1, cardinality(v_line))),
      array(select l.execution_id from unnest(v_line) as l)
    );
    v_called := sluice_private.return_to_ready(array(
      select l from unnest(v_line[1:v_room]) as l where l.execution_id = any (v_locked)
    ));
  end if;

  v_state.look_at := case
    when cardinality(v_line) = v_called then null
    when v_called < least(v_room, cardinality(v_line)) then as_of + interval '100 ms'
    when v_room > 0 then as_of + interval '1 second'
    else sluice_private.limit_opens_at(v_rule, v_state, as_of)
  end;
  perform sluice_private.write_limit(v_state, as_of);
  return v_called;
end;
$$;

comment on function sluice_private.call_up(uuid, text, timestamptz) is
  'Puts as many of those in line for a limit back into the backlog as there is room for; says how '
  'many.';
