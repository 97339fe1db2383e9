alter table sluice_private.step_limits enable row level security;
alter table sluice_private.step_limits force row level security;

drop policy if exists all_owner on sluice_private.step_limits;
create policy all_owner on sluice_private.step_limits to sluice_owner
using (true) with check (true);
