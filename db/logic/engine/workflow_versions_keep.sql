create or replace trigger _200_keep
before delete on sluice.workflow_versions
for each row execute function sluice_private.tg_workflow_versions__keep();
