alter table sluice.workflows enable row level security;
alter table sluice.workflows force row level security;

drop policy if exists all_owner on sluice.workflows;
create policy all_owner on sluice.workflows to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflows;
create policy select_member on sluice.workflows for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflows;
create policy select_admin on sluice.workflows for select to sluice_admin
using (true);

grant select on sluice.workflows to sluice_member, sluice_admin;
