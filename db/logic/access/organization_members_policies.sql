alter table sluice.organization_members enable row level security;
alter table sluice.organization_members force row level security;

drop policy if exists all_owner on sluice.organization_members;
create policy all_owner on sluice.organization_members to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.organization_members;
create policy select_member on sluice.organization_members for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.organization_members;
create policy select_admin on sluice.organization_members for select to sluice_admin
using (true);

grant select on sluice.organization_members to sluice_member, sluice_admin;
