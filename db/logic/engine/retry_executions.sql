create or replace function sluice_private.retry_executions(
  operation sluice.bulk_operations,
  execution_ids uuid[],
  out told uuid[],
  out error jsonb,
  out last_id uuid
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_until timestamptz := clock_timestamp() + interval '200 ms';
  v_tried record;
begin
  told := '{}';
  foreach last_id in array execution_ids loop
    select r.error, r.is_spent
    into v_tried
    from sluice_private.retry_guarded(operation, last_id) as r;
    if v_tried.error is null then
      told := told || last_id;
    else
      error := v_tried.error;
    end if;
    exit when v_tried.is_spent or clock_timestamp() > v_until;
  end loop;
end;
$$;

comment on function sluice_private.retry_executions(sluice.bulk_operations, uuid[]) is
  'Retries executions one by one, for 200 ms and no longer: up to which, and those that began '
  'again.';
