create or replace function sluice.redrive(
  filter jsonb default '{}',
  rate double precision default null,
  arguments jsonb default '{}',
  organization_id uuid default null
)
returns setof sluice.bulk_operations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := sluice_private.assert_organization(
    coalesce(organization_id, sluice_hidden.current_organization_id()), 'run'
  );
  v_fault text := sluice_private.redrive_fault(filter, rate, coalesce(arguments, '{}'));
  v_statuses text[];
begin
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = v_fault,
      hint = 'A filter has ids, workflow_id, statuses (failed, timed_out, paused), created_after, '
        'created_before, error_class; a rate is executions a second; arguments are those of '
        'retry_execution.';
  end if;
  v_statuses := array(
    select jsonb_array_elements_text(coalesce(filter -> 'statuses', '["failed", "timed_out", '
      '"paused"]'))
  );
  if v_statuses && '{failed,timed_out}' then
    return next sluice_private.open_bulk_operation(
      v_organization_id, 'retry',
      filter || jsonb_build_object('statuses', array_remove(v_statuses, 'paused')),
      coalesce(arguments, '{}') || '{"redrive": true}', rate
    );
  end if;
  if 'paused' = any (v_statuses) and coalesce(filter ->> 'error_class', 'engine') = 'engine' then
    return next sluice_private.open_bulk_operation(
      v_organization_id, 'resume', filter || '{"statuses": ["paused"], "error_class": "engine"}',
      '{"redrive": true}', rate
    );
  end if;
end;
$$;

comment on function sluice.redrive(jsonb, double precision, jsonb, uuid) is
  'Retries the dead letters that the filter matches now, and resumes those that the engine has '
  'parked, at most this many a second: a bulk operation for each of the two.';
grant execute on function sluice.redrive(jsonb, double precision, jsonb, uuid)
to sluice_member, sluice_admin;
