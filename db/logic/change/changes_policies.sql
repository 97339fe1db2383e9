alter table sluice_private.changes enable row level security;
alter table sluice_private.changes force row level security;

drop policy if exists all_owner on sluice_private.changes;
create policy all_owner on sluice_private.changes to sluice_owner
using (true) with check (true);
