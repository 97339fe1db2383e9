alter table sluice_private.step_successors enable row level security;
alter table sluice_private.step_successors force row level security;

drop policy if exists all_owner on sluice_private.step_successors;
create policy all_owner on sluice_private.step_successors to sluice_owner
using (true) with check (true);
