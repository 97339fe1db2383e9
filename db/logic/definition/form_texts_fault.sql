create or replace function sluice_private.form_texts_fault(texts jsonb)
returns text
language sql
immutable
return case
  when jsonb_typeof(texts) <> 'object'
    then 'must have texts of up to 500 characters, by the names of those of the page'
  else (
    select format(
      case when said.key = any (sluice_private.form_texts())
        then 'has as %s what is not a text of 1 to 500 characters'
        else 'has %s, which is not a text of the page' end,
      left(said.key, 100)
    )
    from jsonb_each(texts) as said
    where said.key <> all (sluice_private.form_texts())
      or jsonb_typeof(said.value) <> 'string'
      or length(said.value #>> '{}') not between 1 and 500
    order by said.key
    limit 1
  )
end;

comment on function sluice_private.form_texts_fault(jsonb) is
  'Why these are not texts for the page of a form, or null.';
