create or replace function crm.lead_scored(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
immutable
return case
  when (change -> 'new' ->> 'score')::numeric
      >= coalesce((config ->> 'min_score')::numeric, '-infinity')
    and case config ->> 'score_change'
      when 'increased' then change -> 'new' -> 'score' > change -> 'old' -> 'score'
      when 'decreased' then change -> 'new' -> 'score' < change -> 'old' -> 'score'
      else change -> 'new' -> 'score' <> change -> 'old' -> 'score'
    end
  then jsonb_build_object(
    'lead_id', change -> 'new' -> 'id', 'contact_id', change -> 'new' -> 'id',
    'old_score', change -> 'old' -> 'score',
    'new_score', change -> 'new' -> 'score', 'score_factors', change -> 'new' -> 'score_factors'
  )
end;

comment on function crm.lead_scored(uuid, jsonb, jsonb) is
  'What lead_scored gives out: the score before and after, if it has moved so and is so high.';
