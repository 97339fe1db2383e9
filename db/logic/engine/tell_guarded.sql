-- lint: allow when-others: a poisoned execution is found by halving; it never stops the operation
create or replace function sluice_private.tell_guarded(
  operation sluice.bulk_operations,
  execution_ids uuid[],
  out told uuid[],
  out error jsonb
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_half int := cardinality(execution_ids) / 2;
  v_left record;
  v_right record;
begin
  told := case
    when operation.kind in ('cancel', 'pause', 'resume')
      then sluice_private.tell_executions(operation, execution_ids)
    else sluice_private.tell_steps(operation, execution_ids)
  end;
  select jsonb_build_object(
    'execution_id', asked.id, 'code', 'SLSTA',
    'message', 'the step is not under way, or no edge leaves the port'
  )
  into error
  from unnest(execution_ids) with ordinality as asked (id, ordinal)
  where asked.id <> all (told)
  order by asked.ordinal desc
  limit 1;
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    told := '{}';
    error := jsonb_build_object(
      'execution_id', execution_ids[1], 'code', sqlstate, 'message', sqlerrm
    );
    if v_half = 0 then
      return;
    end if;
    select t.told, t.error
    into v_left
    from sluice_private.tell_guarded(operation, execution_ids[:v_half]) as t;
    select t.told, t.error
    into v_right
    from sluice_private.tell_guarded(operation, execution_ids[v_half + 1:]) as t;
    told := v_left.told || v_right.told;
    error := coalesce(v_right.error, v_left.error);
end;
$$;

comment on function sluice_private.tell_guarded(sluice.bulk_operations, uuid[]) is
  'Leaves executions what a bulk operation wants of them, with a batch that fails halved; says '
  'which were told, and why the last of the others was not.';
