alter table sluice.workflow_polls enable row level security;
alter table sluice.workflow_polls force row level security;

drop policy if exists all_owner on sluice.workflow_polls;
create policy all_owner on sluice.workflow_polls to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_polls;
create policy select_member on sluice.workflow_polls for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_polls;
create policy select_admin on sluice.workflow_polls for select to sluice_admin
using (true);

grant select on sluice.workflow_polls to sluice_member, sluice_admin;
