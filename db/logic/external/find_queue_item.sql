/* The id is computed, so no index has it: a lock that somebody has is looked for among the locks,
   and else only among what whoever asks may see. */
create or replace function sluice_private.find_queue_item(queue_id uuid)
returns sluice_private.queue_item
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sees_all boolean := sluice_hidden.is_operator();
  v_seen uuid[] := sluice_hidden.my_organization_ids();
  v_item sluice_private.queue_item;
begin
  select item.*
  into v_item
  from (
    select l.organization_id, l.execution_id, l.frame_id, l.step_no, l.generation, l.token
    from sluice_private.step_leases as l
    where l.expires_at is not null and (v_sees_all or l.organization_id = any (v_seen))
    union all
    select r.organization_id, r.execution_id, r.frame_id, r.step_no, r.generation, null
    from sluice_private.ready_steps as r
    where v_sees_all or r.organization_id = any (v_seen)
    union all
    select l.organization_id, l.execution_id, l.frame_id, l.step_no, l.generation, l.token
    from sluice_private.step_leases as l
    where l.expires_at is null and (v_sees_all or l.organization_id = any (v_seen))
    union all
    select b.organization_id, b.execution_id, b.frame_id, b.step_no, b.generation, null
    from sluice_private.blocked_steps as b
    where v_sees_all or b.organization_id = any (v_seen)
    union all
    select e.organization_id, e.id, 0, e.trigger_step, e.generation, null
    from sluice_private.live_executions as e
    where e.status = 'pending' and (v_sees_all or e.organization_id = any (v_seen))
    offset 0
  ) as item
  where find_queue_item.queue_id = sluice_hidden.queue_item_id(
    item.execution_id, item.frame_id, item.step_no, item.generation
  )
  limit 1;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('there is no %s in the queue', coalesce(queue_id::text, 'null')),
      hint = 'It has ended, or is not yours: see sluice.workflow_execution_queue.';
  end if;
  perform sluice_hidden.assert_can(v_item.organization_id, 'run');
  return v_item;
end;
$$;

comment on function sluice_private.find_queue_item(uuid) is
  'A step in the queue, or an execution that has yet to begin, if whoever asks may run its '
  'workflow; raises SLNTF, SLFRB.';
