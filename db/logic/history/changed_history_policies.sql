alter table sluice_private.changed_history enable row level security;
alter table sluice_private.changed_history force row level security;

drop policy if exists all_owner on sluice_private.changed_history;
create policy all_owner on sluice_private.changed_history to sluice_owner
using (true) with check (true);
