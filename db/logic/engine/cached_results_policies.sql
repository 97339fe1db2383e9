alter table sluice_private.cached_results enable row level security;
alter table sluice_private.cached_results force row level security;

drop policy if exists all_owner on sluice_private.cached_results;
create policy all_owner on sluice_private.cached_results to sluice_owner
using (true) with check (true);
