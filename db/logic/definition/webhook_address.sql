/* endpoint_path and http_method are what the replaced systems call them. */
create or replace function sluice_private.webhook_address(
  trigger text,
  config jsonb,
  out door text,
  out path text,
  out methods jsonb
)
language sql
immutable
begin atomic
  select
    case trigger when 'form_submitted' then 'forms' else 'hooks' end,
    case trigger
      when 'form_submitted' then config ->> 'form_id'
      else coalesce(config ->> 'path', config ->> 'endpoint_path')
    end,
    case
      when config ? 'methods' then config -> 'methods'
      when config ? 'http_method' then jsonb_build_array(config -> 'http_method')
      else '["POST"]'
    end;
end;

comment on function sluice_private.webhook_address(text, jsonb) is
  'Where a trigger of this kind and config is reached, and by which methods.';
