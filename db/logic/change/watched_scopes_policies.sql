alter table sluice_private.watched_scopes enable row level security;
alter table sluice_private.watched_scopes force row level security;

drop policy if exists all_owner on sluice_private.watched_scopes;
create policy all_owner on sluice_private.watched_scopes to sluice_owner
using (true) with check (true);
