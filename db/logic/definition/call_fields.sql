create or replace function sluice_private.call_fields()
returns table (type text, field text, json_types text[], is_required boolean)
language sql
immutable
begin atomic
  values
    ('call', 'workflow', '{string}'::text[], true),
    ('call', 'version', '{number}', false),
    ('call', 'input', '{object,array,string,number,boolean,null}', false),
    ('call', 'wait', '{boolean}', false),
    ('call', 'on_cancel', '{string}', false),
    ('call', 'retry', '{object}', false),
    ('call', 'timeout', '{string}', false);
end;

comment on function sluice_private.call_fields() is 'As node_fields: those of a call.';
