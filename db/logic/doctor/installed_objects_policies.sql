alter table sluice_private.installed_objects enable row level security;
alter table sluice_private.installed_objects force row level security;

drop policy if exists all_owner on sluice_private.installed_objects;
create policy all_owner on sluice_private.installed_objects to sluice_owner
using (true) with check (true);
