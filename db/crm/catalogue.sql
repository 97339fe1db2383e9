/* The triggers and actions of the pack, in the catalogue. What another part has there already stays as it is. */
insert into sluice.workflow_trigger_definitions (
  organization_id, name, title, description, config_schema
)
values
  ('00000000-0000-0000-0000-000000000000', 'lead_created', 'Lead created', 'A contact is added.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "source": {"type": "string", "description": "Only of this source."},
      "tags": {"type": "array", "items": {"type": "string"}, "description": "Only with all of these tags."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'lead_updated', 'Lead updated', 'A contact changes.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "fields": {"type": "array", "items": {"type": "string"}, "description": "Only if one of these changes."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'lead_scored', 'Lead scored', 'The score of a contact changes.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "min_score": {"type": "number", "description": "Only if it is now so high."},
      "score_change": {"enum": ["increased", "decreased", "any"], "description": "Which way it goes."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'lead_status_changed', 'Lead status changed', 'The status of a contact changes.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "from": {"type": ["string", "array"], "description": "Only from this, or one of these."},
      "to": {"type": ["string", "array"], "description": "Only to this, or one of these."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'message_received', 'Message received', 'A message comes in.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "channel": {"enum": ["sms", "whatsapp", "email", "facebook"], "description": "Only by this."},
      "keywords": {"type": "array", "items": {"type": "string"}, "description": "Only with one of these words."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'message_sent', 'Message sent', 'A message goes out.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "channel": {"enum": ["sms", "whatsapp", "email", "facebook"], "description": "Only by this."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'appointment_booked', 'Appointment booked', 'A class, or a time, is booked.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "class_type": {"type": "array", "items": {"type": "string"}, "description": "Only of these kinds."},
      "instructor": {"type": "array", "items": {"type": "string"}, "description": "Only with one of these."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'appointment_cancelled', 'Appointment cancelled', 'A booking is cancelled.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "cancelled_by": {"enum": ["customer", "staff", "system"], "description": "Only by this one."},
      "notice_period": {"type": "number", "description": "Only at most so many hours ahead."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'form_submitted', 'Form submitted', 'Somebody sends a form.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "form_id": {"type": "string", "description": "Only this form: its id or its name."},
      "required_fields": {"type": "array", "items": {"type": "string"}, "description": "Only if these are filled in."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'payment_failed', 'Payment failed', 'A payment fails.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "attempt_number": {"type": "number", "description": "Only at this attempt."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'tag_added', 'Tag added', 'A contact is given a tag.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "tag": {"type": "string", "description": "Only this tag."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'tag_removed', 'Tag removed', 'A tag is taken from a contact.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "tag": {"type": "string", "description": "Only this tag."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'task_completed', 'Task completed', 'A task is done.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "type": {"type": "string", "description": "Only of this kind."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'note_added', 'Note added', 'A note is written.',
    '{"type": "object", "additionalProperties": false, "properties": {}}'),
  ('00000000-0000-0000-0000-000000000000', 'appointment_rescheduled', 'Appointment rescheduled', 'A booking is moved to another time.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "class_type": {"type": "array", "items": {"type": "string"}, "description": "Only of these kinds."},
      "instructor": {"type": "array", "items": {"type": "string"}, "description": "Only with one of these."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'appointment_no_show', 'Appointment missed', 'Nobody comes to a booking.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "class_type": {"type": "array", "items": {"type": "string"}, "description": "Only of these kinds."},
      "instructor": {"type": "array", "items": {"type": "string"}, "description": "Only with one of these."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'payment_succeeded', 'Payment succeeded', 'A payment succeeds.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "min_amount": {"type": "number", "description": "Only of so much, or more."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'payment_refunded', 'Payment refunded', 'A payment is paid back.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "min_amount": {"type": "number", "description": "Only of so much, or more."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'opportunity_stage_changed', 'Opportunity stage changed', 'An opportunity goes to another stage.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "pipeline": {"type": "string", "description": "Only in this pipeline."},
      "from": {"type": ["string", "array"], "description": "Only from this stage, or one of these."},
      "to": {"type": ["string", "array"], "description": "Only to this stage, or one of these."}}}')
on conflict (organization_id, name) do nothing;

insert into sluice.workflow_action_definitions (
  organization_id, name, title, description, runs, handler, input_schema, output_schema
)
values
  ('00000000-0000-0000-0000-000000000000', 'record_message', 'Record a message',
    'Keeps a message that has come in with the contact who sent it; message_received fires.',
    'sql', 'crm.record_message',
    '{"type": "object", "additionalProperties": false, "properties": {
      "mail": {"type": "object", "description": "What imap_message has found: the rest is taken from it unless given."},
      "channel": {"enum": ["sms", "whatsapp", "email", "facebook"], "description": "email unless given."},
      "sender": {"type": "string", "description": "The address or number it is from."},
      "recipient": {"type": "string", "description": "The address or number it is to."},
      "subject": {"type": "string", "description": "Its subject."},
      "content": {"type": "string", "description": "Its text."},
      "reference": {"type": "string", "description": "What the provider calls it: the same is recorded once."},
      "contact_id": {"type": "string", "format": "uuid", "description": "Whose it is; else the contact with the address or number."}}}',
    '{"type": "object", "properties": {
      "message_id": {"type": "string", "format": "uuid"},
      "contact_id": {"type": ["string", "null"]}, "is_new": {"type": "boolean"}}}')
on conflict (organization_id, name) do update
set
  title = excluded.title, description = excluded.description, runs = excluded.runs,
  handler = excluded.handler, input_schema = excluded.input_schema,
  output_schema = excluded.output_schema;

insert into sluice_private.record_triggers (organization_id, name, events, fields, handler)
values
  ('00000000-0000-0000-0000-000000000000', 'lead_created',
    '{"record.created:crm.contacts"}',
    null, 'crm.lead_created'),
  ('00000000-0000-0000-0000-000000000000', 'lead_updated',
    '{"record.updated:crm.contacts"}',
    null, 'crm.lead_updated'),
  ('00000000-0000-0000-0000-000000000000', 'lead_scored',
    '{"record.updated:crm.contacts"}',
    '{score}', 'crm.lead_scored'),
  ('00000000-0000-0000-0000-000000000000', 'lead_status_changed',
    '{"record.updated:crm.contacts"}',
    '{status}', 'crm.lead_status_changed'),
  ('00000000-0000-0000-0000-000000000000', 'message_received',
    '{"record.created:crm.messages"}',
    null, 'crm.message_received'),
  ('00000000-0000-0000-0000-000000000000', 'message_sent',
    '{"record.created:crm.messages","record.updated:crm.messages"}',
    '{status}', 'crm.message_sent'),
  ('00000000-0000-0000-0000-000000000000', 'appointment_booked',
    '{"record.created:crm.appointments","record.updated:crm.appointments"}',
    '{status}', 'crm.appointment_booked'),
  ('00000000-0000-0000-0000-000000000000', 'appointment_cancelled',
    '{"record.created:crm.appointments","record.updated:crm.appointments"}',
    '{status}', 'crm.appointment_cancelled'),
  ('00000000-0000-0000-0000-000000000000', 'form_submitted',
    '{"record.created:crm.form_submissions"}',
    null, 'crm.form_submitted'),
  ('00000000-0000-0000-0000-000000000000', 'payment_failed',
    '{"record.created:crm.payments","record.updated:crm.payments"}',
    '{status,attempt}', 'crm.payment_failed'),
  ('00000000-0000-0000-0000-000000000000', 'tag_added',
    '{"record.created:crm.contact_tags"}',
    null, 'crm.tag_change'),
  ('00000000-0000-0000-0000-000000000000', 'tag_removed',
    '{"record.deleted:crm.contact_tags"}',
    null, 'crm.tag_change'),
  ('00000000-0000-0000-0000-000000000000', 'task_completed',
    '{"record.created:crm.tasks","record.updated:crm.tasks"}',
    '{status}', 'crm.task_completed'),
  ('00000000-0000-0000-0000-000000000000', 'note_added',
    '{"record.created:crm.notes"}',
    null, 'crm.note_added'),
  ('00000000-0000-0000-0000-000000000000', 'appointment_rescheduled',
    '{"record.updated:crm.appointments"}',
    '{starts_at}', 'crm.appointment_rescheduled'),
  ('00000000-0000-0000-0000-000000000000', 'appointment_no_show',
    '{"record.created:crm.appointments","record.updated:crm.appointments"}',
    '{status}', 'crm.appointment_missed'),
  ('00000000-0000-0000-0000-000000000000', 'payment_succeeded',
    '{"record.created:crm.payments","record.updated:crm.payments"}',
    '{status}', 'crm.payment_succeeded'),
  ('00000000-0000-0000-0000-000000000000', 'payment_refunded',
    '{"record.created:crm.payments","record.updated:crm.payments"}',
    '{status}', 'crm.payment_refunded'),
  ('00000000-0000-0000-0000-000000000000', 'opportunity_stage_changed',
    '{"record.updated:crm.opportunities"}',
    '{stage_id}', 'crm.opportunity_stage_changed')
on conflict (organization_id, name) do update
set events = excluded.events, fields = excluded.fields, handler = excluded.handler;
