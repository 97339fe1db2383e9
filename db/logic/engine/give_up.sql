/* What completed earlier may be needed by what could not be undone: it is left as it is. */
create or replace function sluice_private.give_up(
  container sluice_private.containers,
  error jsonb,
  failure jsonb
)
returns sluice_private.closing_frame
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_left jsonb;
begin
  with gone as (
    delete from sluice_private.compensations as kept
    where kept.organization_id = container.organization_id
      and kept.execution_id = container.execution_id
    returning kept.seq, kept.path, kept.step_no
  )
  select jsonb_agg(
    concat_ws('.', g.path, (
      sluice_private.step_of(container.organization_id, container.version_id, g.step_no)
    ).node_id) order by g.seq desc
  )
  into v_left
  from (select gone.* from gone order by gone.seq desc limit 100) as g;
  return (
    container.organization_id, container.execution_id, 0, 'failed', null,
    jsonb_build_object(
      'class', 'compensation',
      'message', format('%s failed, and what came before it is not undone',
        coalesce(failure ->> 'node_id', 'a compensation')),
      'node_id', failure -> 'node_id', 'failure', failure, 'cause', error, 'left', v_left
    )
  )::sluice_private.closing_frame;
end;
$$;

comment on function sluice_private.give_up(sluice_private.containers, jsonb, jsonb) is
  'The end of an execution in which a step cannot be undone; it names what is left.';
