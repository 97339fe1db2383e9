alter table sluice.users enable row level security;
alter table sluice.users force row level security;

drop policy if exists all_owner on sluice.users;
create policy all_owner on sluice.users to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.users;
create policy select_member on sluice.users for select to sluice_member
using (id = (select sluice_hidden.current_user_id())
  or exists (
    select from sluice.organization_members
    where organization_members.user_id = users.id
  ));

drop policy if exists select_admin on sluice.users;
create policy select_admin on sluice.users for select to sluice_admin
using (true);

grant select on sluice.users to sluice_member, sluice_admin;
