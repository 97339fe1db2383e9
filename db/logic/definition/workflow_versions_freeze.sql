create or replace trigger _100_freeze
before update on sluice.workflow_versions
for each row execute function sluice_private.tg_workflow_versions__freeze();
