alter table sluice_private.admissions enable row level security;
alter table sluice_private.admissions force row level security;

drop policy if exists all_owner on sluice_private.admissions;
create policy all_owner on sluice_private.admissions to sluice_owner
using (true) with check (true);
