alter table sluice_private.frames enable row level security;
alter table sluice_private.frames force row level security;

drop policy if exists all_owner on sluice_private.frames;
create policy all_owner on sluice_private.frames to sluice_owner
using (true) with check (true);
