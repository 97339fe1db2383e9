create or replace function sluice_private.limit_state(organization_id uuid, key text)
returns sluice_private.limits
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.limits;
begin
  select state.*
  into v_state
  from sluice_private.limits as state
  where state.organization_id = limit_state.organization_id
    and state.key = limit_state.key
  order by state.seq desc
  limit 1;
  if not found then
    v_state.organization_id := limit_state.organization_id;
    v_state.key := limit_state.key;
    v_state.held := 0;
  end if;
  return v_state;
end;
$$;

comment on function sluice_private.limit_state(uuid, text) is
  'What a key has used so far.';
