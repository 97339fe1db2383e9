/* Inlined where it is called. What choose comes to where there is one case that reads one value. */
create or replace function sluice_private.plain_choice(
  config jsonb,
  cases jsonpath[],
  reads jsonpath[],
  context jsonb
)
returns table (ports text[], verdicts jsonb)
language sql
stable
begin atomic
  select
    case
      when answer.holds then array[config -> 'ports' ->> 0]
      when config ->> 'default' is null then '{}'
      else array[config ->> 'default']
    end,
    jsonb_build_object(
      'cases', jsonb_build_array(jsonb_build_object(
        'port', config -> 'ports' -> 0, 'when', cases[1]::text, 'answer', answer.holds
      )),
      'values', case
        when jsonb_array_length(answer.found) = 1 and length((answer.found -> 0)::text) <= 500
        then jsonb_build_object(reads[1]::text, answer.found -> 0)
        else sluice_private.values_of(context, reads)
      end
    )
  from (
    select jsonb_path_match_tz(context, cases[1], '{}', true) as holds,
      jsonb_path_query_array(context, reads[1], '{}', true) as found
    where (cardinality(cases), cardinality(reads)) = (1, 1)
    offset 0
  ) as answer
  union all
  select chosen.ports, chosen.verdicts || jsonb_build_object(
    'values', sluice_private.values_of(context, reads)
  )
  from sluice_private.choose(config, cases, context) as chosen
  where (cardinality(cases), cardinality(reads)) <> (1, 1);
end;

comment on function sluice_private.plain_choice(jsonb, jsonpath[], jsonpath[], jsonb) is
  'The ports a choice opens, what each case answered, and what they have read.';
