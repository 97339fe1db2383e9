/* It counts on its own: who asks before a start is not counted twice. Those who ask at once take
   turns until their transactions end. */
create or replace function sluice.check_workflow_rate_limit(
  organization_id uuid,
  workflow_id uuid default null
)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz;
  v_refused jsonb;
begin
  perform sluice_private.assert_organization(organization_id, 'run');
  if workflow_id is not null and not exists (
    select from sluice.workflows as known
    where known.organization_id = check_workflow_rate_limit.organization_id
      and known.id = check_workflow_rate_limit.workflow_id
  ) then
    raise exception using
      errcode = 'SLNTF',
      message = format('workflow %s does not exist in this organization', workflow_id),
      hint = 'List sluice.workflows to see those of your organizations.';
  end if;
  perform pg_advisory_xact_lock(
    hashtext('sluice:rates'), hashtext(check_workflow_rate_limit.organization_id::text)
  );
  v_now := sluice_hidden.now();
  v_refused := (
    select c.refused
    from sluice_private.claim_limits(
      check_workflow_rate_limit.organization_id,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'scope', 'check', 'key', 'check:' || known.name, 'count', known.rate_count,
          'period', sluice_private.period_of(known.rate_per, known.rate_count::text),
          'burst', coalesce(known.burst, known.rate_count)
        ))
        from sluice.workflow_limits as known
        where known.organization_id = check_workflow_rate_limit.organization_id
          and known.provider is null
          and known.rate_count is not null
          and (known.workflow_id is null
            or known.workflow_id = check_workflow_rate_limit.workflow_id)
      ), '[]'),
      v_now
    ) as c
  );
  return v_refused is null;
end;
$$;

comment on function sluice.check_workflow_rate_limit(uuid, uuid) is
  'Whether one more execution keeps to the rates of the organization and of this workflow; if so '
  'it counts as one. Apart from starts, which keep to them by themselves.';
grant execute on function sluice.check_workflow_rate_limit(uuid, uuid)
to sluice_member, sluice_admin;
