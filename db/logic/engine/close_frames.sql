/* A frame inside another one that ends as well is ended with it; of several ends of one, the first
   counts. */
create or replace function sluice_private.close_frames(closing sluice_private.closing_frame[])
returns sluice_private.ended_iteration[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_all sluice_private.ended_iteration[];
  v_closing record;
  v_ended sluice_private.ended_iteration;
begin
  for v_closing in
    select distinct on (c.execution_id, c.frame_id) c.*, frame.parent_id, frame.container,
      frame.iteration, frame.path
    from unnest(closing) with ordinality as c
    inner join sluice_private.frames as frame
      on frame.organization_id = c.organization_id
      and frame.execution_id = c.execution_id
      and frame.frame_id = c.frame_id
    where not exists (
      select from unnest(closing) as around
      where around.execution_id = c.execution_id
        and around.frame_id <> c.frame_id
        and around.frame_id = any (frame.lineage)
    )
    order by c.execution_id, c.frame_id, c.ordinality
  loop
    v_ended := null;
    v_ended.organization_id := v_closing.organization_id;
    v_ended.execution_id := v_closing.execution_id;
    v_ended.parent_id := v_closing.parent_id;
    v_ended.container := v_closing.container;
    v_ended.iteration := v_closing.iteration;
    v_ended.path := v_closing.path;
    v_ended.status := v_closing.status;
    v_ended.output := v_closing.output;
    v_ended.error := v_closing.error;
    v_ended.frame_id := v_closing.frame_id;
    if v_closing.status in ('completed', 'cancelled') then
      v_ended := sluice_private.judge_iteration(v_ended, v_closing.frame_id);
    end if;
    v_all := v_all || v_ended;
    perform sluice_private.cancel_within(
      v_closing.organization_id, v_closing.execution_id,
      sluice_private.frames_below(
        v_closing.organization_id, v_closing.execution_id, array[v_closing.frame_id]
      )
    );
  end loop;
  return v_all;
end;
$$;

comment on function sluice_private.close_frames(sluice_private.closing_frame[]) is
  'Ends frames early, with whatever is under way in them.';
