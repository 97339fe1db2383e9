create or replace function sluice_private.values_of(context jsonb, reads jsonpath[])
returns jsonb
language sql
stable
begin atomic
  select jsonb_object_agg(
    read::text,
    case when length(found.value::text) <= 500 then found.value
      else to_jsonb(left(found.value::text, 500) || '…')
    end
  )
  from unnest(reads) as read
  cross join lateral (
    select jsonb_path_query_array(context, read, '{}', true) as all_values offset 0
  ) as answer
  cross join lateral (
    select case jsonb_array_length(answer.all_values)
      when 1 then answer.all_values -> 0 else answer.all_values end as value
    where answer.all_values <> '[]'
    offset 0
  ) as found;
end;

comment on function sluice_private.values_of(jsonb, jsonpath[]) is
  'What conditions have read, for their verdict: the value (of several, the list) by path, cut to '
  '500 characters; what was missing is not there.';
