/* Of a call that has ended meanwhile, or has started another child, nothing is left to find. */
create or replace function sluice_private.take_children(
  arrivals sluice_private.arrivals[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_arrival sluice_private.arrivals;
  v_child jsonb;
  v_call sluice_private.settled_step;
  v_done sluice_private.settled_step[];
  v_failed sluice_private.settled_step[];
begin
  for v_arrival in select a.* from unnest(arrivals) as a where a.kind = 'child' loop
    v_child := v_arrival.body::jsonb;
    delete from sluice_private.calls as c
    where c.organization_id = v_arrival.organization_id
      and c.execution_id = v_arrival.execution_id
      and c.frame_id = v_arrival.frame_id
      and c.step_no = v_arrival.step_no
      and c.child_id = (v_child ->> 'id')::uuid
    returning
      c.organization_id, c.execution_id, c.version_id, c.frame_id, c.step_no, c.generation,
      'completed', '{main}'::text[], c.attempt, c.input, null::jsonb, null::jsonb, null::jsonb,
      c.started_at, c.started_at, greatest(v_now, c.started_at), null::timestamptz, null::bigint
    into v_call;
    continue when not found;
    if v_arrival.outcome = 'completed' then
      select o.output, o.error
      into v_call.output, v_call.error
      from sluice_private.shape_output(
        v_call.execution_id, v_call.frame_id,
        sluice_private.step_of(v_call.organization_id, v_call.version_id, v_call.step_no),
        v_child -> 'output'
      ) as o;
    else
      v_call.error := sluice_private.child_error(
        (v_child ->> 'id')::uuid, (v_child ->> 'workflow_id')::uuid, v_arrival.outcome,
        v_child -> 'error'
      );
    end if;
    if v_call.error is null then
      v_done := v_done || v_call;
    else
      v_failed := v_failed || v_call;
    end if;
  end loop;
  if v_failed is not null then
    select f.settled, f.closing into settled, closing from sluice_private.fail_calls(v_failed) as f;
  end if;
  if v_done is not null then
    perform sluice_private.forget_timeouts(v_done);
  end if;
  settled := v_done || settled;
end;
$$;

comment on function sluice_private.take_children(sluice_private.arrivals[]) is
  'Ends the calls whose children have ended, as these did.';
