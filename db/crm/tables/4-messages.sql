/* Forms that contacts send, and messages to and from them. */
create table crm.forms (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  name text not null,
  schema jsonb not null default '{}',
  is_active boolean not null default true,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);
create index forms_id_idx on crm.forms (id, organization_id);
comment on table crm.forms is 'A form, and what may be filled in.';
comment on column crm.forms.organization_id is 'The organization it belongs to.';
comment on column crm.forms.id is 'Its id.';
comment on column crm.forms.name is 'What it is called.';
comment on column crm.forms.schema is 'JSON Schema of what is filled in.';
comment on column crm.forms.is_active is 'False: it takes nothing.';
comment on column crm.forms.created_at is 'When it was created; never changes.';
comment on column crm.forms.updated_at is 'When it last changed.';

create table crm.form_submissions (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  form_id uuid not null,
  contact_id uuid,
  data jsonb not null,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, form_id)
    references crm.forms (organization_id, id) on delete cascade,
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete set null (contact_id)
);
create index form_submissions_id_idx on crm.form_submissions (id, organization_id);
create index form_submissions_form_id_idx on crm.form_submissions (organization_id, form_id);
create index form_submissions_contact_id_idx on crm.form_submissions (organization_id, contact_id);
comment on table crm.form_submissions is 'What somebody has sent with a form.';
comment on column crm.form_submissions.organization_id is 'The organization it belongs to.';
comment on column crm.form_submissions.id is 'Its id.';
comment on column crm.form_submissions.form_id is 'The form.';
comment on column crm.form_submissions.contact_id is 'The contact, if known.';
comment on column crm.form_submissions.data is 'What was filled in.';
comment on column crm.form_submissions.created_at is 'When it was created; never changes.';
comment on column crm.form_submissions.updated_at is 'When it last changed.';

create table crm.messages (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  contact_id uuid,
  channel text not null,
  direction text not null,
  status text not null,
  sender text,
  recipient text,
  subject text,
  content text not null default '',
  reference text,
  sent_at timestamptz,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete cascade,
  constraint messages_channel_is_known check (channel in ('sms', 'whatsapp', 'email', 'facebook')),
  constraint messages_direction_is_known check (direction in ('inbound', 'outbound')),
  constraint messages_status_fits_direction check (
    (direction = 'inbound') = (status = 'received')
    and status in ('received', 'queued', 'sent', 'delivered', 'failed')
  ),
  unique (organization_id, channel, reference)
);
create index messages_id_idx on crm.messages (id, organization_id);
create index messages_contact_id_idx on crm.messages (organization_id, contact_id, id);
comment on table crm.messages is 'A message to or from a contact.';
comment on column crm.messages.organization_id is 'The organization it belongs to.';
comment on column crm.messages.id is 'Its id.';
comment on column crm.messages.contact_id is 'The contact, if known.';
comment on column crm.messages.channel is 'sms, whatsapp, email or facebook.';
comment on column crm.messages.direction is 'inbound or outbound.';
comment on column crm.messages.status is 'received; or queued, sent, delivered, failed.';
comment on column crm.messages.sender is 'Who sent it: an address or a number.';
comment on column crm.messages.recipient is 'To whom.';
comment on column crm.messages.subject is 'Its subject.';
comment on column crm.messages.content is 'The text.';
comment on column crm.messages.reference is 'What the provider calls it.';
comment on column crm.messages.sent_at is 'When it was sent.';
comment on column crm.messages.created_at is 'When it was created; never changes.';
comment on column crm.messages.updated_at is 'When it last changed.';
