alter table crm.contacts enable row level security;
alter table crm.contacts force row level security;

drop policy if exists all_owner on crm.contacts;
create policy all_owner on crm.contacts to sluice_owner
using (true) with check (true);

drop policy if exists select_member on crm.contacts;
create policy select_member on crm.contacts for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists insert_member on crm.contacts;
create policy insert_member on crm.contacts for insert to sluice_member
with check (organization_id = any ((select crm.editable_organization_ids())::uuid[]));

drop policy if exists update_member on crm.contacts;
create policy update_member on crm.contacts for update to sluice_member
using (organization_id = any ((select crm.editable_organization_ids())::uuid[]))
with check (organization_id = any ((select crm.editable_organization_ids())::uuid[]));

drop policy if exists delete_member on crm.contacts;
create policy delete_member on crm.contacts for delete to sluice_member
using (organization_id = any ((select crm.editable_organization_ids())::uuid[]));

drop policy if exists all_admin on crm.contacts;
create policy all_admin on crm.contacts to sluice_admin
using (true) with check (true);

grant select, insert, update, delete on crm.contacts to sluice_member, sluice_admin;
