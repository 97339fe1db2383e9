alter table crm.lists enable row level security;
alter table crm.lists force row level security;

drop policy if exists all_owner on crm.lists;
create policy all_owner on crm.lists to sluice_owner
using (true) with check (true);

drop policy if exists select_member on crm.lists;
create policy select_member on crm.lists for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists insert_member on crm.lists;
create policy insert_member on crm.lists for insert to sluice_member
with check (organization_id = any ((select crm.editable_organization_ids())::uuid[]));

drop policy if exists update_member on crm.lists;
create policy update_member on crm.lists for update to sluice_member
using (organization_id = any ((select crm.editable_organization_ids())::uuid[]))
with check (organization_id = any ((select crm.editable_organization_ids())::uuid[]));

drop policy if exists delete_member on crm.lists;
create policy delete_member on crm.lists for delete to sluice_member
using (organization_id = any ((select crm.editable_organization_ids())::uuid[]));

drop policy if exists all_admin on crm.lists;
create policy all_admin on crm.lists to sluice_admin
using (true) with check (true);

grant select, insert, update, delete on crm.lists to sluice_member, sluice_admin;
