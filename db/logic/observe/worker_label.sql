/* Hosts are named to operators only: they are no tenant's business. */
create or replace function sluice_private.worker_label(worker_id uuid, holder text)
returns text
language sql
stable
return case
  when holder is not null then format('worker %s', holder)
  else format('worker %s', worker_id) || coalesce((
    select format(' (process %s of %s)', worker.pid, worker.host)
    from sluice_private.workers as worker
    where worker.id = worker_id and sluice_hidden.is_operator()
  ), '')
end;

comment on function sluice_private.worker_label(uuid, text) is
  'A worker as sentences name it.';
