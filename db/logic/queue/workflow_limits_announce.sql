create or replace trigger _500_announce
after insert or update or delete on sluice.workflow_limits
for each row execute function sluice_private.tg_workflow_limits__announce();
