create or replace function sluice_hidden.current_user_id()
returns uuid
language sql
stable
parallel safe
return nullif(current_setting('jwt.claims.sub', true), '')::uuid;

comment on function sluice_hidden.current_user_id() is 'The claim `sub`: who is asking, or null.';
grant execute on function sluice_hidden.current_user_id()
to sluice_visitor, sluice_member, sluice_admin, sluice_worker, sluice_actor;
