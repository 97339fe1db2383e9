/* A cycle within a cycle is one level deeper; a container may be 20 deep. */
create or replace function sluice_private.expand_cycles(definition jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_expanded jsonb := definition;
begin
  for v_level in 1 .. 20 loop
    exit when not exists (
      select from sluice_private.cycles_of(v_expanded) as c where c.header is not null
    );
    v_expanded := sluice_private.contain_cycles(v_expanded);
  end loop;
  return v_expanded;
end;
$$;

comment on function sluice_private.expand_cycles(jsonb) is
  'What is compiled in place of a definition: one whose cycles of edges have become loops.';
