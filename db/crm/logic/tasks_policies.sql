alter table crm.tasks enable row level security;
alter table crm.tasks force row level security;

drop policy if exists all_owner on crm.tasks;
create policy all_owner on crm.tasks to sluice_owner
using (true) with check (true);

drop policy if exists select_member on crm.tasks;
create policy select_member on crm.tasks for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists insert_member on crm.tasks;
create policy insert_member on crm.tasks for insert to sluice_member
with check (organization_id = any ((select crm.editable_organization_ids())::uuid[]));

drop policy if exists update_member on crm.tasks;
create policy update_member on crm.tasks for update to sluice_member
using (organization_id = any ((select crm.editable_organization_ids())::uuid[]))
with check (organization_id = any ((select crm.editable_organization_ids())::uuid[]));

drop policy if exists delete_member on crm.tasks;
create policy delete_member on crm.tasks for delete to sluice_member
using (organization_id = any ((select crm.editable_organization_ids())::uuid[]));

drop policy if exists all_admin on crm.tasks;
create policy all_admin on crm.tasks to sluice_admin
using (true) with check (true);

grant select, insert, update, delete on crm.tasks to sluice_member, sluice_admin;
