create or replace function sluice_private.assert_valid(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_errors jsonb;
begin
  select jsonb_agg(to_jsonb(p))
  into v_errors
  from sluice_private.problems_of(organization_id, workflow_id, definition) as p
  where p.severity = 'error';

  if v_errors is not null then
    raise exception using
      errcode = 'SLVAL',
      message = format(
        'the definition has %s error%s, first: %s',
        jsonb_array_length(v_errors),
        case when jsonb_array_length(v_errors) > 1 then 's' end,
        concat_ws(
          ' ', v_errors -> 0 ->> 'node_id', v_errors -> 0 ->> 'path', v_errors -> 0 ->> 'message'
        )
      ),
      detail = v_errors::text,
      hint = 'Call validate_definition to see each with its node, its path and what to do.';
  end if;
end;
$$;

comment on function sluice_private.assert_valid(uuid, uuid, jsonb) is
  'Raises SLVAL with every error as JSON in the detail, unless the definition has none.';
