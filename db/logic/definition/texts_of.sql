create or replace function sluice_private.texts_of(list jsonb)
returns text[]
language sql
immutable
return case when list is not null then array(select jsonb_array_elements_text(list)) end;

comment on function sluice_private.texts_of(jsonb) is
  'The texts of a JSON list; null where there is none.';
