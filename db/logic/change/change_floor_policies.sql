alter table sluice_private.change_floor enable row level security;
alter table sluice_private.change_floor force row level security;

drop policy if exists all_owner on sluice_private.change_floor;
create policy all_owner on sluice_private.change_floor to sluice_owner
using (true) with check (true);
