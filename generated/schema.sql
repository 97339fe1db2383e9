-- Written by `npm run generate` from the catalogue. Partitions are left out.

create schema sluice;
comment on schema sluice is 'The API: tables, views and functions for users and GraphQL.';

create table sluice.bulk_operations (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  kind text not null,
  filter jsonb not null,
  arguments jsonb not null default '{}'::jsonb,
  status text not null default 'running'::text,
  position uuid,
  total integer not null default 0,
  done integer not null default 0,
  failed integer not null default 0,
  last_error jsonb,
  rate double precision,
  created_by uuid,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  advanced_at timestamp with time zone not null default clock_timestamp(),
  finished_at timestamp with time zone,
  constraint bulk_operations_pkey PRIMARY KEY (organization_id, id),
  constraint bulk_operations_created_by_fkey FOREIGN KEY (created_by) REFERENCES sluice.users(id) ON DELETE SET NULL,
  constraint bulk_operations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES sluice.organizations(id) ON DELETE CASCADE,
  constraint bulk_operations_counts_are_positive CHECK (total >= 0 AND done >= 0 AND failed >= 0),
  constraint bulk_operations_finished_at_says_when CHECK ((status = 'running'::text) = (finished_at IS NULL)),
  constraint bulk_operations_kind_is_known CHECK (kind = ANY (ARRAY['cancel'::text, 'pause'::text, 'resume'::text, 'retry'::text, 'skip_step'::text, 'cancel_step'::text, 'complete_step'::text, 'replay'::text])),
  constraint bulk_operations_rate_is_positive CHECK (rate >= 0.001::double precision AND rate <= 1000000::double precision),
  constraint bulk_operations_status_is_known CHECK (status = ANY (ARRAY['running'::text, 'completed'::text, 'cancelled'::text]))
);
comment on table sluice.bulk_operations is 'What somebody asked of many executions, or events, at once, and how far it has come.';
comment on column sluice.bulk_operations.organization_id is 'The organization it belongs to.';
comment on column sluice.bulk_operations.id is 'Its id; orders by time of start.';
comment on column sluice.bulk_operations.kind is 'cancel pause resume retry skip_step cancel_step complete_step replay.';
comment on column sluice.bulk_operations.filter is 'Which executions it is for.';
comment on column sluice.bulk_operations.arguments is 'What each of them is told.';
comment on column sluice.bulk_operations.status is 'running completed cancelled.';
comment on column sluice.bulk_operations.position is 'The last execution it has looked at.';
comment on column sluice.bulk_operations.total is 'How many executions matched when it started.';
comment on column sluice.bulk_operations.done is 'How many have been told.';
comment on column sluice.bulk_operations.failed is 'How many could not be told.';
comment on column sluice.bulk_operations.last_error is 'Why the last of those could not: execution_id, code, message.';
comment on column sluice.bulk_operations.rate is 'How many executions a second it tells at most; null: as many as it can.';
comment on column sluice.bulk_operations.created_by is 'Who started it.';
comment on column sluice.bulk_operations.created_at is 'When it was started.';
comment on column sluice.bulk_operations.advanced_at is 'When it last told some.';
comment on column sluice.bulk_operations.finished_at is 'When it completed, or was cancelled.';
CREATE INDEX bulk_operations_created_by_idx ON sluice.bulk_operations USING btree (created_by);
CREATE INDEX bulk_operations_id_idx ON sluice.bulk_operations USING btree (id, organization_id);
CREATE INDEX bulk_operations_running_idx ON sluice.bulk_operations USING btree (advanced_at) WHERE (status = 'running'::text);
alter table sluice.bulk_operations enable row level security;
alter table sluice.bulk_operations force row level security;
create policy all_owner on sluice.bulk_operations for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.bulk_operations for select to sluice_admin
  using (true);
create policy select_member on sluice.bulk_operations for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice.bulk_operations to sluice_admin;
grant select on sluice.bulk_operations to sluice_member;

create table sluice.business_calendars (
  organization_id uuid not null,
  name text not null,
  zone text not null,
  hours jsonb not null,
  holidays date[] not null default '{}'::date[],
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint business_calendars_pkey PRIMARY KEY (organization_id, name),
  constraint business_calendars_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES sluice.organizations(id) ON DELETE CASCADE,
  constraint business_calendars_name_is_plain CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$'::text)
);
comment on table sluice.business_calendars is 'When an organization works: what waits may keep to.';
comment on column sluice.business_calendars.organization_id is 'The organization it belongs to.';
comment on column sluice.business_calendars.name is 'Its name in the organization.';
comment on column sluice.business_calendars.zone is 'The IANA time zone that its hours are in.';
comment on column sluice.business_calendars.hours is 'The working hours of each weekday: { "mon": [{ "from": "09:00", "to": "17:00" }], … }.';
comment on column sluice.business_calendars.holidays is 'Dates on which nobody works.';
comment on column sluice.business_calendars.created_at is 'When it was created; never changes.';
comment on column sluice.business_calendars.updated_at is 'When it last changed.';
alter table sluice.business_calendars enable row level security;
alter table sluice.business_calendars force row level security;
create policy all_owner on sluice.business_calendars for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.business_calendars for select to sluice_admin
  using (true);
create policy select_member on sluice.business_calendars for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.business_calendars FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
grant select on sluice.business_calendars to sluice_admin;
grant select on sluice.business_calendars to sluice_member;

create view sluice.dead_letter_analysis with (security_invoker=true) as
 SELECT organization_id,
    workflow_id,
    kind,
    error_class,
    node_id,
    count(*) AS letter_count,
    min(failed_at) AS first_failed_at,
    max(failed_at) AS last_failed_at,
    (array_agg(message ORDER BY failed_at DESC))[1] AS last_message,
    (array_agg(execution_id ORDER BY failed_at DESC))[1] AS last_execution_id
   FROM sluice.dead_letters letter
  GROUP BY organization_id, workflow_id, kind, error_class, node_id;
comment on view sluice.dead_letter_analysis is 'The dead letters of each workflow, by kind, class of error and node.';
comment on column sluice.dead_letter_analysis.organization_id is 'The organization.';
comment on column sluice.dead_letter_analysis.workflow_id is 'The workflow.';
comment on column sluice.dead_letter_analysis.kind is 'failed timed_out quarantined parked.';
comment on column sluice.dead_letter_analysis.error_class is 'What kind of error; what a filter of redrive calls error_class.';
comment on column sluice.dead_letter_analysis.node_id is 'The node in which it went wrong.';
comment on column sluice.dead_letter_analysis.letter_count is 'How many there are.';
comment on column sluice.dead_letter_analysis.first_failed_at is 'When the first of them failed.';
comment on column sluice.dead_letter_analysis.last_failed_at is 'When the last of them failed.';
comment on column sluice.dead_letter_analysis.last_message is 'What that one said.';
comment on column sluice.dead_letter_analysis.last_execution_id is 'Which that one is.';
grant select on sluice.dead_letter_analysis to sluice_admin;
grant select on sluice.dead_letter_analysis to sluice_member;

create view sluice.dead_letters with (security_invoker=true) as
 SELECT past.organization_id,
    past.id AS execution_id,
    past.workflow_id,
    past.version_id,
        CASE
            WHEN ((past.error ->> 'class'::text) = 'crash'::text) THEN 'quarantined'::text
            ELSE past.status
        END AS kind,
    past.status,
    (past.error ->> 'class'::text) AS error_class,
    (past.error ->> 'message'::text) AS message,
    (past.error ->> 'node_id'::text) AS node_id,
    past.error,
    past.generation,
    past.created_at,
    past.finished_at AS failed_at
   FROM sluice_private.executions past
  WHERE ((past.status = ANY (ARRAY['failed'::text, 'timed_out'::text])) AND ((past.parent_execution_id IS NULL) OR (NOT sluice_hidden.was_awaited(past.organization_id, past.parent_execution_id, past.parent_step_no))))
UNION ALL
 SELECT live.organization_id,
    live.id AS execution_id,
    live.workflow_id,
    live.version_id,
    'parked'::text AS kind,
    live.status,
    (live.error ->> 'class'::text) AS error_class,
    (live.error ->> 'message'::text) AS message,
    (live.error ->> 'node_id'::text) AS node_id,
    live.error,
    live.generation,
    live.created_at,
    live.paused_at AS failed_at
   FROM sluice_private.live_executions live
  WHERE ((live.paused_at IS NOT NULL) AND ((live.error ->> 'class'::text) = 'engine'::text));
comment on view sluice.dead_letters is 'Executions that have failed and that nothing will run again by itself, and those that the engine has parked.';
comment on column sluice.dead_letters.organization_id is 'The organization it belongs to.';
comment on column sluice.dead_letters.execution_id is 'The execution.';
comment on column sluice.dead_letters.workflow_id is 'The workflow.';
comment on column sluice.dead_letters.version_id is 'The version it ran.';
comment on column sluice.dead_letters.kind is 'failed, timed_out, quarantined (a step took its workers with it), or parked (the engine could not move it on).';
comment on column sluice.dead_letters.status is 'The status of the execution.';
comment on column sluice.dead_letters.error_class is 'What kind of error, such as http.';
comment on column sluice.dead_letters.message is 'What went wrong.';
comment on column sluice.dead_letters.node_id is 'The node in which it did.';
comment on column sluice.dead_letters.error is 'All that is known of it.';
comment on column sluice.dead_letters.generation is 'How often it has been retried before.';
comment on column sluice.dead_letters.created_at is 'When the execution was asked for.';
comment on column sluice.dead_letters.failed_at is 'When it failed, or was parked.';
grant select on sluice.dead_letters to sluice_admin;
grant select on sluice.dead_letters to sluice_member;

create type sluice.definition_problem as (
  severity text,
  code text,
  node_id text,
  path text,
  message text,
  hint text
);
comment on type sluice.definition_problem is 'One finding of validate_definition: severity error, warning or note; where; what; what to do.';

create type sluice.doctor_finding as (
  name text,
  status text,
  figure numeric,
  threshold text,
  message text,
  hint text
);
comment on type sluice.doctor_finding is 'One thing that doctor has looked at.';
comment on column sluice.doctor_finding.name is 'What it has looked at.';
comment on column sluice.doctor_finding.status is 'ok warn error.';
comment on column sluice.doctor_finding.figure is 'How much of it there is.';
comment on column sluice.doctor_finding.threshold is 'From which figure on it warns, and fails.';
comment on column sluice.doctor_finding.message is 'The same in words.';
comment on column sluice.doctor_finding.hint is 'What to do; null where it is ok.';

create type sluice.locked_item as (
  queue_id uuid,
  workflow_id uuid,
  organization_id uuid,
  trigger_data jsonb,
  context_data jsonb,
  input_variables jsonb,
  priority smallint,
  lock_expires_at timestamp with time zone
);
comment on type sluice.locked_item is 'A step that a worker outside has been given.';
comment on column sluice.locked_item.queue_id is 'What release_queue_lock calls it.';
comment on column sluice.locked_item.workflow_id is 'The workflow.';
comment on column sluice.locked_item.organization_id is 'The organization it belongs to.';
comment on column sluice.locked_item.trigger_data is 'What expressions read as trigger.';
comment on column sluice.locked_item.context_data is 'execution_id, node_id, action, attempt, idempotency_key.';
comment on column sluice.locked_item.input_variables is 'Its input, expressions filled in.';
comment on column sluice.locked_item.priority is '1 is first, 10 last.';
comment on column sluice.locked_item.lock_expires_at is 'When somebody else may get it.';

create view sluice.my_approvals with (security_invoker=true) as
 SELECT organization_id,
    id,
    execution_id,
    node_id,
    frame_path,
    title,
    details,
    form,
    quorum,
    due_at,
    created_at
   FROM sluice.workflow_approvals approval
  WHERE ((status = 'open'::text) AND ((due_at IS NULL) OR (due_at > sluice_hidden.now())) AND (EXISTS ( SELECT
           FROM sluice.workflow_approval_assignees assignee
          WHERE ((assignee.organization_id = approval.organization_id) AND (assignee.approval_id = approval.id) AND (assignee.decision IS NULL) AND (assignee.asked_at <= sluice_hidden.now()) AND sluice_hidden.is_me(assignee.user_id, assignee.email, assignee.delegate_id)))));
comment on view sluice.my_approvals is 'What whoever asks is to decide, and has not yet.';
comment on column sluice.my_approvals.organization_id is 'The organization it belongs to.';
comment on column sluice.my_approvals.id is 'The approval.';
comment on column sluice.my_approvals.execution_id is 'The execution that asks.';
comment on column sluice.my_approvals.node_id is 'The node in the definition.';
comment on column sluice.my_approvals.frame_path is 'The iterations it is in, such as each[3].';
comment on column sluice.my_approvals.title is 'What it is about, in a line.';
comment on column sluice.my_approvals.details is 'What there is to know before one decides.';
comment on column sluice.my_approvals.form is 'The JSON Schema of what is to be filled in.';
comment on column sluice.my_approvals.quorum is 'How many have to approve.';
comment on column sluice.my_approvals.due_at is 'When it closes if it has not been decided.';
comment on column sluice.my_approvals.created_at is 'When the first were asked.';
grant select on sluice.my_approvals to sluice_admin;
grant select on sluice.my_approvals to sluice_member;

create table sluice.organization_members (
  organization_id uuid not null,
  user_id uuid not null,
  role text not null default 'member'::text,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint organization_members_pkey PRIMARY KEY (organization_id, user_id),
  constraint organization_members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES sluice.organizations(id) ON DELETE CASCADE,
  constraint organization_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES sluice.users(id) ON DELETE CASCADE,
  constraint organization_members_role_is_known CHECK (role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text, 'viewer'::text]))
);
comment on table sluice.organization_members is 'Who belongs to which organization, and as what.';
comment on column sluice.organization_members.organization_id is 'The organization.';
comment on column sluice.organization_members.user_id is 'The person.';
comment on column sluice.organization_members.role is 'owner and admin manage; member edits and runs workflows; viewer only reads.';
comment on column sluice.organization_members.created_at is 'When they joined; never changes.';
comment on column sluice.organization_members.updated_at is 'When the row last changed.';
CREATE INDEX organization_members_user_id_idx ON sluice.organization_members USING btree (user_id);
alter table sluice.organization_members enable row level security;
alter table sluice.organization_members force row level security;
create policy all_owner on sluice.organization_members for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.organization_members for select to sluice_admin
  using (true);
create policy select_member on sluice.organization_members for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.organization_members FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
grant select on sluice.organization_members to sluice_admin;
grant select on sluice.organization_members to sluice_member;

create table sluice.organizations (
  id uuid not null default sluice_hidden.uuidv7(),
  slug text not null,
  name text not null,
  retention interval,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_slug_key UNIQUE (slug),
  constraint organizations_default_retention_is_given CHECK (id <> '00000000-0000-0000-0000-000000000000'::uuid OR retention IS NOT NULL AND retention >= '1 day'::interval AND retention <= '2 years'::interval),
  constraint organizations_name_is_given CHECK (name <> ''::text AND length(name) <= 200),
  constraint organizations_retention_is_bounded CHECK (retention >= '01:00:00'::interval AND retention <= '10 years'::interval),
  constraint organizations_slug_is_plain CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text)
);
comment on table sluice.organizations is 'A tenant. Everything else belongs to exactly one.';
comment on column sluice.organizations.id is 'The organization, in every other key as organization_id.';
comment on column sluice.organizations.slug is 'Short name in URLs; lower-case letters, digits, hyphens.';
comment on column sluice.organizations.name is 'What people call it.';
comment on column sluice.organizations.retention is 'How long finished executions are kept; null: as long as those of all. The built-in one holds that default.';
comment on column sluice.organizations.created_at is 'When it was created; never changes.';
comment on column sluice.organizations.updated_at is 'When it last changed.';
alter table sluice.organizations enable row level security;
alter table sluice.organizations force row level security;
create policy all_owner on sluice.organizations for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.organizations for select to sluice_admin
  using (true);
create policy select_member on sluice.organizations for select to sluice_member
  using (id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.organizations FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
grant select on sluice.organizations to sluice_admin;
grant select on sluice.organizations to sluice_member;

create table sluice.scheduled_jobs (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  trigger_id uuid not null,
  kind text not null,
  config jsonb not null,
  cron_expression text,
  timezone text not null default 'UTC'::text,
  start_date timestamp with time zone,
  end_date timestamp with time zone,
  max_executions integer,
  missed_runs text not null default 'latest'::text,
  missed_within interval not null default '1 day'::interval,
  overlap text not null default 'allow'::text,
  jitter interval not null default '00:00:00'::interval,
  status text not null default 'active'::text,
  is_active boolean not null generated always as ((status = 'active'::text)) stored,
  next_run timestamp with time zone,
  due_at timestamp with time zone,
  last_run timestamp with time zone,
  run_count integer not null default 0,
  missed_count integer not null default 0,
  consecutive_failures integer not null default 0,
  max_consecutive_failures integer default 5,
  last_error text,
  rule sluice_private.schedule_rule not null,
  unjudged uuid[] not null default '{}'::uuid[],
  cursor text,
  scanned_to timestamp with time zone,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint scheduled_jobs_pkey PRIMARY KEY (organization_id, id),
  constraint scheduled_jobs_organization_id_trigger_id_key UNIQUE (organization_id, trigger_id),
  constraint scheduled_jobs_organization_id_trigger_id_fkey FOREIGN KEY (organization_id, trigger_id) REFERENCES sluice.workflow_triggers(organization_id, id) ON DELETE CASCADE,
  constraint scheduled_jobs_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE CASCADE,
  constraint scheduled_jobs_are_due_while_active CHECK ((status = 'active'::text) = (due_at IS NOT NULL) AND (due_at IS NULL) = (next_run IS NULL)),
  constraint scheduled_jobs_kind_is_known CHECK (kind = ANY (ARRAY['cron'::text, 'interval'::text, 'dates'::text, 'hours'::text, 'records'::text])),
  constraint scheduled_jobs_missed_runs_is_known CHECK (missed_runs = ANY (ARRAY['skip'::text, 'latest'::text, 'all'::text])),
  constraint scheduled_jobs_overlap_is_known CHECK (overlap = ANY (ARRAY['allow'::text, 'skip'::text, 'queue'::text, 'cancel_previous'::text])),
  constraint scheduled_jobs_status_is_known CHECK (status = ANY (ARRAY['active'::text, 'paused'::text, 'expired'::text, 'error'::text]))
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.05, autovacuum_vacuum_cost_delay=0);
comment on table sluice.scheduled_jobs is 'The schedules of the live versions, one for each trigger that time fires: when each was and will be due.';
comment on column sluice.scheduled_jobs.organization_id is 'The organization it belongs to.';
comment on column sluice.scheduled_jobs.id is 'Its id.';
comment on column sluice.scheduled_jobs.workflow_id is 'The workflow it starts.';
comment on column sluice.scheduled_jobs.trigger_id is 'The trigger it fires.';
comment on column sluice.scheduled_jobs.kind is 'cron, interval, dates, hours, or records: at each run it looks for those whose date has come.';
comment on column sluice.scheduled_jobs.config is 'The config of the trigger that it was made from.';
comment on column sluice.scheduled_jobs.cron_expression is 'Of kind cron: the expression.';
comment on column sluice.scheduled_jobs.timezone is 'The IANA time zone whose clocks it goes by.';
comment on column sluice.scheduled_jobs.start_date is 'It is not due before; null: at once.';
comment on column sluice.scheduled_jobs.end_date is 'It is not due after; null: for ever.';
comment on column sluice.scheduled_jobs.max_executions is 'It expires when it has started as many; null: never for this.';
comment on column sluice.scheduled_jobs.missed_runs is 'What becomes of instants at which nothing ran (more than a minute late): skip, latest (only the last of them runs) or all.';
comment on column sluice.scheduled_jobs.missed_within is 'What was missed longer ago is not run.';
comment on column sluice.scheduled_jobs.overlap is 'While an earlier execution of it is under way: allow, skip, queue or cancel_previous.';
comment on column sluice.scheduled_jobs.jitter is 'Each run is put off by up to this, always by the same for the same instant.';
comment on column sluice.scheduled_jobs.status is 'active paused expired error; error: too many failures in a row, or an instant cannot be computed.';
comment on column sluice.scheduled_jobs.is_active is 'Whether its status is active.';
comment on column sluice.scheduled_jobs.next_run is 'The next instant; null while it is not active.';
comment on column sluice.scheduled_jobs.due_at is 'next_run with its jitter.';
comment on column sluice.scheduled_jobs.last_run is 'The latest instant that has started an execution.';
comment on column sluice.scheduled_jobs.run_count is 'How many executions it has started.';
comment on column sluice.scheduled_jobs.missed_count is 'How often it was taken up late with instants that were then left out.';
comment on column sluice.scheduled_jobs.consecutive_failures is 'How many of its executions in a row have failed, as of its last run.';
comment on column sluice.scheduled_jobs.max_consecutive_failures is 'As many failures in a row give it status error; null: never.';
comment on column sluice.scheduled_jobs.last_error is 'Why its latest instant started nothing; null when it did.';
comment on column sluice.scheduled_jobs.rule is 'When it is due, compiled.';
comment on column sluice.scheduled_jobs.unjudged is 'The executions of which it is not known yet how they end.';
comment on column sluice.scheduled_jobs.cursor is 'Of kind records: the key of the last one of a look that is not at its end.';
comment on column sluice.scheduled_jobs.scanned_to is 'Of kind records: up to when it has looked.';
comment on column sluice.scheduled_jobs.created_at is 'When it was created; never changes.';
comment on column sluice.scheduled_jobs.updated_at is 'When it last changed.';
CREATE INDEX scheduled_jobs_due_at_idx ON sluice.scheduled_jobs USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX scheduled_jobs_id_idx ON sluice.scheduled_jobs USING btree (id, organization_id);
CREATE INDEX scheduled_jobs_workflow_id_idx ON sluice.scheduled_jobs USING btree (organization_id, workflow_id);
alter table sluice.scheduled_jobs enable row level security;
alter table sluice.scheduled_jobs force row level security;
create policy all_owner on sluice.scheduled_jobs for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.scheduled_jobs for select to sluice_admin
  using (true);
create policy select_member on sluice.scheduled_jobs for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.scheduled_jobs FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
grant select on sluice.scheduled_jobs to sluice_admin;
grant select on sluice.scheduled_jobs to sluice_member;

create type sluice.simulated_step as (
  node_id text,
  frame_path text,
  type text,
  status text,
  attempt integer,
  ports text[],
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  input jsonb,
  output jsonb,
  error jsonb,
  verdicts jsonb
);
comment on type sluice.simulated_step is 'A step of a simulation; that of the execution as a whole has type execution.';
comment on column sluice.simulated_step.node_id is 'The node; null for the execution.';
comment on column sluice.simulated_step.frame_path is 'The iterations it is in.';
comment on column sluice.simulated_step.type is 'The primitive, or execution.';
comment on column sluice.simulated_step.status is 'How it ended, or what it is at.';
comment on column sluice.simulated_step.attempt is 'The attempt it ended with.';
comment on column sluice.simulated_step.ports is 'The ports it completed on.';
comment on column sluice.simulated_step.started_at is 'When it would have begun.';
comment on column sluice.simulated_step.finished_at is 'When it would have ended.';
comment on column sluice.simulated_step.input is 'Its input, expressions filled in.';
comment on column sluice.simulated_step.output is 'What it gave.';
comment on column sluice.simulated_step.error is 'Why it failed.';
comment on column sluice.simulated_step.verdicts is 'Which edges went live, and why.';

create view sluice.unserved_actions with (security_invoker=true) as
 SELECT waiting.organization_id,
    unserved.action,
    waiting.step_count,
    waiting.waiting_since
   FROM (( SELECT DISTINCT known.name AS action
           FROM sluice.workflow_action_definitions known
          WHERE (NOT (known.name IN ( SELECT served.action
                   FROM sluice_hidden.served_actions() served(action, slots))))) unserved
     CROSS JOIN LATERAL ( SELECT ready.organization_id,
            (count(*))::integer AS step_count,
            min(ready.ready_at) AS waiting_since
           FROM sluice_private.ready_steps ready
          WHERE (ready.action = unserved.action)
          GROUP BY ready.organization_id) waiting);
comment on view sluice.unserved_actions is 'Actions that steps wait for though no worker serves them.';
comment on column sluice.unserved_actions.organization_id is 'The organization of the steps.';
comment on column sluice.unserved_actions.action is 'The action.';
comment on column sluice.unserved_actions.step_count is 'How many steps wait for it.';
comment on column sluice.unserved_actions.waiting_since is 'When the oldest of them was ready.';
grant select on sluice.unserved_actions to sluice_admin;
grant select on sluice.unserved_actions to sluice_member;

create table sluice.users (
  id uuid not null default sluice_hidden.uuidv7(),
  email text not null,
  name text not null default ''::text,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_key UNIQUE (email),
  constraint users_email_is_lower_case CHECK (email = lower(email) AND email ~~ '_%@_%'::text)
);
comment on table sluice.users is 'A person. May be a member of several organizations.';
comment on column sluice.users.id is 'The claim `sub` of the person''s token.';
comment on column sluice.users.email is 'Address, in lower case.';
comment on column sluice.users.name is 'What people call them.';
comment on column sluice.users.created_at is 'When the person was added; never changes.';
comment on column sluice.users.updated_at is 'When the row last changed.';
alter table sluice.users enable row level security;
alter table sluice.users force row level security;
create policy all_owner on sluice.users for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.users for select to sluice_admin
  using (true);
create policy select_member on sluice.users for select to sluice_member
  using (id = (( SELECT sluice_hidden.current_user_id() AS current_user_id)) OR (EXISTS ( SELECT
   FROM sluice.organization_members
  WHERE organization_members.user_id = users.id)));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.users FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
grant select on sluice.users to sluice_admin;
grant select on sluice.users to sluice_member;

create view sluice.watched_tables with (security_invoker=true) as
 SELECT NULLIF(w.organization_id, '00000000-0000-0000-0000-000000000000'::uuid) AS organization_id,
    w.object,
        CASE
            WHEN (c.oid IS NOT NULL) THEN format('%s.%I'::text, (c.relnamespace)::regnamespace, c.relname)
            ELSE NULL::text
        END AS relation,
    (organization_column.attname)::text AS organization_column,
    ARRAY( SELECT (a.attname)::text AS attname
           FROM pg_attribute a
          WHERE ((a.attrelid = (w.relation)::oid) AND (a.attnum = ANY (w.key_columns)) AND (NOT a.attisdropped))
          ORDER BY a.attnum) AS key,
    ARRAY( SELECT (a.attname)::text AS attname
           FROM pg_attribute a
          WHERE ((a.attrelid = (w.relation)::oid) AND (a.attnum > 0) AND (NOT a.attisdropped) AND ((a.attnum = ANY (w.key_columns)) OR (((a.attnum = ANY (w.columns)) IS NOT FALSE) AND (a.attnum <> ALL (w.left_out)))))
          ORDER BY a.attnum) AS columns,
    w.operations,
    w.watched_by,
    w.created_at,
    fault.created_at AS failed_at,
    fault.message AS failure
   FROM (((sluice_private.table_watches w
     LEFT JOIN pg_class c ON ((c.oid = (w.relation)::oid)))
     LEFT JOIN pg_attribute organization_column ON (((organization_column.attrelid = (w.relation)::oid) AND (organization_column.attnum = w.organization_column) AND (NOT organization_column.attisdropped))))
     LEFT JOIN LATERAL ( SELECT f.created_at,
            f.message
           FROM sluice_private.watch_faults f
          WHERE ((f.object = w.object) AND ((f.organization_id = w.organization_id) OR (w.organization_id = '00000000-0000-0000-0000-000000000000'::uuid)))
          ORDER BY f.id DESC
         LIMIT 1) fault ON (true));
comment on view sluice.watched_tables is 'The tables whose changes are events, by the names that triggers give as their object.';
comment on column sluice.watched_tables.organization_id is 'The organization that is told; null: the one that each row names.';
comment on column sluice.watched_tables.object is 'What events and triggers call it.';
comment on column sluice.watched_tables.relation is 'The table; null: it is gone.';
comment on column sluice.watched_tables.organization_column is 'The column that names the organization of a row.';
comment on column sluice.watched_tables.key is 'The columns that tell its rows apart.';
comment on column sluice.watched_tables.columns is 'The columns that events show.';
comment on column sluice.watched_tables.operations is 'created, updated, deleted.';
comment on column sluice.watched_tables.watched_by is 'The login that called watch_table.';
comment on column sluice.watched_tables.created_at is 'Since when.';
comment on column sluice.watched_tables.failed_at is 'When a change could last not be made an event.';
comment on column sluice.watched_tables.failure is 'Why not.';
grant select on sluice.watched_tables to sluice_admin;
grant select on sluice.watched_tables to sluice_member;

create view sluice.webhook_deliveries with (security_invoker=true) as
 SELECT organization_id,
    id,
    webhook_id,
    trigger_id,
    delivery_id,
    (details ->> 'method'::text) AS method,
    (details -> 'headers'::text) AS headers,
    (details -> 'query'::text) AS query,
    (details ->> 'remote_ip'::text) AS remote_ip,
    payload,
    execution_id,
    reason,
    ((details ->> 'redelivery_of'::text))::uuid AS redelivery_of,
    created_at
   FROM sluice.workflow_events event
  WHERE (webhook_id IS NOT NULL);
comment on view sluice.webhook_deliveries is 'What came to webhooks and forms and was taken, newest by id.';
comment on column sluice.webhook_deliveries.organization_id is 'The organization it belongs to.';
comment on column sluice.webhook_deliveries.id is 'The event: what redeliver takes.';
comment on column sluice.webhook_deliveries.webhook_id is 'The registration it came through.';
comment on column sluice.webhook_deliveries.trigger_id is 'The trigger it was for.';
comment on column sluice.webhook_deliveries.delivery_id is 'What the sender calls it.';
comment on column sluice.webhook_deliveries.method is 'Its HTTP method.';
comment on column sluice.webhook_deliveries.headers is 'Its headers, without credentials.';
comment on column sluice.webhook_deliveries.query is 'The parameters of its URL.';
comment on column sluice.webhook_deliveries.remote_ip is 'Where it came from.';
comment on column sluice.webhook_deliveries.payload is 'Its body.';
comment on column sluice.webhook_deliveries.execution_id is 'The execution it started.';
comment on column sluice.webhook_deliveries.reason is 'Why it started none.';
comment on column sluice.webhook_deliveries.redelivery_of is 'The delivery that it repeats.';
comment on column sluice.webhook_deliveries.created_at is 'When it came in.';
grant select on sluice.webhook_deliveries to sluice_admin;
grant select on sluice.webhook_deliveries to sluice_member;

create table sluice.webhook_refusals (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  webhook_id uuid not null,
  answered integer not null,
  code text not null,
  count bigint not null,
  method text,
  remote_ip text,
  last_at timestamp with time zone not null,
  constraint webhook_refusals_pkey PRIMARY KEY (organization_id, id),
  constraint webhook_refusals_organization_id_webhook_id_fkey FOREIGN KEY (organization_id, webhook_id) REFERENCES sluice.webhook_registrations(organization_id, id) ON DELETE CASCADE,
  constraint webhook_refusals_code_is_short CHECK (length(code) <= 100),
  constraint webhook_refusals_method_is_short CHECK (length(method) <= 20),
  constraint webhook_refusals_remote_ip_is_short CHECK (length(remote_ip) <= 50)
);
comment on table sluice.webhook_refusals is 'The last requests that a webhook refused: up to fifty rows for each, and nothing that the sender wrote.';
comment on column sluice.webhook_refusals.organization_id is 'The organization it belongs to.';
comment on column sluice.webhook_refusals.id is 'Its id; orders by time.';
comment on column sluice.webhook_refusals.webhook_id is 'The registration that refused.';
comment on column sluice.webhook_refusals.answered is 'The HTTP status it answered.';
comment on column sluice.webhook_refusals.code is 'Why, such as wrong_signature.';
comment on column sluice.webhook_refusals.count is 'How many requests at about the same time were refused for it.';
comment on column sluice.webhook_refusals.method is 'The method of the last of them.';
comment on column sluice.webhook_refusals.remote_ip is 'The address of the last of them.';
comment on column sluice.webhook_refusals.last_at is 'When the last of them came.';
CREATE INDEX webhook_refusals_id_idx ON sluice.webhook_refusals USING btree (id, organization_id);
CREATE INDEX webhook_refusals_webhook_id_idx ON sluice.webhook_refusals USING btree (organization_id, webhook_id, id);
alter table sluice.webhook_refusals enable row level security;
alter table sluice.webhook_refusals force row level security;
create policy all_owner on sluice.webhook_refusals for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.webhook_refusals for select to sluice_admin
  using (true);
create policy select_member on sluice.webhook_refusals for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice.webhook_refusals to sluice_admin;
grant select on sluice.webhook_refusals to sluice_member;

create table sluice.webhook_registrations (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  trigger_id uuid not null,
  door text not null default 'hooks'::text,
  key text not null default replace((gen_random_uuid())::text, '-'::text, ''::text),
  path text,
  methods text[] not null default '{POST}'::text[],
  scheme text not null default 'none'::text,
  secret_ref text,
  previous_secret_ref text,
  previous_secret_until timestamp with time zone,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint webhook_registrations_pkey PRIMARY KEY (organization_id, id),
  constraint webhook_registrations_organization_id_door_path_key UNIQUE (organization_id, door, path),
  constraint webhook_registrations_organization_id_trigger_id_key UNIQUE (organization_id, trigger_id),
  constraint webhook_registrations_organization_id_trigger_id_fkey FOREIGN KEY (organization_id, trigger_id) REFERENCES sluice.workflow_triggers(organization_id, id) ON DELETE CASCADE,
  constraint webhook_registrations_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE CASCADE,
  constraint webhook_registrations_door_is_known CHECK (door = ANY (ARRAY['hooks'::text, 'forms'::text])),
  constraint webhook_registrations_methods_are_known CHECK (methods <@ '{GET,POST,PUT,PATCH,DELETE}'::text[] AND methods <> '{}'::text[]),
  constraint webhook_registrations_path_is_plain CHECK (path ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$'::text),
  constraint webhook_registrations_previous_secret_ends CHECK ((previous_secret_ref IS NULL) = (previous_secret_until IS NULL)),
  constraint webhook_registrations_scheme_is_known CHECK (scheme = ANY (ARRAY['none'::text, 'basic'::text, 'bearer'::text, 'jwt'::text, 'hmac'::text, 'github'::text, 'stripe'::text, 'slack'::text, 'twilio'::text, 'telegram'::text, 'standard_webhooks'::text, 'atlas'::text])),
  constraint webhook_registrations_secret_is_a_reference CHECK (secret_ref ~ '^env:[A-Z_][A-Z0-9_]*$'::text AND previous_secret_ref ~ '^env:[A-Z_][A-Z0-9_]*$'::text),
  constraint webhook_registrations_signed_has_a_secret CHECK (scheme = 'none'::text OR secret_ref IS NOT NULL)
);
comment on table sluice.webhook_registrations is 'Where the world may knock: /hooks/<key>, or /hooks/<organization slug>/<path>; forms at /forms/.';
comment on column sluice.webhook_registrations.organization_id is 'The organization it belongs to.';
comment on column sluice.webhook_registrations.id is 'Its id.';
comment on column sluice.webhook_registrations.workflow_id is 'The workflow it starts.';
comment on column sluice.webhook_registrations.trigger_id is 'The trigger it fires.';
comment on column sluice.webhook_registrations.door is 'hooks or forms: what its URL begins with.';
comment on column sluice.webhook_registrations.key is 'Unguessable last part of its URL.';
comment on column sluice.webhook_registrations.path is 'Readable alias, unique within the organization.';
comment on column sluice.webhook_registrations.methods is 'The HTTP methods it takes.';
comment on column sluice.webhook_registrations.scheme is 'How a delivery shows who sent it: none, basic, bearer, jwt, hmac, github, stripe, slack, twilio, telegram, standard_webhooks, atlas.';
comment on column sluice.webhook_registrations.secret_ref is 'Where the edge finds the secret, such as env:NAME; the secret itself is never stored.';
comment on column sluice.webhook_registrations.previous_secret_ref is 'The secret before it, which is taken as well for a while.';
comment on column sluice.webhook_registrations.previous_secret_until is 'Until when.';
comment on column sluice.webhook_registrations.created_at is 'When it was created; never changes.';
comment on column sluice.webhook_registrations.updated_at is 'When it last changed.';
CREATE INDEX webhook_registrations_id_idx ON sluice.webhook_registrations USING btree (id, organization_id);
CREATE INDEX webhook_registrations_key_idx ON sluice.webhook_registrations USING btree (key);
CREATE INDEX webhook_registrations_workflow_id_idx ON sluice.webhook_registrations USING btree (organization_id, workflow_id);
alter table sluice.webhook_registrations enable row level security;
alter table sluice.webhook_registrations force row level security;
create policy all_owner on sluice.webhook_registrations for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.webhook_registrations for select to sluice_admin
  using (true);
create policy select_member on sluice.webhook_registrations for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.webhook_registrations FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
grant select on sluice.webhook_registrations to sluice_admin;
grant select on sluice.webhook_registrations to sluice_member;

create view sluice.webhook_statistics with (security_invoker=true) as
 SELECT hook.organization_id,
    hook.id AS webhook_id,
    ((counted.accepted + counted.repeated) + counted.refused) AS total_requests,
    (counted.accepted + counted.repeated) AS successful_requests,
    counted.refused AS failed_requests,
    counted.repeated AS repeated_requests,
    counted.last_at AS last_request_at
   FROM (sluice.webhook_registrations hook
     CROSS JOIN LATERAL ( SELECT (COALESCE(sum(c.accepted), (0)::numeric))::bigint AS accepted,
            (COALESCE(sum(c.repeated), (0)::numeric))::bigint AS repeated,
            (COALESCE(sum(c.refused), (0)::numeric))::bigint AS refused,
            max(c.last_at) AS last_at
           FROM sluice_private.webhook_counts c
          WHERE ((c.webhook_id = hook.id) AND (c.organization_id = hook.organization_id))) counted);
comment on view sluice.webhook_statistics is 'How many requests each webhook and form has had.';
comment on column sluice.webhook_statistics.organization_id is 'The organization it belongs to.';
comment on column sluice.webhook_statistics.webhook_id is 'The registration.';
comment on column sluice.webhook_statistics.total_requests is 'All that came to its address.';
comment on column sluice.webhook_statistics.successful_requests is 'Those that were taken.';
comment on column sluice.webhook_statistics.failed_requests is 'Those that were refused.';
comment on column sluice.webhook_statistics.repeated_requests is 'Those of the successful ones that had been taken before.';
comment on column sluice.webhook_statistics.last_request_at is 'When the last of them came.';
grant select on sluice.webhook_statistics to sluice_admin;
grant select on sluice.webhook_statistics to sluice_member;

create table sluice.webhook_tests (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  node_id text not null,
  trigger text not null,
  config jsonb not null,
  key text not null default ('test-'::text || replace((gen_random_uuid())::text, '-'::text, ''::text)),
  delivery jsonb,
  expires_at timestamp with time zone not null,
  received_at timestamp with time zone,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  constraint webhook_tests_pkey PRIMARY KEY (organization_id, id),
  constraint webhook_tests_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE CASCADE,
  constraint webhook_tests_received_is_shown CHECK ((delivery IS NULL) = (received_at IS NULL))
);
comment on table sluice.webhook_tests is 'Who waits for one delivery to the trigger of a draft: /hooks/<key> shows it here and starts nothing.';
comment on column sluice.webhook_tests.organization_id is 'The organization it belongs to.';
comment on column sluice.webhook_tests.id is 'Its id.';
comment on column sluice.webhook_tests.workflow_id is 'The workflow whose draft has the trigger.';
comment on column sluice.webhook_tests.node_id is 'The trigger node.';
comment on column sluice.webhook_tests.trigger is 'Its kind.';
comment on column sluice.webhook_tests.config is 'Its config when somebody began to wait.';
comment on column sluice.webhook_tests.key is 'Unguessable last part of its URL.';
comment on column sluice.webhook_tests.delivery is 'What came: what the workflow would read as trigger.';
comment on column sluice.webhook_tests.expires_at is 'Until when it waits.';
comment on column sluice.webhook_tests.received_at is 'When it came.';
comment on column sluice.webhook_tests.created_at is 'Since when somebody waits.';
CREATE INDEX webhook_tests_expires_at_idx ON sluice.webhook_tests USING btree (expires_at);
CREATE INDEX webhook_tests_id_idx ON sluice.webhook_tests USING btree (id, organization_id);
CREATE INDEX webhook_tests_key_idx ON sluice.webhook_tests USING btree (key);
CREATE INDEX webhook_tests_workflow_id_idx ON sluice.webhook_tests USING btree (organization_id, workflow_id);
alter table sluice.webhook_tests enable row level security;
alter table sluice.webhook_tests force row level security;
create policy all_owner on sluice.webhook_tests for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.webhook_tests for select to sluice_admin
  using (true);
create policy select_member on sluice.webhook_tests for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice.webhook_tests to sluice_admin;
grant select on sluice.webhook_tests to sluice_member;

create view sluice.workers with (security_invoker=true) as
 SELECT worker.id,
    worker.host,
    worker.pid,
    worker.version,
    worker.actions,
    worker.concurrency,
    running.step_count AS running_count,
    running.actions AS running_actions,
    running.oldest_at AS running_since,
    worker.is_draining,
    worker.connection,
    worker.is_listening,
    worker.started_at,
    worker.last_seen_at
   FROM (sluice_private.workers worker
     CROSS JOIN LATERAL ( SELECT (COALESCE(sum(each.step_count), (0)::bigint))::integer AS step_count,
            COALESCE(jsonb_object_agg(each.action, each.step_count), '{}'::jsonb) AS actions,
            min(each.oldest_at) AS oldest_at
           FROM ( SELECT lease.action,
                    (count(*))::integer AS step_count,
                    min(lease.bound_at) AS oldest_at
                   FROM sluice_private.step_leases lease
                  WHERE (lease.worker_id = worker.id)
                  GROUP BY lease.action) each) running);
comment on view sluice.workers is 'The worker processes that live, for operators.';
comment on column sluice.workers.id is 'The process; another one after each start.';
comment on column sluice.workers.host is 'The name of its machine.';
comment on column sluice.workers.pid is 'Its process id there.';
comment on column sluice.workers.version is 'The version of Sluice that it runs.';
comment on column sluice.workers.actions is 'The actions that it serves.';
comment on column sluice.workers.concurrency is 'How many steps it runs at once.';
comment on column sluice.workers.running_count is 'How many it runs now.';
comment on column sluice.workers.running_actions is 'How many of each action.';
comment on column sluice.workers.running_since is 'When the oldest of these began.';
comment on column sluice.workers.is_draining is 'It was told to stop: it ends what it runs.';
comment on column sluice.workers.connection is 'direct: its death is found with the end of its connection. pooled: by its silence alone. unknown: it has not said yet.';
comment on column sluice.workers.is_listening is 'It hears ticks; if not, it only polls.';
comment on column sluice.workers.started_at is 'When it registered.';
comment on column sluice.workers.last_seen_at is 'When it was last heard of.';
grant select on sluice.workers to sluice_admin;

create table sluice.workflow_action_definitions (
  organization_id uuid not null,
  name text not null,
  title text not null,
  description text not null default ''::text,
  runs text not null,
  handler text,
  input_schema jsonb not null default '{}'::jsonb,
  output_schema jsonb not null default '{}'::jsonb,
  retry jsonb not null default '{}'::jsonb,
  is_active boolean not null default true,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint workflow_action_definitions_pkey PRIMARY KEY (organization_id, name),
  constraint workflow_action_definitions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES sluice.organizations(id) ON DELETE CASCADE,
  constraint workflow_action_definitions_name_is_plain CHECK (name ~ '^[a-z][a-z0-9_.]{0,62}$'::text),
  constraint workflow_action_definitions_sql_has_handler CHECK ((runs = ANY (ARRAY['sql'::text, 'worker'::text])) AND (runs = 'sql'::text) = (handler IS NOT NULL))
);
comment on table sluice.workflow_action_definitions is 'The catalogue of actions: built-in ones belong to the nil organization.';
comment on column sluice.workflow_action_definitions.organization_id is 'Whose action it is.';
comment on column sluice.workflow_action_definitions.name is 'What a node''s data.action says.';
comment on column sluice.workflow_action_definitions.title is 'Its name in a palette.';
comment on column sluice.workflow_action_definitions.description is 'What it does, in a sentence or two.';
comment on column sluice.workflow_action_definitions.runs is 'sql: inside the completing transaction, exactly once. worker: on a worker host, at least once, with an idempotency key.';
comment on column sluice.workflow_action_definitions.handler is 'Of an SQL action: the function (organization_id uuid, input jsonb, context jsonb) returns jsonb.';
comment on column sluice.workflow_action_definitions.input_schema is 'JSON Schema of its input.';
comment on column sluice.workflow_action_definitions.output_schema is 'JSON Schema of its output.';
comment on column sluice.workflow_action_definitions.retry is 'The retry policy of nodes that have none, or lack a part of it.';
comment on column sluice.workflow_action_definitions.is_active is 'False hides it from the palette and refuses it in new versions.';
comment on column sluice.workflow_action_definitions.created_at is 'When it was added; never changes.';
comment on column sluice.workflow_action_definitions.updated_at is 'When it last changed.';
alter table sluice.workflow_action_definitions enable row level security;
alter table sluice.workflow_action_definitions force row level security;
create policy all_owner on sluice.workflow_action_definitions for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_action_definitions for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_action_definitions for select to sluice_member
  using (organization_id = '00000000-0000-0000-0000-000000000000'::uuid OR (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[])));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.workflow_action_definitions FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
grant select on sluice.workflow_action_definitions to sluice_admin;
grant select on sluice.workflow_action_definitions to sluice_member;

create table sluice.workflow_approval_assignees (
  organization_id uuid not null,
  approval_id uuid not null,
  assignee_no integer not null,
  user_id uuid,
  email text,
  delegate_id uuid,
  link_ref uuid not null default gen_random_uuid(),
  asked_at timestamp with time zone not null,
  decision text,
  comment text,
  data jsonb,
  decided_by uuid,
  decided_at timestamp with time zone,
  constraint workflow_approval_assignees_pkey PRIMARY KEY (organization_id, approval_id, assignee_no),
  constraint workflow_approval_assignees_organization_id_approval_id_fkey FOREIGN KEY (organization_id, approval_id) REFERENCES sluice.workflow_approvals(organization_id, id) ON DELETE CASCADE,
  constraint workflow_approval_assignees_are_somebody CHECK (user_id IS NOT NULL OR email IS NOT NULL),
  constraint workflow_approval_assignees_decided_has_a_time CHECK ((decision IS NULL) = (decided_at IS NULL)),
  constraint workflow_approval_assignees_decision_is_known CHECK (decision = ANY (ARRAY['approved'::text, 'rejected'::text]))
);
comment on table sluice.workflow_approval_assignees is 'Who is asked, and what each has decided; written by them alone once the approval is open.';
comment on column sluice.workflow_approval_assignees.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_approval_assignees.approval_id is 'What they are asked.';
comment on column sluice.workflow_approval_assignees.assignee_no is 'Their number in the approval, from 1.';
comment on column sluice.workflow_approval_assignees.user_id is 'The user, if it is a member.';
comment on column sluice.workflow_approval_assignees.email is 'Their address, in lower case.';
comment on column sluice.workflow_approval_assignees.delegate_id is 'The member who decides instead.';
comment on column sluice.workflow_approval_assignees.link_ref is 'What stands for their link until a worker is handed it.';
comment on column sluice.workflow_approval_assignees.asked_at is 'When they are asked; later, if by escalation.';
comment on column sluice.workflow_approval_assignees.decision is 'approved or rejected; null: not yet.';
comment on column sluice.workflow_approval_assignees.comment is 'What they said to it.';
comment on column sluice.workflow_approval_assignees.data is 'What they filled in.';
comment on column sluice.workflow_approval_assignees.decided_by is 'Who was signed in; null: by link.';
comment on column sluice.workflow_approval_assignees.decided_at is 'When they decided.';
CREATE INDEX workflow_approval_assignees_delegate_id_idx ON sluice.workflow_approval_assignees USING btree (delegate_id, organization_id) WHERE (decision IS NULL);
CREATE INDEX workflow_approval_assignees_email_idx ON sluice.workflow_approval_assignees USING btree (email, organization_id) WHERE (decision IS NULL);
CREATE INDEX workflow_approval_assignees_link_ref_idx ON sluice.workflow_approval_assignees USING btree (link_ref, organization_id);
CREATE INDEX workflow_approval_assignees_user_id_idx ON sluice.workflow_approval_assignees USING btree (user_id, organization_id) WHERE (decision IS NULL);
alter table sluice.workflow_approval_assignees enable row level security;
alter table sluice.workflow_approval_assignees force row level security;
create policy all_owner on sluice.workflow_approval_assignees for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_approval_assignees for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_approval_assignees for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice.workflow_approval_assignees to sluice_admin;
grant select on sluice.workflow_approval_assignees to sluice_member;

create table sluice.workflow_approvals (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  generation integer not null,
  node_id text not null,
  frame_path text,
  title text not null,
  details jsonb,
  form jsonb,
  quorum integer not null,
  status text not null default 'open'::text,
  due_at timestamp with time zone,
  created_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint workflow_approvals_pkey PRIMARY KEY (organization_id, id),
  constraint workflow_approvals_closed_has_a_time CHECK ((status = 'open'::text) = (closed_at IS NULL)),
  constraint workflow_approvals_quorum_is_positive CHECK (quorum >= 1),
  constraint workflow_approvals_status_is_known CHECK (status = ANY (ARRAY['open'::text, 'approved'::text, 'rejected'::text, 'timed_out'::text, 'cancelled'::text]))
);
comment on table sluice.workflow_approvals is 'What people were asked to decide, or to fill in.';
comment on column sluice.workflow_approvals.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_approvals.id is 'Its id.';
comment on column sluice.workflow_approvals.execution_id is 'The execution that asks.';
comment on column sluice.workflow_approvals.frame_id is 'The frame; 0 is the root.';
comment on column sluice.workflow_approvals.step_no is 'The step of the version.';
comment on column sluice.workflow_approvals.generation is 'Grows by one when the step is run again.';
comment on column sluice.workflow_approvals.node_id is 'The node in the definition.';
comment on column sluice.workflow_approvals.frame_path is 'The iterations it is in, such as each[3].';
comment on column sluice.workflow_approvals.title is 'What it is about, in a line.';
comment on column sluice.workflow_approvals.details is 'What there is to know before one decides.';
comment on column sluice.workflow_approvals.form is 'The JSON Schema of what is to be filled in.';
comment on column sluice.workflow_approvals.quorum is 'How many have to approve.';
comment on column sluice.workflow_approvals.status is 'open approved rejected timed_out cancelled.';
comment on column sluice.workflow_approvals.due_at is 'When it closes if it has not been decided.';
comment on column sluice.workflow_approvals.created_at is 'When the first were asked.';
comment on column sluice.workflow_approvals.closed_at is 'When it was closed.';
CREATE INDEX workflow_approvals_execution_id_idx ON sluice.workflow_approvals USING btree (execution_id, organization_id);
CREATE INDEX workflow_approvals_id_idx ON sluice.workflow_approvals USING btree (id, organization_id);
alter table sluice.workflow_approvals enable row level security;
alter table sluice.workflow_approvals force row level security;
create policy all_owner on sluice.workflow_approvals for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_approvals for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_approvals for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice.workflow_approvals to sluice_admin;
grant select on sluice.workflow_approvals to sluice_member;

create table sluice.workflow_edges (
  organization_id uuid not null,
  version_id uuid not null,
  source integer not null,
  edge_no integer not null,
  edge_id text not null,
  target integer not null,
  port text not null,
  guard jsonpath,
  guard_refs integer[] not null default '{}'::integer[],
  guard_reads jsonpath[] not null default '{}'::jsonpath[],
  constraint workflow_edges_pkey PRIMARY KEY (organization_id, version_id, source, edge_no),
  constraint workflow_edges_organization_id_version_id_source_fkey FOREIGN KEY (organization_id, version_id, source) REFERENCES sluice.workflow_steps(organization_id, version_id, step_no) ON DELETE CASCADE,
  constraint workflow_edges_organization_id_version_id_target_fkey FOREIGN KEY (organization_id, version_id, target) REFERENCES sluice.workflow_steps(organization_id, version_id, step_no) ON DELETE CASCADE
);
comment on table sluice.workflow_edges is 'The edges of a version, compiled at publish.';
comment on column sluice.workflow_edges.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_edges.version_id is 'The version it belongs to.';
comment on column sluice.workflow_edges.source is 'Number of the step it leaves.';
comment on column sluice.workflow_edges.edge_no is 'Dense number within the version, from 1.';
comment on column sluice.workflow_edges.edge_id is 'The edge''s id in the definition.';
comment on column sluice.workflow_edges.target is 'Number of the step it leads to.';
comment on column sluice.workflow_edges.port is 'The port of the source that makes it live.';
comment on column sluice.workflow_edges.guard is 'edge.data.when: must hold too.';
comment on column sluice.workflow_edges.guard_refs is 'Numbers of the steps whose outputs the guard reads.';
comment on column sluice.workflow_edges.guard_reads is 'What the guard reads; the verdict keeps the values.';
CREATE INDEX workflow_edges_target_idx ON sluice.workflow_edges USING btree (target, version_id, organization_id);
alter table sluice.workflow_edges enable row level security;
alter table sluice.workflow_edges force row level security;
create policy all_owner on sluice.workflow_edges for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_edges for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_edges for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice.workflow_edges to sluice_admin;
grant select on sluice.workflow_edges to sluice_member;

create table sluice.workflow_events (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  name text not null,
  webhook_id uuid,
  trigger_id uuid,
  delivery_id text,
  key text,
  payload jsonb not null,
  details jsonb not null default '{}'::jsonb,
  execution_id uuid,
  reason text,
  expires_at timestamp with time zone,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamp with time zone not null default sluice_hidden.now(),
  constraint workflow_events_pkey PRIMARY KEY (organization_id, id)
) partition by RANGE (id);
comment on table sluice.workflow_events is 'What came in from outside, and what it started.';
comment on column sluice.workflow_events.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_events.id is 'Its id.';
comment on column sluice.workflow_events.name is 'What kind of event, such as webhook.received.';
comment on column sluice.workflow_events.webhook_id is 'The registration it came through.';
comment on column sluice.workflow_events.trigger_id is 'The trigger it was for.';
comment on column sluice.workflow_events.delivery_id is 'The sender''s id; the same id again starts nothing.';
comment on column sluice.workflow_events.key is 'Of an emitted one: what waits compare with their match.';
comment on column sluice.workflow_events.payload is 'The body.';
comment on column sluice.workflow_events.details is 'Method, headers (redacted), query, remote address.';
comment on column sluice.workflow_events.execution_id is 'The execution it started.';
comment on column sluice.workflow_events.reason is 'Why it started none.';
comment on column sluice.workflow_events.expires_at is 'From when on it counts no more; null: always.';
comment on column sluice.workflow_events.xid is 'The transaction that wrote it: what a cursor compares.';
comment on column sluice.workflow_events.created_at is 'When it came in.';
CREATE INDEX workflow_events_id_idx ON sluice.workflow_events USING btree (id, organization_id);
CREATE INDEX workflow_events_key_idx ON sluice.workflow_events USING btree (organization_id, name, key, id) WHERE (webhook_id IS NULL);
CREATE INDEX workflow_events_name_idx ON sluice.workflow_events USING btree (organization_id, name, id) WHERE (webhook_id IS NULL);
CREATE INDEX workflow_events_webhook_id_idx ON sluice.workflow_events USING btree (organization_id, webhook_id, id) WHERE (webhook_id IS NOT NULL);
alter table sluice.workflow_events enable row level security;
alter table sluice.workflow_events force row level security;
create policy all_owner on sluice.workflow_events for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_events for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_events for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice.workflow_events to sluice_admin;
grant select on sluice.workflow_events to sluice_member;

create table sluice.workflow_execution_logs (
  organization_id uuid not null,
  execution_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  frame_id bigint not null default 0,
  step_no integer,
  node_id text,
  level text not null default 'info'::text,
  message text not null,
  details jsonb,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamp with time zone not null default sluice_hidden.now(),
  constraint workflow_execution_logs_pkey PRIMARY KEY (organization_id, execution_id, id),
  constraint workflow_execution_logs_level_is_known CHECK (level = ANY (ARRAY['debug'::text, 'info'::text, 'warn'::text, 'error'::text]))
) partition by RANGE (execution_id);
comment on table sluice.workflow_execution_logs is 'What executions wrote down, in order of id.';
comment on column sluice.workflow_execution_logs.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_execution_logs.execution_id is 'The execution that wrote it.';
comment on column sluice.workflow_execution_logs.id is 'Its id; orders by time.';
comment on column sluice.workflow_execution_logs.frame_id is 'The frame; 0 is the root.';
comment on column sluice.workflow_execution_logs.step_no is 'The step that wrote it.';
comment on column sluice.workflow_execution_logs.node_id is 'That step''s node.';
comment on column sluice.workflow_execution_logs.level is 'debug info warn error.';
comment on column sluice.workflow_execution_logs.message is 'What happened.';
comment on column sluice.workflow_execution_logs.details is 'More, as JSON.';
comment on column sluice.workflow_execution_logs.xid is 'The transaction that wrote it: what a cursor compares.';
comment on column sluice.workflow_execution_logs.created_at is 'When it was written.';
alter table sluice.workflow_execution_logs enable row level security;
alter table sluice.workflow_execution_logs force row level security;
create policy all_owner on sluice.workflow_execution_logs for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_execution_logs for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_execution_logs for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice.workflow_execution_logs to sluice_admin;
grant select on sluice.workflow_execution_logs to sluice_member;

create view sluice.workflow_execution_queue with (security_invoker=true) as
 WITH served AS MATERIALIZED (
         SELECT s.action,
            s.slots
           FROM sluice_hidden.served_actions() s(action, slots)
        ), pace AS MATERIALIZED (
         SELECT organization.organization_id,
            recent.took
           FROM (( SELECT DISTINCT ready.organization_id
                   FROM sluice_private.ready_steps ready) organization
             CROSS JOIN LATERAL ( SELECT avg((newest.finished_at - newest.started_at)) AS took
                   FROM ( SELECT attempt.started_at,
                            attempt.finished_at
                           FROM sluice.workflow_step_attempts attempt
                          WHERE ((attempt.organization_id = organization.organization_id) AND (attempt.started_at IS NOT NULL))
                          ORDER BY attempt.execution_id DESC
                         LIMIT 100) newest) recent)
        ), items AS (
         SELECT ready.organization_id,
            ready.execution_id,
            ready.frame_id,
            ready.step_no,
            ready.generation,
            ready.action,
            ready.priority,
            'ready'::text AS state,
            row_number() OVER (PARTITION BY ready.organization_id, ready.action, (ready.crashes > 0) ORDER BY
                CASE
                    WHEN (ready.crashes = 0) THEN ready.priority
                    ELSE NULL::smallint
                END, ready.seq) AS "position",
            ready.ready_at,
            ready.attempt,
            ready.crashes,
            NULL::uuid AS worker_id,
            NULL::timestamp with time zone AS locked_at,
            NULL::timestamp with time zone AS lock_expires_at
           FROM sluice_private.ready_steps ready
        UNION ALL
         SELECT lease.organization_id,
            lease.execution_id,
            lease.frame_id,
            lease.step_no,
            lease.generation,
            lease.action,
            lease.priority,
                CASE
                    WHEN (lease.bound_at IS NULL) THEN 'admitted'::text
                    ELSE 'bound'::text
                END AS "case",
            NULL::bigint,
            lease.ready_at,
            lease.attempt,
            lease.crashes,
            lease.worker_id,
            lease.bound_at,
                CASE
                    WHEN (lease.expires_at IS NOT NULL) THEN lease.expires_at
                    WHEN (lease.bound_at IS NULL) THEN lease.start_by
                    ELSE sluice_hidden.lease_expiry(lease.worker_id)
                END AS lease_expiry
           FROM sluice_private.step_leases lease
        UNION ALL
         SELECT blocked.organization_id,
            blocked.execution_id,
            blocked.frame_id,
            blocked.step_no,
            blocked.generation,
            blocked.action,
            blocked.priority,
            blocked.reason,
            NULL::bigint,
            blocked.ready_at,
            blocked.attempt,
            blocked.crashes,
            NULL::uuid,
            NULL::timestamp with time zone,
            NULL::timestamp with time zone
           FROM sluice_private.blocked_steps blocked
        UNION ALL
         SELECT live_1.organization_id,
            live_1.id,
            0,
            live_1.trigger_step,
            live_1.generation,
            NULL::text,
            live_1.priority,
                CASE line.state
                    WHEN 'waiting'::text THEN 'limit'::text
                    ELSE 'pending'::text
                END AS "case",
            NULL::bigint,
            live_1.created_at,
            1,
            0,
            NULL::uuid,
            NULL::timestamp with time zone,
            NULL::timestamp with time zone
           FROM (sluice_private.live_executions live_1
             LEFT JOIN sluice_private.limited_executions line ON (((line.organization_id = live_1.organization_id) AND (line.execution_id = live_1.id))))
          WHERE (live_1.status = 'pending'::text)
        )
 SELECT sluice_hidden.queue_item_id(item.execution_id, item.frame_id, item.step_no, item.generation) AS id,
    item.organization_id,
    live.workflow_id,
    item.execution_id,
    item.frame_id,
    item.step_no,
    step.node_id,
    item.action,
    item.priority,
        CASE item.state
            WHEN 'bound'::text THEN 'processing'::text
            ELSE 'queued'::text
        END AS status,
    item."position",
    item.ready_at AS scheduled_at,
    ((item.attempt - 1) + item.crashes) AS retry_count,
    (step.max_attempts + 1) AS max_retries,
        CASE item.state
            WHEN 'retry'::text THEN item.ready_at
            ELSE NULL::timestamp with time zone
        END AS next_retry_at,
    item.worker_id,
    item.locked_at,
    item.lock_expires_at,
        CASE item.state
            WHEN 'ready'::text THEN
            CASE
                WHEN ((served.slots IS NOT NULL) AND (item.crashes > 0)) THEN 'waits to run alone, as a process died while it ran'::text
                WHEN (served.slots IS NOT NULL) THEN 'waits for a free worker'::text
                ELSE (format('no worker serves %s'::text, item.action) ||
                CASE
                    WHEN (step.limits IS NULL) THEN ''::text
                    ELSE ', and workers in SQL get no limited step'::text
                END)
            END
            WHEN 'admitted'::text THEN 'handed to the workers, and none has begun it yet'::text
            WHEN 'retry'::text THEN 'waits for its next attempt'::text
            WHEN 'paused'::text THEN 'its execution is paused'::text
            WHEN 'pending'::text THEN 'its execution has not begun yet'::text
            WHEN 'limit'::text THEN 'waits for room under its limits'::text
            WHEN 'bound'::text THEN NULL::text
            ELSE item.state
        END AS reason,
        CASE item.state
            WHEN 'ready'::text THEN
            CASE
                WHEN (item.crashes = 0) THEN (sluice_hidden.now() + (COALESCE(pace.took, '00:00:00'::interval) * (((item."position" - 1) / served.slots))::double precision))
                ELSE NULL::timestamp with time zone
            END
            WHEN 'retry'::text THEN item.ready_at
            WHEN 'bound'::text THEN item.locked_at
            WHEN 'admitted'::text THEN sluice_hidden.now()
            WHEN 'pending'::text THEN sluice_hidden.now()
            ELSE NULL::timestamp with time zone
        END AS estimated_start_at,
    live.created_at
   FROM ((((items item
     JOIN sluice_private.live_executions live ON (((live.organization_id = item.organization_id) AND (live.id = item.execution_id))))
     JOIN sluice.workflow_steps step ON (((step.organization_id = live.organization_id) AND (step.version_id = live.version_id) AND (step.step_no = item.step_no))))
     LEFT JOIN served ON ((served.action = item.action)))
     LEFT JOIN pace ON ((pace.organization_id = item.organization_id)));
comment on view sluice.workflow_execution_queue is 'What waits for a worker, or is with one: steps, and executions that have not begun.';
comment on column sluice.workflow_execution_queue.id is 'What acquire_queue_lock and release_queue_lock call it.';
comment on column sluice.workflow_execution_queue.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_execution_queue.workflow_id is 'The workflow.';
comment on column sluice.workflow_execution_queue.execution_id is 'The execution.';
comment on column sluice.workflow_execution_queue.frame_id is 'The frame; 0 is the root.';
comment on column sluice.workflow_execution_queue.step_no is 'The step of the version.';
comment on column sluice.workflow_execution_queue.node_id is 'The node in the definition.';
comment on column sluice.workflow_execution_queue.action is 'What a worker is to do; null: the execution has not begun.';
comment on column sluice.workflow_execution_queue.priority is '1 is first, 10 last.';
comment on column sluice.workflow_execution_queue.status is 'queued, or processing: a worker has begun it. What has ended is in workflow_execution_steps.';
comment on column sluice.workflow_execution_queue.position is 'Its place among the steps of its organization and action that could run; the first is 1. What has to run alone is counted by itself.';
comment on column sluice.workflow_execution_queue.scheduled_at is 'From when on it may run.';
comment on column sluice.workflow_execution_queue.retry_count is 'How often it has failed, or lost its worker.';
comment on column sluice.workflow_execution_queue.max_retries is 'How often it may: the attempts of its policy but the first, and two workers lost.';
comment on column sluice.workflow_execution_queue.next_retry_at is 'When it is tried again, if it has failed.';
comment on column sluice.workflow_execution_queue.worker_id is 'The worker that has it.';
comment on column sluice.workflow_execution_queue.locked_at is 'Since when that worker has it.';
comment on column sluice.workflow_execution_queue.lock_expires_at is 'When it goes back to the queue if nothing is heard of it.';
comment on column sluice.workflow_execution_queue.reason is 'Why it waits; null: a worker has it.';
comment on column sluice.workflow_execution_queue.estimated_start_at is 'When it should begin, as things stand; null: not before something else happens.';
comment on column sluice.workflow_execution_queue.created_at is 'When its execution was asked for.';
grant select on sluice.workflow_execution_queue to sluice_admin;
grant select on sluice.workflow_execution_queue to sluice_member;

create view sluice.workflow_execution_steps with (security_invoker=true) as
 SELECT past.organization_id,
    past.execution_id,
    past.frame_id,
    past.step_no,
    past.generation,
    past.node_id,
    past.type,
    past.action,
    past.status,
    past.attempt,
    past.ports,
    past.verdicts,
    past.input,
    past.output,
    past.error,
    past.ready_at,
    past.started_at,
    past.finished_at,
    past.frame_path
   FROM sluice_private.execution_steps past
UNION ALL
 SELECT live.organization_id,
    live.execution_id,
    live.frame_id,
    live.step_no,
    live.generation,
    step.node_id,
    step.type,
    step.action,
    live.status,
    live.attempt,
    '{}'::text[] AS ports,
    NULL::jsonb AS verdicts,
    live.input,
    NULL::jsonb AS output,
    live.error,
    live.ready_at,
    live.started_at,
    NULL::timestamp with time zone AS finished_at,
    ( SELECT frame.path
           FROM sluice_private.frames frame
          WHERE ((frame.organization_id = live.organization_id) AND (frame.execution_id = live.execution_id) AND (frame.frame_id = live.frame_id) AND (live.frame_id <> 0))) AS frame_path
   FROM (( SELECT ready.organization_id,
            ready.execution_id,
            ready.frame_id,
            ready.step_no,
            ready.generation,
            ready.version_id,
            'queued'::text AS status,
            ready.attempt,
            ready.input,
            NULL::jsonb AS error,
            ready.ready_at,
            NULL::timestamp with time zone AS started_at
           FROM sluice_private.ready_steps ready
        UNION ALL
         SELECT lease.organization_id,
            lease.execution_id,
            lease.frame_id,
            lease.step_no,
            lease.generation,
            lease.version_id,
                CASE
                    WHEN (lease.bound_at IS NULL) THEN 'queued'::text
                    ELSE 'running'::text
                END AS "case",
            lease.attempt,
            lease.input,
            NULL::jsonb,
            lease.ready_at,
            lease.bound_at
           FROM sluice_private.step_leases lease
        UNION ALL
         SELECT blocked.organization_id,
            blocked.execution_id,
            blocked.frame_id,
            blocked.step_no,
            blocked.generation,
            blocked.version_id,
                CASE blocked.reason
                    WHEN 'limit'::text THEN 'queued'::text
                    ELSE 'retrying'::text
                END AS "case",
            blocked.attempt,
            blocked.input,
            blocked.error,
            blocked.ready_at,
            NULL::timestamp with time zone
           FROM sluice_private.blocked_steps blocked
        UNION ALL
         SELECT waiting.organization_id,
            waiting.execution_id,
            waiting.frame_id,
            waiting.step_no,
            waiting.generation,
            waiting.version_id,
            'waiting'::text,
            1,
            waiting.input,
            NULL::jsonb,
            waiting.started_at,
            waiting.started_at
           FROM sluice_private.waits waiting
        UNION ALL
         SELECT calling.organization_id,
            calling.execution_id,
            calling.frame_id,
            calling.step_no,
            calling.generation,
            calling.version_id,
                CASE
                    WHEN (calling.child_id IS NULL) THEN 'retrying'::text
                    ELSE 'waiting'::text
                END AS "case",
            calling.attempt,
            calling.input,
            calling.error,
            calling.started_at,
            calling.started_at
           FROM sluice_private.calls calling
        UNION ALL
         SELECT opened.organization_id,
            opened.execution_id,
            opened.frame_id,
            opened.step_no,
            opened.generation,
            opened.version_id,
                CASE
                    WHEN (opened.waits_for IS NULL) THEN 'running'::text
                    ELSE 'waiting'::text
                END AS "case",
            1,
                CASE
                    WHEN (opened.waits_for IS NOT NULL) THEN jsonb_build_object('lock', opened.waits_for)
                    ELSE NULL::jsonb
                END AS "case",
            NULL::jsonb,
            opened.started_at,
            opened.started_at
           FROM sluice_private.containers opened
          WHERE (NOT opened.is_settled)) live
     JOIN sluice.workflow_steps step ON (((step.organization_id = live.organization_id) AND (step.version_id = live.version_id) AND (step.step_no = live.step_no))));
comment on view sluice.workflow_execution_steps is 'Steps of executions: one row per node of a frame, those under way and those finished.';
comment on column sluice.workflow_execution_steps.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_execution_steps.execution_id is 'The execution.';
comment on column sluice.workflow_execution_steps.frame_id is 'The frame; 0 is the root.';
comment on column sluice.workflow_execution_steps.step_no is 'The step of the version.';
comment on column sluice.workflow_execution_steps.generation is 'Grows by one when its execution is retried; kept steps say so in verdicts.kept_from.';
comment on column sluice.workflow_execution_steps.node_id is 'The node in the definition.';
comment on column sluice.workflow_execution_steps.type is 'The primitive: trigger, action, choice, wait, call, end, foreach, loop, group; or compensation.';
comment on column sluice.workflow_execution_steps.action is 'Of an action: its name in the catalogue.';
comment on column sluice.workflow_execution_steps.status is 'pending queued running waiting retrying completed failed skipped cancelled timed_out.';
comment on column sluice.workflow_execution_steps.attempt is 'The attempt it is at, or ended with.';
comment on column sluice.workflow_execution_steps.ports is 'The ports it completed on.';
comment on column sluice.workflow_execution_steps.verdicts is 'Why: which edges went live, and what each condition answered.';
comment on column sluice.workflow_execution_steps.input is 'Its input, expressions filled in.';
comment on column sluice.workflow_execution_steps.output is 'What it gave.';
comment on column sluice.workflow_execution_steps.error is 'Why it failed, or is to be tried again.';
comment on column sluice.workflow_execution_steps.ready_at is 'When it could first have run.';
comment on column sluice.workflow_execution_steps.started_at is 'When it began.';
comment on column sluice.workflow_execution_steps.finished_at is 'When it ended.';
comment on column sluice.workflow_execution_steps.frame_path is 'The iterations it is in, such as each[3].inner[0]; null at the root.';
grant select on sluice.workflow_execution_steps to sluice_admin;
grant select on sluice.workflow_execution_steps to sluice_member;

create view sluice.workflow_executions with (security_invoker=true) as
 SELECT live.organization_id,
    live.id,
    live.workflow_id,
    live.version_id,
    live.trigger_id,
    live.status,
    live.input,
    NULL::jsonb AS output,
    live.error,
    live.started_by,
    live.created_at,
    live.started_at,
    NULL::timestamp with time zone AS finished_at,
    live.generation,
    live.parent_execution_id,
    live.parent_frame_id,
    live.parent_step_no,
    live.parent_generation,
    live.root_execution_id,
    live.depth,
    live.failed_execution_id,
    live.traceparent
   FROM sluice_private.live_executions live
UNION ALL
 SELECT past.organization_id,
    past.id,
    past.workflow_id,
    past.version_id,
    past.trigger_id,
    past.status,
    past.input,
    past.output,
    past.error,
    past.started_by,
    past.created_at,
    past.started_at,
    past.finished_at,
    past.generation,
    past.parent_execution_id,
    past.parent_frame_id,
    past.parent_step_no,
    past.parent_generation,
    past.root_execution_id,
    past.depth,
    past.failed_execution_id,
    past.traceparent
   FROM sluice_private.executions past;
comment on view sluice.workflow_executions is 'Runs of workflows, those under way and those finished.';
comment on column sluice.workflow_executions.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_executions.id is 'Its id; orders by time of start.';
comment on column sluice.workflow_executions.workflow_id is 'The workflow it is a run of.';
comment on column sluice.workflow_executions.version_id is 'The version it runs, from start to end.';
comment on column sluice.workflow_executions.trigger_id is 'The trigger that started it.';
comment on column sluice.workflow_executions.status is 'pending running waiting paused completed failed cancelled timed_out.';
comment on column sluice.workflow_executions.input is 'What expressions read as trigger.';
comment on column sluice.workflow_executions.output is 'The output of its end, or else an object of the outputs of its last steps.';
comment on column sluice.workflow_executions.error is 'Why it failed, or is paused.';
comment on column sluice.workflow_executions.started_by is 'The person who started it.';
comment on column sluice.workflow_executions.created_at is 'When it was asked for.';
comment on column sluice.workflow_executions.started_at is 'When its first step began.';
comment on column sluice.workflow_executions.finished_at is 'When it ended.';
comment on column sluice.workflow_executions.generation is 'How often it has been retried; its steps of this generation are the present ones.';
comment on column sluice.workflow_executions.parent_execution_id is 'The execution that called it; null where none did.';
comment on column sluice.workflow_executions.parent_frame_id is 'The frame of the step that did.';
comment on column sluice.workflow_executions.parent_step_no is 'The step that called it.';
comment on column sluice.workflow_executions.parent_generation is 'The generation of that step.';
comment on column sluice.workflow_executions.root_execution_id is 'The outermost of the executions that called it; null where none did.';
comment on column sluice.workflow_executions.depth is 'How many calls deep it is.';
comment on column sluice.workflow_executions.failed_execution_id is 'The execution whose failure it handles, as its error workflow or called by that.';
comment on column sluice.workflow_executions.traceparent is 'The span that started it, as W3C Trace Context writes it.';
grant select on sluice.workflow_executions to sluice_admin;
grant select on sluice.workflow_executions to sluice_member;

create table sluice.workflow_limits (
  organization_id uuid not null,
  name text not null,
  workflow_id uuid,
  provider text,
  concurrency integer,
  rate_count integer,
  rate_per interval,
  burst integer,
  backlog integer,
  on_limit text not null default 'queue'::text,
  updated_by uuid,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint workflow_limits_pkey PRIMARY KEY (organization_id, name),
  constraint workflow_limits_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES sluice.organizations(id) ON DELETE CASCADE,
  constraint workflow_limits_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE CASCADE,
  constraint workflow_limits_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES sluice.users(id) ON DELETE SET NULL,
  constraint workflow_limits_is_of_one_kind CHECK (num_nonnulls(workflow_id, provider) <= 1),
  constraint workflow_limits_limits_something CHECK (num_nonnulls(concurrency, rate_count, backlog) > 0),
  constraint workflow_limits_on_limit_is_known CHECK (on_limit = ANY (ARRAY['queue'::text, 'skip'::text, 'cancel_oldest'::text])),
  constraint workflow_limits_rate_is_whole CHECK ((rate_count IS NULL) = (rate_per IS NULL) AND (rate_count IS NOT NULL OR burst IS NULL))
);
comment on table sluice.workflow_limits is 'Limits of an organization: on its executions, on those of a workflow, or on the steps that use a provider.';
comment on column sluice.workflow_limits.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_limits.name is 'Its name.';
comment on column sluice.workflow_limits.workflow_id is 'The workflow whose executions it limits.';
comment on column sluice.workflow_limits.provider is 'The provider whose steps it limits; without one and without a workflow: all executions.';
comment on column sluice.workflow_limits.concurrency is 'How many may run at once.';
comment on column sluice.workflow_limits.rate_count is 'How many may begin in rate_per.';
comment on column sluice.workflow_limits.rate_per is 'The time in which rate_count may begin.';
comment on column sluice.workflow_limits.burst is 'How many of these may begin at once; all by default.';
comment on column sluice.workflow_limits.backlog is 'How many may wait; a start beyond is refused.';
comment on column sluice.workflow_limits.on_limit is 'What becomes of one too many: queue, skip or cancel_oldest.';
comment on column sluice.workflow_limits.updated_by is 'Who set it last.';
comment on column sluice.workflow_limits.created_at is 'When it was created.';
comment on column sluice.workflow_limits.updated_at is 'When it was set last.';
CREATE UNIQUE INDEX workflow_limits_provider_idx ON sluice.workflow_limits USING btree (organization_id, provider) WHERE (provider IS NOT NULL);
CREATE INDEX workflow_limits_updated_by_idx ON sluice.workflow_limits USING btree (updated_by);
CREATE INDEX workflow_limits_workflow_id_idx ON sluice.workflow_limits USING btree (organization_id, workflow_id);
alter table sluice.workflow_limits enable row level security;
alter table sluice.workflow_limits force row level security;
create policy all_owner on sluice.workflow_limits for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_limits for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_limits for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.workflow_limits FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
CREATE TRIGGER _500_announce AFTER INSERT OR DELETE OR UPDATE ON sluice.workflow_limits FOR EACH ROW EXECUTE FUNCTION sluice_private.tg_workflow_limits__announce();
grant select on sluice.workflow_limits to sluice_admin;
grant select on sluice.workflow_limits to sluice_member;

create table sluice.workflow_polls (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  trigger_id uuid not null,
  source text not null,
  config jsonb not null,
  every interval not null,
  timeout interval not null,
  plan sluice_private.poll_plan not null,
  next_poll_at timestamp with time zone,
  due_at timestamp with time zone not null,
  is_queued boolean not null default false,
  token uuid,
  worker_id uuid,
  polled_at timestamp with time zone,
  changed_at timestamp with time zone,
  poll_count bigint not null default 0,
  item_count bigint not null default 0,
  pending_count integer not null default 0,
  failures integer not null default 0,
  last_error text,
  cursor jsonb,
  reached jsonb,
  page jsonb,
  page_count integer not null default 0,
  validators jsonb,
  is_first boolean not null,
  forgot_at timestamp with time zone not null default sluice_hidden.now(),
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint workflow_polls_pkey PRIMARY KEY (organization_id, id),
  constraint workflow_polls_organization_id_trigger_id_key UNIQUE (organization_id, trigger_id),
  constraint workflow_polls_organization_id_trigger_id_fkey FOREIGN KEY (organization_id, trigger_id) REFERENCES sluice.workflow_triggers(organization_id, id) ON DELETE CASCADE,
  constraint workflow_polls_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE CASCADE,
  constraint workflow_polls_count_from_none CHECK (pending_count >= 0 AND failures >= 0),
  constraint workflow_polls_source_is_known CHECK (source = ANY (ARRAY['http'::text, 'sql'::text, 'feed'::text, 'imap'::text]))
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.05, autovacuum_vacuum_cost_delay=0);
comment on table sluice.workflow_polls is 'The polls of the live versions, one for each trigger that asks others for what is new: when each has asked, what came of it, and when it asks next.';
comment on column sluice.workflow_polls.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_polls.id is 'Its id.';
comment on column sluice.workflow_polls.workflow_id is 'The workflow it starts.';
comment on column sluice.workflow_polls.trigger_id is 'The trigger it fires.';
comment on column sluice.workflow_polls.source is 'http, sql, feed or imap.';
comment on column sluice.workflow_polls.config is 'The config of the trigger, as it is polled by.';
comment on column sluice.workflow_polls.every is 'How long after a poll the next one is.';
comment on column sluice.workflow_polls.timeout is 'How long one may take.';
comment on column sluice.workflow_polls.plan is 'The config, compiled.';
comment on column sluice.workflow_polls.next_poll_at is 'When it asks next; null while its trigger could start nothing.';
comment on column sluice.workflow_polls.due_at is 'When workers look at it next. While one polls: until when it may.';
comment on column sluice.workflow_polls.is_queued is 'Whether it waits for another poll of its organization to end, which makes as many as it may.';
comment on column sluice.workflow_polls.token is 'What the worker that polls just now reports by; null: none does.';
comment on column sluice.workflow_polls.worker_id is 'The worker that has polled last.';
comment on column sluice.workflow_polls.polled_at is 'When it last had an answer, or failed.';
comment on column sluice.workflow_polls.changed_at is 'When it last found something new.';
comment on column sluice.workflow_polls.poll_count is 'How often it has asked.';
comment on column sluice.workflow_polls.item_count is 'How many items it has fired for.';
comment on column sluice.workflow_polls.pending_count is 'How many items it has found and not fired for yet.';
comment on column sluice.workflow_polls.failures is 'How often in a row it has failed; it asks less often meanwhile.';
comment on column sluice.workflow_polls.last_error is 'Why it failed the last time; null when it did not.';
comment on column sluice.workflow_polls.cursor is 'How far it has come.';
comment on column sluice.workflow_polls.reached is 'How far it will have come when it has read the last page: until then all are asked for by one cursor.';
comment on column sluice.workflow_polls.page is 'What the last answer says of its next page.';
comment on column sluice.workflow_polls.page_count is 'How many pages in a row it has asked for.';
comment on column sluice.workflow_polls.validators is 'The ETag and the date of the last answer, and the hash of the request that they are for.';
comment on column sluice.workflow_polls.is_first is 'Whether what is found is only noted: it began from then on, and has not seen all there was.';
comment on column sluice.workflow_polls.forgot_at is 'When items that are long gone were last forgotten.';
comment on column sluice.workflow_polls.created_at is 'When it was created; never changes.';
comment on column sluice.workflow_polls.updated_at is 'When it last changed.';
CREATE INDEX workflow_polls_claimed_idx ON sluice.workflow_polls USING btree (organization_id) WHERE (token IS NOT NULL);
CREATE INDEX workflow_polls_due_at_idx ON sluice.workflow_polls USING btree (due_at);
CREATE INDEX workflow_polls_id_idx ON sluice.workflow_polls USING btree (id, organization_id);
CREATE INDEX workflow_polls_queued_idx ON sluice.workflow_polls USING btree (organization_id, next_poll_at) WHERE is_queued;
CREATE INDEX workflow_polls_worker_id_idx ON sluice.workflow_polls USING btree (worker_id) WHERE (token IS NOT NULL);
CREATE INDEX workflow_polls_workflow_id_idx ON sluice.workflow_polls USING btree (organization_id, workflow_id);
alter table sluice.workflow_polls enable row level security;
alter table sluice.workflow_polls force row level security;
create policy all_owner on sluice.workflow_polls for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_polls for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_polls for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.workflow_polls FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
grant select on sluice.workflow_polls to sluice_admin;
grant select on sluice.workflow_polls to sluice_member;

create view sluice.workflow_step_attempts with (security_invoker=true) as
 SELECT attempt.organization_id,
    attempt.execution_id,
    attempt.frame_id,
    attempt.step_no,
    attempt.generation,
    attempt.attempt,
    attempt.crash,
    attempt.token,
    attempt.worker_id,
    attempt.epoch,
    attempt.status,
    attempt.error,
    attempt.started_at,
    attempt.finished_at
   FROM sluice_private.step_attempts attempt
UNION ALL
 SELECT step.organization_id,
    step.execution_id,
    step.frame_id,
    step.step_no,
    step.generation,
    step.attempt,
    step.crash,
    step.token,
    step.worker_id,
    step.epoch,
    'completed'::text AS status,
    NULL::jsonb AS error,
    step.started_at,
    step.finished_at
   FROM sluice_private.execution_steps step
  WHERE (step.token IS NOT NULL);
comment on view sluice.workflow_step_attempts is 'Every attempt of every worker step, with its error.';
comment on column sluice.workflow_step_attempts.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_step_attempts.execution_id is 'The execution.';
comment on column sluice.workflow_step_attempts.frame_id is 'The frame; 0 is the root.';
comment on column sluice.workflow_step_attempts.step_no is 'The step of the version.';
comment on column sluice.workflow_step_attempts.generation is 'Grows by one when a finished step is run again.';
comment on column sluice.workflow_step_attempts.attempt is 'From 1.';
comment on column sluice.workflow_step_attempts.crash is 'How many times this attempt lost its worker before.';
comment on column sluice.workflow_step_attempts.token is 'The lease it ran under.';
comment on column sluice.workflow_step_attempts.worker_id is 'The worker process that ran it.';
comment on column sluice.workflow_step_attempts.epoch is 'That worker''s epoch.';
comment on column sluice.workflow_step_attempts.status is 'completed failed crashed cancelled.';
comment on column sluice.workflow_step_attempts.error is 'Of a failed one: { class, message, … }.';
comment on column sluice.workflow_step_attempts.started_at is 'When the worker began.';
comment on column sluice.workflow_step_attempts.finished_at is 'When it ended.';
grant select on sluice.workflow_step_attempts to sluice_admin;
grant select on sluice.workflow_step_attempts to sluice_member;

create table sluice.workflow_steps (
  organization_id uuid not null,
  version_id uuid not null,
  step_no integer not null,
  node_id text not null,
  type text not null,
  label text,
  action text,
  runs text not null,
  handler text,
  scope integer not null default 0,
  in_degree integer not null,
  join_kind text not null default 'any'::text,
  join_needed integer not null default 1,
  join_region integer[] not null default '{}'::integer[],
  is_disabled boolean not null default false,
  is_referenced boolean not null default false,
  is_sink boolean not null default false,
  run_if jsonpath,
  reads jsonpath[] not null default '{}'::jsonpath[],
  input_template jsonb,
  input_paths jsonpath[] not null default '{}'::jsonpath[],
  input_slots jsonb not null default '[]'::jsonb,
  input_keys text[],
  roots text[] not null default '{}'::text[],
  refs integer[] not null default '{}'::integer[],
  result_template jsonb,
  result_paths jsonpath[] not null default '{}'::jsonpath[],
  result_slots jsonb not null default '[]'::jsonb,
  result_refs integer[] not null default '{}'::integer[],
  result_roots text[] not null default '{}'::text[],
  output_template jsonb,
  output_paths jsonpath[],
  output_slots jsonb,
  output_refs integer[],
  output_roots text[],
  repeat_until jsonpath,
  config jsonb not null default '{}'::jsonb,
  on_error text not null default 'fail'::text,
  error_ports text[] not null default '{}'::text[],
  max_attempts integer not null default 1,
  backoff text not null default 'fixed'::text,
  retry_initial interval not null default '00:00:01'::interval,
  retry_max interval not null default '01:00:00'::interval,
  retry_jitter double precision not null default 0,
  retry_when text[],
  attempt_timeout interval,
  timeout interval,
  compensation integer,
  takes_turns boolean not null default false,
  cache_ttl interval,
  follower integer,
  follower_ports text[],
  follower_edges jsonb,
  answers jsonb,
  limits jsonb,
  limit_paths jsonpath[] not null default '{}'::jsonpath[],
  priority smallint,
  constraint workflow_steps_pkey PRIMARY KEY (organization_id, version_id, step_no),
  constraint workflow_steps_organization_id_version_id_fkey FOREIGN KEY (organization_id, version_id) REFERENCES sluice.workflow_versions(organization_id, id) ON DELETE CASCADE,
  constraint workflow_steps_attempts_are_positive CHECK (max_attempts >= 1 AND max_attempts <= 1000),
  constraint workflow_steps_backoff_is_known CHECK (backoff = ANY (ARRAY['fixed'::text, 'exponential'::text])),
  constraint workflow_steps_join_is_known CHECK (join_kind = ANY (ARRAY['any'::text, 'every'::text, 'quorum'::text])),
  constraint workflow_steps_on_error_is_known CHECK (on_error = ANY (ARRAY['fail'::text, 'continue'::text, 'branch'::text])),
  constraint workflow_steps_runs_somewhere CHECK (runs = ANY (ARRAY['engine'::text, 'sql'::text, 'worker'::text])),
  constraint workflow_steps_type_is_known CHECK (type = ANY (ARRAY['trigger'::text, 'action'::text, 'choice'::text, 'join'::text, 'wait'::text, 'call'::text, 'end'::text, 'foreach'::text, 'loop'::text, 'group'::text, 'compensation'::text]))
);
comment on table sluice.workflow_steps is 'The nodes of a version, compiled at publish: what the engine reads instead of the JSON.';
comment on column sluice.workflow_steps.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_steps.version_id is 'The version it belongs to.';
comment on column sluice.workflow_steps.step_no is 'Dense number within the version, from 1.';
comment on column sluice.workflow_steps.node_id is 'The node''s id in the definition.';
comment on column sluice.workflow_steps.type is 'The primitive: trigger, action, choice, join, wait, call, end, foreach, loop, group; or compensation, of the action it is named after.';
comment on column sluice.workflow_steps.label is 'What the canvas shows.';
comment on column sluice.workflow_steps.action is 'Of an action: its name in the catalogue.';
comment on column sluice.workflow_steps.runs is 'engine and sql run inside the completing transaction, worker on a worker host.';
comment on column sluice.workflow_steps.handler is 'Of an SQL action: its function.';
comment on column sluice.workflow_steps.scope is 'Number of the container it is in; 0 is the root.';
comment on column sluice.workflow_steps.in_degree is 'How many edges lead to it.';
comment on column sluice.workflow_steps.join_kind is 'any: one live edge fires it when all are resolved; every: all must be live; quorum: join_needed.';
comment on column sluice.workflow_steps.join_needed is 'How many edges must be live.';
comment on column sluice.workflow_steps.join_region is 'Of a quorum that cancels the rest: the steps between its immediate dominator and itself.';
comment on column sluice.workflow_steps.is_disabled is 'Passes through as if it had succeeded with null.';
comment on column sluice.workflow_steps.is_referenced is 'Whether an expression reads its output.';
comment on column sluice.workflow_steps.is_sink is 'Whether no edge leaves it.';
comment on column sluice.workflow_steps.run_if is 'Condition; false means skipped.';
comment on column sluice.workflow_steps.reads is 'What run_if and the cases of a choice read; verdicts keep the values.';
comment on column sluice.workflow_steps.input_template is 'Its input, with null where a slot goes.';
comment on column sluice.workflow_steps.input_paths is 'The expressions of the slots, typed.';
comment on column sluice.workflow_steps.input_slots is 'Compiled templates: [{ target, text, parts: [{ literal } | { path: n, filters }] }].';
comment on column sluice.workflow_steps.input_keys is 'The keys that the slots fill, where each fills a key of the input with a plain value.';
comment on column sluice.workflow_steps.roots is 'The parts of the context it reads, such as trigger.';
comment on column sluice.workflow_steps.refs is 'Numbers of the steps whose outputs it reads.';
comment on column sluice.workflow_steps.result_template is 'Of a container: what is made at the end of each iteration (collect, carry); of an action: the key of its cache.';
comment on column sluice.workflow_steps.result_paths is 'The expressions of that template, typed.';
comment on column sluice.workflow_steps.result_slots is 'The slots of that template.';
comment on column sluice.workflow_steps.result_refs is 'Numbers of the steps that are read at the end of each iteration.';
comment on column sluice.workflow_steps.result_roots is 'What is read then besides steps: trigger, vars, now …';
comment on column sluice.workflow_steps.output_template is 'What replaces its output when it completes; null: nothing does.';
comment on column sluice.workflow_steps.output_paths is 'The expressions of that template, typed.';
comment on column sluice.workflow_steps.output_slots is 'The slots of that template.';
comment on column sluice.workflow_steps.output_refs is 'Numbers of the steps that this template reads, besides itself.';
comment on column sluice.workflow_steps.output_roots is 'What this template reads besides steps: trigger, vars, now …';
comment on column sluice.workflow_steps.repeat_until is 'Of a loop or a foreach: ends it when it holds at the end of an iteration.';
comment on column sluice.workflow_steps.config is 'What its type needs: ports of a choice, sources of a join …';
comment on column sluice.workflow_steps.on_error is 'What follows a failure: fail, continue or branch.';
comment on column sluice.workflow_steps.error_ports is 'The error ports that have an edge.';
comment on column sluice.workflow_steps.max_attempts is 'How often it is tried in all.';
comment on column sluice.workflow_steps.backoff is 'fixed or exponential.';
comment on column sluice.workflow_steps.retry_initial is 'The delay before the second attempt.';
comment on column sluice.workflow_steps.retry_max is 'No delay is longer than this.';
comment on column sluice.workflow_steps.retry_jitter is 'Part of the delay that is random, 0 to 1.';
comment on column sluice.workflow_steps.retry_when is 'The classes of errors after which it is tried again; null: all.';
comment on column sluice.workflow_steps.attempt_timeout is 'How long one attempt may take.';
comment on column sluice.workflow_steps.timeout is 'Of an action or a call: how long all its attempts together may take.';
comment on column sluice.workflow_steps.compensation is 'Number of the step that undoes it, where a group around it or the execution compensates.';
comment on column sluice.workflow_steps.takes_turns is 'Whether no other step of its frame may be under way with it.';
comment on column sluice.workflow_steps.cache_ttl is 'Of an action: how long its result answers for equal inputs.';
comment on column sluice.workflow_steps.follower is 'Number of the step that all its edges and no others lead to, where both are a choice or data.set; 0: the execution ends with it.';
comment on column sluice.workflow_steps.follower_ports is 'The ports of those edges.';
comment on column sluice.workflow_steps.follower_edges is 'Their verdicts: shut, where none is open, and by the port that opens some of them.';
comment on column sluice.workflow_steps.answers is 'The verdicts of a choice by what its only case answers: true, false or null.';
comment on column sluice.workflow_steps.limits is 'Of an action: what limits it, with the templates of the keys; null where nothing does.';
comment on column sluice.workflow_steps.limit_paths is 'The paths of those keys.';
comment on column sluice.workflow_steps.priority is 'Of an action: 1 is first, 10 last; null: that of its execution.';
CREATE UNIQUE INDEX workflow_steps_node_id_idx ON sluice.workflow_steps USING btree (organization_id, version_id, node_id) WHERE (node_id <> ''::text);
alter table sluice.workflow_steps enable row level security;
alter table sluice.workflow_steps force row level security;
create policy all_owner on sluice.workflow_steps for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_steps for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_steps for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice.workflow_steps to sluice_admin;
grant select on sluice.workflow_steps to sluice_member;

create table sluice.workflow_storage (
  organization_id uuid not null,
  workflow_id uuid not null,
  partition text not null,
  executions bigint not null,
  bytes bigint not null,
  measured_at timestamp with time zone not null,
  constraint workflow_storage_pkey PRIMARY KEY (organization_id, workflow_id, partition)
);
comment on table sluice.workflow_storage is 'How much space the history of workflows takes, by month: the size of the partitions, shared out by a sample of what is in them.';
comment on column sluice.workflow_storage.organization_id is 'The organization.';
comment on column sluice.workflow_storage.workflow_id is 'The workflow; the nil id stands for the events of the organization.';
comment on column sluice.workflow_storage.partition is 'The month, such as 2026_11, or past: all that is older than the first month.';
comment on column sluice.workflow_storage.executions is 'About how many finished executions, or events.';
comment on column sluice.workflow_storage.bytes is 'About how many bytes on disk, indexes and all.';
comment on column sluice.workflow_storage.measured_at is 'When that was looked at.';
CREATE INDEX workflow_storage_partition_idx ON sluice.workflow_storage USING btree (partition);
alter table sluice.workflow_storage enable row level security;
alter table sluice.workflow_storage force row level security;
create policy all_owner on sluice.workflow_storage for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_storage for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_storage for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice.workflow_storage to sluice_admin;
grant select on sluice.workflow_storage to sluice_member;

create table sluice.workflow_trigger_definitions (
  organization_id uuid not null,
  name text not null,
  title text not null,
  description text not null default ''::text,
  config_schema jsonb not null default '{}'::jsonb,
  event_pattern text,
  is_active boolean not null default true,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint workflow_trigger_definitions_pkey PRIMARY KEY (organization_id, name),
  constraint workflow_trigger_definitions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES sluice.organizations(id) ON DELETE CASCADE,
  constraint workflow_trigger_definitions_name_is_plain CHECK (name ~ '^[a-z][a-z0-9_.]{0,62}$'::text)
);
comment on table sluice.workflow_trigger_definitions is 'The catalogue of triggers: built-in ones belong to the nil organization.';
comment on column sluice.workflow_trigger_definitions.organization_id is 'Whose trigger it is.';
comment on column sluice.workflow_trigger_definitions.name is 'What a node''s data.trigger says.';
comment on column sluice.workflow_trigger_definitions.title is 'Its name in a palette.';
comment on column sluice.workflow_trigger_definitions.description is 'What starts the workflow.';
comment on column sluice.workflow_trigger_definitions.config_schema is 'JSON Schema of its config.';
comment on column sluice.workflow_trigger_definitions.event_pattern is 'The events that fire it, by name; null: its config says which, or none do.';
comment on column sluice.workflow_trigger_definitions.is_active is 'False refuses it in new versions.';
comment on column sluice.workflow_trigger_definitions.created_at is 'When it was added; never changes.';
comment on column sluice.workflow_trigger_definitions.updated_at is 'When it last changed.';
alter table sluice.workflow_trigger_definitions enable row level security;
alter table sluice.workflow_trigger_definitions force row level security;
create policy all_owner on sluice.workflow_trigger_definitions for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_trigger_definitions for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_trigger_definitions for select to sluice_member
  using (organization_id = '00000000-0000-0000-0000-000000000000'::uuid OR (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[])));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.workflow_trigger_definitions FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
grant select on sluice.workflow_trigger_definitions to sluice_admin;
grant select on sluice.workflow_trigger_definitions to sluice_member;

create table sluice.workflow_trigger_firings (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  trigger_id uuid,
  event_id uuid,
  execution_id uuid,
  status text not null,
  reason text,
  key text,
  is_replay boolean not null default false,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamp with time zone not null default sluice_hidden.now(),
  constraint workflow_trigger_firings_pkey PRIMARY KEY (organization_id, id),
  constraint workflow_trigger_firings_says_why_not CHECK ((status = ANY (ARRAY['started'::text, 'ended'::text])) OR reason IS NOT NULL),
  constraint workflow_trigger_firings_status_is_known CHECK (status = ANY (ARRAY['started'::text, 'ended'::text, 'unmatched'::text, 'duplicate'::text, 'refused'::text]))
) partition by RANGE (id);
comment on table sluice.workflow_trigger_firings is 'Each time a trigger fired: what it started and by what, or why it started nothing.';
comment on column sluice.workflow_trigger_firings.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_trigger_firings.id is 'Its id: that of the execution, where it started one.';
comment on column sluice.workflow_trigger_firings.workflow_id is 'The workflow.';
comment on column sluice.workflow_trigger_firings.trigger_id is 'The trigger; null: an event of exit_on.';
comment on column sluice.workflow_trigger_firings.event_id is 'The event it fired by.';
comment on column sluice.workflow_trigger_firings.execution_id is 'The execution it started; of a duplicate, the one that the first of its key started; of an exit, the newest that it has ended.';
comment on column sluice.workflow_trigger_firings.status is 'started, ended (by an exit), unmatched (an exit, and nothing to end), duplicate or refused.';
comment on column sluice.workflow_trigger_firings.reason is 'Why it started none.';
comment on column sluice.workflow_trigger_firings.key is 'What it starts only once for; of an exit, the record.';
comment on column sluice.workflow_trigger_firings.is_replay is 'Whether somebody had the event replayed.';
comment on column sluice.workflow_trigger_firings.xid is 'The transaction that wrote it: what a cursor compares.';
comment on column sluice.workflow_trigger_firings.created_at is 'When it fired.';
CREATE INDEX workflow_trigger_firings_ended_idx ON sluice.workflow_trigger_firings USING btree (organization_id, trigger_id, key) WHERE (status = ANY (ARRAY['ended'::text, 'unmatched'::text]));
CREATE INDEX workflow_trigger_firings_event_id_idx ON sluice.workflow_trigger_firings USING btree (organization_id, event_id) WHERE (event_id IS NOT NULL);
CREATE INDEX workflow_trigger_firings_id_idx ON sluice.workflow_trigger_firings USING btree (id, organization_id);
CREATE INDEX workflow_trigger_firings_trigger_id_idx ON sluice.workflow_trigger_firings USING btree (organization_id, trigger_id, id);
alter table sluice.workflow_trigger_firings enable row level security;
alter table sluice.workflow_trigger_firings force row level security;
create policy all_owner on sluice.workflow_trigger_firings for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_trigger_firings for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_trigger_firings for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice.workflow_trigger_firings to sluice_admin;
grant select on sluice.workflow_trigger_firings to sluice_member;

create view sluice.workflow_trigger_timers with (security_invoker=true) as
 SELECT timer.organization_id,
    timer.trigger_id,
    NULLIF(substr(timer.key, 2), ''::text) AS key,
    held.event_count,
    held.oldest_at,
    timer.due_at
   FROM (sluice_private.trigger_timers timer
     CROSS JOIN LATERAL ( SELECT (count(*))::integer AS event_count,
            min(found.created_at) AS oldest_at
           FROM ( SELECT h.created_at
                   FROM sluice_private.held_events h
                  WHERE ((h.organization_id = timer.organization_id) AND (h.trigger_id = timer.trigger_id) AND (h.key = timer.key))
                  ORDER BY h.seq
                 LIMIT 10000) found) held);
comment on view sluice.workflow_trigger_timers is 'What triggers hold and have not started yet, by key, and when those that watch something look at it next.';
comment on column sluice.workflow_trigger_timers.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_trigger_timers.trigger_id is 'The trigger.';
comment on column sluice.workflow_trigger_timers.key is 'By what its events are gathered; null: all together, or there are none.';
comment on column sluice.workflow_trigger_timers.event_count is 'How many events it holds, or, to throttle, counts; up to 10,000.';
comment on column sluice.workflow_trigger_timers.oldest_at is 'Since when.';
comment on column sluice.workflow_trigger_timers.due_at is 'When it is looked at next.';
grant select on sluice.workflow_trigger_timers to sluice_admin;
grant select on sluice.workflow_trigger_timers to sluice_member;

create table sluice.workflow_triggers (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  node_id text not null,
  step_no integer not null,
  trigger text not null,
  config jsonb not null default '{}'::jsonb,
  filter jsonpath,
  dedupe jsonpath,
  exit jsonpath,
  is_enabled boolean not null default true,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint workflow_triggers_pkey PRIMARY KEY (organization_id, id),
  constraint workflow_triggers_organization_id_workflow_id_node_id_key UNIQUE (organization_id, workflow_id, node_id),
  constraint workflow_triggers_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE CASCADE
);
comment on table sluice.workflow_triggers is 'The triggers of the live version; a row keeps its id from version to version.';
comment on column sluice.workflow_triggers.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_triggers.id is 'Its id.';
comment on column sluice.workflow_triggers.workflow_id is 'The workflow it starts.';
comment on column sluice.workflow_triggers.node_id is 'The trigger node in the definition.';
comment on column sluice.workflow_triggers.step_no is 'The node''s step in the live version.';
comment on column sluice.workflow_triggers.trigger is 'Its kind, from the catalogue.';
comment on column sluice.workflow_triggers.config is 'Settings of its kind.';
comment on column sluice.workflow_triggers.filter is 'Condition on { trigger }; false means no start.';
comment on column sluice.workflow_triggers.dedupe is 'Key on { trigger }; a key seen before starts nothing.';
comment on column sluice.workflow_triggers.exit is 'Key on { trigger }: it ends what is under way for that record, and starts nothing.';
comment on column sluice.workflow_triggers.is_enabled is 'False: fires nothing.';
comment on column sluice.workflow_triggers.created_at is 'When it was first published.';
comment on column sluice.workflow_triggers.updated_at is 'When it last changed.';
CREATE INDEX workflow_triggers_id_idx ON sluice.workflow_triggers USING btree (id, organization_id);
alter table sluice.workflow_triggers enable row level security;
alter table sluice.workflow_triggers force row level security;
create policy all_owner on sluice.workflow_triggers for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_triggers for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_triggers for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.workflow_triggers FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
grant select on sluice.workflow_triggers to sluice_admin;
grant select on sluice.workflow_triggers to sluice_member;

create table sluice.workflow_variables (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid,
  name text not null,
  value jsonb not null default 'null'::jsonb,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint workflow_variables_pkey PRIMARY KEY (organization_id, id),
  constraint workflow_variables_organization_id_workflow_id_name_key UNIQUE NULLS NOT DISTINCT (organization_id, workflow_id, name),
  constraint workflow_variables_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES sluice.organizations(id) ON DELETE CASCADE,
  constraint workflow_variables_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE CASCADE,
  constraint workflow_variables_name_is_plain CHECK (name ~ '^[A-Za-z_][A-Za-z0-9_]{0,62}$'::text)
);
comment on table sluice.workflow_variables is 'Values that expressions read as vars.<name>; a workflow''s own win over the organization''s.';
comment on column sluice.workflow_variables.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_variables.id is 'Its id.';
comment on column sluice.workflow_variables.workflow_id is 'The workflow it is for; null: all of them.';
comment on column sluice.workflow_variables.name is 'Its name.';
comment on column sluice.workflow_variables.value is 'Its value; never put a secret here.';
comment on column sluice.workflow_variables.created_at is 'When it was created; never changes.';
comment on column sluice.workflow_variables.updated_at is 'When it last changed.';
CREATE INDEX workflow_variables_id_idx ON sluice.workflow_variables USING btree (id, organization_id);
alter table sluice.workflow_variables enable row level security;
alter table sluice.workflow_variables force row level security;
create policy all_owner on sluice.workflow_variables for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_variables for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_variables for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.workflow_variables FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
grant select on sluice.workflow_variables to sluice_admin;
grant select on sluice.workflow_variables to sluice_member;

create table sluice.workflow_versions (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  number integer not null,
  definition jsonb not null,
  content_hash text not null,
  timeout interval,
  priority smallint not null default 5,
  reads_variables boolean not null default false,
  error_workflow_id uuid,
  compensates boolean not null default false,
  limits jsonb,
  limit_paths jsonpath[] not null default '{}'::jsonpath[],
  retention interval,
  enrolment jsonb,
  enrolment_key jsonpath,
  published_by uuid,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  constraint workflow_versions_pkey PRIMARY KEY (organization_id, id),
  constraint workflow_versions_organization_id_workflow_id_number_key UNIQUE (organization_id, workflow_id, number),
  constraint workflow_versions_organization_id_error_workflow_id_fkey FOREIGN KEY (organization_id, error_workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE SET NULL (error_workflow_id),
  constraint workflow_versions_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE CASCADE,
  constraint workflow_versions_published_by_fkey FOREIGN KEY (published_by) REFERENCES sluice.users(id) ON DELETE SET NULL,
  constraint workflow_versions_number_is_positive CHECK (number > 0),
  constraint workflow_versions_priority_is_in_range CHECK (priority >= 1 AND priority <= 10)
);
comment on table sluice.workflow_versions is 'A published definition: numbered, hashed, immutable.';
comment on column sluice.workflow_versions.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_versions.id is 'Its id.';
comment on column sluice.workflow_versions.workflow_id is 'The workflow it is a version of.';
comment on column sluice.workflow_versions.number is 'Counts from 1 within the workflow.';
comment on column sluice.workflow_versions.definition is 'The definition as it was published.';
comment on column sluice.workflow_versions.content_hash is 'SHA-256 of the definition, in hex.';
comment on column sluice.workflow_versions.timeout is 'settings.timeout: how long an execution may take.';
comment on column sluice.workflow_versions.priority is 'settings.priority: 1 is first, 10 last.';
comment on column sluice.workflow_versions.reads_variables is 'Whether any expression reads vars.';
comment on column sluice.workflow_versions.error_workflow_id is 'settings.error_workflow: what is started when an execution fails.';
comment on column sluice.workflow_versions.compensates is 'settings.compensate: whether an execution that fails undoes what it has done.';
comment on column sluice.workflow_versions.limits is 'What limits its executions, with the templates of the keys; null where nothing does.';
comment on column sluice.workflow_versions.limit_paths is 'The paths of those keys.';
comment on column sluice.workflow_versions.retention is 'How long the finished executions of the workflow are kept while this version is live; null: as its organization says.';
comment on column sluice.workflow_versions.enrolment is 'settings.enrolment: which records may be enrolled, with ids for the names of workflows; null: there is no policy.';
comment on column sluice.workflow_versions.enrolment_key is 'The expression that names the record.';
comment on column sluice.workflow_versions.published_by is 'Who published it.';
comment on column sluice.workflow_versions.created_at is 'When it was published.';
CREATE INDEX workflow_versions_error_workflow_id_idx ON sluice.workflow_versions USING btree (organization_id, error_workflow_id);
CREATE INDEX workflow_versions_id_idx ON sluice.workflow_versions USING btree (id, organization_id);
CREATE INDEX workflow_versions_published_by_idx ON sluice.workflow_versions USING btree (published_by);
alter table sluice.workflow_versions enable row level security;
alter table sluice.workflow_versions force row level security;
create policy all_owner on sluice.workflow_versions for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflow_versions for select to sluice_admin
  using (true);
create policy select_member on sluice.workflow_versions for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _100_freeze BEFORE UPDATE ON sluice.workflow_versions FOR EACH ROW EXECUTE FUNCTION sluice_private.tg_workflow_versions__freeze();
CREATE TRIGGER _200_keep BEFORE DELETE ON sluice.workflow_versions FOR EACH ROW EXECUTE FUNCTION sluice_private.tg_workflow_versions__keep();
grant select on sluice.workflow_versions to sluice_admin;
grant select on sluice.workflow_versions to sluice_member;

create table sluice.workflows (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  name text not null,
  description text not null default ''::text,
  status text not null default 'draft'::text,
  definition jsonb not null default '{"edges": [], "nodes": []}'::jsonb,
  live_version_id uuid,
  created_by uuid,
  updated_by uuid,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  updated_at timestamp with time zone not null default sluice_hidden.now(),
  constraint workflows_pkey PRIMARY KEY (organization_id, id),
  constraint workflows_organization_id_name_key UNIQUE (organization_id, name),
  constraint workflows_created_by_fkey FOREIGN KEY (created_by) REFERENCES sluice.users(id) ON DELETE SET NULL,
  constraint workflows_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES sluice.organizations(id) ON DELETE CASCADE,
  constraint workflows_organization_id_live_version_id_fkey FOREIGN KEY (organization_id, live_version_id) REFERENCES sluice.workflow_versions(organization_id, id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
  constraint workflows_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES sluice.users(id) ON DELETE SET NULL,
  constraint workflows_active_has_a_version CHECK (status <> 'active'::text OR live_version_id IS NOT NULL),
  constraint workflows_definition_is_bounded CHECK (length(definition::text) <= 5000000),
  constraint workflows_description_is_short CHECK (length(description) <= 10000),
  constraint workflows_name_is_given CHECK (name <> ''::text AND length(name) <= 200),
  constraint workflows_status_is_known CHECK (status = ANY (ARRAY['draft'::text, 'active'::text, 'paused'::text, 'disabled'::text, 'deprecated'::text, 'archived'::text]))
);
comment on table sluice.workflows is 'What a user edits: a draft, and the version that is live.';
comment on column sluice.workflows.organization_id is 'The organization it belongs to.';
comment on column sluice.workflows.id is 'Its id.';
comment on column sluice.workflows.name is 'Unique within the organization.';
comment on column sluice.workflows.description is 'What it is for.';
comment on column sluice.workflows.status is 'draft active paused disabled deprecated archived; only an active workflow starts executions.';
comment on column sluice.workflows.definition is 'The draft: { nodes, edges, settings } as @xyflow/react renders it.';
comment on column sluice.workflows.live_version_id is 'The version that new executions run.';
comment on column sluice.workflows.created_by is 'Who created it.';
comment on column sluice.workflows.updated_by is 'Who changed it last.';
comment on column sluice.workflows.created_at is 'When it was created; never changes.';
comment on column sluice.workflows.updated_at is 'When it last changed.';
CREATE INDEX workflows_created_by_idx ON sluice.workflows USING btree (created_by);
CREATE INDEX workflows_id_idx ON sluice.workflows USING btree (id, organization_id);
CREATE INDEX workflows_live_version_idx ON sluice.workflows USING btree (organization_id, live_version_id);
CREATE INDEX workflows_status_idx ON sluice.workflows USING btree (organization_id, status);
CREATE INDEX workflows_updated_by_idx ON sluice.workflows USING btree (updated_by);
alter table sluice.workflows enable row level security;
alter table sluice.workflows force row level security;
create policy all_owner on sluice.workflows for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice.workflows for select to sluice_admin
  using (true);
create policy select_member on sluice.workflows for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _100_stamp BEFORE UPDATE ON sluice.workflows FOR EACH ROW EXECUTE FUNCTION sluice_private.tg__stamp();
CREATE TRIGGER _500_note AFTER INSERT OR UPDATE ON sluice.workflows FOR EACH ROW EXECUTE FUNCTION sluice_private.tg_workflows__note();
grant select on sluice.workflows to sluice_admin;
grant select on sluice.workflows to sluice_member;

create function sluice.acquire_queue_lock(queue_id uuid, worker_id text, lock_duration_minutes integer DEFAULT 30)
returns boolean
language plpgsql volatile security definer;
comment on function sluice.acquire_queue_lock(uuid,text,integer) is 'Gives a worker that speaks SQL this step of the queue, or prolongs the lock that it has; false: somebody else has it, it may not run yet, or it has limits.';
grant execute on function sluice.acquire_queue_lock(uuid,text,integer) to sluice_admin;
grant execute on function sluice.acquire_queue_lock(uuid,text,integer) to sluice_member;

create function sluice.add_member(organization_id uuid, email text, role text DEFAULT 'member'::text, user_id uuid DEFAULT NULL::uuid)
returns sluice.organization_members
language plpgsql volatile security definer;
comment on function sluice.add_member(uuid,text,text,uuid) is 'Operators: makes a person a member, or gives a member another role. Whoever is not yet known is added to sluice.users; user_id is the claim sub of their tokens, a new one if not given.';
grant execute on function sluice.add_member(uuid,text,text,uuid) to sluice_admin;

create function sluice.cancel_bulk_operation(operation_id uuid)
returns sluice.bulk_operations
language plpgsql volatile security definer;
comment on function sluice.cancel_bulk_operation(uuid) is 'Stops a bulk operation where it is: those it has told already keep what they were told.';
grant execute on function sluice.cancel_bulk_operation(uuid) to sluice_admin;
grant execute on function sluice.cancel_bulk_operation(uuid) to sluice_member;

create function sluice.cancel_execution(execution_id uuid, reason text DEFAULT NULL::text)
returns sluice.workflow_executions
language plpgsql volatile security definer;
comment on function sluice.cancel_execution(uuid,text) is 'Asks an execution to end as cancelled: what has not begun never will, late results are refused.';
grant execute on function sluice.cancel_execution(uuid,text) to sluice_admin;
grant execute on function sluice.cancel_execution(uuid,text) to sluice_member;

create function sluice.cancel_step(execution_id uuid, node_id text, reason text DEFAULT NULL::text, frame_path text DEFAULT NULL::text)
returns sluice.workflow_execution_steps
language plpgsql volatile security definer;
comment on function sluice.cancel_step(uuid,text,text,text) is 'Ends a step that is under way as cancelled: none of its edges goes live. What a worker still reports of it is refused.';
grant execute on function sluice.cancel_step(uuid,text,text,text) to sluice_admin;
grant execute on function sluice.cancel_step(uuid,text,text,text) to sluice_member;

create function sluice.check_invariants()
returns TABLE(invariant text, organization_id uuid, execution_id uuid, detail text)
language plpgsql stable security definer;
comment on function sluice.check_invariants() is 'Zero rows: every live execution has a next cause, no hot row points at a finished one, every count is right.';
grant execute on function sluice.check_invariants() to sluice_admin;

create function sluice.check_workflow_rate_limit(organization_id uuid, workflow_id uuid DEFAULT NULL::uuid)
returns boolean
language plpgsql volatile security definer;
comment on function sluice.check_workflow_rate_limit(uuid,uuid) is 'Whether one more execution keeps to the rates of the organization and of this workflow; if so it counts as one. Apart from starts, which keep to them by themselves.';
grant execute on function sluice.check_workflow_rate_limit(uuid,uuid) to sluice_admin;
grant execute on function sluice.check_workflow_rate_limit(uuid,uuid) to sluice_member;

create function sluice.cleanup_expired_queue_locks()
returns integer
language plpgsql volatile security definer;
comment on function sluice.cleanup_expired_queue_locks() is 'Does at once what the sweeper does every few seconds: takes back locks that have expired, or were given back; says how many.';
grant execute on function sluice.cleanup_expired_queue_locks() to sluice_admin;

create function sluice.complete_step(execution_id uuid, node_id text, output jsonb DEFAULT NULL::jsonb, frame_path text DEFAULT NULL::text, port text DEFAULT NULL::text, reason text DEFAULT NULL::text)
returns sluice.workflow_execution_steps
language plpgsql volatile security definer;
comment on function sluice.complete_step(uuid,text,jsonb,text,text,text) is 'Ends a step that is under way as completed, with this output, on the port of success or another one. What a worker still reports of it is refused; what ended it before this was acted on stands.';
grant execute on function sluice.complete_step(uuid,text,jsonb,text,text,text) to sluice_admin;
grant execute on function sluice.complete_step(uuid,text,jsonb,text,text,text) to sluice_member;

create function sluice.condition_operators()
returns TABLE(name text, aliases text[], value_kind text, description text)
language sql immutable;
comment on function sluice.condition_operators() is 'The operators of rules, { field, operator, value }, in rule groups.';
grant execute on function sluice.condition_operators() to sluice_admin;
grant execute on function sluice.condition_operators() to sluice_member;

create function sluice.create_organization(name text, slug text)
returns sluice.organizations
language plpgsql volatile security definer;
comment on function sluice.create_organization(text,text) is 'Creates an organization; whoever is signed in becomes its owner.';
grant execute on function sluice.create_organization(text,text) to sluice_admin;
grant execute on function sluice.create_organization(text,text) to sluice_member;

create function sluice.create_workflow(name text, definition jsonb DEFAULT '{"edges": [], "nodes": []}'::jsonb, description text DEFAULT ''::text, organization_id uuid DEFAULT NULL::uuid)
returns sluice.workflows
language plpgsql volatile security definer;
comment on function sluice.create_workflow(text,jsonb,text,uuid) is 'Creates a draft. Any JSON is kept as its definition; only publishing asks that it be valid.';
grant execute on function sluice.create_workflow(text,jsonb,text,uuid) to sluice_admin;
grant execute on function sluice.create_workflow(text,jsonb,text,uuid) to sluice_member;

create function sluice.decide_approval(approval_id uuid, decision text, comment text DEFAULT NULL::text, data jsonb DEFAULT NULL::jsonb)
returns sluice.workflow_approvals
language plpgsql volatile security definer;
comment on function sluice.decide_approval(uuid,text,text,jsonb) is 'Decides as an assignee, once: approved, with the form filled in where there is one, or rejected. The wait ends when the quorum has approved, or no longer can.';
grant execute on function sluice.decide_approval(uuid,text,text,jsonb) to sluice_admin;
grant execute on function sluice.decide_approval(uuid,text,text,jsonb) to sluice_member;

create function sluice.delegate_approval(approval_id uuid, user_id uuid)
returns sluice.workflow_approvals
language plpgsql volatile security definer;
comment on function sluice.delegate_approval(uuid,uuid) is 'Lets another member of the organization decide instead of whoever asks.';
grant execute on function sluice.delegate_approval(uuid,uuid) to sluice_admin;
grant execute on function sluice.delegate_approval(uuid,uuid) to sluice_member;

create function sluice.delete_calendar(name text, organization_id uuid DEFAULT NULL::uuid)
returns sluice.business_calendars
language plpgsql volatile security definer;
comment on function sluice.delete_calendar(text,uuid) is 'Deletes a business calendar. A wait that begins later and names it fails.';
grant execute on function sluice.delete_calendar(text,uuid) to sluice_admin;
grant execute on function sluice.delete_calendar(text,uuid) to sluice_member;

create function sluice.doctor(is_thorough boolean DEFAULT true)
returns SETOF sluice.doctor_finding
language plpgsql volatile security definer;
comment on function sluice.doctor(boolean) is 'Examines the database: a row for each thing that can be wrong, with its figure, the thresholds of warn and error, and what to do. Thorough: looks at every execution that is under way, too.';
grant execute on function sluice.doctor(boolean) to sluice_admin;

create function sluice.emit_event(name text, payload jsonb DEFAULT '{}'::jsonb, key text DEFAULT NULL::text, idempotency_key text DEFAULT NULL::text, organization_id uuid DEFAULT NULL::uuid, ttl interval DEFAULT NULL::interval)
returns sluice.workflow_events
language plpgsql volatile security definer;
comment on function sluice.emit_event(text,jsonb,text,text,uuid,interval) is 'Tells every wait of the organization (by default the active one) for an event of this name, and with this key, that it has happened, and fires the triggers that listen to it. The same idempotency key answers with the same event for 30 days; after its ttl it counts no more.';
grant execute on function sluice.emit_event(text,jsonb,text,text,uuid,interval) to sluice_admin;
grant execute on function sluice.emit_event(text,jsonb,text,text,uuid,interval) to sluice_member;

create function sluice.erase_execution(execution_id uuid)
returns integer
language plpgsql volatile security definer;
comment on function sluice.erase_execution(uuid) is 'Deletes a finished execution with its steps, attempts, logs and approvals and the webhook event that started it, and so those that it called or that handled its failure; says how many.';
grant execute on function sluice.erase_execution(uuid) to sluice_admin;
grant execute on function sluice.erase_execution(uuid) to sluice_member;

create function sluice.execution_changes(since text DEFAULT NULL::text, workflow_id uuid DEFAULT NULL::uuid, organization_id uuid DEFAULT NULL::uuid)
returns TABLE(cursor text, is_reset boolean, execution_ids uuid[])
language plpgsql volatile security definer;
comment on function sluice.execution_changes(text,uuid,uuid) is 'Which executions of an organization, or of one of its workflows, have changed since a cursor, and the next cursor; is_reset: nobody knows, load everything again, as at the beginning.';
grant execute on function sluice.execution_changes(text,uuid,uuid) to sluice_admin;
grant execute on function sluice.execution_changes(text,uuid,uuid) to sluice_member;

create function sluice.expression_filters()
returns TABLE(name text, args text[], description text)
language sql immutable;
comment on function sluice.expression_filters() is 'The filters that may follow | in {{ expression | filter(args) }}.';
grant execute on function sluice.expression_filters() to sluice_admin;
grant execute on function sluice.expression_filters() to sluice_member;

create function sluice.forget_cached_results(action text DEFAULT NULL::text, organization_id uuid DEFAULT NULL::uuid)
returns integer
language plpgsql volatile security definer;
comment on function sluice.forget_cached_results(text,uuid) is 'Forgets what an action, or every action, gave: the next step with a cache runs. Says how many results that were.';
grant execute on function sluice.forget_cached_results(text,uuid) to sluice_admin;
grant execute on function sluice.forget_cached_results(text,uuid) to sluice_member;

create function sluice.get_next_queued_workflow(worker_id text, organization_id uuid DEFAULT NULL::uuid, actions text[] DEFAULT NULL::text[], lock_duration_minutes integer DEFAULT 30)
returns SETOF sluice.locked_item
language plpgsql volatile security definer;
comment on function sluice.get_next_queued_workflow(text,uuid,text[],integer) is 'Gives a worker that speaks SQL the next step of an organization, locked for so many minutes: its input, and what to call it when it is done. No row: there is none. Commit before the work begins.';
grant execute on function sluice.get_next_queued_workflow(text,uuid,text[],integer) to sluice_admin;
grant execute on function sluice.get_next_queued_workflow(text,uuid,text[],integer) to sluice_member;

create function sluice.listen_for_delivery(workflow_id uuid, node_id text, duration interval DEFAULT '00:02:00'::interval)
returns sluice.webhook_tests
language plpgsql volatile security definer;
comment on function sluice.listen_for_delivery(uuid,text,interval) is 'Waits for one delivery to a trigger of the draft: /hooks/<key> of the row takes it, shows it in the row, and starts nothing.';
grant execute on function sluice.listen_for_delivery(uuid,text,interval) to sluice_admin;
grant execute on function sluice.listen_for_delivery(uuid,text,interval) to sluice_member;

create function sluice.next_cron_instant(expression text, zone text DEFAULT 'UTC'::text, after timestamp with time zone DEFAULT NULL::timestamp with time zone)
returns timestamp with time zone
language plpgsql stable security definer;
comment on function sluice.next_cron_instant(text,text,timestamp with time zone) is 'The first instant after this one (now) at which a cron expression matches in a zone (UTC), or null where it never does. SLVAL says which field is wrong.';
grant execute on function sluice.next_cron_instant(text,text,timestamp with time zone) to sluice_admin;
grant execute on function sluice.next_cron_instant(text,text,timestamp with time zone) to sluice_member;

create function sluice.next_runs(schedule_id uuid, at_most integer DEFAULT 10)
returns SETOF timestamp with time zone
language plpgsql stable security definer;
comment on function sluice.next_runs(uuid,integer) is 'The next instants (10, at most 1,000) at which a schedule fires; none while it is not active.';
grant execute on function sluice.next_runs(uuid,integer) to sluice_admin;
grant execute on function sluice.next_runs(uuid,integer) to sluice_member;

create function sluice.pause_execution(execution_id uuid, reason text DEFAULT NULL::text)
returns sluice.workflow_executions
language plpgsql volatile security definer;
comment on function sluice.pause_execution(uuid,text) is 'Asks an execution to pause: what runs is finished and recorded, nothing else begins.';
grant execute on function sluice.pause_execution(uuid,text) to sluice_admin;
grant execute on function sluice.pause_execution(uuid,text) to sluice_member;

create function sluice.pause_organization(organization_id uuid DEFAULT NULL::uuid, reason text DEFAULT NULL::text)
returns sluice.bulk_operations
language plpgsql volatile security definer;
comment on function sluice.pause_organization(uuid,text) is 'Pauses everything of an organization (by default the active one): nothing starts, what runs is finished and recorded, nothing else begins. The row says how far it has come.';
grant execute on function sluice.pause_organization(uuid,text) to sluice_admin;
grant execute on function sluice.pause_organization(uuid,text) to sluice_member;

create function sluice.pause_schedule(schedule_id uuid)
returns sluice.scheduled_jobs
language plpgsql volatile security definer;
comment on function sluice.pause_schedule(uuid) is 'Pauses a schedule until it is resumed; what is due in between is not run. Its executions go on.';
grant execute on function sluice.pause_schedule(uuid) to sluice_admin;
grant execute on function sluice.pause_schedule(uuid) to sluice_member;

create function sluice.poll_now(trigger_id uuid)
returns sluice.workflow_polls
language plpgsql volatile security definer;
comment on function sluice.poll_now(uuid) is 'Has a trigger that polls ask at once, or 10 seconds after it last did.';
grant execute on function sluice.poll_now(uuid) to sluice_admin;
grant execute on function sluice.poll_now(uuid) to sluice_member;

create function sluice.preview_schedule(trigger text, config jsonb, at_most integer DEFAULT 10, since timestamp with time zone DEFAULT NULL::timestamp with time zone, organization_id uuid DEFAULT NULL::uuid)
returns SETOF timestamp with time zone
language plpgsql stable security definer;
comment on function sluice.preview_schedule(text,jsonb,integer,timestamp with time zone,uuid) is 'The next instants (10, at most 1,000) at which a trigger with this config would fire if it were published now, or at another instant.';
grant execute on function sluice.preview_schedule(text,jsonb,integer,timestamp with time zone,uuid) to sluice_admin;
grant execute on function sluice.preview_schedule(text,jsonb,integer,timestamp with time zone,uuid) to sluice_member;

create function sluice.publish_workflow(workflow_id uuid)
returns sluice.workflow_versions
language plpgsql volatile security definer;
comment on function sluice.publish_workflow(uuid) is 'Validates the draft (SLVAL lists every error), makes it the live version and activates the workflow.';
grant execute on function sluice.publish_workflow(uuid) to sluice_admin;
grant execute on function sluice.publish_workflow(uuid) to sluice_member;

create function sluice.redeliver(event_id uuid)
returns sluice.workflow_events
language plpgsql volatile security definer;
comment on function sluice.redeliver(uuid) is 'Delivers once more what came to a webhook: to the workflow as it is now, whatever its id; the dedupe of the trigger still holds, and then answers with the first.';
grant execute on function sluice.redeliver(uuid) to sluice_admin;
grant execute on function sluice.redeliver(uuid) to sluice_member;

create function sluice.redrive(filter jsonb DEFAULT '{}'::jsonb, rate double precision DEFAULT NULL::double precision, arguments jsonb DEFAULT '{}'::jsonb, organization_id uuid DEFAULT NULL::uuid)
returns SETOF sluice.bulk_operations
language plpgsql volatile security definer;
comment on function sluice.redrive(jsonb,double precision,jsonb,uuid) is 'Retries the dead letters that the filter matches now, and resumes those that the engine has parked, at most this many a second: a bulk operation for each of the two.';
grant execute on function sluice.redrive(jsonb,double precision,jsonb,uuid) to sluice_admin;
grant execute on function sluice.redrive(jsonb,double precision,jsonb,uuid) to sluice_member;

create function sluice.release_queue_lock(queue_id uuid, status text, error_message text DEFAULT NULL::text, result jsonb DEFAULT NULL::jsonb, worker_id text DEFAULT NULL::text)
returns boolean
language plpgsql volatile security definer;
comment on function sluice.release_queue_lock(uuid,text,text,jsonb,text) is 'Says what became of a locked step: completed with this result, failed with this error (its retry policy decides), cancelled, or queued: given back. False: the lock is no longer held, by this worker if it is named, and nothing changes.';
grant execute on function sluice.release_queue_lock(uuid,text,text,jsonb,text) to sluice_admin;
grant execute on function sluice.release_queue_lock(uuid,text,text,jsonb,text) to sluice_member;

create function sluice.remove_limit(name text, organization_id uuid DEFAULT NULL::uuid)
returns sluice.workflow_limits
language plpgsql volatile security definer;
comment on function sluice.remove_limit(text,uuid) is 'Removes a limit of an organization; what waits for it goes on.';
grant execute on function sluice.remove_limit(text,uuid) to sluice_admin;
grant execute on function sluice.remove_limit(text,uuid) to sluice_member;

create function sluice.remove_member(organization_id uuid, user_id uuid)
returns boolean
language plpgsql volatile security definer;
comment on function sluice.remove_member(uuid,uuid) is 'Operators: ends a membership, from the person''s next request on; says whether there was one.';
grant execute on function sluice.remove_member(uuid,uuid) to sluice_admin;

create function sluice.replay_event(event_id uuid)
returns SETOF sluice.workflow_trigger_firings
language plpgsql volatile security definer;
comment on function sluice.replay_event(uuid) is 'Fires the triggers that listen to this event now, once more and in spite of dedupe; trigger.replay tells them. Waits are not told again.';
grant execute on function sluice.replay_event(uuid) to sluice_admin;
grant execute on function sluice.replay_event(uuid) to sluice_member;

create function sluice.resume_execution(execution_id uuid)
returns sluice.workflow_executions
language plpgsql volatile security definer;
comment on function sluice.resume_execution(uuid) is 'Asks a paused execution to go on where it stood; one that is not paused just goes on.';
grant execute on function sluice.resume_execution(uuid) to sluice_admin;
grant execute on function sluice.resume_execution(uuid) to sluice_member;

create function sluice.resume_organization(organization_id uuid DEFAULT NULL::uuid)
returns sluice.bulk_operations
language plpgsql volatile security definer;
comment on function sluice.resume_organization(uuid) is 'Lets what pause_organization paused go on where it stood; what is paused by itself, or by its workflow, stays so.';
grant execute on function sluice.resume_organization(uuid) to sluice_admin;
grant execute on function sluice.resume_organization(uuid) to sluice_member;

create function sluice.resume_schedule(schedule_id uuid)
returns sluice.scheduled_jobs
language plpgsql volatile security definer;
comment on function sluice.resume_schedule(uuid) is 'Has a schedule that is paused, or has stopped with an error, go on: from now, with no failures counted.';
grant execute on function sluice.resume_schedule(uuid) to sluice_admin;
grant execute on function sluice.resume_schedule(uuid) to sluice_member;

create function sluice.retry_execution(execution_id uuid, node_id text DEFAULT NULL::text, frame_path text DEFAULT NULL::text, input jsonb DEFAULT NULL::jsonb, use_live_version boolean DEFAULT false)
returns sluice.workflow_executions
language plpgsql volatile security definer;
comment on function sluice.retry_execution(uuid,text,text,jsonb,boolean) is 'Runs a finished execution again, as its next generation: what failed, was cancelled or never came to be, and from node_id (in the iteration frame_path) on everything; all other steps are kept as they ended. input replaces that of the step, or the payload of the trigger. On the version it ran, or on the live one.';
grant execute on function sluice.retry_execution(uuid,text,text,jsonb,boolean) to sluice_admin;
grant execute on function sluice.retry_execution(uuid,text,text,jsonb,boolean) to sluice_member;

create function sluice.set_calendar(name text, zone text, hours jsonb, holidays date[] DEFAULT '{}'::date[], organization_id uuid DEFAULT NULL::uuid)
returns sluice.business_calendars
language plpgsql volatile security definer;
comment on function sluice.set_calendar(text,text,jsonb,date[],uuid) is 'Creates or replaces a business calendar of an organization. Waits that begin from then on keep to it, and schedules at once.';
grant execute on function sluice.set_calendar(text,text,jsonb,date[],uuid) to sluice_admin;
grant execute on function sluice.set_calendar(text,text,jsonb,date[],uuid) to sluice_member;

create function sluice.set_limit(name text, concurrency integer DEFAULT NULL::integer, rate_count integer DEFAULT NULL::integer, rate_per interval DEFAULT NULL::interval, burst integer DEFAULT NULL::integer, backlog integer DEFAULT NULL::integer, on_limit text DEFAULT 'queue'::text, workflow_id uuid DEFAULT NULL::uuid, provider text DEFAULT NULL::text, organization_id uuid DEFAULT NULL::uuid)
returns sluice.workflow_limits
language plpgsql volatile security definer;
comment on function sluice.set_limit(text,integer,integer,interval,integer,integer,text,uuid,text,uuid) is 'Creates or replaces a limit of an organization: on the steps that name a provider, else on the executions of a workflow, else on all of them.';
grant execute on function sluice.set_limit(text,integer,integer,interval,integer,integer,text,uuid,text,uuid) to sluice_admin;
grant execute on function sluice.set_limit(text,integer,integer,interval,integer,integer,text,uuid,text,uuid) to sluice_member;

create function sluice.set_organization_weight(organization_id uuid, weight integer)
returns integer
language plpgsql volatile security definer;
comment on function sluice.set_organization_weight(uuid,integer) is 'How large a share of the workers an organization has while others wait as well: with 3 and 1 it is three to one.';
grant execute on function sluice.set_organization_weight(uuid,integer) to sluice_admin;

create function sluice.set_retention(retention interval, organization_id uuid DEFAULT NULL::uuid)
returns sluice.organizations
language plpgsql volatile security definer;
comment on function sluice.set_retention(interval,uuid) is 'How long the finished executions and the events of an organization are kept, where a workflow does not say otherwise; null: as long as those of all. The nil id sets that default.';
grant execute on function sluice.set_retention(interval,uuid) to sluice_admin;
grant execute on function sluice.set_retention(interval,uuid) to sluice_member;

create function sluice.set_trigger_enabled(trigger_id uuid, is_enabled boolean)
returns sluice.workflow_triggers
language plpgsql volatile security definer;
comment on function sluice.set_trigger_enabled(uuid,boolean) is 'Switches one trigger on or off at once. The next publish makes it what its data.enabled says.';
grant execute on function sluice.set_trigger_enabled(uuid,boolean) to sluice_admin;
grant execute on function sluice.set_trigger_enabled(uuid,boolean) to sluice_member;

create function sluice.set_variable(name text, value jsonb, workflow_id uuid DEFAULT NULL::uuid, organization_id uuid DEFAULT NULL::uuid)
returns sluice.workflow_variables
language plpgsql volatile security definer;
comment on function sluice.set_variable(text,jsonb,uuid,uuid) is 'Sets a plain variable of the organization, or of one workflow; executions read it as they start.';
grant execute on function sluice.set_variable(text,jsonb,uuid,uuid) to sluice_admin;
grant execute on function sluice.set_variable(text,jsonb,uuid,uuid) to sluice_member;

create function sluice.set_workflow_status(workflow_id uuid, status text)
returns sluice.workflows
language plpgsql volatile security definer;
comment on function sluice.set_workflow_status(uuid,text) is 'Turns a published workflow on or off. paused also pauses its executions, until it has another status; with all others they go on.';
grant execute on function sluice.set_workflow_status(uuid,text) to sluice_admin;
grant execute on function sluice.set_workflow_status(uuid,text) to sluice_member;

create function sluice.simulate_workflow(workflow_id uuid, input jsonb DEFAULT '{}'::jsonb, mocks jsonb DEFAULT '{}'::jsonb, clock timestamp with time zone DEFAULT NULL::timestamp with time zone, version_id uuid DEFAULT NULL::uuid, trigger_node text DEFAULT NULL::text)
returns SETOF sluice.simulated_step
language plpgsql volatile security definer;
comment on function sluice.simulate_workflow(uuid,jsonb,jsonb,timestamp with time zone,uuid,text) is 'Runs a draft, or a version, from its manual trigger or the one of trigger_node, in a transaction that is rolled back: waits take no time, workers'' steps and calls give their mocks. The first row is the execution, the others its steps as they ended.';
grant execute on function sluice.simulate_workflow(uuid,jsonb,jsonb,timestamp with time zone,uuid,text) to sluice_admin;
grant execute on function sluice.simulate_workflow(uuid,jsonb,jsonb,timestamp with time zone,uuid,text) to sluice_member;

create function sluice.skip_step(execution_id uuid, node_id text, reason text DEFAULT NULL::text, frame_path text DEFAULT NULL::text)
returns sluice.workflow_execution_steps
language plpgsql volatile security definer;
comment on function sluice.skip_step(uuid,text,text,text) is 'Ends a step that is under way as skipped: none of its edges goes live. What a worker still reports of it is refused.';
grant execute on function sluice.skip_step(uuid,text,text,text) to sluice_admin;
grant execute on function sluice.skip_step(uuid,text,text,text) to sluice_member;

create function sluice.start_bulk_operation(kind text, filter jsonb, arguments jsonb DEFAULT '{}'::jsonb, organization_id uuid DEFAULT NULL::uuid)
returns sluice.bulk_operations
language plpgsql volatile security definer;
comment on function sluice.start_bulk_operation(text,jsonb,jsonb,uuid) is 'Does to every execution that the filter matches now what cancel_execution, pause_execution, resume_execution, retry_execution, skip_step, cancel_step or complete_step does to one, or to every event what replay_event does. The row says how far it has come.';
grant execute on function sluice.start_bulk_operation(text,jsonb,jsonb,uuid) to sluice_admin;
grant execute on function sluice.start_bulk_operation(text,jsonb,jsonb,uuid) to sluice_member;

create function sluice.start_workflow(workflow_id uuid, input jsonb DEFAULT '{}'::jsonb, idempotency_key text DEFAULT NULL::text, trigger_node text DEFAULT NULL::text, traceparent text DEFAULT NULL::text)
returns sluice.workflow_executions
language plpgsql volatile security definer;
comment on function sluice.start_workflow(uuid,jsonb,text,text,text) is 'Starts an execution of the live version; expressions read the input as trigger.payload. The same idempotency key answers with the same execution for 30 days. trigger_node names another trigger than the manual one, traceparent the span (W3C Trace Context) that starts it.';
grant execute on function sluice.start_workflow(uuid,jsonb,text,text,text) to sluice_admin;
grant execute on function sluice.start_workflow(uuid,jsonb,text,text,text) to sluice_member;

create function sluice.start_workflows(workflow_id uuid, inputs jsonb, trigger_node text DEFAULT NULL::text)
returns SETOF uuid
language plpgsql volatile security definer;
comment on function sluice.start_workflows(uuid,jsonb,text) is 'Starts one execution for each item of a JSON array, in one transaction; returns their ids in order.';
grant execute on function sluice.start_workflows(uuid,jsonb,text) to sluice_admin;
grant execute on function sluice.start_workflows(uuid,jsonb,text) to sluice_member;

create function sluice.tick()
returns integer
language plpgsql volatile security definer;
comment on function sluice.tick() is 'Does by hand what workers do all the time: advances what is pending, admits what may run; says how many executions and locks moved.';
grant execute on function sluice.tick() to sluice_admin;

create function sluice.unwatch_dates(name text)
returns boolean
language plpgsql volatile security definer;
comment on function sluice.unwatch_dates(text) is 'Ends what watch_dates began; schedules that look for these dates stop with an error.';
grant execute on function sluice.unwatch_dates(text) to sluice_admin;

create function sluice.unwatch_table(object text, organization_id uuid DEFAULT NULL::uuid)
returns void
language plpgsql volatile;
comment on function sluice.unwatch_table(text,uuid) is 'Ends what watch_table began, also if the table is gone.';
grant execute on function sluice.unwatch_table(text,uuid) to sluice_admin;
grant execute on function sluice.unwatch_table(text,uuid) to sluice_member;

create function sluice.update_workflow(workflow_id uuid, name text DEFAULT NULL::text, definition jsonb DEFAULT NULL::jsonb, description text DEFAULT NULL::text)
returns sluice.workflows
language plpgsql volatile security definer;
comment on function sluice.update_workflow(uuid,text,jsonb,text) is 'Changes the draft of a workflow; what is null stays. The live version goes on as it is.';
grant execute on function sluice.update_workflow(uuid,text,jsonb,text) to sluice_admin;
grant execute on function sluice.update_workflow(uuid,text,jsonb,text) to sluice_member;

create function sluice.validate_definition(definition jsonb, workflow_id uuid DEFAULT NULL::uuid)
returns SETOF sluice.definition_problem
language plpgsql stable security definer;
comment on function sluice.validate_definition(jsonb,uuid) is 'Every problem of a definition, whatever JSON it is: errors that publish refuses, and warnings. The workflow that it is of may call itself. Workflows and calendars that it names are looked up in the organization of that workflow, or else the active one; without either they are not.';
grant execute on function sluice.validate_definition(jsonb,uuid) to sluice_admin;
grant execute on function sluice.validate_definition(jsonb,uuid) to sluice_member;

create function sluice.validate_workflow_data(workflow_data jsonb, OUT is_valid boolean, OUT errors text[])
returns record
language sql stable;
comment on function sluice.validate_workflow_data(jsonb) is 'Whether publishing would accept a definition, and every error as a text; see validate_definition, which says more.';
grant execute on function sluice.validate_workflow_data(jsonb) to sluice_admin;
grant execute on function sluice.validate_workflow_data(jsonb) to sluice_member;

create function sluice.watch_dates(relation regclass, date_column text, object text DEFAULT NULL::text, organization_column text DEFAULT 'organization_id'::text, key_column text DEFAULT 'id'::text, matching jsonb DEFAULT '{}'::jsonb, handler regprocedure DEFAULT NULL::regprocedure)
returns text
language plpgsql volatile security definer;
comment on function sluice.watch_dates(regclass,text,text,text,text,jsonb,regprocedure) is 'Lets workflows be started by the dates in a column of a table, of the organization that each row names. matching: only rows with these values. handler: (organization uuid, record jsonb) returns jsonb, what payloads have besides. For operators. Answers the name.';
grant execute on function sluice.watch_dates(regclass,text,text,text,text,jsonb,regprocedure) to sluice_admin;

create function sluice.watch_table(relation regclass, object text DEFAULT NULL::text, organization_column text DEFAULT NULL::text, organization_id uuid DEFAULT NULL::uuid, key text[] DEFAULT NULL::text[], columns text[] DEFAULT NULL::text[], leave_out text[] DEFAULT '{}'::text[], operations text[] DEFAULT '{created,updated,deleted}'::text[])
returns text
language plpgsql volatile;
comment on function sluice.watch_table(regclass,text,text,uuid,text[],text[],text[],text[]) is 'Makes events of the changes of a table: record.created:<object>, record.updated:… and record.deleted:…, for this organization or (operators) the one that a column of each row names. Answers the object; the same object again changes how it is watched.';
grant execute on function sluice.watch_table(regclass,text,text,uuid,text[],text[],text[],text[]) to sluice_admin;
grant execute on function sluice.watch_table(regclass,text,text,uuid,text[],text[],text[],text[]) to sluice_member;

create function sluice.why_waiting(execution_id uuid)
returns text
language plpgsql stable security definer;
comment on function sluice.why_waiting(uuid) is 'What an execution waits for, in one sentence: the most serious of all that it waits for.';
grant execute on function sluice.why_waiting(uuid) to sluice_admin;
grant execute on function sluice.why_waiting(uuid) to sluice_member;

create function sluice.workflow_triggers_failure_count(trigger sluice.workflow_triggers)
returns bigint
language sql stable;
comment on function sluice.workflow_triggers_failure_count(sluice.workflow_triggers) is 'How many of the executions it has started have failed or timed out.';
grant execute on function sluice.workflow_triggers_failure_count(sluice.workflow_triggers) to sluice_admin;
grant execute on function sluice.workflow_triggers_failure_count(sluice.workflow_triggers) to sluice_member;

create function sluice.workflow_triggers_last_triggered_at(trigger sluice.workflow_triggers)
returns timestamp with time zone
language sql stable;
comment on function sluice.workflow_triggers_last_triggered_at(sluice.workflow_triggers) is 'When it last started one.';
grant execute on function sluice.workflow_triggers_last_triggered_at(sluice.workflow_triggers) to sluice_admin;
grant execute on function sluice.workflow_triggers_last_triggered_at(sluice.workflow_triggers) to sluice_member;

create function sluice.workflow_triggers_success_count(trigger sluice.workflow_triggers)
returns bigint
language sql stable;
comment on function sluice.workflow_triggers_success_count(sluice.workflow_triggers) is 'How many of the executions it has started have completed.';
grant execute on function sluice.workflow_triggers_success_count(sluice.workflow_triggers) to sluice_admin;
grant execute on function sluice.workflow_triggers_success_count(sluice.workflow_triggers) to sluice_member;

create function sluice.workflow_triggers_trigger_count(trigger sluice.workflow_triggers)
returns bigint
language sql stable;
comment on function sluice.workflow_triggers_trigger_count(sluice.workflow_triggers) is 'How many executions it has started.';
grant execute on function sluice.workflow_triggers_trigger_count(sluice.workflow_triggers) to sluice_admin;
grant execute on function sluice.workflow_triggers_trigger_count(sluice.workflow_triggers) to sluice_member;

create schema sluice_hidden;
comment on schema sluice_hidden is 'Helpers that API roles may execute and GraphQL never shows.';

create function sluice_hidden.assert_can(organization_id uuid, needed text)
returns void
language plpgsql stable security definer;
comment on function sluice_hidden.assert_can(uuid,text) is 'Raises SLFRB unless whoever asks may read, run, edit or manage in this organization.';

create function sluice_hidden.assert_operator(needed text)
returns void
language plpgsql stable;
comment on function sluice_hidden.assert_operator(text) is 'Raises SLFRB unless whoever asks is an operator.';

create function sluice_hidden.assert_size(value jsonb, what text)
returns void
language plpgsql stable;
comment on function sluice_hidden.assert_size(jsonb,text) is 'Refuses a value that is too long to be stored (SLVAL).';

create function sluice_hidden.can_see(organization_id uuid)
returns boolean
language sql stable;
comment on function sluice_hidden.can_see(uuid) is 'Whether whoever asks may know of this organization''s rows.';

create function sluice_hidden.current_organization_id()
returns uuid
language sql stable;
comment on function sluice_hidden.current_organization_id() is 'The claim `org`: the active organization, where new rows go; or null.';
grant execute on function sluice_hidden.current_organization_id() to sluice_actor;
grant execute on function sluice_hidden.current_organization_id() to sluice_admin;
grant execute on function sluice_hidden.current_organization_id() to sluice_member;
grant execute on function sluice_hidden.current_organization_id() to sluice_visitor;
grant execute on function sluice_hidden.current_organization_id() to sluice_worker;

create function sluice_hidden.current_user_id()
returns uuid
language sql stable;
comment on function sluice_hidden.current_user_id() is 'The claim `sub`: who is asking, or null.';
grant execute on function sluice_hidden.current_user_id() to sluice_actor;
grant execute on function sluice_hidden.current_user_id() to sluice_admin;
grant execute on function sluice_hidden.current_user_id() to sluice_member;
grant execute on function sluice_hidden.current_user_id() to sluice_visitor;
grant execute on function sluice_hidden.current_user_id() to sluice_worker;

create function sluice_hidden.delete_watch(object text, organization_id uuid)
returns TABLE(relation regclass, operations text[])
language plpgsql volatile security definer;
comment on function sluice_hidden.delete_watch(text,uuid) is 'Forgets a watch, if whoever asks may; answers its table and the operations that still need triggers there; null: the table is gone.';
grant execute on function sluice_hidden.delete_watch(text,uuid) to sluice_admin;
grant execute on function sluice_hidden.delete_watch(text,uuid) to sluice_member;

create function sluice_hidden.drop_note_function(relation regclass)
returns void
language plpgsql volatile security definer;
comment on function sluice_hidden.drop_note_function(regclass) is 'Drops the trigger function of a table that is no longer watched, unless triggers still use it.';
grant execute on function sluice_hidden.drop_note_function(regclass) to sluice_admin;
grant execute on function sluice_hidden.drop_note_function(regclass) to sluice_member;

create function sluice_hidden.failpoint(name text)
returns void
language plpgsql volatile;
comment on function sluice_hidden.failpoint(text) is 'Does nothing, unless a test has armed this name: then raises, sleeps or waits for a lock.';

create function sluice_hidden.is_me(user_id uuid, email text, delegate_id uuid)
returns boolean
language sql stable;
comment on function sluice_hidden.is_me(uuid,text,uuid) is 'Whether whoever asks decides for an assignee of this id, address and delegate.';
grant execute on function sluice_hidden.is_me(uuid,text,uuid) to sluice_admin;
grant execute on function sluice_hidden.is_me(uuid,text,uuid) to sluice_member;

create function sluice_hidden.is_operator()
returns boolean
language sql stable;
comment on function sluice_hidden.is_operator() is 'True for sluice_admin and its members, who may act in every organization.';
grant execute on function sluice_hidden.is_operator() to sluice_admin;
grant execute on function sluice_hidden.is_operator() to sluice_member;
grant execute on function sluice_hidden.is_operator() to sluice_visitor;
grant execute on function sluice_hidden.is_operator() to sluice_worker;

create function sluice_hidden.is_oversized(value jsonb)
returns boolean
language sql stable;
comment on function sluice_hidden.is_oversized(jsonb) is 'Whether a value is longer than max_value_bytes as JSON text, or too deep; false for null.';

create function sluice_hidden.is_too_deep(value jsonb)
returns boolean
language sql stable;
comment on function sluice_hidden.is_too_deep(jsonb) is 'Whether a value is nested more than 5,000 deep: what reads deeper ones may exhaust the stack.';

create function sluice_hidden.is_too_long(value jsonb)
returns boolean
language plpgsql stable;
comment on function sluice_hidden.is_too_long(jsonb) is 'Whether a value is longer than max_value_bytes as JSON text, or too deep.';

create function sluice_hidden.lease_expiry(worker_id uuid)
returns timestamp with time zone
language plpgsql stable security definer;
comment on function sluice_hidden.lease_expiry(uuid) is 'When this worker counts as dead if it is not heard again; null: it is gone.';
grant execute on function sluice_hidden.lease_expiry(uuid) to sluice_admin;
grant execute on function sluice_hidden.lease_expiry(uuid) to sluice_member;

create function sluice_hidden.max_batch_bytes()
returns integer
language sql immutable;
comment on function sluice_hidden.max_batch_bytes() is 'How many bytes of values, as stored, one transaction sets out to move, however many that are: what it does with 16 MiB takes about a second. One value may always be longer.';

create function sluice_hidden.max_value_bytes()
returns integer
language sql immutable;
comment on function sluice_hidden.max_value_bytes() is 'How long a stored value may be, as JSON text: an input, an output, a variable. 2 MiB.';
grant execute on function sluice_hidden.max_value_bytes() to sluice_worker;

create function sluice_hidden.missed_changes(organization_id uuid, scope uuid, since text, until text, OUT is_reset boolean, OUT execution_ids uuid[], OUT workflow_ids uuid[])
returns record
language plpgsql stable security definer;
comment on function sluice_hidden.missed_changes(uuid,uuid,text,text) is 'What has changed in a scope between two cursors; is_reset: nobody knows, load everything again.';
grant execute on function sluice_hidden.missed_changes(uuid,uuid,text,text) to sluice_authenticator;

create function sluice_hidden.my_organization_ids()
returns uuid[]
language plpgsql stable security definer;
comment on function sluice_hidden.my_organization_ids() is 'The organizations whose rows the signed-in person may read.';
grant execute on function sluice_hidden.my_organization_ids() to sluice_actor;
grant execute on function sluice_hidden.my_organization_ids() to sluice_admin;
grant execute on function sluice_hidden.my_organization_ids() to sluice_member;
grant execute on function sluice_hidden.my_organization_ids() to sluice_visitor;

create function sluice_hidden.now()
returns timestamp with time zone
language plpgsql volatile;
comment on function sluice_hidden.now() is 'The present. In test mode, and in a simulation, the setting sluice.clock holds it at an instant.';
grant execute on function sluice_hidden.now() to sluice_actor;
grant execute on function sluice_hidden.now() to sluice_admin;
grant execute on function sluice_hidden.now() to sluice_member;
grant execute on function sluice_hidden.now() to sluice_visitor;
grant execute on function sluice_hidden.now() to sluice_worker;

create function sluice_hidden.queue_item_id(execution_id uuid, frame_id bigint, step_no integer, generation integer)
returns uuid
language sql immutable;
comment on function sluice_hidden.queue_item_id(uuid,bigint,integer,integer) is 'The id under which a step is in the queue, from its first attempt to its last.';
grant execute on function sluice_hidden.queue_item_id(uuid,bigint,integer,integer) to sluice_admin;
grant execute on function sluice_hidden.queue_item_id(uuid,bigint,integer,integer) to sluice_member;

create function sluice_hidden.read_changes(since text, at_most integer, OUT cursor text, OUT is_full boolean, OUT organization_ids uuid[], OUT workflow_ids uuid[], OUT subjects uuid[], OUT are_live boolean[])
returns record
language plpgsql stable security definer;
comment on function sluice_hidden.read_changes(text,integer) is 'What has changed since a cursor, of all that is watched, and the next cursor; is_full: more than at_most, so ask everybody to load everything again.';
grant execute on function sluice_hidden.read_changes(text,integer) to sluice_authenticator;

create function sluice_hidden.served_actions()
returns TABLE(action text, slots integer)
language plpgsql stable security definer;
comment on function sluice_hidden.served_actions() is 'The actions that a worker serves now, and how many of its steps at once.';
grant execute on function sluice_hidden.served_actions() to sluice_admin;
grant execute on function sluice_hidden.served_actions() to sluice_member;

create function sluice_hidden.set_row_triggers(relation regclass, operations text[])
returns void
language plpgsql volatile;
comment on function sluice_hidden.set_row_triggers(regclass,text[]) is 'Gives a table the triggers that note these operations, and takes those of the others away.';
grant execute on function sluice_hidden.set_row_triggers(regclass,text[]) to sluice_admin;
grant execute on function sluice_hidden.set_row_triggers(regclass,text[]) to sluice_member;

create function sluice_hidden.sleep_feed(id uuid)
returns void
language plpgsql volatile security definer;
comment on function sluice_hidden.sleep_feed(uuid) is 'This server looks seldom from now on: what changes from outside notifies it. It looks once more after this.';
grant execute on function sluice_hidden.sleep_feed(uuid) to sluice_authenticator;

create function sluice_hidden.still_members(user_ids uuid[], organization_ids uuid[])
returns TABLE(user_id uuid, organization_id uuid)
language plpgsql stable security definer;
comment on function sluice_hidden.still_members(uuid[],uuid[]) is 'Those of these pairs of user and organization that belong together.';
grant execute on function sluice_hidden.still_members(uuid[],uuid[]) to sluice_authenticator;

create function sluice_hidden.try_interval(duration text)
returns interval
language plpgsql immutable;
comment on function sluice_hidden.try_interval(text) is 'The text (ISO 8601 or Postgres'' own) as an interval of at most two centuries in any part, or null where it is none.';

create function sluice_hidden.try_jsonb(value text)
returns jsonb
language plpgsql immutable;
comment on function sluice_hidden.try_jsonb(text) is 'The text as jsonb, or null where Postgres cannot hold it (malformed, \u0000, too deep).';
grant execute on function sluice_hidden.try_jsonb(text) to sluice_worker;

create function sluice_hidden.try_jsonpath(expression text)
returns jsonpath
language plpgsql immutable;
comment on function sluice_hidden.try_jsonpath(text) is 'The text as a jsonpath, or null where it is none.';

create function sluice_hidden.try_timestamp(value text)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_hidden.try_timestamp(text) is 'An ISO 8601 date or timestamp of the years 1 to 9999, in UTC unless it says otherwise, or null.';

create function sluice_hidden.uuid_floor(instant timestamp with time zone)
returns uuid
language sql immutable;
comment on function sluice_hidden.uuid_floor(timestamp with time zone) is 'The smallest version 7 id that can be made at this instant: where a time partition begins.';
grant execute on function sluice_hidden.uuid_floor(timestamp with time zone) to sluice_admin;
grant execute on function sluice_hidden.uuid_floor(timestamp with time zone) to sluice_member;
grant execute on function sluice_hidden.uuid_floor(timestamp with time zone) to sluice_worker;

create function sluice_hidden.uuid_instant(id uuid)
returns timestamp with time zone
language sql immutable;
comment on function sluice_hidden.uuid_instant(uuid) is 'When a version 7 id was made, to the millisecond.';

create function sluice_hidden.uuidv7()
returns uuid
language sql volatile;
comment on function sluice_hidden.uuidv7() is 'A new time-ordered id (RFC 9562, version 7): 48 bits of milliseconds, 12 of their fraction, then random bits.';
grant execute on function sluice_hidden.uuidv7() to sluice_admin;
grant execute on function sluice_hidden.uuidv7() to sluice_member;
grant execute on function sluice_hidden.uuidv7() to sluice_worker;

create function sluice_hidden.valid_traceparent(traceparent text)
returns text
language sql immutable;
comment on function sluice_hidden.valid_traceparent(text) is 'A traceparent of W3C Trace Context, or null: what is none starts no trace, and fails nothing.';
grant execute on function sluice_hidden.valid_traceparent(text) to sluice_admin;
grant execute on function sluice_hidden.valid_traceparent(text) to sluice_member;
grant execute on function sluice_hidden.valid_traceparent(text) to sluice_worker;

create function sluice_hidden.wake_feed(id uuid)
returns void
language plpgsql volatile security definer;
comment on function sluice_hidden.wake_feed(uuid) is 'This server looks often again, and needs nobody to notify it.';
grant execute on function sluice_hidden.wake_feed(uuid) to sluice_authenticator;

create function sluice_hidden.was_awaited(organization_id uuid, parent_execution_id uuid, parent_step_no integer)
returns boolean
language sql stable;
comment on function sluice_hidden.was_awaited(uuid,uuid,integer) is 'Whether the step that called an execution waited for it, and so answers for how it ended.';
grant execute on function sluice_hidden.was_awaited(uuid,uuid,integer) to sluice_admin;
grant execute on function sluice_hidden.was_awaited(uuid,uuid,integer) to sluice_member;

create function sluice_hidden.watch_scopes(organization_ids uuid[], scopes uuid[])
returns TABLE(scope uuid, is_new boolean, settled_xid text)
language plpgsql volatile security definer;
comment on function sluice_hidden.watch_scopes(uuid[],uuid[]) is 'Has changes in these organizations, workflows and executions noted for five minutes more; says which were not until now, and which transactions may not have noticed: those before settled_xid.';
grant execute on function sluice_hidden.watch_scopes(uuid[],uuid[]) to sluice_authenticator;

create function sluice_hidden.write_watch(relation regclass, object text, organization_column text, organization_id uuid, key text[], columns text[], leave_out text[], operations text[])
returns text[]
language plpgsql volatile security definer;
comment on function sluice_hidden.write_watch(regclass,text,text,uuid,text[],text[],text[],text[]) is 'Notes how a table is watched, if whoever asks may; answers the operations that need triggers.';
grant execute on function sluice_hidden.write_watch(regclass,text,text,uuid,text[],text[],text[],text[]) to sluice_admin;
grant execute on function sluice_hidden.write_watch(regclass,text,text,uuid,text[],text[],text[],text[]) to sluice_member;

create schema sluice_private;
comment on schema sluice_private is 'State and doors of the engine; API roles have no usage here.';

create sequence sluice_private.admission_seq;

create table sluice_private.admissions (
  seq bigint not null default nextval('sluice_private.admission_seq'::regclass),
  served text[] not null,
  queues sluice_private.ready_queue[] not null,
  shares sluice_private.organization_share[] not null,
  clock double precision not null,
  seen bigint not null,
  marked_seen bigint not null,
  next_seen bigint not null,
  admitted_at timestamp with time zone not null,
  marked_at timestamp with time zone not null,
  scanned_at timestamp with time zone not null,
  constraint admissions_pkey PRIMARY KEY (seq)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.admissions is 'Where admission stands. clock: the least that an organization has had which waits. Ready steps up to seen are in a queue that is known; marks and seen follow 250 ms late, for those who commit late, and once a second all of the backlog is looked at.';
alter table sluice_private.admissions enable row level security;
alter table sluice_private.admissions force row level security;
create policy all_owner on sluice_private.admissions for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.approval_links (
  organization_id uuid not null,
  token_hash bytea not null,
  approval_id uuid not null,
  assignee_no integer not null,
  link_ref uuid not null,
  expires_at timestamp with time zone not null,
  constraint approval_links_pkey PRIMARY KEY (organization_id, token_hash),
  constraint approval_links_organization_id_approval_id_assignee_no_fkey FOREIGN KEY (organization_id, approval_id, assignee_no) REFERENCES sluice.workflow_approval_assignees(organization_id, approval_id, assignee_no) ON DELETE CASCADE
);
comment on table sluice_private.approval_links is 'Links by which assignees decide: the hash of each token, never the token.';
CREATE INDEX approval_links_approval_id_idx ON sluice_private.approval_links USING btree (organization_id, approval_id, assignee_no);
CREATE INDEX approval_links_token_hash_idx ON sluice_private.approval_links USING btree (token_hash, organization_id);
alter table sluice_private.approval_links enable row level security;
alter table sluice_private.approval_links force row level security;
create policy all_owner on sluice_private.approval_links for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.arrivals (
  organization_id uuid not null,
  execution_id uuid not null,
  seq bigint not null generated always as identity,
  kind text not null,
  frame_id bigint not null default 0,
  step_no integer,
  generation integer not null default 0,
  token bigint,
  worker_id uuid,
  epoch bigint,
  outcome text,
  body text,
  is_parked boolean not null default false,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint arrivals_pkey PRIMARY KEY (organization_id, execution_id, seq),
  constraint arrivals_kind_is_known CHECK (kind = ANY (ARRAY['start'::text, 'report'::text, 'fire'::text, 'skip'::text, 'done'::text, 'turn'::text, 'settle'::text, 'event'::text, 'child'::text, 'lock'::text, 'cancel'::text, 'pause'::text, 'resume'::text])),
  constraint arrivals_report_has_a_token CHECK (kind <> 'report'::text OR token IS NOT NULL)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.arrivals is 'Causes that no transaction has acted on yet.';
CREATE INDEX arrivals_parked_reports_idx ON sluice_private.arrivals USING btree (token) WHERE (is_parked AND (kind = 'report'::text));
CREATE INDEX arrivals_seq_idx ON sluice_private.arrivals USING btree (seq) WHERE (NOT is_parked);
CREATE INDEX arrivals_share_idx ON sluice_private.arrivals USING btree (organization_id, seq) WHERE (NOT is_parked);
alter table sluice_private.arrivals enable row level security;
alter table sluice_private.arrivals force row level security;
create policy all_owner on sluice_private.arrivals for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.awaited_answers (
  organization_id uuid not null,
  execution_id uuid not null,
  answer jsonb,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint awaited_answers_pkey PRIMARY KEY (organization_id, execution_id)
);
comment on table sluice_private.awaited_answers is 'The executions whose webhook waits for their answer, and the answer (status, headers, body) until it is sent.';
CREATE INDEX awaited_answers_created_at_idx ON sluice_private.awaited_answers USING btree (created_at);
alter table sluice_private.awaited_answers enable row level security;
alter table sluice_private.awaited_answers force row level security;
create policy all_owner on sluice_private.awaited_answers for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.awaited_events (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  event_no integer not null,
  generation integer not null,
  seq bigint not null generated always as identity,
  topic bigint not null,
  name text not null,
  key text,
  port text not null,
  since timestamp with time zone not null,
  started_at timestamp with time zone not null,
  is_new boolean not null default true,
  constraint awaited_events_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no, event_no)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.awaited_events is 'The events that waits wait for: of this name, with this key (null: any), from since on. topic: a hash of organization and name. New: nobody has looked yet whether it came before.';
CREATE INDEX awaited_events_new_idx ON sluice_private.awaited_events USING btree (seq) WHERE is_new;
CREATE INDEX awaited_events_topic_idx ON sluice_private.awaited_events USING btree (topic, key, seq);
alter table sluice_private.awaited_events enable row level security;
alter table sluice_private.awaited_events force row level security;
create policy all_owner on sluice_private.awaited_events for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.blocked_steps (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  generation integer not null,
  version_id uuid not null,
  action text not null,
  input jsonb not null,
  attempt integer not null,
  crashes integer not null default 0,
  priority smallint not null,
  reason text not null,
  error jsonb,
  ready_at timestamp with time zone not null,
  limit_key text,
  limited_at timestamp with time zone,
  constraint blocked_steps_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no),
  constraint blocked_steps_key_is_of_a_limit CHECK (limit_key IS NULL OR reason = 'limit'::text),
  constraint blocked_steps_limited_has_a_time CHECK ((reason = 'limit'::text) = (limited_at IS NOT NULL)),
  constraint blocked_steps_reason_is_known CHECK (reason = ANY (ARRAY['retry'::text, 'paused'::text, 'limit'::text]))
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.blocked_steps is 'Steps set aside until something frees them: a timer before the next attempt, a resume, or room in the limit of this key, for which they stand in line since limited_at; without a key they are about to be skipped.';
CREATE INDEX blocked_steps_limit_idx ON sluice_private.blocked_steps USING btree (organization_id, limit_key, priority, ready_at) WHERE (limit_key IS NOT NULL);
alter table sluice_private.blocked_steps enable row level security;
alter table sluice_private.blocked_steps force row level security;
create policy all_owner on sluice_private.blocked_steps for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.blocked_steps for select to sluice_admin
  using (true);
create policy select_member on sluice_private.blocked_steps for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.blocked_steps to sluice_admin;
grant select on sluice_private.blocked_steps to sluice_member;

create table sluice_private.cached_results (
  organization_id uuid not null,
  action text not null,
  key text not null,
  expires_at timestamp with time zone not null,
  id uuid not null default sluice_hidden.uuidv7(),
  output jsonb not null,
  constraint cached_results_pkey PRIMARY KEY (organization_id, action, key, expires_at, id)
);
comment on table sluice_private.cached_results is 'Results of actions with a cache. Only ever inserted and deleted, so that nobody waits for a row; the one that expires last counts.';
CREATE INDEX cached_results_expires_at_idx ON sluice_private.cached_results USING btree (expires_at);
alter table sluice_private.cached_results enable row level security;
alter table sluice_private.cached_results force row level security;
create policy all_owner on sluice_private.cached_results for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.callee as (
  organization_id uuid,
  workflow_id uuid,
  version_id uuid,
  trigger_id uuid,
  trigger_step integer,
  fault text
);
comment on type sluice_private.callee is 'What a call starts: a version, and the trigger to start it from; or why it cannot be.';

create table sluice_private.calls (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  generation integer not null,
  version_id uuid not null,
  attempt integer not null,
  child_id uuid,
  input jsonb not null,
  error jsonb,
  started_at timestamp with time zone not null,
  constraint calls_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no),
  constraint calls_attempt_is_positive CHECK (attempt > 0)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.calls is 'Steps that wait for the execution that they have started; without a child, for the timer of their next attempt.';
alter table sluice_private.calls enable row level security;
alter table sluice_private.calls force row level security;
create policy all_owner on sluice_private.calls for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.calls for select to sluice_admin
  using (true);
create policy select_member on sluice_private.calls for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.calls to sluice_admin;
grant select on sluice_private.calls to sluice_member;

create table sluice_private.change_floor (
  is_only boolean not null default true,
  floor pg_snapshot not null default pg_current_snapshot(),
  floor_xid xid8 not null default pg_current_xact_id(),
  next_floor pg_snapshot not null default pg_current_snapshot(),
  next_xid xid8 not null default pg_current_xact_id(),
  moved_at timestamp with time zone not null default clock_timestamp(),
  constraint change_floor_pkey PRIMARY KEY (is_only),
  constraint change_floor_is_one_row CHECK (is_only)
);
comment on table sluice_private.change_floor is 'Changes that floor sees are forgotten; a cursor that does not see floor_xid may have missed some.';
alter table sluice_private.change_floor enable row level security;
alter table sluice_private.change_floor force row level security;
create policy all_owner on sluice_private.change_floor for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.changed_history (
  organization_id uuid not null,
  id uuid not null
);
comment on table sluice_private.changed_history is 'Executions and events whose rows in old partitions have changed since the copying of what is kept began.';
CREATE INDEX changed_history_id_idx ON sluice_private.changed_history USING btree (id, organization_id);
alter table sluice_private.changed_history enable row level security;
alter table sluice_private.changed_history force row level security;
create policy all_owner on sluice_private.changed_history for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.changes (
  organization_id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  subject uuid not null,
  workflow_id uuid not null,
  constraint changes_pkey PRIMARY KEY (organization_id, xid, subject)
) with (autovacuum_vacuum_scale_factor=0.1);
comment on table sluice_private.changes is 'Which executions and workflows a transaction has changed, of those that are watched; of a workflow, subject is the workflow itself. Kept for five to ten minutes.';
CREATE INDEX changes_xid_idx ON sluice_private.changes USING btree (xid);
alter table sluice_private.changes enable row level security;
alter table sluice_private.changes force row level security;
create policy all_owner on sluice_private.changes for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.closing_frame as (
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  status text,
  output jsonb,
  error jsonb
);
comment on type sluice_private.closing_frame is 'A frame that ends now, and how; the root''s end is that of its execution.';

create type sluice_private.column_values as (
  texts text[],
  uuids uuid[],
  instants timestamp with time zone[],
  integers bigint[],
  numerics numeric[],
  floats double precision[],
  flags boolean[],
  documents jsonb[]
);
comment on type sluice_private.column_values is 'Rows of any table, column by column: all values of its first text column, then of the next …';

create table sluice_private.compensations (
  organization_id uuid not null,
  execution_id uuid not null,
  seq integer not null,
  version_id uuid not null,
  frame_id bigint not null,
  lineage bigint[] not null,
  path text,
  step_no integer not null,
  generation integer not null,
  input jsonb,
  error jsonb,
  constraint compensations_pkey PRIMARY KEY (organization_id, execution_id, seq)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.compensations is 'How to undo steps that have completed, in the order in which they did: by which step, with which input, or why there is none. frame_id, lineage and path are of the step that is undone.';
alter table sluice_private.compensations enable row level security;
alter table sluice_private.compensations force row level security;
create policy all_owner on sluice_private.compensations for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.container_items (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  page integer not null,
  items jsonb not null,
  constraint container_items_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no, page)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.container_items is 'What a foreach iterates over, 1,000 items a row.';
alter table sluice_private.container_items enable row level security;
alter table sluice_private.container_items force row level security;
create policy all_owner on sluice_private.container_items for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.container_results (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  iteration integer not null,
  result jsonb not null,
  constraint container_results_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no, iteration)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.container_results is 'What a container collects of its iterations, until it completes.';
alter table sluice_private.container_results enable row level security;
alter table sluice_private.container_results force row level security;
create policy all_owner on sluice_private.container_results for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.containers (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  generation integer not null,
  version_id uuid not null,
  total integer not null,
  started integer not null default 0,
  ended integer not null default 0,
  completed integer not null default 0,
  failed integer not null default 0,
  is_settled boolean not null default false,
  waits_for text,
  ending jsonb,
  started_at timestamp with time zone not null,
  constraint containers_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no),
  constraint containers_count_what_was_started CHECK (ended <= started AND started <= total AND (completed + failed) <= ended)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.containers is 'Containers that are under way. total: how many iterations there may be. Settled: it has completed without waiting for the iterations that still run. waits_for: the key of the lock it has not got yet. ending: how it ends once what ran in it has been undone; step 0 stands for the execution.';
alter table sluice_private.containers enable row level security;
alter table sluice_private.containers force row level security;
create policy all_owner on sluice_private.containers for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.containers for select to sluice_admin
  using (true);
create policy select_member on sluice_private.containers for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.containers to sluice_admin;
grant select on sluice_private.containers to sluice_member;

create type sluice_private.cron as (
  seconds bit(60),
  minutes bit(60),
  hours bit(24),
  days bit(31),
  months bit(12),
  weekdays bit(7),
  days_from_end integer[],
  nearest_day integer,
  nth_weekdays integer[],
  is_either boolean,
  repeats boolean
);
comment on type sluice_private.cron is 'A compiled cron expression: a bit for each value; L-n as n; nW as n and L-nW as -n; weekday#n as 10 * weekday + n, weekdayL as 10 * weekday. is_either: a day needs one of day and weekday, not both. repeats: also in the second pass of clocks that are set back.';

create type sluice_private.cron_unit as (
  name text,
  low integer,
  high integer,
  size integer,
  words text[]
);
comment on type sluice_private.cron_unit is 'A field of a cron expression: its values go from low to high, of which size differ (Sunday is 0 and 7); words name them from low on.';

create table sluice_private.date_fields (
  organization_id uuid not null,
  name text not null,
  relation regclass not null,
  organization_column text not null,
  key_column text not null,
  date_column text not null,
  is_instant boolean not null,
  matching jsonb not null default '{}'::jsonb,
  handler text,
  constraint date_fields_pkey PRIMARY KEY (organization_id, name),
  constraint date_fields_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES sluice.organizations(id) ON DELETE CASCADE,
  constraint date_fields_name_is_short CHECK (length(name) <= 200)
);
comment on table sluice_private.date_fields is 'Columns of dates or instants that may start workflows, by <object>.<field>; of the nil organization, as each row names its own.';
alter table sluice_private.date_fields enable row level security;
alter table sluice_private.date_fields force row level security;
create policy all_owner on sluice_private.date_fields for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.dated_record as (
  key text,
  value text,
  record jsonb,
  more jsonb
);
comment on type sluice_private.dated_record is 'A record whose date has come: its key, the date, its columns, and what a handler adds.';

create table sluice_private.deferred_firings (
  organization_id uuid not null,
  seq bigint not null generated always as identity,
  trigger_id uuid,
  event_id uuid,
  key text,
  trigger jsonb,
  due_at timestamp with time zone not null,
  constraint deferred_firings_pkey PRIMARY KEY (organization_id, seq)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.deferred_firings is 'Firings that were to be judged after one that took too long, or that would have had to wait for a transaction of somebody else: they are fired again. trigger null: the trigger meets the event again. trigger_id null: an event of exit_on, of the workflow that is the key. Without a foreign key, for that would wait, too.';
CREATE INDEX deferred_firings_due_at_idx ON sluice_private.deferred_firings USING btree (due_at);
alter table sluice_private.deferred_firings enable row level security;
alter table sluice_private.deferred_firings force row level security;
create policy all_owner on sluice_private.deferred_firings for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.due_schedule as (
  organization_id uuid,
  job_id uuid,
  instants timestamp with time zone[],
  next_run timestamp with time zone,
  has_missed boolean,
  failures integer,
  unjudged uuid[],
  fault text,
  records sluice_private.dated_record[],
  cursor text,
  scanned_to timestamp with time zone
);
comment on type sluice_private.due_schedule is 'What a schedule that is due comes to: the instants that it fires at now, and the next.';

create type sluice_private.ended_iteration as (
  organization_id uuid,
  execution_id uuid,
  parent_id bigint,
  container integer,
  iteration integer,
  path text,
  status text,
  output jsonb,
  result jsonb,
  error jsonb,
  is_last boolean,
  frame_id bigint
);
comment on type sluice_private.ended_iteration is 'A frame of a container that has ended. is_last: the condition of a loop says so.';

create type sluice_private.ended_line as (
  organization_id uuid,
  execution_id uuid,
  node_id text,
  output jsonb
);
comment on type sluice_private.ended_line is 'An execution whose last step has completed on the straight way.';

create table sluice_private.ended_traces (
  organization_id uuid not null,
  execution_id uuid not null,
  generation integer not null,
  workflow_id uuid not null,
  traceparent text not null,
  status text not null,
  message text,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone not null,
  constraint ended_traces_pkey PRIMARY KEY (organization_id, execution_id, generation),
  constraint ended_traces_status_is_final CHECK (status = ANY (ARRAY['completed'::text, 'failed'::text, 'cancelled'::text, 'timed_out'::text]))
);
comment on table sluice_private.ended_traces is 'Executions with a traceparent that have ended, until a worker that traces has told of them, or for ten minutes.';
alter table sluice_private.ended_traces enable row level security;
alter table sluice_private.ended_traces force row level security;
create policy all_owner on sluice_private.ended_traces for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.enrolments (
  organization_id uuid not null,
  workflow_id uuid not null,
  record text not null,
  execution_id uuid not null,
  enrolled_at timestamp with time zone not null,
  is_counted boolean not null,
  constraint enrolments_pkey PRIMARY KEY (organization_id, workflow_id, record, execution_id),
  constraint enrolments_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE CASCADE,
  constraint enrolments_record_is_short CHECK (length(record) >= 1 AND length(record) <= 500)
);
comment on table sluice_private.enrolments is 'Which records an execution was started for, of workflows with settings.enrolment: those under way, and the last one of each record. is_counted: a cap counts those of some time.';
CREATE INDEX enrolments_enrolled_at_idx ON sluice_private.enrolments USING btree (organization_id, workflow_id, enrolled_at) WHERE is_counted;
alter table sluice_private.enrolments enable row level security;
alter table sluice_private.enrolments force row level security;
create policy all_owner on sluice_private.enrolments for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.event_subscriptions (
  organization_id uuid not null,
  workflow_id uuid not null,
  subscription_no integer not null,
  trigger_id uuid,
  topic bigint not null,
  pattern text not null,
  expression text not null,
  correlation jsonpath,
  is_of_workflows boolean not null default false,
  constraint event_subscriptions_pkey PRIMARY KEY (organization_id, workflow_id, subscription_no),
  constraint event_subscriptions_organization_id_trigger_id_fkey FOREIGN KEY (organization_id, trigger_id) REFERENCES sluice.workflow_triggers(organization_id, id) ON DELETE CASCADE,
  constraint event_subscriptions_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE CASCADE
);
comment on table sluice_private.event_subscriptions is 'Which events fire which triggers of the live versions; without a trigger: which end the enrolment of a record. topic: a hash of organization and name, or of what comes before the first wildcard. is_of_workflows: the events are ends of executions.';
CREATE INDEX event_subscriptions_of_workflows_idx ON sluice_private.event_subscriptions USING btree (topic) WHERE is_of_workflows;
CREATE INDEX event_subscriptions_topic_idx ON sluice_private.event_subscriptions USING btree (topic);
CREATE INDEX event_subscriptions_trigger_id_idx ON sluice_private.event_subscriptions USING btree (organization_id, trigger_id);
alter table sluice_private.event_subscriptions enable row level security;
alter table sluice_private.event_subscriptions force row level security;
create policy all_owner on sluice_private.event_subscriptions for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.execution_counts (
  seq bigint not null generated always as identity,
  status text not null,
  count bigint not null,
  constraint execution_counts_pkey PRIMARY KEY (seq),
  constraint execution_counts_status_is_final CHECK (status = ANY (ARRAY['completed'::text, 'failed'::text, 'cancelled'::text, 'timed_out'::text]))
) with (autovacuum_vacuum_scale_factor=0.05);
comment on table sluice_private.execution_counts is 'How many executions have ended: a row for each batch that ended some, which the sweeper folds into one for each status. Only ever inserted and deleted, so that nobody waits for a row.';
alter table sluice_private.execution_counts enable row level security;
alter table sluice_private.execution_counts force row level security;
create policy all_owner on sluice_private.execution_counts for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.execution_steps (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  generation integer not null,
  node_id text not null,
  type text not null,
  action text,
  status text not null,
  frame_path text,
  attempt integer not null,
  ports text[] not null,
  verdicts jsonb,
  input jsonb,
  output jsonb,
  error jsonb,
  ready_at timestamp with time zone,
  started_at timestamp with time zone,
  finished_at timestamp with time zone not null,
  xid xid8 not null default pg_current_xact_id(),
  token bigint,
  worker_id uuid,
  epoch bigint,
  crash integer,
  constraint execution_steps_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no, generation),
  constraint execution_steps_status_is_final CHECK (status = ANY (ARRAY['completed'::text, 'failed'::text, 'skipped'::text, 'cancelled'::text, 'timed_out'::text]))
) partition by RANGE (execution_id);
comment on table sluice_private.execution_steps is 'Finished steps, each with why its edges went live or dead. With a token: the attempt that completed it, of which no other row tells.';
alter table sluice_private.execution_steps enable row level security;
alter table sluice_private.execution_steps force row level security;
create policy all_owner on sluice_private.execution_steps for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.execution_steps for select to sluice_admin
  using (true);
create policy select_member on sluice_private.execution_steps for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.execution_steps to sluice_admin;
grant select on sluice_private.execution_steps to sluice_member;

create table sluice_private.executions (
  organization_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  version_id uuid not null,
  trigger_id uuid,
  trigger_step integer not null,
  status text not null,
  generation integer not null default 0,
  input jsonb not null,
  output jsonb,
  error jsonb,
  started_by uuid,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone not null,
  parent_execution_id uuid,
  parent_frame_id bigint,
  parent_step_no integer,
  parent_generation integer,
  root_execution_id uuid,
  depth smallint not null default 0,
  failed_execution_id uuid,
  traceparent text,
  xid xid8 not null default pg_current_xact_id(),
  constraint executions_pkey PRIMARY KEY (organization_id, id),
  constraint executions_status_is_final CHECK (status = ANY (ARRAY['completed'::text, 'failed'::text, 'cancelled'::text, 'timed_out'::text]))
) partition by RANGE (id);
comment on table sluice_private.executions is 'Finished executions.';
CREATE INDEX executions_failed_execution_id_idx ON sluice_private.executions USING btree (organization_id, failed_execution_id) WHERE (failed_execution_id IS NOT NULL);
CREATE INDEX executions_id_idx ON sluice_private.executions USING btree (id, organization_id);
CREATE INDEX executions_parent_idx ON sluice_private.executions USING btree (organization_id, parent_execution_id) WHERE (parent_execution_id IS NOT NULL);
CREATE INDEX executions_root_idx ON sluice_private.executions USING btree (organization_id, root_execution_id) WHERE (root_execution_id IS NOT NULL);
CREATE INDEX executions_status_idx ON sluice_private.executions USING btree (organization_id, status, id);
CREATE INDEX executions_workflow_id_idx ON sluice_private.executions USING btree (organization_id, workflow_id, id);
alter table sluice_private.executions enable row level security;
alter table sluice_private.executions force row level security;
create policy all_owner on sluice_private.executions for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.executions for select to sluice_admin
  using (true);
create policy select_member on sluice_private.executions for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.executions to sluice_admin;
grant select on sluice_private.executions to sluice_member;

create type sluice_private.fire_outcome as (
  kind text,
  status text,
  ports text[],
  input jsonb,
  output jsonb,
  error jsonb,
  verdicts jsonb,
  due_at timestamp with time zone,
  close_status text,
  closes_execution boolean
);
comment on type sluice_private.fire_outcome is 'What firing a step led to: kind settled, queued (for a worker), waiting (until due_at), opening (a container) or calling (a workflow).';

create type sluice_private.fired_step as (
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  frame_id bigint,
  step_no integer,
  generation integer,
  is_live boolean,
  token bigint,
  cancels boolean,
  takes_turns boolean
);
comment on type sluice_private.fired_step is 'A step whose join is decided: it fires, or is skipped. cancels: and ends what it did not wait for. takes_turns: it may have to wait for its turn.';

create type sluice_private.firing_target as (
  organization_id uuid,
  workflow_id uuid,
  live_version_id uuid,
  trigger_id uuid,
  step_no integer,
  is_exit boolean
);
comment on type sluice_private.firing_target is 'What a trigger starts; an exit ends it.';

create type sluice_private.found_item as (
  ordinal bigint,
  key text,
  digest text,
  item jsonb
);
comment on type sluice_private.found_item is 'An item of an answer, with its key and its hash.';

create type sluice_private.frame_change as (
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  change integer
);
comment on type sluice_private.frame_change is 'How the number of things under way in a frame changes.';

create sequence sluice_private.frame_id;

create table sluice_private.frames (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  parent_id bigint,
  container integer,
  iteration integer,
  path text,
  lineage bigint[] not null default '{0}'::bigint[],
  bindings jsonb,
  open integer not null,
  joins jsonb not null default '{}'::jsonb,
  turn integer,
  constraint frames_pkey PRIMARY KEY (organization_id, execution_id, frame_id),
  constraint frames_all_but_the_root_have_a_container CHECK ((frame_id = 0) = (container IS NULL) AND (frame_id = 0) = (parent_id IS NULL)),
  constraint frames_open_is_a_count CHECK (open >= 0)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.frames is 'An activation of a scope; the root''s is 0. open counts what is under way in it, joins holds [live, dead] per join that is partly resolved. lineage: the frames around it and itself; bindings: item and index, and those of the containers around it. turn: where steps run one at a time, the one whose turn it is.';
alter table sluice_private.frames enable row level security;
alter table sluice_private.frames force row level security;
create policy all_owner on sluice_private.frames for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.frames for select to sluice_admin
  using (true);
create policy select_member on sluice_private.frames for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.frames to sluice_admin;
grant select on sluice_private.frames to sluice_member;

create type sluice_private.handed_poll as (
  organization_id uuid,
  poll_id uuid,
  token uuid,
  source text,
  request jsonb,
  timeout_ms integer
);
comment on type sluice_private.handed_poll is 'A poll that a worker is to make, and what to ask.';

create type sluice_private.handed_step as (
  organization_id uuid,
  token bigint,
  execution_id uuid,
  node_id text,
  action text,
  attempt integer,
  idempotency_key text,
  input text,
  timeout_ms integer,
  after_token bigint,
  crashes integer
);
comment on type sluice_private.handed_step is 'A bound lease, as the worker gets it.';

create table sluice_private.held_events (
  organization_id uuid not null,
  trigger_id uuid not null,
  key text not null,
  seq bigint not null generated always as identity,
  event_id uuid not null,
  part text,
  created_at timestamp with time zone not null,
  constraint held_events_pkey PRIMARY KEY (organization_id, trigger_id, key, seq),
  constraint held_events_organization_id_trigger_id_fkey FOREIGN KEY (organization_id, trigger_id) REFERENCES sluice.workflow_triggers(organization_id, id) ON DELETE CASCADE
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.held_events is 'Events that a trigger gathers, or counts, by key: a batch, those of a debounce, the parts of an all-of, or what a throttle has let through.';
alter table sluice_private.held_events enable row level security;
alter table sluice_private.held_events force row level security;
create policy all_owner on sluice_private.held_events for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.held_events for select to sluice_admin
  using (true);
create policy select_member on sluice_private.held_events for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.held_events to sluice_admin;
grant select on sluice_private.held_events to sluice_member;

create table sluice_private.idempotency_keys (
  organization_id uuid not null,
  workflow_id uuid not null,
  key text not null,
  execution_id uuid,
  event_id uuid,
  expires_at timestamp with time zone not null,
  constraint idempotency_keys_pkey PRIMARY KEY (organization_id, workflow_id, key),
  constraint idempotency_keys_key_is_short CHECK (length(key) >= 1 AND length(key) <= 500)
);
comment on table sluice_private.idempotency_keys is 'Keys already used to start a workflow, and what they started.';
CREATE INDEX idempotency_keys_expires_at_idx ON sluice_private.idempotency_keys USING btree (expires_at);
alter table sluice_private.idempotency_keys enable row level security;
alter table sluice_private.idempotency_keys force row level security;
create policy all_owner on sluice_private.idempotency_keys for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.installed_objects (
  name text not null,
  hash text not null,
  migration text not null,
  constraint installed_objects_pkey PRIMARY KEY (name)
);
comment on table sluice_private.installed_objects is 'Functions, views, triggers and policies as the last migration left them: what doctor compares.';
alter table sluice_private.installed_objects enable row level security;
alter table sluice_private.installed_objects force row level security;
create policy all_owner on sluice_private.installed_objects for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.judged_firing as (
  ordinal integer,
  target sluice_private.firing_target,
  event_id uuid,
  key text,
  trigger jsonb,
  execution_id uuid,
  reason text,
  is_duplicate boolean,
  is_deferred boolean
);
comment on type sluice_private.judged_firing is 'A firing with its target, and the execution it starts or why it starts none. Deferred: it is fired again in a transaction of its own.';

create table sluice_private.kept_steps (
  organization_id uuid not null,
  execution_id uuid not null,
  node_id text not null,
  frame_path text not null,
  type text not null,
  is_edited boolean not null default false,
  generation integer,
  status text,
  ports text[],
  attempt integer,
  input jsonb,
  output jsonb,
  error jsonb,
  undo jsonb,
  ready_at timestamp with time zone,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint kept_steps_pkey PRIMARY KEY (organization_id, execution_id, node_id, frame_path),
  constraint kept_steps_status_is_final CHECK (status = ANY (ARRAY['completed'::text, 'failed'::text, 'skipped'::text, 'cancelled'::text, 'timed_out'::text]))
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.kept_steps is 'How steps ended that a retried execution does not run again, until it comes to them. Edited: the input that a step is to be run with instead of its own. undo: of a step inside a container, how to undo it should the container be kept.';
alter table sluice_private.kept_steps enable row level security;
alter table sluice_private.kept_steps force row level security;
create policy all_owner on sluice_private.kept_steps for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.kept_steps for select to sluice_admin
  using (true);
create policy select_member on sluice_private.kept_steps for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.kept_steps to sluice_admin;
grant select on sluice_private.kept_steps to sluice_member;

create sequence sluice_private.lease_token;

create table sluice_private.limit_releases (
  organization_id uuid not null,
  seq bigint not null generated always as identity,
  key text not null,
  execution_id uuid,
  token bigint,
  constraint limit_releases_pkey PRIMARY KEY (organization_id, seq)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.limit_releases is 'What has stopped running under a limit, until admission has counted it; without an execution: the limit itself has changed.';
CREATE INDEX limit_releases_seq_idx ON sluice_private.limit_releases USING btree (seq);
alter table sluice_private.limit_releases enable row level security;
alter table sluice_private.limit_releases force row level security;
create policy all_owner on sluice_private.limit_releases for all to sluice_owner
  using (true)
  with check (true);

create sequence sluice_private.limit_seq;

create table sluice_private.limited_executions (
  organization_id uuid not null,
  execution_id uuid not null,
  workflow_id uuid not null,
  generation integer not null,
  limits jsonb not null,
  priority smallint not null,
  seq bigint not null generated always as identity,
  state text not null default 'new'::text,
  limit_key text,
  limited_at timestamp with time zone not null,
  constraint limited_executions_pkey PRIMARY KEY (organization_id, execution_id),
  constraint limited_executions_state_is_known CHECK (state = ANY (ARRAY['new'::text, 'waiting'::text, 'held'::text, 'ending'::text, 'refused'::text])),
  constraint limited_executions_waiting_has_a_key CHECK ((state = 'waiting'::text) = (limit_key IS NOT NULL))
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.limited_executions is 'Executions under limits. New: admission has not looked at it. Waiting: in line for limit_key since limited_at. Held: it has begun, and counts. Ending: so it does, and is about to be cancelled. Refused: it is about to be cancelled.';
CREATE INDEX limited_executions_limit_idx ON sluice_private.limited_executions USING btree (organization_id, limit_key, priority, seq) WHERE (limit_key IS NOT NULL);
CREATE INDEX limited_executions_new_idx ON sluice_private.limited_executions USING btree (seq) WHERE (state = 'new'::text);
CREATE INDEX limited_executions_workflow_id_idx ON sluice_private.limited_executions USING btree (organization_id, workflow_id) WHERE (state = ANY (ARRAY['new'::text, 'waiting'::text]));
alter table sluice_private.limited_executions enable row level security;
alter table sluice_private.limited_executions force row level security;
create policy all_owner on sluice_private.limited_executions for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.limited_executions for select to sluice_admin
  using (true);
create policy select_member on sluice_private.limited_executions for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _500_release AFTER DELETE ON sluice_private.limited_executions FOR EACH ROW WHEN (old.state = ANY (ARRAY['held'::text, 'ending'::text])) EXECUTE FUNCTION sluice_private.tg_limited_executions__release();
grant select on sluice_private.limited_executions to sluice_admin;
grant select on sluice_private.limited_executions to sluice_member;

create table sluice_private.limits (
  organization_id uuid not null,
  key text not null,
  seq bigint not null default nextval('sluice_private.limit_seq'::regclass),
  held integer not null default 0,
  full_at timestamp with time zone,
  closed_until timestamp with time zone,
  look_at timestamp with time zone,
  constraint limits_pkey PRIMARY KEY (organization_id, key, seq),
  constraint limits_held_is_a_count CHECK (held >= 0)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.limits is 'What each key has used: held counts what runs under it, full_at is the instant at which its rate would be used up evenly (GCRA). closed_until: a provider has asked for a pause. look_at: when those in line for it are looked at again. Written by admission alone.';
CREATE INDEX limits_look_at_idx ON sluice_private.limits USING btree (look_at) WHERE (look_at IS NOT NULL);
CREATE INDEX limits_spent_idx ON sluice_private.limits USING btree (GREATEST(full_at, closed_until)) WHERE ((held = 0) AND (look_at IS NULL));
alter table sluice_private.limits enable row level security;
alter table sluice_private.limits force row level security;
create policy all_owner on sluice_private.limits for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.line_outcome as (
  status text,
  ports text[],
  input jsonb,
  output jsonb,
  verdicts jsonb
);
comment on type sluice_private.line_outcome is 'What a step of a row comes to.';

create table sluice_private.live_executions (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  version_id uuid not null,
  trigger_id uuid,
  trigger_step integer not null,
  status text not null default 'pending'::text,
  input jsonb not null,
  variables jsonb,
  priority smallint not null,
  generation integer not null default 0,
  error jsonb,
  started_by uuid,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  paused_at timestamp with time zone,
  apart_since timestamp with time zone,
  parent_execution_id uuid,
  parent_frame_id bigint,
  parent_step_no integer,
  parent_generation integer,
  root_execution_id uuid,
  depth smallint not null default 0,
  follows_parent boolean not null default false,
  failed_execution_id uuid,
  traceparent text,
  constraint live_executions_pkey PRIMARY KEY (organization_id, id),
  constraint live_executions_child_knows_its_parent CHECK (num_nonnulls(parent_execution_id, parent_frame_id, parent_step_no, parent_generation, root_execution_id) =
CASE depth
    WHEN 0 THEN 0
    ELSE 5
END),
  constraint live_executions_depth_is_bounded CHECK (depth >= 0 AND depth <= 20),
  constraint live_executions_paused_at_is_kept CHECK ((status = 'paused'::text) = (paused_at IS NOT NULL)),
  constraint live_executions_paused_says_why CHECK (status <> 'paused'::text OR error IS NOT NULL),
  constraint live_executions_status_is_live CHECK (status = ANY (ARRAY['pending'::text, 'running'::text, 'waiting'::text, 'paused'::text]))
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.live_executions is 'One row per execution that is not finished; the lock that comes before every other. A child has the step that called it as parent; follows_parent: it is cancelled with that step. failed_execution_id: the execution whose failure it, or what called it, handles. traceparent: the span that started it, as W3C Trace Context writes it.';
CREATE INDEX live_executions_apart_idx ON sluice_private.live_executions USING btree (version_id, organization_id) WHERE (apart_since IS NOT NULL);
CREATE INDEX live_executions_failed_execution_id_idx ON sluice_private.live_executions USING btree (failed_execution_id, organization_id) WHERE (failed_execution_id IS NOT NULL);
CREATE INDEX live_executions_id_idx ON sluice_private.live_executions USING btree (id, organization_id);
CREATE INDEX live_executions_parent_idx ON sluice_private.live_executions USING btree (parent_execution_id, organization_id) WHERE (parent_execution_id IS NOT NULL);
CREATE INDEX live_executions_paused_idx ON sluice_private.live_executions USING btree (id) WHERE (paused_at IS NOT NULL);
CREATE INDEX live_executions_root_idx ON sluice_private.live_executions USING btree (root_execution_id, organization_id) WHERE (root_execution_id IS NOT NULL);
CREATE INDEX live_executions_workflow_id_idx ON sluice_private.live_executions USING btree (workflow_id, id, organization_id);
alter table sluice_private.live_executions enable row level security;
alter table sluice_private.live_executions force row level security;
create policy all_owner on sluice_private.live_executions for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.live_executions for select to sluice_admin
  using (true);
create policy select_member on sluice_private.live_executions for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.live_executions to sluice_admin;
grant select on sluice_private.live_executions to sluice_member;

create table sluice_private.live_outputs (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  node_id text not null,
  status text not null,
  output jsonb,
  sink text,
  constraint live_outputs_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no),
  constraint live_outputs_sink_is_known CHECK (sink = ANY (ARRAY['plain'::text, 'end'::text])),
  constraint live_outputs_status_is_known CHECK (status = ANY (ARRAY['completed'::text, 'failed'::text, 'skipped'::text, 'cancelled'::text, 'timed_out'::text]))
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.live_outputs is 'Outputs that an expression may still read, or that make the output of their frame.';
alter table sluice_private.live_outputs enable row level security;
alter table sluice_private.live_outputs force row level security;
create policy all_owner on sluice_private.live_outputs for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.lock_claims (
  organization_id uuid not null,
  key text not null,
  seq bigint not null generated always as identity,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  generation integer not null,
  state text not null,
  constraint lock_claims_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no, seq),
  constraint lock_claims_key_is_short CHECK (length(key) >= 1 AND length(key) <= 500),
  constraint lock_claims_state_is_known CHECK (state = ANY (ARRAY['new'::text, 'waiting'::text, 'held'::text, 'released'::text]))
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.lock_claims is 'Groups that hold the lock of a key of their organization, or stand in line for it. New and released ones are what pass_locks has still to look at.';
CREATE INDEX lock_claims_changed_idx ON sluice_private.lock_claims USING btree (seq) WHERE (state = ANY (ARRAY['new'::text, 'released'::text]));
CREATE UNIQUE INDEX lock_claims_held_idx ON sluice_private.lock_claims USING btree (organization_id, key) WHERE (state = 'held'::text);
CREATE INDEX lock_claims_key_idx ON sluice_private.lock_claims USING btree (key, organization_id, seq);
alter table sluice_private.lock_claims enable row level security;
alter table sluice_private.lock_claims force row level security;
create policy all_owner on sluice_private.lock_claims for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.maintenance (
  is_only boolean not null default true,
  next_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  expired_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  expired_to uuid not null default '00000000-0000-0000-0000-000000000000'::uuid,
  retiring_to timestamp with time zone,
  copied_to uuid,
  constraint maintenance_pkey PRIMARY KEY (is_only),
  constraint maintenance_is_one_row CHECK (is_only)
) with (fillfactor=50);
comment on table sluice_private.maintenance is 'How far the maintenance of history has come. next_at: nothing to do before. expired_to: the last workflow whose executions were looked at, and expired_at when the last round of these began. retiring_to: partitions that end by then are being replaced by what is kept of them; copied_to: up to which id that is copied.';
alter table sluice_private.maintenance enable row level security;
alter table sluice_private.maintenance force row level security;
create policy all_owner on sluice_private.maintenance for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.new_events (
  organization_id uuid not null,
  event_id uuid not null,
  seq bigint not null generated always as identity,
  topic bigint not null,
  after_workflow uuid,
  after_trigger uuid,
  after_wait bigint,
  constraint new_events_pkey PRIMARY KEY (organization_id, event_id)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.new_events is 'Events that have not been brought to all whom they are for. after_wait: the last wait that has been told of it, while there are others. after_workflow, after_trigger: the subscription that it has come to.';
CREATE INDEX new_events_seq_idx ON sluice_private.new_events USING btree (seq);
alter table sluice_private.new_events enable row level security;
alter table sluice_private.new_events force row level security;
create policy all_owner on sluice_private.new_events for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.organization_share as (
  organization_id uuid,
  weight integer,
  pass double precision,
  running integer
);
comment on type sluice_private.organization_share is 'What an organization has had: worker-seconds, divided by its weight; and how many steps it runs.';

create table sluice_private.organization_weights (
  organization_id uuid not null,
  weight integer not null,
  constraint organization_weights_pkey PRIMARY KEY (organization_id),
  constraint organization_weights_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES sluice.organizations(id) ON DELETE CASCADE,
  constraint organization_weights_weight_is_in_range CHECK (weight >= 1 AND weight <= 1000)
);
comment on table sluice_private.organization_weights is 'How large the share of an organization is that waits together with others; 1 where there is no row.';
alter table sluice_private.organization_weights enable row level security;
alter table sluice_private.organization_weights force row level security;
create policy all_owner on sluice_private.organization_weights for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.parsed_cron as (
  rule sluice_private.cron,
  fault text,
  hint text
);
comment on type sluice_private.parsed_cron is 'A cron expression, compiled; or what is wrong with it, and what to write.';

create table sluice_private.partition_sizes (
  name text not null,
  bytes bigint not null,
  measured_at timestamp with time zone not null,
  constraint partition_sizes_pkey PRIMARY KEY (name)
);
comment on table sluice_private.partition_sizes is 'How large the partitions of history were, by the end of their name, and when that was last looked at.';
alter table sluice_private.partition_sizes enable row level security;
alter table sluice_private.partition_sizes force row level security;
create policy all_owner on sluice_private.partition_sizes for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.passed_step as (
  place tid,
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  step_no integer,
  action text,
  token bigint,
  worker_id uuid,
  epoch bigint,
  attempt integer,
  crashes integer,
  ready_at timestamp with time zone,
  bound_at timestamp with time zone,
  input jsonb,
  output jsonb,
  node_id text,
  is_kept boolean,
  verdicts jsonb,
  next_no integer,
  next_node_id text,
  next_action text,
  next_input jsonb,
  next_timeout_ms integer
);
comment on type sluice_private.passed_step is 'A step at the root that a worker has completed, the place of its lease, and its successor.';

create table sluice_private.paused_scopes (
  organization_id uuid not null,
  workflow_id uuid not null,
  reason text,
  paused_by uuid,
  paused_at timestamp with time zone not null,
  constraint paused_scopes_pkey PRIMARY KEY (organization_id, workflow_id),
  constraint paused_scopes_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES sluice.organizations(id) ON DELETE CASCADE
);
comment on table sluice_private.paused_scopes is 'Workflows that are paused; with the nil id, whole organizations. Nearly always empty.';
alter table sluice_private.paused_scopes enable row level security;
alter table sluice_private.paused_scopes force row level security;
create policy all_owner on sluice_private.paused_scopes for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.poll_items (
  organization_id uuid not null,
  poll_id uuid not null,
  key text not null,
  digest text not null,
  number bigint not null generated by default as identity,
  seen_at timestamp with time zone not null,
  item jsonb,
  constraint poll_items_pkey PRIMARY KEY (organization_id, poll_id, key),
  constraint poll_items_organization_id_poll_id_fkey FOREIGN KEY (organization_id, poll_id) REFERENCES sluice.workflow_polls(organization_id, id) ON DELETE CASCADE
) with (autovacuum_vacuum_scale_factor=0.05, autovacuum_vacuum_cost_delay=0);
comment on table sluice_private.poll_items is 'The items that polls have seen, by key. digest: the hash of what was seen, where a change counts. item: it has not fired yet.';
CREATE INDEX poll_items_pending_idx ON sluice_private.poll_items USING btree (poll_id, number) WHERE (item IS NOT NULL);
CREATE INDEX poll_items_seen_at_idx ON sluice_private.poll_items USING btree (poll_id, seen_at);
alter table sluice_private.poll_items enable row level security;
alter table sluice_private.poll_items force row level security;
create policy all_owner on sluice_private.poll_items for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.poll_plan as (
  template jsonb,
  slots jsonb,
  paths jsonpath[],
  items jsonpath,
  dedupe_key jsonpath,
  cursor jsonpath,
  is_item_cursor boolean,
  next jsonpath,
  is_paged boolean
);
comment on type sluice_private.poll_plan is 'What a poll asks for, with its templates compiled, and where in the answer its items, their keys, the cursor and the next page are. is_item_cursor: the cursor is in the items. is_paged: the request names the page.';

create type sluice_private.queue_item as (
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  step_no integer,
  generation integer,
  token bigint
);
comment on type sluice_private.queue_item is 'A step that is in the queue, or with a worker: then by this lease.';

create type sluice_private.queued_step as (
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  frame_id bigint,
  step_no integer,
  generation integer,
  action text,
  input jsonb,
  attempt integer,
  crashes integer,
  priority smallint,
  ready_at timestamp with time zone,
  token bigint,
  is_limited boolean
);
comment on type sluice_private.queued_step is 'A step that a worker shall run.';

create type sluice_private.ready_queue as (
  organization_id uuid,
  action text,
  priority smallint,
  mark bigint,
  next_mark bigint
);
comment on type sluice_private.ready_queue is 'Ready steps of one organization, action and priority; none of them has a seq up to mark.';

create sequence sluice_private.ready_seq;

create table sluice_private.ready_steps (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  generation integer not null,
  version_id uuid not null,
  action text not null,
  input jsonb not null,
  attempt integer not null,
  crashes integer not null default 0,
  priority smallint not null,
  seq bigint not null default nextval('sluice_private.ready_seq'::regclass),
  ready_at timestamp with time zone not null,
  constraint ready_steps_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.ready_steps is 'The backlog: steps that may run as soon as a worker has room.';
CREATE INDEX ready_steps_queue_idx ON sluice_private.ready_steps USING btree (action, organization_id, priority, seq);
CREATE INDEX ready_steps_seq_idx ON sluice_private.ready_steps USING btree (action, seq);
CREATE INDEX ready_steps_suspects_idx ON sluice_private.ready_steps USING btree (seq) WHERE (crashes > 0);
alter table sluice_private.ready_steps enable row level security;
alter table sluice_private.ready_steps force row level security;
create policy all_owner on sluice_private.ready_steps for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.ready_steps for select to sluice_admin
  using (true);
create policy select_member on sluice_private.ready_steps for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.ready_steps to sluice_admin;
grant select on sluice_private.ready_steps to sluice_member;

create table sluice_private.record_subscriptions (
  organization_id uuid not null,
  workflow_id uuid not null,
  node_id text not null,
  event text not null,
  topic bigint not null,
  trigger_id uuid,
  fields text[],
  constraint record_subscriptions_pkey PRIMARY KEY (organization_id, workflow_id, node_id, event),
  constraint record_subscriptions_organization_id_trigger_id_fkey FOREIGN KEY (organization_id, trigger_id) REFERENCES sluice.workflow_triggers(organization_id, id) ON DELETE CASCADE,
  constraint record_subscriptions_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES sluice.workflows(organization_id, id) ON DELETE CASCADE
);
comment on table sluice_private.record_subscriptions is 'Who wants to know of which changes of records: triggers, and (without a trigger) waits. topic: a hash of organization and event. Fields: only if one of these has changed; null: always.';
CREATE INDEX record_subscriptions_event_idx ON sluice_private.record_subscriptions USING btree (event, organization_id);
CREATE INDEX record_subscriptions_topic_idx ON sluice_private.record_subscriptions USING btree (topic);
CREATE INDEX record_subscriptions_trigger_id_idx ON sluice_private.record_subscriptions USING btree (organization_id, trigger_id);
alter table sluice_private.record_subscriptions enable row level security;
alter table sluice_private.record_subscriptions force row level security;
create policy all_owner on sluice_private.record_subscriptions for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.record_triggers (
  organization_id uuid not null,
  name text not null,
  events text[] not null,
  fields text[],
  handler text not null,
  constraint record_triggers_pkey PRIMARY KEY (organization_id, name),
  constraint record_triggers_organization_id_name_fkey FOREIGN KEY (organization_id, name) REFERENCES sluice.workflow_trigger_definitions(organization_id, name) ON DELETE CASCADE
);
comment on table sluice_private.record_triggers is 'Triggers that changes of records fire: by which events ({object}: of their config), only if which fields change (null: those of their config), and the function of (organization, config, change) that answers what expressions read as trigger.payload, or null.';
alter table sluice_private.record_triggers enable row level security;
alter table sluice_private.record_triggers force row level security;
create policy all_owner on sluice_private.record_triggers for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.resolution as (
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  frame_id bigint,
  step_no integer,
  generation integer,
  live integer,
  dead integer,
  in_degree integer,
  join_kind text,
  needed integer,
  cancels boolean,
  token bigint,
  takes_turns boolean
);
comment on type sluice_private.resolution is 'How many edges to a step have just gone live or dead; the token is of the report that did it.';

create table sluice_private.row_changes (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  seq bigint not null generated always as identity,
  object text not null,
  operation text not null,
  key text[] not null,
  columns jsonb not null,
  differs boolean[] not null,
  new_count integer not null,
  old_count integer not null,
  new_values sluice_private.column_values,
  old_values sluice_private.column_values,
  caused_by text default "left"(current_setting('sluice.caused_by'::text, true), 36),
  created_at timestamp with time zone not null default sluice_hidden.now(),
  constraint row_changes_pkey PRIMARY KEY (organization_id, id)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.row_changes is 'What statements have changed in watched tables and is no event yet: about 1,000 rows of one organization at the most. Of the old rows those columns that differ from the new ones. caused_by: the execution whose SQL action has changed them.';
CREATE INDEX row_changes_seq_idx ON sluice_private.row_changes USING btree (seq);
alter table sluice_private.row_changes enable row level security;
alter table sluice_private.row_changes force row level security;
create policy all_owner on sluice_private.row_changes for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.schedule_rule as (
  zone text,
  cron sluice_private.cron,
  step interval,
  anchor timestamp with time zone,
  dates timestamp with time zone[],
  hours jsonb,
  calendar text,
  is_moved boolean,
  records jsonb
);
comment on type sluice_private.schedule_rule is 'When a schedule is due: by cron, every step from anchor on, on dates, or in hours (at their opening and, with a step, every step). With a calendar beside one of the first three: only while it is open, or, moved, as soon as it is. records: it then looks for records whose date has come: { trigger, name, offset, repeat, types }.';

create type sluice_private.schedule_run as (
  place integer,
  job_id uuid,
  instant timestamp with time zone,
  firing sluice_private.trigger_firing
);
comment on type sluice_private.schedule_run is 'An instant at which a schedule fires, by its place among all that do now.';

create table sluice_private.segment_members (
  organization_id uuid not null,
  trigger_id uuid not null,
  key text not null,
  entered_at timestamp with time zone not null,
  constraint segment_members_pkey PRIMARY KEY (organization_id, trigger_id, key),
  constraint segment_members_organization_id_trigger_id_fkey FOREIGN KEY (organization_id, trigger_id) REFERENCES sluice.workflow_triggers(organization_id, id) ON DELETE CASCADE
);
comment on table sluice_private.segment_members is 'The records that were inside the segment of a trigger when it was last looked at.';
alter table sluice_private.segment_members enable row level security;
alter table sluice_private.segment_members force row level security;
create policy all_owner on sluice_private.segment_members for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.settled_step as (
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  frame_id bigint,
  step_no integer,
  generation integer,
  status text,
  ports text[],
  attempt integer,
  input jsonb,
  output jsonb,
  error jsonb,
  verdicts jsonb,
  ready_at timestamp with time zone,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  due_at timestamp with time zone,
  token bigint
);
comment on type sluice_private.settled_step is 'A step that has just ended. Null ports: its edges are not resolved, the frame is ending.';

create table sluice_private.simulations (
  xid xid8 not null,
  constraint simulations_pkey PRIMARY KEY (xid)
);
comment on table sluice_private.simulations is 'Transactions in which a simulation runs: there the setting sluice.clock holds. Its rollback takes the row away, so the table is empty to everybody else.';
comment on column sluice_private.simulations.xid is 'The transaction.';
alter table sluice_private.simulations enable row level security;
alter table sluice_private.simulations force row level security;
create policy all_owner on sluice_private.simulations for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.sleeping_feeds (
  id uuid not null,
  expires_at timestamp with time zone not null,
  constraint sleeping_feeds_pkey PRIMARY KEY (id)
);
comment on table sluice_private.sleeping_feeds is 'API servers with subscribers that look seldom now and wait to be told.';
alter table sluice_private.sleeping_feeds enable row level security;
alter table sluice_private.sleeping_feeds force row level security;
create policy all_owner on sluice_private.sleeping_feeds for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.started_line as (
  arrival_place tid,
  place tid,
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  trigger_step integer,
  created_at timestamp with time zone,
  priority smallint,
  node_id text,
  verdicts jsonb,
  next_no integer,
  next_node_id text,
  next_action text,
  next_input jsonb,
  next_timeout_ms integer
);
comment on type sluice_private.started_line is 'An execution that shall begin, where its start and its row are, and the successor of its trigger.';

create table sluice_private.step_attempts (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  generation integer not null,
  attempt integer not null,
  crash integer not null default 0,
  token bigint not null,
  worker_id uuid,
  epoch bigint,
  status text not null,
  error jsonb,
  started_at timestamp with time zone,
  finished_at timestamp with time zone not null,
  constraint step_attempts_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no, generation, attempt, crash),
  constraint step_attempts_status_is_known CHECK (status = ANY (ARRAY['completed'::text, 'failed'::text, 'crashed'::text, 'cancelled'::text]))
) partition by RANGE (execution_id);
comment on table sluice_private.step_attempts is 'Attempts of worker steps, but for those of which the row of their step tells: that they completed it.';
alter table sluice_private.step_attempts enable row level security;
alter table sluice_private.step_attempts force row level security;
create policy all_owner on sluice_private.step_attempts for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.step_attempts for select to sluice_admin
  using (true);
create policy select_member on sluice_private.step_attempts for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.step_attempts to sluice_admin;
grant select on sluice_private.step_attempts to sluice_member;

create table sluice_private.step_leases (
  organization_id uuid not null,
  token bigint not null default nextval('sluice_private.lease_token'::regclass),
  slot bigint not null generated always as ((token & ('-32'::integer)::bigint)) stored,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  generation integer not null,
  version_id uuid not null,
  action text not null,
  input jsonb not null,
  attempt integer not null,
  crashes integer not null default 0,
  priority smallint not null,
  worker_id uuid,
  epoch bigint,
  ready_at timestamp with time zone not null,
  start_by timestamp with time zone not null,
  bound_at timestamp with time zone,
  missing_since timestamp with time zone,
  limits jsonb,
  expires_at timestamp with time zone,
  holder text,
  constraint step_leases_pkey PRIMARY KEY (organization_id, slot),
  constraint step_leases_bound_has_a_worker CHECK ((bound_at IS NULL) = (worker_id IS NULL)),
  constraint step_leases_lock_has_a_holder CHECK ((expires_at IS NULL) = (holder IS NULL))
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.step_leases is 'Permission to run one attempt of one step. Offered: no worker yet, to be started by start_by. Bound: that worker runs it. The token is the fence; the step that follows in the same slot has the next one, in the same row, of which no index knows. limits: what it counts under. With a holder: a lock that somebody took by acquire_queue_lock, who sends no heartbeat; it ends at expires_at, and at -infinity it has been given back.';
CREATE INDEX step_leases_beside_idx ON sluice_private.step_leases USING btree (slot) WHERE ((crashes > 0) OR (expires_at IS NOT NULL));
CREATE INDEX step_leases_execution_id_idx ON sluice_private.step_leases USING btree (execution_id);
CREATE INDEX step_leases_expires_at_idx ON sluice_private.step_leases USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX step_leases_limits_idx ON sluice_private.step_leases USING btree (organization_id, slot) WHERE (limits IS NOT NULL);
CREATE INDEX step_leases_offered_idx ON sluice_private.step_leases USING btree (action, slot) WHERE (worker_id IS NULL);
CREATE INDEX step_leases_worker_id_idx ON sluice_private.step_leases USING btree (worker_id) WHERE (worker_id IS NOT NULL);
alter table sluice_private.step_leases enable row level security;
alter table sluice_private.step_leases force row level security;
create policy all_owner on sluice_private.step_leases for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.step_leases for select to sluice_admin
  using (true);
create policy select_member on sluice_private.step_leases for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
CREATE TRIGGER _500_release AFTER DELETE ON sluice_private.step_leases FOR EACH ROW WHEN (old.limits IS NOT NULL) EXECUTE FUNCTION sluice_private.tg_step_leases__release();
grant select on sluice_private.step_leases to sluice_admin;
grant select on sluice_private.step_leases to sluice_member;

create table sluice_private.step_limits (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  limits jsonb not null,
  constraint step_limits_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.step_limits is 'The limits of steps that have some, with their keys filled in, until their execution ends.';
alter table sluice_private.step_limits enable row level security;
alter table sluice_private.step_limits force row level security;
create policy all_owner on sluice_private.step_limits for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.step_report as (
  organization_id uuid,
  execution_id uuid,
  token bigint,
  worker_id uuid,
  epoch bigint,
  outcome text,
  body jsonb
);
comment on type sluice_private.step_report is 'What a worker says of a lease it holds.';

create table sluice_private.step_successors (
  organization_id uuid not null,
  version_id uuid not null,
  step_no integer not null,
  node_id text not null,
  type text not null,
  action text,
  is_kept boolean not null,
  verdicts jsonb,
  next_no integer not null,
  next_node_id text,
  next_action text,
  next_timeout_ms integer,
  next_template jsonb,
  next_keys text[],
  next_sources integer[],
  next_parts jsonpath[],
  constraint step_successors_pkey PRIMARY KEY (organization_id, version_id, step_no),
  constraint step_successors_organization_id_version_id_fkey FOREIGN KEY (organization_id, version_id) REFERENCES sluice.workflow_versions(organization_id, id) ON DELETE CASCADE
);
comment on table sluice_private.step_successors is 'Of each step that one step alone follows, with nothing to be decided between them: all that is needed to go there, in one row. A worker runs what follows; but without next_action, after a trigger, it is to be fired. next_no 0: a worker runs the step, and the execution ends with it. is_kept: something besides the input of its successor reads its output. next_sources: where the slots of that input read (the output of a step; 0 the trigger, -1 the variables), and next_parts the paths from there.';
alter table sluice_private.step_successors enable row level security;
alter table sluice_private.step_successors force row level security;
create policy all_owner on sluice_private.step_successors for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.successor as (
  node_id text,
  type text,
  action text,
  is_kept boolean,
  verdicts jsonb,
  next_no integer,
  next_node_id text,
  next_action text,
  next_input jsonb,
  next_timeout_ms integer
);
comment on type sluice_private.successor is 'The step that alone follows one that has completed, with its input; next_no is 0 where the execution ends. Up to verdicts: of the completed step.';

create table sluice_private.sweeps (
  is_only boolean not null default true,
  last_at timestamp with time zone not null,
  armed_at timestamp with time zone not null,
  looked_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  server text not null default ''::text,
  constraint sweeps_pkey PRIMARY KEY (is_only),
  constraint sweeps_is_one_row CHECK (is_only)
);
comment on table sluice_private.sweeps is 'When and on which server the sweeper last ran, and since when without a gap; after an outage nobody counts as dead before a clean round.';
alter table sluice_private.sweeps enable row level security;
alter table sluice_private.sweeps force row level security;
create policy all_owner on sluice_private.sweeps for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.table_watches (
  organization_id uuid not null,
  object text not null,
  relation regclass not null,
  organization_column smallint,
  key_columns smallint[] not null,
  columns smallint[],
  left_out smallint[] not null default '{}'::smallint[],
  operations text[] not null,
  shape text not null default ''::text,
  statements jsonb not null default '{}'::jsonb,
  watched_by text not null default SESSION_USER,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  constraint table_watches_pkey PRIMARY KEY (organization_id, object),
  constraint table_watches_key_is_given CHECK (cardinality(key_columns) > 0),
  constraint table_watches_object_is_a_name CHECK (object ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,149}$'::text),
  constraint table_watches_operations_are_known CHECK (cardinality(operations) > 0 AND operations <@ '{created,updated,deleted}'::text[])
);
comment on table sluice_private.table_watches is 'Tables whose changes become events: all of an organization, or, in the nil one, of the organization that each row names. Columns by their numbers, which a new name leaves as they are; columns null: all. Statements: how the triggers note what has changed, as long as the columns have this shape.';
CREATE INDEX table_watches_relation_idx ON sluice_private.table_watches USING btree (relation);
alter table sluice_private.table_watches enable row level security;
alter table sluice_private.table_watches force row level security;
create policy all_owner on sluice_private.table_watches for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.table_watches for select to sluice_admin
  using (true);
create policy select_member on sluice_private.table_watches for select to sluice_member
  using (organization_id = '00000000-0000-0000-0000-000000000000'::uuid OR (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[])));
grant select on sluice_private.table_watches to sluice_admin;
grant select on sluice_private.table_watches to sluice_member;

create table sluice_private.taken_events (
  organization_id uuid not null,
  execution_id uuid not null,
  step_no integer not null,
  event_id uuid not null,
  taken_at timestamp with time zone not null,
  constraint taken_events_pkey PRIMARY KEY (organization_id, execution_id, step_no, event_id)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.taken_events is 'Events that have ended a wait in a container: for its later iterations they do not count again.';
alter table sluice_private.taken_events enable row level security;
alter table sluice_private.taken_events force row level security;
create policy all_owner on sluice_private.taken_events for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.test_mode (
  enabled boolean not null,
  constraint test_mode_pkey PRIMARY KEY (enabled),
  constraint test_mode_is_on_or_absent CHECK (enabled)
);
comment on table sluice_private.test_mode is 'One row turns on the test clock and the failpoints. Production has none.';
comment on column sluice_private.test_mode.enabled is 'Always true: the row is the switch.';
alter table sluice_private.test_mode enable row level security;
alter table sluice_private.test_mode force row level security;
create policy all_owner on sluice_private.test_mode for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.timers (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  kind text not null,
  due_at timestamp with time zone not null,
  is_parked boolean not null default false,
  constraint timers_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no, kind),
  constraint timers_kind_is_known CHECK (kind = ANY (ARRAY['wait'::text, 'retry'::text, 'deadline'::text, 'timeout'::text, 'poll'::text, 'remind'::text]))
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.timers is 'Every deadline is a row; a finished execution has none.';
CREATE INDEX timers_due_at_idx ON sluice_private.timers USING btree (due_at) WHERE (NOT is_parked);
CREATE INDEX timers_share_idx ON sluice_private.timers USING btree (organization_id, due_at) WHERE (NOT is_parked);
alter table sluice_private.timers enable row level security;
alter table sluice_private.timers force row level security;
create policy all_owner on sluice_private.timers for all to sluice_owner
  using (true)
  with check (true);

create type sluice_private.told_wait as (
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  step_no integer,
  generation integer,
  port text,
  output jsonb,
  created_at timestamp with time zone
);
comment on type sluice_private.told_wait is 'A wait that something has come for: the port that it opens, and its output.';

create table sluice_private.trigger_counts (
  organization_id uuid not null,
  trigger_id uuid not null,
  seq bigint not null generated always as identity,
  started bigint not null default 0,
  completed bigint not null default 0,
  failed bigint not null default 0,
  last_at timestamp with time zone,
  is_folded boolean not null default false,
  constraint trigger_counts_pkey PRIMARY KEY (organization_id, trigger_id, seq)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.trigger_counts is 'How many executions triggers have started, and how these ended: a row for each batch, which the sweeper folds into one for each trigger. Only ever inserted and deleted, so that nobody waits for a row.';
CREATE INDEX trigger_counts_new_idx ON sluice_private.trigger_counts USING btree (seq) WHERE (NOT is_folded);
alter table sluice_private.trigger_counts enable row level security;
alter table sluice_private.trigger_counts force row level security;
create policy all_owner on sluice_private.trigger_counts for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.trigger_counts for select to sluice_admin
  using (true);
create policy select_member on sluice_private.trigger_counts for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.trigger_counts to sluice_admin;
grant select on sluice_private.trigger_counts to sluice_member;

create type sluice_private.trigger_firing as (
  organization_id uuid,
  trigger_id uuid,
  event_id uuid,
  key text,
  trigger jsonb
);
comment on type sluice_private.trigger_firing is 'A trigger that fires: by which event (null: none), by which key it does so once (null: always), and what expressions read as trigger, to which type, id and event_id are added.';

create table sluice_private.trigger_timers (
  organization_id uuid not null,
  trigger_id uuid not null,
  key text not null,
  due_at timestamp with time zone not null,
  state jsonb not null default '{}'::jsonb,
  constraint trigger_timers_pkey PRIMARY KEY (organization_id, trigger_id, key),
  constraint trigger_timers_organization_id_trigger_id_fkey FOREIGN KEY (organization_id, trigger_id) REFERENCES sluice.workflow_triggers(organization_id, id) ON DELETE CASCADE
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.trigger_timers is 'When a trigger is to be looked at: for the events that it holds by this key, or, without a key, for what it watches.';
CREATE INDEX trigger_timers_due_at_idx ON sluice_private.trigger_timers USING btree (due_at);
CREATE INDEX trigger_timers_share_idx ON sluice_private.trigger_timers USING btree (organization_id, due_at) WHERE (due_at < 'infinity'::timestamp with time zone);
alter table sluice_private.trigger_timers enable row level security;
alter table sluice_private.trigger_timers force row level security;
create policy all_owner on sluice_private.trigger_timers for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.trigger_timers for select to sluice_admin
  using (true);
create policy select_member on sluice_private.trigger_timers for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.trigger_timers to sluice_admin;
grant select on sluice_private.trigger_timers to sluice_member;

create table sluice_private.waits (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no integer not null,
  generation integer not null,
  version_id uuid not null,
  input jsonb,
  due_port text,
  started_at timestamp with time zone not null,
  constraint waits_pkey PRIMARY KEY (organization_id, execution_id, frame_id, step_no),
  constraint waits_due_port_is_known CHECK (due_port = ANY (ARRAY['elapsed'::text, 'timeout'::text]))
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0, vacuum_truncate=off, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=100000);
comment on table sluice_private.waits is 'Steps that are suspended; nothing runs for them. due_port: what opens when its timer is due; null where it has none.';
alter table sluice_private.waits enable row level security;
alter table sluice_private.waits force row level security;
create policy all_owner on sluice_private.waits for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.waits for select to sluice_admin
  using (true);
create policy select_member on sluice_private.waits for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.waits to sluice_admin;
grant select on sluice_private.waits to sluice_member;

create table sluice_private.watch_faults (
  organization_id uuid not null,
  object text not null,
  id uuid not null default sluice_hidden.uuidv7(),
  operation text not null,
  code text not null,
  message text not null,
  created_at timestamp with time zone not null default sluice_hidden.now(),
  constraint watch_faults_pkey PRIMARY KEY (organization_id, object, id)
);
comment on table sluice_private.watch_faults is 'Statements of which no event could be made; they themselves went through.';
alter table sluice_private.watch_faults enable row level security;
alter table sluice_private.watch_faults force row level security;
create policy all_owner on sluice_private.watch_faults for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.watch_faults for select to sluice_admin
  using (true);
create policy select_member on sluice_private.watch_faults for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.watch_faults to sluice_admin;
grant select on sluice_private.watch_faults to sluice_member;

create table sluice_private.watched_scopes (
  organization_id uuid not null,
  scope uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  settled_xid xid8,
  expires_at timestamp with time zone not null,
  constraint watched_scopes_pkey PRIMARY KEY (organization_id, scope)
);
comment on table sluice_private.watched_scopes is 'Organizations, workflows and executions that somebody watches, until expires_at. xid: since when; settled_xid: whoever began later has seen this row.';
alter table sluice_private.watched_scopes enable row level security;
alter table sluice_private.watched_scopes force row level security;
create policy all_owner on sluice_private.watched_scopes for all to sluice_owner
  using (true)
  with check (true);

create table sluice_private.webhook_counts (
  organization_id uuid not null,
  number bigint not null generated always as identity,
  webhook_id uuid not null,
  accepted bigint not null default 0,
  repeated bigint not null default 0,
  refused bigint not null default 0,
  last_at timestamp with time zone not null,
  is_folded boolean not null default false,
  constraint webhook_counts_pkey PRIMARY KEY (organization_id, number)
);
comment on table sluice_private.webhook_counts is 'How many requests came to each webhook: a row for each, which the sweeper folds into one. Only ever inserted and deleted, so that nobody waits for a row.';
comment on column sluice_private.webhook_counts.accepted is 'Deliveries that were taken.';
comment on column sluice_private.webhook_counts.repeated is 'Deliveries that had been taken before.';
comment on column sluice_private.webhook_counts.refused is 'Requests that were refused.';
CREATE INDEX webhook_counts_new_idx ON sluice_private.webhook_counts USING btree (number) WHERE (NOT is_folded);
CREATE INDEX webhook_counts_webhook_id_idx ON sluice_private.webhook_counts USING btree (webhook_id, organization_id);
alter table sluice_private.webhook_counts enable row level security;
alter table sluice_private.webhook_counts force row level security;
create policy all_owner on sluice_private.webhook_counts for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.webhook_counts for select to sluice_admin
  using (true);
create policy select_member on sluice_private.webhook_counts for select to sluice_member
  using (organization_id = ANY ((( SELECT sluice_hidden.my_organization_ids() AS my_organization_ids))::uuid[]));
grant select on sluice_private.webhook_counts to sluice_admin;
grant select on sluice_private.webhook_counts to sluice_member;

create type sluice_private.webhook_target as (
  organization_id uuid,
  webhook_id uuid,
  trigger_id uuid,
  workflow_id uuid,
  trigger text,
  config jsonb,
  dedupe jsonpath
);
comment on type sluice_private.webhook_target is 'A webhook registration with the trigger behind it.';

create type sluice_private.weighed_history as (
  organization_id uuid,
  workflow_id uuid,
  executions numeric,
  weight numeric
);
comment on type sluice_private.weighed_history is 'About how many executions of a workflow (of the nil id: events) a partition has, and what they weigh.';

create type sluice_private.woken_line as (
  timer_place tid,
  wait_place tid,
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  step_no integer,
  due_at timestamp with time zone,
  started_at timestamp with time zone,
  input jsonb,
  output jsonb,
  priority smallint,
  node_id text,
  is_kept boolean,
  verdicts jsonb,
  next_no integer,
  next_node_id text,
  next_action text,
  next_input jsonb,
  next_timeout_ms integer
);
comment on type sluice_private.woken_line is 'An execution whose wait is over, where its timer and its wait are, and the successor of the wait.';

create sequence sluice_private.worker_epoch;

create table sluice_private.workers (
  id uuid not null,
  epoch bigint not null,
  host text not null,
  pid integer not null,
  actions text[] not null,
  concurrency integer not null,
  version text not null default ''::text,
  connection text not null default 'unknown'::text,
  session_pid integer,
  session_missing_since timestamp with time zone,
  is_listening boolean not null default false,
  is_idle boolean not null default false,
  is_draining boolean not null default false,
  started_at timestamp with time zone not null default clock_timestamp(),
  last_seen_at timestamp with time zone not null default clock_timestamp(),
  over_share uuid[] not null default '{}'::uuid[],
  constraint workers_pkey PRIMARY KEY (id),
  constraint workers_epoch_key UNIQUE (epoch),
  constraint workers_concurrency_is_positive CHECK (concurrency >= 1 AND concurrency <= 10000),
  constraint workers_connection_is_known CHECK (connection = ANY (ARRAY['unknown'::text, 'direct'::text, 'pooled'::text]))
) with (fillfactor=50);
comment on table sluice_private.workers is 'One row per worker process: its heartbeat, and the session whose end tells of its death sooner. over_share: organizations that have had more than their share while others wait.';
alter table sluice_private.workers enable row level security;
alter table sluice_private.workers force row level security;
create policy all_owner on sluice_private.workers for all to sluice_owner
  using (true)
  with check (true);
create policy select_admin on sluice_private.workers for select to sluice_admin
  using (true);
grant select on sluice_private.workers to sluice_admin;

create type sluice_private.workflow_start as (
  workflow sluice.workflows,
  trigger sluice.workflow_triggers
);
comment on type sluice_private.workflow_start is 'A workflow, and the trigger to start it from.';

create function sluice_private.absent_reads(path jsonpath, triggers text[], fields text[])
returns SETOF text
language sql immutable;
comment on function sluice_private.absent_reads(jsonpath,text[],text[]) is 'What a path reads that no context ever has, as canonical paths.';

create function sluice_private.action_data_set(organization_id uuid, input jsonb, context jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.action_data_set(uuid,jsonb,jsonb) is 'data.set: its output is its input, with the expressions filled in.';

create function sluice_private.action_emit_event(organization_id uuid, input jsonb, context jsonb)
returns jsonb
language plpgsql volatile;
comment on function sluice_private.action_emit_event(uuid,jsonb,jsonb) is 'emit_event: makes an event, as sluice.emit_event does, of which one knows the execution.';

create function sluice_private.action_http_respond(organization_id uuid, input jsonb, context jsonb)
returns jsonb
language plpgsql volatile;
comment on function sluice_private.action_http_respond(uuid,jsonb,jsonb) is 'http.respond: answers the request that started the execution, if its sender still waits.';

create function sluice_private.action_log_activity(organization_id uuid, input jsonb, context jsonb)
returns jsonb
language plpgsql volatile;
comment on function sluice_private.action_log_activity(uuid,jsonb,jsonb) is 'log_activity: writes a line into the log of the execution.';

create function sluice_private.add_event(organization_id uuid, name text, key text, payload jsonb, details jsonb, ttl interval DEFAULT NULL::interval)
returns uuid
language plpgsql volatile;
comment on function sluice_private.add_event(uuid,text,text,jsonb,jsonb,interval) is 'An event that an execution makes: a row, which the matcher takes once it is committed; its id.';

create function sluice_private.add_join_counts(joins jsonb, counts jsonb)
returns jsonb
language plpgsql immutable;
comment on function sluice_private.add_join_counts(jsonb,jsonb) is 'Adds { step: [live, dead] } to the counts of a frame.';

create function sluice_private.add_partition(parent regclass, name text, lower_bound uuid, upper_bound uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.add_partition(regclass,text,uuid,uuid) is 'Adds one range partition, closed to everybody but the owner; no bound is the end of the range.';

create function sluice_private.admit(host sluice_private.workers DEFAULT NULL::sluice_private.workers, room integer DEFAULT NULL::integer, OUT moved integer, OUT handed sluice_private.handed_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.admit(sluice_private.workers,integer) is 'Lets executions begin, and admits steps of the backlog, where no limit forbids it, for the host that asks and for workers that sleep, each what it serves: how many it moved, and up to room of them as steps of the host; the others get a graphile job.';

create function sluice_private.admit_beside(INOUT handed sluice_private.handed_step[], host sluice_private.workers, room integer, OUT moved integer)
returns record
language plpgsql volatile;
comment on function sluice_private.admit_beside(sluice_private.handed_step[],sluice_private.workers,integer) is 'Admits steps beside those that were given to this host directly, unless it has just done so: how many it moved; all that the host has been given.';

create function sluice_private.admit_group(state sluice_private.admissions, served text[], free integer, host sluice_private.workers, room integer, kept integer, OUT shares sluice_private.organization_share[], OUT queues sluice_private.ready_queue[], OUT waiting uuid[], OUT leased integer, OUT handed sluice_private.handed_step[], OUT moved integer)
returns record
language plpgsql volatile;
comment on function sluice_private.admit_group(sluice_private.admissions,text[],integer,sluice_private.workers,integer,integer) is 'Admits up to so many steps of these actions, up to room of them to this host itself, but of some places only to organizations of which no more than that run (kept): what organizations have had then, the queues that are not empty, who goes on waiting, how many steps have a lease, those of the host, and how many were moved at all.';

create function sluice_private.admit_starts(as_of timestamp with time zone)
returns integer
language plpgsql volatile;
comment on function sluice_private.admit_starts(timestamp with time zone) is 'Lets executions under limits begin where there is room; says how many it looked at.';

create function sluice_private.advance_alone(organization_id uuid, execution_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.advance_alone(uuid,uuid) is 'Moves on one execution that was set apart. One that takes too long even alone is parked, and others of its version have their turn after those of all others.';

create function sluice_private.advance_apart()
returns boolean
language plpgsql volatile security definer;
comment on function sluice_private.advance_apart() is 'Moves on the execution that was set apart first, alone; false where there is none.';
grant execute on function sluice_private.advance_apart() to sluice_worker;

create function sluice_private.advance_batch(at_most integer DEFAULT NULL::integer)
returns integer
language plpgsql volatile security definer;
comment on function sluice_private.advance_batch(integer) is 'Moves on up to this many executions that have an arrival or a due timer; says how many. By itself it takes fewer where there are several organizations. The drainer.';
grant execute on function sluice_private.advance_batch(integer) to sluice_worker;

create function sluice_private.advance_bulk()
returns boolean
language plpgsql volatile;
comment on function sluice_private.advance_bulk() is 'Looks at the next 1,000 executions of a bulk operation; false when there is none to do now.';

create function sluice_private.advance_executions(organization_ids uuid[], execution_ids uuid[])
returns integer
language plpgsql volatile security definer;
comment on function sluice_private.advance_executions(uuid[],uuid[]) is 'Moves on these executions, waiting up to a quarter of a second for whoever holds one; says how many.';
grant execute on function sluice_private.advance_executions(uuid[],uuid[]) to sluice_worker;

create function sluice_private.advance_guarded(organization_ids uuid[], execution_ids uuid[], host sluice_private.workers DEFAULT NULL::sluice_private.workers, room integer DEFAULT 0)
returns sluice_private.handed_step[]
language plpgsql volatile;
comment on function sluice_private.advance_guarded(uuid[],uuid[],sluice_private.workers,integer) is 'advance_locked, with a batch that fails halved until the one execution that cannot move is alone; the steps of the halves begin by the backlog.';

create function sluice_private.advance_in_time(organization_ids uuid[], execution_ids uuid[], host sluice_private.workers DEFAULT NULL::sluice_private.workers, room integer DEFAULT 0)
returns sluice_private.handed_step[]
language plpgsql volatile;
comment on function sluice_private.advance_in_time(uuid[],uuid[],sluice_private.workers,integer) is 'advance_guarded; a batch that runs into statement_timeout, or out of memory, is set apart.';

create function sluice_private.advance_locked(organization_ids uuid[], execution_ids uuid[], host sluice_private.workers DEFAULT NULL::sluice_private.workers, room integer DEFAULT 0)
returns sluice_private.handed_step[]
language plpgsql volatile;
comment on function sluice_private.advance_locked(uuid[],uuid[],sluice_private.workers,integer) is 'Acts on everything that has arrived at, or is due in, executions that are locked; the steps among what follows that this host may run at once, up to its room.';

create function sluice_private.advance_others(organization_ids uuid[], execution_ids uuid[], moved uuid[], is_cut boolean, host sluice_private.workers, room integer, at_most integer, OUT advanced integer, OUT handed sluice_private.handed_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.advance_others(uuid[],uuid[],uuid[],boolean,sluice_private.workers,integer,integer) is 'Moves on up to so many of these executions that have not gone the straight way, whatever has arrived at them; or sets them apart where that was cut off before.';

create function sluice_private.advance_pending(at_most integer DEFAULT NULL::integer, host sluice_private.workers DEFAULT NULL::sluice_private.workers, room integer DEFAULT 0, OUT advanced integer, OUT handed sluice_private.handed_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.advance_pending(integer,sluice_private.workers,integer) is 'Moves on up to this many executions that have an arrival or a due timer: how many, and the steps among what follows that this host may run at once, up to its room.';

create function sluice_private.announce_limit(changed sluice.workflow_limits)
returns void
language plpgsql volatile;
comment on function sluice_private.announce_limit(sluice.workflow_limits) is 'Has admission look at those in line for a limit that has changed.';

create function sluice_private.announce_rules(organization_id uuid, workflow_id uuid)
returns void
language sql volatile;
comment on function sluice_private.announce_rules(uuid,uuid) is 'Has admission look at those in line for the limits of a workflow, whose version has changed.';

create function sluice_private.apply_code_filter(value text, filter text)
returns jsonb
language plpgsql immutable;
comment on function sluice_private.apply_code_filter(text,text) is 'Applies a filter that encodes, decodes or hashes a text; null where it is not so encoded.';

create function sluice_private.apply_date_filter(value text, seconds numeric, filter jsonb)
returns jsonb
language plpgsql immutable;
comment on function sluice_private.apply_date_filter(text,numeric,jsonb) is 'Applies a filter for instants; those it answers are ISO 8601 in UTC.';

create function sluice_private.apply_filter(value jsonb, filter jsonb)
returns jsonb
language plpgsql immutable;
comment on function sluice_private.apply_filter(jsonb,jsonb) is 'Applies one compiled filter, [name, argument …], to a value.';

create function sluice_private.apply_list_filter(value jsonb, filter jsonb)
returns jsonb
language plpgsql immutable;
comment on function sluice_private.apply_list_filter(jsonb,jsonb) is 'Applies a filter for lists of anything.';

create function sluice_private.apply_number_filter(value numeric, filter jsonb)
returns numeric
language plpgsql immutable;
comment on function sluice_private.apply_number_filter(numeric,jsonb) is 'Applies a filter for numbers, in decimal arithmetic.';

create function sluice_private.apply_object_filter(value jsonb, filter jsonb)
returns jsonb
language plpgsql immutable;
comment on function sluice_private.apply_object_filter(jsonb,jsonb) is 'Applies a filter for objects.';

create function sluice_private.apply_order_filter(value jsonb, filter text)
returns jsonb
language plpgsql immutable;
comment on function sluice_private.apply_order_filter(jsonb,text) is 'Applies a filter for lists of numbers or of texts.';

create function sluice_private.apply_text_filter(value text, filter jsonb)
returns jsonb
language plpgsql immutable;
comment on function sluice_private.apply_text_filter(text,jsonb) is 'Applies a filter for texts.';

create function sluice_private.approval_end(approval jsonb, began timestamp with time zone)
returns timestamp with time zone
language sql immutable;
comment on function sluice_private.approval_end(jsonb,timestamp with time zone) is 'When an approval that began then is due, or null if it has no due.';

create function sluice_private.approval_event(approval sluice.workflow_approvals)
returns jsonb
language sql stable;
comment on function sluice_private.approval_event(sluice.workflow_approvals) is 'An approval as the events about it tell of it.';

create function sluice_private.approval_fault(organization_id uuid, approval jsonb)
returns jsonb
language plpgsql stable;
comment on function sluice_private.approval_fault(uuid,jsonb) is 'Why an approval cannot begin, now that its expressions are filled in; or null.';

create function sluice_private.approval_fields()
returns text[]
language sql immutable;
comment on function sluice_private.approval_fields() is 'The fields of an approval.';

create function sluice_private.approval_of(wait sluice_private.waits)
returns sluice.workflow_approvals
language sql stable;
comment on function sluice_private.approval_of(sluice_private.waits) is 'What the people are asked that a wait waits for.';

create function sluice_private.approval_output(approval sluice.workflow_approvals, outcome text)
returns jsonb
language sql stable;
comment on function sluice_private.approval_output(sluice.workflow_approvals,text) is 'The output of a wait whose approval has been decided: who decided what, and the form.';

create function sluice_private.approval_people(organization_id uuid, names jsonb)
returns TABLE(person_no integer, user_id uuid, email text)
language sql stable;
comment on function sluice_private.approval_people(uuid,jsonb) is 'The people that user ids and addresses stand for, each once: members of the organization, or others who have only an address.';

create function sluice_private.approval_problem(approval jsonb)
returns TABLE(place text, message text)
language sql immutable;
comment on function sluice_private.approval_problem(jsonb) is 'What is wrong with the approval of a wait, and where.';

create function sluice_private.approval_state(approval sluice.workflow_approvals)
returns text
language sql stable;
comment on function sluice_private.approval_state(sluice.workflow_approvals) is 'Who has still to decide, and how many have approved.';

create function sluice_private.are_dates(dates jsonb, zone text)
returns boolean
language plpgsql immutable;
comment on function sluice_private.are_dates(jsonb,text) is 'Whether this is a list of up to 1,000 dates or instants.';

create function sluice_private.arm_sweeper()
returns timestamp with time zone
language plpgsql volatile;
comment on function sluice_private.arm_sweeper() is 'Since when the sweeper counts; in the future after an outage, until workers could be heard.';

create function sluice_private.ask_assignees(approval sluice.workflow_approvals, ask jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.ask_assignees(sluice.workflow_approvals,jsonb) is 'Writes down who is asked now and who later, and tells the first of them.';

create function sluice_private.asked_pause(release sluice_private.limit_releases)
returns timestamp with time zone
language sql stable;
comment on function sluice_private.asked_pause(sluice_private.limit_releases) is 'Until when the provider of a step that failed wants no more: what Retry-After says, or one second for a 429 without.';

create function sluice_private.assert_answer(approval sluice.workflow_approvals, decision text, comment text, data jsonb)
returns void
language plpgsql immutable;
comment on function sluice_private.assert_answer(sluice.workflow_approvals,text,text,jsonb) is 'Raises SLVAL unless this is a decision, with the form filled in where there is one.';

create function sluice_private.assert_backlog(organization_id uuid, workflow_id uuid, added integer)
returns void
language plpgsql stable;
comment on function sluice_private.assert_backlog(uuid,uuid,integer) is 'Raises SLLIM if so many more would wait than a limit of the organization allows.';

create function sluice_private.assert_delegate(approval sluice.workflow_approvals, user_id uuid)
returns void
language plpgsql stable;
comment on function sluice_private.assert_delegate(sluice.workflow_approvals,uuid) is 'Raises SLVAL unless this member can be one more who decides.';

create function sluice_private.assert_event(organization_id uuid, name text, key text, payload jsonb, ttl interval)
returns uuid
language plpgsql stable;
comment on function sluice_private.assert_event(uuid,text,text,jsonb,interval) is 'The organization, if whoever asks may emit this event there; raises SLVAL, SLFRB, SLNTF.';

create function sluice_private.assert_event_value(name text, key text, payload jsonb, ttl interval)
returns void
language plpgsql immutable;
comment on function sluice_private.assert_event_value(text,text,jsonb,interval) is 'Raises SLVAL where an event cannot be called so, be about that, or have such a payload or ttl.';

create function sluice_private.assert_instant(instant timestamp with time zone)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.assert_instant(timestamp with time zone) is 'The instant, or null; SLVAL where calendars have none after it.';

create function sluice_private.assert_limit(given sluice.workflow_limits)
returns void
language plpgsql stable;
comment on function sluice_private.assert_limit(sluice.workflow_limits) is 'Raises SLVAL, SLFRB or SLNTF unless whoever asks may set this limit, and it is one.';

create function sluice_private.assert_lock(worker_id text, minutes integer)
returns void
language plpgsql immutable;
comment on function sluice_private.assert_lock(text,integer) is 'Raises SLVAL unless a worker may go by this name and hold a lock for so many minutes.';

create function sluice_private.assert_may_watch(relation regclass, organization_id uuid)
returns void
language plpgsql stable;
comment on function sluice_private.assert_may_watch(regclass,uuid) is 'Raises SLFRB unless whoever asks may send the changes of this table to this organization, or (null) to those that its rows name; SLVAL if it is no table that can be watched.';

create function sluice_private.assert_open(approval sluice.workflow_approvals)
returns void
language plpgsql volatile;
comment on function sluice_private.assert_open(sluice.workflow_approvals) is 'Raises SLSTA unless the approval can still be decided.';

create function sluice_private.assert_organization(organization_id uuid, needed text)
returns uuid
language plpgsql stable;
comment on function sluice_private.assert_organization(uuid,text) is 'The organization, if whoever asks may do there what is needed; raises SLVAL, SLFRB, SLNTF.';

create function sluice_private.assert_valid(organization_id uuid, workflow_id uuid, definition jsonb)
returns void
language plpgsql stable;
comment on function sluice_private.assert_valid(uuid,uuid,jsonb) is 'Raises SLVAL with every error as JSON in the detail, unless the definition has none.';

create function sluice_private.assignees_problem(assignees jsonb)
returns text
language plpgsql immutable;
comment on function sluice_private.assignees_problem(jsonb) is 'Why these cannot be the assignees of an approval, or null.';

create function sluice_private.backlog_of(organization_id uuid, workflow_id uuid, at_most integer)
returns bigint
language sql stable;
comment on function sluice_private.backlog_of(uuid,uuid,integer) is 'How many wait, as far as it matters: executions that have not begun; of a whole organization also steps that are ready, or in line for a limit.';

create function sluice_private.base_type(type oid)
returns oid
language plpgsql stable;
comment on function sluice_private.base_type(oid) is 'What a domain is over; else the type.';

create function sluice_private.batch_size(room integer)
returns integer
language plpgsql stable;
comment on function sluice_private.batch_size(integer) is 'How many executions one transaction of a host with so much room moves on.';

create function sluice_private.batch_trigger(events sluice.workflow_events[])
returns jsonb
language sql stable;
comment on function sluice_private.batch_trigger(sluice.workflow_events[]) is 'What expressions read as trigger where several events have fired it together.';

create function sluice_private.begin_handed(handed sluice_private.handed_step[])
returns sluice_private.handed_step[]
language plpgsql volatile;
comment on function sluice_private.begin_handed(sluice_private.handed_step[]) is 'Steps that a host has been given, as it gets them.';

create function sluice_private.begin_lines(organization_ids uuid[], execution_ids uuid[], host sluice_private.workers, is_direct boolean, OUT begun uuid[], OUT handed sluice_private.handed_step[], OUT fired sluice_private.fired_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.begin_lines(uuid[],uuid[],sluice_private.workers,boolean) is 'Begins those of these executions of which only a start has arrived, where just one step follows: which those are, the steps that the host runs at once, and those to be fired.';

create function sluice_private.begin_rows(fired sluice_private.fired_step[])
returns TABLE(no bigint, length integer, organization_id uuid, execution_id uuid, version_id uuid, frame_id bigint, token bigint, generation integer, goes_on boolean, next_no integer, is_live boolean, context jsonb, roots text[], refs integer[], bytes integer, is_over boolean, step_no integer, node_id text, type text, action text, is_referenced boolean, status text, ports text[], input jsonb, output jsonb, verdicts jsonb)
language sql stable;
comment on function sluice_private.begin_rows(sluice_private.fired_step[]) is 'What fires, as that with which rows of steps begin.';

create function sluice_private.begin_steps(worker_id uuid, epoch bigint, organization_ids uuid[], tokens bigint[])
returns TABLE(organization_id uuid, token bigint, execution_id uuid, node_id text, action text, attempt integer, idempotency_key text, input text, timeout_ms integer, crashes integer)
language plpgsql volatile security definer;
comment on function sluice_private.begin_steps(uuid,bigint,uuid[],bigint[]) is 'Binds admitted leases to this worker; a token that does not come back is no longer anybody''s to run.';
grant execute on function sluice_private.begin_steps(uuid,bigint,uuid[],bigint[]) to sluice_worker;

create function sluice_private.begins_line(fired sluice_private.fired_step[])
returns boolean
language plpgsql stable;
comment on function sluice_private.begins_line(sluice_private.fired_step[]) is 'Whether some of these steps are of a row.';

create function sluice_private.bind_iteration(container sluice_private.containers, node_id text, name text, iteration integer, carry jsonb, outer_bindings jsonb)
returns jsonb
language plpgsql stable;
comment on function sluice_private.bind_iteration(sluice_private.containers,text,text,integer,jsonb,jsonb) is 'What expressions in an iteration see besides: item, index, the item by its name, and those of the containers around it as steps.<container>.item.';

create function sluice_private.body_refusal(schema jsonb, payload jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.body_refusal(jsonb,jsonb) is 'Where a body does not fit the JSON Schema of its webhook; or null.';

create function sluice_private.bounded_number(value numeric)
returns numeric
language sql immutable;
comment on function sluice_private.bounded_number(numeric) is 'The number, or null where it has more digits than filters reckon with.';

create function sluice_private.bounded_text(value text)
returns jsonb
language sql immutable;
comment on function sluice_private.bounded_text(text) is 'The text in JSON, or null where it is longer than filters make one.';

create function sluice_private.bucket_of(workflow_id text, node_id text, key text)
returns bigint
language sql immutable;
comment on function sluice_private.bucket_of(text,text,text) is 'The number from 0 to 4294967295 that a split draws for a key: always the same one.';

create function sluice_private.build_context(organization_id uuid, execution_id uuid, frame_id bigint, refs integer[], roots text[])
returns jsonb
language plpgsql stable;
comment on function sluice_private.build_context(uuid,uuid,bigint,integer[],text[]) is 'What expressions see: { trigger, steps, vars, item, index, execution, workflow, organization, now }, of which only these parts and the outputs of these steps are filled in.';

create function sluice_private.bulk_arguments_fault(kind text, arguments jsonb)
returns text
language plpgsql stable;
comment on function sluice_private.bulk_arguments_fault(text,jsonb) is 'What is wrong with the kind or the arguments of a bulk operation, or null.';

create function sluice_private.bulk_chunk(operation sluice.bulk_operations, OUT ids uuid[], OUT last_id uuid, OUT advanced_at timestamp with time zone)
returns record
language plpgsql volatile;
comment on function sluice_private.bulk_chunk(sluice.bulk_operations) is 'The executions that a bulk operation tells next, as many as its rate allows: up to which it has then looked (null: there are no more), and when it counts as having told them.';

create function sluice_private.bulk_filter_fault(filter jsonb)
returns text
language plpgsql stable;
comment on function sluice_private.bulk_filter_fault(jsonb) is 'What is wrong with the filter of a bulk operation, or null.';

create function sluice_private.bulk_page(operation sluice.bulk_operations, at_most integer)
returns TABLE(id uuid, is_match boolean)
language plpgsql stable;
comment on function sluice_private.bulk_page(sluice.bulk_operations,integer) is 'The next executions, by their ids, that a bulk operation looks at (null: all), and whether it is for them: finished ones when it retries, events when it replays, else those under way.';

create function sluice_private.cache_key(step sluice.workflow_steps, input jsonb, context jsonb, OUT key text, OUT error jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.cache_key(sluice.workflow_steps,jsonb,jsonb) is 'Under which key the result of an action is kept: a hash of what its cache says, or else of its input.';

create function sluice_private.calendar_fault(organization_id uuid, local jsonb)
returns jsonb
language plpgsql stable;
comment on function sluice_private.calendar_fault(uuid,jsonb) is 'Why there is no instant that a local time allows.';

create function sluice_private.calendar_hours_fault(hours jsonb)
returns text
language plpgsql immutable;
comment on function sluice_private.calendar_hours_fault(jsonb) is 'What is wrong with the working hours of a calendar, or null.';

create function sluice_private.call_fields()
returns TABLE(type text, field text, json_types text[], is_required boolean)
language sql immutable;
comment on function sluice_private.call_fields() is 'As node_fields: those of a call.';

create function sluice_private.call_poll(organization_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.call_poll(uuid) is 'Has the first poll of an organization that waits for others to end looked at.';

create function sluice_private.call_up(organization_id uuid, key text, as_of timestamp with time zone)
returns integer
language plpgsql volatile;
comment on function sluice_private.call_up(uuid,text,timestamp with time zone) is 'Puts as many of those in line for a limit back into the backlog as there is room for; says how many.';

create function sluice_private.call_up_starts(organization_id uuid, key text, as_of timestamp with time zone)
returns integer
language plpgsql volatile;
comment on function sluice_private.call_up_starts(uuid,text,timestamp with time zone) is 'Has admission look again at as many executions that wait for a limit as there is room for; says how many.';

create function sluice_private.call_workflow(call sluice_private.settled_step, step sluice.workflow_steps, OUT child_id uuid, OUT error jsonb)
returns record
language plpgsql volatile;
comment on function sluice_private.call_workflow(sluice_private.settled_step,sluice.workflow_steps) is 'Starts the child of a call, or says why it cannot.';

create function sluice_private.callee_problem(organization_id uuid, workflow_id uuid, definition jsonb, reference text, version jsonb)
returns text[]
language plpgsql stable;
comment on function sluice_private.callee_problem(uuid,uuid,jsonb,text,jsonb) is 'Code and message of why a definition of this workflow cannot call what it names; null: it can.';

create function sluice_private.cancel_limited(organization_id uuid, execution_id uuid, rule jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.cancel_limited(uuid,uuid,jsonb) is 'Asks an execution to end because of a limit.';

create function sluice_private.cancel_region(joined sluice_private.fired_step, step_nos integer[], OUT fired sluice_private.fired_step[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.cancel_region(sluice_private.fired_step,integer[]) is 'Cancels these steps of a frame, whether under way or not yet decided; their edges go dead.';

create function sluice_private.cancel_regions(INOUT fired sluice_private.fired_step[], INOUT queued sluice_private.queued_step[], INOUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.cancel_regions(sluice_private.fired_step[],sluice_private.queued_step[],sluice_private.frame_change[]) is 'R9: for each quorum that fires and cancels the rest, cancels what lies between its dominator and itself.';

create function sluice_private.cancel_remains(closing sluice_private.closing_frame[])
returns void
language plpgsql volatile;
comment on function sluice_private.cancel_remains(sluice_private.closing_frame[]) is 'Ends whatever is still under way in executions that end early; each step is recorded as cancelled.';

create function sluice_private.cancel_unjudged(start sluice_private.limited_executions, code text, message text)
returns void
language plpgsql volatile;
comment on function sluice_private.cancel_unjudged(sluice_private.limited_executions,text,text) is 'Asks an execution to end whose limits cannot be judged.';

create function sluice_private.cancel_within(organization_id uuid, execution_id uuid, frame_ids bigint[])
returns void
language plpgsql volatile;
comment on function sluice_private.cancel_within(uuid,uuid,bigint[]) is 'Ends whatever is under way in an execution, or in these frames of it; each step is recorded as cancelled, and the frames are gone.';

create function sluice_private.cancelled_groups(told sluice_private.told_wait[])
returns sluice_private.closing_frame[]
language plpgsql volatile;
comment on function sluice_private.cancelled_groups(sluice_private.told_wait[]) is 'The frames of groups that the events that have arrived cancel.';

create function sluice_private.cap_fault(version sluice.workflow_versions)
returns text
language plpgsql stable;
comment on function sluice_private.cap_fault(sluice.workflow_versions) is 'Why nobody may be enrolled now, whoever it is; or null.';

create function sluice_private.capture_statement(watch sluice_private.table_watches, operation text, whose text DEFAULT NULL::text)
returns text
language plpgsql stable;
comment on function sluice_private.capture_statement(sluice_private.table_watches,text,text) is 'The statement by which the trigger on a watched table notes what has changed.';

create function sluice_private.captured_columns(watch sluice_private.table_watches)
returns TABLE(ordinal integer, number smallint, name text, family text, is_json boolean, value text)
language sql stable;
comment on function sluice_private.captured_columns(sluice_private.table_watches) is 'The columns of a watched table that events show, in which array their values are kept, and the expression of each over a row r.';

create function sluice_private.chain_depth(organization_id uuid, input jsonb, origins uuid[])
returns integer
language plpgsql stable;
comment on function sluice_private.chain_depth(uuid,jsonb,uuid[]) is 'How many workflows have started one another, by ending or by an event, before an execution with this input, which these have called or failed into.';

create function sluice_private.change_frames(changes sluice_private.frame_change[])
returns sluice_private.closing_frame[]
language plpgsql volatile;
comment on function sluice_private.change_frames(sluice_private.frame_change[]) is 'Changes the counts of frames; returns the executions whose root is done.';

create function sluice_private.change_inner_frames(changes sluice_private.frame_change[], closed uuid[])
returns sluice_private.frames[]
language plpgsql volatile;
comment on function sluice_private.change_inner_frames(sluice_private.frame_change[],uuid[]) is 'Changes the counts of frames of containers, but of these executions; returns those that are done.';

create function sluice_private.change_pauses(arrivals sluice_private.arrivals[])
returns void
language plpgsql volatile;
comment on function sluice_private.change_pauses(sluice_private.arrivals[]) is 'Pauses and resumes locked executions: of what each was asked by people, the last counts.';

create function sluice_private.charge_shares(shares sluice_private.organization_share[], ready sluice_private.ready_steps[], limits jsonb[])
returns sluice_private.organization_share[]
language plpgsql immutable;
comment on function sluice_private.charge_shares(sluice_private.organization_share[],sluice_private.ready_steps[],jsonb[]) is 'Charges organizations for the steps that are admitted now, 10 ms each.';

create function sluice_private.child_error(child_id uuid, workflow_id uuid, status text, error jsonb)
returns jsonb
language plpgsql stable;
comment on function sluice_private.child_error(uuid,uuid,text,jsonb) is 'The error of a call whose child has not completed.';

create function sluice_private.child_traceparent(live sluice_private.live_executions)
returns text
language sql immutable;
comment on function sluice_private.child_traceparent(sluice_private.live_executions) is 'What the steps of an execution, and what it calls, have as traceparent; null: it has none.';

create function sluice_private.choose(config jsonb, cases jsonpath[], context jsonb, OUT ports text[], OUT verdicts jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.choose(jsonb,jsonpath[],jsonb) is 'The ports a choice opens, and what each case answered; unknown (null) does not hold.';

create function sluice_private.choose_like(organization_id uuid, kind text, name text)
returns text
language sql stable;
comment on function sluice_private.choose_like(uuid,text,text) is 'The hint for an action or a trigger that is not in the catalogue: up to three that are and look like it, and where all are.';

create function sluice_private.claim_firing(fired sluice_private.judged_firing)
returns sluice_private.judged_firing
language plpgsql volatile;
comment on function sluice_private.claim_firing(sluice_private.judged_firing) is 'Gives a firing its execution: a new one, or that of the same key.';

create function sluice_private.claim_firings(fired sluice_private.judged_firing[])
returns sluice_private.judged_firing[]
language plpgsql volatile;
comment on function sluice_private.claim_firings(sluice_private.judged_firing[]) is 'Gives firings their executions, in this order; in the pump one whose key somebody else is claiming is deferred.';

create function sluice_private.claim_guarded(ready sluice_private.ready_steps[], limits jsonb[], as_of timestamp with time zone)
returns jsonb[]
language plpgsql volatile;
comment on function sluice_private.claim_guarded(sluice_private.ready_steps[],jsonb[],timestamp with time zone) is 'The limits that each of these steps now counts under; false if one has no room, or cannot be judged, which fails that step alone. Null: it has none.';

create function sluice_private.claim_key(organization_id uuid, workflow_id uuid, key text, execution_id uuid, event_id uuid)
returns TABLE(claimed_execution_id uuid, claimed_event_id uuid, is_new boolean)
language plpgsql volatile;
comment on function sluice_private.claim_key(uuid,uuid,text,uuid,uuid) is 'Claims a key for 30 days: what it stands for now, and whether it is new. No key is always new.';

create function sluice_private.claim_limits(organization_id uuid, limits jsonb, as_of timestamp with time zone, OUT refused jsonb, OUT opens_at timestamp with time zone)
returns record
language plpgsql volatile;
comment on function sluice_private.claim_limits(uuid,jsonb,timestamp with time zone) is 'Counts one more under these limits, or says which one has no room, and until when if that is known.';

create function sluice_private.claim_lock(container sluice_private.containers, key text)
returns boolean
language plpgsql volatile;
comment on function sluice_private.claim_lock(sluice_private.containers,text) is 'Takes the lock of a key for a group, or a place in the line for it; whether it has it. In a simulation every lock is free.';

create function sluice_private.claim_polls(room integer, worker_id uuid DEFAULT NULL::uuid)
returns TABLE(taken integer, next_due timestamp with time zone, handed sluice_private.handed_poll[])
language plpgsql volatile security definer;
comment on function sluice_private.claim_polls(integer,uuid) is 'Looks at polls that are due; up to this many of them that a worker is to make, and when one is due next.';
grant execute on function sluice_private.claim_polls(integer,uuid) to sluice_worker;

create function sluice_private.claim_starts(starts sluice_private.limited_executions[], as_of timestamp with time zone)
returns void
language plpgsql volatile;
comment on function sluice_private.claim_starts(sluice_private.limited_executions[],timestamp with time zone) is 'Has these executions begin, in this order, where their limits have room; one whose limits cannot be judged is cancelled, alone.';

create function sluice_private.clip_debt(state sluice_private.limits, rule jsonb, as_of timestamp with time zone)
returns sluice_private.limits
language plpgsql volatile;
comment on function sluice_private.clip_debt(sluice_private.limits,jsonb,timestamp with time zone) is 'What a key has used so far, at the rate as it is now: what a slower one had counted keeps nobody waiting for longer than the new one would.';

create function sluice_private.clock_reaches(wall timestamp without time zone, zone text)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.clock_reaches(timestamp without time zone,text) is 'The first instant from which on the clocks of a zone show this, or, where they skip it, more.';

create function sluice_private.clocks_change(after timestamp with time zone, before timestamp with time zone, zone text)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.clocks_change(timestamp with time zone,timestamp with time zone,text) is 'When the clocks of a zone are changed between two instants between which they are.';

create function sluice_private.close_approvals(ended sluice_private.settled_step[])
returns void
language plpgsql volatile;
comment on function sluice_private.close_approvals(sluice_private.settled_step[]) is 'Closes the approvals of waits that have ended, as these did.';

create function sluice_private.close_executions(closing sluice_private.closing_frame[])
returns void
language plpgsql volatile;
comment on function sluice_private.close_executions(sluice_private.closing_frame[]) is 'Moves executions that have ended to history, with their output, tells their parents, and forgets their hot state.';

create function sluice_private.close_frames(closing sluice_private.closing_frame[])
returns sluice_private.ended_iteration[]
language plpgsql volatile;
comment on function sluice_private.close_frames(sluice_private.closing_frame[]) is 'Ends frames early, with whatever is under way in them.';

create function sluice_private.close_partition(parent regclass, name text)
returns void
language plpgsql volatile;
comment on function sluice_private.close_partition(regclass,text) is 'Closes what is, or will be, a partition to everybody but the owner, and says how it is vacuumed and analysed.';

create function sluice_private.closing_roots(closing sluice_private.closing_frame[])
returns SETOF sluice_private.closing_frame
language plpgsql stable;
comment on function sluice_private.closing_roots(sluice_private.closing_frame[]) is 'The ends of executions that fail, or have taken too long, and have something to undo.';

create function sluice_private.closings_of(settled sluice_private.settled_step[])
returns sluice_private.closing_frame[]
language sql immutable;
comment on function sluice_private.closings_of(sluice_private.settled_step[]) is 'The frames that fail with steps whose failure is not handled.';

create function sluice_private.collects(container sluice_private.containers)
returns boolean
language plpgsql stable;
comment on function sluice_private.collects(sluice_private.containers) is 'Whether it is a foreach that lists what its iterations give.';

create function sluice_private.column_images(watch sluice_private.table_watches, image text, operation text, whose text)
returns text
language plpgsql stable;
comment on function sluice_private.column_images(sluice_private.table_watches,text,text,text) is 'A subquery: the new or old rows of a statement as an array for each column, for each organization; none, if there are none of this kind.';

create function sluice_private.column_numbers(relation regclass, names text[])
returns smallint[]
language plpgsql stable;
comment on function sluice_private.column_numbers(regclass,text[]) is 'The numbers of these columns of a table, null for null; raises SLVAL.';

create function sluice_private.common_fields()
returns TABLE(type text, field text, json_types text[])
language sql immutable;
comment on function sluice_private.common_fields() is 'Of node_fields, those of more or less every type.';

create function sluice_private.compensate_execution(organization_id uuid, execution_id uuid, status text, error jsonb, OUT fired sluice_private.fired_step[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.compensate_execution(uuid,uuid,text,jsonb) is 'Ends what is under way in an execution, and begins to undo what has completed in it.';

create function sluice_private.compensate_executions(INOUT queued sluice_private.queued_step[], INOUT closing sluice_private.closing_frame[], INOUT changes sluice_private.frame_change[], OUT fired sluice_private.fired_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.compensate_executions(sluice_private.queued_step[],sluice_private.closing_frame[],sluice_private.frame_change[]) is 'Of the executions that end, those that undo what they have done first go on.';

create function sluice_private.compensated_nodes(definition jsonb)
returns TABLE(node_id text, is_inside boolean)
language sql immutable;
comment on function sluice_private.compensated_nodes(jsonb) is 'Whether the nodes of a definition are undone when a group around them, or the execution, fails.';

create function sluice_private.compile_answers(organization_id uuid, version_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_answers(uuid,uuid) is 'Writes down the verdicts of choices of rows that have one case and read one value, by what the case answers.';

create function sluice_private.compile_caches(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_caches(uuid,uuid,jsonb) is 'Completes the steps of a version whose results are kept.';

create function sluice_private.compile_calls(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_calls(uuid,uuid,jsonb) is 'Completes the steps of a version that are calls: what they call.';

create function sluice_private.compile_compensations(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_compensations(uuid,uuid,jsonb) is 'Writes the steps of a version that undo others, and which those are.';

create function sluice_private.compile_condition(source jsonb, node_ids text[], item_names text[] DEFAULT '{}'::text[], OUT path jsonpath, OUT refs text[], OUT roots text[], OUT problem text)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_condition(jsonb,text[],text[]) is 'Compiles a condition, a predicate or a rule group: typed path, what it reads, or its problem.';

create function sluice_private.compile_config(type text, data jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.compile_config(text,jsonb) is 'What the engine needs to know of a node besides what it evaluates.';

create function sluice_private.compile_containers(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_containers(uuid,uuid,jsonb) is 'Completes the steps of a version that are containers, where an iteration enters and what it gives, and those in groups that run them one at a time.';

create function sluice_private.compile_cron(words text[], bits bit varying[], day_marks text[], weekday_marks text[])
returns sluice_private.cron
language plpgsql immutable;
comment on function sluice_private.compile_cron(text[],bit varying[],text[],text[]) is 'A cron expression whose fields have been parsed.';

create function sluice_private.compile_dates(trigger text, config jsonb, zone text, anchor timestamp with time zone)
returns sluice_private.schedule_rule
language plpgsql stable;
comment on function sluice_private.compile_dates(text,jsonb,text,timestamp with time zone) is 'The rule of a trigger that dates of records fire: dates are looked for once a day, instants every minute.';

create function sluice_private.compile_edges(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_edges(uuid,uuid,jsonb) is 'Writes the edges of a version and marks the steps whose outputs are read.';

create function sluice_private.compile_ends(organization_id uuid, version_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_ends(uuid,uuid) is 'Finds the step that a worker runs with which every execution of a version ends, if any.';

create function sluice_private.compile_enrolment(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_enrolment(uuid,uuid,jsonb) is 'Completes a version with its policy of enrolment.';

create function sluice_private.compile_expression(source text, node_ids text[], item_names text[] DEFAULT '{}'::text[], OUT path jsonpath, OUT refs text[], OUT roots text[], OUT problem text)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_expression(text,text[],text[]) is 'Compiles one expression: its typed path, the steps and context roots it reads, or its problem.';

create function sluice_private.compile_field(source jsonb, node_ids text[], item_names text[], OUT path text, OUT refs text[], OUT roots text[], OUT problem text)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_field(jsonb,text[],text[]) is 'Compiles the field of a rule: its path in full, what it reads, or its problem.';

create function sluice_private.compile_filters(sources text[], OUT filters jsonb, OUT problem text)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_filters(text[]) is 'Compiles the filters after an expression to [[name, argument …] …], or says its problem.';

create function sluice_private.compile_followers(organization_id uuid, version_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_followers(uuid,uuid) is 'Finds the followers: steps that the database runs, each decided by the step before it alone.';

create function sluice_private.compile_joins(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_joins(uuid,uuid,jsonb) is 'Completes the steps of a version that are joins: which steps lead to them, and whose output each edge stands for.';

create function sluice_private.compile_last(organization_id uuid, version_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_last(uuid,uuid) is 'Finds the step that the database runs with which every execution of a version ends, if any.';

create function sluice_private.compile_limit_rules(limits jsonb, scope text, place text, node_ids text[], item_names text[], OUT compiled jsonb, OUT paths jsonpath[], OUT refs text[], OUT roots text[], OUT problems jsonb)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_limit_rules(jsonb,text,text,text[],text[]) is 'Limits as they are kept: what each counts, and the templates of their keys.';

create function sluice_private.compile_limits(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_limits(uuid,uuid,jsonb) is 'Completes a version with its limits, and its steps with theirs and their priorities.';

create function sluice_private.compile_node(type text, data jsonb, node_ids text[], item_names text[], OUT template jsonb, OUT slots jsonb, OUT paths jsonpath[], OUT run_if jsonpath, OUT refs text[], OUT roots text[], OUT reads jsonpath[], OUT problems jsonb)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_node(text,jsonb,text[],text[]) is 'Compiles what a node evaluates: template, slots, typed paths, what it reads, its problems.';

create function sluice_private.compile_openings(organization_id uuid, version_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_openings(uuid,uuid) is 'Finds what alone follows the only trigger of a version, where that is not for a worker, or something is to be decided there.';

create function sluice_private.compile_outputs(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_outputs(uuid,uuid,jsonb) is 'Completes the steps of a version whose output is replaced.';

create function sluice_private.compile_overlaps(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_overlaps(uuid,uuid,jsonb) is 'Adds to the limits of a version, for each schedule whose executions may not overlap, by its step: what becomes of one too many.';

create function sluice_private.compile_poll(config jsonb)
returns sluice_private.poll_plan
language plpgsql immutable;
comment on function sluice_private.compile_poll(jsonb) is 'The config of a poll, compiled; it has no problems.';

create function sluice_private.compile_poll_path(source text, readable text[], OUT path jsonpath, OUT roots text[], OUT problem text)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_poll_path(text,text[]) is 'Compiles an expression that looks into an answer, of which it may read so much.';

create function sluice_private.compile_regions(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_regions(uuid,uuid,jsonb) is 'Notes for each quorum that cancels the rest which steps these are.';

create function sluice_private.compile_result(type text, data jsonb, node_ids text[], item_names text[], OUT template jsonb, OUT slots jsonb, OUT paths jsonpath[], OUT repeat_until jsonpath, OUT refs text[], OUT roots text[], OUT problems jsonb)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_result(text,jsonb,text[],text[]) is 'Compiles what is evaluated besides what a node begins with: collect, carry, until and completion at the end of an iteration, the key of a cache.';

create function sluice_private.compile_rule(rule jsonb, node_ids text[], item_names text[], OUT predicate text, OUT refs text[], OUT roots text[], OUT weight integer, OUT problem text)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_rule(jsonb,text[],text[]) is 'Compiles one rule, { field, operator, value }: its predicate, what it reads, or its problem.';

create function sluice_private.compile_rules(rule_group jsonb, node_ids text[], item_names text[], depth integer, OUT predicate text, OUT refs text[], OUT roots text[], OUT weight integer, OUT problem text)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_rules(jsonb,text[],text[],integer) is 'Compiles a rule group: its predicate, what it reads, its weight, or its problem.';

create function sluice_private.compile_schedule(trigger text, config jsonb, anchor timestamp with time zone)
returns sluice_private.schedule_rule
language plpgsql stable;
comment on function sluice_private.compile_schedule(text,jsonb,timestamp with time zone) is 'The rule of a valid config. An interval without start_date counts from anchor.';

create function sluice_private.compile_steps(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_steps(uuid,uuid,jsonb) is 'Writes the steps of a version; the definition must be valid.';

create function sluice_private.compile_successors(organization_id uuid, version_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_successors(uuid,uuid) is 'Finds the successors: steps that a worker runs, about which nothing is left to decide when the only trigger, or the only step before them, has completed.';

create function sluice_private.compile_template(source jsonb, place text, node_ids text[], item_names text[] DEFAULT '{}'::text[], OUT slots jsonb, OUT paths jsonpath[], OUT refs text[], OUT roots text[], OUT problems jsonb)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_template(jsonb,text,text[],text[]) is 'Compiles every {{ … }} in a JSON template: slots, their paths, what they read, the problems.';

create function sluice_private.compile_text(source text, node_ids text[], item_names text[] DEFAULT '{}'::text[], OUT parts jsonb, OUT paths jsonpath[], OUT refs text[], OUT roots text[], OUT problem text)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_text(text,text[],text[]) is 'Compiles one string with {{ … }} into literal and expression parts, or says its problem.';

create function sluice_private.compile_trigger_expression(field text, source jsonb, OUT path jsonpath, OUT refs text[], OUT roots text[], OUT problem text)
returns record
language plpgsql immutable;
comment on function sluice_private.compile_trigger_expression(text,jsonb) is 'Compiles the filter (a condition), the dedupe key or the exit (expressions) of a trigger.';

create function sluice_private.compile_version(organization_id uuid, version_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.compile_version(uuid,uuid,jsonb) is 'Writes the steps and edges of a version; the definition must be valid.';

create function sluice_private.complete_steps(worker_id uuid, epoch bigint, organization_ids uuid[], execution_ids uuid[], tokens bigint[], outcomes text[], results text[])
returns TABLE(token bigint, verdict text, next_organization_id uuid, next_token bigint, next_execution_id uuid, next_node_id text, next_action text, next_attempt integer, next_idempotency_key text, next_input text, next_timeout_ms integer)
language plpgsql volatile security definer;
comment on function sluice_private.complete_steps(uuid,bigint,uuid[],uuid[],bigint[],text[],text[]) is 'Reports of a worker, in one transaction with all that follows. Per token: recorded (also when it was so before), stale, or deferred; and the step that this worker may run next.';
grant execute on function sluice_private.complete_steps(uuid,bigint,uuid[],uuid[],bigint[],text[],text[]) to sluice_worker;

create function sluice_private.condition_holds(step sluice.workflow_steps, context jsonb)
returns boolean
language plpgsql stable;
comment on function sluice_private.condition_holds(sluice.workflow_steps,jsonb) is 'Whether the condition of a wait holds, by the variables as they are now.';

create function sluice_private.contact_of_form(organization_id uuid, data jsonb)
returns jsonb
language plpgsql volatile;
comment on function sluice_private.contact_of_form(uuid,jsonb) is 'Whose address is in a form, where the CRM pack is installed; else null.';

create function sluice_private.contain_cycles(definition jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.contain_cycles(jsonb) is 'A definition with a loop in place of each cycle of edges; cycles inside these stay.';

create function sluice_private.contained_edges(definition jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.contained_edges(jsonb) is 'The edges of a definition, those of cycles led to the nodes that note them, and those of loops that go on where an edge led out.';

create function sluice_private.contained_nodes(definition jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.contained_nodes(jsonb) is 'The nodes of a definition, those of cycles in loops, with the nodes that note where edges of cycles were live.';

create function sluice_private.container_fields()
returns TABLE(type text, field text, json_types text[])
language sql immutable;
comment on function sluice_private.container_fields() is 'Of node_fields, the timeouts of containers, the name of an item and the fields of a group.';

create function sluice_private.container_output(container sluice_private.containers, step sluice.workflow_steps, last sluice_private.ended_iteration)
returns jsonb
language plpgsql stable;
comment on function sluice_private.container_output(sluice_private.containers,sluice.workflow_steps,sluice_private.ended_iteration) is 'The output of a container: a group''s is that of its frame, a loop''s that of its last iteration, a foreach counts, and lists what it collected.';

create function sluice_private.copy_events(after_id uuid, to_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.copy_events(uuid,uuid) is 'Copies the events, and firings that started nothing, between two ids that organizations keep for longer than the default.';

create function sluice_private.copy_kept(parent regclass, organization_ids uuid[], ids uuid[])
returns void
language plpgsql volatile;
comment on function sluice_private.copy_kept(regclass,uuid[],uuid[]) is 'Copies the rows of these executions, or of these events, to what is kept.';

create function sluice_private.copy_survivors(after_id uuid, before_id uuid, at_most integer)
returns uuid
language plpgsql volatile;
comment on function sluice_private.copy_survivors(uuid,uuid,integer) is 'Copies what is kept of the next executions between two ids; the last of them, or null when that was all.';

create function sluice_private.correlation_key(correlation jsonpath, trigger jsonb, key text)
returns text
language plpgsql stable;
comment on function sluice_private.correlation_key(jsonpath,jsonb,text) is 'What a trigger that holds events keeps together with this one: those of the same value of its config.key, or of the same key; null where that takes too long.';

create function sluice_private.count_crashes(leases sluice_private.step_leases[])
returns integer
language plpgsql volatile;
comment on function sluice_private.count_crashes(sluice_private.step_leases[]) is 'Gives steps back that a process died of, or with; after three times they fail. Says how many.';

create function sluice_private.count_held(target sluice.workflow_triggers, key text)
returns bigint
language plpgsql stable;
comment on function sluice_private.count_held(sluice.workflow_triggers,text) is 'How many events a trigger holds by this key; 10,000 is as many as it counts.';

create function sluice_private.count_in_frames(fired sluice_private.fired_step[])
returns sluice_private.frame_change[]
language sql immutable;
comment on function sluice_private.count_in_frames(sluice_private.fired_step[]) is 'One more thing under way, in the frame of each of these steps.';

create function sluice_private.count_iterations(ended sluice_private.ended_iteration[])
returns sluice_private.containers
language plpgsql volatile;
comment on function sluice_private.count_iterations(sluice_private.ended_iteration[]) is 'Counts ended iterations in their container, which is returned, and keeps what it collects.';

create function sluice_private.count_ready(organization_id uuid, workflow_id uuid)
returns bigint
language plpgsql stable;
comment on function sluice_private.count_ready(uuid,uuid) is 'How many steps of an organization, or of a workflow, wait for a worker; 100,000 is as many as it counts.';

create function sluice_private.cron_after(rule sluice_private.cron, zone text, after timestamp with time zone)
returns timestamp with time zone
language sql immutable;
comment on function sluice_private.cron_after(sluice_private.cron,text,timestamp with time zone) is 'The first instant after this one at which a cron expression matches in a zone; null where it never does.';

create function sluice_private.cron_bits(numbers integer[], unit sluice_private.cron_unit)
returns bit varying
language plpgsql immutable;
comment on function sluice_private.cron_bits(integer[],sluice_private.cron_unit) is 'A bit for each value of a cron field.';

create function sluice_private.cron_days(rule sluice_private.cron, month date)
returns bit
language plpgsql immutable;
comment on function sluice_private.cron_days(sluice_private.cron,date) is 'The days of the month that begins on this date on which a cron expression matches.';

create function sluice_private.cron_macro(name text)
returns text
language sql immutable;
comment on function sluice_private.cron_macro(text) is 'The expression that a word such as @DAILY stands for, or null.';

create function sluice_private.cron_number(word text, unit sluice_private.cron_unit)
returns integer
language plpgsql immutable;
comment on function sluice_private.cron_number(text,sluice_private.cron_unit) is 'The number that a word of a cron field stands for, or null.';

create function sluice_private.cron_units()
returns sluice_private.cron_unit[]
language sql immutable;
comment on function sluice_private.cron_units() is 'The fields of a cron expression, in order.';

create function sluice_private.cursor_after(poll sluice.workflow_polls, answer jsonb, context jsonb, items sluice_private.found_item[])
returns jsonb
language plpgsql stable;
comment on function sluice_private.cursor_after(sluice.workflow_polls,jsonb,jsonb,sluice_private.found_item[]) is 'How far a poll has come by an answer: what it says, or the furthest of its items.';

create function sluice_private.cycles_of(definition jsonb)
returns TABLE(cycle integer, node_id text, is_entry boolean, header text)
language plpgsql immutable;
comment on function sluice_private.cycles_of(jsonb) is 'The nodes that stand on cycles of edges: in which, whether edges enter it there, and where a single node is entered, that node.';

create function sluice_private.date_field_of(trigger text, config jsonb)
returns text
language sql immutable;
comment on function sluice_private.date_field_of(text,jsonb) is 'The name under which the dates that a trigger is for are watched.';

create function sluice_private.date_offset(trigger text, config jsonb)
returns interval
language sql immutable;
comment on function sluice_private.date_offset(text,jsonb) is 'How long after a date, or before it, a trigger fires.';

create function sluice_private.date_page(job sluice.scheduled_jobs, instant timestamp with time zone, as_of timestamp with time zone)
returns SETOF sluice_private.dated_record
language plpgsql stable;
comment on function sluice_private.date_page(sluice.scheduled_jobs,timestamp with time zone,timestamp with time zone) is 'The next records, up to 500, whose date has come for a schedule.';

create function sluice_private.date_payload(job sluice.scheduled_jobs, dated sluice_private.dated_record, instant timestamp with time zone)
returns jsonb
language sql stable;
comment on function sluice_private.date_payload(sluice.scheduled_jobs,sluice_private.dated_record,timestamp with time zone) is 'What expressions read as trigger when the date of a record has come.';

create function sluice_private.date_targets(day date, is_yearly boolean)
returns date[]
language sql immutable;
comment on function sluice_private.date_targets(date,boolean) is 'The dates that this day is, or is an anniversary of.';

create function sluice_private.date_text(instant timestamp with time zone, pattern text, zone text)
returns text
language plpgsql immutable;
comment on function sluice_private.date_text(timestamp with time zone,text,text) is 'An instant in a time zone by a pattern of to_char; null where the pattern cannot be used.';

create function sluice_private.dated_triggers()
returns text[]
language sql immutable;
comment on function sluice_private.dated_triggers() is 'The kinds of triggers that dates of records fire.';

create function sluice_private.decide_by_link(token_hash bytea, decision text, comment text, data jsonb)
returns text
language plpgsql volatile security definer;
comment on function sluice_private.decide_by_link(bytea,text,text,jsonb) is 'Decides as the assignee whose link it is: recorded, or why not: unknown, decided, expired. Raises SLVAL where the form is not filled in.';
grant execute on function sluice_private.decide_by_link(bytea,text,text,jsonb) to sluice_worker;

create function sluice_private.decide_joins(resolutions sluice_private.resolution[])
returns sluice_private.fired_step[]
language plpgsql volatile;
comment on function sluice_private.decide_joins(sluice_private.resolution[]) is 'The steps whose joins are now decided: each fires, or is skipped.';

create function sluice_private.default_retention()
returns interval
language sql stable;
comment on function sluice_private.default_retention() is 'How long finished executions are kept where neither workflow nor organization says so.';

create function sluice_private.defer_apart(reports sluice_private.step_report[])
returns bigint[]
language plpgsql volatile;
comment on function sluice_private.defer_apart(sluice_private.step_report[]) is 'Leaves reports that took too long for later, when each has a transaction of its own: which.';

create function sluice_private.defer_done(done sluice_private.frames[], at_most integer)
returns sluice_private.frames[]
language plpgsql volatile;
comment on function sluice_private.defer_done(sluice_private.frames[],integer) is 'Of frames in which nothing is under way any more, those that end in this transaction; the others end in a later one.';

create function sluice_private.defer_fired(fired sluice_private.fired_step[], is_parked boolean)
returns void
language plpgsql volatile;
comment on function sluice_private.defer_fired(sluice_private.fired_step[],boolean) is 'Leaves decided steps to another transaction; parked ones until their execution is resumed.';

create function sluice_private.defer_firing(fired sluice_private.judged_firing)
returns sluice_private.judged_firing
language plpgsql immutable;
comment on function sluice_private.defer_firing(sluice_private.judged_firing) is 'A firing that is not waited for: it is fired again later.';

create function sluice_private.defer_meeting(event sluice.workflow_events, trigger_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.defer_meeting(sluice.workflow_events,uuid) is 'Has a trigger meet an event later, as it cannot hold it now.';

create function sluice_private.defer_reports(reports sluice_private.step_report[])
returns bigint[]
language plpgsql volatile;
comment on function sluice_private.defer_reports(sluice_private.step_report[]) is 'Notes reports whose leases hold but whose executions somebody else has locked; says which.';

create function sluice_private.definition_actions(definition jsonb)
returns TABLE(node_id text, place text, data jsonb)
language sql immutable;
comment on function sluice_private.definition_actions(jsonb) is 'Every place of a definition that names an action, with its input and its retry policy.';

create function sluice_private.definition_edges(definition jsonb)
returns TABLE(edge_no integer, edge_id text, source text, target text, port text, guard jsonb, place text)
language sql immutable;
comment on function sluice_private.definition_edges(jsonb) is 'The edges of a definition, numbered from 1 in their order; no sourceHandle means main.';

create function sluice_private.definition_expressions(definition jsonb)
returns TABLE(node_id text, place text, reader text, refs text[], roots text[], problems jsonb, is_inside boolean, paths jsonpath[], conditions jsonpath[])
language plpgsql immutable;
comment on function sluice_private.definition_expressions(jsonb) is 'Every place of a definition that has expressions: what they read, and what is wrong with them. is_inside: they see an item even at the root.';

create function sluice_private.definition_node_ids(definition jsonb)
returns text[]
language sql immutable;
comment on function sluice_private.definition_node_ids(jsonb) is 'The ids of the nodes in their order: a node''s number is its place.';

create function sluice_private.definition_nodes(definition jsonb)
returns TABLE(node_no integer, node_id text, type text, data jsonb, parent_id text)
language sql immutable;
comment on function sluice_private.definition_nodes(jsonb) is 'The nodes of a definition that have an id, numbered from 1 in their order; parent_id is the container they are in.';

create function sluice_private.delay_asked(error jsonb)
returns interval
language sql immutable;
comment on function sluice_private.delay_asked(jsonb) is 'How long a failure asks to be left alone, a day at most; null: it does not say.';

create function sluice_private.delay_expired(leases sluice_private.step_leases[])
returns integer
language plpgsql volatile;
comment on function sluice_private.delay_expired(sluice_private.step_leases[]) is 'Sets steps of locked executions whose locks have expired aside: for 5 minutes, then for 10; says how many.';

create function sluice_private.delay_retries(retrying sluice_private.settled_step[])
returns void
language plpgsql volatile;
comment on function sluice_private.delay_retries(sluice_private.settled_step[]) is 'Sets failed steps aside until their next attempt is due.';

create function sluice_private.delete_expired(organization_ids uuid[], execution_ids uuid[])
returns integer
language plpgsql volatile;
comment on function sluice_private.delete_expired(uuid[],uuid[]) is 'Deletes everything that is known of the first of these executions, as many as have 20,000 steps together, and one at least; says how many.';

create function sluice_private.delete_history(organization_ids uuid[], execution_ids uuid[])
returns void
language plpgsql volatile;
comment on function sluice_private.delete_history(uuid[],uuid[]) is 'Deletes everything that is known of finished executions.';

create function sluice_private.delete_orphans(organization_ids uuid[], execution_ids uuid[])
returns void
language plpgsql volatile;
comment on function sluice_private.delete_orphans(uuid[],uuid[]) is 'Forgets what has arrived at executions that have ended meanwhile.';

create function sluice_private.delete_spent_jobs()
returns integer
language plpgsql volatile;
comment on function sluice_private.delete_spent_jobs() is 'Deletes graphile jobs that have no lease any more; says how many.';

create function sluice_private.delete_spent_limits()
returns integer
language plpgsql volatile;
comment on function sluice_private.delete_spent_limits() is 'Deletes up to 1,000 keys under which nothing runs or waits, and whose rate has recovered: that they are not known says the same. Says how many.';

create function sluice_private.delete_stale_results()
returns integer
language plpgsql volatile;
comment on function sluice_private.delete_stale_results() is 'Deletes up to 1,000 cached results that have expired; says how many.';

create function sluice_private.describe_lease(lease sluice_private.step_leases)
returns SETOF sluice_private.handed_step
language sql stable;
comment on function sluice_private.describe_lease(sluice_private.step_leases) is 'A lease as the worker gets it: what to run, with which input, under which key.';

create function sluice_private.detached_partition(parent regclass)
returns regclass
language sql stable;
comment on function sluice_private.detached_partition(regclass) is 'A table that was a partition of this one and can be dropped; null when there is none.';

create function sluice_private.difference_check(watch sluice_private.table_watches)
returns text
language plpgsql stable;
comment on function sluice_private.difference_check(sluice_private.table_watches) is 'What a written trigger function does to see whether an update has changed nothing wanted.';

create function sluice_private.direct_room(host sluice_private.workers, room integer)
returns integer
language plpgsql stable;
comment on function sluice_private.direct_room(sluice_private.workers,integer) is 'How many steps this host may be given without their joining the backlog.';

create function sluice_private.displace_executions(rules jsonb[])
returns void
language plpgsql volatile;
comment on function sluice_private.displace_executions(jsonb[]) is 'Asks the oldest executions under these limits, which have no room for a newcomer, to end, so that as many are left as a limit allows. Each rule says whose it is.';

create function sluice_private.displace_steps(rules jsonb[], ready sluice_private.ready_steps[], limits jsonb[])
returns void
language plpgsql volatile;
comment on function sluice_private.displace_steps(jsonb[],sluice_private.ready_steps[],jsonb[]) is 'Asks the oldest steps under these limits, which have no room for a newcomer, to end as cancelled, so that as many are left as a limit allows.';

create function sluice_private.divert(organization_ids uuid[], execution_ids uuid[], locked uuid[], takes_control boolean)
returns uuid[]
language plpgsql volatile;
comment on function sluice_private.divert(uuid[],uuid[],uuid[],boolean) is 'Sets apart those locked executions whose version has one that is; the others may be acted on here, and so may those that are controlled or ended, by a caller that takes only that.';

create function sluice_private.drain_worker(worker_id uuid, epoch bigint)
returns void
language plpgsql volatile security definer;
comment on function sluice_private.drain_worker(uuid,bigint) is 'This worker takes no new steps; it finishes those it runs.';
grant execute on function sluice_private.drain_worker(uuid,bigint) to sluice_worker;

create function sluice_private.drop_partition(part regclass)
returns void
language plpgsql volatile;
comment on function sluice_private.drop_partition(regclass) is 'Drops a table that was a partition.';

create function sluice_private.due_instants(job sluice.scheduled_jobs, as_of timestamp with time zone)
returns sluice_private.due_schedule
language plpgsql stable;
comment on function sluice_private.due_instants(sluice.scheduled_jobs,timestamp with time zone) is 'What a schedule that is due fires at now, and when it is due next.';

create function sluice_private.due_looks(at_most integer, as_of timestamp with time zone)
returns sluice_private.trigger_timers[]
language plpgsql volatile;
comment on function sluice_private.due_looks(integer,timestamp with time zone) is 'So many triggers that are due to be looked at, in turn: of each organization the oldest first.';

create function sluice_private.due_records(job sluice.scheduled_jobs, due sluice_private.due_schedule, as_of timestamp with time zone)
returns sluice_private.due_schedule
language plpgsql stable;
comment on function sluice_private.due_records(sluice.scheduled_jobs,sluice_private.due_schedule,timestamp with time zone) is 'The records whose date has come, for a schedule that is due to look for them.';

create function sluice_private.early_ends(definition jsonb)
returns TABLE(node_id text, scope text)
language sql immutable;
comment on function sluice_private.early_ends(jsonb) is 'The ends of a frame or of the execution beside which other branches may be under way.';

create function sluice_private.edge_outcomes(definition jsonb)
returns TABLE(source text, target text, type text, outcome text)
language sql immutable;
comment on function sluice_private.edge_outcomes(jsonb) is 'The edges that lead on, and with which outcome of their source each may be live: edges of one source with different outcomes exclude each other, but that main of a wait is open with all but timeout and errors.';

create function sluice_private.edges_of_cycles(definition jsonb)
returns TABLE(edge_no integer, value jsonb, leaves text, enters text, leads_back boolean, exit_id text)
language sql immutable;
comment on function sluice_private.edges_of_cycles(jsonb) is 'Every edge with the entry of the cycle that its source stands on, that of its target, whether it leads back to it, and for one that leads out the node that notes it.';

create function sluice_private.edited_input(fired sluice_private.fired_step, node_id text)
returns jsonb
language plpgsql volatile;
comment on function sluice_private.edited_input(sluice_private.fired_step,text) is 'The input that an action of a retried execution is to be run with instead of its own, if any.';

create function sluice_private.elapse_waits(due sluice_private.timers[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.elapse_waits(sluice_private.timers[]) is 'Ends the waits whose time has come.';

create function sluice_private.emit_approval_event(organization_id uuid, name text, execution_id uuid, payload jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.emit_approval_event(uuid,text,uuid,jsonb) is 'Emits an event about an approval; its key is the id of the execution.';

create function sluice_private.end_container(container sluice_private.containers, step sluice.workflow_steps, status text, error jsonb, last sluice_private.ended_iteration, OUT settled sluice_private.settled_step[], OUT closing sluice_private.closing_frame[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.end_container(sluice_private.containers,sluice.workflow_steps,text,jsonb,sluice_private.ended_iteration) is 'Ends a container, and what it held: its lock, what it awaited, what it would have undone.';

create function sluice_private.end_enrolments(fired sluice_private.judged_firing[])
returns sluice_private.judged_firing[]
language plpgsql volatile;
comment on function sluice_private.end_enrolments(sluice_private.judged_firing[]) is 'Ends what is under way for the records that firings of one exit name; they are the keys then, and their executions are the newest that they have ended, or null.';

create function sluice_private.end_iterations(done sluice_private.frames[])
returns sluice_private.ended_iteration[]
language plpgsql volatile;
comment on function sluice_private.end_iterations(sluice_private.frames[]) is 'Ends frames in which nothing is under way any more (R7): what each gives its container.';

create function sluice_private.end_lines(last sluice_private.ended_line[])
returns void
language plpgsql volatile;
comment on function sluice_private.end_lines(sluice_private.ended_line[]) is 'Closes executions whose last step has completed.';

create function sluice_private.end_of_partitions(parent regclass)
returns timestamp with time zone
language sql stable;
comment on function sluice_private.end_of_partitions(regclass) is 'Where the last month of a history table ends; null where it has none yet.';

create function sluice_private.end_payload(ended sluice_private.executions)
returns jsonb
language plpgsql stable;
comment on function sluice_private.end_payload(sluice_private.executions) is 'What a trigger is told of an execution that has ended; an output that is too long is left out.';

create function sluice_private.end_suspended(organization_ids uuid[], execution_ids uuid[], arrivals sluice_private.arrivals[], OUT settled sluice_private.settled_step[], OUT closing sluice_private.closing_frame[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.end_suspended(uuid[],uuid[],sluice_private.arrivals[]) is 'Ends the steps of locked executions whose event, child or time has come, or that users end; and the frames that are overdue, or that an event cancels.';

create function sluice_private.end_wait(wait sluice_private.waits, ports text[], output jsonb)
returns sluice_private.settled_step
language plpgsql volatile;
comment on function sluice_private.end_wait(sluice_private.waits,text[],jsonb) is 'Removes a wait of a locked execution; its step, completed on these ports.';

create function sluice_private.engine_metrics()
returns TABLE(metric text, label text, value double precision)
language plpgsql volatile;
comment on function sluice_private.engine_metrics() is 'Of metrics: how far the engine is behind.';

create function sluice_private.enrol(version sluice.workflow_versions, execution_ids uuid[], inputs jsonb[])
returns void
language plpgsql volatile;
comment on function sluice_private.enrol(sluice.workflow_versions,uuid[],jsonb[]) is 'Enrols the records of executions that are about to start; raises SLSTA where one may not be.';

create function sluice_private.enrol_again(past sluice_private.executions, input jsonb, version_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.enrol_again(sluice_private.executions,jsonb,uuid) is 'Lets a finished execution be for its record once more; raises SLSTA where another one is.';

create function sluice_private.enrolled_since(input jsonb)
returns timestamp with time zone
language sql stable;
comment on function sluice_private.enrolled_since(jsonb) is 'Since when a record counts as enrolled by a start with this input: the event that started it (unless that is replayed), else now.';

create function sluice_private.enrolment_fault(version sluice.workflow_versions, record text, before text[])
returns text
language plpgsql stable;
comment on function sluice_private.enrolment_fault(sluice.workflow_versions,text,text[]) is 'Why a record may not be enrolled now, where these are about to be; or null.';

create function sluice_private.enrolment_faults(policy jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.enrolment_faults(jsonb) is 'What is wrong with a policy of enrolment.';

create function sluice_private.ensure_partitions(parent regclass, months_ahead integer)
returns integer
language plpgsql volatile;
comment on function sluice_private.ensure_partitions(regclass,integer) is 'Makes the monthly partitions of a history table up to this many months ahead; says how many.';

create function sluice_private.enter_frames(container sluice_private.containers, step sluice.workflow_steps, frame_ids bigint[])
returns sluice_private.fired_step[]
language sql immutable;
comment on function sluice_private.enter_frames(sluice_private.containers,sluice.workflow_steps,bigint[]) is 'The steps that fire when these iterations of a container begin.';

create function sluice_private.error_at(error jsonb, node_id text)
returns jsonb
language sql immutable;
comment on function sluice_private.error_at(jsonb,text) is 'An error, and the node it came from.';

create function sluice_private.event_cause(organization_id uuid, caused_by text)
returns jsonb
language plpgsql stable;
comment on function sluice_private.event_cause(uuid,text) is 'What is known of an event by the execution, of the same organization, that has caused it.';

create function sluice_private.event_topic(organization_id uuid, name text)
returns bigint
language sql immutable;
comment on function sluice_private.event_topic(uuid,text) is 'What events and the waits for them are found by; its lowest ten bits are their stripe.';

create function sluice_private.event_topics(organization_id uuid, name text)
returns bigint[]
language sql immutable;
comment on function sluice_private.event_topics(uuid,text) is 'What the subscriptions to an event may be found by: its name, and each of its beginnings.';

create function sluice_private.event_trigger(event sluice.workflow_events)
returns jsonb
language sql stable;
comment on function sluice_private.event_trigger(sluice.workflow_events) is 'What expressions read as trigger where an event has fired it.';

create function sluice_private.event_value(event sluice.workflow_events)
returns jsonb
language sql stable;
comment on function sluice_private.event_value(sluice.workflow_events) is 'An event as the wait that it ends gives it out.';

create function sluice_private.examine_drift()
returns SETOF sluice.doctor_finding
language plpgsql stable;
comment on function sluice_private.examine_drift() is 'Of doctor: functions, views, triggers and policies that are not as migrations left them.';

create function sluice_private.examine_engine()
returns SETOF sluice.doctor_finding
language plpgsql volatile;
comment on function sluice_private.examine_engine() is 'Of doctor: how far the engine is behind, and what it could not do.';

create function sluice_private.examine_failures()
returns SETOF sluice.doctor_finding
language plpgsql volatile;
comment on function sluice_private.examine_failures() is 'Of doctor: how many executions of the last hour have failed, and which share (in per cent).';

create function sluice_private.examine_invariants()
returns SETOF sluice.doctor_finding
language plpgsql stable;
comment on function sluice_private.examine_invariants() is 'Of doctor: whether the state of the engine is sound.';

create function sluice_private.examine_partitions()
returns SETOF sluice.doctor_finding
language plpgsql volatile;
comment on function sluice_private.examine_partitions() is 'Of doctor: for how many days ahead history has partitions, where it has the fewest.';

create function sluice_private.examine_queue()
returns SETOF sluice.doctor_finding
language plpgsql volatile;
comment on function sluice_private.examine_queue() is 'Of doctor: how much waits for workers, how long, and for whom in vain.';

create function sluice_private.examine_transactions()
returns SETOF sluice.doctor_finding
language plpgsql volatile;
comment on function sluice_private.examine_transactions() is 'Of doctor: what keeps the server from clearing dead rows and old WAL away.';

create function sluice_private.examine_vacuum()
returns SETOF sluice.doctor_finding
language sql stable;
comment on function sluice_private.examine_vacuum() is 'Of doctor: the hot table with the most dead rows that autovacuum has not cleared away.';

create function sluice_private.examine_workers()
returns SETOF sluice.doctor_finding
language plpgsql volatile;
comment on function sluice_private.examine_workers() is 'Of doctor: whether workers run, and are heard, and what they have died of.';

create function sluice_private.executions_below(organization_id uuid, execution_id uuid)
returns TABLE(id uuid, status text, is_finished boolean)
language sql stable;
comment on function sluice_private.executions_below(uuid,uuid) is 'An execution, those that it has called, and those that handle their failures.';

create function sluice_private.expand_changes(at_most integer)
returns integer
language plpgsql volatile;
comment on function sluice_private.expand_changes(integer) is 'Makes events of what has changed in watched tables, until there are about this many.';

create function sluice_private.expand_cycles(definition jsonb)
returns jsonb
language plpgsql immutable;
comment on function sluice_private.expand_cycles(jsonb) is 'What is compiled in place of a definition: one whose cycles of edges have become loops.';

create function sluice_private.expand_presets(definition jsonb)
returns jsonb
language plpgsql immutable;
comment on function sluice_private.expand_presets(jsonb) is 'What is judged and compiled in place of a definition: one whose presets are primitives.';

create function sluice_private.expected_before(local jsonb, instant timestamp with time zone)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.expected_before(jsonb,timestamp with time zone) is 'When a local time came last before an instant at which it comes.';

create function sluice_private.expected_time(target sluice.workflow_triggers, calendar sluice.business_calendars)
returns jsonb
language sql stable;
comment on function sluice_private.expected_time(sluice.workflow_triggers,sluice.business_calendars) is 'By when a trigger expects a run on each day, or on each day that its calendar works, as next_local_instant reads it.';

create function sluice_private.expire_attempts()
returns integer
language plpgsql volatile;
comment on function sluice_private.expire_attempts() is 'Reports attempts that have run five seconds longer than they may as failed; says how many.';

create function sluice_private.expire_events()
returns boolean
language plpgsql volatile;
comment on function sluice_private.expire_events() is 'Deletes up to 1,000 events of organizations that keep theirs for less than the default; false when there were none.';

create function sluice_private.expire_executions()
returns boolean
language plpgsql volatile;
comment on function sluice_private.expire_executions() is 'Deletes up to 500 finished executions of workflows that keep theirs for less than the default; false when a round of all workflows is over.';

create function sluice_private.expire_firings()
returns boolean
language plpgsql volatile;
comment on function sluice_private.expire_firings() is 'Deletes up to 1,000 firings that started nothing, of organizations that keep theirs for less than the default; false when there were none.';

create function sluice_private.expire_keys()
returns boolean
language plpgsql volatile;
comment on function sluice_private.expire_keys() is 'Deletes up to 1,000 idempotency keys that have expired; false when there were none.';

create function sluice_private.expire_locks()
returns integer
language plpgsql volatile;
comment on function sluice_private.expire_locks() is 'Takes back the locks of workers outside that have expired, or were given back; says how many.';

create function sluice_private.expression_faults(place text, problem text)
returns jsonb
language sql immutable;
comment on function sluice_private.expression_faults(text,text) is 'The problem of one expression, if it has one, as a list.';

create function sluice_private.expression_hint(problem text)
returns text
language sql immutable;
comment on function sluice_private.expression_hint(text) is 'What to do about a problem of an expression.';

create function sluice_private.fail_calls(failed sluice_private.settled_step[], OUT settled sluice_private.settled_step[], OUT closing sluice_private.closing_frame[], OUT delayed sluice_private.settled_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.fail_calls(sluice_private.settled_step[]) is 'Calls that have failed: those that are tried again, those that have ended, and the frames that end with them.';

create function sluice_private.fail_expired(leases sluice_private.step_leases[])
returns integer
language plpgsql volatile;
comment on function sluice_private.fail_expired(sluice_private.step_leases[]) is 'Reports steps as failed whose locks have expired too often; says how many.';

create function sluice_private.fail_poll(poll sluice.workflow_polls, message text, retry_after interval DEFAULT NULL::interval)
returns void
language plpgsql volatile;
comment on function sluice_private.fail_poll(sluice.workflow_polls,text,interval) is 'Notes why a poll has failed, and puts off the next one: by its delay, or what it was asked for.';

create function sluice_private.fail_step(step sluice.workflow_steps, input jsonb, error jsonb)
returns sluice_private.fire_outcome
language plpgsql stable;
comment on function sluice_private.fail_step(sluice.workflow_steps,jsonb,jsonb) is 'What follows when a step fails as it fires (R6): its error ports, or the end of its frame.';

create function sluice_private.fail_unjudged(step sluice_private.ready_steps, code text, message text)
returns void
language plpgsql volatile;
comment on function sluice_private.fail_unjudged(sluice_private.ready_steps,text,text) is 'Fails a step whose limits cannot be judged.';

create function sluice_private.failure_payload(failed sluice_private.executions, number integer)
returns jsonb
language plpgsql stable;
comment on function sluice_private.failure_payload(sluice_private.executions,integer) is 'What an error workflow is told of the execution that has failed.';

create function sluice_private.fence_reports(reports sluice_private.step_report[], OUT settled sluice_private.settled_step[], OUT retrying sluice_private.settled_step[], OUT tokens bigint[], OUT cached sluice_private.settled_step[], OUT has_outputs boolean)
returns record
language plpgsql volatile;
comment on function sluice_private.fence_reports(sluice_private.step_report[]) is 'Takes the leases of reports away: which steps have ended, which are tried again, which tokens counted, which results are to be kept, and whether outputs are replaced.';

create function sluice_private.few_enough(INOUT organization_ids uuid[], INOUT execution_ids uuid[])
returns record
language plpgsql stable;
comment on function sluice_private.few_enough(uuid[],uuid[]) is 'The first of these executions, as many as have inputs of max_batch_bytes together, and the one that reaches it.';

create function sluice_private.few_enough_steps(organization_ids uuid[], execution_ids uuid[])
returns integer
language sql stable;
comment on function sluice_private.few_enough_steps(uuid[],uuid[]) is 'How many of these executions, from the first on, one transaction can delete or copy: as many as have 20,000 steps together, and one at least.';

create function sluice_private.few_first(INOUT organization_ids uuid[], INOUT execution_ids uuid[])
returns record
language sql immutable;
comment on function sluice_private.few_first(uuid[],uuid[]) is 'Where an organization has fewer than ten executions here, ten of each at most: a batch that is over soon, as whoever has few waits for the whole of it.';

create function sluice_private.field_fault(property jsonb, value jsonb)
returns text
language sql immutable;
comment on function sluice_private.field_fault(jsonb,jsonb) is 'What is wrong with the value of one field of a form, or null.';

create function sluice_private.field_fault_kind(property jsonb, value jsonb)
returns text
language sql immutable;
comment on function sluice_private.field_fault_kind(jsonb,jsonb) is 'Which rule of a field of a form its value breaks: its type, its format or a keyword; or null.';

create function sluice_private.fill_limits(compiled jsonb, paths jsonpath[], context jsonb, OUT limits jsonb, OUT error jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.fill_limits(jsonb,jsonpath[],jsonb) is 'Compiled limits with their keys filled in, or the error of a key that cannot be.';

create function sluice_private.fill_predicate(operator text, value_kind text, field text, value jsonb)
returns text
language plpgsql immutable;
comment on function sluice_private.fill_predicate(text,text,text,jsonb) is 'The predicate of a rule whose value is of the kind that its operator takes.';

create function sluice_private.fill_slots(template jsonb, keys text[], sources integer[], parts jsonpath[], organization_id uuid, execution_id uuid, step_no integer, output jsonb, input jsonb, variables jsonb)
returns TABLE(input jsonb)
language sql stable;
comment on function sluice_private.fill_slots(jsonb,text[],integer[],jsonpath[],uuid,uuid,integer,jsonb,jsonb,jsonb) is 'The input of a step whose slots read one thing each.';

create function sluice_private.filter_argument_fault(type text, value jsonb)
returns text
language plpgsql immutable;
comment on function sluice_private.filter_argument_fault(text,jsonb) is 'What an argument of a filter must be, where it is not; null where it is.';

create function sluice_private.filter_arguments_fault(filter text, types text[], args jsonb)
returns text
language plpgsql immutable;
comment on function sluice_private.filter_arguments_fault(text,text[],jsonb) is 'What is wrong with the arguments of a filter; null if nothing is.';

create function sluice_private.find_action(organization_id uuid, name text)
returns sluice.workflow_action_definitions
language sql stable;
comment on function sluice_private.find_action(uuid,text) is 'The action by this name: the organization''s own, or else the built-in one; null if none.';

create function sluice_private.find_approval(organization_id uuid, approval_id uuid)
returns sluice.workflow_approvals
language plpgsql stable;
comment on function sluice_private.find_approval(uuid,uuid) is 'An approval as it is now, or null.';

create function sluice_private.find_calendar(organization_id uuid, name text)
returns sluice.business_calendars
language sql stable;
comment on function sluice_private.find_calendar(uuid,text) is 'The calendar of an organization that has this name, or null.';

create function sluice_private.find_callee(organization_id uuid, workflow_id uuid, version_id uuid)
returns sluice_private.callee
language plpgsql stable;
comment on function sluice_private.find_callee(uuid,uuid,uuid) is 'What a call of a workflow starts now: this version of it, or else the live one, from its manual trigger; or the fault because of which it cannot.';

create function sluice_private.find_compensation(fired sluice_private.fired_step, OUT value jsonb, OUT error jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.find_compensation(sluice_private.fired_step) is 'The input of a compensation that fires, or why it has none.';

create function sluice_private.find_date_field(name text)
returns sluice_private.date_fields
language sql stable;
comment on function sluice_private.find_date_field(text) is 'The watched dates of this name, or null.';

create function sluice_private.find_finished(execution_id uuid)
returns sluice_private.executions
language plpgsql stable;
comment on function sluice_private.find_finished(uuid) is 'A finished execution, if whoever asks may run its workflow; raises SLNTF, SLFRB, SLSTA.';

create function sluice_private.find_link(token_hash bytea)
returns TABLE(assignee sluice.workflow_approval_assignees, approval sluice.workflow_approvals, state text)
language sql volatile;
comment on function sluice_private.find_link(bytea) is 'Whose link has a token with this hash, and whether it can be decided by it: open, decided or expired.';

create function sluice_private.find_lockable(organization_id uuid, actions text[])
returns sluice_private.ready_steps
language plpgsql volatile;
comment on function sluice_private.find_lockable(uuid,text[]) is 'The step that comes next in an organization (null: in all) among these actions (null: all), locked, and its execution with it.';

create function sluice_private.find_lost_leases(armed_at timestamp with time zone)
returns TABLE(lease sluice_private.step_leases, crashes integer)
language sql stable;
comment on function sluice_private.find_lost_leases(timestamp with time zone) is 'Leases that nobody has reported, or will: never started, unknown to their worker, or of a dead worker (a crash).';

create function sluice_private.find_part(approval_id uuid)
returns sluice.workflow_approval_assignees
language plpgsql volatile;
comment on function sluice_private.find_part(uuid) is 'What whoever asks has to decide in an approval; raises SLNTF, SLFRB.';

create function sluice_private.find_passed(worker sluice_private.workers, organization_ids uuid[], execution_ids uuid[], tokens bigint[], outcomes text[], results text[])
returns SETOF sluice_private.passed_step
language sql stable;
comment on function sluice_private.find_passed(sluice_private.workers,uuid[],uuid[],bigint[],text[],text[]) is 'Of the steps that this worker reports, those that are completed and have a successor that it may run at once, or that are the last.';

create function sluice_private.find_past(execution_id uuid)
returns sluice.workflow_executions
language plpgsql stable;
comment on function sluice_private.find_past(uuid) is 'An execution that whoever asks may see; raises SLNTF.';

create function sluice_private.find_poll(trigger_id uuid, needed text)
returns sluice.workflow_polls
language plpgsql stable;
comment on function sluice_private.find_poll(uuid,text) is 'The poll of a trigger, if whoever asks may see it (else SLNTF) and do what is needed (else SLFRB).';

create function sluice_private.find_queue_item(queue_id uuid)
returns sluice_private.queue_item
language plpgsql stable;
comment on function sluice_private.find_queue_item(uuid) is 'A step in the queue, or an execution that has yet to begin, if whoever asks may run its workflow; raises SLNTF, SLFRB.';

create function sluice_private.find_queues(served text[], as_of timestamp with time zone)
returns sluice_private.admissions
language plpgsql stable;
comment on function sluice_private.find_queues(text[],timestamp with time zone) is 'Where admission stands, with the queues that have come since.';

create function sluice_private.find_result(fired sluice_private.fired_step, step sluice.workflow_steps, input jsonb, context jsonb, OUT key text, OUT output jsonb, OUT error jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.find_result(sluice_private.fired_step,sluice.workflow_steps,jsonb,jsonb) is 'What the cache of an action has for this input, and under which key.';

create function sluice_private.find_retried_step(past sluice_private.executions, version_id uuid, node_id text, frame_path text, input jsonb)
returns text
language plpgsql stable;
comment on function sluice_private.find_retried_step(sluice_private.executions,uuid,text,text,jsonb) is 'The type of a step that an execution can be retried from, with this input; raises SLNTF, SLSTA, SLVAL.';

create function sluice_private.find_schedule(schedule_id uuid, needed text)
returns sluice.scheduled_jobs
language plpgsql stable;
comment on function sluice_private.find_schedule(uuid,text) is 'The schedule, if whoever asks may see it (else SLNTF) and do what is needed (else SLFRB).';

create function sluice_private.find_start(workflow_id uuid, node_id text)
returns sluice_private.workflow_start
language plpgsql stable;
comment on function sluice_private.find_start(uuid,text) is 'The workflow, if whoever asks may start it now, and the trigger node to start from (null: the manual one).';

create function sluice_private.find_starts(organization_ids uuid[], execution_ids uuid[])
returns SETOF sluice_private.started_line
language sql stable;
comment on function sluice_private.find_starts(uuid[],uuid[]) is 'Of these executions, those that shall begin, at which nothing else has arrived, and whose trigger has a successor.';

create function sluice_private.find_step(execution_id uuid, node_id text, frame_path text)
returns sluice.workflow_execution_steps
language plpgsql stable;
comment on function sluice_private.find_step(uuid,text,text) is 'A step that is under way, if whoever asks may run its workflow; raises SLNTF, SLFRB, SLSTA.';

create function sluice_private.find_subscriptions(organization_ids uuid[], names text[])
returns TABLE(ordinal integer, subscription sluice_private.event_subscriptions)
language plpgsql stable;
comment on function sluice_private.find_subscriptions(uuid[],text[]) is 'Which triggers of its organization each event is for, once each, by its place in the list.';

create function sluice_private.find_successor(organization_id uuid, execution_id uuid, version_id uuid, step_no integer, output jsonb, input jsonb, variables jsonb)
returns SETOF sluice_private.successor
language sql stable;
comment on function sluice_private.find_successor(uuid,uuid,uuid,integer,jsonb,jsonb,jsonb) is 'Of a step that has completed with this output: what follows it, if that is a successor.';

create function sluice_private.find_traces(organization_ids uuid[], execution_ids uuid[])
returns TABLE(execution_id uuid, traceparent text)
language plpgsql stable security definer;
comment on function sluice_private.find_traces(uuid[],uuid[]) is 'The traceparents of the steps of executions that are under way; asked by workers that trace.';
grant execute on function sluice_private.find_traces(uuid[],uuid[]) to sluice_worker;

create function sluice_private.find_unreached(definition jsonb, readers text[], refs text[])
returns SETOF integer
language plpgsql immutable;
comment on function sluice_private.find_unreached(jsonb,text[],text[]) is 'Of these pairs of nodes, the places of those whose second is not upstream of the first.';

create function sluice_private.find_wakes(organization_ids uuid[], execution_ids uuid[], as_of timestamp with time zone)
returns SETOF sluice_private.woken_line
language sql stable;
comment on function sluice_private.find_wakes(uuid[],uuid[],timestamp with time zone) is 'Of these executions, those that sleep until an instant that has come, at which nothing has arrived, and whose wait has a successor.';

create function sluice_private.find_watches(relation regclass, operation text)
returns SETOF sluice_private.table_watches
language plpgsql stable;
comment on function sluice_private.find_watches(regclass,text) is 'The watches of a table that somebody wants to know of.';

create function sluice_private.find_webhook(path text, door text DEFAULT 'hooks'::text)
returns TABLE(organization_id uuid, webhook_id uuid, test_id uuid, trigger text, scheme text, secret_refs text[], methods text[], tolerance integer, response_timeout integer, config jsonb, asked_at timestamp with time zone)
language plpgsql stable security definer;
comment on function sluice_private.find_webhook(text,text) is 'The registration behind /hooks/<key> or /hooks/<organization slug>/<path>, if there is one, with what the edge needs to judge a request; and the same for /forms/.';
grant execute on function sluice_private.find_webhook(text,text) to sluice_worker;

create function sluice_private.find_webhook_target(organization_id uuid, webhook_id uuid)
returns sluice_private.webhook_target
language plpgsql stable;
comment on function sluice_private.find_webhook_target(uuid,uuid) is 'The trigger behind a webhook registration; raises SLNTF.';

create function sluice_private.find_worker(worker_id uuid, epoch bigint)
returns sluice_private.workers
language plpgsql stable;
comment on function sluice_private.find_worker(uuid,bigint) is 'The worker, if it still holds this epoch; else SLSTL.';

create function sluice_private.find_workflow(workflow_id uuid, needed text)
returns sluice.workflows
language plpgsql stable;
comment on function sluice_private.find_workflow(uuid,text) is 'The workflow, if whoever asks may see it (else SLNTF) and do what is needed (else SLFRB).';

create function sluice_private.finding(name text, figure numeric, warns_at numeric, fails_at numeric, message text, hint text)
returns sluice.doctor_finding
language sql immutable;
comment on function sluice_private.finding(text,numeric,numeric,numeric,text,text) is 'A figure of doctor, judged by its thresholds; the hint only where there is something to do.';

create function sluice_private.finish_batch(queued sluice_private.queued_step[], waiting sluice_private.settled_step[], closing sluice_private.closing_frame[], changes sluice_private.frame_change[], worker sluice_private.workers, room integer)
returns SETOF sluice_private.handed_step
language plpgsql volatile;
comment on function sluice_private.finish_batch(sluice_private.queued_step[],sluice_private.settled_step[],sluice_private.closing_frame[],sluice_private.frame_change[],sluice_private.workers,integer) is 'Ends a batch: executions that end are closed, queued steps handed over, frames counted.';

create function sluice_private.fire_action(fired sluice_private.fired_step, step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql volatile;
comment on function sluice_private.fire_action(sluice_private.fired_step,sluice.workflow_steps,jsonb) is 'Renders the input of an action; what its cache has is its result, an SQL action runs here and now, another is for a worker.';

create function sluice_private.fire_at_once(firings sluice_private.trigger_firing[])
returns TABLE(ordinal integer, execution_id uuid, reason text, is_duplicate boolean)
language plpgsql volatile;
comment on function sluice_private.fire_at_once(sluice_private.trigger_firing[]) is 'fire_triggers, for the pump: what would have to wait for another transaction is deferred.';

create function sluice_private.fire_call(step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql stable;
comment on function sluice_private.fire_call(sluice.workflow_steps,jsonb) is 'What a call hands to the workflow that it calls.';

create function sluice_private.fire_choice(step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql stable;
comment on function sluice_private.fire_choice(sluice.workflow_steps,jsonb) is 'Which ports a choice opens, and why.';

create function sluice_private.fire_container(fired sluice_private.fired_step, step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql stable;
comment on function sluice_private.fire_container(sluice_private.fired_step,sluice.workflow_steps,jsonb) is 'What a container begins with: its items, or whether there is a first iteration.';

create function sluice_private.fire_deferred(present timestamp with time zone)
returns integer
language plpgsql volatile;
comment on function sluice_private.fire_deferred(timestamp with time zone) is 'Fires the first of the triggers that are due to be fired again.';

create function sluice_private.fire_due(at_most integer)
returns integer
language plpgsql volatile;
comment on function sluice_private.fire_due(integer) is 'Looks at up to this many triggers whose time has come, and fires them where they are to be fired; says how many it looked at.';

create function sluice_private.fire_end(step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql stable;
comment on function sluice_private.fire_end(sluice.workflow_steps,jsonb) is 'What an end ends: its branch, or the execution, with which status and output.';

create function sluice_private.fire_events(events sluice_private.new_events[], names text[])
returns void
language plpgsql volatile;
comment on function sluice_private.fire_events(sluice_private.new_events[],text[]) is 'Fires every trigger that listens to these events, or has it hold them; ends the enrolments that they end.';

create function sluice_private.fire_guarded(firings sluice_private.trigger_firing[])
returns TABLE(ordinal integer, execution_id uuid, reason text, is_duplicate boolean)
language plpgsql volatile;
comment on function sluice_private.fire_guarded(sluice_private.trigger_firing[]) is 'fire_at_once, with a batch that fails halved until the firing that cannot be is alone, with the reason.';

create function sluice_private.fire_join(fired sluice_private.fired_step, step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql stable;
comment on function sluice_private.fire_join(sluice_private.fired_step,sluice.workflow_steps,jsonb) is 'A join passes through, with what came to it.';

create function sluice_private.fire_lines(INOUT fired sluice_private.fired_step[], at_most integer, OUT settled sluice_private.settled_step[], OUT ended sluice_private.ended_line[], OUT passed integer)
returns record
language plpgsql volatile;
comment on function sluice_private.fire_lines(sluice_private.fired_step[],integer) is 'Fires steps that have a follower, with those that follow, at most so many of a row; returns the others, the last of each row, and the executions that end with theirs.';

create function sluice_private.fire_other(organization_id uuid, version_id uuid, step_no integer, type text, is_disabled boolean, run_if jsonpath, reads jsonpath[], config jsonb, cases jsonpath[], edges jsonb, is_live boolean, context jsonb)
returns SETOF sluice_private.line_outcome
language sql stable;
comment on function sluice_private.fire_other(uuid,uuid,integer,text,boolean,jsonpath,jsonpath[],jsonb,jsonpath[],jsonb,boolean,jsonb) is 'What a step of a row comes to that is skipped, or decided by more than one expression.';

create function sluice_private.fire_plain(organization_id uuid, version_id uuid, step_no integer, is_asked boolean, type text, is_disabled boolean, run_if jsonpath, reads jsonpath[], config jsonb, template jsonb, keys text[], paths jsonpath[], answers jsonb, edges jsonb, is_live boolean, context jsonb)
returns TABLE(status text, ports text[], input jsonb, output jsonb, verdicts jsonb)
language sql stable;
comment on function sluice_private.fire_plain(uuid,uuid,integer,boolean,text,boolean,jsonpath,jsonpath[],jsonb,jsonb,text[],jsonpath[],jsonb,jsonb,boolean,jsonb) is 'What a choice or data.set of a row comes to.';

create function sluice_private.fire_poll_items(poll sluice.workflow_polls, at_most integer DEFAULT 500)
returns integer
language plpgsql volatile;
comment on function sluice_private.fire_poll_items(sluice.workflow_polls,integer) is 'Fires for up to this many items that a poll has found, the first found first; says how many.';

create function sluice_private.fire_record_triggers(events sluice_private.new_events[])
returns integer
language plpgsql volatile;
comment on function sluice_private.fire_record_triggers(sluice_private.new_events[]) is 'Fires the triggers that ask for these changes of records; says how many.';

create function sluice_private.fire_schedules(at_most integer)
returns integer
language plpgsql volatile;
comment on function sluice_private.fire_schedules(integer) is 'Fires up to this many schedules that are due, and moves them on; says how many it took.';

create function sluice_private.fire_step(fired sluice_private.fired_step, step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql volatile;
comment on function sluice_private.fire_step(sluice_private.fired_step,sluice.workflow_steps,jsonb) is 'What happens to one step whose join is decided: it is skipped, runs here, waits, or is for a worker (R5).';

create function sluice_private.fire_steps(fired sluice_private.fired_step[], OUT settled sluice_private.settled_step[], OUT queued sluice_private.queued_step[], OUT timed sluice_private.settled_step[], OUT waiting sluice_private.settled_step[], OUT opening sluice_private.settled_step[], OUT calling sluice_private.settled_step[], OUT closing sluice_private.closing_frame[])
returns record
language plpgsql volatile;
comment on function sluice_private.fire_steps(sluice_private.fired_step[]) is 'Fires steps: what has ended here, what a worker shall do, what of that within a time, what waits, which containers begin, which workflows are called, and which frames end.';

create function sluice_private.fire_triggers(firings sluice_private.trigger_firing[])
returns TABLE(ordinal integer, execution_id uuid, reason text, is_duplicate boolean)
language plpgsql volatile;
comment on function sluice_private.fire_triggers(sluice_private.trigger_firing[]) is 'Fires triggers: an execution for each whose workflow is active, that is on, whose filter holds, whose key is new and that can be started; else why there is none. One row for each, in order; a key seen before answers with its execution, and an exit with none. workflow_trigger_firings keeps them.';

create function sluice_private.fire_wait(step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql volatile;
comment on function sluice_private.fire_wait(sluice.workflow_steps,jsonb) is 'Until when a wait lasts, and the port that time would then open; or its end, where its condition holds already.';

create function sluice_private.fire_webhook(target sluice_private.webhook_target, key text, delivery jsonb, delivery_id text, details jsonb)
returns TABLE(event_id uuid, execution_id uuid, duplicate boolean, reason text)
language plpgsql volatile;
comment on function sluice_private.fire_webhook(sluice_private.webhook_target,text,jsonb,text,jsonb) is 'Fires the trigger of a webhook with a delivery, and keeps it as an event; a delivery seen before answers with the first.';

create function sluice_private.fire_within(fired sluice_private.fired_step[], OUT settled sluice_private.settled_step[], OUT queued sluice_private.queued_step[], OUT timed sluice_private.settled_step[], OUT waiting sluice_private.settled_step[], OUT opening sluice_private.settled_step[], OUT calling sluice_private.settled_step[], OUT closing sluice_private.closing_frame[], OUT left_over sluice_private.fired_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.fire_within(sluice_private.fired_step[]) is 'fire_steps, as long as what that comes to is no more than max_batch_bytes; what it has left over is for another transaction.';

create function sluice_private.first_in_line(organization_id uuid, key text)
returns jsonb
language sql stable;
comment on function sluice_private.first_in_line(uuid,text) is 'The limit as it is for the first of those that wait for this key.';

create function sluice_private.first_look(target sluice.workflow_triggers)
returns timestamp with time zone
language plpgsql stable;
comment on function sluice_private.first_look(sluice.workflow_triggers) is 'When a trigger that watches something looks at it first.';

create function sluice_private.first_to_run(job sluice.scheduled_jobs, as_of timestamp with time zone)
returns timestamp with time zone
language plpgsql stable;
comment on function sluice_private.first_to_run(sluice.scheduled_jobs,timestamp with time zone) is 'The first instant, from the one that a schedule is due at, that its policy for missed runs lets run; null where there is none any more.';

create function sluice_private.fold_counts()
returns integer
language plpgsql volatile;
comment on function sluice_private.fold_counts() is 'Adds up to 10,000 counts of ended executions into one for each status; says how many.';

create function sluice_private.fold_trigger_counts()
returns integer
language plpgsql volatile;
comment on function sluice_private.fold_trigger_counts() is 'Adds up to 10,000 counts of triggers into one for each; says how many.';

create function sluice_private.fold_webhook_counts()
returns integer
language plpgsql volatile;
comment on function sluice_private.fold_webhook_counts() is 'Adds up to 1,000 counts of requests into one for each webhook, and forgets answers that nobody fetched and tests that are over; says how many counts.';

create function sluice_private.follow_calendar(organization_id uuid, name text)
returns void
language plpgsql volatile;
comment on function sluice_private.follow_calendar(uuid,text) is 'Makes schedules that keep to a calendar due by what it says now.';

create function sluice_private.follow_ends(closing sluice_private.closing_frame[])
returns void
language plpgsql volatile;
comment on function sluice_private.follow_ends(sluice_private.closing_frame[]) is 'Forgets the hot state of executions that have ended, and starts what their end starts.';

create function sluice_private.follow_lines(INOUT settled sluice_private.settled_step[], OUT queued sluice_private.queued_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.follow_lines(sluice_private.settled_step[]) is 'Of steps that have ended, records those that have a successor, which is queued; returns the others.';

create function sluice_private.follow_scopes(arrivals sluice_private.arrivals[])
returns sluice_private.arrivals[]
language plpgsql volatile;
comment on function sluice_private.follow_scopes(sluice_private.arrivals[]) is 'What locked executions were asked, with what their scopes say: paused as long as one of them is.';

create function sluice_private.follow_status(workflow sluice.workflows)
returns void
language plpgsql volatile;
comment on function sluice_private.follow_status(sluice.workflows) is 'Pauses the executions of a workflow that is paused, and resumes them when it is not any more.';

create function sluice_private.follow_ups_of(report sluice_private.step_report)
returns SETOF sluice_private.handed_step
language sql stable;
comment on function sluice_private.follow_ups_of(sluice_private.step_report) is 'The step that was handed back for this report before, in case the reply was lost.';

create function sluice_private.forget_changes()
returns void
language plpgsql volatile;
comment on function sluice_private.forget_changes() is 'Forgets watches that have run out, and changes that everybody has had five minutes to read.';

create function sluice_private.forget_executions(closing sluice_private.closing_frame[])
returns void
language plpgsql volatile;
comment on function sluice_private.forget_executions(sluice_private.closing_frame[]) is 'Deletes what only executions under way need.';

create function sluice_private.forget_items(poll sluice.workflow_polls, as_of timestamp with time zone, at_most integer DEFAULT 5000)
returns boolean
language plpgsql volatile;
comment on function sluice_private.forget_items(sluice.workflow_polls,timestamp with time zone,integer) is 'Forgets the first items of a poll that no answer has had for 30 days; says whether these were all.';

create function sluice_private.forget_passed(target sluice.workflow_triggers, timer sluice_private.trigger_timers, present timestamp with time zone)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.forget_passed(sluice.workflow_triggers,sluice_private.trigger_timers,timestamp with time zone) is 'Forgets events that a trigger holds and that are too long ago to count.';

create function sluice_private.forget_timeouts(ended sluice_private.settled_step[])
returns void
language plpgsql volatile;
comment on function sluice_private.forget_timeouts(sluice_private.settled_step[]) is 'Actions that have ended in time have none left.';

create function sluice_private.forget_waits(ended sluice_private.settled_step[])
returns void
language plpgsql volatile;
comment on function sluice_private.forget_waits(sluice_private.settled_step[]) is 'Waits that have ended wait for no event and no decision, and no timer is to end them.';

create function sluice_private.form_fault(form jsonb, data jsonb)
returns text
language sql immutable;
comment on function sluice_private.form_fault(jsonb,jsonb) is 'What is wrong with what was filled into a form, or null.';

create function sluice_private.form_faults(config jsonb, data jsonb)
returns TABLE(field text, kind text, bound text, message text)
language sql immutable;
comment on function sluice_private.form_faults(jsonb,jsonb) is 'What is wrong with what was filled into a form, field by field.';

create function sluice_private.form_list_fault(form jsonb, list jsonb)
returns text
language sql immutable;
comment on function sluice_private.form_list_fault(jsonb,jsonb) is 'Why a list is not one of properties of the form, or null.';

create function sluice_private.form_problem(form jsonb)
returns text
language plpgsql immutable;
comment on function sluice_private.form_problem(jsonb) is 'Why a JSON Schema cannot be the form of an approval, or null.';

create function sluice_private.form_schema(config jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.form_schema(jsonb) is 'The JSON Schema of a form: its own, or a text for each field that is required.';

create function sluice_private.form_texts()
returns text[]
language sql immutable;
comment on function sluice_private.form_texts() is 'The texts of the page of a form that its config can give: the page''s own, and what is said of a field that is not right.';

create function sluice_private.form_texts_fault(texts jsonb)
returns text
language sql immutable;
comment on function sluice_private.form_texts_fault(jsonb) is 'Why these are not texts for the page of a form, or null.';

create function sluice_private.format_number(value numeric, places integer, separator text, point text)
returns text
language plpgsql immutable;
comment on function sluice_private.format_number(numeric,integer,text,text) is 'A number as text, with separators between thousands and before the decimals.';

create function sluice_private.found_items(poll sluice.workflow_polls, answer jsonb, context jsonb)
returns SETOF sluice_private.found_item
language plpgsql stable;
comment on function sluice_private.found_items(sluice.workflow_polls,jsonb,jsonb) is 'The items of an answer, in its order, with the keys that came with them.';

create function sluice_private.frame_output(organization_id uuid, execution_id uuid, frame_id bigint)
returns jsonb
language plpgsql stable;
comment on function sluice_private.frame_output(uuid,uuid,bigint) is 'The output of a frame: that of its last end, else those of its sinks, by node.';

create function sluice_private.frame_path(organization_id uuid, execution_id uuid, frame_id bigint)
returns text
language plpgsql stable;
comment on function sluice_private.frame_path(uuid,uuid,bigint) is 'The iterations that a frame is in, such as each[3].inner[0]; null at the root.';

create function sluice_private.frames_below(organization_id uuid, execution_id uuid, frame_ids bigint[])
returns bigint[]
language plpgsql stable;
comment on function sluice_private.frames_below(uuid,uuid,bigint[]) is 'These frames of an execution, and the frames of containers in them, however deep.';

create function sluice_private.frames_of(organization_id uuid, execution_id uuid, frame_id bigint, step_nos integer[])
returns bigint[]
language plpgsql stable;
comment on function sluice_private.frames_of(uuid,uuid,bigint,integer[]) is 'The frames of these containers of a frame, and those in them, however deep.';

create function sluice_private.free_from_limit(organization_id uuid, key text)
returns void
language plpgsql volatile;
comment on function sluice_private.free_from_limit(uuid,text) is 'Has admission look again at executions in line for a limit that is for another workflow now.';

create function sluice_private.free_polls()
returns void
language plpgsql volatile;
comment on function sluice_private.free_polls() is 'Has the polls of workers that are gone looked at: nobody will report them.';

create function sluice_private.free_slots()
returns integer
language sql stable;
comment on function sluice_private.free_slots() is 'How many steps may be admitted now: the slots of all workers that serve on, less the leases but those of others and outside, of steps that run apart, and those whose report is parked.';

create function sluice_private.fuel_of(fired sluice_private.fired_step[])
returns integer
language sql immutable;
comment on function sluice_private.fuel_of(sluice_private.fired_step[]) is 'What a round burns.';

create function sluice_private.give_back_events(events sluice_private.new_events[])
returns void
language plpgsql volatile;
comment on function sluice_private.give_back_events(sluice_private.new_events[]) is 'Leaves events that were taken to whoever matches next.';

create function sluice_private.give_up(container sluice_private.containers, error jsonb, failure jsonb)
returns sluice_private.closing_frame
language plpgsql volatile;
comment on function sluice_private.give_up(sluice_private.containers,jsonb,jsonb) is 'The end of an execution in which a step cannot be undone; it names what is left.';

create function sluice_private.give_up_claims(fired sluice_private.judged_firing[], reason text)
returns sluice_private.judged_firing[]
language plpgsql volatile;
comment on function sluice_private.give_up_claims(sluice_private.judged_firing[],text) is 'Firings that start nothing, for this reason (null: not now), give back the keys that they have claimed.';

create function sluice_private.go_straight(organization_ids uuid[], execution_ids uuid[], host sluice_private.workers, room integer, has_starts boolean, has_due boolean, OUT moved uuid[], OUT handed sluice_private.handed_step[], OUT is_cut boolean)
returns record
language plpgsql volatile;
comment on function sluice_private.go_straight(uuid[],uuid[],sluice_private.workers,integer,boolean,boolean) is 'begin_lines and wake_lines, and what follows at once: which executions that has moved; or nothing where it fails, and whether that was because it took too long.';

create function sluice_private.grant_lock(next sluice_private.lock_claims)
returns boolean
language plpgsql volatile;
comment on function sluice_private.grant_lock(sluice_private.lock_claims) is 'Gives the lock to this claim, and tells its execution; false where somebody is taking the claim away.';

create function sluice_private.greater_cursor(one jsonb, other jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.greater_cursor(jsonb,jsonb) is 'Which of two cursors is further; the other one where they cannot be compared.';

create function sluice_private.group_fault(input jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.group_fault(jsonb) is 'Why a group cannot begin, now that its expressions are filled in; or null.';

create function sluice_private.hand_over(queued sluice_private.queued_step[], worker sluice_private.workers, room integer DEFAULT 0)
returns SETOF sluice_private.handed_step
language plpgsql volatile;
comment on function sluice_private.hand_over(sluice_private.queued_step[],sluice_private.workers,integer) is 'Queues steps for workers; those that this worker may run at once come back, leased and bound.';

create function sluice_private.hand_poll(poll sluice.workflow_polls, worker_id uuid)
returns sluice_private.handed_poll
language plpgsql volatile;
comment on function sluice_private.hand_poll(sluice.workflow_polls,uuid) is 'Claims a poll for a worker: what to ask, and the token to report by; null when that cannot be said.';

create function sluice_private.has_bad_cases(cases jsonb)
returns boolean
language sql immutable;
comment on function sluice_private.has_bad_cases(jsonb) is 'Whether a list is not one of cases, each with a port of its own and a condition.';

create function sluice_private.has_bad_condition(condition jsonb)
returns boolean
language sql immutable;
comment on function sluice_private.has_bad_condition(jsonb) is 'Whether the condition of a wait has other fields than when and every, or every is no duration.';

create function sluice_private.has_bad_events(events jsonb)
returns boolean
language sql immutable;
comment on function sluice_private.has_bad_events(jsonb) is 'Whether a list is not one of events, each with a port of its own and a name.';

create function sluice_private.has_bad_template(canonical text)
returns boolean
language plpgsql stable;
comment on function sluice_private.has_bad_template(text) is 'Whether a datetime("template") in the canonical text of a path is one Postgres cannot read.';

create function sluice_private.has_bad_weights(cases jsonb)
returns boolean
language sql immutable;
comment on function sluice_private.has_bad_weights(jsonb) is 'Whether a list is not one of cases of a split, each with a port of its own and a weight.';

create function sluice_private.has_early_joins(organization_id uuid, version_id uuid)
returns boolean
language sql stable;
comment on function sluice_private.has_early_joins(uuid,uuid) is 'Whether a join of a version may be decided before all of its edges are.';

create function sluice_private.has_limits(ready sluice_private.ready_steps)
returns boolean
language sql stable;
comment on function sluice_private.has_limits(sluice_private.ready_steps) is 'Whether a step has limits, so that only admission may lease it.';

create function sluice_private.has_ready(state sluice_private.admissions, as_of timestamp with time zone)
returns boolean
language plpgsql volatile;
comment on function sluice_private.has_ready(sluice_private.admissions,timestamp with time zone) is 'Whether any queue has a ready step behind its mark, or admission has to be looked at anyway; else marks are kept.';

create function sluice_private.has_simple_start(organization_id uuid, version_id uuid)
returns boolean
language sql stable;
comment on function sluice_private.has_simple_start(uuid,uuid) is 'Whether a version has one trigger, of which nothing has to be kept, and no deadline.';

create function sluice_private.heartbeat(worker_id uuid, epoch bigint, tokens bigint[])
returns boolean
language plpgsql volatile security definer;
comment on function sluice_private.heartbeat(uuid,bigint,bigint[]) is 'This worker lives and holds these tokens. False: it has lost its epoch and must exit.';
grant execute on function sluice_private.heartbeat(uuid,bigint,bigint[]) to sluice_worker;

create function sluice_private.history_tables()
returns TABLE(parent regclass)
language sql immutable;
comment on function sluice_private.history_tables() is 'The tables that only grow, partitioned by time.';

create function sluice_private.hold_event(target sluice.workflow_triggers, firing sluice_private.trigger_firing, key text)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.hold_event(sluice.workflow_triggers,sluice_private.trigger_firing,text) is 'Adds an event to those of its key that a trigger holds, and sees to it that they are looked at when it is time; what is to be fired now.';

create function sluice_private.hold_events(arrivals sluice_private.arrivals[])
returns sluice_private.told_wait[]
language plpgsql volatile;
comment on function sluice_private.hold_events(sluice_private.arrivals[]) is 'The first of what has arrived for each wait; those of paused executions stay for their resume.';

create function sluice_private.hold_execution(organization_id uuid, execution_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.hold_execution(uuid,uuid) is 'Locks the execution of a step before a row of the step is written, for whoever calls from a transaction of their own.';

create function sluice_private.hold_guarded(target sluice.workflow_triggers, firing sluice_private.trigger_firing, key text)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.hold_guarded(sluice.workflow_triggers,sluice_private.trigger_firing,text) is 'hold_event; an event that cannot be held gets its reason.';

create function sluice_private.hold_paused(INOUT fired sluice_private.fired_step[], INOUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.hold_paused(sluice_private.fired_step[],sluice_private.frame_change[]) is 'Of the steps that fire, those whose execution is not paused; the others wait for its resume.';

create function sluice_private.hold_ready(organization_id uuid, execution_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.hold_ready(uuid,uuid) is 'Sets the backlog of a paused execution aside, and what waits for a limit, until it is resumed.';

create function sluice_private.hold_session(worker_id uuid, epoch bigint, process_id integer)
returns text
language plpgsql volatile security definer;
comment on function sluice_private.hold_session(uuid,bigint,integer) is 'This worker lives as long as this session does. Says direct, or pooled if it is not the worker''s own; null: the worker has lost its epoch.';
grant execute on function sluice_private.hold_session(uuid,bigint,integer) to sluice_worker;

create function sluice_private.hold_turns(fired sluice_private.fired_step[])
returns sluice_private.fired_step[]
language plpgsql volatile;
comment on function sluice_private.hold_turns(sluice_private.fired_step[]) is 'Of the steps that fire, those that need no turn or have it now; the others wait for theirs.';

create function sluice_private.holds_events(config jsonb)
returns boolean
language sql immutable;
comment on function sluice_private.holds_events(jsonb) is 'Whether a trigger with this config keeps events for some time.';

create function sluice_private.hot_rows()
returns TABLE(organization_id uuid, execution_id uuid, kind text)
language sql stable;
comment on function sluice_private.hot_rows() is 'Every row of hot state that must not outlive its execution.';

create function sluice_private.immediate_dominators(node_count integer, sources integer[], targets integer[])
returns integer[]
language plpgsql immutable;
comment on function sluice_private.immediate_dominators(integer,integer[],integer[]) is 'For each node the last one that every path to it passes; 0 where there is none.';

create function sluice_private.insert_schedule(job sluice.scheduled_jobs, as_of timestamp with time zone)
returns void
language plpgsql volatile;
comment on function sluice_private.insert_schedule(sluice.scheduled_jobs,timestamp with time zone) is 'Adds a schedule, due from now on.';

create function sluice_private.instant_literal(value text, zone text)
returns text
language sql immutable;
comment on function sluice_private.instant_literal(text,text) is 'A timestamp in UTC in SQL/JSON path, with this suffix.';

create function sluice_private.instant_text(instant timestamp with time zone)
returns text
language sql stable;
comment on function sluice_private.instant_text(timestamp with time zone) is 'An instant as sentences name it.';

create function sluice_private.is_among(value jsonb, wanted jsonb)
returns boolean
language sql immutable;
comment on function sluice_private.is_among(jsonb,jsonb) is 'Whether a value is this one, or one of these.';

create function sluice_private.is_awaited(child sluice_private.executions)
returns boolean
language plpgsql stable;
comment on function sluice_private.is_awaited(sluice_private.executions) is 'Whether a step waits for this execution.';

create function sluice_private.is_bad_cancel(cancel_on jsonb)
returns boolean
language sql immutable;
comment on function sluice_private.is_bad_cancel(jsonb) is 'Whether an object is not the event that cancels a group.';

create function sluice_private.is_beyond(event sluice_private.new_events, subscription sluice_private.event_subscriptions)
returns boolean
language sql immutable;
comment on function sluice_private.is_beyond(sluice_private.new_events,sluice_private.event_subscriptions) is 'Whether an event has not been brought to this subscription yet.';

create function sluice_private.is_complete(container sluice_private.containers, step sluice.workflow_steps)
returns boolean
language plpgsql stable;
comment on function sluice_private.is_complete(sluice_private.containers,sluice.workflow_steps) is 'Whether the condition of a foreach holds for what has ended of it so far.';

create function sluice_private.is_condition(completion jsonb)
returns boolean
language sql immutable;
comment on function sluice_private.is_condition(jsonb) is 'Whether a foreach completes by a condition, and not by a number of items.';

create function sluice_private.is_cron_mark(item text, unit sluice_private.cron_unit)
returns boolean
language sql immutable;
comment on function sluice_private.is_cron_mark(text,sluice_private.cron_unit) is 'Whether an item of a cron field depends on the month: L, W or #.';

create function sluice_private.is_date(value text)
returns boolean
language plpgsql immutable;
comment on function sluice_private.is_date(text) is 'Whether year-month-day is a day that exists.';

create function sluice_private.is_delay(value jsonb)
returns boolean
language sql immutable;
comment on function sluice_private.is_delay(jsonb) is 'Whether a value is a duration, or has expressions that may make one.';

create function sluice_private.is_enrolled(organization_id uuid, workflow_id uuid, record text)
returns boolean
language sql stable;
comment on function sluice_private.is_enrolled(uuid,uuid,text) is 'Whether an execution of the workflow is under way for this record.';

create function sluice_private.is_event_name(name text)
returns boolean
language sql immutable;
comment on function sluice_private.is_event_name(text) is 'Whether an event may be called so: letters, digits and _ . : / - only, up to 200.';

create function sluice_private.is_event_pattern(pattern text)
returns boolean
language sql immutable;
comment on function sluice_private.is_event_pattern(text) is 'Whether a trigger may name events so: * is one part between dots, ** at the end all the rest.';

create function sluice_private.is_for(target sluice.workflow_triggers, event sluice.workflow_events)
returns boolean
language sql immutable;
comment on function sluice_private.is_for(sluice.workflow_triggers,sluice.workflow_events) is 'Whether an event is for this trigger, beyond its name: not the end of its own workflow, and an error of a class that it wants.';

create function sluice_private.is_id(value jsonb)
returns boolean
language sql immutable;
comment on function sluice_private.is_id(jsonb) is 'Whether a JSON value is a UUID.';

create function sluice_private.is_inside_lock(container sluice_private.containers, key text)
returns boolean
language sql stable;
comment on function sluice_private.is_inside_lock(sluice_private.containers,text) is 'Whether a group around this one holds the lock of this key.';

create function sluice_private.is_item_name(name text)
returns boolean
language sql immutable;
comment on function sluice_private.is_item_name(text) is 'Whether the item of a foreach may have this name: an identifier that expressions do not know.';

create function sluice_private.is_late()
returns boolean
language sql stable;
comment on function sluice_private.is_late() is 'Whether this transaction has run into its timeout, and so has none any more.';

create function sluice_private.is_limited(version sluice.workflow_versions)
returns boolean
language sql stable;
comment on function sluice_private.is_limited(sluice.workflow_versions) is 'Whether executions of a version begin only when admission lets them.';

create function sluice_private.is_line(organization_id uuid, version_id uuid)
returns boolean
language sql stable;
comment on function sluice_private.is_line(uuid,uuid) is 'Whether one action at most can be under way in an execution of a version, and nothing else.';

create function sluice_private.is_of_type(value jsonb, type text)
returns boolean
language sql immutable;
comment on function sluice_private.is_of_type(jsonb,text) is 'Whether a value is of this type of JSON Schema.';

create function sluice_private.is_plain(step sluice.workflow_steps)
returns boolean
language sql immutable;
comment on function sluice_private.is_plain(sluice.workflow_steps) is 'Whether all that happens to a step is that the database runs it.';

create function sluice_private.is_polled(poll sluice.workflow_polls)
returns boolean
language sql stable;
comment on function sluice_private.is_polled(sluice.workflow_polls) is 'Whether what a poll finds could start anything: its trigger is on, its workflow active, neither paused.';

create function sluice_private.is_shared()
returns boolean
language plpgsql stable;
comment on function sluice_private.is_shared() is 'Whether there is more than one organization, besides that of the operators, so that none may keep another waiting.';

create function sluice_private.is_span(value jsonb, shortest interval, longest interval)
returns boolean
language sql immutable;
comment on function sluice_private.is_span(jsonb,interval,interval) is 'Whether a value is a duration in this range; null where there is none.';

create function sluice_private.is_time_zone(name text)
returns boolean
language plpgsql immutable;
comment on function sluice_private.is_time_zone(text) is 'Whether this is the name of a time zone of the IANA database.';

create function sluice_private.is_told(lease sluice_private.step_leases)
returns boolean
language sql stable;
comment on function sluice_private.is_told(sluice_private.step_leases) is 'Whether somebody has said already what became of a step, and no transaction has acted on it.';

create function sluice_private.is_watched(organization_id uuid, object text)
returns boolean
language sql stable;
comment on function sluice_private.is_watched(uuid,text) is 'Whether an organization can be told of what changes in this table.';

create function sluice_private.is_whole(value jsonb, lowest integer, highest integer)
returns boolean
language sql immutable;
comment on function sluice_private.is_whole(jsonb,integer,integer) is 'Whether a JSON value is a whole number in this range, written as one (3.0 is not: no cast takes it); null where there is none.';

create function sluice_private.is_within(frame_path text, container_path text)
returns boolean
language sql immutable;
comment on function sluice_private.is_within(text,text) is 'Whether a frame is one of a container''s, or inside one: each[3] and each[3].lines[0] are within each.';

create function sluice_private.item_names(definition jsonb)
returns TABLE(node_id text, outer_names text[], inner_names text[])
language sql immutable;
comment on function sluice_private.item_names(jsonb) is 'By which names each node may read the items of the foreach around it; and what is in it.';

create function sluice_private.items_fault(fired sluice_private.fired_step, step sluice.workflow_steps, items jsonb)
returns jsonb
language plpgsql stable;
comment on function sluice_private.items_fault(sluice_private.fired_step,sluice.workflow_steps,jsonb) is 'Why a foreach cannot run over this: it is no list, or an empty one is not enough.';

create function sluice_private.iterated_nodes(definition jsonb)
returns text[]
language sql immutable;
comment on function sluice_private.iterated_nodes(jsonb) is 'The nodes inside a foreach or a loop, however deep.';

create function sluice_private.jitter_of(job sluice.scheduled_jobs, instant timestamp with time zone)
returns interval
language sql immutable;
comment on function sluice_private.jitter_of(sluice.scheduled_jobs,timestamp with time zone) is 'By how much a schedule puts off an instant: always the same.';

create function sluice_private.join_items(items jsonb, separator text)
returns jsonb
language sql immutable;
comment on function sluice_private.join_items(jsonb,text) is 'The items of a list as one text.';

create function sluice_private.join_output(fired sluice_private.fired_step, step sluice.workflow_steps, context jsonb)
returns jsonb
language plpgsql stable;
comment on function sluice_private.join_output(sluice_private.fired_step,sluice.workflow_steps,jsonb) is 'The output of a join: those of the steps whose edges came live, by node.';

create function sluice_private.judge_approval(approval sluice.workflow_approvals)
returns text
language plpgsql volatile;
comment on function sluice_private.judge_approval(sluice.workflow_approvals) is 'approved when as many approve as have to; rejected when no longer enough of those asked can; else null.';

create function sluice_private.judge_container(container sluice_private.containers, step sluice.workflow_steps, ended sluice_private.ended_iteration[], OUT status text, OUT error jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.judge_container(sluice_private.containers,sluice.workflow_steps,sluice_private.ended_iteration[]) is 'How a container ends after these iterations; a null status: it goes on.';

create function sluice_private.judge_delivery(target jsonb, filter jsonpath, dedupe jsonpath, context jsonb, OUT key text, OUT reason text, OUT is_deferred boolean)
returns record
language plpgsql stable;
comment on function sluice_private.judge_delivery(jsonb,jsonpath,jsonpath,jsonb) is 'Why a delivery starts nothing, or null; and the key that its dedupe expression finds.';

create function sluice_private.judge_firings(firings sluice_private.trigger_firing[])
returns SETOF sluice_private.judged_firing
language sql stable;
comment on function sluice_private.judge_firings(sluice_private.trigger_firing[]) is 'What each firing starts, by which key and with which input, or why it starts nothing; none for a trigger that is gone.';

create function sluice_private.judge_iteration(ended sluice_private.ended_iteration, frame_id bigint)
returns sluice_private.ended_iteration
language plpgsql volatile;
comment on function sluice_private.judge_iteration(sluice_private.ended_iteration,bigint) is 'What a container collects or carries on from an iteration, and whether it was the last.';

create function sluice_private.judge_limits(ready sluice_private.ready_steps[], as_of timestamp with time zone)
returns jsonb[]
language plpgsql volatile;
comment on function sluice_private.judge_limits(sluice_private.ready_steps[],timestamp with time zone) is 'For each of these steps the limits that it now counts under; false if one has no room. Null: none of them is limited.';

create function sluice_private.judge_loop(container sluice_private.containers, step sluice.workflow_steps, ended sluice_private.ended_iteration, OUT status text, OUT error jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.judge_loop(sluice_private.containers,sluice.workflow_steps,sluice_private.ended_iteration) is 'Whether a loop has ended with this iteration; a null status: it goes on.';

create function sluice_private.judge_report(lease sluice_private.step_leases, step sluice.workflow_steps, outcome text, body jsonb, is_retry boolean, reported_at timestamp with time zone)
returns sluice_private.settled_step
language plpgsql volatile;
comment on function sluice_private.judge_report(sluice_private.step_leases,sluice.workflow_steps,text,jsonb,boolean,timestamp with time zone) is 'What a report makes of its step: completed, failed with the ports that opens, or due again.';

create function sluice_private.judge_reports(reports sluice_private.step_report[], recorded bigint[], deferred bigint[], OUT verdicts text[], OUT handed sluice_private.handed_step[])
returns record
language plpgsql stable;
comment on function sluice_private.judge_reports(sluice_private.step_report[],bigint[],bigint[]) is 'What each report has come to: recorded (also when it was so before), deferred, or stale; and the steps whose hand-over was lost with an earlier reply.';

create function sluice_private.judge_runs(job sluice.scheduled_jobs, OUT failures integer, OUT unjudged uuid[])
returns record
language plpgsql stable;
comment on function sluice_private.judge_runs(sluice.scheduled_jobs) is 'How many executions of a schedule in a row have failed, and those that have not ended.';

create function sluice_private.keep_admission(state sluice_private.admissions, queues sluice_private.ready_queue[], as_of timestamp with time zone)
returns void
language plpgsql volatile;
comment on function sluice_private.keep_admission(sluice_private.admissions,sluice_private.ready_queue[],timestamp with time zone) is 'Writes where admission stands; marks move on to where a queue began at the last look.';

create function sluice_private.keep_compensation(completed sluice_private.settled_step, step_no integer, verdicts jsonb)
returns jsonb
language plpgsql volatile;
comment on function sluice_private.keep_compensation(sluice_private.settled_step,integer,jsonb) is 'Notes how to undo a step that has completed. Returns the verdicts and, as undo, what it notes: node_id of the compensation, its input or the error of rendering it, seq in the order of completion.';

create function sluice_private.keep_enrolment(version sluice.workflow_versions, record text, execution_ids uuid[], since timestamp with time zone)
returns void
language plpgsql volatile;
comment on function sluice_private.keep_enrolment(sluice.workflow_versions,text,uuid[],timestamp with time zone) is 'Writes down that the last of these executions, which begin together, is for this record, since then.';

create function sluice_private.keep_items(poll sluice.workflow_polls, items sluice_private.found_item[], as_of timestamp with time zone)
returns integer
language plpgsql volatile;
comment on function sluice_private.keep_items(sluice.workflow_polls,sluice_private.found_item[],timestamp with time zone) is 'Notes the items that are seen for the first time, and, where a change counts, those that are not as they were; says how many there are of both.';

create function sluice_private.keep_limits(fired sluice_private.fired_step, step sluice.workflow_steps, context jsonb)
returns jsonb
language plpgsql volatile;
comment on function sluice_private.keep_limits(sluice_private.fired_step,sluice.workflow_steps,jsonb) is 'Notes under which limits a step may run, for admission; the error if a key cannot be filled in.';

create function sluice_private.keep_members(target sluice.workflow_triggers, entered text[], gone text[], present timestamp with time zone)
returns void
language plpgsql volatile;
comment on function sluice_private.keep_members(sluice.workflow_triggers,text[],text[],timestamp with time zone) is 'Writes down who has come into a segment, and who has left it.';

create function sluice_private.keep_outputs(settled sluice_private.settled_step[])
returns void
language plpgsql volatile;
comment on function sluice_private.keep_outputs(sluice_private.settled_step[]) is 'Keeps the outputs that expressions may read, or that belong to the output of the frame.';

create function sluice_private.keep_result(organization_id uuid, step sluice.workflow_steps, key text, output jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.keep_result(uuid,sluice.workflow_steps,text,jsonb) is 'Keeps what an action gave for those that come with the same key while it is fresh.';

create function sluice_private.keep_results(settled sluice_private.settled_step[])
returns void
language plpgsql volatile;
comment on function sluice_private.keep_results(sluice_private.settled_step[]) is 'Keeps what workers gave for actions with a cache.';

create function sluice_private.keep_statements(organization_id uuid, object text)
returns void
language plpgsql volatile;
comment on function sluice_private.keep_statements(uuid,text) is 'Writes down how the changes of watched tables are noted, where their columns have changed.';

create function sluice_private.keep_steps(organization_id uuid, execution_id uuid, version_id uuid, node_id text, frame_path text)
returns void
language sql volatile;
comment on function sluice_private.keep_steps(uuid,uuid,uuid,text,text) is 'Keeps how the steps of a finished execution ended, but for those that failed, were cancelled, were undone, hold some that were, or are to be run again from a step on.';

create function sluice_private.kept_calendar(target sluice.workflow_triggers)
returns sluice.business_calendars
language plpgsql stable;
comment on function sluice_private.kept_calendar(sluice.workflow_triggers) is 'The calendar that a trigger keeps to, or null; raises SLNTF where it is gone.';

create function sluice_private.kept_key(key text)
returns text
language sql immutable;
comment on function sluice_private.kept_key(text) is 'A key as it is kept: a long one as its beginning and its hash.';

create function sluice_private.kept_slots()
returns integer
language plpgsql stable;
comment on function sluice_private.kept_slots() is 'How many of the slots are for organizations of which no more than that many steps run; none where there is one organization.';

create function sluice_private.key_items(poll sluice.workflow_polls, items sluice_private.found_item[])
returns sluice_private.found_item[]
language sql stable;
comment on function sluice_private.key_items(sluice.workflow_polls,sluice_private.found_item[]) is 'The items with their keys: what names each, or else its content; and where a change counts with the hash of it. Of several with the same key the first.';

create function sluice_private.last_compensation(container sluice_private.containers, frame_id bigint)
returns sluice_private.compensations
language plpgsql stable;
comment on function sluice_private.last_compensation(sluice_private.containers,bigint) is 'Of the steps that completed in a frame, however deep, and are not undone, the last one.';

create function sluice_private.last_run(workflow sluice.workflows, status text)
returns jsonb
language plpgsql stable;
comment on function sluice_private.last_run(sluice.workflows,text) is 'The last execution of a workflow that began, or of the newest 10,000 the last to complete.';

create function sluice_private.last_scheduled(job sluice.scheduled_jobs, until timestamp with time zone)
returns timestamp with time zone
language plpgsql stable;
comment on function sluice_private.last_scheduled(sluice.scheduled_jobs,timestamp with time zone) is 'The last instant of a schedule up to this one, from the one that it is due at.';

create function sluice_private.lease_steps(ready sluice_private.ready_steps[], limits jsonb[], host sluice_private.workers, room integer, OUT leased integer, OUT handed sluice_private.handed_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.lease_steps(sluice_private.ready_steps[],jsonb[],sluice_private.workers,integer) is 'Gives ready steps a lease, with the limits they count under: how many, and those that are bound to the host; each of the others has a graphile job. What a limit has refused is not ready.';

create function sluice_private.leave_by_event(event sluice.workflow_events, workflow_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.leave_by_event(sluice.workflow_events,uuid) is 'Ends what is under way in a workflow for the record that an event of its exit_on names.';

create function sluice_private.leave_container(container sluice_private.containers, keeps_rest boolean)
returns boolean
language plpgsql volatile;
comment on function sluice_private.leave_container(sluice_private.containers,boolean) is 'Forgets a container that has ended; false where iterations go on that it does not wait for.';

create function sluice_private.leave_enrolments(organization_id uuid, workflow_id uuid, record text, occurred_at timestamp with time zone, reason jsonb)
returns uuid
language plpgsql volatile;
comment on function sluice_private.leave_enrolments(uuid,uuid,text,timestamp with time zone,jsonb) is 'Cancels the executions that are under way for a record which had been enrolled when it left; answers the newest of them.';

create function sluice_private.leave_outputs(container sluice.workflow_steps, ended sluice_private.ended_iteration, frame_id bigint)
returns void
language plpgsql volatile;
comment on function sluice_private.leave_outputs(sluice.workflow_steps,sluice_private.ended_iteration,bigint) is 'What the steps of an iteration of a cycle gave can be read in the frame around it, and in the next iteration until they have run again.';

create function sluice_private.left_at(organization_id uuid, workflow_id uuid, record text)
returns timestamp with time zone
language plpgsql stable;
comment on function sluice_private.left_at(uuid,uuid,text) is 'When the last of the newest ten executions for a record ended, or began if that is not known any more; null where there was none.';

create function sluice_private.left_by_pattern(version sluice.workflow_versions, record text, since timestamp with time zone)
returns text
language plpgsql stable;
comment on function sluice_private.left_by_pattern(sluice.workflow_versions,text,timestamp with time zone) is 'Which event that has been matched has ended an enrolment that begins only now; or null.';

create function sluice_private.left_fault(version sluice.workflow_versions, record text, since timestamp with time zone)
returns text
language plpgsql stable;
comment on function sluice_private.left_fault(sluice.workflow_versions,text,timestamp with time zone) is 'Which event or trigger has ended an enrolment that begins only now, since what started it came; or null.';

create function sluice_private.limit_claim(target sluice_private.webhook_target, key text, value jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.limit_claim(sluice_private.webhook_target,text,jsonb) is 'Lets the key of a delivery expire after the dedupe_window of its trigger.';

create function sluice_private.limit_error(organization_id uuid, rule jsonb)
returns jsonb
language plpgsql stable;
comment on function sluice_private.limit_error(uuid,jsonb) is 'Why a limit ends an execution, as the execution says it.';

create function sluice_private.limit_fault(rule jsonb, is_of_step boolean)
returns text
language sql immutable;
comment on function sluice_private.limit_fault(jsonb,boolean) is 'What is wrong with what a limit counts; null where nothing is.';

create function sluice_private.limit_idling()
returns void
language plpgsql volatile;
comment on function sluice_private.limit_idling() is 'Has Postgres end the session if its transaction, which others wait for, sits idle for 10 s.';

create function sluice_private.limit_key(scope text, value jsonb)
returns text
language sql immutable;
comment on function sluice_private.limit_key(text,jsonb) is 'What is counted together: those of one scope with one value; a long one by its hash.';

create function sluice_private.limit_label(organization_id uuid, key text)
returns text
language sql stable;
comment on function sluice_private.limit_label(uuid,text) is 'A limit, and the value of its key, as sentences name it.';

create function sluice_private.limit_opens_at(rule jsonb, state sluice_private.limits, as_of timestamp with time zone)
returns timestamp with time zone
language sql immutable;
comment on function sluice_private.limit_opens_at(jsonb,sluice_private.limits,timestamp with time zone) is 'When a rate or a pause lets the next one begin; null where neither stands in the way.';

create function sluice_private.limit_room(rule jsonb, state sluice_private.limits, as_of timestamp with time zone)
returns integer
language sql immutable;
comment on function sluice_private.limit_room(jsonb,sluice_private.limits,timestamp with time zone) is 'How many more a limit lets begin now.';

create function sluice_private.limit_rule(organization_id uuid, rule jsonb)
returns jsonb
language sql stable;
comment on function sluice_private.limit_rule(uuid,jsonb) is 'A limit with its numbers; those of a provider are the organization''s.';

create function sluice_private.limit_starts(version sluice.workflow_versions, execution_ids uuid[], generation integer)
returns void
language plpgsql volatile;
comment on function sluice_private.limit_starts(sluice.workflow_versions,uuid[],integer) is 'Has executions stand in line for admission. A simulation waits for nobody.';

create function sluice_private.limit_state(organization_id uuid, key text)
returns sluice_private.limits
language plpgsql stable;
comment on function sluice_private.limit_state(uuid,text) is 'What a key has used so far.';

create function sluice_private.limit_use(organization_id uuid, key text)
returns text
language sql stable;
comment on function sluice_private.limit_use(uuid,text) is 'A limit as sentences name it: what runs under it, and until when it is known to be full.';

create function sluice_private.limit_verdict(rule jsonb)
returns text
language sql immutable;
comment on function sluice_private.limit_verdict(jsonb) is 'How a step ends that a limit ends, and why, as an arrival says it.';

create function sluice_private.limits_of(version sluice.workflow_versions, execution_id uuid)
returns jsonb
language sql stable;
comment on function sluice_private.limits_of(sluice.workflow_versions,uuid) is 'The limits of an execution: of its version, its workflow and its organization.';

create function sluice_private.list_runs(job sluice.scheduled_jobs, next_run timestamp with time zone, at_most integer)
returns SETOF timestamp with time zone
language plpgsql stable;
comment on function sluice_private.list_runs(sluice.scheduled_jobs,timestamp with time zone,integer) is 'The instants at which a schedule is due, from the next one on; raises SLVAL.';

create function sluice_private.live_rule(organization_id uuid, scope text)
returns jsonb
language sql stable;
comment on function sluice_private.live_rule(uuid,text) is 'A limit of a step or a workflow as the live version has it; null where that has none there.';

create function sluice_private.live_sources(definition jsonb)
returns TABLE(node_id text, edge_id text, source text, origin text)
language sql immutable;
comment on function sluice_private.live_sources(jsonb) is 'The edges that lead to nodes of type join, in a definition whose cycles have become loops: the step that each leaves, and the step whose output it stands for.';

create function sluice_private.local_fault(local jsonb)
returns text
language plpgsql immutable;
comment on function sluice_private.local_fault(jsonb) is 'What is wrong with the local time of a wait, or null.';

create function sluice_private.local_instant(value text, zone text)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.local_instant(text,text) is 'The instant of an ISO 8601 text; without an offset, when the clocks of a zone reach it. Null where it is none.';

create function sluice_private.lock_executions(organization_ids uuid[], execution_ids uuid[])
returns uuid[]
language plpgsql volatile;
comment on function sluice_private.lock_executions(uuid[],uuid[]) is 'Locks those executions that live and that nobody else holds; says which.';

create function sluice_private.lock_holders(subscriptions sluice_private.event_subscriptions[])
returns uuid[]
language plpgsql volatile;
comment on function sluice_private.lock_holders(sluice_private.event_subscriptions[]) is 'Has those who match events for the same trigger that holds some take turns; those that cannot be added to now.';

create function sluice_private.lock_key(token bigint)
returns bigint
language sql immutable;
comment on function sluice_private.lock_key(bigint) is 'The advisory lock of whoever says what became of a locked step, until that is committed.';

create function sluice_private.lock_records(version sluice.workflow_versions, records text[])
returns void
language plpgsql volatile;
comment on function sluice_private.lock_records(sluice.workflow_versions,text[]) is 'Has those who enrol the same records, or count under the same cap, take turns; the pump waits for nobody.';

create function sluice_private.lock_step(ready sluice_private.ready_steps, worker_id text, minutes integer)
returns sluice_private.step_leases
language plpgsql volatile;
comment on function sluice_private.lock_step(sluice_private.ready_steps,text,integer) is 'Gives a step of the backlog to a worker outside, for so many minutes.';

create function sluice_private.lock_tables()
returns void
language plpgsql volatile;
comment on function sluice_private.lock_tables() is 'What a migration does first: takes every table for itself, until it ends.';

create function sluice_private.lock_watches(relation regclass)
returns void
language sql volatile;
comment on function sluice_private.lock_watches(regclass) is 'Has those who change how a table is watched take turns, before they lock its watches.';

create function sluice_private.log_firings(fired sluice_private.judged_firing[])
returns void
language plpgsql volatile;
comment on function sluice_private.log_firings(sluice_private.judged_firing[]) is 'Writes down what firings have led to; those that are deferred are kept for later.';

create function sluice_private.look_around(OUT has_events boolean, OUT has_arrivals boolean, OUT has_offers boolean, OUT has_suspects boolean, OUT has_claims boolean, OUT has_bulk boolean, OUT look_at timestamp with time zone, OUT schedule_at timestamp with time zone)
returns record
language plpgsql stable;
comment on function sluice_private.look_around() is 'What there is for a pump besides timers and the backlog: events, arrivals, steps that were offered, or that a process has died of, claims of locks, bulk operations; when triggers are to be looked at or fired again, and the next schedule is due.';

create function sluice_private.look_at_metric(target sluice.workflow_triggers, timer sluice_private.trigger_timers, present timestamp with time zone)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.look_at_metric(sluice.workflow_triggers,sluice_private.trigger_timers,timestamp with time zone) is 'Fires a trigger where the figure that it watches has crossed its line since the last look.';

create function sluice_private.look_at_segment(target sluice.workflow_triggers, timer sluice_private.trigger_timers, present timestamp with time zone)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.look_at_segment(sluice.workflow_triggers,sluice_private.trigger_timers,timestamp with time zone) is 'Fires a trigger for the records that have come into its segment, or left it, since the last look.';

create function sluice_private.look_back(awaited sluice_private.awaited_events)
returns bigint
language plpgsql volatile;
comment on function sluice_private.look_back(sluice_private.awaited_events) is 'Leaves with an execution the first event that came before anybody knew of its wait; says how many bytes that has.';

create function sluice_private.look_back_within(waits sluice_private.awaited_events[])
returns void
language plpgsql volatile;
comment on function sluice_private.look_back_within(sluice_private.awaited_events[]) is 'look_back, as far as a transaction may go in bytes; the other waits are new again.';

create function sluice_private.look_for_run(target sluice.workflow_triggers, timer sluice_private.trigger_timers, present timestamp with time zone)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.look_for_run(sluice.workflow_triggers,sluice_private.trigger_timers,timestamp with time zone) is 'Fires a trigger where the workflow that it watches has not run as it should have.';

create function sluice_private.look_guarded(timer sluice_private.trigger_timers, present timestamp with time zone)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.look_guarded(sluice_private.trigger_timers,timestamp with time zone) is 'What is to be fired of a trigger whose time has come; one that fails is looked at again a minute later, and one that would have to wait for a lock after five seconds.';

create function sluice_private.loop_of_cycle(loop_id text, max_iterations integer)
returns jsonb
language sql immutable;
comment on function sluice_private.loop_of_cycle(text,integer) is 'The loop that a cycle of edges becomes: it repeats while an edge that leads back is live.';

create function sluice_private.lost_children()
returns TABLE(invariant text, organization_id uuid, execution_id uuid, detail text)
language sql stable;
comment on function sluice_private.lost_children() is 'Calls that nothing will ever end, and children that go on though the step that called them has ended.';

create function sluice_private.maintain()
returns boolean
language plpgsql volatile security definer;
comment on function sluice_private.maintain() is 'Does the next thing there is to do for history: makes partitions, deletes what has expired, replaces old partitions by what is kept of them, measures how much there is; whether there may be more to do.';
grant execute on function sluice_private.maintain() to sluice_worker;

create function sluice_private.make_events(change sluice_private.row_changes)
returns integer
language plpgsql volatile;
comment on function sluice_private.make_events(sluice_private.row_changes) is 'Makes an event of each changed record that somebody wants to know of; says how many.';

create function sluice_private.make_partitions()
returns boolean
language plpgsql volatile;
comment on function sluice_private.make_partitions() is 'Makes the partitions of the next three months; whether there were any to make.';

create function sluice_private.make_reports(worker sluice_private.workers, organization_ids uuid[], execution_ids uuid[], tokens bigint[], outcomes text[], results text[])
returns sluice_private.step_report[]
language plpgsql stable;
comment on function sluice_private.make_reports(sluice_private.workers,uuid[],uuid[],bigint[],text[],text[]) is 'Parallel arrays, as a driver sends them, as reports; a result that cannot be stored is a failure.';

create function sluice_private.mark_idle(worker_id uuid, epoch bigint)
returns void
language plpgsql volatile security definer;
comment on function sluice_private.mark_idle(uuid,bigint) is 'This worker is about to sleep: starts notify it from now on, until it finds much to do. It polls once more after this.';
grant execute on function sluice_private.mark_idle(uuid,bigint) to sluice_worker;

create function sluice_private.mark_missing_sessions()
returns void
language plpgsql volatile;
comment on function sluice_private.mark_missing_sessions() is 'Notes of which workers the session has ended, and of which it is there again.';

create function sluice_private.mark_of_cycle(loop_id text, node_id text)
returns jsonb
language sql immutable;
comment on function sluice_private.mark_of_cycle(text,text) is 'A node in the loop of a cycle whose status says whether an edge that leads to it was live.';

create function sluice_private.mark_over_share(shares sluice_private.organization_share[], waiting uuid[])
returns void
language plpgsql volatile;
comment on function sluice_private.mark_over_share(sluice_private.organization_share[],uuid[]) is 'Tells workers whose steps are not to be handed straight back, because others wait that have had less.';

create function sluice_private.mark_waiting(changes sluice_private.frame_change[])
returns void
language plpgsql volatile;
comment on function sluice_private.mark_waiting(sluice_private.frame_change[]) is 'Of these executions, those in which nothing can run before a wait ends become waiting.';

create function sluice_private.mark_weekdays(marks text[])
returns integer[]
language plpgsql immutable;
comment on function sluice_private.mark_weekdays(text[]) is 'Weekdays with L and # as numbers: 10 * weekday + n, where n is 0 for L.';

create function sluice_private.match_events(at_most integer)
returns integer
language plpgsql volatile;
comment on function sluice_private.match_events(integer) is 'Brings up to this many new events to the waits for them and to the triggers that listen to them, and as many new waits to the events that came before; says how many it looked at.';

create function sluice_private.match_record(organization_id uuid, config jsonb, change jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.match_record(uuid,jsonb,jsonb) is 'The change of a record, if a trigger record_created, record_updated or record_deleted asks for it.';

create function sluice_private.may_defer()
returns boolean
language sql stable;
comment on function sluice_private.may_defer() is 'Whether what is fired now can be fired later, and alone: in the pump, unless it is that already.';

create function sluice_private.measure_storage()
returns boolean
language plpgsql volatile;
comment on function sluice_private.measure_storage() is 'Shares the size of one partition out among the workflows in it, by a sample; false when all have been looked at lately.';

create function sluice_private.meet_again(deferred sluice_private.deferred_firings)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.meet_again(sluice_private.deferred_firings) is 'What an event fires of a trigger that could not hold it when it came.';

create function sluice_private.meet_conditions(due sluice_private.timers[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.meet_conditions(sluice_private.timers[]) is 'Looks at the conditions whose time has come: ends the waits whose condition holds, and sets the time of the next look at the others.';

create function sluice_private.meet_trigger(trigger_id uuid, correlation jsonpath, event sluice.workflow_events)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.meet_trigger(uuid,jsonpath,sluice.workflow_events) is 'What an event fires of a trigger that it is for; none where the event is held, or why not is written down.';

create function sluice_private.merge_joins(partial sluice_private.resolution[])
returns sluice_private.fired_step[]
language plpgsql volatile;
comment on function sluice_private.merge_joins(sluice_private.resolution[]) is 'Adds to the counts of joins that are partly resolved; returns the steps this decides.';

create function sluice_private.metric_value(target sluice.workflow_triggers, present timestamp with time zone)
returns numeric
language plpgsql stable;
comment on function sluice_private.metric_value(sluice.workflow_triggers,timestamp with time zone) is 'The figure that a trigger watches; null where there is none.';

create function sluice_private.metrics()
returns TABLE(metric text, label text, value double precision)
language plpgsql volatile security definer;
comment on function sluice_private.metrics() is 'What a worker tells Prometheus of the database as a whole.';
grant execute on function sluice_private.metrics() to sluice_worker;

create function sluice_private.missing_input(handler text, organization_id uuid, input jsonb)
returns text
language plpgsql stable;
comment on function sluice_private.missing_input(text,uuid,jsonb) is 'What an SQL action needs and its input lacks, or null.';

create function sluice_private.mock_of(mocks jsonb, node_id text, nth integer)
returns jsonb
language sql immutable;
comment on function sluice_private.mock_of(jsonb,text,integer) is 'What the n-th run (from 0) of a node gives: its mock; of a list of mocks the n-th, or the last; an empty object where there is none.';

create function sluice_private.name_future(parent regclass, starts_at timestamp with time zone, ends_at timestamp with time zone)
returns void
language plpgsql volatile;
comment on function sluice_private.name_future(regclass,timestamp with time zone,timestamp with time zone) is 'Makes what took everything after the last month the partition up to an instant, named after its last month.';

create function sluice_private.named_record(path jsonpath, trigger jsonb)
returns text
language sql stable;
comment on function sluice_private.named_record(jsonpath,jsonb) is 'The record that a path over { trigger } names; null where it finds none.';

create function sluice_private.named_workflow(organization_id uuid, reference text)
returns sluice.workflows
language plpgsql stable;
comment on function sluice_private.named_workflow(uuid,text) is 'The workflow of an organization with this id, or else with this name; null where there is none.';

create function sluice_private.nearest_weekday(day integer, last_day integer, first_weekday integer)
returns integer
language sql immutable;
comment on function sluice_private.nearest_weekday(integer,integer,integer) is 'The day from Monday to Friday that is next to a day of a month, within the month: last_day is its last, first_weekday the weekday (Sunday is 0) of its first.';

create function sluice_private.new_queues(served text[], seen bigint)
returns sluice_private.ready_queue[]
language plpgsql stable;
comment on function sluice_private.new_queues(text[],bigint) is 'The queues that ready steps after this seq are in; next_mark is the last one seen.';

create function sluice_private.next_allowed_instant(organization_id uuid, local jsonb, after timestamp with time zone)
returns timestamp with time zone
language plpgsql stable;
comment on function sluice_private.next_allowed_instant(uuid,jsonb,timestamp with time zone) is 'The first instant from this one on that a local time and its calendar allow, or null where there is none, or no such calendar.';

create function sluice_private.next_batch(timer sluice_private.trigger_timers, size integer, present timestamp with time zone, OUT events sluice.workflow_events[], OUT last_seq bigint)
returns record
language plpgsql stable;
comment on function sluice_private.next_batch(sluice_private.trigger_timers,integer,timestamp with time zone) is 'The first events that a trigger holds by a key, without those that have expired, up to so many or 1.5 MB; and up to which it has then looked.';

create function sluice_private.next_bit(bits bit varying, first integer)
returns integer
language sql immutable;
comment on function sluice_private.next_bit(bit varying,integer) is 'The place of the first set bit from this place on, counted from 0, or null.';

create function sluice_private.next_causes()
returns TABLE(organization_id uuid, execution_id uuid, frame_id bigint, is_under_way boolean, cause text)
language sql stable;
comment on function sluice_private.next_causes() is 'What will move each execution next; is_under_way where the frame counts it as open.';

create function sluice_private.next_cron_day(rule sluice_private.cron, first date)
returns date
language plpgsql immutable;
comment on function sluice_private.next_cron_day(sluice_private.cron,date) is 'The first day from this one on on which a cron expression matches; null where it never does.';

create function sluice_private.next_cron_match(rule sluice_private.cron, zone text, first timestamp with time zone)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.next_cron_match(sluice_private.cron,text,timestamp with time zone) is 'The first instant from this whole second on at which a cron expression matches in a zone.';

create function sluice_private.next_cron_time(rule sluice_private.cron, first integer)
returns integer
language plpgsql immutable;
comment on function sluice_private.next_cron_time(sluice_private.cron,integer) is 'The first second of a day, from this one on, at which a cron expression matches, or null.';

create function sluice_private.next_cron_wall(rule sluice_private.cron, first timestamp without time zone)
returns timestamp without time zone
language plpgsql immutable;
comment on function sluice_private.next_cron_wall(sluice_private.cron,timestamp without time zone) is 'The first time on a clock, from this whole second on, at which a cron expression matches; null where it never does.';

create function sluice_private.next_in_rule(rule sluice_private.schedule_rule, calendar sluice.business_calendars, after timestamp with time zone)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.next_in_rule(sluice_private.schedule_rule,sluice.business_calendars,timestamp with time zone) is 'The first instant of a rule after this one; null where there is none.';

create function sluice_private.next_limit()
returns timestamp with time zone
language plpgsql stable;
comment on function sluice_private.next_limit() is 'When the next limit is to be looked at again; null: none is.';

create function sluice_private.next_local_instant(local jsonb, after timestamp with time zone)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.next_local_instant(jsonb,timestamp with time zone) is 'The first instant from this one on that a zone''s clocks, days and holidays allow.';

create function sluice_private.next_of_line(organization_id uuid, execution_id uuid, version_id uuid, frame_id bigint, step_no integer, is_live boolean, context jsonb, roots text[], refs integer[], bytes integer, length integer, at_most integer)
returns TABLE(goes_on boolean, next_no integer, is_live boolean, context jsonb, roots text[], refs integer[], bytes integer, is_over boolean, step_no integer, node_id text, type text, action text, is_referenced boolean, status text, ports text[], input jsonb, output jsonb, verdicts jsonb)
language sql stable;
comment on function sluice_private.next_of_line(uuid,uuid,uuid,bigint,integer,boolean,jsonb,text[],integer[],integer,integer,integer) is 'What the next step of a row comes to.';

create function sluice_private.next_open_instant(calendar sluice.business_calendars, step interval, after timestamp with time zone)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.next_open_instant(sluice.business_calendars,interval,timestamp with time zone) is 'When a calendar opens next after this instant or, with a step, has been open for a whole number of steps; null where it does not for 15 years.';

create function sluice_private.next_poll()
returns timestamp with time zone
language sql stable;
comment on function sluice_private.next_poll() is 'When workers look at a poll next; null when there is none.';

create function sluice_private.next_reminder(input jsonb, began timestamp with time zone, after timestamp with time zone)
returns timestamp with time zone
language sql immutable;
comment on function sluice_private.next_reminder(jsonb,timestamp with time zone,timestamp with time zone) is 'When the assignees of an approval that began then are next to be told, or more are to be asked.';

create function sluice_private.next_scheduled(job sluice.scheduled_jobs, after timestamp with time zone)
returns timestamp with time zone
language plpgsql stable;
comment on function sluice_private.next_scheduled(sluice.scheduled_jobs,timestamp with time zone) is 'When a schedule is due next after this instant, within its bounds; null: never.';

create function sluice_private.next_segment_look(target sluice.workflow_triggers, state jsonb, last_key text, is_full boolean, present timestamp with time zone, OUT due_at timestamp with time zone, OUT next_state jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.next_segment_look(sluice.workflow_triggers,jsonb,text,boolean,timestamp with time zone) is 'When a segment is looked at next after this page, and what is known until then.';

create function sluice_private.next_timer()
returns timestamp with time zone
language plpgsql volatile;
comment on function sluice_private.next_timer() is 'When the next timer is due; null when there is none.';

create function sluice_private.next_turn(ended sluice_private.settled_step)
returns sluice_private.resolution
language plpgsql volatile;
comment on function sluice_private.next_turn(sluice_private.settled_step) is 'Hands the turn on in a frame whose steps run one at a time; the step that now fires, as a join that one live edge decides, or null.';

create function sluice_private.next_turns(ended sluice_private.settled_step[])
returns sluice_private.resolution[]
language plpgsql volatile;
comment on function sluice_private.next_turns(sluice_private.settled_step[]) is 'Whose turn it is next where steps end in groups that run one at a time.';

create function sluice_private.next_while_open(rule sluice_private.schedule_rule, calendar sluice.business_calendars, after timestamp with time zone)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.next_while_open(sluice_private.schedule_rule,sluice.business_calendars,timestamp with time zone) is 'The first instant of a rule after this one at which a calendar is open; of a rule that is moved, as soon as it is open from the first instant on.';

create function sluice_private.next_working_instant(calendar sluice.business_calendars, after timestamp with time zone)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.next_working_instant(sluice.business_calendars,timestamp with time zone) is 'The first instant from this one on that is within the working hours of a working day, or null where there is none for 15 years.';

create function sluice_private.node_conditions(type text, data jsonb)
returns TABLE(place text, source jsonb, case_no integer)
language sql immutable;
comment on function sluice_private.node_conditions(text,jsonb) is 'The conditions that a node evaluates when it fires, its run_if as number 0.';

create function sluice_private.node_fields()
returns TABLE(type text, field text, json_types text[], is_required boolean)
language sql immutable;
comment on function sluice_private.node_fields() is 'Which fields the data of each node type may have, of which JSON types, and which it must have.';

create function sluice_private.node_ports(type text, data jsonb)
returns text[]
language plpgsql immutable;
comment on function sluice_private.node_ports(text,jsonb) is 'The ports that edges may leave from; error:<class> is one wherever error is.';

create function sluice_private.node_presets()
returns TABLE(type text, primitive text, given jsonb, fold text)
language sql immutable;
comment on function sluice_private.node_presets() is 'The types that stand for a primitive, what their data has unless it says otherwise, and what of it is written shorter: the condition of a port, a duration, an approval.';

create function sluice_private.note_begun(organization_ids uuid[], tokens bigint[])
returns void
language plpgsql volatile;
comment on function sluice_private.note_begun(uuid[],bigint[]) is 'note_changes, for the executions that these leases are of.';

create function sluice_private.note_changes(organization_ids uuid[], execution_ids uuid[])
returns void
language plpgsql volatile;
comment on function sluice_private.note_changes(uuid[],uuid[]) is 'Notes that this transaction changes those of these executions that somebody watches.';

create function sluice_private.note_fault(organization_id uuid, object text, operation text, code text, message text)
returns void
language plpgsql volatile;
comment on function sluice_private.note_fault(uuid,text,text,text,text) is 'Notes that no event could be made of a change, once a minute.';

create function sluice_private.note_function(watch sluice_private.table_watches)
returns text
language plpgsql stable;
comment on function sluice_private.note_function(sluice_private.table_watches) is 'The body of the trigger function of a watched table.';

create function sluice_private.note_installed(migration text)
returns integer
language plpgsql volatile;
comment on function sluice_private.note_installed(text) is 'Notes what there is after this migration; says how many objects, 0 if it had been noted.';

create function sluice_private.note_leases(leases sluice_private.step_leases[])
returns void
language plpgsql volatile;
comment on function sluice_private.note_leases(sluice_private.step_leases[]) is 'note_changes, for the executions that these leases were of.';

create function sluice_private.note_listening(worker_id uuid, epoch bigint, is_listening boolean)
returns void
language plpgsql volatile security definer;
comment on function sluice_private.note_listening(uuid,bigint,boolean) is 'Whether this worker hears ticks, or polls alone.';
grant execute on function sluice_private.note_listening(uuid,bigint,boolean) to sluice_worker;

create function sluice_private.note_refusals(refusals jsonb)
returns void
language plpgsql volatile security definer;
comment on function sluice_private.note_refusals(jsonb) is 'Counts requests that the edge has refused, and keeps the last fifty notes of each webhook.';
grant execute on function sluice_private.note_refusals(jsonb) to sluice_worker;

create function sluice_private.note_statements(watch sluice_private.table_watches)
returns text
language plpgsql stable;
comment on function sluice_private.note_statements(sluice_private.table_watches) is 'The branches of a written trigger function that note a few rows of one organization.';

create function sluice_private.numbered_edges(definition jsonb, OUT sources integer[], OUT targets integer[])
returns record
language sql immutable;
comment on function sluice_private.numbered_edges(jsonb) is 'What comes directly before what, as numbers of nodes: the edges of a definition, and each container before the nodes in it.';

create function sluice_private.object_hashes()
returns TABLE(name text, hash text)
language plpgsql stable;
comment on function sluice_private.object_hashes() is 'What migrations make besides tables, each with a hash of what it is now.';

create function sluice_private.oldest_ready()
returns TABLE(action text, organization_id uuid, priority smallint, ready_at timestamp with time zone)
language sql stable;
comment on function sluice_private.oldest_ready() is 'The lines of the backlog, one for each action, organization and priority, and since when the first waits.';

create function sluice_private.oldest_steps(rules jsonb[], ready sluice_private.ready_steps[], limits jsonb[])
returns TABLE(organization_id uuid, execution_id uuid, frame_id bigint, step_no integer, generation integer, rule jsonb)
language sql stable;
comment on function sluice_private.oldest_steps(jsonb[],sluice_private.ready_steps[],jsonb[]) is 'The steps under these limits that are more than a limit allows, its newest left out. Among them are those of the batch that is being judged, ready, which have begun by these limits. Each rule says whose it is.';

create function sluice_private.on_limit_fault(rule jsonb)
returns text
language sql immutable;
comment on function sluice_private.on_limit_fault(jsonb) is 'What is wrong with what a limit does with one too many; null where nothing is.';

create function sluice_private.open_approvals(waiting sluice_private.settled_step[])
returns void
language plpgsql volatile;
comment on function sluice_private.open_approvals(sluice_private.settled_step[]) is 'Asks the assignees of the waits that are for an approval.';

create function sluice_private.open_bulk_operation(organization_id uuid, kind text, filter jsonb, arguments jsonb, rate double precision DEFAULT NULL::double precision)
returns sluice.bulk_operations
language plpgsql volatile;
comment on function sluice_private.open_bulk_operation(uuid,text,jsonb,jsonb,double precision) is 'Starts a bulk operation and counts what it is for; workers'' pumps carry it out.';

create function sluice_private.open_containers(opening sluice_private.settled_step[], OUT fired sluice_private.fired_step[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.open_containers(sluice_private.settled_step[]) is 'Begins containers: keeps their items, and opens the frames of their first iterations.';

create function sluice_private.open_group(container sluice_private.containers, input jsonb)
returns boolean
language plpgsql volatile;
comment on function sluice_private.open_group(sluice_private.containers,jsonb) is 'Notes the event that cancels a group, and claims its lock; whether it may begin.';

create function sluice_private.open_limits(as_of timestamp with time zone)
returns integer
language plpgsql volatile;
comment on function sluice_private.open_limits(timestamp with time zone) is 'Counts what has been released under limits, and calls up those in line where there is room; says how many.';

create function sluice_private.opens_door(trigger text, config jsonb)
returns boolean
language sql immutable;
comment on function sluice_private.opens_door(text,jsonb) is 'Whether HTTP requests fire triggers of this kind with this config.';

create function sluice_private.operator_problem(operator jsonb)
returns text
language sql immutable;
comment on function sluice_private.operator_problem(jsonb) is 'What is wrong with an operator of a rule that is none.';

create function sluice_private.overdue_frames(due sluice_private.timers[], ended sluice_private.settled_step[])
returns sluice_private.closing_frame[]
language plpgsql stable;
comment on function sluice_private.overdue_frames(sluice_private.timers[],sluice_private.settled_step[]) is 'The frames that due timers end: an execution''s root, those of a container, or that of a step that was too late and that nothing handles.';

create function sluice_private.overdue_steps(due sluice_private.timers[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.overdue_steps(sluice_private.timers[]) is 'Ends the actions and calls whose time is up: as timed out, with the ports that opens; null: it is not handled.';

create function sluice_private.oversized(what text)
returns jsonb
language sql immutable;
comment on function sluice_private.oversized(text) is 'The error of a step whose input or output is too long to be stored.';

create function sluice_private.own_expressions(definition jsonb, node_ids text[])
returns TABLE(node_id text, place text, reader text, refs text[], roots text[], problems jsonb, is_inside boolean, paths jsonpath[], conditions jsonpath[])
language sql immutable;
comment on function sluice_private.own_expressions(jsonb,text[]) is 'The expressions of a completion and a compensation, which may read the output of the node that they are in, and of limits, as definition_expressions has them.';

create function sluice_private.packed_columns(watch sluice_private.table_watches, image text)
returns text
language sql stable;
comment on function sluice_private.packed_columns(sluice_private.table_watches,text) is 'An expression: the columns of an image as column_values.';

create function sluice_private.page_after(poll sluice.workflow_polls, answer jsonb, context jsonb)
returns jsonb
language sql stable;
comment on function sluice_private.page_after(sluice.workflow_polls,jsonb,jsonb) is 'What an answer says of its next page; null: it has none.';

create function sluice_private.park_execution(organization_id uuid, execution_id uuid, code text, message text)
returns void
language plpgsql volatile;
comment on function sluice_private.park_execution(uuid,uuid,text,text) is 'Pauses an execution that the engine cannot move, with the reason; nothing of it is lost.';

create function sluice_private.parse_cron(expression text)
returns sluice_private.parsed_cron
language plpgsql immutable;
comment on function sluice_private.parse_cron(text) is 'A cron expression of 5 or 6 fields, compiled; or what is wrong with it, and what to write.';

create function sluice_private.parse_cron_field(word text, unit sluice_private.cron_unit, OUT numbers integer[], OUT marks text[], OUT fault text)
returns record
language plpgsql immutable;
comment on function sluice_private.parse_cron_field(text,sluice_private.cron_unit) is 'The values of a field of a cron expression, and its items that depend on the month; or what is wrong with it.';

create function sluice_private.parse_cron_item(item text, unit sluice_private.cron_unit, OUT numbers integer[], OUT fault text)
returns record
language plpgsql immutable;
comment on function sluice_private.parse_cron_item(text,sluice_private.cron_unit) is 'The values of one item of a cron field: *, a value, a range, each perhaps with a step; or what is wrong with it.';

create function sluice_private.partition_bounds()
returns TABLE(parent regclass, part regclass, upper_bound timestamp with time zone)
language sql stable;
comment on function sluice_private.partition_bounds() is 'The partitions of history that have two ends, and when each ends.';

create function sluice_private.partition_bytes(name text, of_events boolean)
returns bigint
language sql stable;
comment on function sluice_private.partition_bytes(text,boolean) is 'What the partitions of this name take on disk: those of executions, or that of events.';

create function sluice_private.partition_key(parent regclass)
returns text
language sql stable;
comment on function sluice_private.partition_key(regclass) is 'The column that a history table is partitioned by: the id of the execution, or of the event.';

create function sluice_private.partitions_until(parent regclass, instant timestamp with time zone)
returns TABLE(partition regclass, upper_end timestamp with time zone)
language sql stable;
comment on function sluice_private.partitions_until(regclass,timestamp with time zone) is 'The partitions of a history table that end by then: what came before the first month (which has no upper_end), and months.';

create function sluice_private.pass_lock(organization_id uuid, key text)
returns boolean
language plpgsql volatile;
comment on function sluice_private.pass_lock(uuid,text) is 'Gives a lock that is free to whoever has stood in line for it the longest; false when somebody else holds what there is to do.';

create function sluice_private.pass_locks(at_most integer)
returns integer
language plpgsql volatile;
comment on function sluice_private.pass_locks(integer) is 'Passes on the locks of which up to this many claims are new or released; says of how many keys it did something.';

create function sluice_private.pass_on(worker sluice_private.workers, organization_ids uuid[], execution_ids uuid[], tokens bigint[], outcomes text[], results text[], OUT passed bigint[], OUT handed sluice_private.handed_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.pass_on(sluice_private.workers,uuid[],uuid[],bigint[],text[],text[]) is 'Acts on reports of a worker after which just one step follows, which it may run at once, or none: which tokens those are, and the steps.';

create function sluice_private.pattern_expression(pattern text)
returns text
language sql immutable;
comment on function sluice_private.pattern_expression(text) is 'The regular expression of a pattern of events.';

create function sluice_private.pattern_topic(organization_id uuid, pattern text)
returns bigint
language sql immutable;
comment on function sluice_private.pattern_topic(uuid,text) is 'What a subscription to a pattern of events is found by.';

create function sluice_private.patterns_of(organization_id uuid, trigger text, config jsonb)
returns SETOF text
language sql stable;
comment on function sluice_private.patterns_of(uuid,text,jsonb) is 'The events that fire a trigger with this config.';

create function sluice_private.pause_executions(arrivals sluice_private.arrivals[])
returns void
language plpgsql volatile;
comment on function sluice_private.pause_executions(sluice_private.arrivals[]) is 'Pauses locked executions that were asked to: nothing of them begins until they are resumed.';

create function sluice_private.pause_in_scopes(fired sluice_private.fired_step[])
returns void
language plpgsql volatile;
comment on function sluice_private.pause_in_scopes(sluice_private.fired_step[]) is 'Pauses those of locked executions whose workflow or organization is paused.';

create function sluice_private.pause_scope(organization_id uuid, workflow_id uuid, reason text)
returns sluice.bulk_operations
language plpgsql volatile;
comment on function sluice_private.pause_scope(uuid,uuid,text) is 'Pauses all executions of a workflow, or with the nil id of an organization.';

create function sluice_private.paused_scope(organization_id uuid, workflow_id uuid)
returns jsonb
language plpgsql stable;
comment on function sluice_private.paused_scope(uuid,uuid) is 'What pauses the executions of a workflow, its organization or itself: the error of those that are paused by it. Null: nothing does, or this is a simulation.';

create function sluice_private.payload_fields(trigger text)
returns text[]
language sql immutable;
comment on function sluice_private.payload_fields(text) is 'What trigger.payload may have, of a built-in trigger; null: whatever is sent.';

create function sluice_private.period_of(per interval, count text)
returns bigint
language sql immutable;
comment on function sluice_private.period_of(interval,text) is 'How many microseconds there are between two, at a rate of so many in this time.';

create function sluice_private.person_label(user_id uuid)
returns text
language sql stable;
comment on function sluice_private.person_label(uuid) is 'A person as sentences name them; who acted without being signed in is an operator.';

create function sluice_private.pick_bulk_operation()
returns sluice.bulk_operations
language plpgsql volatile;
comment on function sluice_private.pick_bulk_operation() is 'The bulk operation whose turn it is, locked; or null.';

create function sluice_private.pick_causes(at_most integer, skipped integer, OUT organization_ids uuid[], OUT execution_ids uuid[], OUT is_full boolean, OUT has_starts boolean, OUT has_due boolean, OUT in_company boolean)
returns record
language plpgsql volatile;
comment on function sluice_private.pick_causes(integer,integer) is 'The executions of so many arrivals and due timers behind so many others, those first that come first, read without locks; is_full: there may be more.';

create function sluice_private.pick_ready(state sluice_private.admissions, at_most integer, kept integer, OUT ready sluice_private.ready_steps[], OUT queues sluice_private.ready_queue[], OUT waiting uuid[], OUT is_cut boolean)
returns record
language plpgsql volatile;
comment on function sluice_private.pick_ready(sluice_private.admissions,integer,integer) is 'The ready steps that come next, locked: shared out between organizations, the most urgent of each first; the queues that are not empty, with where they begin; and who goes on waiting.';

create function sluice_private.place_in(definition jsonb, node_id text, place text, pattern text)
returns text
language sql immutable;
comment on function sluice_private.place_in(jsonb,text,text,text) is 'Where in a node its first text that matches a pattern stands.';

create function sluice_private.place_of(value jsonb, place text, pattern text)
returns text
language sql immutable;
comment on function sluice_private.place_of(jsonb,text,text) is 'Where in a value the first text that matches a pattern stands, or else where the value does.';

create function sluice_private.places_of(organization_ids uuid[], execution_ids uuid[])
returns TABLE(organization_id uuid, execution_id uuid, place tid)
language sql stable;
comment on function sluice_private.places_of(uuid[],uuid[]) is 'Where the rows of these executions are, which are locked.';

create function sluice_private.plain_keys(slots jsonb)
returns text[]
language sql immutable;
comment on function sluice_private.plain_keys(jsonb) is 'The keys of the input that slots fill, if each fills a whole key without filters; else null.';

create function sluice_private.plain_path(path text)
returns text
language sql immutable;
comment on function sluice_private.plain_path(text) is 'The canonical text of a path as people write it: plain keys without quotes, without $.';

create function sluice_private.poll_config(trigger text, config jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.poll_config(text,jsonb) is 'The config of a trigger that polls, whatever its kind, in the words of one.';

create function sluice_private.poll_delay(every interval, failures integer)
returns interval
language sql immutable;
comment on function sluice_private.poll_delay(interval,integer) is 'How long after so many failures in a row a poll is made again: 10 s, 20 s, 40 s …, up to an hour, or as long as otherwise where that is longer.';

create function sluice_private.poll_identity(config jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.poll_identity(jsonb) is 'What makes a poll ask for the same thing: how far it has come counts as long as this is equal.';

create function sluice_private.poll_interval(condition jsonb)
returns interval
language sql immutable;
comment on function sluice_private.poll_interval(jsonb) is 'How often the condition of a wait is looked at, or null where that is no duration of 10 seconds to 100 years.';

create function sluice_private.poll_path_faults(config jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.poll_path_faults(jsonb) is 'What is wrong with the expressions that look into an answer.';

create function sluice_private.poll_payload(poll sluice.workflow_polls, found sluice_private.poll_items, as_of timestamp with time zone)
returns jsonb
language sql stable;
comment on function sluice_private.poll_payload(sluice.workflow_polls,sluice_private.poll_items,timestamp with time zone) is 'What expressions read as trigger when a poll has found an item.';

create function sluice_private.poll_request(config jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.poll_request(jsonb) is 'What a worker is to ask, with the templates as they are written.';

create function sluice_private.poll_request_faults(config jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.poll_request_faults(jsonb) is 'What is wrong with where, what and how often a poll asks.';

create function sluice_private.poll_secret_faults(config jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.poll_secret_faults(jsonb) is 'What is wrong with the headers of a poll and the references to its secrets.';

create function sluice_private.poll_template_faults(config jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.poll_template_faults(jsonb) is 'What is wrong with the templates of a request.';

create function sluice_private.polled_triggers()
returns text[]
language sql immutable;
comment on function sluice_private.polled_triggers() is 'The kinds of triggers that ask others what is new.';

create function sluice_private.port_of_bucket(config jsonb, bucket bigint)
returns text
language sql immutable;
comment on function sluice_private.port_of_bucket(jsonb,bigint) is 'The port of a split that a number belongs to.';

create function sluice_private.preset_of(type text, data jsonb, has_input boolean)
returns text
language sql immutable;
comment on function sluice_private.preset_of(text,jsonb,boolean) is 'Which preset a node is, if it is any: mostly its type.';

create function sluice_private.problem(code text, node_id text, path text, message text, hint text, severity text DEFAULT 'error'::text)
returns sluice.definition_problem
language sql immutable;
comment on function sluice_private.problem(text,text,text,text,text,text) is 'One finding of the validator.';

create function sluice_private.problem_of_item(definition jsonb, node_id text, place text)
returns sluice.definition_problem
language sql immutable;
comment on function sluice_private.problem_of_item(jsonb,text,text) is 'A node reads the item of a container, and is in none.';

create function sluice_private.problem_of_preset(problem sluice.definition_problem, type text, fold text)
returns sluice.definition_problem
language sql immutable;
comment on function sluice_private.problem_of_preset(sluice.definition_problem,text,text) is 'A problem of what a preset stands for, said of the preset.';

create function sluice_private.problems_of(organization_id uuid, workflow_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language plpgsql stable;
comment on function sluice_private.problems_of(uuid,uuid,jsonb) is 'Every problem of a definition, judged by this organization''s catalogue and workflows; a definition of this workflow may call it.';

create function sluice_private.problems_of_absent(definition jsonb, node_id text, place text, triggers text[], fields text[], paths jsonpath[])
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_absent(jsonb,text,text,text[],text[],jsonpath[]) is 'Reads of what is never there: a field that a trigger, a step or an execution does not have.';

create function sluice_private.problems_of_approvals(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_approvals(jsonb) is 'Approvals that ask nobody, or what nobody can answer; waits that need not end.';

create function sluice_private.problems_of_back_edges(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_back_edges(jsonb) is 'Edges that lead back, where none of their cycle says how often.';

create function sluice_private.problems_of_cache(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_cache(jsonb) is 'What is wrong with how long, and under which key, the result of an action is kept.';

create function sluice_private.problems_of_calendars(organization_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language sql stable;
comment on function sluice_private.problems_of_calendars(uuid,jsonb) is 'Waits and triggers that keep to calendars that the organization does not have.';

create function sluice_private.problems_of_calls(organization_id uuid, workflow_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language sql stable;
comment on function sluice_private.problems_of_calls(uuid,uuid,jsonb) is 'Calls, and an error workflow, of what cannot be started; values that a field of a call may not have.';

create function sluice_private.problems_of_catalogue(organization_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language sql stable;
comment on function sluice_private.problems_of_catalogue(uuid,jsonb) is 'Unknown actions and triggers, inputs an action does not take, configs a trigger does not.';

create function sluice_private.problems_of_compensations(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_compensations(jsonb) is 'Compensations that cannot be, and those that nothing would run.';

create function sluice_private.problems_of_config(organization_id uuid, trigger text, config jsonb)
returns TABLE(path text, message text, hint text)
language plpgsql stable;
comment on function sluice_private.problems_of_config(uuid,text,jsonb) is 'What is wrong with the config of a trigger: by its schema and, where that finds nothing, by the rules of its kind.';

create function sluice_private.problems_of_containers(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_containers(jsonb) is 'Values that a field of a foreach, loop or group may not have.';

create function sluice_private.problems_of_cycle_ids(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_cycle_ids(jsonb) is 'Nodes with the id of a loop that a cycle becomes, or of a step that notes its edges.';

create function sluice_private.problems_of_cycles(definition jsonb)
returns SETOF sluice.definition_problem
language plpgsql immutable;
comment on function sluice_private.problems_of_cycles(jsonb) is 'Cycles of edges that no loop can stand for, and what is doubtful in those that one can.';

create function sluice_private.problems_of_dead_joins(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_dead_joins(jsonb) is 'Joins that wait for edges of which only some can be live in the same execution.';

create function sluice_private.problems_of_edges(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_edges(jsonb) is 'Ids that are used twice, and edges that lead nowhere.';

create function sluice_private.problems_of_enrolment(organization_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language sql stable;
comment on function sluice_private.problems_of_enrolment(uuid,jsonb) is 'What is wrong with settings.enrolment of a definition, and with its exits.';

create function sluice_private.problems_of_entries(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_entries(jsonb) is 'Cycles that have not one entry, entries that wait for edges, ids that cycles need, limits that are none.';

create function sluice_private.problems_of_event_config(trigger text, config jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.problems_of_event_config(text,jsonb) is 'What is wrong with the config of a trigger that listens to events, or watches something, and that its schema cannot say.';

create function sluice_private.problems_of_expressions(organization_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language plpgsql stable;
comment on function sluice_private.problems_of_expressions(uuid,jsonb) is 'Expressions that do not compile, or read what is not there: steps that are not upstream, unknown variables, an item outside of a container.';

create function sluice_private.problems_of_fields(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_fields(jsonb) is 'Unknown types, unknown fields, missing fields, fields of the wrong JSON type.';

create function sluice_private.problems_of_form(config jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.problems_of_form(jsonb) is 'What is wrong with the page of a form.';

create function sluice_private.problems_of_graph(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_graph(jsonb) is 'Unreachable nodes, triggers that are not entries, no trigger at all.';

create function sluice_private.problems_of_groups(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_groups(jsonb) is 'Values that a field of a group may not have, and locks that are waited for without end.';

create function sluice_private.problems_of_ignored(organization_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language sql stable;
comment on function sluice_private.problems_of_ignored(uuid,jsonb) is 'Fields that nobody looks at, and texts that were probably meant as expressions.';

create function sluice_private.problems_of_joins(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_joins(jsonb) is 'Joins of an unknown kind, and quorums that cannot be reached.';

create function sluice_private.problems_of_keys(organization_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language plpgsql stable;
comment on function sluice_private.problems_of_keys(uuid,jsonb) is 'Keys of an enrolment, and exits, that read what the payload of a trigger does not have.';

create function sluice_private.problems_of_limits(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_limits(jsonb) is 'What is wrong with the limits of steps and workflows, and with priorities of steps.';

create function sluice_private.problems_of_names(organization_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language plpgsql stable;
comment on function sluice_private.problems_of_names(uuid,jsonb) is 'Triggers that name columns which are not there, or a failure rate above all.';

create function sluice_private.problems_of_nesting(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_nesting(jsonb) is 'Nodes whose parent is no container, edges that cross the border of one, empty containers.';

create function sluice_private.problems_of_order(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_order(jsonb) is 'What makes the end of an execution depend on the order in which things happen.';

create function sluice_private.problems_of_poll(trigger text, config jsonb)
returns TABLE(key text, message text, hint text)
language plpgsql immutable;
comment on function sluice_private.problems_of_poll(text,jsonb) is 'What is wrong with the config of a trigger that polls, and that its schema cannot say.';

create function sluice_private.problems_of_ports(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_ports(jsonb) is 'Edges from ports that do not exist, error policies without their edge, ports left open.';

create function sluice_private.problems_of_presets(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_presets(jsonb) is 'What is wrong with the fields that only presets have.';

create function sluice_private.problems_of_primitives(organization_id uuid, workflow_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language plpgsql stable;
comment on function sluice_private.problems_of_primitives(uuid,uuid,jsonb) is 'Every problem of a definition that has no presets and the right shape.';

create function sluice_private.problems_of_reads(organization_id uuid, definition jsonb, node_id text, place text, paths jsonpath[], conditions jsonpath[])
returns SETOF sluice.definition_problem
language sql stable;
comment on function sluice_private.problems_of_reads(uuid,jsonb,text,text,jsonpath[],jsonpath[]) is 'Reads of variables that do not exist, and conditions that read the clock.';

create function sluice_private.problems_of_record(trigger text, config jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.problems_of_record(text,jsonb) is 'What is wrong with the config of a trigger that changes of records fire.';

create function sluice_private.problems_of_retry(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_retry(jsonb) is 'What is wrong with retry policies and the timeouts of actions.';

create function sluice_private.problems_of_schedule(organization_id uuid, trigger text, config jsonb)
returns TABLE(key text, message text, hint text)
language plpgsql stable;
comment on function sluice_private.problems_of_schedule(uuid,text,jsonb) is 'What is wrong with the config of a trigger that time fires.';

create function sluice_private.problems_of_segment_config(trigger text, config jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.problems_of_segment_config(text,jsonb) is 'What is wrong with the config of a segment that its schema cannot say.';

create function sluice_private.problems_of_settings(settings jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_settings(jsonb) is 'What is wrong with the settings of a definition.';

create function sluice_private.problems_of_shape(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_shape(jsonb) is 'What keeps a JSON value from being read as a definition at all.';

create function sluice_private.problems_of_silence(organization_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language plpgsql stable;
comment on function sluice_private.problems_of_silence(uuid,jsonb) is 'Triggers that would never fire: schedules that are over, or that their calendar never lets run, changes of tables that nobody watches, and requests without an address.';

create function sluice_private.problems_of_triggers(organization_id uuid, workflow_id uuid, definition jsonb)
returns SETOF sluice.definition_problem
language sql stable;
comment on function sluice_private.problems_of_triggers(uuid,uuid,jsonb) is 'Triggers that listen to a workflow which does not exist, or to their own.';

create function sluice_private.problems_of_types(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_types(jsonb) is 'Values that a field of the right JSON type may not have.';

create function sluice_private.problems_of_waits(definition jsonb)
returns SETOF sluice.definition_problem
language sql immutable;
comment on function sluice_private.problems_of_waits(jsonb) is 'Waits for nothing, and values that a field of a wait may not have.';

create function sluice_private.problems_of_webhook(trigger text, config jsonb)
returns TABLE(key text, message text, hint text)
language sql stable;
comment on function sluice_private.problems_of_webhook(text,jsonb) is 'What is wrong with the config of a trigger that HTTP requests fire.';

create function sluice_private.problems_of_webhook_access(config jsonb)
returns TABLE(key text, message text, hint text)
language sql stable;
comment on function sluice_private.problems_of_webhook_access(jsonb) is 'What is wrong with who may deliver to a webhook, and how often.';

create function sluice_private.problems_of_webhook_address(trigger text, config jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.problems_of_webhook_address(text,jsonb) is 'What is wrong with where a webhook is, and what it takes.';

create function sluice_private.problems_of_webhook_response(response jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.problems_of_webhook_response(jsonb) is 'What is wrong with how a webhook answers.';

create function sluice_private.problems_of_webhook_secret(config jsonb)
returns TABLE(key text, message text, hint text)
language sql stable;
comment on function sluice_private.problems_of_webhook_secret(jsonb) is 'What is wrong with how a webhook''s deliveries show who sent them.';

create function sluice_private.propagate(settled sluice_private.settled_step[], fired sluice_private.fired_step[], closing sluice_private.closing_frame[], changes sluice_private.frame_change[], worker sluice_private.workers, room integer DEFAULT 0)
returns SETOF sluice_private.handed_step
language plpgsql volatile;
comment on function sluice_private.propagate(sluice_private.settled_step[],sluice_private.fired_step[],sluice_private.closing_frame[],sluice_private.frame_change[],sluice_private.workers,integer) is 'Moves locked executions on from steps that have ended or fire, round by round, as far as the engine can; returns the steps this worker may run at once.';

create function sluice_private.property_problem(property jsonb)
returns text
language plpgsql immutable;
comment on function sluice_private.property_problem(jsonb) is 'Why a JSON Schema cannot be that of a field of a form, or null.';

create function sluice_private.pump(worker_id uuid, epoch bigint, room integer DEFAULT NULL::integer, apart integer DEFAULT 0)
returns TABLE(advanced integer, admitted integer, more boolean, is_idle boolean, next_due timestamp with time zone, handed sluice_private.handed_step[])
language plpgsql volatile security definer;
comment on function sluice_private.pump(uuid,bigint,integer,integer) is 'What a host calls in a loop: advances what is pending, admits what may run (up to room of it to this host, which begins it at once, and what a process has died of for its places apart), carries bulk operations out; whether there may be more to do, whether what starts notifies this worker, and when the next timer is due.';
grant execute on function sluice_private.pump(uuid,bigint,integer,integer) to sluice_worker;

create function sluice_private.put_off_look(target sluice.workflow_triggers, timer sluice_private.trigger_timers, present timestamp with time zone, code text, message text)
returns void
language plpgsql volatile;
comment on function sluice_private.put_off_look(sluice.workflow_triggers,sluice_private.trigger_timers,timestamp with time zone,text,text) is 'Has a trigger that could not be looked at looked at again a minute later; one that has taken too long twice in a row is switched off.';

create function sluice_private.quarantine(leases sluice_private.step_leases[])
returns integer
language plpgsql volatile;
comment on function sluice_private.quarantine(sluice_private.step_leases[]) is 'Fails steps that have taken three workers with them; says how many.';

create function sluice_private.queue_now(queued sluice_private.queued_step[], closing sluice_private.closing_frame[], done sluice_private.frames[])
returns sluice_private.queued_step[]
language plpgsql volatile;
comment on function sluice_private.queue_now(sluice_private.queued_step[],sluice_private.closing_frame[],sluice_private.frames[]) is 'Queues the steps of executions in which frames end; returns those of the others.';

create function sluice_private.queue_polls(polls sluice.workflow_polls[], as_of timestamp with time zone)
returns sluice.workflow_polls[]
language plpgsql volatile;
comment on function sluice_private.queue_polls(sluice.workflow_polls[],timestamp with time zone) is 'Those of these polls that may be looked at now, of an organization that makes few at first; of one that makes as many as it may the others are queued.';

create function sluice_private.queue_start(organization_id uuid, version_id uuid, execution_id uuid, generation integer)
returns void
language plpgsql volatile;
comment on function sluice_private.queue_start(uuid,uuid,uuid,integer) is 'Has an execution begin that the engine starts; under limits it waits for admission.';

create function sluice_private.quote_node_ids(expression text, node_ids text[])
returns text
language plpgsql immutable;
comment on function sluice_private.quote_node_ids(text,text[]) is 'Quotes node ids such as send-mail after $.steps, where jsonpath would read a minus.';

create function sluice_private.rank_ready(state sluice_private.admissions, at_most integer, kept integer)
returns TABLE(organization_id uuid, execution_id uuid, frame_id bigint, step_no integer, action text, priority smallint, seq bigint, bytes integer, turn bigint, is_chosen boolean)
language plpgsql stable;
comment on function sluice_private.rank_ready(sluice_private.admissions,integer,integer) is 'The first ready steps of each queue but those that a process has died of, how long the input of each is, its turn among all of them, and whether it comes.';

create function sluice_private.rate_fault(rate jsonb)
returns text
language sql immutable;
comment on function sluice_private.rate_fault(jsonb) is 'What is wrong with the rate of a limit; null where nothing is.';

create function sluice_private.rate_refusal(target sluice_private.webhook_target)
returns jsonb
language plpgsql volatile;
comment on function sluice_private.rate_refusal(sluice_private.webhook_target) is 'Why a delivery comes too soon after the others, and when it may come again; or null.';

create function sluice_private.read_dates(relation regclass, names text[], matching jsonb, handler regproc, organization_id uuid, dates date[], after timestamp with time zone, until timestamp with time zone, cursor text, at_most integer)
returns SETOF jsonb
language plpgsql stable;
comment on function sluice_private.read_dates(regclass,text[],jsonb,regproc,uuid,date[],timestamp with time zone,timestamp with time zone,text,integer) is 'Records of an organization with one of these dates or, without dates, with an instant between two, after the one with the key of the cursor; more: what the handler makes of each.';

create function sluice_private.read_form(path text)
returns TABLE(organization_id uuid, webhook_id uuid, config jsonb, form jsonb, is_open boolean)
language plpgsql stable security definer;
comment on function sluice_private.read_form(text) is 'The form behind /forms/<key> or /forms/<organization slug>/<form_id>, and whether somebody takes what is sent.';
grant execute on function sluice_private.read_form(text) to sluice_worker;

create function sluice_private.read_link(token_hash bytea)
returns TABLE(title text, details jsonb, form jsonb, due_at timestamp with time zone, state text)
language plpgsql volatile security definer;
comment on function sluice_private.read_link(bytea) is 'What the page behind a link shows; no row if there is no such link.';
grant execute on function sluice_private.read_link(bytea) to sluice_worker;

create function sluice_private.read_number(value text)
returns jsonb
language sql immutable;
comment on function sluice_private.read_number(text) is 'The number that a text writes in decimal, or null.';

create function sluice_private.read_pattern(VARIADIC keys text[])
returns text
language sql immutable;
comment on function sluice_private.read_pattern(text[]) is 'What a text matches that reads under these keys.';

create function sluice_private.read_records(relation regclass, parts text[], organization_id uuid, after text, keys text[], at_most integer)
returns SETOF jsonb
language plpgsql stable;
comment on function sluice_private.read_records(regclass,text[],uuid,text,text[],integer) is 'Records of an organization in a table, in the order of their keys.';

create function sluice_private.read_variables(organization_id uuid, version_id uuid)
returns TABLE(node_id text, name text)
language sql stable;
comment on function sluice_private.read_variables(uuid,uuid) is 'The variables that a version reads, and where; a null name is a read of all of them.';

create function sluice_private.readers_of(organization_id uuid, version_id uuid)
returns TABLE(step_no integer, readers integer[])
language sql stable;
comment on function sluice_private.readers_of(uuid,uuid) is 'Whose outputs are read in a version, and by the inputs of which steps; 0: by something else.';

create function sluice_private.reads_of(paths jsonpath[])
returns jsonpath[]
language sql immutable;
comment on function sluice_private.reads_of(jsonpath[]) is 'What conditions read of their context, each once.';

create function sluice_private.reads_variables(organization_id uuid, workflow_id uuid, version_id uuid)
returns boolean
language plpgsql stable;
comment on function sluice_private.reads_variables(uuid,uuid,uuid) is 'Whether a version reads any variable; raises SLVAL if one of them does not exist.';

create function sluice_private.recall_compensations(container sluice_private.settled_step)
returns void
language plpgsql volatile;
comment on function sluice_private.recall_compensations(sluice_private.settled_step) is 'Notes how to undo what has completed in a container that a retry keeps as it ended.';

create function sluice_private.recall_steps(INOUT fired sluice_private.fired_step[], OUT settled sluice_private.settled_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.recall_steps(sluice_private.fired_step[]) is 'Of steps that fire in retried executions: those that have ended before and are kept, as they ended; the others are left to be run.';

create function sluice_private.receive_webhook(organization_id uuid, webhook_id uuid, delivery_id text, method text, headers jsonb, query jsonb, payload text, remote_ip inet)
returns TABLE(event_id uuid, execution_id uuid, duplicate boolean, reason text, refusal jsonb)
language plpgsql volatile security definer;
comment on function sluice_private.receive_webhook(uuid,uuid,text,text,jsonb,jsonb,text,inet) is 'Takes one verified delivery: the event and the start it leads to, or why it leads to none; a delivery seen before answers with the first. A refusal (status, code, message) took nothing.';
grant execute on function sluice_private.receive_webhook(uuid,uuid,text,text,jsonb,jsonb,text,inet) to sluice_worker;

create function sluice_private.record_answer(poll sluice.workflow_polls, answer jsonb, context jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.record_answer(sluice.workflow_polls,jsonb,jsonb) is 'Notes what an answer has, how far the poll has come and when it asks next, and begins to fire.';

create function sluice_private.record_decision(assignee sluice.workflow_approval_assignees, decision text, comment text, data jsonb, decided_by uuid)
returns sluice.workflow_approvals
language plpgsql volatile;
comment on function sluice_private.record_decision(sluice.workflow_approval_assignees,text,text,jsonb,uuid) is 'Writes down what an assignee decides; the one who settles it leaves it with the execution.';

create function sluice_private.record_firings(organization_id uuid, event_id uuid)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.record_firings(uuid,uuid) is 'The triggers that ask for a change of a record, with what they give out.';

create function sluice_private.record_lock(organization_id uuid, name text)
returns bigint
language sql immutable;
comment on function sluice_private.record_lock(uuid,text) is 'The lock of those who enrol a record, or count under the cap of a workflow, or end what is enrolled.';

create function sluice_private.record_of(version sluice.workflow_versions, input jsonb)
returns text
language sql stable;
comment on function sluice_private.record_of(sluice.workflow_versions,jsonb) is 'The record that an execution with this input is for; null where its key finds none.';

create function sluice_private.record_runs(due sluice_private.due_schedule[], job_ids uuid[], instants timestamp with time zone[], execution_ids uuid[], reasons text[])
returns void
language plpgsql volatile;
comment on function sluice_private.record_runs(sluice_private.due_schedule[],uuid[],timestamp with time zone[],uuid[],text[]) is 'Moves schedules on to their next instant, with what those that fired have come to.';

create function sluice_private.record_steps(settled sluice_private.settled_step[])
returns sluice_private.resolution[]
language plpgsql volatile;
comment on function sluice_private.record_steps(sluice_private.settled_step[]) is 'Writes the history of steps that ended, with the verdict on each edge, and counts per target what went live and dead, and which steps it is now the turn of.';

create function sluice_private.redone_steps(organization_id uuid, version_id uuid, node_id text, frame_path text)
returns TABLE(path text, step text, is_whole boolean, later_than integer)
language plpgsql stable;
comment on function sluice_private.redone_steps(uuid,uuid,text,text) is 'What is run again from a step on: it and what follows it (whole, with all that is inside), and the containers around it, of which the other iterations are kept. A row of nulls: the version has no such step.';

create function sluice_private.redrive_fault(filter jsonb, rate double precision, arguments jsonb)
returns text
language plpgsql stable;
comment on function sluice_private.redrive_fault(jsonb,double precision,jsonb) is 'What is wrong with the arguments of redrive, or null.';

create function sluice_private.refresh_note_function(relation regclass)
returns void
language plpgsql volatile;
comment on function sluice_private.refresh_note_function(regclass) is 'Writes the trigger function of a watched table, with what it does resolved to its columns.';

create function sluice_private.refuse_firing(target sluice.workflow_triggers, event_id uuid, reason text)
returns void
language plpgsql volatile;
comment on function sluice_private.refuse_firing(sluice.workflow_triggers,uuid,text) is 'Writes down why a trigger starts nothing.';

create function sluice_private.refuse_start(start sluice_private.limited_executions, rule jsonb, opens_at timestamp with time zone, as_of timestamp with time zone)
returns void
language plpgsql volatile;
comment on function sluice_private.refuse_start(sluice_private.limited_executions,jsonb,timestamp with time zone,timestamp with time zone) is 'Has an execution that a limit has no room for wait, or be cancelled.';

create function sluice_private.refuse_step(step sluice_private.ready_steps, rule jsonb, opens_at timestamp with time zone, as_of timestamp with time zone)
returns void
language plpgsql volatile;
comment on function sluice_private.refuse_step(sluice_private.ready_steps,jsonb,timestamp with time zone,timestamp with time zone) is 'Puts a step that a limit has no room for in its line, or has it skipped.';

create function sluice_private.register_worker(worker_id uuid, host text, pid integer, actions text[], concurrency integer, version text DEFAULT ''::text)
returns bigint
language plpgsql volatile security definer;
comment on function sluice_private.register_worker(uuid,text,integer,text[],integer,text) is 'Registers a worker process: what it serves and how many steps at once; returns its epoch.';
grant execute on function sluice_private.register_worker(uuid,text,integer,text[],integer,text) to sluice_worker;

create function sluice_private.release_batch(target sluice.workflow_triggers, timer sluice_private.trigger_timers, present timestamp with time zone)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.release_batch(sluice.workflow_triggers,sluice_private.trigger_timers,timestamp with time zone) is 'Fires a trigger once for the events that it holds by a key; what is too many is looked at again.';

create function sluice_private.release_events(target sluice.workflow_triggers, timer sluice_private.trigger_timers, present timestamp with time zone)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.release_events(sluice.workflow_triggers,sluice_private.trigger_timers,timestamp with time zone) is 'What a trigger fires of the events that it holds by a key, now that it is time.';

create function sluice_private.release_last(target sluice.workflow_triggers, timer sluice_private.trigger_timers, present timestamp with time zone, first_at timestamp with time zone, last_at timestamp with time zone, count bigint)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.release_last(sluice.workflow_triggers,sluice_private.trigger_timers,timestamp with time zone,timestamp with time zone,timestamp with time zone,bigint) is 'Fires a trigger with the last event of a debounce, if none has come for long enough; else it is looked at again when that may be so.';

create function sluice_private.release_locks(organization_id uuid, execution_id uuid, frame_ids bigint[], step_nos integer[])
returns void
language plpgsql volatile;
comment on function sluice_private.release_locks(uuid,uuid,bigint[],integer[]) is 'Gives back the locks of an execution, or of these frames and steps of it, and places in line for one; what was awaited there is awaited no longer.';

create function sluice_private.release_retries(due sluice_private.timers[])
returns void
language plpgsql volatile;
comment on function sluice_private.release_retries(sluice_private.timers[]) is 'Puts steps whose next attempt is due into the backlog.';

create function sluice_private.remind_assignees(due sluice_private.timers[])
returns void
language plpgsql volatile;
comment on function sluice_private.remind_assignees(sluice_private.timers[]) is 'Tells the assignees of approvals that they have not decided, and those whom an escalation adds that they are asked.';

create function sluice_private.remove_dead_workers(armed_at timestamp with time zone)
returns integer
language plpgsql volatile;
comment on function sluice_private.remove_dead_workers(timestamp with time zone) is 'Forgets workers that are silent or whose session has ended; says how many steps of stopped ones went back.';

create function sluice_private.render(template jsonb, slots jsonb, paths jsonpath[], context jsonb, OUT value jsonb, OUT error jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.render(jsonb,jsonb,jsonpath[],jsonb) is 'Fills the slots of a template from a context: the value, or the error of its step.';

create function sluice_private.render_part(part jsonb, paths jsonpath[], context jsonb)
returns jsonb
language plpgsql stable;
comment on function sluice_private.render_part(jsonb,jsonpath[],jsonb) is 'The value of one {{ expression | filter … }} in a context; null where nothing is found.';

create function sluice_private.render_step(step sluice.workflow_steps, context jsonb, OUT value jsonb, OUT error jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.render_step(sluice.workflow_steps,jsonb) is 'The input of a step in a context, or the error that makes it fail.';

create function sluice_private.replay_events(organization_id uuid, event_ids uuid[], OUT told uuid[], OUT error jsonb, OUT last_id uuid)
returns record
language plpgsql volatile;
comment on function sluice_private.replay_events(uuid,uuid[]) is 'Replays events one by one, until they have fired 500 triggers: up to which, and those that did.';

create function sluice_private.replay_filter_fault(filter jsonb)
returns text
language sql immutable;
comment on function sluice_private.replay_filter_fault(jsonb) is 'What is wrong with the filter of a bulk operation that replays, or null.';

create function sluice_private.replay_firings(event sluice.workflow_events)
returns sluice_private.trigger_firing[]
language plpgsql volatile;
comment on function sluice_private.replay_firings(sluice.workflow_events) is 'The triggers that listen to an event now, or to such a row change, whatever they hold, to be fired once more.';

create function sluice_private.replay_guarded(organization_id uuid, event_id uuid, OUT count integer, OUT error jsonb)
returns record
language plpgsql volatile;
comment on function sluice_private.replay_guarded(uuid,uuid) is 'Replays one event of a bulk operation: how many triggers it has fired; or why it could not be.';

create function sluice_private.replay_page(operation sluice.bulk_operations, after_id uuid, until_id uuid, created_after timestamp with time zone, created_before timestamp with time zone, at_most integer)
returns TABLE(id uuid, is_match boolean)
language plpgsql stable;
comment on function sluice_private.replay_page(sluice.bulk_operations,uuid,uuid,timestamp with time zone,timestamp with time zone,integer) is 'The next events that a bulk operation looks at, and whether it replays them.';

create function sluice_private.report_crashes(worker_id uuid, epoch bigint, tokens bigint[])
returns integer
language plpgsql volatile security definer;
comment on function sluice_private.report_crashes(uuid,bigint,bigint[]) is 'The process in which this worker ran these steps died: they go back, or fail after the third time. Says how many.';
grant execute on function sluice_private.report_crashes(uuid,bigint,bigint[]) to sluice_worker;

create function sluice_private.report_lock(held sluice_private.step_leases, status text, error_message text, result jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.report_lock(sluice_private.step_leases,text,text,jsonb) is 'Leaves the execution of a locked step what became of it.';

create function sluice_private.report_poll(organization_id uuid, poll_id uuid, token uuid, answer text, body text DEFAULT NULL::text)
returns text
language plpgsql volatile security definer;
comment on function sluice_private.report_poll(uuid,uuid,uuid,text,text) is 'Tells what came of a poll, by the token it was claimed with: stale, where that is another worker''s by now. answer: outcome (answered, unchanged, failed, or released, by a worker that stops), items or a message, as JSON; body: what the server sent.';
grant execute on function sluice_private.report_poll(uuid,uuid,uuid,text,text) to sluice_worker;

create function sluice_private.rerun_execution(past sluice_private.executions, node_id text, frame_path text, input jsonb, use_live_version boolean)
returns void
language plpgsql volatile;
comment on function sluice_private.rerun_execution(sluice_private.executions,text,text,jsonb,boolean) is 'Starts the next generation of a finished execution; raises SLNTF, SLSTA, SLVAL.';

create function sluice_private.resolve_edges(settled sluice_private.settled_step)
returns TABLE(targets integer[], lives boolean[], verdicts jsonb)
language sql stable;
comment on function sluice_private.resolve_edges(sluice_private.settled_step) is 'Live or dead, for each edge that leaves a step that has ended, and why.';

create function sluice_private.response_fault(answer jsonb)
returns text
language sql immutable;
comment on function sluice_private.response_fault(jsonb) is 'Why { status, headers, body } cannot be the answer to an HTTP request, or null.';

create function sluice_private.restart_execution(past sluice_private.executions, version_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.restart_execution(sluice_private.executions,uuid) is 'Starts the next generation of an execution that has just been taken out of history.';

create function sluice_private.resume_executions(arrivals sluice_private.arrivals[])
returns void
language plpgsql volatile;
comment on function sluice_private.resume_executions(sluice_private.arrivals[]) is 'Resumes locked executions that were asked to: what was held back goes on where it stood.';

create function sluice_private.resume_scope(organization_id uuid, workflow_id uuid)
returns sluice.bulk_operations
language plpgsql volatile;
comment on function sluice_private.resume_scope(uuid,uuid) is 'Resumes those executions that only this pause of a workflow, or with the nil id of an organization, holds; null if it is not paused.';

create function sluice_private.retention_of(organization_id uuid, workflow_id uuid)
returns interval
language sql stable;
comment on function sluice_private.retention_of(uuid,uuid) is 'How long the finished executions of a workflow are kept.';

create function sluice_private.retire_partitions()
returns boolean
language plpgsql volatile;
comment on function sluice_private.retire_partitions() is 'Replaces months that are older than the default retention by what is kept of them, a step at a time; false when there is nothing to do.';

create function sluice_private.retry_calls(due sluice_private.timers[], OUT settled sluice_private.settled_step[], OUT closing sluice_private.closing_frame[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.retry_calls(sluice_private.timers[]) is 'Starts another child for each call whose next attempt is due; those that could not have ended.';

create function sluice_private.retry_delay(step sluice.workflow_steps, attempt integer, error jsonb)
returns interval
language sql volatile;
comment on function sluice_private.retry_delay(sluice.workflow_steps,integer,jsonb) is 'How long to wait after this failed attempt: what the error asks for, or the step''s policy.';

create function sluice_private.retry_executions(operation sluice.bulk_operations, execution_ids uuid[], OUT told uuid[], OUT error jsonb, OUT last_id uuid)
returns record
language plpgsql volatile;
comment on function sluice_private.retry_executions(sluice.bulk_operations,uuid[]) is 'Retries executions one by one, for 200 ms and no longer: up to which, and those that began again.';

create function sluice_private.retry_guarded(operation sluice.bulk_operations, execution_id uuid, OUT error jsonb, OUT is_spent boolean)
returns record
language plpgsql volatile;
comment on function sluice_private.retry_guarded(sluice.bulk_operations,uuid) is 'Retries one execution of a bulk operation; or why it cannot be, and whether it took too long.';

create function sluice_private.return_leases(leases sluice_private.step_leases[], crashes integer)
returns integer
language plpgsql volatile;
comment on function sluice_private.return_leases(sluice_private.step_leases[],integer) is 'Puts leased steps back into the backlog, with this many crashes more, and deletes their jobs; says how many.';

create function sluice_private.return_to_ready(steps sluice_private.blocked_steps[])
returns integer
language plpgsql volatile;
comment on function sluice_private.return_to_ready(sluice_private.blocked_steps[]) is 'Puts steps that stand in line for a limit, and whose executions are locked, into the backlog; says how many.';

create function sluice_private.reveal_links(organization_id uuid, input text)
returns text
language plpgsql volatile;
comment on function sluice_private.reveal_links(uuid,text) is 'An input as a worker gets it: references to links of approvals are tokens, good until the approval is due, and for 30 days at most.';

create function sluice_private.room_to_fill(host sluice_private.workers, room integer, OUT served text[], OUT is_for_host boolean, OUT free integer, OUT all_free integer)
returns record
language plpgsql stable;
comment on function sluice_private.room_to_fill(sluice_private.workers,integer) is 'The actions that are served; how many steps may be admitted, for the host that asks alone where no other worker sleeps; how many slots all workers have free.';

create function sluice_private.route_failure(step sluice.workflow_steps, error jsonb)
returns text[]
language sql immutable;
comment on function sluice_private.route_failure(sluice.workflow_steps,jsonb) is 'The ports that a failure opens, the most specific error port first; null: it is not handled.';

create function sluice_private.rule_group_fault(rule_group jsonb, depth integer)
returns text
language sql immutable;
comment on function sluice_private.rule_group_fault(jsonb,integer) is 'What is wrong with a rule group itself; null if nothing is.';

create function sluice_private.rule_instant(sign text)
returns text
language sql immutable;
comment on function sluice_private.rule_instant(text) is 'How a rule compares a date or timestamp, as a format of field and value.';

create function sluice_private.rule_predicate(operator text, value_type text)
returns text
language plpgsql immutable;
comment on function sluice_private.rule_predicate(text,text) is 'What an operator means in SQL/JSON path, as a format of field and value.';

create function sluice_private.run_firing(job sluice.scheduled_jobs, instant timestamp with time zone, as_of timestamp with time zone, place integer, dated sluice_private.dated_record)
returns sluice_private.trigger_firing
language plpgsql stable;
comment on function sluice_private.run_firing(sluice.scheduled_jobs,timestamp with time zone,timestamp with time zone,integer,sluice_private.dated_record) is 'The firing of a schedule at an instant or, then, for a record: an instant has its own key, and so have a record and its date.';

create function sluice_private.run_rounds(INOUT settled sluice_private.settled_step[], INOUT fired sluice_private.fired_step[], INOUT fuel integer, OUT queued sluice_private.queued_step[], OUT waiting sluice_private.settled_step[], OUT closing sluice_private.closing_frame[], OUT changes sluice_private.frame_change[], OUT ended sluice_private.ended_line[])
returns record
language plpgsql volatile;
comment on function sluice_private.run_rounds(sluice_private.settled_step[],sluice_private.fired_step[],integer) is 'Records steps that have ended and fires those that follow, round by round, until nothing is left that the engine can run or the fuel is spent.';

create function sluice_private.run_simulation(workflow sluice.workflows, version_id uuid, input jsonb, mocks jsonb, clock timestamp with time zone, trigger_node text)
returns sluice.simulated_step[]
language plpgsql volatile;
comment on function sluice_private.run_simulation(sluice.workflows,uuid,jsonb,jsonb,timestamp with time zone,text) is 'Publishes, starts and runs a workflow to its end in a block that is rolled back; the trace.';

create function sluice_private.run_sql_action(handler text, organization_id uuid, input jsonb, context jsonb, OUT output jsonb, OUT error jsonb)
returns record
language plpgsql volatile;
comment on function sluice_private.run_sql_action(text,uuid,jsonb,jsonb) is 'Runs one SQL action, guarded: its output, or the error that makes its step fail.';

create function sluice_private.runs_of(jobs sluice.scheduled_jobs[], due sluice_private.due_schedule[], as_of timestamp with time zone)
returns SETOF sluice_private.schedule_run
language plpgsql stable;
comment on function sluice_private.runs_of(sluice.scheduled_jobs[],sluice_private.due_schedule[],timestamp with time zone) is 'The firings of schedules, one for each instant at which one is due.';

create function sluice_private.runs_since(organization_id uuid, workflow_id uuid, from_id uuid)
returns TABLE(is_failure boolean)
language plpgsql stable;
comment on function sluice_private.runs_since(uuid,uuid,uuid) is 'The executions since then, of an organization or of a workflow: whether each failed, null while it is under way; of each kind the newest 100,000.';

create function sluice_private.scan_queues(served text[])
returns sluice_private.ready_queue[]
language plpgsql stable;
comment on function sluice_private.scan_queues(text[]) is 'Every queue of the backlog for these actions, by leaps from one to the next.';

create function sluice_private.schedule_date_faults(trigger text, config jsonb)
returns TABLE(key text, message text, hint text)
language plpgsql stable;
comment on function sluice_private.schedule_date_faults(text,jsonb) is 'What is wrong with a trigger that dates of records fire.';

create function sluice_private.schedule_days(days jsonb)
returns text[]
language plpgsql immutable;
comment on function sluice_private.schedule_days(jsonb) is 'The weekdays of business_hours, as mon to sun; null where they are none.';

create function sluice_private.schedule_hours(config jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.schedule_hours(jsonb) is 'The hours of business_hours in the form that calendars have theirs.';

create function sluice_private.schedule_hours_faults(config jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.schedule_hours_faults(jsonb) is 'What is wrong with the hours of business_hours.';

create function sluice_private.schedule_of(trigger sluice.workflow_triggers, job sluice.scheduled_jobs, as_of timestamp with time zone)
returns sluice.scheduled_jobs
language plpgsql stable;
comment on function sluice_private.schedule_of(sluice.workflow_triggers,sluice.scheduled_jobs,timestamp with time zone) is 'The schedule of a trigger, as its config has it.';

create function sluice_private.schedule_payload(job sluice.scheduled_jobs, instant timestamp with time zone, as_of timestamp with time zone, place integer)
returns jsonb
language sql stable;
comment on function sluice_private.schedule_payload(sluice.scheduled_jobs,timestamp with time zone,timestamp with time zone,integer) is 'What expressions read as trigger when a schedule fires: the output of its kind, and beside it what describes the run.';

create function sluice_private.schedule_policy_faults(config jsonb)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.schedule_policy_faults(jsonb) is 'What is wrong with the policies of a schedule.';

create function sluice_private.schedule_span_faults(config jsonb, zone text)
returns TABLE(key text, message text, hint text)
language sql immutable;
comment on function sluice_private.schedule_span_faults(jsonb,text) is 'What is wrong with the zone and the bounds of a schedule.';

create function sluice_private.schedule_time_faults(trigger text, config jsonb, zone text)
returns TABLE(key text, message text, hint text)
language plpgsql immutable;
comment on function sluice_private.schedule_time_faults(text,jsonb,text) is 'What is wrong with the times of scheduled_time and scheduled_dates.';

create function sluice_private.scheduled_triggers()
returns text[]
language sql immutable;
comment on function sluice_private.scheduled_triggers() is 'The kinds of triggers that time fires.';

create function sluice_private.schema_faults(schema jsonb, value jsonb, place text)
returns TABLE(path text, message text)
language plpgsql immutable;
comment on function sluice_private.schema_faults(jsonb,jsonb,text) is 'Where a template cannot make what a JSON Schema asks for, and why.';

create function sluice_private.schema_mismatch(schema jsonb, value jsonb)
returns text
language sql immutable;
comment on function sluice_private.schema_mismatch(jsonb,jsonb) is 'Why a value itself, whatever is in it, does not fit a JSON Schema; or null.';

create function sluice_private.schema_parts(schema jsonb, whole jsonb)
returns TABLE(fits jsonb, value jsonb, place text, message text)
language sql immutable;
comment on function sluice_private.schema_parts(jsonb,jsonb) is 'What is in a value, with the schema it must fit, or what is wrong with its being there or not.';

create function sluice_private.scope_filter(workflow_id uuid)
returns jsonb
language sql immutable;
comment on function sluice_private.scope_filter(uuid) is 'The filter for the executions of a workflow; for the nil id, for all of the organization.';

create function sluice_private.seconds_since(instant timestamp with time zone)
returns numeric
language sql volatile;
comment on function sluice_private.seconds_since(timestamp with time zone) is 'How long ago that was; 0 where it never was, or is to come.';

create function sluice_private.segment_fault(organization_id uuid, object text)
returns text
language plpgsql stable;
comment on function sluice_private.segment_fault(uuid,text) is 'Why there can be no segments of a watched table, or null.';

create function sluice_private.segment_page(target sluice.workflow_triggers, state jsonb)
returns TABLE(key text, record jsonb, is_inside boolean, was_inside boolean)
language plpgsql stable;
comment on function sluice_private.segment_page(sluice.workflow_triggers,jsonb) is 'The next records of a look at a segment, up to 200: whether each is inside, and was.';

create function sluice_private.segment_records(watch sluice_private.table_watches, organization_id uuid, after text, keys text[], at_most integer)
returns TABLE(key text, record jsonb)
language plpgsql stable;
comment on function sluice_private.segment_records(sluice_private.table_watches,uuid,text,text[],integer) is 'Records of an organization in a watched table, in the order of their keys.';

create function sluice_private.segment_watch(organization_id uuid, object text)
returns sluice_private.table_watches
language sql stable;
comment on function sluice_private.segment_watch(uuid,text) is 'The watch whose table a segment of an organization is of, or null.';

create function sluice_private.serving_groups(served text[], free_slots integer)
returns TABLE(actions text[], workers integer, free integer)
language plpgsql stable;
comment on function sluice_private.serving_groups(text[],integer) is 'Actions that the same workers serve, how many these are, and how many more steps of them may be admitted.';

create function sluice_private.set_apart(organization_ids uuid[], execution_ids uuid[])
returns void
language plpgsql volatile;
comment on function sluice_private.set_apart(uuid[],uuid[]) is 'Sets locked executions apart: advance_apart takes them one by one, out of everybody''s way.';

create function sluice_private.set_look(timer sluice_private.trigger_timers, due_at timestamp with time zone, state jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.set_look(sluice_private.trigger_timers,timestamp with time zone,jsonb) is 'When a trigger is to be looked at next, and what is known of it until then; null: not at all.';

create function sluice_private.settle_by_hand(arrivals sluice_private.arrivals[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.settle_by_hand(sluice_private.arrivals[]) is 'Ends steps of locked executions as users or limits ask; those that were still under way.';

create function sluice_private.settle_container(container sluice_private.containers, step sluice.workflow_steps, status text, error jsonb, last sluice_private.ended_iteration, OUT settled sluice_private.settled_step[], OUT closing sluice_private.closing_frame[])
returns record
language plpgsql volatile;
comment on function sluice_private.settle_container(sluice_private.containers,sluice.workflow_steps,text,jsonb,sluice_private.ended_iteration) is 'A container that has ended, as a step that has; and, if its failure is not handled, the end of the frame it is in (R6).';

create function sluice_private.settle_deferred(arrivals sluice_private.arrivals[])
returns void
language plpgsql volatile;
comment on function sluice_private.settle_deferred(sluice_private.arrivals[]) is 'Acts on reports that have been deferred; nobody is there to run what follows.';

create function sluice_private.settle_guarded(reports sluice_private.step_report[], worker sluice_private.workers, OUT tokens bigint[], OUT handed sluice_private.handed_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.settle_guarded(sluice_private.step_report[],sluice_private.workers) is 'settle_reports, with a batch that fails halved until the one report that cannot be processed is alone: it is kept, and its execution parked.';

create function sluice_private.settle_in_time(reports sluice_private.step_report[], worker sluice_private.workers, OUT tokens bigint[], OUT handed sluice_private.handed_step[], OUT deferred bigint[])
returns record
language plpgsql volatile;
comment on function sluice_private.settle_in_time(sluice_private.step_report[],sluice_private.workers) is 'settle_guarded; reports that run into statement_timeout, or out of memory, are deferred and their executions set apart.';

create function sluice_private.settle_others(worker sluice_private.workers, organization_ids uuid[], execution_ids uuid[], tokens bigint[], outcomes text[], results text[], passed bigint[], is_cut boolean, OUT reports sluice_private.step_report[], OUT verdicts text[], OUT handed sluice_private.handed_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.settle_others(sluice_private.workers,uuid[],uuid[],bigint[],text[],text[],bigint[],boolean) is 'Acts on the reports of a worker that have not been passed on: which those are, the verdict on each, and the steps that come back.';

create function sluice_private.settle_reports(reports sluice_private.step_report[], worker sluice_private.workers, OUT tokens bigint[], OUT handed sluice_private.handed_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.settle_reports(sluice_private.step_report[],sluice_private.workers) is 'Acts on reports about executions that are locked: which tokens counted, which steps come back.';

create function sluice_private.settled_of(fired sluice_private.fired_step, outcome sluice_private.fire_outcome, as_of timestamp with time zone)
returns sluice_private.settled_step
language sql immutable;
comment on function sluice_private.settled_of(sluice_private.fired_step,sluice_private.fire_outcome,timestamp with time zone) is 'A step that has fired, as one that has ended or begins.';

create function sluice_private.shape_delivery(trigger text, config jsonb, delivery jsonb, OUT value jsonb, OUT reason text)
returns record
language plpgsql stable;
comment on function sluice_private.shape_delivery(text,jsonb,jsonb) is 'A delivery as the workflow reads it: with the fields of its trigger as payload; or why it is nothing for that trigger.';

create function sluice_private.shape_fired(fired sluice_private.fired_step, step sluice.workflow_steps, outcome sluice_private.fire_outcome)
returns sluice_private.fire_outcome
language plpgsql stable;
comment on function sluice_private.shape_fired(sluice_private.fired_step,sluice.workflow_steps,sluice_private.fire_outcome) is 'A step that completes as it fires, with the output that replaces its own.';

create function sluice_private.shape_message(body jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.shape_message(jsonb) is 'The fields of message_received, from a form as Twilio posts it or from JSON that has them; null where there is no sender.';

create function sluice_private.shape_of(relation regclass)
returns text
language plpgsql stable;
comment on function sluice_private.shape_of(regclass) is 'What the columns of a table are, to see whether they have changed.';

create function sluice_private.shape_output(execution_id uuid, frame_id bigint, step sluice.workflow_steps, given jsonb, OUT output jsonb, OUT error jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.shape_output(uuid,bigint,sluice.workflow_steps,jsonb) is 'The output of a step: what it has given, or what its template makes of that.';

create function sluice_private.shape_outputs(settled sluice_private.settled_step[])
returns sluice_private.settled_step[]
language plpgsql stable;
comment on function sluice_private.shape_outputs(sluice_private.settled_step[]) is 'Steps that have completed, with the outputs that replace theirs, or failed for want of these.';

create function sluice_private.shape_payment(body jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.shape_payment(jsonb) is 'The fields of payment_failed, from an event of Stripe; null where it is another event.';

create function sluice_private.share_arrivals(at_most integer)
returns TABLE(organization_id uuid, execution_id uuid, turn bigint)
language plpgsql stable;
comment on function sluice_private.share_arrivals(integer) is 'The executions of so many arrivals in turn, as many of each organization, its oldest first.';

create function sluice_private.share_causes(at_most integer, since timestamp with time zone, as_of timestamp with time zone, OUT organization_ids uuid[], OUT execution_ids uuid[])
returns record
language plpgsql volatile;
comment on function sluice_private.share_causes(integer,timestamp with time zone,timestamp with time zone) is 'pick_causes, where more arrivals or timers are due than one looks at.';

create function sluice_private.share_looks(at_most integer, as_of timestamp with time zone)
returns sluice_private.trigger_timers[]
language plpgsql volatile;
comment on function sluice_private.share_looks(integer,timestamp with time zone) is 'Triggers that are due to be looked at, some of each organization: of so many organizations, those whose turn it is.';

create function sluice_private.share_out(state sluice_private.admissions, as_of timestamp with time zone)
returns sluice_private.admissions
language plpgsql stable;
comment on function sluice_private.share_out(sluice_private.admissions,timestamp with time zone) is 'Charges organizations for what runs, and moves the clock to the least that one has had which waits.';

create function sluice_private.share_timers(at_most integer, due_after timestamp with time zone, as_of timestamp with time zone)
returns TABLE(organization_id uuid, execution_id uuid, turn bigint)
language plpgsql volatile;
comment on function sluice_private.share_timers(integer,timestamp with time zone,timestamp with time zone) is 'The executions of so many due timers in turn, as many of each organization, its oldest first: of so many organizations, those whose turn it is.';

create function sluice_private.shift_instant(instant timestamp with time zone, duration text)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.shift_instant(timestamp with time zone,text) is 'An instant of the years 1 to 9999, moved by a duration, in UTC; else null.';

create function sluice_private.silence_ends(target sluice.workflow_triggers, calendar sluice.business_calendars, since timestamp with time zone)
returns timestamp with time zone
language sql stable;
comment on function sluice_private.silence_ends(sluice.workflow_triggers,sluice.business_calendars,timestamp with time zone) is 'Until when there may be no run since an instant, over the time that the trigger''s calendar is open.';

create function sluice_private.simulate_children(organization_id uuid, execution_id uuid, mocks jsonb)
returns integer
language plpgsql volatile;
comment on function sluice_private.simulate_children(uuid,uuid,jsonb) is 'Ends every child of a simulated execution as its call''s mock says; says how many.';

create function sluice_private.simulate_turn(organization_id uuid, execution_id uuid, mocks jsonb)
returns boolean
language plpgsql volatile;
comment on function sluice_private.simulate_turn(uuid,uuid,jsonb) is 'Moves a simulated execution on, and the clock with it; false when nothing is left to come.';

create function sluice_private.simulate_waits(organization_id uuid, execution_id uuid, mocks jsonb)
returns integer
language plpgsql volatile;
comment on function sluice_private.simulate_waits(uuid,uuid,jsonb) is 'Ends the waits of a simulated execution whose mock names a port; says how many.';

create function sluice_private.simulate_worker(organization_id uuid, execution_id uuid, mocks jsonb)
returns integer
language plpgsql volatile;
comment on function sluice_private.simulate_worker(uuid,uuid,jsonb) is 'Ends every step of a simulated execution that a worker would run, as its mock says; says how many.';

create function sluice_private.simulated_steps(execution_id uuid)
returns sluice.simulated_step[]
language plpgsql stable;
comment on function sluice_private.simulated_steps(uuid) is 'The trace of a simulated execution: itself, then its steps as they ended.';

create function sluice_private.slice(value jsonb, from_place integer, to_place integer)
returns jsonb
language plpgsql immutable;
comment on function sluice_private.slice(jsonb,integer,integer) is 'A part of a text or list; positions begin at 0, negative ones count back from the end.';

create function sluice_private.slug(value text)
returns text
language plpgsql immutable;
comment on function sluice_private.slug(text) is 'The text in small ASCII letters, digits and hyphens, for addresses and keys.';

create function sluice_private.sole_edges(organization_id uuid, version_id uuid)
returns TABLE(source integer, target integer, edge_id text)
language sql stable;
comment on function sluice_private.sole_edges(uuid,uuid) is 'The edges of a version that leave their step alone, and whenever it completes.';

create function sluice_private.sort_arrivals(arrivals sluice_private.arrivals[], OUT fired sluice_private.fired_step[], OUT closing sluice_private.closing_frame[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.sort_arrivals(sluice_private.arrivals[]) is 'What arrivals say: which steps fire or are skipped, which executions are cancelled, what is no longer under way as an arrival.';

create function sluice_private.sources_of(organization_id uuid, version_id uuid)
returns TABLE(step_no integer, sources integer[], parts jsonpath[])
language sql stable;
comment on function sluice_private.sources_of(uuid,uuid) is 'Of the steps of a version whose slots read one thing each: where each begins (the output of a step; 0 the trigger, -1 the variables), and the way from there.';

create function sluice_private.span_id(execution_id uuid, generation integer)
returns text
language sql immutable;
comment on function sluice_private.span_id(uuid,integer) is 'The span of an execution: every worker knows it, before it has ended.';

create function sluice_private.split(step sluice.workflow_steps, context jsonb, OUT ports text[], OUT verdicts jsonb, OUT error jsonb)
returns record
language plpgsql stable;
comment on function sluice_private.split(sluice.workflow_steps,jsonb) is 'The port that a choice of mode split opens, and the number it drew.';

create function sluice_private.split_config(data jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.split_config(jsonb) is 'Of a choice of mode split, the weights of its cases, each with those before it, and in all.';

create function sluice_private.split_pipes(source text)
returns text[]
language plpgsql immutable;
comment on function sluice_private.split_pipes(text) is 'Splits an expression from its filters at each | outside strings and brackets.';

create function sluice_private.stage_partition(parent regclass, upper_end timestamp with time zone)
returns void
language plpgsql volatile;
comment on function sluice_private.stage_partition(regclass,timestamp with time zone) is 'Makes an empty table for what is kept of the partitions that end by then, and notes what changes in them.';

create function sluice_private.start_callee(callee sluice_private.callee, payload jsonb, origin sluice_private.live_executions)
returns uuid
language plpgsql volatile;
comment on function sluice_private.start_callee(sluice_private.callee,jsonb,sluice_private.live_executions) is 'Starts an execution for another one, in its transaction; origin says who started it, its parent, or the execution whose failure it handles.';

create function sluice_private.start_calls(calling sluice_private.settled_step[], OUT settled sluice_private.settled_step[], OUT waiting sluice_private.settled_step[], OUT closing sluice_private.closing_frame[])
returns record
language plpgsql volatile;
comment on function sluice_private.start_calls(sluice_private.settled_step[]) is 'Starts the children of calls: which of these have ended already, which wait, and which frames end.';

create function sluice_private.start_claimed(fired sluice_private.judged_firing[])
returns sluice_private.judged_firing[]
language plpgsql volatile;
comment on function sluice_private.start_claimed(sluice_private.judged_firing[]) is 'Starts what the firings that have a new key start, workflow by workflow; then come the exits.';

create function sluice_private.start_compensation(container sluice_private.containers, status text, error jsonb, last sluice_private.ended_iteration, OUT fired sluice_private.fired_step[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.start_compensation(sluice_private.containers,text,jsonb,sluice_private.ended_iteration) is 'Begins to undo what has completed in a container that ends without having completed.';

create function sluice_private.start_error_workflows(closing sluice_private.closing_frame[])
returns void
language plpgsql volatile;
comment on function sluice_private.start_error_workflows(sluice_private.closing_frame[]) is 'Starts the error workflow of each execution that has failed or timed out; one that cannot be started is written into its log.';

create function sluice_private.start_executions(organization_id uuid, workflow_id uuid, version_id uuid, trigger_id uuid, trigger_step integer, execution_ids uuid[], inputs jsonb[], traceparent text DEFAULT NULL::text)
returns void
language plpgsql volatile;
comment on function sluice_private.start_executions(uuid,uuid,uuid,uuid,integer,uuid[],jsonb[],text) is 'Starts executions of a version: a row and an arrival each, in the caller''s transaction; a worker''s pump moves them. Those under limits wait for admission instead of the arrival.';

create function sluice_private.start_fired(timed sluice_private.settled_step[], waiting sluice_private.settled_step[], calling sluice_private.settled_step[], opening sluice_private.settled_step[], OUT settled sluice_private.settled_step[], OUT called sluice_private.settled_step[], OUT fired sluice_private.fired_step[], OUT closing sluice_private.closing_frame[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.start_fired(sluice_private.settled_step[],sluice_private.settled_step[],sluice_private.settled_step[],sluice_private.settled_step[]) is 'Begins what does not end at once: timeouts, waits, calls (those that now wait for their child, or have ended), containers (the steps that fire in them).';

create function sluice_private.start_guarded(fired sluice_private.judged_firing[])
returns sluice_private.judged_firing[]
language plpgsql volatile;
comment on function sluice_private.start_guarded(sluice_private.judged_firing[]) is 'Starts the executions of firings of one trigger; one that cannot be started gets its reason, and gives its key back; in the pump one that would have to wait is deferred.';

create function sluice_private.start_input(trigger text, trigger_id uuid, payload jsonb, triggered_by uuid, context jsonb)
returns jsonb
language sql stable;
comment on function sluice_private.start_input(text,uuid,jsonb,uuid,jsonb) is 'What expressions read as trigger of an execution that somebody starts with this payload.';

create function sluice_private.start_iterations(container sluice_private.containers, step sluice.workflow_steps, at_most integer, carry jsonb, OUT fired sluice_private.fired_step[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.start_iterations(sluice_private.containers,sluice.workflow_steps,integer,jsonb) is 'Opens the frames of the next iterations of a container; the steps that fire in them.';

create function sluice_private.start_timeouts(timed sluice_private.settled_step[])
returns void
language plpgsql volatile;
comment on function sluice_private.start_timeouts(sluice_private.settled_step[]) is 'Gives actions and calls their time, however many attempts they need.';

create function sluice_private.start_waits(waiting sluice_private.settled_step[])
returns void
language plpgsql volatile;
comment on function sluice_private.start_waits(sluice_private.settled_step[]) is 'Suspends steps until one of the things they wait for has come.';

create function sluice_private.statement_of(watch sluice_private.table_watches, operation text)
returns text
language plpgsql stable;
comment on function sluice_private.statement_of(sluice_private.table_watches,text) is 'How the trigger on a watched table notes this operation, with the columns as they are now.';

create function sluice_private.step_label(live sluice_private.live_executions, frame_id bigint, step_no integer)
returns text
language sql stable;
comment on function sluice_private.step_label(sluice_private.live_executions,bigint,integer) is 'A step as sentences name it: the iterations it is in, and its node.';

create function sluice_private.step_of(organization_id uuid, version_id uuid, step_no integer)
returns sluice.workflow_steps
language plpgsql stable;
comment on function sluice_private.step_of(uuid,uuid,integer) is 'A step of a version.';

create function sluice_private.step_places_hint(execution_id uuid, node_id text)
returns text
language sql stable;
comment on function sluice_private.step_places_hint(uuid,text) is 'Where an execution has a step that was looked for in another place; null if it has none.';

create function sluice_private.steps_after(step sluice.workflow_steps)
returns TABLE(node_id text)
language sql stable;
comment on function sluice_private.steps_after(sluice.workflow_steps) is 'The nodes that some path leads to from a step, in its scope.';

create function sluice_private.still_leased(handed sluice_private.handed_step[], reports sluice_private.step_report[])
returns sluice_private.handed_step[]
language plpgsql stable;
comment on function sluice_private.still_leased(sluice_private.handed_step[],sluice_private.step_report[]) is 'Of steps that were handed over, those whose lease the reports that came with them have left.';

create function sluice_private.stop_waiting(organization_id uuid, execution_id uuid)
returns jsonb
language plpgsql volatile security definer;
comment on function sluice_private.stop_waiting(uuid,uuid) is 'Lets nobody wait for the answer of this execution; the answer, if it has just been given.';
grant execute on function sluice_private.stop_waiting(uuid,uuid) to sluice_worker;

create function sluice_private.stray_approvals()
returns TABLE(invariant text, organization_id uuid, execution_id uuid, detail text)
language sql stable;
comment on function sluice_private.stray_approvals() is 'Open approvals that nothing waits for, and waits whose approval nobody can decide.';

create function sluice_private.stray_events()
returns TABLE(invariant text, organization_id uuid, execution_id uuid, detail text)
language sql stable;
comment on function sluice_private.stray_events() is 'Events that are awaited, and nobody would know what for.';

create function sluice_private.stray_groups()
returns TABLE(invariant text, organization_id uuid, execution_id uuid, detail text)
language sql stable;
comment on function sluice_private.stray_groups() is 'Locks whose holder is gone, groups that nobody would ever give the lock they wait for, and steps whose turn would never come.';

create function sluice_private.stray_limits()
returns TABLE(invariant text, organization_id uuid, execution_id uuid, detail text)
language sql stable;
comment on function sluice_private.stray_limits() is 'Limits that do not count what runs under them, and steps that wait for one which nothing will free.';

create function sluice_private.stray_timeouts()
returns TABLE(invariant text, organization_id uuid, execution_id uuid, detail text)
language sql stable;
comment on function sluice_private.stray_timeouts() is 'Timeouts of steps and containers that are not under way.';

create function sluice_private.strays()
returns TABLE(invariant text, organization_id uuid, execution_id uuid, detail text)
language sql stable;
comment on function sluice_private.strays() is 'Containers whose iterations are not those that their frames say, what is left behind of frames, waits and steps, and suspended steps that nothing wakes.';

create function sluice_private.string_leaves(template jsonb)
returns TABLE(target text[], value text)
language sql immutable;
comment on function sluice_private.string_leaves(jsonb) is 'The strings with {{ in a template, and where they stand.';

create function sluice_private.strong_components(node_count integer, sources integer[], targets integer[])
returns integer[]
language plpgsql immutable;
comment on function sluice_private.strong_components(integer,integer[],integer[]) is 'For each node the number of its strong component; edges between two lead to the higher one.';

create function sluice_private.submit_form(organization_id uuid, webhook_id uuid, submission_id text, data jsonb, has_consented boolean, headers jsonb, remote_ip inet)
returns TABLE(faults jsonb, execution_id uuid, duplicate boolean, reason text, refusal jsonb)
language plpgsql volatile security definer;
comment on function sluice_private.submit_form(uuid,uuid,text,jsonb,boolean,jsonb,inet) is 'Takes what was filled into a form, with the words of the consent; or says what is wrong, field by field. The same submission again changes nothing.';
grant execute on function sluice_private.submit_form(uuid,uuid,text,jsonb,boolean,jsonb,inet) to sluice_worker;

create function sluice_private.success_ports(type text, config jsonb)
returns text[]
language sql immutable;
comment on function sluice_private.success_ports(text,jsonb) is 'The ports that a step of this type opens when it completes in every way that it can.';

create function sluice_private.suspend_calls(delayed sluice_private.settled_step[])
returns void
language plpgsql volatile;
comment on function sluice_private.suspend_calls(sluice_private.settled_step[]) is 'Sets calls aside until their next attempt is due.';

create function sluice_private.swap_partitions(parent regclass, upper_end timestamp with time zone)
returns void
language plpgsql volatile;
comment on function sluice_private.swap_partitions(regclass,timestamp with time zone) is 'Puts what is kept in the place of the partitions that end by then.';

create function sluice_private.sweep(pause interval DEFAULT '00:00:00'::interval)
returns integer
language plpgsql volatile security definer;
comment on function sluice_private.sweep(interval) is 'Gives the steps of dead workers, and leases that nobody knows of, back to the backlog, and ends attempts that take too long; says how many. Nothing if the last sweep is no longer ago than the pause.';
grant execute on function sluice_private.sweep(interval) to sluice_worker;

create function sluice_private.switch_off(organization_id uuid, trigger_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.switch_off(uuid,uuid) is 'Switches off a trigger that takes too long by itself, as it would hold up all others.';

create function sluice_private.sync_action_definitions(definitions jsonb)
returns integer
language plpgsql volatile security definer;
comment on function sluice_private.sync_action_definitions(jsonb) is 'Writes the built-in worker actions [{ name, title, description, input_schema, output_schema }]; says how many changed.';
grant execute on function sluice_private.sync_action_definitions(jsonb) to sluice_worker;

create function sluice_private.sync_events(organization_id uuid, workflow_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.sync_events(uuid,uuid) is 'Has the triggers of a workflow listen to the events, and look at what they watch, that the live version says.';

create function sluice_private.sync_polls(organization_id uuid, workflow_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.sync_polls(uuid,uuid) is 'Gives every trigger of a workflow that polls its poll; one that asks for the same goes on.';

create function sluice_private.sync_record_triggers(organization_id uuid, workflow_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.sync_record_triggers(uuid,uuid,jsonb) is 'Notes which changes of records a workflow wants to know of: its triggers and its waits.';

create function sluice_private.sync_schedule(trigger sluice.workflow_triggers)
returns void
language plpgsql volatile;
comment on function sluice_private.sync_schedule(sluice.workflow_triggers) is 'Makes the schedule of a trigger that of its config.';

create function sluice_private.sync_schedules(organization_id uuid, workflow_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.sync_schedules(uuid,uuid) is 'Gives every trigger of a workflow that time fires its schedule; one that stays keeps its counts.';

create function sluice_private.sync_triggers(organization_id uuid, workflow_id uuid, definition jsonb)
returns void
language plpgsql volatile;
comment on function sluice_private.sync_triggers(uuid,uuid,jsonb) is 'Makes the triggers of a workflow those of this definition; one that stays keeps its id.';

create function sluice_private.sync_webhooks(organization_id uuid, workflow_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.sync_webhooks(uuid,uuid) is 'Gives every trigger that HTTP requests fire its registration; one that stays keeps its key.';

create function sluice_private.take_answers(organization_ids uuid[], execution_ids uuid[])
returns TABLE(execution_id uuid, answer jsonb, status text, output jsonb)
language plpgsql volatile security definer;
comment on function sluice_private.take_answers(uuid[],uuid[]) is 'The answers that executions have given to those who wait for them, and how the ones have ended that gave none; each is told once.';
grant execute on function sluice_private.take_answers(uuid[],uuid[]) to sluice_worker;

create function sluice_private.take_arrivals(organization_ids uuid[], execution_ids uuid[])
returns sluice_private.arrivals[]
language plpgsql volatile;
comment on function sluice_private.take_arrivals(uuid[],uuid[]) is 'Takes what has arrived at locked executions, in order; those that it moves are running.';

create function sluice_private.take_calls(organization_id uuid, execution_id uuid, frame_ids bigint[], step_nos integer[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.take_calls(uuid,uuid,bigint[],integer[]) is 'Removes the calls of an execution, or of these frames and steps of it, and tells the children that follow them; the steps, as cancelled.';

create function sluice_private.take_children(arrivals sluice_private.arrivals[], OUT settled sluice_private.settled_step[], OUT closing sluice_private.closing_frame[])
returns record
language plpgsql volatile;
comment on function sluice_private.take_children(sluice_private.arrivals[]) is 'Ends the calls whose children have ended, as these did.';

create function sluice_private.take_deferred(organization_id uuid, execution_id uuid, frame_id bigint, step_nos integer[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.take_deferred(uuid,uuid,bigint,integer[]) is 'Removes decided steps of a frame that were left to another transaction, as cancelled; and those that wait for their turn, which nothing counts.';

create function sluice_private.take_due_schedule(job sluice.scheduled_jobs, as_of timestamp with time zone)
returns sluice_private.due_schedule
language plpgsql volatile;
comment on function sluice_private.take_due_schedule(sluice.scheduled_jobs,timestamp with time zone) is 'due_instants; a schedule whose instants cannot be computed, or whose records cannot be read, has the reason instead, and one that would have to wait for a lock is null.';

create function sluice_private.take_due_schedules(jobs sluice.scheduled_jobs[], as_of timestamp with time zone, at_most integer, OUT taken sluice.scheduled_jobs[], OUT due sluice_private.due_schedule[])
returns record
language plpgsql volatile;
comment on function sluice_private.take_due_schedules(sluice.scheduled_jobs[],timestamp with time zone,integer) is 'What the first of these schedules fire at, about so many firings; one whose dates are locked is looked at five seconds later.';

create function sluice_private.take_ended_traces(at_most integer)
returns TABLE(execution_id uuid, traceparent text, span_id text, workflow_id uuid, workflow text, status text, message text, created_at timestamp with time zone, finished_at timestamp with time zone)
language plpgsql volatile security definer;
comment on function sluice_private.take_ended_traces(integer) is 'Executions with a trace that have ended, each handed to one worker.';
grant execute on function sluice_private.take_ended_traces(integer) to sluice_worker;

create function sluice_private.take_events(told sluice_private.told_wait[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.take_events(sluice_private.told_wait[]) is 'Ends the waits that the events that have arrived are for; a wait that is gone takes none.';

create function sluice_private.take_executions(INOUT organization_ids uuid[], INOUT execution_ids uuid[])
returns record
language plpgsql volatile;
comment on function sluice_private.take_executions(uuid[],uuid[]) is 'Locks those of these executions that nobody else holds and that may be moved on in one batch, and says which; forgets what has arrived at those that are gone.';

create function sluice_private.take_expired(at_most integer)
returns sluice_private.step_leases[]
language plpgsql volatile;
comment on function sluice_private.take_expired(integer) is 'Up to this many locks of workers outside that have expired, or were given back, and of which nobody is saying just now what became of the step.';

create function sluice_private.take_guarded(poll sluice.workflow_polls, as_of timestamp with time zone, worker_id uuid)
returns sluice_private.handed_poll
language plpgsql volatile;
comment on function sluice_private.take_guarded(sluice.workflow_polls,timestamp with time zone,uuid) is 'take_poll; what goes wrong is the failure of that poll.';

create function sluice_private.take_leases(organization_id uuid, execution_id uuid, frame_ids bigint[], step_nos integer[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.take_leases(uuid,uuid,bigint[],integer[]) is 'Removes the leases of an execution, or of these frames and steps of it, so that late reports are refused; the steps, as cancelled.';

create function sluice_private.take_locks(arrivals sluice_private.arrivals[], OUT fired sluice_private.fired_step[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.take_locks(sluice_private.arrivals[]) is 'Begins groups that have got the lock that they waited for.';

create function sluice_private.take_matches(events sluice_private.new_events[], names text[], at_most integer, OUT ordinals integer[], OUT subscriptions sluice_private.event_subscriptions[])
returns record
language plpgsql volatile;
comment on function sluice_private.take_matches(sluice_private.new_events[],text[],integer) is 'The first so many subscriptions to these events, each with the place of its event; the events that have more are given back.';

create function sluice_private.take_new_waits(stripes integer[], at_most integer)
returns sluice_private.awaited_events[]
language plpgsql volatile;
comment on function sluice_private.take_new_waits(integer[],integer) is 'The events of these stripes that nobody has looked back for yet; somebody now does.';

create function sluice_private.take_offered(host sluice_private.workers, room integer)
returns sluice_private.handed_step[]
language plpgsql volatile;
comment on function sluice_private.take_offered(sluice_private.workers,integer) is 'Binds steps that were offered, and that nobody has begun, to this host: up to room of them.';

create function sluice_private.take_poll(poll sluice.workflow_polls, as_of timestamp with time zone, worker_id uuid)
returns sluice_private.handed_poll
language plpgsql volatile;
comment on function sluice_private.take_poll(sluice.workflow_polls,timestamp with time zone,uuid) is 'Does for a poll that is due what is to be done: fires what it has found, or claims it for a worker; later, where its trigger is off or its organization polls enough.';

create function sluice_private.take_ready(organization_id uuid, execution_id uuid, frame_ids bigint[], step_nos integer[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.take_ready(uuid,uuid,bigint[],integer[]) is 'Removes the backlog of an execution, or of these frames and steps of it; the steps, as cancelled.';

create function sluice_private.take_starts(started sluice_private.arrivals[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.take_starts(sluice_private.arrivals[]) is 'Opens the root frames of executions that start; their triggers, as ended or skipped.';

create function sluice_private.take_steps(joined sluice_private.fired_step, step_nos integer[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.take_steps(sluice_private.fired_step,integer[]) is 'Removes what is under way of these steps in the frame of a join, and in containers among them; the steps of the frame, as cancelled.';

create function sluice_private.take_suspects(host sluice_private.workers, apart integer)
returns sluice_private.handed_step[]
language plpgsql volatile;
comment on function sluice_private.take_suspects(sluice_private.workers,integer) is 'Binds steps that a process has died of, and that no limit forbids, to a host that has places apart for so many.';

create function sluice_private.take_suspended(organization_id uuid, execution_id uuid, frame_ids bigint[], step_nos integer[])
returns sluice_private.settled_step[]
language plpgsql volatile;
comment on function sluice_private.take_suspended(uuid,uuid,bigint[],integer[]) is 'Removes the waits, calls, blocked steps and containers of an execution, or of these frames and steps of it; the steps, as cancelled.';

create function sluice_private.take_test_delivery(organization_id uuid, test_id uuid, method text, headers jsonb, query jsonb, payload text, remote_ip inet)
returns boolean
language plpgsql volatile security definer;
comment on function sluice_private.take_test_delivery(uuid,uuid,text,jsonb,jsonb,text,inet) is 'Shows a delivery to whoever listens for it; false if another came first.';
grant execute on function sluice_private.take_test_delivery(uuid,uuid,text,jsonb,jsonb,text,inet) to sluice_worker;

create function sluice_private.take_timers(organization_ids uuid[], execution_ids uuid[], OUT settled sluice_private.settled_step[], OUT closing sluice_private.closing_frame[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.take_timers(uuid[],uuid[]) is 'Takes the due timers of locked executions: waits and overdue steps end, retries become ready, deadlines close. changes: also of 0, where there may be nothing else to do.';

create function sluice_private.tell_assignees(approval sluice.workflow_approvals, name text, told sluice.workflow_approval_assignees[])
returns void
language plpgsql volatile;
comment on function sluice_private.tell_assignees(sluice.workflow_approvals,text,sluice.workflow_approval_assignees[]) is 'Emits an event of this name for each of these assignees.';

create function sluice_private.tell_ends(closing sluice_private.closing_frame[])
returns void
language plpgsql volatile;
comment on function sluice_private.tell_ends(sluice_private.closing_frame[]) is 'Makes events of the ends of executions that a trigger listens to.';

create function sluice_private.tell_events(INOUT events sluice_private.new_events[], OUT names text[])
returns record
language plpgsql volatile;
comment on function sluice_private.tell_events(sluice_private.new_events[]) is 'Leaves these events with the executions that wait for them: those that have been told to all, and their names. The others are given back.';

create function sluice_private.tell_execution(execution_id uuid, kind text, class text, reason text)
returns sluice.workflow_executions
language plpgsql volatile;
comment on function sluice_private.tell_execution(uuid,text,text,text) is 'Leaves an execution that is under way what a user wants of it; raises SLNTF, SLFRB, SLSTA.';

create function sluice_private.tell_executions(operation sluice.bulk_operations, execution_ids uuid[])
returns uuid[]
language plpgsql volatile;
comment on function sluice_private.tell_executions(sluice.bulk_operations,uuid[]) is 'Leaves executions what a bulk operation wants of them: to be cancelled, paused or resumed.';

create function sluice_private.tell_guarded(operation sluice.bulk_operations, execution_ids uuid[], OUT told uuid[], OUT error jsonb)
returns record
language plpgsql volatile;
comment on function sluice_private.tell_guarded(sluice.bulk_operations,uuid[]) is 'Leaves executions what a bulk operation wants of them, with a batch that fails halved; says which were told, and why the last of the others was not.';

create function sluice_private.tell_parents(ended sluice_private.executions[])
returns void
language sql volatile;
comment on function sluice_private.tell_parents(sluice_private.executions[]) is 'Leaves with who waits for them that these executions have ended, and how.';

create function sluice_private.tell_step(step sluice.workflow_execution_steps, outcome text, ports text[], output jsonb, reason text)
returns sluice.workflow_execution_steps
language plpgsql volatile;
comment on function sluice_private.tell_step(sluice.workflow_execution_steps,text,text[],jsonb,text) is 'Leaves an execution how one of its steps shall end.';

create function sluice_private.tell_steps(operation sluice.bulk_operations, execution_ids uuid[])
returns uuid[]
language plpgsql volatile;
comment on function sluice_private.tell_steps(sluice.bulk_operations,uuid[]) is 'Leaves executions how one of their steps shall end; says which of them have it under way, and an edge that leaves the port.';

create function sluice_private.tell_waits(event sluice_private.new_events, max_bytes bigint, OUT name text, OUT bytes bigint, OUT after_wait bigint)
returns record
language plpgsql volatile;
comment on function sluice_private.tell_waits(sluice_private.new_events,bigint) is 'Leaves an event with the executions that wait for it, as far as so many bytes go: its name, how many that were, and after which wait the next look is to begin. Null: there are no more.';

create function sluice_private.text_of(value jsonb)
returns text
language sql immutable;
comment on function sluice_private.text_of(jsonb) is 'A JSON value as interpolated text: a string as it is, null as nothing, the rest as JSON.';

create function sluice_private.texts_of(list jsonb)
returns text[]
language sql immutable;
comment on function sluice_private.texts_of(jsonb) is 'The texts of a JSON list; null where there is none.';

create function sluice_private.tg__note_change()
returns trigger
language plpgsql volatile;
comment on function sluice_private.tg__note_change() is 'Notes whose rows in an old partition change while those that are kept of it are copied.';

create function sluice_private.tg__stamp()
returns trigger
language plpgsql volatile;
comment on function sluice_private.tg__stamp() is 'Keeps created_at as it was and moves updated_at forward.';

create function sluice_private.tg_limited_executions__release()
returns trigger
language plpgsql volatile;
comment on function sluice_private.tg_limited_executions__release() is 'An execution that ends releases what it counted under.';

create function sluice_private.tg_step_leases__release()
returns trigger
language plpgsql volatile;
comment on function sluice_private.tg_step_leases__release() is 'Whatever takes a lease away releases what it counted under.';

create function sluice_private.tg_workflow_limits__announce()
returns trigger
language plpgsql volatile;
comment on function sluice_private.tg_workflow_limits__announce() is 'Whatever changes a limit, those in line for it are looked at again: as it was, and as it is.';

create function sluice_private.tg_workflow_versions__freeze()
returns trigger
language plpgsql volatile;
comment on function sluice_private.tg_workflow_versions__freeze() is 'Refuses every change of a version, except forgetting who published it.';

create function sluice_private.tg_workflow_versions__keep()
returns trigger
language plpgsql volatile;
comment on function sluice_private.tg_workflow_versions__keep() is 'Refuses to delete a version of which executions are under way.';

create function sluice_private.tg_workflows__note()
returns trigger
language plpgsql volatile;
comment on function sluice_private.tg_workflows__note() is 'Notes that this transaction changes a workflow that somebody watches.';

create function sluice_private.tick_subscribers(organization_id uuid)
returns void
language plpgsql volatile;
comment on function sluice_private.tick_subscribers(uuid) is 'Wakes servers that sleep when this transaction commits, if somebody watches the organization. A hint: they look now and then as well. The engine sends none.';

create function sluice_private.tick_workers()
returns void
language plpgsql volatile;
comment on function sluice_private.tick_workers() is 'Wakes sleeping workers when this transaction commits. A hint: they poll as well.';

create function sluice_private.timers_from()
returns timestamp with time zone
language plpgsql stable;
comment on function sluice_private.timers_from() is 'No timer that is due before this instant is left, as far as this session knows.';

create function sluice_private.told_event(port text, event sluice.workflow_events)
returns text
language sql stable;
comment on function sluice_private.told_event(text,sluice.workflow_events) is 'The arrival that ends a wait: the port, the output, and since when that is so.';

create function sluice_private.topological_order(node_count integer, sources integer[], targets integer[])
returns integer[]
language plpgsql immutable;
comment on function sluice_private.topological_order(integer,integer[],integer[]) is 'Node numbers so that every edge leads forward; a node on a cycle, or behind one, is left out.';

create function sluice_private.trace_of(ended sluice_private.executions)
returns sluice_private.ended_traces
language sql immutable;
comment on function sluice_private.trace_of(sluice_private.executions) is 'What a worker that traces is to tell of an execution that has ended.';

create function sluice_private.trigger_fields(definition jsonb)
returns text[]
language sql immutable;
comment on function sluice_private.trigger_fields(jsonb) is 'What expressions may read of trigger, whichever of the triggers has fired.';

create function sluice_private.try_instant(value text)
returns timestamp with time zone
language plpgsql stable;
comment on function sluice_private.try_instant(text) is 'The text as an instant, or null where it is none.';

create function sluice_private.try_network(value text)
returns inet
language plpgsql immutable;
comment on function sluice_private.try_network(text) is 'The text as an address or a network, or null where it is none.';

create function sluice_private.turn_compensation(container sluice_private.containers, step sluice.workflow_steps, undone sluice_private.ended_iteration, OUT fired sluice_private.fired_step[], OUT settled sluice_private.settled_step[], OUT closing sluice_private.closing_frame[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.turn_compensation(sluice_private.containers,sluice.workflow_steps,sluice_private.ended_iteration) is 'What follows when a step has been undone: the one that completed before it, or the end that was put off.';

create function sluice_private.turn_container(ended sluice_private.ended_iteration[], OUT fired sluice_private.fired_step[], OUT settled sluice_private.settled_step[], OUT closing sluice_private.closing_frame[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.turn_container(sluice_private.ended_iteration[]) is 'What follows when iterations of one container have ended: the next ones, or the end of the container.';

create function sluice_private.turn_frames(INOUT queued sluice_private.queued_step[], INOUT closing sluice_private.closing_frame[], INOUT changes sluice_private.frame_change[], INOUT fuel integer, OUT fired sluice_private.fired_step[], OUT settled sluice_private.settled_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.turn_frames(sluice_private.queued_step[],sluice_private.closing_frame[],sluice_private.frame_change[],integer) is 'Ends frames of containers, and says what fires, what has ended and what closes because of it.';

create function sluice_private.undo_next(container sluice_private.containers, frame_id bigint, OUT fired sluice_private.fired_step[], OUT changes sluice_private.frame_change[])
returns record
language plpgsql volatile;
comment on function sluice_private.undo_next(sluice_private.containers,bigint) is 'Begins to undo the step that completed last in a frame; nothing fires where none is left.';

create function sluice_private.undone_frame(lease sluice_private.step_leases)
returns bigint
language sql stable;
comment on function sluice_private.undone_frame(sluice_private.step_leases) is 'The frame of the step that a compensation undoes.';

create function sluice_private.unfinished_region(joined sluice_private.fired_step)
returns integer[]
language plpgsql stable;
comment on function sluice_private.unfinished_region(sluice_private.fired_step) is 'Of the steps between a quorum''s dominator and the quorum, those that have not ended.';

create function sluice_private.unfold(data jsonb, fold text)
returns jsonb
language sql immutable;
comment on function sluice_private.unfold(jsonb,text) is 'The data of a preset, with what is written shorter there as its primitive has it.';

create function sluice_private.unfold_change(change sluice_private.row_changes)
returns TABLE(operation text, key jsonb, old_row jsonb, new_row jsonb)
language plpgsql stable;
comment on function sluice_private.unfold_change(sluice_private.row_changes) is 'What has become of each record: its key, and the row before and after.';

create function sluice_private.unfold_values(packed sluice_private.column_values, columns jsonb, count integer)
returns TABLE(row_no integer, image jsonb)
language sql stable;
comment on function sluice_private.unfold_values(sluice_private.column_values,jsonb,integer) is 'Rows as objects again; the columns are those that were kept.';

create function sluice_private.unquoted(path jsonpath)
returns text
language sql immutable;
comment on function sluice_private.unquoted(jsonpath) is 'The canonical text of a path, keys quoted, without its string literals.';

create function sluice_private.unregister_worker(worker_id uuid, epoch bigint)
returns void
language plpgsql volatile security definer;
comment on function sluice_private.unregister_worker(uuid,bigint) is 'A worker leaves: what it still holds goes back to the backlog, uncounted.';
grant execute on function sluice_private.unregister_worker(uuid,bigint) to sluice_worker;

create function sluice_private.unstorable(result text)
returns jsonb
language sql immutable;
comment on function sluice_private.unstorable(text) is 'The error of a step whose result, as JSON text, cannot be stored.';

create function sluice_private.until_instant(value jsonb)
returns timestamp with time zone
language sql immutable;
comment on function sluice_private.until_instant(jsonb) is 'The instant that an ISO 8601 timestamp, a date (its midnight in UTC) or epoch seconds stand for, or null.';

create function sluice_private.url_decode(value text)
returns text
language sql immutable;
comment on function sluice_private.url_decode(text) is 'Reads percent-encoding; raises where the bytes are not UTF-8, null where a % stands alone.';

create function sluice_private.url_encode(value text)
returns text
language sql immutable;
comment on function sluice_private.url_encode(text) is 'Percent-encodes all but the unreserved characters of RFC 3986.';

create function sluice_private.used_presets(definition jsonb)
returns TABLE(node_no integer, node_id text, type text, data jsonb, primitive text, fold text)
language sql immutable;
comment on function sluice_private.used_presets(jsonb) is 'The nodes of a definition that are presets, with the data that they have as primitives, not unfolded yet.';

create function sluice_private.value_kind_fault(kind text, value jsonb)
returns text
language plpgsql immutable;
comment on function sluice_private.value_kind_fault(text,jsonb) is 'Why a value is not of the kind that an operator of a rule takes; null where it is.';

create function sluice_private.values_of(context jsonb, reads jsonpath[])
returns jsonb
language plpgsql stable;
comment on function sluice_private.values_of(jsonb,jsonpath[]) is 'What conditions have read, for their verdict: the value (of several, the list) by path, cut to 500 characters; what was missing is not there.';

create function sluice_private.variables_in(path jsonpath)
returns SETOF text
language sql immutable;
comment on function sluice_private.variables_in(jsonpath) is 'The variables that a path reads; a null is a read of all of them.';

create function sluice_private.variables_of(organization_id uuid, workflow_id uuid)
returns jsonb
language plpgsql stable;
comment on function sluice_private.variables_of(uuid,uuid) is 'What expressions of a workflow read as vars; its own variables win over the organization''s.';

create function sluice_private.version_to_retry(past sluice_private.executions, is_live boolean)
returns uuid
language plpgsql stable;
comment on function sluice_private.version_to_retry(sluice_private.executions,boolean) is 'The version that a finished execution is to be retried on; raises SLSTA.';

create function sluice_private.wait_end(organization_id uuid, input jsonb, OUT due_at timestamp with time zone, OUT port text, OUT error jsonb)
returns record
language plpgsql volatile;
comment on function sluice_private.wait_end(uuid,jsonb) is 'When a wait ends if nothing else ends it before, and on which port; or why it cannot begin.';

create function sluice_private.wait_fault(input jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.wait_fault(jsonb) is 'Why a wait cannot begin, now that its expressions are filled in; or null.';

create function sluice_private.wait_for_executions(organization_ids uuid[], execution_ids uuid[])
returns uuid[]
language plpgsql volatile;
comment on function sluice_private.wait_for_executions(uuid[],uuid[]) is 'Locks those executions that live, waiting up to a quarter of a second for whoever holds one; says which, none if it took too long.';

create function sluice_private.wait_template(data jsonb)
returns jsonb
language sql immutable;
comment on function sluice_private.wait_template(jsonb) is 'What a wait evaluates when it begins: all that may end it.';

create function sluice_private.wake_lines(organization_ids uuid[], execution_ids uuid[], host sluice_private.workers, is_direct boolean, OUT woken uuid[], OUT handed sluice_private.handed_step[])
returns record
language plpgsql volatile;
comment on function sluice_private.wake_lines(uuid[],uuid[],sluice_private.workers,boolean) is 'Wakes those of these executions of which only a wait is due, where just one step follows: which those are, and the steps that the host runs at once.';

create function sluice_private.wall_instant(wall timestamp without time zone, zone text)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.wall_instant(timestamp without time zone,text) is 'When the clocks of a zone show this: the first time if they do so twice; moved forward if never.';

create function sluice_private.wanted_fields(organization_id uuid, event text)
returns text[]
language plpgsql stable;
comment on function sluice_private.wanted_fields(uuid,text) is 'The columns of which one has to change for anybody to care; null: any.';

create function sluice_private.was_recorded(report sluice_private.step_report)
returns boolean
language plpgsql stable;
comment on function sluice_private.was_recorded(sluice_private.step_report) is 'Whether this report of this worker has counted before: its reply must have been lost.';

create function sluice_private.was_taken(organization_id uuid, execution_id uuid, frame_id bigint, step_no integer, started_at timestamp with time zone, event_id uuid)
returns boolean
language sql stable;
comment on function sluice_private.was_taken(uuid,uuid,bigint,integer,timestamp with time zone,uuid) is 'Whether the event had ended this node''s wait in an earlier iteration when this one began.';

create function sluice_private.watch_partition(parent regclass, part regclass)
returns void
language plpgsql volatile;
comment on function sluice_private.watch_partition(regclass,regclass) is 'Has what changes in an old partition noted while what is kept of it is copied.';

create function sluice_private.watched_columns(organization_id uuid, object text)
returns text[]
language sql stable;
comment on function sluice_private.watched_columns(uuid,text) is 'The columns of a watched table that its events show; null: there is none.';

create function sluice_private.watched_dates_fault(relation regclass, date_column text, organization_column text, key_column text, matching jsonb)
returns text
language plpgsql stable;
comment on function sluice_private.watched_dates_fault(regclass,text,text,text,jsonb) is 'Why the dates of a table cannot be watched, or null.';

create function sluice_private.watched_operations(relation regclass)
returns text[]
language sql stable;
comment on function sluice_private.watched_operations(regclass) is 'What is watched of a table, by all its watches together.';

create function sluice_private.watching_triggers()
returns text[]
language sql immutable;
comment on function sluice_private.watching_triggers() is 'The kinds of triggers that look at something every so often.';

create function sluice_private.webhook_address(trigger text, config jsonb, OUT door text, OUT path text, OUT methods jsonb)
returns record
language sql immutable;
comment on function sluice_private.webhook_address(text,jsonb) is 'Where a trigger of this kind and config is reached, and by which methods.';

create function sluice_private.webhook_settings(trigger text)
returns text[]
language sql immutable;
comment on function sluice_private.webhook_settings(text) is 'The settings that the config of a trigger that HTTP requests fire may have.';

create function sluice_private.webhooks_at(path text, door text, instant timestamp with time zone)
returns TABLE(organization_id uuid, id uuid, test_id uuid, trigger text, scheme text, secret_ref text, previous_secret_ref text, previous_secret_until timestamp with time zone, methods text[], config jsonb)
language sql stable;
comment on function sluice_private.webhooks_at(text,text,timestamp with time zone) is 'What answers at this address: a registration, or the test of a draft.';

create function sluice_private.weigh_events(name text)
returns SETOF sluice_private.weighed_history
language plpgsql volatile;
comment on function sluice_private.weigh_events(text) is 'About how many events of each organization are in a partition, and what they weigh, by a sample.';

create function sluice_private.weigh_executions(name text)
returns SETOF sluice_private.weighed_history
language plpgsql volatile;
comment on function sluice_private.weigh_executions(text) is 'About how many executions of each workflow are in a partition, and what their rows weigh, by a sample.';

create function sluice_private.whose_rows(watch sluice_private.table_watches)
returns text
language plpgsql stable;
comment on function sluice_private.whose_rows(sluice_private.table_watches) is 'What a written trigger function does to see whether all rows are of one organization.';

create function sluice_private.why_blocked(live sluice_private.live_executions)
returns TABLE(rank integer, sentence text)
language sql stable;
comment on function sluice_private.why_blocked(sluice_private.live_executions) is 'Steps of an execution that are set aside: why, and until when.';

create function sluice_private.why_calls(live sluice_private.live_executions)
returns TABLE(rank integer, sentence text)
language sql stable;
comment on function sluice_private.why_calls(sluice_private.live_executions) is 'Executions that an execution has called and waits for, or will call again.';

create function sluice_private.why_leased(live sluice_private.live_executions)
returns TABLE(rank integer, sentence text)
language sql stable;
comment on function sluice_private.why_leased(sluice_private.live_executions) is 'Steps of an execution that a worker has: which one, and since when.';

create function sluice_private.why_limited(live sluice_private.live_executions)
returns TABLE(rank integer, sentence text)
language sql stable;
comment on function sluice_private.why_limited(sluice_private.live_executions) is 'The limit under which an execution may not begin yet.';

create function sluice_private.why_locked(live sluice_private.live_executions)
returns TABLE(rank integer, sentence text)
language sql stable;
comment on function sluice_private.why_locked(sluice_private.live_executions) is 'Locks that groups of an execution wait for, and who has them.';

create function sluice_private.why_paused(live sluice_private.live_executions)
returns TABLE(rank integer, sentence text)
language sql stable;
comment on function sluice_private.why_paused(sluice_private.live_executions) is 'By whom an execution, its workflow or its organization is paused, and whether what it has called is not.';

create function sluice_private.why_pending(live sluice_private.live_executions)
returns TABLE(rank integer, sentence text)
language sql stable;
comment on function sluice_private.why_pending(sluice_private.live_executions) is 'Which arrival of an execution no transaction has acted on yet.';

create function sluice_private.why_ready(live sluice_private.live_executions)
returns TABLE(rank integer, sentence text)
language sql stable;
comment on function sluice_private.why_ready(sluice_private.live_executions) is 'Steps of an execution that any worker may take: whether one serves them.';

create function sluice_private.why_waits(live sluice_private.live_executions)
returns TABLE(rank integer, sentence text)
language sql stable;
comment on function sluice_private.why_waits(sluice_private.live_executions) is 'What the waits of an execution wait for: people, events, a condition, a time.';

create function sluice_private.widen_context(organization_id uuid, execution_id uuid, frame_id bigint, context jsonb, roots text[], refs integer[], step_roots text[], step_refs integer[], is_live boolean)
returns TABLE(context jsonb, roots text[], refs integer[])
language sql stable;
comment on function sluice_private.widen_context(uuid,uuid,bigint,jsonb,text[],integer[],text[],integer[],boolean) is 'What the expressions of a step see: what is known of the context, with whatever else they read.';

create function sluice_private.within_reach(events sluice_private.new_events[], at_most integer)
returns sluice_private.new_events[]
language plpgsql volatile;
comment on function sluice_private.within_reach(sluice_private.new_events[],integer) is 'The first of these events, as many as have so many subscriptions to records, but one at least; the others are given back.';

create function sluice_private.without_timer()
returns TABLE(organization_id uuid, execution_id uuid, kind text)
language sql stable;
comment on function sluice_private.without_timer() is 'Suspended steps that nothing would ever wake.';

create function sluice_private.worker_label(worker_id uuid, holder text)
returns text
language sql stable;
comment on function sluice_private.worker_label(uuid,text) is 'A worker as sentences name it.';

create function sluice_private.working_time_ends(calendar sluice.business_calendars, since timestamp with time zone, span interval)
returns timestamp with time zone
language plpgsql immutable;
comment on function sluice_private.working_time_ends(sluice.business_calendars,timestamp with time zone,interval) is 'When a calendar has been open for so long since an instant; null where it is not within 15 years.';

create function sluice_private.write_limit(state sluice_private.limits, as_of timestamp with time zone)
returns void
language plpgsql volatile;
comment on function sluice_private.write_limit(sluice_private.limits,timestamp with time zone) is 'Writes what a key has used in place of the row that was read.';

create function sluice_private.write_note_function(relation regclass, body text)
returns void
language plpgsql volatile;
comment on function sluice_private.write_note_function(regclass,text) is 'Makes the trigger function of a watched table.';

create function sluice_private.write_statements(organization_id uuid, object text)
returns void
language plpgsql volatile;
comment on function sluice_private.write_statements(uuid,text) is 'Keeps how the changes of a watched table are noted in step with its columns.';
