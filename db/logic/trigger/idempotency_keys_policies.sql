alter table sluice_private.idempotency_keys enable row level security;
alter table sluice_private.idempotency_keys force row level security;

drop policy if exists all_owner on sluice_private.idempotency_keys;
create policy all_owner on sluice_private.idempotency_keys to sluice_owner
using (true) with check (true);
