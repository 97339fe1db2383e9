create or replace function sluice_private.expand_presets(definition jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  if not exists (select from sluice_private.used_presets(definition)) then
    return definition;
  end if;
  return definition || jsonb_build_object('nodes', (
    select jsonb_agg(
      case when preset.node_no is null then node.value
        else node.value || jsonb_build_object(
          'type', preset.primitive, 'data', sluice_private.unfold(preset.data, preset.fold)
        ) end
      order by node.ordinal
    )
    from jsonb_array_elements(definition -> 'nodes') with ordinality as node (value, ordinal)
    left join sluice_private.used_presets(definition) as preset on preset.node_no = node.ordinal
  ));
end;
$$;

comment on function sluice_private.expand_presets(jsonb) is
  'What is judged and compiled in place of a definition: one whose presets are primitives.';
