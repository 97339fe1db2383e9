/* R2: `any` fires when all edges are resolved and one is live; `every` when all are live, and is
   skipped as soon as one is dead; a quorum fires at the live edge it needs, and is skipped as soon
   as it cannot be reached. Where all edges resolve at once no count needs keeping. */
create or replace function sluice_private.decide_joins(resolutions sluice_private.resolution[])
returns sluice_private.fired_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fired sluice_private.fired_step[];
  v_partial sluice_private.resolution[];
begin
  select
    array_agg((
      r.organization_id, r.execution_id, r.version_id, r.frame_id, r.step_no, r.generation,
      r.live >= r.needed, r.token, r.cancels and r.live >= r.needed,
      r.takes_turns
    )::sluice_private.fired_step) filter (where r.live + r.dead = r.in_degree),
    array_agg(r) filter (where r.live + r.dead < r.in_degree)
  into v_fired, v_partial
  from unnest(resolutions) as r;

  if v_partial is not null then
    v_fired := v_fired || sluice_private.merge_joins(v_partial);
  end if;
  return v_fired;
end;
$$;

comment on function sluice_private.decide_joins(sluice_private.resolution[]) is
  'The steps whose joins are now decided: each fires, or is skipped.';
