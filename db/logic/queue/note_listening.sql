create or replace function sluice_private.note_listening(
  worker_id uuid,
  epoch bigint,
  is_listening boolean
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.workers
  set is_listening = note_listening.is_listening
  where workers.id = note_listening.worker_id
    and workers.epoch = note_listening.epoch
    and workers.is_listening <> note_listening.is_listening;
end;
$$;

comment on function sluice_private.note_listening(uuid, bigint, boolean) is
  'Whether this worker hears ticks, or polls alone.';
grant execute on function sluice_private.note_listening(uuid, bigint, boolean) to sluice_worker;
