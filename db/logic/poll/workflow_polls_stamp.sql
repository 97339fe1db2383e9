create or replace trigger _100_stamp
before update on sluice.workflow_polls
for each row execute function sluice_private.tg__stamp();
