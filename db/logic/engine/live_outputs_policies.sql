alter table sluice_private.live_outputs enable row level security;
alter table sluice_private.live_outputs force row level security;

drop policy if exists all_owner on sluice_private.live_outputs;
create policy all_owner on sluice_private.live_outputs to sluice_owner
using (true) with check (true);
