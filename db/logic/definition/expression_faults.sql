create or replace function sluice_private.expression_faults(place text, problem text)
returns jsonb
language sql
immutable
return case when problem is null then '[]'
  else jsonb_build_array(jsonb_build_object('path', place, 'message', problem))
end;

comment on function sluice_private.expression_faults(text, text) is
  'The problem of one expression, if it has one, as a list.';
