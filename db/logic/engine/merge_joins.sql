/* The update takes the row lock of the frame, under the execution's lock, once per frame. */
create or replace function sluice_private.merge_joins(partial sluice_private.resolution[])
returns sluice_private.fired_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fired sluice_private.fired_step[];
begin
  with changes as (
    select p.organization_id, p.execution_id, p.frame_id,
      jsonb_object_agg(p.step_no, jsonb_build_array(p.live, p.dead)) as counts
    from unnest(partial) as p
    group by p.organization_id, p.execution_id, p.frame_id
    limit cardinality(partial)
  ),
  merged as (
    update sluice_private.frames as frame
    set joins = sluice_private.add_join_counts(frame.joins, changes.counts)
    from changes
    where frame.organization_id = any (array[changes.organization_id])
      and frame.execution_id = changes.execution_id
      and frame.frame_id = changes.frame_id
    returning frame.execution_id, frame.frame_id, frame.joins
  ),
  counted as (
    select
      p as resolution,
      (merged.joins #>> array[p.step_no::text, '0'])::int as live,
      (merged.joins #>> array[p.step_no::text, '1'])::int as dead
    from unnest(partial) as p
    inner join merged on merged.execution_id = p.execution_id and merged.frame_id = p.frame_id
  )
  select array_agg((
    (c.resolution).organization_id, (c.resolution).execution_id, (c.resolution).version_id,
    (c.resolution).frame_id, (c.resolution).step_no, (c.resolution).generation,
    c.is_live, (c.resolution).token,
    (c.resolution).cancels and c.is_live, (c.resolution).takes_turns
  )::sluice_private.fired_step)
  into v_fired
  from (
    select d.resolution, d.live >= (d.resolution).needed as is_live,
      case (d.resolution).join_kind
        when 'any' then d.live + d.dead = (d.resolution).in_degree
        else
          d.live >= (d.resolution).needed
            and d.live - (d.resolution).live < (d.resolution).needed
          or (d.resolution).in_degree - d.dead < (d.resolution).needed
            and (d.resolution).in_degree - d.dead + (d.resolution).dead >= (d.resolution).needed
      end as is_decided
    from counted as d
  ) as c
  where c.is_decided;
  return v_fired;
end;
$$;

comment on function sluice_private.merge_joins(sluice_private.resolution[]) is
  'Adds to the counts of joins that are partly resolved; returns the steps this decides.';
