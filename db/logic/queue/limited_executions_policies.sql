alter table sluice_private.limited_executions enable row level security;
alter table sluice_private.limited_executions force row level security;

drop policy if exists all_owner on sluice_private.limited_executions;
create policy all_owner on sluice_private.limited_executions to sluice_owner
using (true) with check (true);
