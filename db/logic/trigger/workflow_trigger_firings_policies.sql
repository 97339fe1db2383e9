alter table sluice.workflow_trigger_firings enable row level security;
alter table sluice.workflow_trigger_firings force row level security;

drop policy if exists all_owner on sluice.workflow_trigger_firings;
create policy all_owner on sluice.workflow_trigger_firings to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_trigger_firings;
create policy select_member on sluice.workflow_trigger_firings for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_trigger_firings;
create policy select_admin on sluice.workflow_trigger_firings for select to sluice_admin
using (true);

grant select on sluice.workflow_trigger_firings to sluice_member, sluice_admin;
