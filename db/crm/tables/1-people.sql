/* People and companies, and what is said and known of them. */
create table crm.companies (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  name text not null,
  domain text,
  phone text,
  address jsonb,
  owner_id uuid,
  fields jsonb not null default '{}',
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, owner_id)
    references sluice.organization_members (organization_id, user_id) on delete set null (owner_id),
  constraint companies_name_is_given check (name <> '' and length(name) <= 300)
);
create index companies_id_idx on crm.companies (id, organization_id);
create index companies_name_idx on crm.companies (organization_id, name);
create index companies_owner_id_idx on crm.companies (organization_id, owner_id);
comment on table crm.companies is 'A company that contacts work for.';
comment on column crm.companies.organization_id is 'The organization it belongs to.';
comment on column crm.companies.id is 'Its id.';
comment on column crm.companies.name is 'What it is called.';
comment on column crm.companies.domain is 'Its domain, such as example.com.';
comment on column crm.companies.phone is 'Its telephone number.';
comment on column crm.companies.address is 'Where it is.';
comment on column crm.companies.owner_id is 'The member who looks after it.';
comment on column crm.companies.fields is 'Fields of the organization''s own.';
comment on column crm.companies.created_at is 'When it was created; never changes.';
comment on column crm.companies.updated_at is 'When it last changed.';

create table crm.contacts (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  first_name text not null default '',
  last_name text not null default '',
  email text,
  phone text,
  company_id uuid,
  status text not null default 'new',
  score integer not null default 0,
  score_factors jsonb not null default '{}',
  source text,
  owner_id uuid,
  birthday date,
  last_contacted_at timestamptz,
  fields jsonb not null default '{}',
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, company_id)
    references crm.companies (organization_id, id) on delete set null (company_id),
  foreign key (organization_id, owner_id)
    references sluice.organization_members (organization_id, user_id) on delete set null (owner_id),
  constraint contacts_status_is_known check (status in ('new', 'contacted', 'qualified', 'converted', 'lost')),
  constraint contacts_email_is_an_address check (email like '_%@_%')
);
create index contacts_id_idx on crm.contacts (id, organization_id);
create index contacts_status_idx on crm.contacts (organization_id, status, id);
create index contacts_email_idx on crm.contacts (organization_id, lower(email));
create index contacts_company_id_idx on crm.contacts (organization_id, company_id);
create index contacts_owner_id_idx on crm.contacts (organization_id, owner_id);
create index contacts_birthday_idx on crm.contacts (organization_id, birthday)
where birthday is not null;
create index contacts_phone_idx on crm.contacts (organization_id, phone);
comment on table crm.contacts is 'A person: a lead until won or lost.';
comment on column crm.contacts.organization_id is 'The organization it belongs to.';
comment on column crm.contacts.id is 'Its id.';
comment on column crm.contacts.first_name is 'First name.';
comment on column crm.contacts.last_name is 'Last name.';
comment on column crm.contacts.email is 'Address of mail.';
comment on column crm.contacts.phone is 'Telephone number.';
comment on column crm.contacts.company_id is 'The company they work for.';
comment on column crm.contacts.status is 'As a lead: new, contacted, qualified, converted or lost.';
comment on column crm.contacts.score is 'How promising they are.';
comment on column crm.contacts.score_factors is 'What the score is made of.';
comment on column crm.contacts.source is 'Where they came from, such as website.';
comment on column crm.contacts.owner_id is 'The member who looks after them.';
comment on column crm.contacts.birthday is 'Date of birth.';
comment on column crm.contacts.last_contacted_at is 'When they were last written or spoken to.';
comment on column crm.contacts.fields is 'Fields of the organization''s own.';
comment on column crm.contacts.created_at is 'When it was created; never changes.';
comment on column crm.contacts.updated_at is 'When it last changed.';

create table crm.tags (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  name text not null,
  colour text,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  unique (organization_id, name),
  constraint tags_name_is_given check (name <> '' and length(name) <= 100)
);
create index tags_id_idx on crm.tags (id, organization_id);
comment on table crm.tags is 'A word by which contacts are sorted.';
comment on column crm.tags.organization_id is 'The organization it belongs to.';
comment on column crm.tags.id is 'Its id.';
comment on column crm.tags.name is 'The word.';
comment on column crm.tags.colour is 'How it is shown.';
comment on column crm.tags.created_at is 'When it was created; never changes.';
comment on column crm.tags.updated_at is 'When it last changed.';

create table crm.contact_tags (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  contact_id uuid not null,
  tag_id uuid not null,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, contact_id, tag_id),
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, tag_id)
    references crm.tags (organization_id, id) on delete cascade
);
create index contact_tags_tag_id_idx on crm.contact_tags (organization_id, tag_id);
comment on table crm.contact_tags is 'Which contact has which tag.';
comment on column crm.contact_tags.organization_id is 'The organization it belongs to.';
comment on column crm.contact_tags.contact_id is 'The contact.';
comment on column crm.contact_tags.tag_id is 'The tag.';
comment on column crm.contact_tags.created_at is 'When it was created; never changes.';
comment on column crm.contact_tags.updated_at is 'When it last changed.';

create table crm.lists (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  name text not null,
  description text not null default '',
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);
create index lists_id_idx on crm.lists (id, organization_id);
comment on table crm.lists is 'A list of contacts, such as of a newsletter.';
comment on column crm.lists.organization_id is 'The organization it belongs to.';
comment on column crm.lists.id is 'Its id.';
comment on column crm.lists.name is 'What it is called.';
comment on column crm.lists.description is 'What it is for.';
comment on column crm.lists.created_at is 'When it was created; never changes.';
comment on column crm.lists.updated_at is 'When it last changed.';

create table crm.list_contacts (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  list_id uuid not null,
  contact_id uuid not null,
  status text not null default 'subscribed',
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, list_id, contact_id),
  foreign key (organization_id, list_id)
    references crm.lists (organization_id, id) on delete cascade,
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete cascade,
  constraint list_contacts_status_is_known check (status in ('subscribed', 'unsubscribed'))
);
create index list_contacts_contact_id_idx on crm.list_contacts (organization_id, contact_id);
comment on table crm.list_contacts is 'Who is on which list.';
comment on column crm.list_contacts.organization_id is 'The organization it belongs to.';
comment on column crm.list_contacts.list_id is 'The list.';
comment on column crm.list_contacts.contact_id is 'The contact.';
comment on column crm.list_contacts.status is 'subscribed or unsubscribed.';
comment on column crm.list_contacts.created_at is 'When it was created; never changes.';
comment on column crm.list_contacts.updated_at is 'When it last changed.';

create table crm.consents (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  contact_id uuid not null,
  channel text not null,
  purpose text not null default 'marketing',
  status text not null,
  source text,
  evidence jsonb not null default '{}',
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete cascade,
  unique (organization_id, contact_id, channel, purpose),
  constraint consents_status_is_known check (status in ('granted', 'withdrawn')),
  constraint consents_channel_is_known check (channel in ('email', 'sms', 'whatsapp', 'facebook', 'phone', 'post'))
);
create index consents_id_idx on crm.consents (id, organization_id);
comment on table crm.consents is 'What a contact has agreed to, or withdrawn.';
comment on column crm.consents.organization_id is 'The organization it belongs to.';
comment on column crm.consents.id is 'Its id.';
comment on column crm.consents.contact_id is 'The contact.';
comment on column crm.consents.channel is 'email, sms, whatsapp, facebook, phone or post.';
comment on column crm.consents.purpose is 'What it is for.';
comment on column crm.consents.status is 'granted or withdrawn.';
comment on column crm.consents.source is 'Where it was given, such as a form.';
comment on column crm.consents.evidence is 'Proof: the text, the address, the time.';
comment on column crm.consents.created_at is 'When it was created; never changes.';
comment on column crm.consents.updated_at is 'When it last changed.';
