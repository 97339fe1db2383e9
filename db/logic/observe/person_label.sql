create or replace function sluice_private.person_label(user_id uuid)
returns text
language sql
stable
return coalesce((select u.email from sluice.users as u where u.id = user_id), 'an operator');

comment on function sluice_private.person_label(uuid) is
  'A person as sentences name them; who acted without being signed in is an operator.';
