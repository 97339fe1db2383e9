/* What the provider calls a message counts once: a mail that two mailboxes have is one message. */
create or replace function crm.record_message(organization_id uuid, input jsonb, context jsonb)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_mail jsonb := coalesce(nullif(input -> 'mail', 'null'), '{}');
  v_channel text := coalesce(input ->> 'channel', 'email');
  v_sender text := coalesce(input ->> 'sender', v_mail #>> '{from,address}');
  v_reference text := coalesce(input ->> 'reference', v_mail ->> 'message_id');
  v_message crm.messages;
begin
  if v_sender is null and v_mail = '{}' then
    raise exception using
      errcode = 'SLVAL',
      message = 'a message has a sender',
      hint = 'Give sender, or mail with what imap_message has found.';
  end if;
  if octet_length(v_reference) > 500 then
    v_reference := encode(sha256(convert_to(v_reference, 'utf8')), 'hex');
  end if;
  insert into crm.messages (
    organization_id, contact_id, channel, direction, status, sender, recipient, subject, content,
    reference, sent_at
  )
  values (
    organization_id,
    coalesce(
      (input ->> 'contact_id')::uuid,
      crm.contact_of_sender(organization_id, v_channel, v_sender)
    ),
    v_channel, 'inbound', 'received', v_sender,
    coalesce(input ->> 'recipient', v_mail #>> '{to,0,address}'),
    coalesce(input ->> 'subject', v_mail ->> 'subject'),
    coalesce(input ->> 'content', v_mail ->> 'text', v_mail ->> 'html', ''),
    v_reference, sluice_private.try_instant(v_mail ->> 'date')
  )
  on conflict on constraint messages_organization_id_channel_reference_key do nothing
  returning messages.* into v_message;
  if found then
    return jsonb_build_object(
      'message_id', v_message.id, 'contact_id', v_message.contact_id, 'is_new', true
    );
  end if;
  return (
    select jsonb_build_object('message_id', m.id, 'contact_id', m.contact_id, 'is_new', false)
    from crm.messages as m
    where m.organization_id = record_message.organization_id
      and m.channel = v_channel and m.reference = v_reference
  );
end;
$$;

comment on function crm.record_message(uuid, jsonb, jsonb) is
  'record_message: a message that has come in, of the contact who sent it.';
