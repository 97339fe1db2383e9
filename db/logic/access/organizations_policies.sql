alter table sluice.organizations enable row level security;
alter table sluice.organizations force row level security;

drop policy if exists all_owner on sluice.organizations;
create policy all_owner on sluice.organizations to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.organizations;
create policy select_member on sluice.organizations for select to sluice_member
using (id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.organizations;
create policy select_admin on sluice.organizations for select to sluice_admin
using (true);

grant select on sluice.organizations to sluice_member, sluice_admin;
