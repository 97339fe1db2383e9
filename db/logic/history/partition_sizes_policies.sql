alter table sluice_private.partition_sizes enable row level security;
alter table sluice_private.partition_sizes force row level security;

drop policy if exists all_owner on sluice_private.partition_sizes;
create policy all_owner on sluice_private.partition_sizes to sluice_owner
using (true) with check (true);
