alter table sluice_private.deferred_firings enable row level security;
alter table sluice_private.deferred_firings force row level security;

drop policy if exists all_owner on sluice_private.deferred_firings;
create policy all_owner on sluice_private.deferred_firings to sluice_owner
using (true) with check (true);
