create or replace function sluice_private.read_link(token_hash bytea)
returns table (title text, details jsonb, form jsonb, due_at timestamptz, state text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    (link.approval).title, (link.approval).details, (link.approval).form, (link.approval).due_at,
    link.state
  from sluice_private.find_link(token_hash) as link;
end;
$$;

comment on function sluice_private.read_link(bytea) is
  'What the page behind a link shows; no row if there is no such link.';
grant execute on function sluice_private.read_link(bytea) to sluice_worker;
