create or replace function sluice_private.success_ports(type text)
returns text[]
language sql
immutable
return case
  when type = 'wait' then '{main,elapsed}'::text[]
  when type in ('foreach', 'loop', 'group') then '{main,done}'
  else '{main}'
end;

comment on function sluice_private.success_ports(text) is
  'The ports that a step of this type opens when it completes.';
