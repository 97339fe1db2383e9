create or replace function sluice_private.examine_failures()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_since uuid := sluice_hidden.uuid_floor(clock_timestamp() - interval '1 hour');
  v_failed numeric := (
    select count(*)::numeric
    from (
      select
      from sluice.organizations as organization
      cross join unnest('{failed,timed_out}'::text[]) as wanted (status)
      cross join lateral (
        select
        from sluice_private.executions as past
        where past.organization_id = organization.id
          and past.status = wanted.status
          and past.id >= v_since
        limit 1000
      ) as failed
      limit 1000
    ) as counted
  );
  v_newest record;
begin
  select count(*) as n, count(*) filter (where newest.status in ('failed', 'timed_out')) as failed
  into v_newest
  from (
    select past.status
    from sluice_private.executions as past
    where past.id >= v_since
    order by past.id desc
    limit 1000
  ) as newest;
  return next sluice_private.finding(
    'executions failed', v_failed, 50, 200,
    format('%s executions that began within the last hour have failed', case
      when v_failed = 1000 then '1000 or more' else v_failed::text end),
    'sluice.dead_letter_analysis says what they have in common.'
  );
  return next sluice_private.finding(
    'failure rate', case when v_newest.n < 20 then 0
      else round(100.0 * v_newest.failed / v_newest.n, 1) end,
    10, 50,
    format('%s of the newest %s executions of the last hour have failed',
      v_newest.failed, v_newest.n),
    'sluice.dead_letter_analysis says what they have in common.'
  );
end;
$$;

comment on function sluice_private.examine_failures() is
  'Of doctor: how many executions of the last hour have failed, and which share (in per cent).';
