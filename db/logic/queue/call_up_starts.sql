create or replace function sluice_private.call_up_starts(
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
  v_line sluice_private.limited_executions[] := array(
    select waiting
    from sluice_private.limited_executions as waiting
    where waiting.organization_id = any (array[call_up_starts.organization_id])
      and waiting.limit_key = call_up_starts.key
    order by waiting.priority, waiting.seq
    limit 1001
  );
  v_rule jsonb := (
    select sluice_private.limit_rule(call_up_starts.organization_id, rule.value)
    from jsonb_array_elements((v_line[1]).limits) as rule (value)
    where rule.value ->> 'key' = call_up_starts.key
  );
  v_state sluice_private.limits := sluice_private.clip_debt(
    sluice_private.limit_state(organization_id, key), v_rule, as_of
  );
  v_room int := least(sluice_private.limit_room(v_rule, v_state, as_of), 1000);
  v_called int;
begin
  if v_room = 0 then
    perform sluice_private.free_from_limit(organization_id, key);
  end if;
  update sluice_private.limited_executions as waiting
  set state = 'new', limit_key = null
  from (select l.* from unnest(v_line[1:v_room]) as l limit v_room) as l
  where waiting.organization_id = any (array[l.organization_id])
    and waiting.execution_id = l.execution_id
    and waiting.limit_key = call_up_starts.key;
  get diagnostics v_called = row_count;

  v_state.look_at := case
    when cardinality(v_line) <= v_room then null
    when v_room > 0 then as_of + interval '1 second'
    else sluice_private.limit_opens_at(v_rule, v_state, as_of)
  end;
  perform sluice_private.write_limit(v_state, as_of);
  return v_called;
end;
$$;

comment on function sluice_private.call_up_starts(uuid, text, timestamptz) is
  'Has admission look again at as many executions that wait for a limit as there is room for; says '
  'how many.';
