create or replace function sluice_private.call_fields()
returns table (type text, field text, json_types text[], is_required boolean)
language sql
immutable
begin atomic
  values
    ('call', 'disabled', '{boolean}'::text[], false),
    ('call', 'run_if', '{string,object}', false),
    ('call', 'join', '{object}', false),
    ('call', 'workflow', '{string}', true),
    ('call', 'version', '{number}', false),
    ('call', 'input', '{object,array,string,number,boolean,null}', false),
    ('call', 'wait', '{boolean}', false),
    ('call', 'on_cancel', '{string}', false),
    ('call', 'output', '{object,array,string,number,boolean,null}', false),
    ('call', 'retry', '{object}', false),
    ('call', 'timeout', '{string}', false),
    ('call', 'on_error', '{string}', false);
end;

comment on function sluice_private.call_fields() is 'As node_fields: those of a call.';
