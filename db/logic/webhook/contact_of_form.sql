create or replace function sluice_private.contact_of_form(organization_id uuid, data jsonb)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if to_regprocedure('crm.contact_of_form(uuid, jsonb, jsonb)') is null then
    return null;
  end if;
  return (
    select asked.output
    from sluice_private.run_sql_action(
      'crm.contact_of_form', organization_id, jsonb_strip_nulls(data), '{}'
    ) as asked
  );
end;
$$;

comment on function sluice_private.contact_of_form(uuid, jsonb) is
  'Whose address is in a form, where the CRM pack is installed; else null.';
