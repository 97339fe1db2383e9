alter table sluice_private.workers enable row level security;
alter table sluice_private.workers force row level security;

drop policy if exists all_owner on sluice_private.workers;
create policy all_owner on sluice_private.workers to sluice_owner
using (true) with check (true);

drop policy if exists select_admin on sluice_private.workers;
create policy select_admin on sluice_private.workers for select to sluice_admin
using (true);

grant select on sluice_private.workers to sluice_admin;
