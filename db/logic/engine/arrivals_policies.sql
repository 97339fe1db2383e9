alter table sluice_private.arrivals enable row level security;
alter table sluice_private.arrivals force row level security;

drop policy if exists all_owner on sluice_private.arrivals;
create policy all_owner on sluice_private.arrivals to sluice_owner
using (true) with check (true);
