alter table sluice.scheduled_jobs enable row level security;
alter table sluice.scheduled_jobs force row level security;

drop policy if exists all_owner on sluice.scheduled_jobs;
create policy all_owner on sluice.scheduled_jobs to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.scheduled_jobs;
create policy select_member on sluice.scheduled_jobs for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.scheduled_jobs;
create policy select_admin on sluice.scheduled_jobs for select to sluice_admin
using (true);

grant select on sluice.scheduled_jobs to sluice_member, sluice_admin;
