create or replace trigger _100_stamp
before update on sluice.scheduled_jobs
for each row execute function sluice_private.tg__stamp();
