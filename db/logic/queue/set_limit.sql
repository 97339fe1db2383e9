create or replace function sluice.set_limit(
  name text,
  concurrency int default null,
  rate_count int default null,
  rate_per interval default null,
  burst int default null,
  backlog int default null,
  on_limit text default 'queue',
  workflow_id uuid default null,
  provider text default null,
  organization_id uuid default null
)
returns sluice.workflow_limits
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_given sluice.workflow_limits;
  v_limit sluice.workflow_limits;
begin
  v_given.organization_id := coalesce(organization_id, sluice_hidden.current_organization_id());
  select
    set_limit.name, set_limit.concurrency, set_limit.rate_count, set_limit.rate_per,
    set_limit.burst, set_limit.backlog, coalesce(set_limit.on_limit, 'queue'),
    set_limit.workflow_id, set_limit.provider
  into
    v_given.name, v_given.concurrency, v_given.rate_count, v_given.rate_per, v_given.burst,
    v_given.backlog, v_given.on_limit, v_given.workflow_id, v_given.provider;
  perform sluice_private.assert_limit(v_given);

  insert into sluice.workflow_limits as known (
    organization_id, name, concurrency, rate_count, rate_per, burst, backlog, on_limit,
    workflow_id, provider, updated_by
  )
  values (
    v_given.organization_id, v_given.name, v_given.concurrency, v_given.rate_count,
    v_given.rate_per, v_given.burst, v_given.backlog, v_given.on_limit, v_given.workflow_id,
    v_given.provider, sluice_hidden.current_user_id()
  )
  on conflict on constraint workflow_limits_pkey do update set
    concurrency = excluded.concurrency, rate_count = excluded.rate_count,
    rate_per = excluded.rate_per, burst = excluded.burst, backlog = excluded.backlog,
    on_limit = excluded.on_limit, workflow_id = excluded.workflow_id,
    provider = excluded.provider, updated_by = excluded.updated_by
  returning known.* into v_limit;
  return v_limit;
exception
  when unique_violation then
    raise exception using
      errcode = 'SLVAL',
      message = format('provider %s has another limit', set_limit.provider),
      hint = 'Change that one; sluice.workflow_limits has its name.';
  when foreign_key_violation then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', v_given.organization_id),
      hint = 'List sluice.organizations to see those you may use.';
end;
$$;

comment on function sluice.set_limit(
  text, int, int, interval, int, int, text, uuid, text, uuid
) is
  'Creates or replaces a limit of an organization: on the steps that name a provider, else on the '
  'executions of a workflow, else on all of them.';
grant execute on function sluice.set_limit(
  text, int, int, interval, int, int, text, uuid, text, uuid
) to sluice_member, sluice_admin;
