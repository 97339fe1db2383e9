create or replace function sluice_private.advance_others(
  organization_ids uuid[],
  execution_ids uuid[],
  moved uuid[],
  is_cut boolean,
  host sluice_private.workers,
  room int,
  at_most int,
  out advanced int,
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_locked uuid[];
  v_mine record;
begin
  if moved is not null then
    select array_agg(pair.organization_id), array_agg(pair.id)
    into organization_ids, execution_ids
    from unnest(organization_ids, execution_ids) as pair (organization_id, id)
    where pair.id not in (select unnest(moved));
  end if;
  organization_ids := organization_ids[:at_most];
  execution_ids := execution_ids[:at_most];
  v_locked := sluice_private.divert(
    organization_ids, execution_ids,
    sluice_private.lock_executions(organization_ids, execution_ids), true
  );
  perform sluice_hidden.failpoint('locked');
  select
    array_agg(pair.organization_id) filter (where pair.is_mine) as organization_ids,
    array_agg(pair.id) filter (where pair.is_mine) as execution_ids,
    array_agg(pair.organization_id) filter (where not pair.is_mine) as other_organization_ids,
    array_agg(pair.id) filter (where not pair.is_mine) as other_ids
  into v_mine
  from (
    select given.*, given.id = any (v_locked) as is_mine
    from unnest(organization_ids, execution_ids) as given (organization_id, id)
  ) as pair;
  if v_mine.other_ids is not null then
    perform sluice_private.delete_orphans(v_mine.other_organization_ids, v_mine.other_ids);
  end if;
  if v_mine.execution_ids is not null and is_cut then
    perform sluice_private.set_apart(v_mine.organization_ids, v_mine.execution_ids);
  elsif v_mine.execution_ids is not null then
    handed := sluice_private.advance_in_time(
      v_mine.organization_ids, v_mine.execution_ids, host,
      case when cardinality(v_mine.execution_ids) <= room then room else 0 end
    );
  end if;
  advanced := cardinality(v_locked);
end;
$$;

comment on function sluice_private.advance_others(
  uuid[], uuid[], uuid[], boolean, sluice_private.workers, int, int
) is
  'Moves on up to so many of these executions that have not gone the straight way, whatever has '
  'arrived at them; or sets them apart where that was cut off before.';
