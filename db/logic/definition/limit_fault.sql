create or replace function sluice_private.limit_fault(rule jsonb, is_of_step boolean)
returns text
language sql
immutable
return case
  when jsonb_typeof(rule) is distinct from 'object' then 'is not an object'
  when exists (
    select from jsonb_object_keys(rule) as given (name)
    where given.name <> all (
      case when is_of_step then '{key,provider,concurrency,rate,on_limit}'::text[]
        else '{key,concurrency,rate,on_limit}' end
    )
  ) then 'has an unknown field'
  when rule ? 'key' and jsonb_typeof(rule -> 'key') not in ('string', 'number', 'boolean')
    then 'has a key that is neither a text nor a number'
  when rule ? 'provider' and coalesce(rule ->> 'provider', '') = ''
    or rule ? 'provider' and jsonb_typeof(rule -> 'provider') <> 'string'
    then 'has a provider that is not a name'
  when rule ? 'provider' and rule ?| '{key,concurrency,rate}'::text[]
    then 'names a provider and limits besides'
  when not rule ?| '{provider,concurrency,rate}'::text[] then 'limits nothing'
  when rule ? 'concurrency' and rule ->> 'concurrency' !~ '^[1-9][0-9]{0,5}$'
    then 'has a concurrency that is not a number from 1 to 999999'
  when rule ? 'rate' then sluice_private.rate_fault(rule -> 'rate')
end;

comment on function sluice_private.limit_fault(jsonb, boolean) is
  'What is wrong with what a limit counts; null where nothing is.';
