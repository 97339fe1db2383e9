alter table sluice_private.record_triggers enable row level security;
alter table sluice_private.record_triggers force row level security;

drop policy if exists all_owner on sluice_private.record_triggers;
create policy all_owner on sluice_private.record_triggers to sluice_owner
using (true) with check (true);
