create or replace function sluice.start_bulk_operation(
  kind text,
  filter jsonb,
  arguments jsonb default '{}',
  organization_id uuid default null
)
returns sluice.bulk_operations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := sluice_private.assert_organization(
    coalesce(organization_id, sluice_hidden.current_organization_id()), 'run'
  );
  v_fault text := coalesce(
    sluice_private.bulk_arguments_fault(kind, coalesce(arguments, '{}')),
    case when kind = 'replay' then sluice_private.replay_filter_fault(filter)
      else sluice_private.bulk_filter_fault(filter) end
  );
begin
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = v_fault,
      hint = 'Kinds are cancel, pause, resume, retry, skip_step, cancel_step, complete_step and '
        'replay. A filter has ids, workflow_id, statuses, created_after, created_before, '
        'error_class; that of replay name, created_after and created_before; arguments are those '
        'of the function for one execution.';
  end if;
  perform sluice_hidden.assert_size(arguments, 'the arguments');
  return sluice_private.open_bulk_operation(
    v_organization_id, kind, filter, coalesce(arguments, '{}')
  );
end;
$$;

comment on function sluice.start_bulk_operation(text, jsonb, jsonb, uuid) is
  'Does to every execution that the filter matches now what cancel_execution, pause_execution, '
  'resume_execution, retry_execution, skip_step, cancel_step or complete_step does to one, or to '
  'every event what replay_event does. The row says how far it has come.';
grant execute on function sluice.start_bulk_operation(text, jsonb, jsonb, uuid)
to sluice_member, sluice_admin;
