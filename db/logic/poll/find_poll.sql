create or replace function sluice_private.find_poll(trigger_id uuid, needed text)
returns sluice.workflow_polls
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_poll sluice.workflow_polls;
begin
  select poll.*
  into v_poll
  from sluice.workflow_polls as poll
  inner join sluice.workflow_triggers as t
    on t.organization_id = poll.organization_id and t.id = poll.trigger_id
  where t.id = find_poll.trigger_id
    and sluice_hidden.can_see(t.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('trigger %s does not poll', coalesce(trigger_id::text, 'null')),
      detail = 'There is none with this id in your organizations that does.',
      hint = 'List sluice.workflow_polls to see those you may use.';
  end if;
  perform sluice_hidden.assert_can(v_poll.organization_id, needed);
  return v_poll;
end;
$$;

comment on function sluice_private.find_poll(uuid, text) is
  'The poll of a trigger, if whoever asks may see it (else SLNTF) and do what is needed (else '
  'SLFRB).';
