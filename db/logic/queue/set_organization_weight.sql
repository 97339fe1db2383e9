create or replace function sluice.set_organization_weight(organization_id uuid, weight int)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_operator('set weights');
  if weight is null or weight not between 1 and 1000 then
    raise exception using
      errcode = 'SLVAL',
      message = 'a weight is a number from 1 to 1000',
      hint = 'All organizations have 1 until they are given another.';
  end if;
  insert into sluice_private.organization_weights (organization_id, weight)
  values (set_organization_weight.organization_id, set_organization_weight.weight)
  on conflict on constraint organization_weights_pkey do update set weight = excluded.weight;
  return weight;
exception
  when foreign_key_violation or not_null_violation then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', coalesce(organization_id::text, 'null')),
      hint = 'List sluice.organizations to see them.';
end;
$$;

comment on function sluice.set_organization_weight(uuid, int) is
  'How large a share of the workers an organization has while others wait as well: with 3 and 1 it '
  'is three to one.';
grant execute on function sluice.set_organization_weight(uuid, int) to sluice_admin;
