alter table sluice_private.simulations enable row level security;
alter table sluice_private.simulations force row level security;

drop policy if exists all_owner on sluice_private.simulations;
create policy all_owner on sluice_private.simulations to sluice_owner
using (true) with check (true);
