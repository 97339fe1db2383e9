/* A scope only asks to look again: whether it still stands is read under the execution's lock, so
   that the order in which pause and resume of scopes arrive does not matter. What a person or the
   engine has paused stays so until a person resumes it. */
create or replace function sluice_private.follow_scopes(arrivals sluice_private.arrivals[])
returns sluice_private.arrivals[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_asked sluice_private.arrivals;
  v_scope jsonb;
  v_followed sluice_private.arrivals[];
begin
  for v_asked in select a.* from unnest(arrivals) as a order by a.body::jsonb ? 'scope' loop
    if v_asked.kind = 'resume' or v_asked.body::jsonb ? 'scope' then
      select sluice_private.paused_scope(live.organization_id, live.workflow_id)
      into v_scope
      from sluice_private.live_executions as live
      where live.organization_id = v_asked.organization_id and live.id = v_asked.execution_id;

      if v_scope is null then
        v_asked.kind := 'resume';
      else
        update sluice_private.live_executions as live
        set error = v_scope
        where live.organization_id = v_asked.organization_id
          and live.id = v_asked.execution_id
          and live.paused_at is not null
          and not v_asked.body::jsonb ? 'scope';
        v_asked.kind := 'pause';
        v_asked.body := v_scope::text;
      end if;
    end if;
    v_followed := v_followed || v_asked;
  end loop;
  return v_followed;
end;
$$;

comment on function sluice_private.follow_scopes(sluice_private.arrivals[]) is
  'What locked executions were asked, with what their scopes say: paused as long as one of them '
  'is.';
