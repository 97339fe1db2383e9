alter table sluice_private.compensations enable row level security;
alter table sluice_private.compensations force row level security;

drop policy if exists all_owner on sluice_private.compensations;
create policy all_owner on sluice_private.compensations to sluice_owner
using (true) with check (true);
