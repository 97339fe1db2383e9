create or replace function sluice_private.tg_workflow_limits__announce()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op <> 'INSERT' then
    perform sluice_private.announce_limit(old);
  end if;
  if tg_op <> 'DELETE' then
    perform sluice_private.announce_limit(new);
  end if;
  return null;
end;
$$;

comment on function sluice_private.tg_workflow_limits__announce() is
  'Whatever changes a limit, those in line for it are looked at again: as it was, and as it is.';
