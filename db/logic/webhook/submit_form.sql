create or replace function sluice_private.submit_form(
  organization_id uuid,
  webhook_id uuid,
  submission_id text,
  data jsonb,
  has_consented boolean,
  headers jsonb,
  remote_ip inet
)
returns table (faults jsonb, execution_id uuid, duplicate boolean, reason text, refusal jsonb)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_config jsonb := (sluice_private.find_webhook_target(organization_id, webhook_id)).config;
begin
  select jsonb_object_agg(fault.field, jsonb_build_object(
    'kind', fault.kind, 'limit', fault.bound, 'message', fault.message
  ))
  into faults
  from sluice_private.form_faults(v_config, data) as fault;
  if (v_config #> '{consent,required}')::boolean and not has_consented then
    faults := coalesce(faults, '{}')
      || '{"consent": {"kind": "unticked", "limit": null, "message": "must be ticked"}}';
  end if;
  if faults is null then
    select taken.execution_id, taken.duplicate, taken.reason, taken.refusal
    into execution_id, duplicate, reason, refusal
    from sluice_private.receive_webhook(
      organization_id, webhook_id, submission_id, 'POST', headers, '{}',
      jsonb_build_object(
        'form_id', coalesce(v_config ->> 'form_id', webhook_id::text),
        'submission_id', submission_id,
        'contact_id', sluice_private.contact_of_form(organization_id, data),
        'form_data', jsonb_strip_nulls(data),
        'consent', case when v_config ? 'consent' then jsonb_build_object(
          'text', v_config #> '{consent,text}', 'given', has_consented,
          'at', sluice_hidden.now()
        ) end
      )::text,
      remote_ip
    ) as taken;
  end if;
  return next;
end;
$$;

comment on function sluice_private.submit_form(uuid, uuid, text, jsonb, boolean, jsonb, inet) is
  'Takes what was filled into a form, with the words of the consent; or says what is wrong, field '
  'by field. The same submission again changes nothing.';
grant execute on function sluice_private.submit_form(
  uuid, uuid, text, jsonb, boolean, jsonb, inet
) to sluice_worker;
