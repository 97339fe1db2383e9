/* The roles of Sluice. Safe to run any number of times; needs a role that may create roles. */
set client_min_messages = warning;

do $$
declare
  v_name text;
  v_options text;
begin
  for v_name, v_options in
    values
      ('sluice_owner', 'nologin'),
      ('sluice_authenticator', 'login noinherit'),
      ('sluice_visitor', 'nologin'),
      ('sluice_member', 'nologin'),
      ('sluice_worker', 'login'),
      ('sluice_admin', 'nologin'),
      ('sluice_actor', 'nologin')
  loop
    if not exists (select from pg_catalog.pg_roles where pg_roles.rolname = v_name) then
      execute pg_catalog.format('create role %I %s', v_name, v_options);
    end if;
  end loop;

  -- The connection that migrates becomes the owner by `set role`.
  if not pg_catalog.pg_has_role(current_user, 'sluice_owner', 'member') then
    execute pg_catalog.format('grant sluice_owner to %I', current_user);
  end if;

  execute pg_catalog.format(
    'grant create on database %I to sluice_owner', pg_catalog.current_database()
  );
end;
$$;

grant sluice_visitor, sluice_member to sluice_authenticator;
grant sluice_worker, sluice_admin to sluice_owner;
grant sluice_member to sluice_actor;
