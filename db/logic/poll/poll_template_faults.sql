create or replace function sluice_private.poll_template_faults(config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, 'Such as {{ cursor | default("0") }}.'
  from sluice_private.compile_template(
    sluice_private.poll_request(config) - 'secrets', 'at', '{}', '{cursor,page}'
  ) as compiled
  cross join lateral (
    select substr(found.value ->> 'path', 4) as key, found.value ->> 'message' as message
    from jsonb_array_elements(compiled.problems) as found
    union all
    select 'url', 'may read only cursor, page and now'
    where not compiled.roots <@ '{cursor,page,now}'
  ) as fault
  where config ->> 'source' in ('http', 'feed');
end;

comment on function sluice_private.poll_template_faults(jsonb) is
  'What is wrong with the templates of a request.';
