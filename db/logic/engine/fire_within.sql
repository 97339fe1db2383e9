/* The first few show how long what the others come to will be. */
create or replace function sluice_private.fire_within(
  fired sluice_private.fired_step[],
  out settled sluice_private.settled_step[],
  out queued sluice_private.queued_step[],
  out timed sluice_private.settled_step[],
  out waiting sluice_private.settled_step[],
  out opening sluice_private.settled_step[],
  out calling sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out left_over sluice_private.fired_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first int := 1;
  v_count int := 32;
  v_bytes bigint := bigint '0';
  v_part record;
begin
  loop
    select f.* into v_part
    from sluice_private.fire_steps(fired[v_first : v_first + v_count - 1]) as f;
    settled := settled || v_part.settled;
    queued := queued || v_part.queued;
    timed := timed || v_part.timed;
    waiting := waiting || v_part.waiting;
    opening := opening || v_part.opening;
    calling := calling || v_part.calling;
    closing := closing || v_part.closing;
    v_first := v_first + v_count;
    exit when v_first > coalesce(cardinality(fired), 0);
    v_bytes := v_bytes + (
      select coalesce(sum(pg_column_size(one.body)), 0)
      from (
        select q.input as body from unnest(v_part.queued) as q
        union all
        select s.output from unnest(v_part.settled) as s
      ) as one
    );
    exit when v_bytes >= sluice_hidden.max_batch_bytes();
    v_count := least(
      10000, v_first * (sluice_hidden.max_batch_bytes() - v_bytes) / greatest(v_bytes, 1) + 1
    )::int;
  end loop;
  left_over := fired[v_first :];
end;
$$;

comment on function sluice_private.fire_within(sluice_private.fired_step[]) is
  'fire_steps, as long as what that comes to is no more than max_batch_bytes; what it has left '
  'over is for another transaction.';
