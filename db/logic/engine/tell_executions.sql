create or replace function sluice_private.tell_executions(
  operation sluice.bulk_operations,
  execution_ids uuid[]
)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_class text := case operation.kind
    when 'cancel' then 'cancelled' when 'pause' then 'paused' else 'resumed' end;
  v_body text := jsonb_strip_nulls(jsonb_build_object(
    'class', v_class, 'message', coalesce(operation.arguments ->> 'reason', v_class),
    'by', operation.created_by, 'operation', operation.id,
    'scope', operation.arguments -> 'scope'
  ))::text;
begin
  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  select operation.organization_id, asked.id, operation.kind, v_body
  from unnest(execution_ids) as asked (id);
  return execution_ids;
end;
$$;

comment on function sluice_private.tell_executions(sluice.bulk_operations, uuid[]) is
  'Leaves executions what a bulk operation wants of them: to be cancelled, paused or resumed.';
