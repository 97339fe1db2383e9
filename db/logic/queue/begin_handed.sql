create or replace function sluice_private.begin_handed(handed sluice_private.handed_step[])
returns sluice_private.handed_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if handed is null then
    return null;
  end if;
  perform sluice_private.note_begun(
    array(select h.organization_id from unnest(handed) as h),
    array(select h.token from unnest(handed) as h)
  );
  return array(
    select (
      h.organization_id, h.token, h.execution_id, h.node_id, h.action, h.attempt,
      h.idempotency_key,
      case when strpos(h.input, 'approval-token:') > 0
        then sluice_private.reveal_links(h.organization_id, h.input)
        else h.input
      end,
      h.timeout_ms, h.after_token, h.crashes
    )::sluice_private.handed_step
    from unnest(handed) as h
  );
end;
$$;

comment on function sluice_private.begin_handed(sluice_private.handed_step[]) is
  'Steps that a host has been given, as it gets them.';
