create or replace function sluice_private.is_webhook(trigger text)
returns boolean
language sql
immutable
return trigger in ('webhook_received', 'form_submitted', 'message_received', 'payment_failed');

comment on function sluice_private.is_webhook(text) is
  'Whether triggers of this kind are fired by HTTP requests.';
