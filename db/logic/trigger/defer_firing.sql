create or replace function sluice_private.defer_firing(fired sluice_private.judged_firing)
returns sluice_private.judged_firing
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  fired.execution_id := null;
  fired.is_duplicate := false;
  fired.is_deferred := true;
  fired.reason := 'it is fired again: somebody else is starting the same';
  return fired;
end;
$$;

comment on function sluice_private.defer_firing(sluice_private.judged_firing) is
  'A firing that is not waited for: it is fired again later.';
