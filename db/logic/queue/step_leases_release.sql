create or replace trigger _500_release
after delete on sluice_private.step_leases
for each row when (old.limits is not null)
execute function sluice_private.tg_step_leases__release();
