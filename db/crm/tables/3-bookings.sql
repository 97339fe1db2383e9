/* Classes and appointments, memberships and payments. */
create table crm.classes (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  name text not null,
  type text,
  instructor text,
  location text,
  capacity integer,
  status text not null default 'scheduled',
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  constraint classes_status_is_known check (status in ('scheduled', 'cancelled', 'held')),
  constraint classes_end_follows_start check (ends_at > starts_at),
  constraint classes_capacity_is_positive check (capacity > 0)
);
create index classes_id_idx on crm.classes (id, organization_id);
create index classes_starts_at_idx on crm.classes (organization_id, starts_at);
comment on table crm.classes is 'A class, or another thing at a time that many may book.';
comment on column crm.classes.organization_id is 'The organization it belongs to.';
comment on column crm.classes.id is 'Its id.';
comment on column crm.classes.name is 'What it is called.';
comment on column crm.classes.type is 'Of which kind, such as yoga.';
comment on column crm.classes.instructor is 'Who holds it.';
comment on column crm.classes.location is 'Where.';
comment on column crm.classes.capacity is 'How many may come; null: any number.';
comment on column crm.classes.status is 'scheduled, cancelled or held.';
comment on column crm.classes.starts_at is 'When it begins.';
comment on column crm.classes.ends_at is 'When it ends.';
comment on column crm.classes.created_at is 'When it was created; never changes.';
comment on column crm.classes.updated_at is 'When it last changed.';

create table crm.appointments (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  contact_id uuid not null,
  class_id uuid,
  staff_id uuid,
  type text,
  status text not null default 'booked',
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text,
  cancelled_by text,
  cancelled_at timestamptz,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, class_id)
    references crm.classes (organization_id, id) on delete cascade,
  foreign key (organization_id, staff_id)
    references sluice.organization_members (organization_id, user_id) on delete set null (staff_id),
  constraint appointments_status_is_known check (status in ('booked', 'cancelled', 'completed', 'no_show')),
  constraint appointments_cancelled_by_is_known check (cancelled_by in ('customer', 'staff', 'system')),
  constraint appointments_end_follows_start check (ends_at > starts_at),
  constraint appointments_staff_is_booked_once exclude using gist (
    crm.exclusion_key(organization_id, staff_id) with &&,
    tstzrange(starts_at, ends_at) with &&
  ) where (status = 'booked' and staff_id is not null),
  constraint appointments_contact_is_booked_once exclude using gist (
    crm.exclusion_key(organization_id, contact_id) with &&,
    tstzrange(starts_at, ends_at) with &&
  ) where (status = 'booked')
);
create index appointments_id_idx on crm.appointments (id, organization_id);
create index appointments_contact_id_idx on crm.appointments (organization_id, contact_id);
create index appointments_class_id_idx on crm.appointments (organization_id, class_id);
create index appointments_staff_id_idx on crm.appointments (organization_id, staff_id);
create index appointments_starts_at_idx on crm.appointments (organization_id, starts_at);
comment on table crm.appointments is 'A booking: of a class, or of a member''s time.';
comment on column crm.appointments.organization_id is 'The organization it belongs to.';
comment on column crm.appointments.id is 'Its id.';
comment on column crm.appointments.contact_id is 'The customer.';
comment on column crm.appointments.class_id is 'The class.';
comment on column crm.appointments.staff_id is 'The member whose time it is.';
comment on column crm.appointments.type is 'Of which kind, such as consultation.';
comment on column crm.appointments.status is 'booked, cancelled, completed or no_show.';
comment on column crm.appointments.starts_at is 'When it begins.';
comment on column crm.appointments.ends_at is 'When it ends.';
comment on column crm.appointments.reason is 'Why it was cancelled.';
comment on column crm.appointments.cancelled_by is 'customer, staff or system.';
comment on column crm.appointments.cancelled_at is 'When it was cancelled.';
comment on column crm.appointments.created_at is 'When it was created; never changes.';
comment on column crm.appointments.updated_at is 'When it last changed.';

create table crm.memberships (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  contact_id uuid not null,
  type text not null,
  status text not null default 'active',
  starts_on date,
  expires_on date,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete cascade,
  constraint memberships_status_is_known check (status in ('active', 'paused', 'cancelled', 'expired'))
);
create index memberships_id_idx on crm.memberships (id, organization_id);
create index memberships_contact_id_idx on crm.memberships (organization_id, contact_id);
create index memberships_expires_on_idx on crm.memberships (organization_id, expires_on)
where status = 'active';
comment on table crm.memberships is 'What a customer has subscribed to, and until when.';
comment on column crm.memberships.organization_id is 'The organization it belongs to.';
comment on column crm.memberships.id is 'Its id.';
comment on column crm.memberships.contact_id is 'The customer.';
comment on column crm.memberships.type is 'Of which kind, such as gold.';
comment on column crm.memberships.status is 'active, paused, cancelled or expired.';
comment on column crm.memberships.starts_on is 'From when on.';
comment on column crm.memberships.expires_on is 'Its last day.';
comment on column crm.memberships.created_at is 'When it was created; never changes.';
comment on column crm.memberships.updated_at is 'When it last changed.';

create table crm.payments (
  organization_id uuid not null default sluice_hidden.current_organization_id()
    references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  contact_id uuid not null,
  membership_id uuid,
  amount numeric not null,
  currency text not null default 'EUR',
  status text not null default 'pending',
  attempt integer not null default 1,
  failure_reason text,
  reference text,
  paid_at timestamptz,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  foreign key (organization_id, contact_id)
    references crm.contacts (organization_id, id) on delete cascade,
  foreign key (organization_id, membership_id)
    references crm.memberships (organization_id, id) on delete set null (membership_id),
  constraint payments_status_is_known check (status in ('pending', 'succeeded', 'failed', 'refunded')),
  constraint payments_currency_is_a_code check (currency ~ '^[A-Z]{3}$'),
  unique (organization_id, reference)
);
create index payments_id_idx on crm.payments (id, organization_id);
create index payments_contact_id_idx on crm.payments (organization_id, contact_id);
create index payments_membership_id_idx on crm.payments (organization_id, membership_id);
comment on table crm.payments is 'A payment of a customer, as far as it has come.';
comment on column crm.payments.organization_id is 'The organization it belongs to.';
comment on column crm.payments.id is 'Its id.';
comment on column crm.payments.contact_id is 'The customer.';
comment on column crm.payments.membership_id is 'The membership it is for.';
comment on column crm.payments.amount is 'How much.';
comment on column crm.payments.currency is 'Of the amount, three letters.';
comment on column crm.payments.status is 'pending, succeeded, failed or refunded.';
comment on column crm.payments.attempt is 'How often it has been tried.';
comment on column crm.payments.failure_reason is 'Why it failed.';
comment on column crm.payments.reference is 'What the provider calls it.';
comment on column crm.payments.paid_at is 'When it succeeded.';
comment on column crm.payments.created_at is 'When it was created; never changes.';
comment on column crm.payments.updated_at is 'When it last changed.';
