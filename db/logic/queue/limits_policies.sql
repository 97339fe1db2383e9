alter table sluice_private.limits enable row level security;
alter table sluice_private.limits force row level security;

drop policy if exists all_owner on sluice_private.limits;
create policy all_owner on sluice_private.limits to sluice_owner
using (true) with check (true);
