create or replace function crm.form_submitted(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql
stable
begin atomic
  select jsonb_build_object(
    'form_id', change -> 'new' -> 'form_id', 'submission_id', change -> 'new' -> 'id',
    'contact_id', change -> 'new' -> 'contact_id', 'form_data', change -> 'new' -> 'data'
  )
  from crm.forms as form
  where form.organization_id = form_submitted.organization_id
    and form.id = (change -> 'new' ->> 'form_id')::uuid
    and coalesce(config ->> 'form_id', form.name) in (form.name, form.id::text)
    and not exists (
      select
      from jsonb_array_elements_text(
        case jsonb_typeof(config -> 'required_fields') when 'array' then config -> 'required_fields'
          else '[]' end
      ) as field (name)
      where coalesce(change -> 'new' -> 'data' ->> field.name, '') = ''
    );
end;

comment on function crm.form_submitted(uuid, jsonb, jsonb) is
  'What form_submitted gives out: what was sent with this form, if the fields are filled in.';
