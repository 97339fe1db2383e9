alter table sluice_private.poll_items enable row level security;
alter table sluice_private.poll_items force row level security;

drop policy if exists all_owner on sluice_private.poll_items;
create policy all_owner on sluice_private.poll_items to sluice_owner
using (true) with check (true);
