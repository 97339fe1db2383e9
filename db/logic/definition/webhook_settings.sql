create or replace function sluice_private.webhook_settings(trigger text)
returns text[]
language sql
immutable
return case trigger
  when 'form_submitted' then '{form_id,required_fields,order,title,description,schema,consent,'
    'submit,success,texts,language,allowed_origins,allowed_ips,rate_limit}'
  else '{scheme,secret,previous_secret,previous_secret_until,tolerance,signature,jwt,'
    'dedupe_header,dedupe_window,allowed_ips,allowed_origins,required_headers,body_limit,'
    'rate_limit,path}'
end::text[] || case trigger
  when 'webhook_received'
    then '{endpoint_path,methods,http_method,content_types,body_schema,response}'
  when 'message_received' then '{channel,keywords,content_types}'
  when 'payment_failed' then '{attempt_number}'
  else '{}'
end::text[];

comment on function sluice_private.webhook_settings(text) is
  'The settings that the config of a trigger that HTTP requests fire may have.';
