create or replace function sluice_private.form_texts()
returns text[]
language sql
immutable
return '{required,not_sent,thanks,leave_empty,closed,too_many,failed,missing,unticked,integer,'
  'number,enum,minLength,maxLength,email,date,uri,minimum,maximum}'::text[];

comment on function sluice_private.form_texts() is
  'The texts of the page of a form that its config can give: the page''s own, and what is said of '
  'a field that is not right.';
