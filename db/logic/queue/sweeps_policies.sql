alter table sluice_private.sweeps enable row level security;
alter table sluice_private.sweeps force row level security;

drop policy if exists all_owner on sluice_private.sweeps;
create policy all_owner on sluice_private.sweeps to sluice_owner
using (true) with check (true);
