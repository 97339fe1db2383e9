-- lint: allow when-others: a note that cannot be written must not stop the writer either
create or replace function sluice_private.note_fault(
  organization_id uuid,
  object text,
  operation text,
  code text,
  message text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  raise warning 'no event of what was % in %: %', operation, object, message;
  insert into sluice_private.watch_faults (organization_id, object, operation, code, message)
  select
    note_fault.organization_id, note_fault.object, note_fault.operation, code, left(message, 2000)
  where not exists (
    select
    from sluice_private.watch_faults as f
    where f.organization_id = note_fault.organization_id
      and f.object = note_fault.object
      and f.id > sluice_hidden.uuid_floor(clock_timestamp() - interval '1 minute')
  );
exception
  when others then
    raise warning 'nor can that be noted: %', sqlerrm;
end;
$$;

comment on function sluice_private.note_fault(uuid, text, text, text, text) is
  'Notes that no event could be made of a change, once a minute.';
