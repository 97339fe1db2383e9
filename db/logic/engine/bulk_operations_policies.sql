alter table sluice.bulk_operations enable row level security;
alter table sluice.bulk_operations force row level security;

drop policy if exists all_owner on sluice.bulk_operations;
create policy all_owner on sluice.bulk_operations to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.bulk_operations;
create policy select_member on sluice.bulk_operations for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.bulk_operations;
create policy select_admin on sluice.bulk_operations for select to sluice_admin
using (true);

grant select on sluice.bulk_operations to sluice_member, sluice_admin;
