alter table sluice_private.sleeping_feeds enable row level security;
alter table sluice_private.sleeping_feeds force row level security;

drop policy if exists all_owner on sluice_private.sleeping_feeds;
create policy all_owner on sluice_private.sleeping_feeds to sluice_owner
using (true) with check (true);
