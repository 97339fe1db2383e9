create or replace function sluice_private.change_pauses(arrivals sluice_private.arrivals[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last sluice_private.arrivals[];
begin
  if not exists (select from unnest(arrivals) as a where a.kind in ('pause', 'resume')) then
    return;
  end if;
  v_last := array(
    select (array_agg(a order by a.created_at desc, a.seq desc))[1]
    from unnest(arrivals) as a
    where a.kind in ('pause', 'resume')
    group by a.organization_id, a.execution_id, a.body::jsonb ? 'scope'
  );
  v_last := sluice_private.follow_scopes(v_last);
  perform sluice_private.pause_executions(v_last);
  perform sluice_private.resume_executions(v_last);
end;
$$;

comment on function sluice_private.change_pauses(sluice_private.arrivals[]) is
  'Pauses and resumes locked executions: of what each was asked by people, the '
  'last counts.';
