create or replace function sluice_private.span_id(execution_id uuid, generation int)
returns text
language sql
immutable
return left(md5(execution_id || ':' || generation), 16);

comment on function sluice_private.span_id(uuid, int) is
  'The span of an execution: every worker knows it, before it has ended.';
