alter table sluice_private.limit_releases enable row level security;
alter table sluice_private.limit_releases force row level security;

drop policy if exists all_owner on sluice_private.limit_releases;
create policy all_owner on sluice_private.limit_releases to sluice_owner
using (true) with check (true);
