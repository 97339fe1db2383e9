create or replace function sluice_private.decide_by_link(
  token_hash bytea,
  decision text,
  comment text,
  data jsonb
)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_link record;
begin
  select link.assignee, link.state
  into v_link
  from sluice_private.find_link(token_hash) as link;
  if not found then
    return 'unknown';
  elsif v_link.state <> 'open' then
    return v_link.state;
  end if;
  perform sluice_private.record_decision(v_link.assignee, decision, comment, data, null);
  return 'recorded';
exception
  when sqlstate 'SLSTA' then
    return coalesce(
      (select nullif(link.state, 'open') from sluice_private.find_link(token_hash) as link),
      'expired'
    );
end;
$$;

comment on function sluice_private.decide_by_link(bytea, text, text, jsonb) is
  'Decides as the assignee whose link it is: recorded, or why not: unknown, decided, expired. '
  'Raises SLVAL where the form is not filled in.';
grant execute on function sluice_private.decide_by_link(bytea, text, text, jsonb)
to sluice_worker;
