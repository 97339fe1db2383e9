alter table sluice_private.enrolments enable row level security;
alter table sluice_private.enrolments force row level security;

drop policy if exists all_owner on sluice_private.enrolments;
create policy all_owner on sluice_private.enrolments to sluice_owner
using (true) with check (true);
