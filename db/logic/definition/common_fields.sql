/* A trigger is decided before there is an execution; nothing follows an end, whose output is its
   own; and of a choice that is not made nobody knows the port. */
create or replace function sluice_private.common_fields()
returns table (type text, field text, json_types text[])
language sql
immutable
begin atomic
  select node.type, known.field, known.json_types
  from unnest('{action,choice,join,wait,call,foreach,loop,group,end}'::text[]) as node (type)
  cross join (
    values
      ('join', '{object}'::text[], '{}'::text[]),
      ('run_if', '{string,object}', '{}'),
      ('disabled', '{boolean}', '{choice,end}'),
      ('on_error', '{string}', '{end}'),
      ('output', '{object,array,string,number,boolean,null}', '{end}')
  ) as known (field, json_types, but)
  where node.type <> all (known.but);
end;

comment on function sluice_private.common_fields() is
  'Of node_fields, those of more or less every type.';
