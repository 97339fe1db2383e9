create or replace function sluice_private.unfold(data jsonb, fold text)
returns jsonb
language sql
immutable
return case
  when fold in ('true', 'main') and data ? 'when' then data - 'when' || jsonb_build_object(
    'cases', jsonb_build_array(jsonb_build_object('port', fold, 'when', data -> 'when'))
  )
  when fold = 'duration' and data ? 'duration' then data - '{duration,unit}'::text[]
    || jsonb_build_object('for', concat_ws(' ', data ->> 'duration', data ->> 'unit'))
  when fold = 'approval' and not data ? 'approval'
    then data - sluice_private.approval_fields() || jsonb_build_object('approval', (
      select coalesce(jsonb_object_agg(field.key, field.value), '{}')
      from jsonb_each(data) as field
      where field.key = any (sluice_private.approval_fields())
    ))
  else data
end;

comment on function sluice_private.unfold(jsonb, text) is
  'The data of a preset, with what is written shorter there as its primitive has it.';
