create or replace trigger _100_stamp
before update on crm.pipelines
for each row execute function sluice_private.tg__stamp();
