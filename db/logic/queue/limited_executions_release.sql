create or replace trigger _500_release
after delete on sluice_private.limited_executions
for each row when (old.state in ('held', 'ending'))
execute function sluice_private.tg_limited_executions__release();
