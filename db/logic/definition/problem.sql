create or replace function sluice_private.problem(
  code text,
  node_id text,
  path text,
  message text,
  hint text,
  severity text default 'error'
)
returns sluice.definition_problem
language sql
immutable
return (severity, code, node_id, path, message, hint)::sluice.definition_problem;

comment on function sluice_private.problem(text, text, text, text, text, text) is
  'One finding of the validator.';
