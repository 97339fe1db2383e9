create or replace function sluice_private.node_fields()
returns table (type text, field text, json_types text[], is_required boolean)
language sql
immutable
begin atomic
  values
    ('*', 'label', '{string}'::text[], false), ('*', 'notes', '{string}', false),
    ('trigger', 'trigger', '{string}', true),
    ('trigger', 'config', '{object}', false),
    ('trigger', 'filter', '{string,object}', false),
    ('trigger', 'dedupe', '{string}', false),
    ('trigger', 'exit', '{string}', false),
    ('trigger', 'enabled', '{boolean}', false),
    ('action', 'action', '{string}', true),
    ('action', 'input', '{object}', false),
    ('action', 'retry', '{object}', false),
    ('action', 'cache', '{object}', false),
    ('action', 'limits', '{array}', false),
    ('action', 'priority', '{number}', false),
    ('action', 'timeout', '{string}', false),
    ('action', 'compensate', '{object}', false),
    ('choice', 'mode', '{string}', false),
    ('choice', 'cases', '{array}', true),
    ('choice', 'default', '{string}', false),
    ('choice', 'key', '{string,number}', false),
    ('wait', 'for', '{string}', false),
    ('wait', 'until', '{string,number}', false),
    ('wait', 'local', '{object}', false),
    ('wait', 'timeout', '{string}', false),
    ('wait', 'events', '{array}', false),
    ('wait', 'inbox', '{string}', false),
    ('wait', 'condition', '{object}', false),
    ('wait', 'approval', '{object}', false),
    ('foreach', 'items', '{string,array}', true),
    ('foreach', 'concurrency', '{number}', false),
    ('foreach', 'completion', '{string,number,object}', false),
    ('foreach', 'rest', '{string}', false),
    ('foreach', 'on_item_error', '{string,object}', false),
    ('foreach', 'collect', '{object,array,string,number,boolean,null}', false),
    ('loop', 'while', '{string,object}', false),
    ('loop', 'until', '{string,object}', false),
    ('loop', 'max_iterations', '{number}', true),
    ('loop', 'carry', '{object,array,string,number,boolean,null}', false),
    ('end', 'scope', '{string}', false),
    ('end', 'status', '{string}', false),
    ('end', 'output', '{object,array,string,number,boolean,null}', false),
    ('end', 'error', '{object,array,string,number,boolean,null}', false)
  union all
  select own.* from sluice_private.call_fields() as own
  union all
  select common.type, common.field, common.json_types, false
  from sluice_private.common_fields() as common
  union all
  select own.type, own.field, own.json_types, false from sluice_private.container_fields() as own;
end;

comment on function sluice_private.node_fields() is
  'Which fields the data of each node type may have, of which JSON types, and which it must have.';
