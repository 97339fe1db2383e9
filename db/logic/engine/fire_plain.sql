/* Inlined where it is called. Of what fire_step does, this is what steps of rows come to, with the
   verdicts on their edges; where one fails there is no status, and fire_step makes it. */
create or replace function sluice_private.fire_plain(
  organization_id uuid,
  version_id uuid,
  step_no int,
  is_asked boolean,
  type text,
  is_disabled boolean,
  run_if jsonpath,
  reads jsonpath[],
  config jsonb,
  template jsonb,
  keys text[],
  paths jsonpath[],
  answers jsonb,
  edges jsonb,
  is_live boolean,
  context jsonb
)
returns table (status text, ports text[], input jsonb, output jsonb, verdicts jsonb)
language sql
stable
begin atomic
  select
    case when judged.is_told or judged.is_set then 'completed' else (judged.odd).status end,
    case
      when judged.is_set then '{main}'
      when not judged.is_told then (judged.odd).ports
      else array[judged.answer ->> 'port']
    end,
    case when judged.is_set then judged.value when not judged.is_told then (judged.odd).input end,
    case
      when judged.is_set then judged.value
      when not judged.is_told then (judged.odd).output
      else judged.answer -> 'output'
    end,
    case
      when judged.is_set then coalesce(edges -> 'open' -> 'main', edges -> 'shut')
      when not judged.is_told then (judged.odd).verdicts
      else jsonb_set(
        judged.answer -> 'verdicts', array['values', reads[1]::text], judged.found -> 0
      )
    end
  from (
    select
      asked.*,
      case when is_asked and not asked.is_told and not asked.is_set then (
        select made
        from sluice_private.fire_other(
          organization_id, version_id, step_no, type, is_disabled, run_if, reads, config, paths,
          edges, is_live, context
        ) as made
      ) end as odd
    from (
      select
        plain.*,
        plain.value is not null and not sluice_hidden.is_oversized(plain.value) as is_set,
        coalesce(
          jsonb_array_length(plain.found) = 1 and length((plain.found -> 0)::text) <= 500, false
        ) as is_told
      from (
        select
          case when is_live and answers is not null then answers -> coalesce(
            jsonb_path_match_tz(context, paths[1], '{}', true)::text, 'null'
          ) end as answer,
          case when is_live and answers is not null
            then jsonb_path_query_array(context, reads[1], '{}', true)
          end as found,
          case when is_asked and is_live and not is_disabled and run_if is null
              and type <> 'choice' and cardinality(keys) = 1 and pg_column_size(context) < 65536
            then jsonb_set(template, keys, coalesce(
              jsonb_path_query_first_tz(context, paths[1], '{}', true), 'null'
            ))
          end as value
        offset 0
      ) as plain
      offset 0
    ) as asked
    offset 0
  ) as judged
  offset 0;
end;

comment on function sluice_private.fire_plain(
  uuid, uuid, int, boolean, text, boolean, jsonpath, jsonpath[], jsonb, jsonb, text[], jsonpath[],
  jsonb, jsonb, boolean, jsonb
) is
  'What a choice or data.set of a row comes to.';
