alter table sluice_private.awaited_answers enable row level security;
alter table sluice_private.awaited_answers force row level security;

drop policy if exists all_owner on sluice_private.awaited_answers;
create policy all_owner on sluice_private.awaited_answers to sluice_owner
using (true) with check (true);
