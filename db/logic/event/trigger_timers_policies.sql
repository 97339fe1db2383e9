alter table sluice_private.trigger_timers enable row level security;
alter table sluice_private.trigger_timers force row level security;

drop policy if exists all_owner on sluice_private.trigger_timers;
create policy all_owner on sluice_private.trigger_timers to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.trigger_timers;
create policy select_member on sluice_private.trigger_timers for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.trigger_timers;
create policy select_admin on sluice_private.trigger_timers for select to sluice_admin
using (true);

grant select on sluice_private.trigger_timers to sluice_member, sluice_admin;
