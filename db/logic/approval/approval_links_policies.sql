alter table sluice_private.approval_links enable row level security;
alter table sluice_private.approval_links force row level security;

drop policy if exists all_owner on sluice_private.approval_links;
create policy all_owner on sluice_private.approval_links to sluice_owner
using (true) with check (true);
