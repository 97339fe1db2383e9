/* Whoever comes waits for the batch that is under way. In company that is short, for a second after
   a session has seen several organizations at once: of one that has much to do, and then nothing of
   the others, it cannot be told that one of them is about to come. More than a host has room for
   would begin by the backlog. */
create or replace function sluice_private.batch_size(room int)
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_company_at timestamptz := nullif(current_setting('sluice.company_at', true), '')::timestamptz;
begin
  return case
    when v_company_at > clock_timestamp() - interval '1 second' then 10
    when sluice_private.is_shared() then 50
    else greatest(100, least(200, room))
  end;
end;
$$;

comment on function sluice_private.batch_size(int) is
  'How many executions one transaction of a host with so much room moves on.';
