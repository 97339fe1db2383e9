alter table sluice_private.lock_claims enable row level security;
alter table sluice_private.lock_claims force row level security;

drop policy if exists all_owner on sluice_private.lock_claims;
create policy all_owner on sluice_private.lock_claims to sluice_owner
using (true) with check (true);
