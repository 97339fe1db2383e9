create or replace trigger _100_stamp
before update on crm.form_submissions
for each row execute function sluice_private.tg__stamp();
