create or replace function sluice_private.base_type(type oid)
returns oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_base oid := type;
begin
  while v_base is not null loop
    type := v_base;
    v_base := (select t.typbasetype from pg_type as t where t.oid = type and t.typtype = 'd');
  end loop;
  return type;
end;
$$;

comment on function sluice_private.base_type(oid) is 'What a domain is over; else the type.';
