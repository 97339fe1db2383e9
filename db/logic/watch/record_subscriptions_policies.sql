alter table sluice_private.record_subscriptions enable row level security;
alter table sluice_private.record_subscriptions force row level security;

drop policy if exists all_owner on sluice_private.record_subscriptions;
create policy all_owner on sluice_private.record_subscriptions to sluice_owner
using (true) with check (true);
