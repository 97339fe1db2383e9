create or replace function sluice_private.problems_of_form(config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('form_id', 'must be letters, digits, - and _', 'It becomes /forms/<organization>/<form_id>.',
        config ? 'form_id' and jsonb_typeof(config -> 'form_id') <> 'string'
        or config ? 'form_id'
        and coalesce(config ->> 'form_id', '') !~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$'),
      ('schema', coalesce(
          sluice_private.form_problem(sluice_private.form_schema(config)), 'is missing'
        ), 'Each field of the page is a property.',
        sluice_private.form_problem(sluice_private.form_schema(config)) is not null),
      ('consent', 'must be an object with a text, and may have required',
        'The text is shown beside a box, and kept with what is sent.',
        config ? 'consent' and not coalesce(
          case jsonb_typeof(config -> 'consent') when 'object' then
            (config -> 'consent') - '{text,required}'::text[] = '{}'
            and jsonb_typeof(config #> '{consent,text}') = 'string'
            and length(config #>> '{consent,text}') between 1 and 5000
            and coalesce(jsonb_typeof(config #> '{consent,required}'), 'boolean') = 'boolean'
          end, false)),
      ('texts', sluice_private.form_texts_fault(config -> 'texts'),
        'Of ' || array_to_string(sluice_private.form_texts(), ', ') || '.',
        sluice_private.form_texts_fault(config -> 'texts') is not null),
      ('language', 'must be a language such as en or de-CH', 'It is what screen readers speak.',
        config ? 'language'
        and coalesce(config ->> 'language', '') !~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$')
  ) as fault (key, message, hint, is_there)
  where fault.is_there
  union all
  select list.key, fault.message, list.hint
  from (
    values
      ('required_fields', 'They must be filled in, beside the required ones of the schema.'),
      ('order', 'They come first on the page, in this order.')
  ) as list (key, hint)
  cross join lateral sluice_private.form_list_fault(
    sluice_private.form_schema(config), config -> list.key
  ) as fault (message)
  where fault.message is not null
  union all
  select word.key, 'must be a text of up to 5000 characters', 'It is shown as it is.'
  from unnest('{title,description,submit,success}'::text[]) as word (key)
  where config ? word.key and not coalesce(
    jsonb_typeof(config -> word.key) = 'string' and length(config ->> word.key) <= 5000, false
  );
end;

comment on function sluice_private.problems_of_form(jsonb) is
  'What is wrong with the page of a form.';
