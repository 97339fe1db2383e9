create or replace function sluice_private.problems_of_poll(trigger text, config jsonb)
returns table (key text, message text, hint text)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_config jsonb := sluice_private.poll_config(trigger, config);
begin
  return query
  select case when trigger = 'polling' then 'polling_' || fault.key else fault.key end,
    fault.message, fault.hint
  from (
    select f.* from sluice_private.poll_request_faults(v_config) as f
    union all
    select f.* from sluice_private.poll_secret_faults(v_config) as f
    union all
    select f.* from sluice_private.poll_template_faults(v_config) as f
    union all
    select f.* from sluice_private.poll_path_faults(v_config) as f
  ) as fault;
end;
$$;

comment on function sluice_private.problems_of_poll(text, jsonb) is
  'What is wrong with the config of a trigger that polls, and that its schema cannot say.';
