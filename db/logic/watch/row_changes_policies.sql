alter table sluice_private.row_changes enable row level security;
alter table sluice_private.row_changes force row level security;

drop policy if exists all_owner on sluice_private.row_changes;
create policy all_owner on sluice_private.row_changes to sluice_owner
using (true) with check (true);
