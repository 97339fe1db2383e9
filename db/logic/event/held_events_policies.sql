alter table sluice_private.held_events enable row level security;
alter table sluice_private.held_events force row level security;

drop policy if exists all_owner on sluice_private.held_events;
create policy all_owner on sluice_private.held_events to sluice_owner
using (true) with check (true);
