create or replace function sluice_private.problems_of_record(trigger text, config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('object', 'must name a watched table', 'Such as crm.contacts; see watched_tables.',
        coalesce(config ->> 'object', '') !~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,149}$'),
      ('fields', 'must be a list of columns', 'Such as ["status"].',
        config ? 'fields' and case jsonb_typeof(config -> 'fields')
          when 'array' then config -> 'fields' = '[]' or jsonb_path_exists(
            config -> 'fields', 'strict $[*] ? (@.type() != "string")'
          ) else true end),
      (case when config ? 'from' then 'from' else 'to' end, 'needs one field that it is about',
        'Set fields to the one column, such as ["status"].',
        (config ? 'from' or config ? 'to') and case jsonb_typeof(config -> 'fields')
          when 'array' then jsonb_array_length(config -> 'fields') <> 1 else true end)
  ) as fault (key, message, hint, is_there)
  where fault.is_there and trigger in ('record_created', 'record_updated', 'record_deleted');
end;

comment on function sluice_private.problems_of_record(text, jsonb) is
  'What is wrong with the config of a trigger that changes of records fire.';
