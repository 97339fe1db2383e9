create or replace function sluice_private.limit_error(organization_id uuid, rule jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_object(
    'class', 'limit',
    'message', format(
      '%s has no room for it', sluice_private.limit_label(organization_id, rule ->> 'key')
    ),
    'limit', jsonb_build_object('key', rule -> 'key', 'on_limit', rule -> 'on_limit')
  );
end;
$$;

comment on function sluice_private.limit_error(uuid, jsonb) is
  'Why a limit ends an execution, as the execution says it.';
