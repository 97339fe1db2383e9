/* A template in place of the list makes one; what it makes is judged then. */
create or replace function sluice_private.assignees_problem(assignees jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_person constant text :=
    '^([^@\s]{1,64}@[^@\s]{1,255}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$';
begin
  if jsonb_typeof(assignees) = 'string' and strpos(assignees #>> '{}', '{{') > 0 then
    return null;
  elsif jsonb_typeof(assignees) is distinct from 'array'
    or jsonb_array_length(assignees) not between 1 and 100
  then
    return 'must be a list of 1 to 100 user ids and e-mail addresses';
  end if;
  return (
    select 'must be a list of user ids and e-mail addresses, and has ' || left(item::text, 100)
    from jsonb_array_elements(assignees) as item
    where jsonb_typeof(item) <> 'string'
      or strpos(item #>> '{}', '{{') = 0
        and lower(trim(item #>> '{}')) !~ v_person
    limit 1
  );
end;
$$;

comment on function sluice_private.assignees_problem(jsonb) is
  'Why these cannot be the assignees of an approval, or null.';
