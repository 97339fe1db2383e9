/* As if something were under way in them still: the arrival, which ends them when it is taken. */
create or replace function sluice_private.defer_done(
  done sluice_private.frames[],
  at_most int
)
returns sluice_private.frames[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if cardinality(done) <= at_most then
    return done;
  end if;
  with later as (
    update sluice_private.frames as frame
    set open = 1
    from unnest(done[at_most + 1 :]) as d
    where frame.organization_id = d.organization_id
      and frame.execution_id = d.execution_id
      and frame.frame_id = d.frame_id
    returning frame.organization_id, frame.execution_id, frame.frame_id
  )
  insert into sluice_private.arrivals (organization_id, execution_id, kind, frame_id)
  select later.organization_id, later.execution_id, 'done', later.frame_id
  from later;
  return done[: at_most];
end;
$$;

comment on function sluice_private.defer_done(sluice_private.frames[], int) is
  'Of frames in which nothing is under way any more, those that end in this transaction; the '
  'others end in a later one.';
