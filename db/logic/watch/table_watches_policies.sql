alter table sluice_private.table_watches enable row level security;
alter table sluice_private.table_watches force row level security;

drop policy if exists all_owner on sluice_private.table_watches;
create policy all_owner on sluice_private.table_watches to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.table_watches;
create policy select_member on sluice_private.table_watches for select to sluice_member
using (organization_id = '00000000-0000-0000-0000-000000000000'
  or organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.table_watches;
create policy select_admin on sluice_private.table_watches for select to sluice_admin
using (true);

grant select on sluice_private.table_watches to sluice_member, sluice_admin;
