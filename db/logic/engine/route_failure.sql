create or replace function sluice_private.route_failure(
  on_error text,
  error_ports text[],
  error jsonb
)
returns text[]
language sql
immutable
parallel safe
return case
  when on_error = 'continue' then array['main']
  when on_error = 'branch' and ('error:' || (error ->> 'class')) = any (error_ports)
    then array['error:' || (error ->> 'class')]
  when on_error = 'branch' and 'error' = any (error_ports) then array['error']
end;

comment on function sluice_private.route_failure(text, text[], jsonb) is
  'The ports that a failure opens, the most specific error port first; null: it is not handled.';
