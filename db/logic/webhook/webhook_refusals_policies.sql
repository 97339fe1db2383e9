alter table sluice.webhook_refusals enable row level security;
alter table sluice.webhook_refusals force row level security;

drop policy if exists all_owner on sluice.webhook_refusals;
create policy all_owner on sluice.webhook_refusals to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.webhook_refusals;
create policy select_member on sluice.webhook_refusals for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.webhook_refusals;
create policy select_admin on sluice.webhook_refusals for select to sluice_admin
using (true);

grant select on sluice.webhook_refusals to sluice_member, sluice_admin;
