alter table sluice_private.test_mode enable row level security;
alter table sluice_private.test_mode force row level security;

drop policy if exists all_owner on sluice_private.test_mode;
create policy all_owner on sluice_private.test_mode to sluice_owner
using (true) with check (true);
