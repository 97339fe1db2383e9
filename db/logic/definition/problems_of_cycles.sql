create or replace function sluice_private.problems_of_cycles(definition jsonb)
returns setof sluice.definition_problem
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_expanded jsonb := definition;
begin
  for v_level in 0 .. 20 loop
    return query select p.* from sluice_private.problems_of_entries(v_expanded) as p;
    exit when found or not exists (select from sluice_private.cycles_of(v_expanded));
    if v_level = 20 then
      return next sluice_private.problem(
        'cycle', null, '$.edges', 'edges form cycles within cycles, more than 20 deep',
        'Draw fewer edges that lead back.'
      );
      exit;
    end if;
    return query select p.* from sluice_private.problems_of_back_edges(v_expanded) as p;
    v_expanded := sluice_private.contain_cycles(v_expanded);
  end loop;
end;
$$;

comment on function sluice_private.problems_of_cycles(jsonb) is
  'Cycles of edges that no loop can stand for, and what is doubtful in those that one can.';
