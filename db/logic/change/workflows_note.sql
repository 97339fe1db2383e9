create or replace trigger _500_note
after insert or update on sluice.workflows
for each row execute function sluice_private.tg_workflows__note();
