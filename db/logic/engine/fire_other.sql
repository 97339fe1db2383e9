/* Inlined where it is called. */
create or replace function sluice_private.fire_other(
  organization_id uuid,
  version_id uuid,
  step_no int,
  type text,
  is_disabled boolean,
  run_if jsonpath,
  reads jsonpath[],
  config jsonb,
  cases jsonpath[],
  edges jsonb,
  is_live boolean,
  context jsonb
)
returns setof sluice_private.line_outcome
language sql
stable
begin atomic
  select
    outcome.status, outcome.ports, outcome.input, outcome.output,
    coalesce(outcome.verdicts || leaving.edges, outcome.verdicts, leaving.edges)
  from (
    select case when is_live and not is_disabled and run_if is not null
      then jsonb_path_match_tz(context, run_if, '{}', true)
    end as holds
    offset 0
  ) as guard
  cross join lateral (
    select
      is_live and not is_disabled as is_fired,
      run_if is null or guard.holds is true as runs
    offset 0
  ) as judged
  cross join lateral (
    select 'skipped' as status, '{}'::text[], null::jsonb, null::jsonb, null::jsonb
    where not is_live
    union all
    select 'completed', '{main}', null, 'null', null
    where is_live and is_disabled
    union all
    select 'skipped', '{}', null, null, jsonb_build_object('run_if', jsonb_build_object(
      'when', run_if::text, 'answer', guard.holds,
      'values', sluice_private.values_of(context, reads)
    ))
    where judged.is_fired and not judged.runs
    union all
    select 'completed', chosen.ports, null, jsonb_build_object('ports', chosen.ports),
      chosen.verdicts || jsonb_build_object('values', sluice_private.values_of(context, reads))
    from sluice_private.choose(config, cases, context) as chosen
    where judged.is_fired and judged.runs and fire_other.type = 'choice'
    union all
    select 'completed', '{main}', rendered.value, rendered.value, null
    from sluice.workflow_steps as step
    cross join lateral sluice_private.render_step(step, context) as rendered
    where judged.is_fired and judged.runs and fire_other.type <> 'choice'
      and step.organization_id = fire_other.organization_id
      and step.version_id = fire_other.version_id
      and step.step_no = fire_other.step_no
      and rendered.error is null
  ) as outcome (status, ports, input, output, verdicts)
  cross join lateral (
    select coalesce(edges -> 'open' -> outcome.ports[1], edges -> 'shut') as edges offset 0
  ) as leaving;
end;

comment on function sluice_private.fire_other(
  uuid, uuid, int, text, boolean, jsonpath, jsonpath[], jsonb, jsonpath[], jsonb, boolean,
  jsonb
) is
  'What a step of a row comes to that is skipped, or decided by more than one expression.';
