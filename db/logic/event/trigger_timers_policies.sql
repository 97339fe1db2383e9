alter table sluice_private.trigger_timers enable row level security;
alter table sluice_private.trigger_timers force row level security;

drop policy if exists all_owner on sluice_private.trigger_timers;
create policy all_owner on sluice_private.trigger_timers to sluice_owner
using (true) with check (true);
