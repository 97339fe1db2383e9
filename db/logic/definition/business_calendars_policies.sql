alter table sluice.business_calendars enable row level security;
alter table sluice.business_calendars force row level security;

drop policy if exists all_owner on sluice.business_calendars;
create policy all_owner on sluice.business_calendars to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.business_calendars;
create policy select_member on sluice.business_calendars for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.business_calendars;
create policy select_admin on sluice.business_calendars for select to sluice_admin
using (true);

grant select on sluice.business_calendars to sluice_member, sluice_admin;
