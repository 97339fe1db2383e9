/* Which have ended is read first: an answer that is given while this runs is then still found. */
create or replace function sluice_private.take_answers(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns table (execution_id uuid, answer jsonb, status text, output jsonb)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ended uuid[];
begin
  v_ended := array(
    select asked.execution_id
    from unnest(organization_ids, execution_ids) as asked (organization_id, execution_id)
    where not exists (
      select from sluice_private.live_executions as live
      where live.organization_id = asked.organization_id and live.id = asked.execution_id
    )
  );
  return query
  with taken as (
    delete from sluice_private.awaited_answers as awaited
    using unnest(organization_ids, execution_ids) as asked (organization_id, execution_id)
    where awaited.organization_id = asked.organization_id
      and awaited.execution_id = asked.execution_id
      and (awaited.answer is not null or asked.execution_id = any (v_ended))
    returning awaited.organization_id, awaited.execution_id, awaited.answer
  )
  select taken.execution_id, taken.answer, past.status, past.output
  from taken
  left join lateral (
    select ended.status, ended.output
    from sluice_private.executions as ended
    where taken.answer is null
      and ended.organization_id = taken.organization_id
      and ended.id = taken.execution_id
    offset 0
  ) as past on true;
end;
$$;

comment on function sluice_private.take_answers(uuid[], uuid[]) is
  'The answers that executions have given to those who wait for them, and how the ones have '
  'ended that gave none; each is told once.';
grant execute on function sluice_private.take_answers(uuid[], uuid[]) to sluice_worker;
