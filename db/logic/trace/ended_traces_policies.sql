alter table sluice_private.ended_traces enable row level security;
alter table sluice_private.ended_traces force row level security;

drop policy if exists all_owner on sluice_private.ended_traces;
create policy all_owner on sluice_private.ended_traces to sluice_owner
using (true) with check (true);
