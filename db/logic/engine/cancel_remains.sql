create or replace function sluice_private.cancel_remains(
  closing sluice_private.closing_frame[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closing record;
begin
  for v_closing in
    select distinct c.organization_id, c.execution_id from unnest(closing) as c
  loop
    perform sluice_private.cancel_within(v_closing.organization_id, v_closing.execution_id, null);
  end loop;
end;
$$;

comment on function sluice_private.cancel_remains(sluice_private.closing_frame[]) is
  'Ends whatever is still under way in executions that end early; each step is recorded as '
  'cancelled.';
