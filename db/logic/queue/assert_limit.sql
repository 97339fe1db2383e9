create or replace function sluice_private.assert_limit(given sluice.workflow_limits)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fault text := case
    when given.organization_id is null then 'a limit needs an organization'
    when coalesce(given.name, '') !~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$'
      then 'a limit needs a name of letters, digits, -, . and _'
    when num_nonnulls(given.workflow_id, given.provider) > 1
      then 'a limit is of a workflow or of a provider'
    when given.provider = '' or length(given.provider) > 200
      then 'a provider has a name of 1 to 200 characters'
    when num_nonnulls(given.concurrency, given.rate_count, given.backlog) = 0
      then 'a limit needs a concurrency, a rate or a backlog'
    when num_nonnulls(given.rate_count, given.rate_per) = 1
      or given.burst is not null and given.rate_count is null
      then 'a rate needs rate_count and rate_per'
    when not given.concurrency between 1 and 999999 then 'concurrency is 1 to 999999'
    when not given.rate_count between 1 and 999999 then 'rate_count is 1 to 999999'
    when not given.rate_per between '1 second' and '366 days'
      then 'rate_per is a second to a year'
    when not given.burst between 1 and given.rate_count then 'burst is 1 to rate_count'
    when not given.backlog between 1 and 999999 then 'backlog is 1 to 999999'
    when given.provider is not null and (given.backlog is not null or given.on_limit <> 'queue')
      then 'of a provider only concurrency and rate are set; the steps say what becomes of them'
    else sluice_private.on_limit_fault(jsonb_strip_nulls(jsonb_build_object(
      'on_limit', given.on_limit, 'concurrency', given.concurrency, 'rate', given.rate_count
    )))
  end;
begin
  if given.organization_id is not null then
    perform sluice_hidden.assert_can(given.organization_id, 'manage');
  end if;
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = v_fault,
      hint = case when given.organization_id is null
        then 'Name it: organization_id => ''…''; or set jwt.claims.org for the session.'
        else 'Such as set_limit(''crm'', provider => ''api.crm.example'', rate_count => 100, '
          'rate_per => ''1 minute'').' end;
  end if;
  if given.workflow_id is not null and not exists (
    select from sluice.workflows as known
    where known.organization_id = given.organization_id and known.id = given.workflow_id
  ) then
    raise exception using
      errcode = 'SLNTF',
      message = format('workflow %s does not exist in this organization', given.workflow_id),
      hint = 'List sluice.workflows to see those of your organizations.';
  end if;
end;
$$;

comment on function sluice_private.assert_limit(sluice.workflow_limits) is
  'Raises SLVAL, SLFRB or SLNTF unless whoever asks may set this limit, and it is one.';
