create or replace function sluice_private.stray_events()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'an awaited event has a wait', a.organization_id, a.execution_id,
    format('nothing waits for %s', a.name)
  from sluice_private.awaited_events as a
  where not exists (
    select from sluice_private.waits as w
    where w.organization_id = a.organization_id
      and w.execution_id = a.execution_id
      and w.frame_id = a.frame_id
      and w.step_no = a.step_no
  ) and not exists (
    select from sluice_private.containers as c
    where c.organization_id = a.organization_id
      and c.execution_id = a.execution_id
      and c.frame_id = a.frame_id
      and c.step_no = a.step_no
  );
end;

comment on function sluice_private.stray_events() is
  'Events that are awaited, and nobody would know what for.';
