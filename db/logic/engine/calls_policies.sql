alter table sluice_private.calls enable row level security;
alter table sluice_private.calls force row level security;

drop policy if exists all_owner on sluice_private.calls;
create policy all_owner on sluice_private.calls to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.calls;
create policy select_member on sluice_private.calls for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.calls;
create policy select_admin on sluice_private.calls for select to sluice_admin
using (true);

grant select on sluice_private.calls to sluice_member, sluice_admin;
