alter table sluice_private.timers enable row level security;
alter table sluice_private.timers force row level security;

drop policy if exists all_owner on sluice_private.timers;
create policy all_owner on sluice_private.timers to sluice_owner
using (true) with check (true);
