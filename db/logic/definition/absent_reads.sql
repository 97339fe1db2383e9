/* A trigger gives no output; what it starts with is the root trigger. */
create or replace function sluice_private.absent_reads(
  path jsonpath,
  triggers text[],
  fields text[]
)
returns setof text
language sql
immutable
begin atomic
  select read.match[1]
  from (select sluice_private.unquoted(absent_reads.path) as text) as canonical
  cross join lateral regexp_matches(
    canonical.text,
    '(\$(?:\."trigger"(?!\."(?:' || array_to_string(absent_reads.fields, '|') || ')")'
    '|\."steps"\."(?:[^"\\]|\\.)+"(?!\."(?:output|status|item|index)")'
    '|\."execution"(?!\."(?:id|created_at)")|\."workflow"(?!\."(?:id|version_id)")'
    '|\."organization"(?!\."id"))\."(?:[^"\\]|\\.)+")', 'g'
  ) as read (match)
  union
  select trigger_output.read
  from (
    select format('$."steps".%s."output"', to_jsonb(known.id)) as read
    from unnest(absent_reads.triggers) as known (id)
  ) as trigger_output
  where strpos(sluice_private.unquoted(absent_reads.path), trigger_output.read) > 0;
end;

comment on function sluice_private.absent_reads(jsonpath, text[], text[]) is
  'What a path reads that no context ever has, as canonical paths.';
