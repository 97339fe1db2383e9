create or replace function sluice_private.default_retention()
returns interval
language sql
stable
begin atomic
  select o.retention
  from sluice.organizations as o
  where o.id = '00000000-0000-0000-0000-000000000000';
end;

comment on function sluice_private.default_retention() is
  'How long finished executions are kept where neither workflow nor organization says so.';
