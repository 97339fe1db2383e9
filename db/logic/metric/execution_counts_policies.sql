alter table sluice_private.execution_counts enable row level security;
alter table sluice_private.execution_counts force row level security;

drop policy if exists all_owner on sluice_private.execution_counts;
create policy all_owner on sluice_private.execution_counts to sluice_owner
using (true) with check (true);
