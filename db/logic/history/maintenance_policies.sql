alter table sluice_private.maintenance enable row level security;
alter table sluice_private.maintenance force row level security;

drop policy if exists all_owner on sluice_private.maintenance;
create policy all_owner on sluice_private.maintenance to sluice_owner
using (true) with check (true);
