alter table sluice_private.segment_members enable row level security;
alter table sluice_private.segment_members force row level security;

drop policy if exists all_owner on sluice_private.segment_members;
create policy all_owner on sluice_private.segment_members to sluice_owner
using (true) with check (true);
