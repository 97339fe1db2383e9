create or replace function sluice_private.closings_of(settled sluice_private.settled_step[])
returns sluice_private.closing_frame[]
language sql
immutable
return (
  select array_agg((
    s.organization_id, s.execution_id, s.frame_id, 'failed', null, s.error
  )::sluice_private.closing_frame)
  from unnest(settled) as s
  where s.ports is null
);

comment on function sluice_private.closings_of(sluice_private.settled_step[]) is
  'The frames that fail with steps whose failure is not handled.';
