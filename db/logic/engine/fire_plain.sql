/* Inlined where it is called. Of what fire_step does, this is what steps of rows come to; where one
   fails there is no outcome, and fire_step makes it. */
create or replace function sluice_private.fire_plain(
  organization_id uuid,
  version_id uuid,
  step_no int,
  type text,
  is_disabled boolean,
  run_if jsonpath,
  reads jsonpath[],
  config jsonb,
  template jsonb,
  keys text[],
  paths jsonpath[],
  is_live boolean,
  context jsonb
)
returns table (status text, ports text[], input jsonb, output jsonb, verdicts jsonb)
language sql
stable
begin atomic
  select outcome.*
  from (
    select case when is_live and not is_disabled and run_if is not null
      then jsonb_path_match_tz(context, run_if, '{}', true)
    end as holds
    offset 0
  ) as guard
  cross join lateral (
    select
      is_live and not is_disabled as is_asked,
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
    where judged.is_asked and not judged.runs
    union all
    select 'completed', chosen.ports, null, jsonb_build_object('ports', chosen.ports),
      chosen.verdicts
    from sluice_private.plain_choice(config, paths, reads, context) as chosen
    where judged.is_asked and judged.runs and fire_plain.type = 'choice'
    union all
    select 'completed', '{main}', rendered.value, rendered.value, null
    from sluice_private.plain_input(
      organization_id, version_id, step_no, template, keys, paths, context
    ) as rendered
    where judged.is_asked and judged.runs and fire_plain.type <> 'choice'
  ) as outcome (status, ports, input, output, verdicts);
end;

comment on function sluice_private.fire_plain(
  uuid, uuid, int, text, boolean, jsonpath, jsonpath[], jsonb, jsonb, text[], jsonpath[], boolean,
  jsonb
) is
  'What a choice or data.set of a row comes to.';
