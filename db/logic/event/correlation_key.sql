/* Where the transaction has no timeout any more nothing is looked for. */
create or replace function sluice_private.correlation_key(
  correlation jsonpath,
  trigger jsonb,
  key text
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if correlation is not null and sluice_private.is_late() then
    return null;
  end if;
  return ':' || sluice_private.kept_key(coalesce(
    case when correlation is null then key
      else sluice_private.text_of(jsonb_path_query_first_tz(
        jsonb_build_object('trigger', trigger), correlation, '{}', true
      ))
    end, ''
  ));
exception
  when query_canceled or out_of_memory then
    perform set_config('sluice.is_late', 'on', true);
    return null;
end;
$$;

comment on function sluice_private.correlation_key(jsonpath, jsonb, text) is
  'What a trigger that holds events keeps together with this one: those of the same value of its '
  'config.key, or of the same key; null where that takes too long.';
