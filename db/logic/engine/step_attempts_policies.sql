alter table sluice_private.step_attempts enable row level security;
alter table sluice_private.step_attempts force row level security;

drop policy if exists all_owner on sluice_private.step_attempts;
create policy all_owner on sluice_private.step_attempts to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.step_attempts;
create policy select_member on sluice_private.step_attempts for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.step_attempts;
create policy select_admin on sluice_private.step_attempts for select to sluice_admin
using (true);

grant select on sluice_private.step_attempts to sluice_member, sluice_admin;
