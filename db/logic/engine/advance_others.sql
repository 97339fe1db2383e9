/* So many at once: the first of them that others do not hold all of. */
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
  v_count int;
  v_mine record;
begin
  if moved is not null then
    select array_agg(pair.organization_id), array_agg(pair.id)
    into organization_ids, execution_ids
    from unnest(organization_ids, execution_ids) as pair (organization_id, id)
    where pair.id not in (select unnest(moved));
  end if;
  v_count := cardinality(execution_ids);
  for v_first in 1 .. v_count by at_most loop
    v_mine := sluice_private.take_executions(
      organization_ids[v_first : v_first + least(at_most, v_count) - 1],
      execution_ids[v_first : v_first + least(at_most, v_count) - 1]
    );
    exit when v_mine.execution_ids is not null;
  end loop;
  if v_mine.execution_ids is not null and is_cut then
    perform sluice_private.set_apart(v_mine.organization_ids, v_mine.execution_ids);
  elsif v_mine.execution_ids is not null then
    handed := sluice_private.advance_in_time(
      v_mine.organization_ids, v_mine.execution_ids, host,
      case when cardinality(v_mine.execution_ids) <= room then room else 0 end
    );
  end if;
  advanced := coalesce(cardinality(v_mine.execution_ids), 0);
end;
$$;

comment on function sluice_private.advance_others(
  uuid[], uuid[], uuid[], boolean, sluice_private.workers, int, int
) is
  'Moves on up to so many of these executions that have not gone the straight way, whatever has '
  'arrived at them; or sets them apart where that was cut off before.';
