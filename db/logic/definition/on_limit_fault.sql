create or replace function sluice_private.on_limit_fault(rule jsonb)
returns text
language sql
immutable
return case
  when not coalesce(rule ->> 'on_limit', 'queue') in ('queue', 'skip', 'cancel_oldest')
    then 'has an on_limit that is none'
  when rule ->> 'on_limit' = 'cancel_oldest'
    and not (rule ? 'concurrency' and not rule ?| '{rate,provider}'::text[])
    then 'cancels the oldest, and limits more than the concurrency'
end;

comment on function sluice_private.on_limit_fault(jsonb) is
  'What is wrong with what a limit does with one too many; null where nothing is.';
