create or replace function sluice_hidden.is_me(user_id uuid, email text, delegate_id uuid)
returns boolean
language sql
stable
return case
  when is_me.delegate_id is not null then is_me.delegate_id = sluice_hidden.current_user_id()
  when is_me.user_id is not null then is_me.user_id = sluice_hidden.current_user_id()
  else is_me.email = (
    select u.email from sluice.users as u where u.id = sluice_hidden.current_user_id()
  )
end;

comment on function sluice_hidden.is_me(uuid, text, uuid) is
  'Whether whoever asks decides for an assignee of this id, address and delegate.';
grant execute on function sluice_hidden.is_me(uuid, text, uuid) to sluice_member, sluice_admin;
