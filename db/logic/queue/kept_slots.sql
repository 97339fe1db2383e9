/* A twentieth. Without them whoever comes while another organization has filled all slots would
   wait until one of its steps has ended, and what follows it. */
create or replace function sluice_private.kept_slots()
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not sluice_private.is_shared() then
    return 0;
  end if;
  return (
    select (coalesce(sum(workers.concurrency), 0) / 20)::int
    from sluice_private.workers
    where not workers.is_draining
  );
end;
$$;

comment on function sluice_private.kept_slots() is
  'How many of the slots are for organizations of which no more than that many steps run; none '
  'where there is one organization.';
