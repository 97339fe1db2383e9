alter table sluice.webhook_tests enable row level security;
alter table sluice.webhook_tests force row level security;

drop policy if exists all_owner on sluice.webhook_tests;
create policy all_owner on sluice.webhook_tests to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.webhook_tests;
create policy select_member on sluice.webhook_tests for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.webhook_tests;
create policy select_admin on sluice.webhook_tests for select to sluice_admin
using (true);

grant select on sluice.webhook_tests to sluice_member, sluice_admin;
