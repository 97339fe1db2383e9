/* Security definer: the results are in sluice_private. */
create or replace function sluice.forget_cached_results(
  action text default null,
  organization_id uuid default null
)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_count int;
begin
  if v_organization_id is null then
    raise exception using
      errcode = 'SLVAL',
      message = 'cached results belong to an organization, and none is given',
      hint = 'Pass organization_id, or send a token with org.';
  end if;
  perform sluice_hidden.assert_can(v_organization_id, 'edit');
  delete from sluice_private.cached_results as cached
  where cached.organization_id = v_organization_id
    and (forget_cached_results.action is null or cached.action = forget_cached_results.action);
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice.forget_cached_results(text, uuid) is
  'Forgets what an action, or every action, gave: the next step with a cache runs. Says how many '
  'results that were.';
grant execute on function sluice.forget_cached_results(text, uuid) to sluice_member, sluice_admin;
