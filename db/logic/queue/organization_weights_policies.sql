alter table sluice_private.organization_weights enable row level security;
alter table sluice_private.organization_weights force row level security;

drop policy if exists all_owner on sluice_private.organization_weights;
create policy all_owner on sluice_private.organization_weights to sluice_owner
using (true) with check (true);
