create or replace function sluice_private.problem_of_preset(
  problem sluice.definition_problem,
  type text,
  fold text
)
returns sluice.definition_problem
language sql
immutable
return (
  problem.severity, problem.code, problem.node_id,
  case
    when fold in ('true', 'main')
      then regexp_replace(problem.path, '^data\.cases\[0\]\.when', 'data.when')
    when fold = 'duration' then regexp_replace(problem.path, '^data\.for\M', 'data.duration')
    when fold = 'approval' then regexp_replace(problem.path, '^data\.approval\.', 'data.')
    else problem.path
  end,
  problem.message,
  case when problem.code = 'unknown_action' and type is not null then format(
    'A node of type %s needs it there; or name another one in data.action.', type
  ) else problem.hint end
)::sluice.definition_problem;

comment on function sluice_private.problem_of_preset(sluice.definition_problem, text, text) is
  'A problem of what a preset stands for, said of the preset.';
