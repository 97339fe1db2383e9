alter table sluice_private.date_fields enable row level security;
alter table sluice_private.date_fields force row level security;

drop policy if exists all_owner on sluice_private.date_fields;
create policy all_owner on sluice_private.date_fields to sluice_owner
using (true) with check (true);
