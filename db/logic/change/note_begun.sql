create or replace function sluice_private.note_begun(organization_ids uuid[], tokens bigint[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_begun record;
begin
  if not exists (select from sluice_private.watched_scopes) then
    return;
  end if;
  select array_agg(lease.organization_id) as organization_ids, array_agg(lease.execution_id) as ids
  into v_begun
  from (
    select pair.organization_id, pair.token
    from unnest(organization_ids, tokens) as pair (organization_id, token)
    limit cardinality(tokens)
  ) as begun
  inner join sluice_private.step_leases as lease
    on lease.organization_id = begun.organization_id
    and lease.slot = begun.token & -32
    and lease.token = begun.token;
  perform sluice_private.note_changes(v_begun.organization_ids, v_begun.ids);
end;
$$;

comment on function sluice_private.note_begun(uuid[], bigint[]) is
  'note_changes, for the executions that these leases are of.';
