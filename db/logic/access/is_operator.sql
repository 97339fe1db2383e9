/* Inside a security definer function current_user is the owner; the role that asks is the one
   that was set, or else the one that logged in. */
create or replace function sluice_hidden.is_operator()
returns boolean
language sql
stable
return pg_has_role(
  case current_setting('role') when 'none' then session_user else current_setting('role') end,
  'sluice_admin',
  'usage'
);

comment on function sluice_hidden.is_operator() is
  'True for sluice_admin and its members, who may act in every organization.';
grant execute on function sluice_hidden.is_operator()
to sluice_visitor, sluice_member, sluice_admin, sluice_worker;
