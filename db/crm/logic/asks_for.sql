create or replace function crm.asks_for(config jsonb, name text, value text)
returns boolean
language sql
immutable
return case jsonb_typeof(config -> name)
  when 'array' then config -> name = '[]' or coalesce(config -> name ? value, false)
  when 'null' then true
  else config -> name is null or coalesce(config ->> name = value, false)
end;

comment on function crm.asks_for(jsonb, text, text) is
  'Whether a trigger asks for this value: for any, for this one, or for a list that it is in.';
