/* What is to be done, what has been, and what may be won. */
create table crm.notes (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  contact_id uuid,
  company_id uuid,
  author_id uuid,
  content text not null,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, company_id)
    references crm.companies (organization_id, id) on delete cascade,
  foreign key (organization_id, author_id)
    references sluice.organization_members (organization_id, user_id) on delete set null (author_id)
);
create index notes_id_idx on crm.notes (id, organization_id);
create index notes_contact_id_idx on crm.notes (organization_id, contact_id);
create index notes_company_id_idx on crm.notes (organization_id, company_id);
create index notes_author_id_idx on crm.notes (organization_id, author_id);
comment on table crm.notes is 'What somebody wrote down about a contact or a company.';
comment on column crm.notes.organization_id is 'The organization it belongs to.';
comment on column crm.notes.id is 'Its id.';
comment on column crm.notes.contact_id is 'The contact.';
comment on column crm.notes.company_id is 'The company.';
comment on column crm.notes.author_id is 'The member who wrote it.';
comment on column crm.notes.content is 'The text.';
comment on column crm.notes.created_at is 'When it was created; never changes.';
comment on column crm.notes.updated_at is 'When it last changed.';

create table crm.activities (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  contact_id uuid not null,
  type text not null,
  description text not null default '',
  details jsonb not null default '{}',
  happened_at timestamptz not null default sluice_hidden.now(),
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete cascade
);
create index activities_id_idx on crm.activities (id, organization_id);
create index activities_contact_id_idx on crm.activities (organization_id, contact_id, happened_at);
comment on table crm.activities is 'What has happened to a contact: calls, visits, mails.';
comment on column crm.activities.organization_id is 'The organization it belongs to.';
comment on column crm.activities.id is 'Its id.';
comment on column crm.activities.contact_id is 'The contact.';
comment on column crm.activities.type is 'Such as call, visit or note.';
comment on column crm.activities.description is 'What happened.';
comment on column crm.activities.details is 'More about it.';
comment on column crm.activities.happened_at is 'When.';
comment on column crm.activities.created_at is 'When it was created; never changes.';
comment on column crm.activities.updated_at is 'When it last changed.';

create table crm.tasks (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  title text not null,
  description text not null default '',
  type text,
  status text not null default 'open',
  priority text not null default 'normal',
  contact_id uuid,
  assignee_id uuid,
  due_at timestamptz,
  completed_at timestamptz,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, assignee_id)
    references sluice.organization_members (organization_id, user_id) on delete set null (assignee_id),
  constraint tasks_status_is_known check (status in ('open', 'completed', 'cancelled')),
  constraint tasks_priority_is_known check (priority in ('low', 'normal', 'high', 'urgent')),
  constraint tasks_title_is_given check (title <> '' and length(title) <= 500)
);
create index tasks_id_idx on crm.tasks (id, organization_id);
create index tasks_contact_id_idx on crm.tasks (organization_id, contact_id);
create index tasks_assignee_id_idx on crm.tasks (organization_id, assignee_id);
create index tasks_due_at_idx on crm.tasks (organization_id, due_at)
where status = 'open';
comment on table crm.tasks is 'What a member is to do.';
comment on column crm.tasks.organization_id is 'The organization it belongs to.';
comment on column crm.tasks.id is 'Its id.';
comment on column crm.tasks.title is 'What.';
comment on column crm.tasks.description is 'More about it.';
comment on column crm.tasks.type is 'Such as call or meeting.';
comment on column crm.tasks.status is 'open, completed or cancelled.';
comment on column crm.tasks.priority is 'low, normal, high or urgent.';
comment on column crm.tasks.contact_id is 'The contact it is about.';
comment on column crm.tasks.assignee_id is 'The member who is to do it.';
comment on column crm.tasks.due_at is 'Until when.';
comment on column crm.tasks.completed_at is 'When it was done.';
comment on column crm.tasks.created_at is 'When it was created; never changes.';
comment on column crm.tasks.updated_at is 'When it last changed.';

create table crm.pipelines (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  name text not null,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);
create index pipelines_id_idx on crm.pipelines (id, organization_id);
comment on table crm.pipelines is 'The way from a first talk to a sale.';
comment on column crm.pipelines.organization_id is 'The organization it belongs to.';
comment on column crm.pipelines.id is 'Its id.';
comment on column crm.pipelines.name is 'What it is called.';
comment on column crm.pipelines.created_at is 'When it was created; never changes.';
comment on column crm.pipelines.updated_at is 'When it last changed.';

create table crm.stages (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  pipeline_id uuid not null,
  name text not null,
  position integer not null,
  probability numeric,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, pipeline_id)
    references crm.pipelines (organization_id, id) on delete cascade,
  unique (organization_id, pipeline_id, name),
  unique (organization_id, pipeline_id, id),
  constraint stages_probability_is_a_share check (probability between 0 and 1)
);
create index stages_id_idx on crm.stages (id, organization_id);
comment on table crm.stages is 'A stage of a pipeline.';
comment on column crm.stages.organization_id is 'The organization it belongs to.';
comment on column crm.stages.id is 'Its id.';
comment on column crm.stages.pipeline_id is 'The pipeline.';
comment on column crm.stages.name is 'What it is called.';
comment on column crm.stages.position is 'The first is 1.';
comment on column crm.stages.probability is 'How likely a sale is in it, from 0 to 1.';
comment on column crm.stages.created_at is 'When it was created; never changes.';
comment on column crm.stages.updated_at is 'When it last changed.';

create table crm.opportunities (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  name text not null,
  pipeline_id uuid not null,
  stage_id uuid not null,
  stage_changed_at timestamptz not null default sluice_hidden.now(),
  status text not null default 'open',
  contact_id uuid,
  company_id uuid,
  owner_id uuid,
  amount numeric,
  currency text not null default 'EUR',
  expected_on date,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, pipeline_id, stage_id)
    references crm.stages (organization_id, pipeline_id, id) on delete restrict,
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete set null (contact_id),
  foreign key (organization_id, company_id)
    references crm.companies (organization_id, id) on delete set null (company_id),
  foreign key (organization_id, owner_id)
    references sluice.organization_members (organization_id, user_id) on delete set null (owner_id),
  constraint opportunities_status_is_known check (status in ('open', 'won', 'lost')),
  constraint opportunities_currency_is_a_code check (currency ~ '^[A-Z]{3}$')
);
create index opportunities_id_idx on crm.opportunities (id, organization_id);
create index opportunities_pipeline_id_idx
on crm.opportunities (organization_id, pipeline_id, stage_id);
create index opportunities_contact_id_idx on crm.opportunities (organization_id, contact_id);
create index opportunities_company_id_idx on crm.opportunities (organization_id, company_id);
create index opportunities_owner_id_idx on crm.opportunities (organization_id, owner_id);
create index opportunities_stage_changed_at_idx
on crm.opportunities (organization_id, stage_changed_at)
where status = 'open';
comment on table crm.opportunities is 'A sale that may come.';
comment on column crm.opportunities.organization_id is 'The organization it belongs to.';
comment on column crm.opportunities.id is 'Its id.';
comment on column crm.opportunities.name is 'What it is about.';
comment on column crm.opportunities.pipeline_id is 'The pipeline it is in.';
comment on column crm.opportunities.stage_id is 'The stage of that pipeline it is in.';
comment on column crm.opportunities.stage_changed_at is 'Since when it is in that stage.';
comment on column crm.opportunities.status is 'open, won or lost.';
comment on column crm.opportunities.contact_id is 'The contact.';
comment on column crm.opportunities.company_id is 'The company.';
comment on column crm.opportunities.owner_id is 'The member who looks after it.';
comment on column crm.opportunities.amount is 'What it would bring.';
comment on column crm.opportunities.currency is 'Of the amount, three letters.';
comment on column crm.opportunities.expected_on is 'When it is expected.';
comment on column crm.opportunities.created_at is 'When it was created; never changes.';
comment on column crm.opportunities.updated_at is 'When it last changed.';
