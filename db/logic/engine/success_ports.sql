create or replace function sluice_private.success_ports(type text, config jsonb)
returns text[]
language sql
immutable
parallel safe
return case
  when type = 'wait' then array(select jsonb_array_elements_text(config -> 'ports'))
  when type in ('foreach', 'loop', 'group') then '{main,done}'
  else '{main}'
end;

comment on function sluice_private.success_ports(text, jsonb) is
  'The ports that a step of this type opens when it completes in every way that it can.';
