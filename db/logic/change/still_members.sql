create or replace function sluice_hidden.still_members(user_ids uuid[], organization_ids uuid[])
returns table (user_id uuid, organization_id uuid)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select m.user_id, m.organization_id
  from unnest(user_ids, organization_ids) as pair (user_id, organization_id)
  inner join sluice.organization_members as m
    on m.organization_id = pair.organization_id
    and m.user_id = pair.user_id;
end;
$$;

comment on function sluice_hidden.still_members(uuid[], uuid[]) is
  'Those of these pairs of user and organization that belong together.';
grant execute on function sluice_hidden.still_members(uuid[], uuid[]) to sluice_authenticator;
