--! Previous: sha1:8b649020a13b29759fbad43d92b063a4cfc3f247
--! Hash: sha1:1098d11e9580020a888c953ee6f93cceb294a30d
--! Message: engine: executions, queue, triggers

/* Hot state: what runs now. Small, unpartitioned, insert and delete. */
/* Where several indexes serve as well, the newest wins: that is the key, so where others begin with,
   or contain, its columns, it is made after them. */
create table sluice_private.live_executions (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  version_id uuid not null,
  trigger_id uuid,
  trigger_step int not null,
  status text not null default 'pending',
  input jsonb not null,
  variables jsonb,
  priority smallint not null,
  generation int not null default 0,
  error jsonb,
  started_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  paused_at timestamptz,
  apart_since timestamptz,
  parent_execution_id uuid,
  parent_frame_id bigint,
  parent_step_no int,
  parent_generation int,
  root_execution_id uuid,
  depth smallint not null default 0,
  follows_parent boolean not null default false,
  failed_execution_id uuid,
  traceparent text,
  constraint live_executions_child_knows_its_parent check (
    num_nonnulls(
      parent_execution_id, parent_frame_id, parent_step_no, parent_generation, root_execution_id
    ) = case depth when 0 then 0 else 5 end
  ),
  constraint live_executions_depth_is_bounded check (depth between 0 and 20),
  constraint live_executions_paused_at_is_kept check ((status = 'paused') = (paused_at is not null)),
  constraint live_executions_status_is_live
    check (status in ('pending', 'running', 'waiting', 'paused')),
  constraint live_executions_paused_says_why check (status <> 'paused' or error is not null)
) with (fillfactor = 50);
create index live_executions_id_idx on sluice_private.live_executions (id, organization_id);
create index live_executions_workflow_id_idx
on sluice_private.live_executions (workflow_id, id, organization_id);
create index live_executions_paused_idx on sluice_private.live_executions (id)
where paused_at is not null;
create index live_executions_apart_idx
on sluice_private.live_executions (version_id, organization_id)
where apart_since is not null;
create index live_executions_parent_idx
on sluice_private.live_executions (parent_execution_id, organization_id)
where parent_execution_id is not null;
create index live_executions_root_idx
on sluice_private.live_executions (root_execution_id, organization_id)
where root_execution_id is not null;
create index live_executions_failed_execution_id_idx
on sluice_private.live_executions (failed_execution_id, organization_id)
where failed_execution_id is not null;
create unique index live_executions_pkey on sluice_private.live_executions (organization_id, id);
alter table sluice_private.live_executions add primary key using index live_executions_pkey;
comment on table sluice_private.live_executions is
  'One row per execution that is not finished; the lock that comes before every other. A child has the step that called it as parent; follows_parent: it is cancelled with that step. failed_execution_id: the execution whose failure it, or what called it, handles. traceparent: the span that started it, as W3C Trace Context writes it.';

create sequence sluice_private.frame_id cache 32;
create table sluice_private.frames (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  parent_id bigint,
  container int,
  iteration int,
  path text,
  lineage bigint[] not null default '{0}',
  bindings jsonb,
  open int not null,
  joins jsonb not null default '{}',
  turn int,
  primary key (organization_id, execution_id, frame_id),
  constraint frames_open_is_a_count check (open >= 0),
  constraint frames_all_but_the_root_have_a_container
    check ((frame_id = 0) = (container is null) and (frame_id = 0) = (parent_id is null))
) with (fillfactor = 70);
comment on table sluice_private.frames is
  'An activation of a scope; the root''s is 0. open counts what is under way in it, joins holds [live, dead] per join that is partly resolved. lineage: the frames around it and itself; bindings: item and index, and those of the containers around it. turn: where steps run one at a time, the one whose turn it is.';

create table sluice_private.containers (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  generation int not null,
  version_id uuid not null,
  total int not null,
  started int not null default 0,
  ended int not null default 0,
  completed int not null default 0,
  failed int not null default 0,
  is_settled boolean not null default false,
  waits_for text,
  ending jsonb,
  started_at timestamptz not null,
  primary key (organization_id, execution_id, frame_id, step_no),
  constraint containers_count_what_was_started
    check (ended <= started and started <= total and completed + failed <= ended)
) with (fillfactor = 70);
comment on table sluice_private.containers is
  'Containers that are under way. total: how many iterations there may be. Settled: it has completed without waiting for the iterations that still run. waits_for: the key of the lock it has not got yet. ending: how it ends once what ran in it has been undone; step 0 stands for the execution.';

create table sluice_private.container_items (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  page int not null,
  items jsonb not null,
  primary key (organization_id, execution_id, frame_id, step_no, page)
);
comment on table sluice_private.container_items is
  'What a foreach iterates over, 1,000 items a row.';

create table sluice_private.container_results (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  iteration int not null,
  result jsonb not null,
  primary key (organization_id, execution_id, frame_id, step_no, iteration)
);
comment on table sluice_private.container_results is
  'What a container collects of its iterations, until it completes.';

create table sluice_private.arrivals (
  organization_id uuid not null,
  execution_id uuid not null,
  seq bigint generated always as identity (cache 32),
  kind text not null,
  frame_id bigint not null default 0,
  step_no int,
  generation int not null default 0,
  token bigint,
  worker_id uuid,
  epoch bigint,
  outcome text,
  body text,
  is_parked boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, execution_id, seq),
  constraint arrivals_kind_is_known check (kind in (
    'start', 'report', 'fire', 'skip', 'done', 'turn', 'settle', 'event', 'child', 'lock', 'cancel',
    'pause', 'resume'
  )),
  constraint arrivals_report_has_a_token check (kind <> 'report' or token is not null)
);
create index arrivals_seq_idx on sluice_private.arrivals (seq) where not is_parked;
create index arrivals_parked_reports_idx on sluice_private.arrivals (token)
where is_parked and kind = 'report';
comment on table sluice_private.arrivals is 'Causes that no transaction has acted on yet.';

create sequence sluice_private.ready_seq;
create table sluice_private.ready_steps (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  generation int not null,
  version_id uuid not null,
  action text not null,
  input jsonb not null,
  attempt int not null,
  crashes int not null default 0,
  priority smallint not null,
  seq bigint not null default nextval('sluice_private.ready_seq'),
  ready_at timestamptz not null
);
create index ready_steps_queue_idx
on sluice_private.ready_steps (action, organization_id, priority, seq);
create index ready_steps_seq_idx on sluice_private.ready_steps (action, seq);
create unique index ready_steps_pkey on sluice_private.ready_steps (organization_id, execution_id, frame_id, step_no);
alter table sluice_private.ready_steps add primary key using index ready_steps_pkey;
comment on table sluice_private.ready_steps is
  'The backlog: steps that may run as soon as a worker has room.';

create table sluice_private.blocked_steps (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  generation int not null,
  version_id uuid not null,
  action text not null,
  input jsonb not null,
  attempt int not null,
  crashes int not null default 0,
  priority smallint not null,
  reason text not null,
  error jsonb,
  ready_at timestamptz not null,
  limit_key text,
  limited_at timestamptz,
  primary key (organization_id, execution_id, frame_id, step_no),
  constraint blocked_steps_reason_is_known check (reason in ('retry', 'paused', 'limit')),
  constraint blocked_steps_key_is_of_a_limit check (limit_key is null or reason = 'limit'),
  constraint blocked_steps_limited_has_a_time check ((reason = 'limit') = (limited_at is not null))
);
create index blocked_steps_limit_idx
on sluice_private.blocked_steps (organization_id, limit_key, priority, ready_at)
where limit_key is not null;
comment on table sluice_private.blocked_steps is
  'Steps set aside until something frees them: a timer before the next attempt, a resume, or room in the limit of this key, for which they stand in line since limited_at; without a key they are about to be skipped.';

create table sluice_private.step_limits (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  limits jsonb not null,
  primary key (organization_id, execution_id, frame_id, step_no)
);
comment on table sluice_private.step_limits is
  'The limits of steps that have some, with their keys filled in, until their execution ends.';

/* The newest row of a key counts. A new one is written in its place, so that a look does not have
   to pass what an open transaction keeps. */
create sequence sluice_private.limit_seq;
create table sluice_private.limits (
  organization_id uuid not null,
  key text not null,
  seq bigint not null default nextval('sluice_private.limit_seq'),
  held int not null default 0,
  full_at timestamptz,
  closed_until timestamptz,
  look_at timestamptz,
  primary key (organization_id, key, seq),
  constraint limits_held_is_a_count check (held >= 0)
);
create index limits_look_at_idx on sluice_private.limits (look_at) where look_at is not null;
comment on table sluice_private.limits is
  'What each key has used: held counts what runs under it, full_at is the instant at which its rate would be used up evenly (GCRA). closed_until: a provider has asked for a pause. look_at: when those in line for it are looked at again. Written by admission alone.';

create table sluice_private.limit_releases (
  organization_id uuid not null,
  seq bigint generated always as identity (cache 32),
  key text not null,
  execution_id uuid,
  token bigint,
  primary key (organization_id, seq)
);
create index limit_releases_seq_idx on sluice_private.limit_releases (seq);
comment on table sluice_private.limit_releases is
  'What has stopped running under a limit, until admission has counted it; without an execution: the limit itself has changed.';

create table sluice_private.limited_executions (
  organization_id uuid not null,
  execution_id uuid not null,
  workflow_id uuid not null,
  generation int not null,
  limits jsonb not null,
  priority smallint not null,
  seq bigint generated always as identity,
  state text not null default 'new',
  limit_key text,
  limited_at timestamptz not null,
  primary key (organization_id, execution_id),
  constraint limited_executions_state_is_known
    check (state in ('new', 'waiting', 'held', 'refused')),
  constraint limited_executions_waiting_has_a_key
    check ((state = 'waiting') = (limit_key is not null))
);
create index limited_executions_new_idx on sluice_private.limited_executions (seq)
where state = 'new';
create index limited_executions_limit_idx
on sluice_private.limited_executions (organization_id, limit_key, priority, seq)
where limit_key is not null;
create index limited_executions_workflow_id_idx
on sluice_private.limited_executions (organization_id, workflow_id)
where state in ('new', 'waiting');
comment on table sluice_private.limited_executions is
  'Executions under limits. New: admission has not looked at it. Waiting: in line for limit_key since limited_at. Held: it has begun, and counts. Refused: it is about to be cancelled.';

create table sluice.workflow_limits (
  organization_id uuid not null references sluice.organizations (id) on delete cascade,
  name text not null,
  workflow_id uuid,
  provider text,
  concurrency int,
  rate_count int,
  rate_per interval,
  burst int,
  backlog int,
  on_limit text not null default 'queue',
  updated_by uuid references sluice.users (id) on delete set null,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, name),
  foreign key (organization_id, workflow_id)
    references sluice.workflows (organization_id, id) on delete cascade,
  constraint workflow_limits_is_of_one_kind check (num_nonnulls(workflow_id, provider) <= 1),
  constraint workflow_limits_limits_something
    check (num_nonnulls(concurrency, rate_count, backlog) > 0),
  constraint workflow_limits_rate_is_whole
    check ((rate_count is null) = (rate_per is null) and (rate_count is not null or burst is null)),
  constraint workflow_limits_on_limit_is_known
    check (on_limit in ('queue', 'skip', 'cancel_oldest'))
);
create index workflow_limits_workflow_id_idx
on sluice.workflow_limits (organization_id, workflow_id);
create unique index workflow_limits_provider_idx
on sluice.workflow_limits (organization_id, provider) where provider is not null;
create index workflow_limits_updated_by_idx on sluice.workflow_limits (updated_by);
comment on table sluice.workflow_limits is
  'Limits of an organization: on its executions, on those of a workflow, or on the steps that use a provider.';
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

create sequence sluice_private.lease_token cache 32;
create table sluice_private.step_leases (
  organization_id uuid not null,
  token bigint not null default nextval('sluice_private.lease_token'),
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  generation int not null,
  version_id uuid not null,
  action text not null,
  input jsonb not null,
  attempt int not null,
  crashes int not null default 0,
  priority smallint not null,
  slot bigint not null,
  after_token bigint,
  worker_id uuid,
  epoch bigint,
  ready_at timestamptz not null,
  start_by timestamptz not null,
  bound_at timestamptz,
  missing_since timestamptz,
  limits jsonb,
  expires_at timestamptz,
  holder text,
  constraint step_leases_bound_has_a_worker check ((bound_at is null) = (worker_id is null)),
  constraint step_leases_lock_has_a_holder check ((expires_at is null) = (holder is null))
) with (fillfactor = 70);
create index step_leases_execution_id_idx on sluice_private.step_leases (execution_id);
create index step_leases_worker_id_idx on sluice_private.step_leases (worker_id)
where worker_id is not null;
create index step_leases_limits_idx on sluice_private.step_leases (organization_id, token)
where limits is not null;
create index step_leases_expires_at_idx on sluice_private.step_leases (expires_at)
where expires_at is not null;
create unique index step_leases_pkey on sluice_private.step_leases (organization_id, token);
alter table sluice_private.step_leases add primary key using index step_leases_pkey;
comment on table sluice_private.step_leases is
  'Permission to run one attempt of one step. Admitted: no worker yet, to be started by start_by. Bound: that worker runs it. The token is the fence. limits: what it counts under. With a holder: a lock that somebody took by acquire_queue_lock, who sends no heartbeat; it ends at expires_at, and at -infinity it has been given back.';

create table sluice_private.live_outputs (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  node_id text not null,
  status text not null,
  output jsonb,
  sink text,
  primary key (organization_id, execution_id, frame_id, step_no),
  constraint live_outputs_status_is_known check (status in ('completed', 'failed', 'skipped', 'cancelled', 'timed_out')),
  constraint live_outputs_sink_is_known check (sink in ('plain', 'end'))
);
comment on table sluice_private.live_outputs is
  'Outputs that an expression may still read, or that make the output of their frame.';

create table sluice_private.kept_steps (
  organization_id uuid not null,
  execution_id uuid not null,
  node_id text not null,
  frame_path text not null,
  type text not null,
  is_edited boolean not null default false,
  generation int,
  status text,
  ports text[],
  attempt int,
  input jsonb,
  output jsonb,
  error jsonb,
  undo jsonb,
  ready_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (organization_id, execution_id, node_id, frame_path),
  constraint kept_steps_status_is_final
    check (status in ('completed', 'failed', 'skipped', 'cancelled', 'timed_out'))
);
comment on table sluice_private.kept_steps is
  'How steps ended that a retried execution does not run again, until it comes to them. Edited: the input that a step is to be run with instead of its own. undo: of a step inside a container, how to undo it should the container be kept.';

create table sluice_private.waits (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  generation int not null,
  version_id uuid not null,
  input jsonb,
  due_port text,
  started_at timestamptz not null,
  primary key (organization_id, execution_id, frame_id, step_no),
  constraint waits_due_port_is_known check (due_port in ('elapsed', 'timeout'))
);
comment on table sluice_private.waits is
  'Steps that are suspended; nothing runs for them. due_port: what opens when its timer is due; null where it has none.';

create table sluice_private.calls (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  generation int not null,
  version_id uuid not null,
  attempt int not null,
  child_id uuid,
  input jsonb not null,
  error jsonb,
  started_at timestamptz not null,
  primary key (organization_id, execution_id, frame_id, step_no),
  constraint calls_attempt_is_positive check (attempt > 0)
);
comment on table sluice_private.calls is
  'Steps that wait for the execution that they have started; without a child, for the timer of their next attempt.';

/* Events meet waits in match_events, after both have committed. */
create table sluice_private.awaited_events (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  event_no int not null,
  generation int not null,
  seq bigint generated always as identity (cache 32),
  topic bigint not null,
  name text not null,
  key text,
  port text not null,
  since timestamptz not null,
  started_at timestamptz not null,
  is_new boolean not null default true,
  primary key (organization_id, execution_id, frame_id, step_no, event_no)
);
create index awaited_events_topic_idx on sluice_private.awaited_events (topic, key);
create index awaited_events_new_idx on sluice_private.awaited_events (seq) where is_new;
comment on table sluice_private.awaited_events is
  'The events that waits wait for: of this name, with this key (null: any), from since on. topic: a hash of organization and name. New: nobody has looked yet whether it came before.';

create table sluice_private.new_events (
  organization_id uuid not null,
  event_id uuid not null,
  seq bigint generated always as identity (cache 32),
  topic bigint not null,
  primary key (organization_id, event_id)
);
create index new_events_seq_idx on sluice_private.new_events (seq);
comment on table sluice_private.new_events is 'Events that no wait has been told of yet.';

create table sluice_private.event_subscriptions (
  organization_id uuid not null,
  workflow_id uuid not null,
  subscription_no int not null,
  trigger_id uuid,
  topic bigint not null,
  pattern text not null,
  expression text not null,
  correlation jsonpath,
  is_of_workflows boolean not null default false,
  primary key (organization_id, workflow_id, subscription_no),
  foreign key (organization_id, workflow_id)
    references sluice.workflows (organization_id, id) on delete cascade,
  foreign key (organization_id, trigger_id)
    references sluice.workflow_triggers (organization_id, id) on delete cascade
);
create index event_subscriptions_topic_idx on sluice_private.event_subscriptions (topic);
create index event_subscriptions_trigger_id_idx
on sluice_private.event_subscriptions (organization_id, trigger_id);
create index event_subscriptions_of_workflows_idx on sluice_private.event_subscriptions (topic)
where is_of_workflows;
comment on table sluice_private.event_subscriptions is
  'Which events fire which triggers of the live versions; without a trigger: which end the enrolment of a record. topic: a hash of organization and name, or of what comes before the first wildcard. is_of_workflows: the events are ends of executions.';

create table sluice_private.held_events (
  organization_id uuid not null,
  trigger_id uuid not null,
  key text not null,
  seq bigint generated always as identity (cache 32),
  event_id uuid not null,
  part text,
  created_at timestamptz not null,
  primary key (organization_id, trigger_id, key, seq),
  foreign key (organization_id, trigger_id)
    references sluice.workflow_triggers (organization_id, id) on delete cascade
);
comment on table sluice_private.held_events is
  'Events that a trigger gathers, or counts, by key: a batch, those of a debounce, the parts of an all-of, or what a throttle has let through.';

create table sluice_private.trigger_timers (
  organization_id uuid not null,
  trigger_id uuid not null,
  key text not null,
  due_at timestamptz not null,
  state jsonb not null default '{}',
  primary key (organization_id, trigger_id, key),
  foreign key (organization_id, trigger_id)
    references sluice.workflow_triggers (organization_id, id) on delete cascade
);
create index trigger_timers_due_at_idx on sluice_private.trigger_timers (due_at);
comment on table sluice_private.trigger_timers is
  'When a trigger is to be looked at: for the events that it holds by this key, or, without a key, for what it watches.';

create table sluice_private.deferred_firings (
  organization_id uuid not null,
  seq bigint generated always as identity (cache 32),
  trigger_id uuid not null,
  event_id uuid,
  key text,
  trigger jsonb not null,
  primary key (organization_id, seq),
  foreign key (organization_id, trigger_id)
    references sluice.workflow_triggers (organization_id, id) on delete cascade
);
create index deferred_firings_seq_idx on sluice_private.deferred_firings (seq);
create index deferred_firings_trigger_id_idx
on sluice_private.deferred_firings (organization_id, trigger_id);
comment on table sluice_private.deferred_firings is
  'Firings that were to be judged after one that took too long: they are fired again.';

create table sluice_private.trigger_counts (
  organization_id uuid not null,
  trigger_id uuid not null,
  seq bigint generated always as identity (cache 32),
  started bigint not null default 0,
  completed bigint not null default 0,
  failed bigint not null default 0,
  last_at timestamptz,
  is_folded boolean not null default false,
  primary key (organization_id, trigger_id, seq)
);
create index trigger_counts_new_idx on sluice_private.trigger_counts (seq) where not is_folded;
comment on table sluice_private.trigger_counts is
  'How many executions triggers have started, and how these ended: a row for each batch, which the sweeper folds into one for each trigger. Only ever inserted and deleted, so that nobody waits for a row.';

create table sluice_private.enrolments (
  organization_id uuid not null,
  workflow_id uuid not null,
  record text not null,
  execution_id uuid not null,
  enrolled_at timestamptz not null,
  is_counted boolean not null,
  primary key (organization_id, workflow_id, record, execution_id),
  foreign key (organization_id, workflow_id)
    references sluice.workflows (organization_id, id) on delete cascade,
  constraint enrolments_record_is_short check (length(record) between 1 and 500)
);
create index enrolments_enrolled_at_idx
on sluice_private.enrolments (organization_id, workflow_id, enrolled_at) where is_counted;
comment on table sluice_private.enrolments is
  'Which records an execution was started for, of workflows with settings.enrolment: those under way, and the last one of each record. is_counted: a cap counts those of some time.';

create table sluice_private.taken_events (
  organization_id uuid not null,
  execution_id uuid not null,
  step_no int not null,
  event_id uuid not null,
  taken_at timestamptz not null,
  primary key (organization_id, execution_id, step_no, event_id)
);
comment on table sluice_private.taken_events is
  'Events that have ended a wait in a container: for its later iterations they do not count again.';

create table sluice_private.timers (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  kind text not null,
  due_at timestamptz not null,
  is_parked boolean not null default false,
  primary key (organization_id, execution_id, frame_id, step_no, kind),
  constraint timers_kind_is_known
    check (kind in ('wait', 'retry', 'deadline', 'timeout', 'poll', 'remind'))
);
create index timers_due_at_idx on sluice_private.timers (due_at) where not is_parked;
comment on table sluice_private.timers is 'Every deadline is a row; a finished execution has none.';

create table sluice_private.compensations (
  organization_id uuid not null,
  execution_id uuid not null,
  seq int not null,
  version_id uuid not null,
  frame_id bigint not null,
  lineage bigint[] not null,
  path text,
  step_no int not null,
  generation int not null,
  input jsonb,
  error jsonb,
  primary key (organization_id, execution_id, seq)
);
comment on table sluice_private.compensations is
  'How to undo steps that have completed, in the order in which they did: by which step, with which input, or why there is none. frame_id, lineage and path are of the step that is undone.';

create table sluice_private.lock_claims (
  organization_id uuid not null,
  key text not null,
  seq bigint generated always as identity,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  generation int not null,
  state text not null,
  constraint lock_claims_state_is_known check (state in ('new', 'waiting', 'held', 'released')),
  constraint lock_claims_key_is_short check (length(key) between 1 and 500)
);
create unique index lock_claims_held_idx on sluice_private.lock_claims (organization_id, key)
where state = 'held';
create index lock_claims_key_idx on sluice_private.lock_claims (key, organization_id, seq);
create index lock_claims_changed_idx on sluice_private.lock_claims (seq)
where state in ('new', 'released');
create unique index lock_claims_pkey on sluice_private.lock_claims (organization_id, execution_id, frame_id, step_no, seq);
alter table sluice_private.lock_claims add primary key using index lock_claims_pkey;
comment on table sluice_private.lock_claims is
  'Groups that hold the lock of a key of their organization, or stand in line for it. New and released ones are what pass_locks has still to look at.';

create sequence sluice_private.worker_epoch;
create table sluice_private.workers (
  id uuid primary key,
  epoch bigint not null unique,
  host text not null,
  pid int not null,
  actions text[] not null,
  concurrency int not null,
  version text not null default '',
  connection text not null default 'unknown',
  session_pid int,
  session_missing_since timestamptz,
  is_listening boolean not null default false,
  is_idle boolean not null default false,
  is_draining boolean not null default false,
  started_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  over_share uuid[] not null default '{}',
  constraint workers_concurrency_is_positive check (concurrency between 1 and 10000),
  constraint workers_connection_is_known check (connection in ('unknown', 'direct', 'pooled'))
) with (fillfactor = 50);
comment on table sluice_private.workers is
  'One row per worker process: its heartbeat, and the session whose end tells of its death sooner. over_share: organizations that have had more than their share while others wait.';

create table sluice_private.organization_weights (
  organization_id uuid not null primary key
    references sluice.organizations (id) on delete cascade,
  weight int not null,
  constraint organization_weights_weight_is_in_range check (weight between 1 and 1000)
);
comment on table sluice_private.organization_weights is
  'How large the share of an organization is that waits together with others; 1 where there is no row.';

create type sluice_private.ready_queue as (
  organization_id uuid, action text, priority smallint, mark bigint, next_mark bigint
);
comment on type sluice_private.ready_queue is
  'Ready steps of one organization, action and priority; none of them has a seq up to mark.';
create type sluice_private.organization_share as (
  organization_id uuid, weight int, pass double precision
);
comment on type sluice_private.organization_share is
  'What an organization has had: worker-seconds, divided by its weight.';

/* Read and written whole by admission, so that nothing of it is passed on the way that an open
   transaction keeps: the newest row counts. It can be deleted at any time. */
create sequence sluice_private.admission_seq;
create table sluice_private.admissions (
  seq bigint primary key default nextval('sluice_private.admission_seq'),
  served text[] not null,
  queues sluice_private.ready_queue[] not null,
  shares sluice_private.organization_share[] not null,
  clock double precision not null,
  seen bigint not null,
  next_seen bigint not null,
  admitted_at timestamptz not null,
  marked_at timestamptz not null,
  scanned_at timestamptz not null
);
comment on table sluice_private.admissions is
  'Where admission stands. clock: the least that an organization has had which waits. Ready steps up to seen are in a queue that is known; marks and seen follow 250 ms late, for those who commit late, and once a second all of the backlog is looked at.';

create table sluice_private.idempotency_keys (
  organization_id uuid not null,
  workflow_id uuid not null,
  key text not null,
  execution_id uuid,
  event_id uuid,
  expires_at timestamptz not null,
  primary key (organization_id, workflow_id, key),
  constraint idempotency_keys_key_is_short check (length(key) between 1 and 500)
);
create index idempotency_keys_expires_at_idx on sluice_private.idempotency_keys (expires_at);
comment on table sluice_private.idempotency_keys is
  'Keys already used to start a workflow, and what they started.';

create table sluice_private.cached_results (
  organization_id uuid not null,
  action text not null,
  key text not null,
  expires_at timestamptz not null,
  id uuid not null default sluice_hidden.uuidv7(),
  output jsonb not null,
  primary key (organization_id, action, key, expires_at, id)
);
create index cached_results_expires_at_idx on sluice_private.cached_results (expires_at);
comment on table sluice_private.cached_results is
  'Results of actions with a cache. Only ever inserted and deleted, so that nobody waits for a row; the one that expires last counts.';

create table sluice_private.sweeps (
  is_only boolean primary key default true,
  last_at timestamptz not null,
  armed_at timestamptz not null,
  looked_at timestamptz not null default '-infinity',
  server text not null default '',
  constraint sweeps_is_one_row check (is_only)
);
comment on table sluice_private.sweeps is
  'When and on which server the sweeper last ran, and since when without a gap; after an outage nobody counts as dead before a clean round.';

create table sluice_private.maintenance (
  is_only boolean primary key default true,
  next_at timestamptz not null default '-infinity',
  expired_at timestamptz not null default '-infinity',
  expired_to uuid not null default '00000000-0000-0000-0000-000000000000',
  retiring_to timestamptz,
  copied_to uuid,
  constraint maintenance_is_one_row check (is_only)
) with (fillfactor = 50);
comment on table sluice_private.maintenance is
  'How far the maintenance of history has come. next_at: nothing to do before. expired_to: the last workflow whose executions were looked at, and expired_at when the last round of these began. retiring_to: partitions that end by then are being replaced by what is kept of them; copied_to: up to which id that is copied.';

create table sluice_private.changed_history (
  organization_id uuid not null,
  id uuid not null
);
create index changed_history_id_idx on sluice_private.changed_history (id, organization_id);
comment on table sluice_private.changed_history is
  'Executions and events whose rows in old partitions have changed since the copying of what is kept began.';

create table sluice_private.partition_sizes (
  name text primary key,
  bytes bigint not null,
  measured_at timestamptz not null
);
comment on table sluice_private.partition_sizes is
  'How large the partitions of history were, by the end of their name, and when that was last looked at.';

create table sluice.workflow_storage (
  organization_id uuid not null,
  workflow_id uuid not null,
  partition text not null,
  executions bigint not null,
  bytes bigint not null,
  measured_at timestamptz not null,
  primary key (organization_id, workflow_id, partition)
);
create index workflow_storage_partition_idx on sluice.workflow_storage (partition);
comment on table sluice.workflow_storage is
  'How much space the history of workflows takes, by month: the size of the partitions, shared out by a sample of what is in them.';
comment on column sluice.workflow_storage.organization_id is 'The organization.';
comment on column sluice.workflow_storage.workflow_id is
  'The workflow; the nil id stands for the events of the organization.';
comment on column sluice.workflow_storage.partition is
  'The month, such as 2026_11, or past: all that is older than the first month.';
comment on column sluice.workflow_storage.executions is 'About how many finished executions, or events.';
comment on column sluice.workflow_storage.bytes is 'About how many bytes on disk, indexes and all.';
comment on column sluice.workflow_storage.measured_at is 'When that was looked at.';

create table sluice_private.paused_scopes (
  organization_id uuid not null references sluice.organizations (id) on delete cascade,
  workflow_id uuid not null,
  reason text,
  paused_by uuid,
  paused_at timestamptz not null,
  primary key (organization_id, workflow_id)
);
comment on table sluice_private.paused_scopes is
  'Workflows that are paused; with the nil id, whole organizations. Nearly always empty.';

create table sluice.bulk_operations (
  organization_id uuid not null references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  kind text not null,
  filter jsonb not null,
  arguments jsonb not null default '{}',
  status text not null default 'running',
  position uuid,
  total int not null default 0,
  done int not null default 0,
  failed int not null default 0,
  last_error jsonb,
  rate double precision,
  created_by uuid references sluice.users (id) on delete set null,
  created_at timestamptz not null default sluice_hidden.now(),
  advanced_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (organization_id, id),
  constraint bulk_operations_kind_is_known check (kind in (
    'cancel', 'pause', 'resume', 'retry', 'skip_step', 'cancel_step', 'complete_step', 'replay'
  )),
  constraint bulk_operations_status_is_known
    check (status in ('running', 'completed', 'cancelled')),
  constraint bulk_operations_finished_at_says_when
    check ((status = 'running') = (finished_at is null)),
  constraint bulk_operations_counts_are_positive check (total >= 0 and done >= 0 and failed >= 0),
  constraint bulk_operations_rate_is_positive check (rate between 0.001 and 1000000)
);
create index bulk_operations_id_idx on sluice.bulk_operations (id, organization_id);
create index bulk_operations_created_by_idx on sluice.bulk_operations (created_by);
create index bulk_operations_running_idx on sluice.bulk_operations (advanced_at)
where status = 'running';
comment on table sluice.bulk_operations is
  'What somebody asked of many executions, or events, at once, and how far it has come.';
comment on column sluice.bulk_operations.organization_id is 'The organization it belongs to.';
comment on column sluice.bulk_operations.id is 'Its id; orders by time of start.';
comment on column sluice.bulk_operations.kind is
  'cancel pause resume retry skip_step cancel_step complete_step replay.';
comment on column sluice.bulk_operations.filter is 'Which executions it is for.';
comment on column sluice.bulk_operations.arguments is 'What each of them is told.';
comment on column sluice.bulk_operations.status is 'running completed cancelled.';
comment on column sluice.bulk_operations.position is 'The last execution it has looked at.';
comment on column sluice.bulk_operations.total is 'How many executions matched when it started.';
comment on column sluice.bulk_operations.done is 'How many have been told.';
comment on column sluice.bulk_operations.failed is 'How many could not be told.';
comment on column sluice.bulk_operations.last_error is
  'Why the last of those could not: execution_id, code, message.';
comment on column sluice.bulk_operations.rate is
  'How many executions a second it tells at most; null: as many as it can.';
comment on column sluice.bulk_operations.created_by is 'Who started it.';
comment on column sluice.bulk_operations.created_at is 'When it was started.';
comment on column sluice.bulk_operations.advanced_at is 'When it last told some.';
comment on column sluice.bulk_operations.finished_at is 'When it completed, or was cancelled.';

/* Rows of hot tables live for moments. Vacuum comes early and does not pause; it never shortens a
   file, for which it would lock the table against everybody; and statistics, which none of the
   plans of the engine depends on, are seldom taken, as each time every session plans anew. */
do $do$
declare
  v_table text;
begin
  foreach v_table in array array[
    'live_executions', 'frames', 'containers', 'container_items', 'container_results', 'arrivals',
    'ready_steps', 'blocked_steps', 'step_leases', 'live_outputs', 'kept_steps', 'waits', 'calls',
    'awaited_events', 'new_events', 'taken_events', 'timers', 'compensations', 'lock_claims',
    'limits', 'limit_releases', 'limited_executions', 'step_limits', 'admissions', 'held_events',
    'trigger_timers', 'deferred_firings', 'trigger_counts'
  ] loop
    execute format(
      'alter table sluice_private.%I set (
         autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
         autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off,
         autovacuum_analyze_scale_factor = 1, autovacuum_analyze_threshold = 100000
       )', v_table
    );
  end loop;
end;
$do$;

/* What subscribers are told, written only for what somebody watches. Unlogged: after a crash nobody
   watches anything, and who asks is told to load everything again. */
create unlogged table sluice_private.watched_scopes (
  organization_id uuid not null,
  scope uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  settled_xid xid8,
  expires_at timestamptz not null,
  primary key (organization_id, scope)
);
comment on table sluice_private.watched_scopes is
  'Organizations, workflows and executions that somebody watches, until expires_at. xid: since when; settled_xid: whoever began later has seen this row.';

create unlogged table sluice_private.changes (
  organization_id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  subject uuid not null,
  workflow_id uuid not null,
  primary key (organization_id, xid, subject)
) with (autovacuum_vacuum_scale_factor = 0.1);
create index changes_xid_idx on sluice_private.changes (xid);
comment on table sluice_private.changes is
  'Which executions and workflows a transaction has changed, of those that are watched; of a workflow, subject is the workflow itself. Kept for five to ten minutes.';

create table sluice_private.change_floor (
  is_only boolean primary key default true,
  floor pg_snapshot not null default pg_current_snapshot(),
  floor_xid xid8 not null default pg_current_xact_id(),
  next_floor pg_snapshot not null default pg_current_snapshot(),
  next_xid xid8 not null default pg_current_xact_id(),
  moved_at timestamptz not null default clock_timestamp(),
  constraint change_floor_is_one_row check (is_only)
);
comment on table sluice_private.change_floor is
  'Changes that floor sees are forgotten; a cursor that does not see floor_xid may have missed some.';

create unlogged table sluice_private.sleeping_feeds (
  id uuid primary key,
  expires_at timestamptz not null
);
comment on table sluice_private.sleeping_feeds is
  'API servers with subscribers that look seldom now and wait to be told.';

/* History: written once, by insert, in monthly partitions on the time in the execution''s id. */
create table sluice_private.executions (
  organization_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  version_id uuid not null,
  trigger_id uuid,
  trigger_step int not null,
  status text not null,
  generation int not null default 0,
  input jsonb not null,
  output jsonb,
  error jsonb,
  started_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz not null,
  parent_execution_id uuid,
  parent_frame_id bigint,
  parent_step_no int,
  parent_generation int,
  root_execution_id uuid,
  depth smallint not null default 0,
  failed_execution_id uuid,
  traceparent text,
  xid xid8 not null default pg_current_xact_id(),
  primary key (organization_id, id),
  constraint executions_status_is_final
    check (status in ('completed', 'failed', 'cancelled', 'timed_out'))
) partition by range (id);
create index executions_id_idx on sluice_private.executions (id, organization_id);
create index executions_workflow_id_idx
on sluice_private.executions (organization_id, workflow_id, id);
create index executions_status_idx on sluice_private.executions (organization_id, status, id);
create index executions_parent_idx
on sluice_private.executions (organization_id, parent_execution_id)
where parent_execution_id is not null;
create index executions_root_idx
on sluice_private.executions (organization_id, root_execution_id)
where root_execution_id is not null;
create index executions_failed_execution_id_idx
on sluice_private.executions (organization_id, failed_execution_id)
where failed_execution_id is not null;
comment on table sluice_private.executions is 'Finished executions.';

create table sluice_private.execution_steps (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  generation int not null,
  node_id text not null,
  type text not null,
  action text,
  status text not null,
  frame_path text,
  attempt int not null,
  ports text[] not null,
  verdicts jsonb,
  input jsonb,
  output jsonb,
  error jsonb,
  ready_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  primary key (organization_id, execution_id, frame_id, step_no, generation),
  constraint execution_steps_status_is_final
    check (status in ('completed', 'failed', 'skipped', 'cancelled', 'timed_out'))
) partition by range (execution_id);
comment on table sluice_private.execution_steps is 'Finished steps, each with why its edges went live or dead.';

create table sluice.workflow_step_attempts (
  organization_id uuid not null,
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  generation int not null,
  attempt int not null,
  crash int not null default 0,
  token bigint not null,
  worker_id uuid,
  epoch bigint,
  status text not null,
  error jsonb,
  started_at timestamptz,
  finished_at timestamptz not null,
  primary key (organization_id, execution_id, frame_id, step_no, generation, attempt, crash),
  constraint workflow_step_attempts_status_is_known
    check (status in ('completed', 'failed', 'crashed', 'cancelled'))
) partition by range (execution_id);
comment on table sluice.workflow_step_attempts is 'Every attempt of every worker step, with its error.';
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

create table sluice.workflow_execution_logs (
  organization_id uuid not null,
  execution_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  frame_id bigint not null default 0,
  step_no int,
  node_id text,
  level text not null default 'info',
  message text not null,
  details jsonb,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, execution_id, id),
  constraint workflow_execution_logs_level_is_known
    check (level in ('debug', 'info', 'warn', 'error'))
) partition by range (execution_id);
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

create table sluice.workflow_events (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  name text not null,
  webhook_id uuid,
  trigger_id uuid,
  delivery_id text,
  key text,
  payload jsonb not null,
  details jsonb not null default '{}',
  execution_id uuid,
  reason text,
  expires_at timestamptz,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id)
) partition by range (id);
create index workflow_events_id_idx on sluice.workflow_events (id, organization_id);
create index workflow_events_name_idx on sluice.workflow_events (organization_id, name, id)
where webhook_id is null;
create index workflow_events_key_idx on sluice.workflow_events (organization_id, name, key, id)
where webhook_id is null;
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

create table sluice.workflow_trigger_firings (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  trigger_id uuid not null,
  event_id uuid,
  execution_id uuid,
  status text not null,
  reason text,
  key text,
  is_replay boolean not null default false,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  constraint workflow_trigger_firings_status_is_known
    check (status in ('started', 'duplicate', 'refused')),
  constraint workflow_trigger_firings_says_why_not check (status = 'started' or reason is not null)
) partition by range (id);
create index workflow_trigger_firings_id_idx
on sluice.workflow_trigger_firings (id, organization_id);
create index workflow_trigger_firings_trigger_id_idx
on sluice.workflow_trigger_firings (organization_id, trigger_id, id);
create index workflow_trigger_firings_event_id_idx
on sluice.workflow_trigger_firings (organization_id, event_id) where event_id is not null;
comment on table sluice.workflow_trigger_firings is
  'Each time a trigger fired: what it started and by what, or why it started nothing.';
comment on column sluice.workflow_trigger_firings.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_trigger_firings.id is
  'Its id: that of the execution, where it started one.';
comment on column sluice.workflow_trigger_firings.workflow_id is 'The workflow.';
comment on column sluice.workflow_trigger_firings.trigger_id is 'The trigger.';
comment on column sluice.workflow_trigger_firings.event_id is 'The event it fired by.';
comment on column sluice.workflow_trigger_firings.execution_id is
  'The execution it started; of a duplicate, the one that the first of its key started.';
comment on column sluice.workflow_trigger_firings.status is 'started duplicate refused.';
comment on column sluice.workflow_trigger_firings.reason is 'Why it started none.';
comment on column sluice.workflow_trigger_firings.key is 'What it starts only once for.';
comment on column sluice.workflow_trigger_firings.is_replay is 'Whether somebody had the event replayed.';
comment on column sluice.workflow_trigger_firings.xid is 'The transaction that wrote it: what a cursor compares.';
comment on column sluice.workflow_trigger_firings.created_at is 'When it fired.';

create type sluice_private.trigger_firing as (
  organization_id uuid,
  trigger_id uuid,
  event_id uuid,
  key text,
  trigger jsonb
);
comment on type sluice_private.trigger_firing is
  'A trigger that fires: by which event (null: none), by which key it does so once (null: always), and what expressions read as trigger, to which type, id and event_id are added.';

create type sluice_private.firing_target as (
  organization_id uuid,
  workflow_id uuid,
  live_version_id uuid,
  trigger_id uuid,
  step_no int
);
comment on type sluice_private.firing_target is 'What a trigger starts.';

create type sluice_private.judged_firing as (
  ordinal int,
  target sluice_private.firing_target,
  event_id uuid,
  key text,
  trigger jsonb,
  execution_id uuid,
  reason text,
  is_duplicate boolean,
  is_deferred boolean
);
comment on type sluice_private.judged_firing is
  'A firing with its target, and the execution it starts or why it starts none. Deferred: it is fired again in a transaction of its own.';

create table sluice.workflow_approvals (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  execution_id uuid not null,
  frame_id bigint not null,
  step_no int not null,
  generation int not null,
  node_id text not null,
  frame_path text,
  title text not null,
  details jsonb,
  form jsonb,
  quorum int not null,
  status text not null default 'open',
  due_at timestamptz,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (organization_id, id),
  constraint workflow_approvals_status_is_known
    check (status in ('open', 'approved', 'rejected', 'timed_out', 'cancelled')),
  constraint workflow_approvals_closed_has_a_time check ((status = 'open') = (closed_at is null)),
  constraint workflow_approvals_quorum_is_positive check (quorum >= 1)
);
create index workflow_approvals_id_idx on sluice.workflow_approvals (id, organization_id);
create index workflow_approvals_execution_id_idx
on sluice.workflow_approvals (execution_id, organization_id);
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

create table sluice.workflow_approval_assignees (
  organization_id uuid not null,
  approval_id uuid not null,
  assignee_no int not null,
  user_id uuid,
  email text,
  delegate_id uuid,
  link_ref uuid not null default gen_random_uuid(),
  asked_at timestamptz not null,
  decision text,
  comment text,
  data jsonb,
  decided_by uuid,
  decided_at timestamptz,
  primary key (organization_id, approval_id, assignee_no),
  foreign key (organization_id, approval_id)
    references sluice.workflow_approvals (organization_id, id) on delete cascade,
  constraint workflow_approval_assignees_are_somebody
    check (user_id is not null or email is not null),
  constraint workflow_approval_assignees_decision_is_known
    check (decision in ('approved', 'rejected')),
  constraint workflow_approval_assignees_decided_has_a_time
    check ((decision is null) = (decided_at is null))
);
create index workflow_approval_assignees_link_ref_idx
on sluice.workflow_approval_assignees (link_ref, organization_id);
create index workflow_approval_assignees_user_id_idx
on sluice.workflow_approval_assignees (user_id, organization_id) where decision is null;
create index workflow_approval_assignees_email_idx
on sluice.workflow_approval_assignees (email, organization_id) where decision is null;
create index workflow_approval_assignees_delegate_id_idx
on sluice.workflow_approval_assignees (delegate_id, organization_id) where decision is null;
comment on table sluice.workflow_approval_assignees is
  'Who is asked, and what each has decided; written by them alone once the approval is open.';
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

create table sluice_private.approval_links (
  organization_id uuid not null,
  token_hash bytea not null,
  approval_id uuid not null,
  assignee_no int not null,
  link_ref uuid not null,
  expires_at timestamptz not null,
  primary key (organization_id, token_hash),
  foreign key (organization_id, approval_id, assignee_no)
    references sluice.workflow_approval_assignees (organization_id, approval_id, assignee_no)
    on delete cascade
);
create index approval_links_token_hash_idx
on sluice_private.approval_links (token_hash, organization_id);
create index approval_links_approval_id_idx
on sluice_private.approval_links (organization_id, approval_id, assignee_no);
comment on table sluice_private.approval_links is
  'Links by which assignees decide: the hash of each token, never the token.';

/* Sets that travel between the functions of the engine. */
create type sluice_private.settled_step as (
  organization_id uuid, execution_id uuid, version_id uuid, frame_id bigint, step_no int,
  generation int, status text, ports text[], attempt int, input jsonb, output jsonb, error jsonb,
  verdicts jsonb, ready_at timestamptz, started_at timestamptz, finished_at timestamptz,
  due_at timestamptz, token bigint, slot bigint, chain int
);
comment on type sluice_private.settled_step is
  'A step that has just ended. Null ports: its edges are not resolved, the frame is ending.';
create type sluice_private.resolution as (
  organization_id uuid, execution_id uuid, version_id uuid, frame_id bigint, step_no int,
  generation int, live int, dead int, in_degree int, join_kind text, needed int, cancels boolean,
  token bigint, slot bigint, chain int, takes_turns boolean
);
comment on type sluice_private.resolution is
  'How many edges to a step have just gone live or dead; the token is of the report that did it.';
create type sluice_private.fired_step as (
  organization_id uuid, execution_id uuid, version_id uuid, frame_id bigint, step_no int,
  generation int, is_live boolean, token bigint, slot bigint, chain int, cancels boolean,
  takes_turns boolean
);
comment on type sluice_private.fired_step is 'A step whose join is decided: it fires, or is skipped. cancels: and ends what it did not wait for. takes_turns: it may have to wait for its turn.';
create type sluice_private.queued_step as (
  organization_id uuid, execution_id uuid, version_id uuid, frame_id bigint, step_no int,
  generation int, action text, input jsonb, attempt int, crashes int, priority smallint,
  ready_at timestamptz, token bigint, slot bigint, chain int, is_limited boolean
);
comment on type sluice_private.queued_step is 'A step that a worker shall run.';
create type sluice_private.closing_frame as (
  organization_id uuid, execution_id uuid, frame_id bigint, status text, output jsonb, error jsonb
);
comment on type sluice_private.closing_frame is
  'A frame that ends now, and how; the root''s end is that of its execution.';
create type sluice_private.ended_iteration as (
  organization_id uuid, execution_id uuid, parent_id bigint, container int, iteration int,
  path text, status text, output jsonb, result jsonb, error jsonb, is_last boolean, frame_id bigint
);
comment on type sluice_private.ended_iteration is
  'A frame of a container that has ended. is_last: the condition of a loop says so.';
create type sluice_private.step_report as (
  organization_id uuid, execution_id uuid, token bigint, worker_id uuid, epoch bigint,
  outcome text, body jsonb, chain int
);
comment on type sluice_private.step_report is 'What a worker says of a lease it holds.';
create type sluice_private.successor as (
  node_id text, is_referenced boolean, verdicts jsonb, created_at timestamptz, priority smallint,
  next_no int, next_node_id text, next_action text, next_input jsonb, next_timeout_ms int
);
comment on type sluice_private.successor is 'The step that alone follows one that has completed, with its input; next_no is 0 where the execution ends. Up to priority: of the completed step and its execution.';
create type sluice_private.passed_step as (
  organization_id uuid, execution_id uuid, version_id uuid, step_no int, action text, token bigint,
  slot bigint, priority smallint, attempt int, crashes int, ready_at timestamptz,
  bound_at timestamptz, input jsonb, output jsonb, node_id text,
  is_referenced boolean, verdicts jsonb, next_no int, next_node_id text, next_action text,
  next_input jsonb, next_timeout_ms int
);
comment on type sluice_private.passed_step is 'A step at the root that a worker has completed, and its successor.';
create type sluice_private.handed_step as (
  organization_id uuid, token bigint, execution_id uuid, node_id text, action text, attempt int,
  idempotency_key text, input text, timeout_ms int, after_token bigint
);
comment on type sluice_private.handed_step is 'A bound lease, as the worker gets it.';
create type sluice_private.queue_item as (
  organization_id uuid, execution_id uuid, frame_id bigint, step_no int, generation int,
  token bigint
);
comment on type sluice_private.queue_item is
  'A step that is in the queue, or with a worker: then by this lease.';
create type sluice_private.told_wait as (
  organization_id uuid, execution_id uuid, frame_id bigint, step_no int, generation int,
  port text, output jsonb, created_at timestamptz
);
comment on type sluice_private.told_wait is
  'A wait that something has come for: the port that it opens, and its output.';
create type sluice_private.frame_change as (
  organization_id uuid, execution_id uuid, frame_id bigint, change int
);
comment on type sluice_private.frame_change is
  'How the number of things under way in a frame changes.';
create type sluice_private.fire_outcome as (
  kind text, status text, ports text[], input jsonb, output jsonb, error jsonb, verdicts jsonb,
  due_at timestamptz, close_status text, closes_execution boolean
);
comment on type sluice_private.fire_outcome is
  'What firing a step led to: kind settled, queued (for a worker), waiting (until due_at), opening (a container) or calling (a workflow).';

create type sluice.locked_item as (
  queue_id uuid, workflow_id uuid, organization_id uuid, trigger_data jsonb, context_data jsonb,
  input_variables jsonb, priority smallint, lock_expires_at timestamptz
);
comment on type sluice.locked_item is 'A step that a worker outside has been given.';
comment on column sluice.locked_item.queue_id is 'What release_queue_lock calls it.';
comment on column sluice.locked_item.workflow_id is 'The workflow.';
comment on column sluice.locked_item.organization_id is 'The organization it belongs to.';
comment on column sluice.locked_item.trigger_data is 'What expressions read as trigger.';
comment on column sluice.locked_item.context_data is
  'execution_id, node_id, action, attempt, idempotency_key.';
comment on column sluice.locked_item.input_variables is 'Its input, expressions filled in.';
comment on column sluice.locked_item.priority is '1 is first, 10 last.';
comment on column sluice.locked_item.lock_expires_at is 'When somebody else may get it.';

create table sluice_private.ended_traces (
  organization_id uuid not null,
  execution_id uuid not null,
  generation int not null,
  workflow_id uuid not null,
  traceparent text not null,
  status text not null,
  message text,
  created_at timestamptz not null,
  finished_at timestamptz not null,
  primary key (organization_id, execution_id, generation),
  constraint ended_traces_status_is_final
    check (status in ('completed', 'failed', 'cancelled', 'timed_out'))
);
comment on table sluice_private.ended_traces is
  'Executions with a traceparent that have ended, until a worker that traces has told of them, or for ten minutes.';

create table sluice_private.execution_counts (
  seq bigint generated always as identity (cache 32) primary key,
  status text not null,
  count bigint not null,
  constraint execution_counts_status_is_final
    check (status in ('completed', 'failed', 'cancelled', 'timed_out'))
) with (autovacuum_vacuum_scale_factor = 0.05);
comment on table sluice_private.execution_counts is
  'How many executions have ended: a row for each batch that ended some, which the sweeper folds into one for each status. Only ever inserted and deleted, so that nobody waits for a row.';

create table sluice_private.installed_objects (
  name text primary key,
  hash text not null,
  migration text not null
);
comment on table sluice_private.installed_objects is
  'Functions, views, triggers and policies as the last migration left them: what doctor compares.';

create type sluice.doctor_finding as (
  name text, status text, figure numeric, threshold text, message text, hint text
);
comment on type sluice.doctor_finding is 'One thing that doctor has looked at.';
comment on column sluice.doctor_finding.name is 'What it has looked at.';
comment on column sluice.doctor_finding.status is 'ok warn error.';
comment on column sluice.doctor_finding.figure is 'How much of it there is.';
comment on column sluice.doctor_finding.threshold is 'From which figure on it warns, and fails.';
comment on column sluice.doctor_finding.message is 'The same in words.';
comment on column sluice.doctor_finding.hint is 'What to do; null where it is ok.';

create type sluice.simulated_step as (
  node_id text, frame_path text, type text, status text, attempt int, ports text[],
  started_at timestamptz, finished_at timestamptz, input jsonb, output jsonb, error jsonb,
  verdicts jsonb
);
comment on type sluice.simulated_step is
  'A step of a simulation; that of the execution as a whole has type execution.';
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

create type sluice_private.workflow_start as (
  workflow sluice.workflows, trigger sluice.workflow_triggers
);
comment on type sluice_private.workflow_start is 'A workflow, and the trigger to start it from.';

--! Included change/index.sql
/* What subscribers are told.

   A door that has locked executions notes which (note_changes), one row for each execution and
   transaction, and only where somebody watches the execution, its workflow or its organization.
   Who wants to know follows by a cursor, a snapshot: what it does not see, and a later one does,
   is new. So nothing is lost or told twice, and no open transaction holds anything up.

   To watch is a row, committed before the first cursor is taken. A door takes its transaction id
   before it looks for that row: one that did not find it was under way when the row came, and so
   is named in the cursors of that time; when it ends, everything it might have changed counts as
   changed. What a row says is only that something has changed: the rest is read with the rights of
   whoever asks. */
--! Included change/tick_subscribers.sql
/* As tick_workers: one, constant, and only while a server sleeps that has subscribers there. */
create or replace function sluice_private.tick_subscribers(organization_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from sluice_private.sleeping_feeds)
    and exists (
      select from sluice_private.watched_scopes as watched
      where watched.organization_id = tick_subscribers.organization_id
    )
  then
    perform pg_notify('sluice:events', '');
  end if;
end;
$$;

comment on function sluice_private.tick_subscribers(uuid) is
  'Wakes servers that sleep when this transaction commits, if somebody watches the organization. A '
  'hint: they look now and then as well. The engine sends none.';
--! EndIncluded change/tick_subscribers.sql
--! Included change/note_changes.sql
/* On the hot path. Whoever calls it has a transaction id already: see the story of the concept. */
create or replace function sluice_private.note_changes(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from sluice_private.watched_scopes) then
    return;
  end if;
  insert into sluice_private.changes (organization_id, subject, workflow_id)
  select live.organization_id, live.id, live.workflow_id
  from (
    select pair.organization_id, pair.id
    from unnest(organization_ids, execution_ids) as pair (organization_id, id)
    limit cardinality(execution_ids)
  ) as noted
  cross join lateral (
    select known.organization_id, known.id, known.workflow_id
    from sluice_private.live_executions as known
    where known.organization_id = noted.organization_id and known.id = noted.id
    offset 0
  ) as live
  where exists (
    select from sluice_private.watched_scopes as watched
    where watched.organization_id = live.organization_id
      and watched.scope = any (array[live.organization_id, live.workflow_id, live.id])
  )
  on conflict do nothing;
end;
$$;

comment on function sluice_private.note_changes(uuid[], uuid[]) is
  'Notes that this transaction changes those of these executions that somebody watches.';
--! EndIncluded change/note_changes.sql
--! Included change/note_begun.sql
create or replace function sluice_private.note_begun(organization_ids uuid[], tokens bigint[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_begun record;
begin
  if not exists (select from sluice_private.watched_scopes) then
    return;
  end if;
  select array_agg(lease.organization_id) as organization_ids, array_agg(lease.execution_id) as ids
  into v_begun
  from (
    select pair.organization_id, pair.token
    from unnest(organization_ids, tokens) as pair (organization_id, token)
    limit cardinality(tokens)
  ) as begun
  inner join sluice_private.step_leases as lease
    on lease.organization_id = begun.organization_id
    and lease.token = begun.token;
  perform sluice_private.note_changes(v_begun.organization_ids, v_begun.ids);
end;
$$;

comment on function sluice_private.note_begun(uuid[], bigint[]) is
  'note_changes, for the executions that these leases are of.';
--! EndIncluded change/note_begun.sql
--! Included change/note_leases.sql
create or replace function sluice_private.note_leases(leases sluice_private.step_leases[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.note_changes(
    array(select l.organization_id from unnest(leases) as l),
    array(select l.execution_id from unnest(leases) as l)
  );
end;
$$;

comment on function sluice_private.note_leases(sluice_private.step_leases[]) is
  'note_changes, for the executions that these leases were of.';
--! EndIncluded change/note_leases.sql
--! Included change/watch_scopes.sql
/* Sorted, so that two servers cannot wait for each other. A row is settled by the first call that
   sees it committed: whoever has a later transaction id has looked for it when it was there. */
create or replace function sluice_hidden.watch_scopes(organization_ids uuid[], scopes uuid[])
returns table (scope uuid, is_new boolean, settled_xid text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  return query
  insert into sluice_private.watched_scopes as w (organization_id, scope, expires_at)
  select distinct pair.organization_id, pair.id, v_now + interval '5 minutes'
  from unnest(organization_ids, scopes) as pair (organization_id, id)
  order by pair.organization_id, pair.id
  on conflict on constraint watched_scopes_pkey do update
  set
    xid = case when w.expires_at <= v_now then excluded.xid else w.xid end,
    settled_xid = case
      when w.expires_at <= v_now then null
      when pg_visible_in_snapshot(w.xid, pg_current_snapshot())
      then coalesce(w.settled_xid, pg_snapshot_xmax(pg_current_snapshot()))
    end,
    expires_at = excluded.expires_at
  returning w.scope, w.xid = pg_current_xact_id(), w.settled_xid::text;
end;
$$;

comment on function sluice_hidden.watch_scopes(uuid[], uuid[]) is
  'Has changes in these organizations, workflows and executions noted for five minutes more; says '
  'which were not until now, and which transactions may not have noticed: those before '
  'settled_xid.';
grant execute on function sluice_hidden.watch_scopes(uuid[], uuid[]) to sluice_authenticator;
--! EndIncluded change/watch_scopes.sql
--! Included change/missed_changes.sql
/* What a snapshot does not see is what began after it, or is named in it as under way: both are
   looked up in an index, however old the oldest transaction is. */
create or replace function sluice_hidden.missed_changes(
  organization_id uuid,
  scope uuid,
  since text,
  until text,
  out is_reset boolean,
  out execution_ids uuid[],
  out workflow_ids uuid[]
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_since pg_snapshot;
  v_until pg_snapshot := until::pg_snapshot;
  v_watched sluice_private.watched_scopes;
  v_floor xid8;
begin
  begin
    v_since := since::pg_snapshot;
  exception
    when invalid_text_representation or numeric_value_out_of_range then
      v_since := null;
  end;
  select w.*
  into v_watched
  from sluice_private.watched_scopes as w
  where w.organization_id = missed_changes.organization_id
    and w.scope = missed_changes.scope
    and w.expires_at > clock_timestamp();
  select f.floor_xid into v_floor from sluice_private.change_floor as f;
  is_reset := coalesce(
    not pg_visible_in_snapshot(v_watched.xid, v_since)
    or not pg_visible_in_snapshot(v_floor, v_since)
    or pg_snapshot_xmax(v_since) > pg_snapshot_xmax(v_until)
    or exists (
      select from pg_snapshot_xip(v_since) as open (xid)
      where (v_watched.settled_xid is null or open.xid < v_watched.settled_xid)
        and pg_visible_in_snapshot(open.xid, v_until)
    ),
    true
  );
  if is_reset then
    return;
  end if;
  select
    array_agg(distinct unseen.subject) filter (where unseen.subject <> unseen.workflow_id),
    array_agg(distinct unseen.subject) filter (where unseen.subject = unseen.workflow_id)
  into execution_ids, workflow_ids
  from (
    select later.subject, later.workflow_id, later.xid
    from sluice_private.changes as later
    where later.organization_id = missed_changes.organization_id
      and later.xid >= pg_snapshot_xmax(v_since)
    union all
    select open.subject, open.workflow_id, open.xid
    from sluice_private.changes as open
    where open.organization_id = missed_changes.organization_id
      and open.xid = any (array(select pg_snapshot_xip(v_since)))
  ) as unseen
  where missed_changes.scope
      in (missed_changes.organization_id, unseen.workflow_id, unseen.subject)
    and pg_visible_in_snapshot(unseen.xid, v_until);
end;
$$;

comment on function sluice_hidden.missed_changes(uuid, uuid, text, text) is
  'What has changed in a scope between two cursors; is_reset: nobody knows, load everything again.';
grant execute on function sluice_hidden.missed_changes(uuid, uuid, text, text)
to sluice_authenticator;
--! EndIncluded change/missed_changes.sql
--! Included change/read_changes.sql
/* One question for all subscribers of a server. Stable: cursor and rows are of one snapshot. */
create or replace function sluice_hidden.read_changes(
  since text,
  at_most int,
  out cursor text,
  out is_full boolean,
  out organization_ids uuid[],
  out workflow_ids uuid[],
  out subjects uuid[],
  out are_live boolean[]
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_since pg_snapshot := since::pg_snapshot;
begin
  cursor := pg_current_snapshot()::text;
  if v_since is null then
    return;
  end if;
  with unseen as materialized (
    select c.organization_id, c.workflow_id, c.subject
    from (
      select later.organization_id, later.workflow_id, later.subject
      from sluice_private.changes as later
      where later.xid >= pg_snapshot_xmax(v_since)
      union all
      select open.organization_id, open.workflow_id, open.subject
      from sluice_private.changes as open
      where open.xid = any (array(select pg_snapshot_xip(v_since)))
    ) as c
    limit at_most + 1
  ),
  changed as (
    select distinct u.organization_id, u.workflow_id, u.subject from unseen as u
  )
  select
    (select count(*) > at_most from unseen),
    array_agg(c.organization_id), array_agg(c.workflow_id), array_agg(c.subject),
    array_agg(exists (
      select from sluice_private.live_executions as live
      where live.organization_id = c.organization_id and live.id = c.subject
    ))
  into is_full, organization_ids, workflow_ids, subjects, are_live
  from changed as c;
end;
$$;

comment on function sluice_hidden.read_changes(text, int) is
  'What has changed since a cursor, of all that is watched, and the next cursor; is_full: more '
  'than at_most, so ask everybody to load everything again.';
grant execute on function sluice_hidden.read_changes(text, int) to sluice_authenticator;
--! EndIncluded change/read_changes.sql
--! Included change/still_members.sql
create or replace function sluice_hidden.still_members(user_ids uuid[], organization_ids uuid[])
returns table (user_id uuid, organization_id uuid)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select m.user_id, m.organization_id
  from unnest(user_ids, organization_ids) as pair (user_id, organization_id)
  inner join sluice.organization_members as m
    on m.organization_id = pair.organization_id
    and m.user_id = pair.user_id;
end;
$$;

comment on function sluice_hidden.still_members(uuid[], uuid[]) is
  'Those of these pairs of user and organization that belong together.';
grant execute on function sluice_hidden.still_members(uuid[], uuid[]) to sluice_authenticator;
--! EndIncluded change/still_members.sql
--! Included change/sleep_feed.sql
create or replace function sluice_hidden.sleep_feed(id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.sleeping_feeds as feed (id, expires_at)
  values (sleep_feed.id, clock_timestamp() + interval '1 minute')
  on conflict on constraint sleeping_feeds_pkey do update
  set expires_at = excluded.expires_at;
end;
$$;

comment on function sluice_hidden.sleep_feed(uuid) is
  'This server looks seldom from now on: what changes from outside notifies it. It looks once more '
  'after this.';
grant execute on function sluice_hidden.sleep_feed(uuid) to sluice_authenticator;
--! EndIncluded change/sleep_feed.sql
--! Included change/wake_feed.sql
create or replace function sluice_hidden.wake_feed(id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.sleeping_feeds as feed where feed.id = wake_feed.id;
end;
$$;

comment on function sluice_hidden.wake_feed(uuid) is
  'This server looks often again, and needs nobody to notify it.';
grant execute on function sluice_hidden.wake_feed(uuid) to sluice_authenticator;
--! EndIncluded change/wake_feed.sql
--! Included change/forget_changes.sql
/* Of the sweeper. What is forgotten was seen by a snapshot that is at least five minutes old; who
   holds an older cursor is told so by the floor. */
create or replace function sluice_private.forget_changes()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_floor pg_snapshot;
begin
  delete from sluice_private.sleeping_feeds where sleeping_feeds.expires_at < v_now;
  delete from sluice_private.watched_scopes where watched_scopes.expires_at < v_now;
  update sluice_private.change_floor
  set
    floor = change_floor.next_floor,
    floor_xid = change_floor.next_xid,
    next_floor = pg_current_snapshot(),
    next_xid = pg_current_xact_id(),
    moved_at = v_now
  where change_floor.moved_at < v_now - interval '5 minutes';
  select f.floor into v_floor from sluice_private.change_floor as f;
  delete from sluice_private.changes as old
  using (
    select c.organization_id, c.xid, c.subject
    from sluice_private.changes as c
    where c.xid < pg_snapshot_xmin(v_floor)
    order by c.xid
    limit 50000
  ) as forgotten
  where old.organization_id = forgotten.organization_id
    and old.xid = forgotten.xid
    and old.subject = forgotten.subject;
end;
$$;

comment on function sluice_private.forget_changes() is
  'Forgets watches that have run out, and changes that everybody has had five minutes to read.';
--! EndIncluded change/forget_changes.sql
--! Included change/execution_changes.sql
/* Security definer: the log is private, and to ask is to watch. The rights are those to read in the
   organization. */
create or replace function sluice.execution_changes(
  since text default null,
  workflow_id uuid default null,
  organization_id uuid default null
)
returns table (cursor text, is_reset boolean, execution_ids uuid[])
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := case
    when workflow_id is null then sluice_private.assert_organization(
      coalesce(organization_id, sluice_hidden.current_organization_id()), 'read'
    )
    else (sluice_private.find_workflow(workflow_id, 'read')).organization_id
  end;
  v_scope uuid := coalesce(workflow_id, v_organization_id);
begin
  perform sluice_hidden.watch_scopes(array[v_organization_id], array[v_scope]);
  return query
  select now.cursor, missed.is_reset,
    array(select changed.id from unnest(missed.execution_ids) as changed (id) order by changed.id)
  from (select pg_current_snapshot()::text) as now (cursor)
  cross join lateral sluice_hidden.missed_changes(
    v_organization_id, v_scope, since, now.cursor
  ) as missed;
end;
$$;

comment on function sluice.execution_changes(text, uuid, uuid) is
  'Which executions of an organization, or of one of its workflows, have changed since a cursor, '
  'and the next cursor; is_reset: nobody knows, load everything again, as at the beginning.';
grant execute on function sluice.execution_changes(text, uuid, uuid)
to sluice_member, sluice_admin;
--! EndIncluded change/execution_changes.sql
--! Included change/tg_workflows__note.sql
create or replace function sluice_private.tg_workflows__note()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from sluice_private.watched_scopes) then
    insert into sluice_private.changes (organization_id, subject, workflow_id)
    select watched.organization_id, new.id, new.id
    from sluice_private.watched_scopes as watched
    where watched.organization_id = new.organization_id
      and watched.scope = any (array[new.organization_id, new.id])
    on conflict do nothing;
    perform sluice_private.tick_subscribers(new.organization_id);
  end if;
  return null;
end;
$$;

comment on function sluice_private.tg_workflows__note() is
  'Notes that this transaction changes a workflow that somebody watches.';
--! EndIncluded change/tg_workflows__note.sql
--! Included change/workflows_note.sql
create or replace trigger _500_note
after insert or update on sluice.workflows
for each row execute function sluice_private.tg_workflows__note();
--! EndIncluded change/workflows_note.sql
--! Included change/watched_scopes_policies.sql
alter table sluice_private.watched_scopes enable row level security;
alter table sluice_private.watched_scopes force row level security;

drop policy if exists all_owner on sluice_private.watched_scopes;
create policy all_owner on sluice_private.watched_scopes to sluice_owner
using (true) with check (true);
--! EndIncluded change/watched_scopes_policies.sql
--! Included change/changes_policies.sql
alter table sluice_private.changes enable row level security;
alter table sluice_private.changes force row level security;

drop policy if exists all_owner on sluice_private.changes;
create policy all_owner on sluice_private.changes to sluice_owner
using (true) with check (true);
--! EndIncluded change/changes_policies.sql
--! Included change/change_floor_policies.sql
alter table sluice_private.change_floor enable row level security;
alter table sluice_private.change_floor force row level security;

drop policy if exists all_owner on sluice_private.change_floor;
create policy all_owner on sluice_private.change_floor to sluice_owner
using (true) with check (true);
--! EndIncluded change/change_floor_policies.sql
--! Included change/sleeping_feeds_policies.sql
alter table sluice_private.sleeping_feeds enable row level security;
alter table sluice_private.sleeping_feeds force row level security;

drop policy if exists all_owner on sluice_private.sleeping_feeds;
create policy all_owner on sluice_private.sleeping_feeds to sluice_owner
using (true) with check (true);
--! EndIncluded change/sleeping_feeds_policies.sql
--! EndIncluded change/index.sql
--! Included queue/index.sql
/* The queue: who may run what now.

   The backlog is ours (ready_steps); only what may run at once is admitted. Admission writes a
   lease without a worker and one graphile job that carries nothing but the lease's token. The
   worker that gets the job binds the lease (begin_steps) before its effect starts; a report takes
   the lease away by its token, and a report that takes nothing away changes nothing.

   A worker is one row, its heartbeat, and the session that beats. Silent for 12 s, or for 2 s
   without a session, it is dead: what it had bound goes back to the backlog with the crash
   counted, to be run again in a process of its own, and after three crashes the step fails. An
   admitted lease that nobody starts, one that its worker does not know of, and those of a worker
   that was told to stop go back uncounted. A lease that goes back gets a new token and a new job;
   the job of the old one is deleted with it.

   Workers need not serve the same actions: each set of workers that serves some has its room.

   A step under limits is admitted only if all of them have room; else it goes to blocked_steps, in
   line for the one that has none, and no claim passes it there. What runs under a limit is counted
   by admission alone; whatever takes a lease away leaves a row in limit_releases, by a trigger, so
   that nothing is ever counted for good. Executions under limits stand in limited_executions before
   they begin.

   Ready steps are in queues, one for each organization, action and priority. Admission keeps in
   one row which of them are not empty, where each begins, and what each organization has had. */
--! Included queue/undone_frame.sql
create or replace function sluice_private.undone_frame(lease sluice_private.step_leases)
returns bigint
language sql
stable
return (
  select kept.frame_id
  from sluice_private.frames as frame
  inner join sluice_private.compensations as kept
    on kept.organization_id = frame.organization_id
    and kept.execution_id = frame.execution_id
    and kept.seq = (frame.bindings ->> 'compensation')::int
  where frame.organization_id = lease.organization_id
    and frame.execution_id = lease.execution_id
    and frame.frame_id = lease.frame_id
);

comment on function sluice_private.undone_frame(sluice_private.step_leases) is
  'The frame of the step that a compensation undoes.';
--! EndIncluded queue/undone_frame.sql
--! Included queue/describe_lease.sql
/* The idempotency key names the step, not the attempt: a repeat must not count twice. A
   compensation that is cut off by the end of more than its group is begun again, in another frame:
   its key names that of the step that it undoes. */
create or replace function sluice_private.describe_lease(lease sluice_private.step_leases)
returns setof sluice_private.handed_step
language sql
stable
begin atomic
  select
    lease.organization_id, lease.token, lease.execution_id, step.node_id, lease.action,
    lease.attempt,
    concat_ws(
      ':', lease.execution_id,
      case step.type when 'compensation'
        then coalesce(sluice_private.undone_frame(lease), lease.frame_id) else lease.frame_id end,
      lease.step_no, lease.generation
    ),
    lease.input::text,
    (extract(epoch from step.attempt_timeout) * 1000)::int,
    lease.after_token
  from sluice.workflow_steps as step
  where step.organization_id = lease.organization_id
    and step.version_id = lease.version_id
    and step.step_no = lease.step_no;
end;

comment on function sluice_private.describe_lease(sluice_private.step_leases) is
  'A lease as the worker gets it: what to run, with which input, under which key.';
--! EndIncluded queue/describe_lease.sql
--! Included queue/find_worker.sql
create or replace function sluice_private.find_worker(worker_id uuid, epoch bigint)
returns sluice_private.workers
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_worker sluice_private.workers;
begin
  select w.*
  into v_worker
  from sluice_private.workers as w
  where w.id = find_worker.worker_id and w.epoch = find_worker.epoch;
  if not found then
    raise exception using
      errcode = 'SLSTL',
      message = format('worker %s has lost its epoch', worker_id),
      detail = 'It was silent for too long, and its steps were given to others.',
      hint = 'Exit, and let the supervisor start the process again.';
  end if;
  return v_worker;
end;
$$;

comment on function sluice_private.find_worker(uuid, bigint) is
  'The worker, if it still holds this epoch; else SLSTL.';
--! EndIncluded queue/find_worker.sql
--! Included queue/tick_workers.sql
/* A notifying commit takes a lock of the whole instance, so: one, constant, and only while a
   worker sleeps. */
create or replace function sluice_private.tick_workers()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from sluice_private.workers where workers.is_idle) then
    perform pg_notify('sluice:tick', '');
  end if;
end;
$$;

comment on function sluice_private.tick_workers() is
  'Wakes sleeping workers when this transaction commits. A hint: they poll as well.';
--! EndIncluded queue/tick_workers.sql
--! Included queue/register_worker.sql
create or replace function sluice_private.register_worker(
  worker_id uuid,
  host text,
  pid int,
  actions text[],
  concurrency int,
  version text default ''
)
returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_epoch bigint := nextval('sluice_private.worker_epoch');
begin
  insert into sluice_private.workers (id, epoch, host, pid, actions, concurrency, version)
  values (
    worker_id, v_epoch, host, pid,
    array(select distinct served from unnest(actions) as served order by served),
    concurrency, version
  );
  return v_epoch;
end;
$$;

comment on function sluice_private.register_worker(uuid, text, int, text[], int, text) is
  'Registers a worker process: what it serves and how many steps at once; returns its epoch.';
grant execute on function sluice_private.register_worker(uuid, text, int, text[], int, text)
to sluice_worker;
--! EndIncluded queue/register_worker.sql
--! Included queue/hold_session.sql
/* A pooler answers a client with a process id of its own, or lends it another session for each
   transaction: only who knows its session's id has that session to itself. Shared, because a
   session that nobody has noticed the end of may still hold the lock. */
create or replace function sluice_private.hold_session(
  worker_id uuid,
  epoch bigint,
  process_id int
)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_direct boolean := process_id = pg_backend_pid();
  v_is_held boolean := false;
  v_connection text;
begin
  if v_is_direct then
    v_is_held := pg_try_advisory_lock_shared(
      hashtext('sluice:worker'), (hold_session.epoch % 2147483647)::int
    );
  end if;
  update sluice_private.workers
  set
    connection = case when v_is_direct then 'direct' else 'pooled' end,
    session_pid = case when v_is_held then process_id end,
    session_missing_since = null
  where workers.id = hold_session.worker_id and workers.epoch = hold_session.epoch
  returning workers.connection into v_connection;
  return v_connection;
end;
$$;

comment on function sluice_private.hold_session(uuid, bigint, int) is
  'This worker lives as long as this session does. Says direct, or pooled if it is not the '
  'worker''s own; null: the worker has lost its epoch.';
grant execute on function sluice_private.hold_session(uuid, bigint, int) to sluice_worker;
--! EndIncluded queue/hold_session.sql
--! Included queue/note_listening.sql
create or replace function sluice_private.note_listening(
  worker_id uuid,
  epoch bigint,
  is_listening boolean
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.workers
  set is_listening = note_listening.is_listening
  where workers.id = note_listening.worker_id
    and workers.epoch = note_listening.epoch
    and workers.is_listening <> note_listening.is_listening;
end;
$$;

comment on function sluice_private.note_listening(uuid, bigint, boolean) is
  'Whether this worker hears ticks, or polls alone.';
grant execute on function sluice_private.note_listening(uuid, bigint, boolean) to sluice_worker;
--! EndIncluded queue/note_listening.sql
--! Included queue/heartbeat.sql
/* A lease that its worker does not list is marked, and cleared when it is listed again: what was
   bound between the worker's list and this statement is only ever marked, not taken.
   One that is being reported is passed over, so that a heartbeat never waits. */
create or replace function sluice_private.heartbeat(
  worker_id uuid,
  epoch bigint,
  tokens bigint[]
)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
as $$
begin
  update sluice_private.workers
  set last_seen_at = clock_timestamp()
  where workers.id = heartbeat.worker_id and workers.epoch = heartbeat.epoch;
  if not found then
    return false;
  end if;

  update sluice_private.step_leases as lease
  set missing_since = case when lease.token = any (tokens) then null else clock_timestamp() end
  from (
    select held.organization_id, held.token
    from sluice_private.step_leases as held
    where held.worker_id = heartbeat.worker_id
      and (held.missing_since is null) <> (held.token = any (tokens))
    order by held.token
    for update skip locked
  ) as strange
  where lease.organization_id = any (array[strange.organization_id])
    and lease.token = any (array[strange.token]);
  return true;
end;
$$;

comment on function sluice_private.heartbeat(uuid, bigint, bigint[]) is
  'This worker lives and holds these tokens. False: it has lost its epoch and must exit.';
grant execute on function sluice_private.heartbeat(uuid, bigint, bigint[]) to sluice_worker;
--! EndIncluded queue/heartbeat.sql
--! Included queue/mark_idle.sql
create or replace function sluice_private.mark_idle(worker_id uuid, epoch bigint)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.workers
  set is_idle = true
  where workers.id = mark_idle.worker_id
    and workers.epoch = mark_idle.epoch
    and not workers.is_idle;
end;
$$;

comment on function sluice_private.mark_idle(uuid, bigint) is
  'This worker is about to sleep: starts notify it from now on. It polls once more after this.';
grant execute on function sluice_private.mark_idle(uuid, bigint) to sluice_worker;
--! EndIncluded queue/mark_idle.sql
--! Included queue/drain_worker.sql
create or replace function sluice_private.drain_worker(worker_id uuid, epoch bigint)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.workers
  set is_draining = true, is_idle = false
  where workers.id = drain_worker.worker_id and workers.epoch = drain_worker.epoch;
end;
$$;

comment on function sluice_private.drain_worker(uuid, bigint) is
  'This worker takes no new steps; it finishes those it runs.';
grant execute on function sluice_private.drain_worker(uuid, bigint) to sluice_worker;
--! EndIncluded queue/drain_worker.sql
--! Included queue/unregister_worker.sql
create or replace function sluice_private.unregister_worker(worker_id uuid, epoch bigint)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.workers
  where workers.id = unregister_worker.worker_id and workers.epoch = unregister_worker.epoch;
  if not found then
    return;
  end if;
  perform sluice_private.return_leases(array(
    select lease
    from sluice_private.step_leases as lease
    where lease.worker_id = unregister_worker.worker_id
       or (lease.worker_id is null
         and not exists (select from sluice_private.workers where not workers.is_draining))
    order by lease.token
  ), 0);
  perform sluice_private.tick_workers();
end;
$$;

comment on function sluice_private.unregister_worker(uuid, bigint) is
  'A worker leaves: what it still holds goes back to the backlog, uncounted.';
grant execute on function sluice_private.unregister_worker(uuid, bigint) to sluice_worker;
--! EndIncluded queue/unregister_worker.sql
--! Included queue/free_slots.sql
/* Half as many again as the hosts have slots, so that a slot that frees finds its next job. */
create or replace function sluice_private.free_slots()
returns int
language sql
stable
return greatest(
  0,
  (
    select coalesce(ceil(sum(workers.concurrency) * 1.5), 0)::int
    from sluice_private.workers
    where not workers.is_draining
  )
  - (select count(*) from sluice_private.step_leases)::int
  + (
    select count(*) from sluice_private.step_leases as outside where outside.expires_at is not null
  )::int
  + (
    select count(*)
    from sluice_private.arrivals as parked
    cross join lateral (
      select from sluice_private.step_leases as lease
      where lease.organization_id = parked.organization_id and lease.token = parked.token
      offset 0
    ) as held
    where parked.is_parked and parked.kind = 'report'
  )::int
);

comment on function sluice_private.free_slots() is
  'How many steps may be admitted now: the slots of all workers and a small reserve, less the '
  'leases but those of workers outside, and those whose report is parked.';
--! EndIncluded queue/free_slots.sql
--! Included queue/scan_queues.sql
create or replace function sluice_private.scan_queues(served text[])
returns sluice_private.ready_queue[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    with recursive head as (
      select first.*
      from unnest(served) as wanted (action)
      cross join lateral (
        select ready.organization_id, ready.action, ready.priority, ready.seq
        from sluice_private.ready_steps as ready
        where ready.action = wanted.action
        order by ready.organization_id, ready.priority, ready.seq
        limit 1
      ) as first
      union all
      select next.*
      from head
      cross join lateral (
        select ready.organization_id, ready.action, ready.priority, ready.seq
        from sluice_private.ready_steps as ready
        where ready.action = head.action
          and (ready.organization_id, ready.priority) > (head.organization_id, head.priority)
        order by ready.organization_id, ready.priority, ready.seq
        limit 1
      ) as next
    )
    select (
      head.organization_id, head.action, head.priority, head.seq - 1, head.seq - 1
    )::sluice_private.ready_queue
    from head
  );
end;
$$;

comment on function sluice_private.scan_queues(text[]) is
  'Every queue of the backlog for these actions, by leaps from one to the next.';
--! EndIncluded queue/scan_queues.sql
--! Included queue/new_queues.sql
create or replace function sluice_private.new_queues(served text[], seen bigint)
returns sluice_private.ready_queue[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select (
      fresh.organization_id, fresh.action, fresh.priority, min(fresh.seq) - 1, max(fresh.seq)
    )::sluice_private.ready_queue
    from unnest(served) as wanted (action)
    cross join lateral (
      select ready.organization_id, ready.action, ready.priority, ready.seq
      from sluice_private.ready_steps as ready
      where ready.action = wanted.action and ready.seq > new_queues.seen
      order by ready.seq
      limit 5000
    ) as fresh
    group by fresh.organization_id, fresh.action, fresh.priority
  );
end;
$$;

comment on function sluice_private.new_queues(text[], bigint) is
  'The queues that ready steps after this seq are in; next_mark is the last one seen.';
--! EndIncluded queue/new_queues.sql
--! Included queue/find_queues.sql
create or replace function sluice_private.find_queues(served text[], as_of timestamptz)
returns sluice_private.admissions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.admissions;
  v_found sluice_private.ready_queue[];
begin
  select newest.* into v_state
  from sluice_private.admissions as newest
  order by newest.seq desc
  limit 1;
  if not found then
    v_state := row (
      null, null, '{}', '{}', 0, 0, 0, '-infinity', '-infinity', '-infinity'
    )::sluice_private.admissions;
  end if;

  v_found := sluice_private.new_queues(served, v_state.seen);
  v_state.next_seen := greatest(
    v_state.next_seen, (select max(f.next_mark) from unnest(v_found) as f)
  );
  if v_state.served is distinct from served then
    v_state.queues := array(
      select q from unnest(v_state.queues) as q where q.action = any (served)
    );
  end if;
  if v_state.served is distinct from served
    or v_state.next_seen - v_state.seen >= 5000
    or as_of not between v_state.scanned_at and v_state.scanned_at + interval '1 second'
  then
    v_found := v_found || sluice_private.scan_queues(served);
    v_state.scanned_at := as_of;
    v_state.served := served;
  end if;
  if v_found <> '{}' then
    v_state.queues := array(
      select (
        q.organization_id, q.action, q.priority, min(q.mark), min(q.mark)
      )::sluice_private.ready_queue
      from unnest(v_state.queues || v_found) as q
      group by q.organization_id, q.action, q.priority
    );
  end if;
  if as_of not between v_state.marked_at and v_state.marked_at + interval '250 ms' then
    v_state.seen := v_state.next_seen;
  end if;
  return v_state;
end;
$$;

comment on function sluice_private.find_queues(text[], timestamptz) is
  'Where admission stands, with the queues that have come since.';
--! EndIncluded queue/find_queues.sql
--! Included queue/share_out.sql
/* What runs is charged by the time since the last look, up to a second. Who comes anew has had as
   much as who has had the least of those that wait; a debt is not forgotten. */
create or replace function sluice_private.share_out(
  state sluice_private.admissions,
  as_of timestamptz
)
returns sluice_private.admissions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.admissions := state;
  v_seconds double precision := least(1::float8, greatest(0::float8, case
    when isfinite(state.admitted_at) then extract(epoch from as_of - state.admitted_at)::float8
    else 0 end
  ));
begin
  v_state.shares := array(
    select (
      known.organization_id, weight.n,
      greatest(max(known.pass), state.clock)
        + v_seconds * coalesce(max(running.n), 0) / weight.n
    )::sluice_private.organization_share
    from (
      select share.organization_id, share.pass from unnest(state.shares) as share
      union all
      select queue.organization_id, state.clock from unnest(state.queues) as queue
    ) as known
    cross join lateral (
      select coalesce((
        select w.weight from sluice_private.organization_weights as w
        where w.organization_id = known.organization_id
      ), 1) as n
    ) as weight
    left join (
      select lease.organization_id, count(*) as n
      from sluice_private.step_leases as lease
      group by lease.organization_id
    ) as running on running.organization_id = known.organization_id
    group by known.organization_id, weight.n
  );
  v_state.clock := greatest(state.clock, (
    select min(share.pass)
    from unnest(v_state.shares) as share
    where share.organization_id in (select q.organization_id from unnest(state.queues) as q)
  ));
  v_state.admitted_at := as_of;
  return v_state;
end;
$$;

comment on function sluice_private.share_out(sluice_private.admissions, timestamptz) is
  'Charges organizations for what runs, and moves the clock to the least that one has had which '
  'waits.';
--! EndIncluded queue/share_out.sql
--! Included queue/pick_ready.sql
/* Each step of an organization counts as 10 ms more that it will have had, over its weight: in that
   order they come, those of one organization by urgency. A step counts as ready a minute later for
   each degree that it is less urgent, so that none waits for ever. */
create or replace function sluice_private.pick_ready(
  state sluice_private.admissions,
  at_most int,
  out ready sluice_private.ready_steps[],
  out queues sluice_private.ready_queue[],
  out waiting uuid[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- lint: allow "routine is marked as VOLATILE, should be STABLE": it takes row locks
declare
  v_each int := least(at_most + 1, greatest(10, 4 * at_most / cardinality(state.queues)));
begin
  with candidate as materialized (
    select first.*
    from unnest(state.queues) as queue
    cross join lateral (
      select
        r.organization_id, r.execution_id, r.frame_id, r.step_no, r.action, r.priority, r.seq,
        r.ready_at
      from sluice_private.ready_steps as r
      where r.action = queue.action
        and r.organization_id = queue.organization_id
        and r.priority = queue.priority
        and r.seq > queue.mark
      order by r.seq
      limit v_each
    ) as first
  ),
  ranked as (
    select c.*, share.pass + 0.01 / share.weight * row_number() over (
      partition by c.organization_id
      order by c.ready_at + c.priority * interval '1 minute', c.seq
    ) as turn
    from candidate as c
    inner join unnest(state.shares) as share on share.organization_id = c.organization_id
  ),
  chosen as materialized (select r.* from ranked as r order by r.turn, r.seq limit at_most),
  locked as (
    select one as step, c.turn, c.seq
    from chosen as c
    cross join lateral (
      select r as one
      from sluice_private.ready_steps as r
      where r.organization_id = c.organization_id
        and r.execution_id = c.execution_id
        and r.frame_id = c.frame_id
        and r.step_no = c.step_no
      for update skip locked
    ) as held
  )
  select
    array(select l.step from locked as l order by l.turn, l.seq),
    array(
      select (c.organization_id, c.action, c.priority, min(q.mark), min(c.seq) - 1)
        ::sluice_private.ready_queue
      from candidate as c
      inner join unnest(state.queues) as q using (organization_id, action, priority)
      group by c.organization_id, c.action, c.priority
    ),
    array(
      select c.organization_id from candidate as c group by c.organization_id
      having count(*) > (
        select count(*) from chosen where chosen.organization_id = c.organization_id
      )
    )
  into ready, queues, waiting;
end;
$$;

comment on function sluice_private.pick_ready(sluice_private.admissions, int) is
  'The ready steps that come next, locked: shared out between organizations, the most urgent of '
  'each first; the queues that are not empty, with where they begin; and who goes on waiting.';
--! EndIncluded queue/pick_ready.sql
--! Included queue/charge_shares.sql
create or replace function sluice_private.charge_shares(
  shares sluice_private.organization_share[],
  ready sluice_private.ready_steps[],
  limits jsonb[]
)
returns sluice_private.organization_share[]
language sql
immutable
return array(
  select (
    share.organization_id, share.weight, share.pass + 0.01 / share.weight * (
      select count(*)
      from unnest(ready) with ordinality as r
      where r.organization_id = share.organization_id
        and limits[r.ordinality] is distinct from 'false'
    )
  )::sluice_private.organization_share
  from unnest(shares) as share
);

comment on function sluice_private.charge_shares(
  sluice_private.organization_share[], sluice_private.ready_steps[], jsonb[]
) is
  'Charges organizations for the steps that are admitted now, 10 ms each.';
--! EndIncluded queue/charge_shares.sql
--! Included queue/mark_over_share.sql
/* A worker that is just being marked otherwise is left to the next look. */
create or replace function sluice_private.mark_over_share(
  shares sluice_private.organization_share[],
  waiting uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_over uuid[] := array(
    select share.organization_id
    from unnest(shares) as share
    where share.pass > 0.1 + (
      select min(other.pass)
      from unnest(shares) as other
      where other.organization_id = any (waiting)
    )
    order by share.organization_id
  );
begin
  update sluice_private.workers
  set over_share = v_over
  where workers.id in (
    select w.id from sluice_private.workers as w
    where w.over_share <> v_over
    for update skip locked
  );
end;
$$;

comment on function sluice_private.mark_over_share(
  sluice_private.organization_share[], uuid[]
) is
  'Tells workers whose steps are not to be handed straight back, because others wait that have had '
  'less.';
--! EndIncluded queue/mark_over_share.sql
--! Included queue/keep_admission.sql
create or replace function sluice_private.keep_admission(
  state sluice_private.admissions,
  queues sluice_private.ready_queue[],
  as_of timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_due boolean := as_of not between state.marked_at and state.marked_at + interval '250 ms';
begin
  insert into sluice_private.admissions (
    served, queues, shares, clock, seen, next_seen, admitted_at, marked_at, scanned_at
  )
  values (
    state.served,
    case when v_is_due
      then array(
        select (q.organization_id, q.action, q.priority, known.next_mark, q.next_mark)
          ::sluice_private.ready_queue
        from unnest(queues) as q
        inner join unnest(state.queues) as known
          on (known.organization_id, known.action, known.priority)
            = (q.organization_id, q.action, q.priority)
      )
      else state.queues
    end,
    array(
      select s from unnest(state.shares) as s
      where s.pass > state.clock
        or s.organization_id in (select q.organization_id from unnest(queues) as q)
    ),
    state.clock, state.seen, state.next_seen, state.admitted_at,
    case when v_is_due then as_of else state.marked_at end, state.scanned_at
  );
  if state.seq is not null then
    delete from sluice_private.admissions as old where old.seq = state.seq;
  end if;
end;
$$;

comment on function sluice_private.keep_admission(
  sluice_private.admissions, sluice_private.ready_queue[], timestamptz
) is
  'Writes where admission stands; marks move on to where a queue began at the last look.';
--! EndIncluded queue/keep_admission.sql
--! Included queue/set_organization_weight.sql
create or replace function sluice.set_organization_weight(organization_id uuid, weight int)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_operator('set weights');
  if weight is null or weight not between 1 and 1000 then
    raise exception using
      errcode = 'SLVAL',
      message = 'a weight is a number from 1 to 1000',
      hint = 'All organizations have 1 until they are given another.';
  end if;
  insert into sluice_private.organization_weights (organization_id, weight)
  values (set_organization_weight.organization_id, set_organization_weight.weight)
  on conflict on constraint organization_weights_pkey do update set weight = excluded.weight;
  return weight;
exception
  when foreign_key_violation or not_null_violation then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', coalesce(organization_id::text, 'null')),
      hint = 'List sluice.organizations to see them.';
end;
$$;

comment on function sluice.set_organization_weight(uuid, int) is
  'How large a share of the workers an organization has while others wait as well: with 3 and 1 it '
  'is three to one.';
grant execute on function sluice.set_organization_weight(uuid, int) to sluice_admin;
--! EndIncluded queue/set_organization_weight.sql
--! Included queue/limit_rule.sql
/* What an organization has set holds as it is now; a provider of which it says nothing only
   pauses. */
create or replace function sluice_private.limit_rule(organization_id uuid, rule jsonb)
returns jsonb
language sql
stable
return rule || case when rule ->> 'scope' in ('provider', 'limit') then coalesce(
  (
    select jsonb_strip_nulls(jsonb_build_object(
      'concurrency', known.concurrency,
      'count', known.rate_count,
      'period', sluice_private.period_of(known.rate_per, known.rate_count::text),
      'burst', coalesce(known.burst, known.rate_count)
    ))
    from sluice.workflow_limits as known
    where known.organization_id = limit_rule.organization_id
      and case rule ->> 'scope'
        when 'provider' then known.provider = substr(rule ->> 'key', length('provider:') + 1)
        else known.name = substr(rule ->> 'key', length('limit:') + 1)
      end
  ), '{}'
) else '{}' end;

comment on function sluice_private.limit_rule(uuid, jsonb) is
  'A limit with its numbers; those of a provider are the organization''s.';
--! EndIncluded queue/limit_rule.sql
--! Included queue/limit_state.sql
create or replace function sluice_private.limit_state(organization_id uuid, key text)
returns sluice_private.limits
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.limits;
begin
  select state.*
  into v_state
  from sluice_private.limits as state
  where state.organization_id = limit_state.organization_id
    and state.key = limit_state.key
  order by state.seq desc
  limit 1;
  if not found then
    v_state.organization_id := limit_state.organization_id;
    v_state.key := limit_state.key;
    v_state.held := 0;
  end if;
  return v_state;
end;
$$;

comment on function sluice_private.limit_state(uuid, text) is
  'What a key has used so far.';
--! EndIncluded queue/limit_state.sql
--! Included queue/write_limit.sql
/* A row that says nothing is not kept. */
create or replace function sluice_private.write_limit(
  state sluice_private.limits,
  as_of timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if state.held > 0 or state.look_at is not null
    or greatest(state.full_at, state.closed_until) > as_of
  then
    insert into sluice_private.limits (
      organization_id, key, held, full_at, closed_until, look_at
    )
    values (
      state.organization_id, state.key, state.held, state.full_at, state.closed_until,
      state.look_at
    );
  end if;
  if state.seq is not null then
    delete from sluice_private.limits as old
    where old.organization_id = state.organization_id
      and old.key = state.key
      and old.seq = state.seq;
  end if;
end;
$$;

comment on function sluice_private.write_limit(sluice_private.limits, timestamptz) is
  'Writes what a key has used in place of the row that was read.';
--! EndIncluded queue/write_limit.sql
--! Included queue/limit_room.sql
/* GCRA: after n at once, full_at is n periods ahead; it may be burst periods ahead at most. */
create or replace function sluice_private.limit_room(
  rule jsonb,
  state sluice_private.limits,
  as_of timestamptz
)
returns int
language sql
immutable
return greatest(0, coalesce(
  least(
    case when state.closed_until > as_of then 0 end,
    (rule ->> 'concurrency')::int - state.held,
    (rule ->> 'burst')::int - ceil(
      extract(epoch from greatest(state.full_at, as_of) - as_of) * 1000000
      / (rule ->> 'period')::bigint
    )::bigint
  ), 1000000
))::int;

comment on function sluice_private.limit_room(jsonb, sluice_private.limits, timestamptz) is
  'How many more a limit lets begin now.';
--! EndIncluded queue/limit_room.sql
--! Included queue/limit_opens_at.sql
create or replace function sluice_private.limit_opens_at(
  rule jsonb,
  state sluice_private.limits,
  as_of timestamptz
)
returns timestamptz
language sql
immutable
return nullif(greatest(
  state.closed_until,
  state.full_at
    - ((rule ->> 'burst')::int - 1) * ((rule ->> 'period')::bigint * interval '1 microsecond'),
  as_of
), as_of);

comment on function sluice_private.limit_opens_at(
  jsonb, sluice_private.limits, timestamptz
) is
  'When a rate or a pause lets the next one begin; null where neither stands in the way.';
--! EndIncluded queue/limit_opens_at.sql
--! Included queue/claim_limits.sql
/* All or none. Nobody else counts under these keys at the same time: admission is one, and a check
   has keys and a lock of its own. */
create or replace function sluice_private.claim_limits(
  organization_id uuid,
  limits jsonb,
  as_of timestamptz,
  out refused jsonb,
  out opens_at timestamptz
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule jsonb;
  v_state sluice_private.limits;
  v_states sluice_private.limits[] := array[]::sluice_private.limits[];
begin
  for v_rule in
    select sluice_private.limit_rule(claim_limits.organization_id, rule.value)
    from jsonb_array_elements(limits) with ordinality as rule (value, ordinal)
    order by rule.ordinal
  loop
    v_state := sluice_private.limit_state(claim_limits.organization_id, v_rule ->> 'key');
    if sluice_private.limit_room(v_rule, v_state, as_of) = 0 then
      refused := v_rule;
      opens_at := sluice_private.limit_opens_at(v_rule, v_state, as_of);
      return;
    end if;
    if v_rule ->> 'scope' <> 'check' then
      v_state.held := v_state.held + 1;
    end if;
    if v_rule ? 'period' then
      v_state.full_at := greatest(v_state.full_at, as_of)
        + (v_rule ->> 'period')::bigint * interval '1 microsecond';
    end if;
    v_states := v_states || v_state;
  end loop;
  perform sluice_private.write_limit(claimed, as_of) from unnest(v_states) as claimed;
end;
$$;

comment on function sluice_private.claim_limits(uuid, jsonb, timestamptz) is
  'Counts one more under these limits, or says which one has no room, and until when if that is '
  'known.';
--! EndIncluded queue/claim_limits.sql
--! Included queue/limit_verdict.sql
create or replace function sluice_private.limit_verdict(rule jsonb)
returns text
language sql
immutable
return jsonb_build_object(
  'ports', jsonb '[]',
  'verdicts', jsonb_build_object('limit', jsonb_build_object(
    'key', rule -> 'key', 'on_limit', rule -> 'on_limit'
  ))
)::text;

comment on function sluice_private.limit_verdict(jsonb) is
  'How a step ends that a limit ends, and why, as an arrival says it.';
--! EndIncluded queue/limit_verdict.sql
--! Included queue/displace_oldest.sql
create or replace function sluice_private.displace_oldest(
  newcomer sluice_private.ready_steps,
  rule jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with others as materialized (
    select lease.execution_id, lease.frame_id, lease.step_no, lease.generation, lease.ready_at
    from sluice_private.step_leases as lease
    where lease.organization_id = newcomer.organization_id
      and lease.limits is not null
      and lease.limits @> jsonb_build_array(jsonb_build_object('key', rule -> 'key'))
    union all
    select b.execution_id, b.frame_id, b.step_no, b.generation, b.ready_at
    from sluice_private.blocked_steps as b
    where b.organization_id = newcomer.organization_id
      and b.limit_key = rule ->> 'key'
      and (b.execution_id, b.frame_id, b.step_no)
        <> (newcomer.execution_id, newcomer.frame_id, newcomer.step_no)
  )
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
  )
  select
    newcomer.organization_id, o.execution_id, 'settle', o.frame_id, o.step_no, o.generation,
    'cancelled', sluice_private.limit_verdict(rule)
  from others as o
  order by o.ready_at, o.execution_id, o.frame_id, o.step_no
  limit greatest(
    0, (select count(*) from others) + 1 - (rule ->> 'concurrency')::int
  );
end;
$$;

comment on function sluice_private.displace_oldest(sluice_private.ready_steps, jsonb) is
  'Asks the oldest steps under a limit to end as cancelled, so that this one has room.';
--! EndIncluded queue/displace_oldest.sql
--! Included queue/refuse_step.sql
/* The row of the step is locked. One that is to be skipped stands in no line. */
create or replace function sluice_private.refuse_step(
  step sluice_private.ready_steps,
  rule jsonb,
  opens_at timestamptz,
  as_of timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.limits;
begin
  delete from sluice_private.ready_steps as ready
  where ready.organization_id = step.organization_id
    and ready.execution_id = step.execution_id
    and ready.frame_id = step.frame_id
    and ready.step_no = step.step_no;
  insert into sluice_private.blocked_steps (
    organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
    attempt, crashes, priority, ready_at, reason, limit_key, limited_at
  )
  values (
    step.organization_id, step.execution_id, step.frame_id, step.step_no, step.generation,
    step.version_id, step.action, step.input, step.attempt, step.crashes, step.priority,
    step.ready_at, 'limit', case when rule ->> 'on_limit' <> 'skip' then rule ->> 'key' end, as_of
  );

  if rule ->> 'on_limit' = 'skip' then
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
    )
    values (
      step.organization_id, step.execution_id, 'settle', step.frame_id, step.step_no,
      step.generation, 'skipped', sluice_private.limit_verdict(rule)
    );
    return;
  elsif rule ->> 'on_limit' = 'cancel_oldest' then
    perform sluice_private.displace_oldest(step, rule);
  end if;

  v_state := sluice_private.limit_state(step.organization_id, rule ->> 'key');
  if opens_at is not null and (v_state.look_at is null or v_state.look_at > opens_at) then
    v_state.look_at := opens_at;
    perform sluice_private.write_limit(v_state, as_of);
  end if;
end;
$$;

comment on function sluice_private.refuse_step(
  sluice_private.ready_steps, jsonb, timestamptz, timestamptz
) is
  'Puts a step that a limit has no room for in its line, or has it skipped, or the oldest '
  'cancelled.';
--! EndIncluded queue/refuse_step.sql
--! Included queue/judge_limits.sql
create or replace function sluice_private.judge_limits(
  ready sluice_private.ready_steps[],
  as_of timestamptz
)
returns jsonb[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_limits jsonb[] := array(
    select kept.limits
    from unnest(ready) with ordinality as r
    cross join lateral (
      select w.limits is not null as is_limited
      from sluice.workflow_steps as w
      where w.organization_id = r.organization_id
        and w.version_id = r.version_id
        and w.step_no = r.step_no
      offset 0
    ) as step
    left join lateral (
      select s.limits
      from sluice_private.step_limits as s
      where s.organization_id = r.organization_id
        and s.execution_id = r.execution_id
        and s.frame_id = r.frame_id
        and s.step_no = r.step_no
      offset 0
    ) as kept on step.is_limited
    order by r.ordinality
  );
  v_claim record;
begin
  if cardinality(array_remove(v_limits, null)) = 0 then
    return null;
  end if;
  for v_place in 1 .. cardinality(v_limits) loop
    continue when v_limits[v_place] is null;
    select c.refused, c.opens_at
    into v_claim
    from sluice_private.claim_limits(
      (ready[v_place]).organization_id, v_limits[v_place], as_of
    ) as c;
    if v_claim.refused is not null then
      perform sluice_private.refuse_step(
        ready[v_place], v_claim.refused, v_claim.opens_at, as_of
      );
      v_limits[v_place] := 'false';
    end if;
  end loop;
  return v_limits;
end;
$$;

comment on function sluice_private.judge_limits(sluice_private.ready_steps[], timestamptz) is
  'For each of these steps the limits that it now counts under; false if one has no room. Null: '
  'none of them is limited.';
--! EndIncluded queue/judge_limits.sql
--! Included queue/lease_steps.sql
/* What the host that asks has room for is bound to it at once, as a follow-up is; but what a
   process has died of comes by a job, whose host runs it apart. */
create or replace function sluice_private.lease_steps(
  ready sluice_private.ready_steps[],
  limits jsonb[],
  host sluice_private.workers,
  room int,
  out leased int,
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done record;
begin
  with claimed as (
    delete from sluice_private.ready_steps as ready
    using (
      select held.place, r.limits,
        r.crashes = 0 and r.action = any (host.actions)
        and row_number() over () <= room as is_here
      from unnest(lease_steps.ready, lease_steps.limits) as r (
        organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
        attempt, crashes, priority, seq, ready_at, limits
      )
      cross join lateral (
        select one.ctid as place
        from sluice_private.ready_steps as one
        where one.organization_id = r.organization_id
          and one.execution_id = r.execution_id
          and one.frame_id = r.frame_id
          and one.step_no = r.step_no
        offset 0
      ) as held
      limit cardinality(lease_steps.ready)
    ) as next
    where ready.ctid = next.place
    returning ready.*, next.limits, nextval('sluice_private.lease_token') as token, next.is_here
  ),
  admitted as (
    insert into sluice_private.step_leases (
      organization_id, token, execution_id, frame_id, step_no, generation, version_id, action,
      input, attempt, crashes, priority, slot, worker_id, epoch, bound_at, ready_at, start_by,
      limits
    )
    select
      c.organization_id, c.token, c.execution_id, c.frame_id, c.step_no, c.generation,
      c.version_id, c.action, c.input, c.attempt, c.crashes, c.priority, c.token,
      case when c.is_here then host.id end, case when c.is_here then host.epoch end,
      case when c.is_here then clock_timestamp() end, c.ready_at,
      clock_timestamp() + interval '30 seconds', c.limits
    from claimed as c
    returning step_leases.*
  )
  select
    count(*)::int as leased,
    array_agg((
      a.action,
      json_build_object('organization_id', a.organization_id, 'token', a.token::text),
      null, null, 1, 'sluice:' || a.token, a.priority, null
    )::graphile_worker.job_spec order by a.token) filter (where a.bound_at is null) as jobs,
    array_agg((select h from sluice_private.describe_lease(a) as h) order by a.token)
      filter (where a.bound_at is not null) as handed
  into v_done
  from admitted as a;

  leased := v_done.leased;
  handed := v_done.handed;
  if v_done.jobs is not null then
    perform graphile_worker.add_jobs(v_done.jobs);
  end if;
end;
$$;

comment on function sluice_private.lease_steps(
  sluice_private.ready_steps[], jsonb[], sluice_private.workers, int
) is
  'Gives ready steps a lease, with the limits they count under: how many, and those that are bound '
  'to the host; each of the others has a graphile job. What a limit has refused is not ready.';
--! EndIncluded queue/lease_steps.sql
--! Included queue/asked_pause.sql
create or replace function sluice_private.asked_pause(release sluice_private.limit_releases)
returns timestamptz
language sql
stable
return (
  select attempt.finished_at + least(
    coalesce((attempt.error ->> 'retry_after_ms')::numeric, 1000), 86400000
  )::float8 * interval '1 millisecond'
  from sluice.workflow_step_attempts as attempt
  where attempt.organization_id = release.organization_id
    and attempt.execution_id = release.execution_id
    and attempt.token = release.token
    and attempt.status = 'failed'
    and (jsonb_typeof(attempt.error -> 'retry_after_ms') = 'number'
      or not attempt.error ? 'retry_after_ms'
        and (attempt.error ->> 'class' = 'rate_limited'
          or attempt.error #>> '{detail,status}' = '429'))
  limit 1
);

comment on function sluice_private.asked_pause(sluice_private.limit_releases) is
  'Until when the provider of a step that failed wants no more: what Retry-After says, or one '
  'second for a 429 without.';
--! EndIncluded queue/asked_pause.sql
--! Included queue/first_in_line.sql
create or replace function sluice_private.first_in_line(organization_id uuid, key text)
returns jsonb
language sql
stable
return (
  select sluice_private.limit_rule(b.organization_id, rule.value)
  from (
    select first.organization_id, first.execution_id, first.frame_id, first.step_no
    from sluice_private.blocked_steps as first
    where first.organization_id = first_in_line.organization_id
      and first.limit_key = first_in_line.key
    order by first.priority, first.ready_at
    limit 1
  ) as b
  inner join sluice_private.step_limits as kept
    on kept.organization_id = b.organization_id
    and kept.execution_id = b.execution_id
    and kept.frame_id = b.frame_id
    and kept.step_no = b.step_no
  cross join lateral jsonb_array_elements(kept.limits) as rule (value)
  where rule.value ->> 'key' = first_in_line.key
);

comment on function sluice_private.first_in_line(uuid, text) is
  'The limit as it is for the first of those that wait for this key.';
--! EndIncluded queue/first_in_line.sql
--! Included queue/return_to_ready.sql
create or replace function sluice_private.return_to_ready(steps sluice_private.blocked_steps[])
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  with called as (
    delete from sluice_private.blocked_steps as blocked
    using (select s.* from unnest(steps) as s limit cardinality(steps)) as s
    where blocked.organization_id = any (array[s.organization_id])
      and blocked.execution_id = any (array[s.execution_id])
      and blocked.frame_id = s.frame_id
      and blocked.step_no = s.step_no
      and blocked.limit_key = s.limit_key
    returning blocked.*
  )
  insert into sluice_private.ready_steps (
    organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
    attempt, crashes, priority, ready_at
  )
  select
    c.organization_id, c.execution_id, c.frame_id, c.step_no, c.generation, c.version_id,
    c.action, c.input, c.attempt, c.crashes, c.priority, c.ready_at
  from called as c
  order by c.priority, c.ready_at;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.return_to_ready(sluice_private.blocked_steps[]) is
  'Puts steps that stand in line for a limit, and whose executions are locked, into the backlog; '
  'says how many.';
--! EndIncluded queue/return_to_ready.sql
--! Included queue/call_up_starts.sql
create or replace function sluice_private.call_up_starts(
  organization_id uuid,
  key text,
  as_of timestamptz
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.limits := sluice_private.limit_state(organization_id, key);
  v_line sluice_private.limited_executions[] := array(
    select waiting
    from sluice_private.limited_executions as waiting
    where waiting.organization_id = any (array[call_up_starts.organization_id])
      and waiting.limit_key = call_up_starts.key
    order by waiting.priority, waiting.seq
    limit 1001
  );
  v_rule jsonb := (
    select sluice_private.limit_rule(call_up_starts.organization_id, rule.value)
    from jsonb_array_elements((v_line[1]).limits) as rule (value)
    where rule.value ->> 'key' = call_up_starts.key
  );
  v_room int := least(sluice_private.limit_room(v_rule, v_state, as_of), 1000);
  v_called int;
begin
  update sluice_private.limited_executions as waiting
  set state = 'new', limit_key = null
  from (select l.* from unnest(v_line[1:v_room]) as l limit v_room) as l
  where waiting.organization_id = any (array[l.organization_id])
    and waiting.execution_id = any (array[l.execution_id])
    and waiting.limit_key = call_up_starts.key;
  get diagnostics v_called = row_count;

  v_state.look_at := case
    when cardinality(v_line) <= v_room then null
    when v_room > 0 then as_of + interval '1 second'
    else sluice_private.limit_opens_at(v_rule, v_state, as_of)
  end;
  perform sluice_private.write_limit(v_state, as_of);
  return v_called;
end;
$$;

comment on function sluice_private.call_up_starts(uuid, text, timestamptz) is
  'Has admission look again at as many executions that wait for a limit as there is room for; says '
  'how many.';
--! EndIncluded queue/call_up_starts.sql
--! Included queue/call_up.sql
/* A step moves under the lock of its execution, so that whoever cancels or pauses it finds it.
   Those whose execution is busy, and those that could not begin after all, are looked at again. */
create or replace function sluice_private.call_up(
  organization_id uuid,
  key text,
  as_of timestamptz
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.limits := sluice_private.limit_state(organization_id, key);
  v_rule jsonb := sluice_private.first_in_line(organization_id, key);
  v_room int := least(sluice_private.limit_room(v_rule, v_state, as_of), 1000);
  v_line sluice_private.blocked_steps[];
  v_locked uuid[];
  v_called int := 0;
begin
  if key like any ('{workflow:%,limit:%}') then
    return sluice_private.call_up_starts(organization_id, key, as_of);
  end if;
  v_line := array(
    select b
    from sluice_private.blocked_steps as b
    where b.organization_id = call_up.organization_id and b.limit_key = call_up.key
    order by b.priority, b.ready_at
    limit v_room + 1
  );
  if v_room > 0 and cardinality(v_line) > 0 then
    v_locked := sluice_private.lock_executions(
      array(select call_up.organization_id from generate_series(1, cardinality(v_line))),
      array(select l.execution_id from unnest(v_line) as l)
    );
    v_called := sluice_private.return_to_ready(array(
      select l from unnest(v_line[1:v_room]) as l where l.execution_id = any (v_locked)
    ));
  end if;

  v_state.look_at := case
    when cardinality(v_line) = v_called then null
    when v_called < least(v_room, cardinality(v_line)) then as_of + interval '100 ms'
    when v_room > 0 then as_of + interval '1 second'
    else sluice_private.limit_opens_at(v_rule, v_state, as_of)
  end;
  perform sluice_private.write_limit(v_state, as_of);
  return v_called;
end;
$$;

comment on function sluice_private.call_up(uuid, text, timestamptz) is
  'Puts as many of those in line for a limit back into the backlog as there is room for; says how '
  'many.';
--! EndIncluded queue/call_up.sql
--! Included queue/open_limits.sql
create or replace function sluice_private.open_limits(as_of timestamptz)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key record;
  v_state sluice_private.limits;
  v_count int := 0;
begin
  for v_key in
    with gone as (
      delete from sluice_private.limit_releases as release
      using (
        select first.organization_id, first.seq
        from sluice_private.limit_releases as first
        order by first.seq
        limit 1000
      ) as first
      where release.organization_id = first.organization_id and release.seq = first.seq
      returning release.*
    )
    select
      gone.organization_id, gone.key, count(gone.execution_id)::int as freed,
      max(case when gone.key like 'provider:%' then sluice_private.asked_pause(gone) end)
        as closed_until
    from gone
    group by gone.organization_id, gone.key
  loop
    v_state := sluice_private.limit_state(v_key.organization_id, v_key.key);
    v_state.held := greatest(0, v_state.held - v_key.freed);
    v_state.closed_until := greatest(v_state.closed_until, v_key.closed_until);
    perform sluice_private.write_limit(v_state, as_of);
    v_count := v_count + sluice_private.call_up(v_key.organization_id, v_key.key, as_of);
  end loop;

  for v_key in
    select state.organization_id, state.key
    from sluice_private.limits as state
    where state.look_at <= as_of
    order by state.look_at
    limit 1000
  loop
    v_count := v_count + sluice_private.call_up(v_key.organization_id, v_key.key, as_of);
  end loop;
  return v_count;
end;
$$;

comment on function sluice_private.open_limits(timestamptz) is
  'Counts what has been released under limits, and calls up those in line where there is room; '
  'says how many.';
--! EndIncluded queue/open_limits.sql
--! Included queue/cancel_limited.sql
create or replace function sluice_private.cancel_limited(
  organization_id uuid,
  execution_id uuid,
  rule jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  values (
    cancel_limited.organization_id, cancel_limited.execution_id, 'cancel',
    jsonb_build_object(
      'class', 'limit', 'message', format('limit %s has no room for it', rule ->> 'key'),
      'limit', jsonb_build_object('key', rule -> 'key', 'on_limit', rule -> 'on_limit')
    )::text
  );
end;
$$;

comment on function sluice_private.cancel_limited(uuid, uuid, jsonb) is
  'Asks an execution to end because of a limit.';
--! EndIncluded queue/cancel_limited.sql
--! Included queue/refuse_start.sql
create or replace function sluice_private.refuse_start(
  start sluice_private.limited_executions,
  rule jsonb,
  opens_at timestamptz,
  as_of timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.limits;
begin
  update sluice_private.limited_executions as waiting
  set
    state = case rule ->> 'on_limit' when 'skip' then 'refused' else 'waiting' end,
    limit_key = case when rule ->> 'on_limit' <> 'skip' then rule ->> 'key' end
  where waiting.organization_id = start.organization_id
    and waiting.execution_id = start.execution_id;

  if rule ->> 'on_limit' = 'skip' then
    perform sluice_private.cancel_limited(start.organization_id, start.execution_id, rule);
    return;
  elsif rule ->> 'on_limit' = 'cancel_oldest' then
    perform sluice_private.cancel_limited(start.organization_id, oldest.execution_id, rule)
    from (
      select other.execution_id
      from sluice_private.limited_executions as other
      where other.organization_id = start.organization_id
        and other.state in ('waiting', 'held')
        and other.limits @> jsonb_build_array(jsonb_build_object('key', rule -> 'key'))
      order by other.seq desc
      offset (rule ->> 'concurrency')::int
    ) as oldest;
  end if;

  v_state := sluice_private.limit_state(start.organization_id, rule ->> 'key');
  if opens_at is not null and (v_state.look_at is null or v_state.look_at > opens_at) then
    v_state.look_at := opens_at;
    perform sluice_private.write_limit(v_state, as_of);
  end if;
end;
$$;

comment on function sluice_private.refuse_start(
  sluice_private.limited_executions, jsonb, timestamptz, timestamptz
) is
  'Has an execution that a limit has no room for wait, or be cancelled, or the oldest be.';
--! EndIncluded queue/refuse_start.sql
--! Included queue/admit_starts.sql
/* Under the lock of the execution, so that whoever cancels it finds it; one that is busy is for the
   next look. */
create or replace function sluice_private.admit_starts(as_of timestamptz)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_new sluice_private.limited_executions[] := array(
    select waiting
    from sluice_private.limited_executions as waiting
    where waiting.state = 'new'
    order by waiting.seq
    limit 500
  );
  v_locked uuid[];
  v_start sluice_private.limited_executions;
  v_claim record;
begin
  if v_new = '{}' then
    return 0;
  end if;
  v_locked := sluice_private.lock_executions(
    array(select n.organization_id from unnest(v_new) as n),
    array(select n.execution_id from unnest(v_new) as n)
  );
  for v_start in
    select n.* from unnest(v_new) as n
    where n.execution_id = any (v_locked)
    order by n.priority, n.seq
  loop
    select c.refused, c.opens_at
    into v_claim
    from sluice_private.claim_limits(v_start.organization_id, v_start.limits, as_of) as c;
    if v_claim.refused is not null then
      perform sluice_private.refuse_start(v_start, v_claim.refused, v_claim.opens_at, as_of);
      continue;
    end if;
    update sluice_private.limited_executions as waiting
    set state = 'held'
    where waiting.organization_id = v_start.organization_id
      and waiting.execution_id = v_start.execution_id;
    insert into sluice_private.arrivals (organization_id, execution_id, kind, generation)
    values (v_start.organization_id, v_start.execution_id, 'start', v_start.generation);
  end loop;
  return cardinality(v_locked);
end;
$$;

comment on function sluice_private.admit_starts(timestamptz) is
  'Lets executions under limits begin where there is room; says how many it looked at.';
--! EndIncluded queue/admit_starts.sql
--! Included queue/tg_limited_executions__release.sql
create or replace function sluice_private.tg_limited_executions__release()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.limit_releases (organization_id, key, execution_id)
  select old.organization_id, rule.value ->> 'key', old.execution_id
  from jsonb_array_elements(old.limits) as rule (value);
  return null;
end;
$$;

comment on function sluice_private.tg_limited_executions__release() is
  'An execution that ends releases what it counted under.';
--! EndIncluded queue/tg_limited_executions__release.sql
--! Included queue/limited_executions_release.sql
create or replace trigger _500_release
after delete on sluice_private.limited_executions
for each row when (old.state = 'held')
execute function sluice_private.tg_limited_executions__release();
--! EndIncluded queue/limited_executions_release.sql
--! Included queue/tg_step_leases__release.sql
create or replace function sluice_private.tg_step_leases__release()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.limit_releases (organization_id, key, execution_id, token)
  select old.organization_id, rule.value ->> 'key', old.execution_id, old.token
  from jsonb_array_elements(old.limits) as rule (value);
  return null;
end;
$$;

comment on function sluice_private.tg_step_leases__release() is
  'Whatever takes a lease away releases what it counted under.';
--! EndIncluded queue/tg_step_leases__release.sql
--! Included queue/step_leases_release.sql
create or replace trigger _500_release
after delete on sluice_private.step_leases
for each row when (old.limits is not null)
execute function sluice_private.tg_step_leases__release();
--! EndIncluded queue/step_leases_release.sql
--! Included queue/serving_groups.sql
/* Where all workers serve the same, there is nothing to count; else what may be admitted of an
   action is up to those who serve it. It counts the leases, of which admission makes one and a half
   for each slot at most. */
create or replace function sluice_private.serving_groups(served text[], free_slots int)
returns table (actions text[], workers int, free int)
language plpgsql
stable
rows 1
set search_path = pg_catalog, pg_temp
as $$
begin
  if (
    select count(distinct w.actions) = 1 from sluice_private.workers as w where not w.is_draining
  ) then
    return query select serving_groups.served, 1, serving_groups.free_slots;
    return;
  end if;
  return query
  with offered as (
    select each.action, array_agg(w.id order by w.id) as ids, sum(w.concurrency) as slots
    from sluice_private.workers as w
    cross join lateral unnest(w.actions) as each (action)
    where not w.is_draining
    group by each.action
  ),
  alike as (
    select array_agg(offered.action order by offered.action) as actions, offered.ids, offered.slots
    from offered
    group by offered.ids, offered.slots
  )
  select
    alike.actions, cardinality(alike.ids),
    greatest(0, ceil(alike.slots * 1.5)::int - (
      select count(*)
      from sluice_private.step_leases as lease
      where case
        when lease.worker_id is null then lease.action = any (alike.actions)
        else lease.worker_id = any (alike.ids)
          and not exists (
            select from sluice_private.arrivals as report
            where report.organization_id = lease.organization_id
              and report.execution_id = lease.execution_id
              and report.token = lease.token
              and report.is_parked
          )
      end
    )::int)
  from alike;
end;
$$;

comment on function sluice_private.serving_groups(text[], int) is
  'Actions that the same workers serve, how many these are, and how many more steps of them may '
  'be admitted.';
--! EndIncluded queue/serving_groups.sql
--! Included queue/admit_group.sql
/* A step that a limit refuses is set aside and takes no room, so there is another look while there
   is some. */
create or replace function sluice_private.admit_group(
  state sluice_private.admissions,
  served text[],
  free int,
  host sluice_private.workers,
  room int,
  out shares sluice_private.organization_share[],
  out queues sluice_private.ready_queue[],
  out waiting uuid[],
  out leased int,
  out handed sluice_private.handed_step[],
  out moved int
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_own sluice_private.admissions := state;
  v_picked record;
  v_limits jsonb[];
  v_done record;
begin
  leased := 0;
  moved := 0;
  v_own.queues := array(select q from unnest(state.queues) as q where q.action = any (served));
  queues := v_own.queues;
  for v_round in 1 .. 20 loop
    exit when leased >= free or v_own.queues = '{}';
    select p.ready, p.queues, p.waiting
    into v_picked
    from sluice_private.pick_ready(v_own, free - leased) as p;
    queues := v_picked.queues;
    waiting := v_picked.waiting;
    exit when v_picked.ready = '{}';
    v_limits := sluice_private.judge_limits(v_picked.ready, v_now);
    moved := moved + cardinality(v_picked.ready);
    select l.leased, l.handed
    into v_done
    from sluice_private.lease_steps(
      v_picked.ready, v_limits, host, room - coalesce(cardinality(handed), 0)
    ) as l;
    leased := leased + v_done.leased;
    handed := handed || v_done.handed;
    v_own.shares := sluice_private.charge_shares(v_own.shares, v_picked.ready, v_limits);
    exit when v_limits is null;
  end loop;
  shares := v_own.shares;
end;
$$;

comment on function sluice_private.admit_group(
  sluice_private.admissions, text[], int, sluice_private.workers, int
) is
  'Admits up to so many steps of these actions, up to room of them to this host itself: what '
  'organizations have had then, the queues that are not empty, who goes on waiting, how many steps '
  'have a lease, those of the host, and how many were moved at all.';
--! EndIncluded queue/admit_group.sql
--! Included queue/admit.sql
/* One admitter at a time, for all workers. Those actions come first that the fewest workers serve:
   the others have somewhere else to go. */
create or replace function sluice_private.admit(
  host sluice_private.workers default null,
  room int default null,
  out moved int,
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_served text[] := array(
    select distinct unnest(workers.actions) as action from sluice_private.workers
    where not workers.is_draining
    order by action
  );
  v_state sluice_private.admissions;
  v_free int;
  v_group record;
  v_done record;
  v_queues sluice_private.ready_queue[];
  v_waiting uuid[];
begin
  moved := 0;
  if not pg_try_advisory_xact_lock(hashtextextended('sluice:admit', 0)) then
    return;
  end if;
  moved := sluice_private.open_limits(sluice_hidden.now())
    + sluice_private.admit_starts(sluice_hidden.now());
  if room is null or exists (
    select from sluice_private.workers as w where w.id <> host.id and not w.is_draining
  ) then
    v_free := sluice_private.free_slots();
  else
    v_free := room;
  end if;
  if v_free = 0 then
    return;
  end if;
  v_state := sluice_private.find_queues(v_served, clock_timestamp());
  if v_state.queues = '{}' then
    return;
  end if;

  v_state := sluice_private.share_out(v_state, clock_timestamp());
  for v_group in
    select g.* from sluice_private.serving_groups(v_served, v_free) as g order by g.workers
  loop
    select a.*
    into v_done
    from sluice_private.admit_group(
      v_state, v_group.actions, least(v_group.free, v_free), host,
      case when not host.is_draining then room - coalesce(cardinality(handed), 0) end
    ) as a;
    v_state.shares := v_done.shares;
    v_queues := v_queues || v_done.queues;
    v_waiting := v_waiting || v_done.waiting;
    v_free := v_free - v_done.leased;
    moved := moved + v_done.moved;
    handed := handed || v_done.handed;
  end loop;
  perform sluice_private.mark_over_share(v_state.shares, v_waiting);
  perform sluice_private.keep_admission(v_state, v_queues, clock_timestamp());
  perform sluice_hidden.failpoint('admitted');
end;
$$;

comment on function sluice_private.admit(sluice_private.workers, int) is
  'Lets executions begin, and admits steps of the backlog for all workers that have room, each '
  'what it serves, where no limit forbids it: how many it moved, and up to room of them as steps '
  'of the host that asks; the others get a graphile job.';
--! EndIncluded queue/admit.sql
--! Included queue/begin_steps.sql
/* Committed before the effect starts. The same worker may ask twice: its reply may be lost. A lease
   that somebody holds is about to be cancelled or to go back, so it is not waited for. */
create or replace function sluice_private.begin_steps(
  worker_id uuid,
  epoch bigint,
  organization_ids uuid[],
  tokens bigint[]
)
returns table (
  organization_id uuid,
  token bigint,
  execution_id uuid,
  node_id text,
  action text,
  attempt int,
  idempotency_key text,
  input text,
  timeout_ms int,
  crashes int
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
  v_worker sluice_private.workers := sluice_private.find_worker(worker_id, epoch);
begin
  return query
  with free as materialized (
    select lease.organization_id, lease.token
    from (
      select pair.*
      from unnest(organization_ids, tokens) as pair (organization_id, token)
      order by pair.token
      limit cardinality(organization_ids)
    ) as wanted
    inner join sluice_private.step_leases as lease
      on lease.organization_id = any (array[wanted.organization_id])
      and lease.token = any (array[wanted.token])
    for update of lease skip locked
  ),
  bound as (
    update sluice_private.step_leases as lease
    set
      worker_id = v_worker.id,
      epoch = v_worker.epoch,
      bound_at = coalesce(lease.bound_at, clock_timestamp())
    from free
    where lease.organization_id = any (array[free.organization_id])
      and lease.token = any (array[free.token])
      and (lease.worker_id is null
        or (lease.worker_id = v_worker.id and lease.epoch = v_worker.epoch))
    returning lease
  )
  select
    h.organization_id, h.token, h.execution_id, h.node_id, h.action, h.attempt,
    h.idempotency_key,
    case when strpos(h.input, 'approval-token:') > 0
      then sluice_private.reveal_links(h.organization_id, h.input)
      else h.input
    end,
    h.timeout_ms,
    (bound.lease).crashes
  from bound
  cross join lateral sluice_private.describe_lease(bound.lease) as h;
  perform sluice_private.note_begun(organization_ids, tokens);
  perform sluice_hidden.failpoint('begun');
end;
$$;

comment on function sluice_private.begin_steps(uuid, bigint, uuid[], bigint[]) is
  'Binds admitted leases to this worker; a token that does not come back is no longer '
  'anybody''s to run.';
grant execute on function sluice_private.begin_steps(uuid, bigint, uuid[], bigint[])
to sluice_worker;
--! EndIncluded queue/begin_steps.sql
--! Included queue/return_leases.sql
/* With max_attempts 1 a job that is merely unlocked would never run again, so it is deleted; the
   next admission brings a new token and a new job. A lease that somebody holds is being reported or
   cancelled, so it is not waited for: only who holds its execution may wait for a lease. */
create or replace function sluice_private.return_leases(
  leases sluice_private.step_leases[],
  crashes int
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  with free as materialized (
    select l.organization_id, l.token, l.execution_id, l.worker_id
    from (select g.* from unnest(leases) as g order by g.token limit cardinality(leases)) as l
    inner join sluice_private.step_leases as lease
      on lease.organization_id = any (array[l.organization_id])
      and lease.token = any (array[l.token])
    for update of lease skip locked
  ),
  returned as (
    delete from sluice_private.step_leases as lease
    using free as l
    where lease.organization_id = any (array[l.organization_id])
      and lease.token = any (array[l.token])
      and lease.worker_id is not distinct from l.worker_id
      and not exists (
        select from sluice_private.arrivals as arrival
        where arrival.organization_id = l.organization_id
          and arrival.execution_id = l.execution_id
          and arrival.token = l.token
      )
    returning lease.*
  ),
  crashed as (
    insert into sluice.workflow_step_attempts (
      organization_id, execution_id, frame_id, step_no, generation, attempt, crash, token,
      worker_id, epoch, status, error, started_at, finished_at
    )
    select
      r.organization_id, r.execution_id, r.frame_id, r.step_no, r.generation, r.attempt,
      r.crashes, r.token, r.worker_id, r.epoch, 'crashed',
      '{"class": "crash", "message": "its worker died"}', r.bound_at, clock_timestamp()
    from returned as r
    where return_leases.crashes > 0
  ),
  jobs as (
    delete from graphile_worker._private_jobs as job using returned as r
    where job.key = 'sluice:' || r.slot
  ),
  ready as (
    insert into sluice_private.ready_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, ready_at
    )
    select
      r.organization_id, r.execution_id, r.frame_id, r.step_no, r.generation, r.version_id,
      r.action, r.input, r.attempt, r.crashes + return_leases.crashes, r.priority, r.ready_at
    from returned as r
    returning 1
  )
  select count(*)::int into v_count from ready;
  perform sluice_private.note_leases(leases);
  perform sluice_private.hold_ready(live.organization_id, live.id)
  from sluice_private.live_executions as live
  where live.paused_at is not null
    and live.id in (select l.execution_id from unnest(leases) as l);
  return v_count;
end;
$$;

comment on function sluice_private.return_leases(sluice_private.step_leases[], int) is
  'Puts leased steps back into the backlog, with this many crashes more, and deletes their '
  'jobs; says how many.';
--! EndIncluded queue/return_leases.sql
--! Included queue/quarantine.sql
/* The execution locks come first, as everywhere; one that is held is left to the next sweep.
   A report that is noted already stands. */
create or replace function sluice_private.quarantine(leases sluice_private.step_leases[])
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_locked uuid[] := sluice_private.lock_executions(
    array(select l.organization_id from unnest(leases) as l),
    array(select l.execution_id from unnest(leases) as l)
  );
  v_suspects sluice_private.step_leases[] := array(
    select l
    from unnest(leases) as l
    where l.execution_id = any (v_locked)
      and not exists (
        select from sluice_private.arrivals as arrival
        where arrival.organization_id = l.organization_id
          and arrival.execution_id = l.execution_id
          and arrival.token = l.token
      )
  );
  v_done record;
begin
  delete from graphile_worker._private_jobs as job
  using unnest(v_suspects) as l
  where job.key = 'sluice:' || l.slot;

  select s.tokens, s.handed
  into v_done
  from sluice_private.settle_guarded(
    array(
      select (
        l.organization_id, l.execution_id, l.token, l.worker_id, l.epoch, 'failed',
        jsonb_build_object(
          'class', 'crash', 'retryable', false,
          'message', format('its worker died %s times while it ran', l.crashes + 1)
        ), 0
      )::sluice_private.step_report
      from unnest(v_suspects) as l
    ),
    null
  ) as s;
  return cardinality(v_done.tokens);
end;
$$;

comment on function sluice_private.quarantine(sluice_private.step_leases[]) is
  'Fails steps that have taken three workers with them; says how many.';
--! EndIncluded queue/quarantine.sql
--! Included queue/count_crashes.sql
create or replace function sluice_private.count_crashes(leases sluice_private.step_leases[])
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_crashed sluice_private.step_leases[] := array(
    select lease from unnest(leases) as lease where lease.crashes < 2
  );
  v_suspects sluice_private.step_leases[] := array(
    select lease from unnest(leases) as lease where lease.crashes >= 2
  );
begin
  return sluice_private.return_leases(v_crashed, 1)
    + coalesce(sluice_private.quarantine(v_suspects), 0);
end;
$$;

comment on function sluice_private.count_crashes(sluice_private.step_leases[]) is
  'Gives steps back that a process died of, or with; after three times they fail. Says how many.';
--! EndIncluded queue/count_crashes.sql
--! Included queue/report_crashes.sql
/* Steps that run in a process of their own: their worker has outlived them. */
create or replace function sluice_private.report_crashes(
  worker_id uuid,
  epoch bigint,
  tokens bigint[]
)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_worker sluice_private.workers := sluice_private.find_worker(worker_id, epoch);
begin
  return sluice_private.count_crashes(array(
    select lease
    from sluice_private.step_leases as lease
    where lease.worker_id = v_worker.id
      and lease.epoch = v_worker.epoch
      and lease.token = any (tokens)
    order by lease.token
  ));
end;
$$;

comment on function sluice_private.report_crashes(uuid, bigint, bigint[]) is
  'The process in which this worker ran these steps died: they go back, or fail after the third '
  'time. Says how many.';
grant execute on function sluice_private.report_crashes(uuid, bigint, bigint[]) to sluice_worker;
--! EndIncluded queue/report_crashes.sql
--! Included queue/find_lost_leases.sql
create or replace function sluice_private.find_lost_leases(armed_at timestamptz)
returns table (lease sluice_private.step_leases, crashes int)
language sql
stable
begin atomic
  select l, case when l.worker_id is not null and worker.id is null then 1 else 0 end
  from sluice_private.step_leases as l
  left join sluice_private.workers as worker
    on worker.id = l.worker_id and worker.epoch = l.epoch
  where case
    when l.expires_at is not null then false
    when l.worker_id is null then l.start_by < clock_timestamp()
      or not exists (
        select from graphile_worker._private_jobs as job
        where job.key = 'sluice:' || l.token
          and (job.attempts < job.max_attempts or job.locked_at is not null)
      )
    else worker.id is null
      or l.missing_since < least(worker.last_seen_at, clock_timestamp()) - interval '4 seconds'
  end
    and clock_timestamp() > find_lost_leases.armed_at
    and not exists (
      select from sluice_private.arrivals as report
      where report.organization_id = l.organization_id
        and report.execution_id = l.execution_id
        and report.token = l.token
    )
  order by l.token
  limit 1000;
end;

comment on function sluice_private.find_lost_leases(timestamptz) is
  'Leases that nobody has reported, or will: never started, unknown to their worker, or of a '
  'dead worker (a crash).';
--! EndIncluded queue/find_lost_leases.sql
--! Included queue/delete_spent_jobs.sql
/* A job whose completion was lost stays locked for hours, though its lease is long gone. */
create or replace function sluice_private.delete_spent_jobs()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  delete from graphile_worker._private_jobs as job
  where job.key like 'sluice:%'
    and coalesce(job.locked_at, job.created_at) < clock_timestamp() - interval '1 minute'
    and not exists (
      select from sluice_private.step_leases as lease
      where lease.slot = substr(job.key, 8)::bigint
    );
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.delete_spent_jobs() is
  'Deletes graphile jobs that have no lease any more; says how many.';
--! EndIncluded queue/delete_spent_jobs.sql
--! Included queue/expire_attempts.sql
/* The worker itself ends an attempt that takes too long and says so; this is for one that no longer
   does. It is reported in the worker's name, so that the retry policy decides; what the worker says
   later is stale. A suspect runs in a process of its own, which its worker ends, and may have
   to wait for one. */
create or replace function sluice_private.expire_attempts()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  with overdue as (
    select lease.*, known.attempt_timeout
    from sluice_private.step_leases as lease
    cross join lateral (
      select w.attempt_timeout
      from sluice.workflow_steps as w
      where w.organization_id = lease.organization_id
        and w.version_id = lease.version_id
        and w.step_no = lease.step_no
      offset 0
    ) as known
    where lease.worker_id is not null
      and lease.crashes = 0
      and lease.bound_at < clock_timestamp() - known.attempt_timeout - interval '5 seconds'
      and not exists (
        select from sluice_private.arrivals as report
        where report.organization_id = lease.organization_id
          and report.execution_id = lease.execution_id
          and report.token = lease.token
      )
    limit 1000
  ),
  reported as (
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, token, worker_id, epoch,
      outcome, body
    )
    select
      o.organization_id, o.execution_id, 'report', o.frame_id, o.step_no, o.generation, o.token,
      o.worker_id, o.epoch, 'failed',
      jsonb_build_object('class', 'timeout', 'message', format(
        'the attempt took longer than %s ms', (extract(epoch from o.attempt_timeout) * 1000)::bigint
      ))::text
    from overdue as o
    returning 1
  )
  select count(*)::int into v_count from reported;
  return v_count;
end;
$$;

comment on function sluice_private.expire_attempts() is
  'Reports attempts that have run five seconds longer than they may as failed; says how many.';
--! EndIncluded queue/expire_attempts.sql
--! Included queue/delete_stale_results.sql
create or replace function sluice_private.delete_stale_results()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_count int;
begin
  delete from sluice_private.cached_results as stale
  using (
    select c.organization_id, c.action, c.key, c.expires_at, c.id
    from sluice_private.cached_results as c
    where c.expires_at <= v_now
    order by c.expires_at
    limit 1000
    for update skip locked
  ) as old
  where stale.organization_id = old.organization_id
    and stale.action = old.action
    and stale.key = old.key
    and stale.expires_at = old.expires_at
    and stale.id = old.id;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.delete_stale_results() is
  'Deletes up to 1,000 cached results that have expired; says how many.';
--! EndIncluded queue/delete_stale_results.sql
--! Included queue/mark_missing_sessions.sql
/* The lock that a session holds for its worker goes with the session, whatever has ended it. */
create or replace function sluice_private.mark_missing_sessions()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_held bigint[] := array(
    select (held.objid::bigint << 32) | held.pid
    from pg_locks as held
    where held.locktype = 'advisory'
      and held.objsubid = 2
      and held.classid = hashtext('sluice:worker')::oid
      and held.database = (
        select pg_database.oid from pg_database where pg_database.datname = current_database()
      )
      and held.granted
  );
begin
  update sluice_private.workers
  set session_missing_since =
    case when workers.session_missing_since is null then clock_timestamp() end
  where workers.session_pid is not null
    and (workers.session_missing_since is null)
      = (((workers.epoch % 2147483647) << 32) | workers.session_pid <> all (v_held));
end;
$$;

comment on function sluice_private.mark_missing_sessions() is
  'Notes of which workers the session has ended, and of which it is there again.';
--! EndIncluded queue/mark_missing_sessions.sql
--! Included queue/remove_dead_workers.sql
/* A worker beats every 3 s, so 12 s of silence are three beats that did not come, and its steps run
   again within 15. One whose session has ended has 2 s to come back with another. A time in the
   future is that of a server whose clock was ahead. What a worker ran that was told to stop, and
   was killed because that took too long, is not suspected of it. */
create or replace function sluice_private.remove_dead_workers(armed_at timestamptz)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_stopped sluice_private.step_leases[];
begin
  with dead as (
    delete from sluice_private.workers
    where (
      remove_dead_workers.armed_at + interval '9 seconds' < v_now
      and abs(extract(epoch from v_now - workers.last_seen_at)) > 12
    )
    or (
      workers.session_missing_since < v_now - interval '2 seconds'
      and workers.last_seen_at < workers.session_missing_since
    )
    returning workers.id, workers.is_draining
  )
  select array_agg(held)
  into v_stopped
  from dead
  inner join sluice_private.step_leases as held on held.worker_id = dead.id
  where dead.is_draining;
  return sluice_private.return_leases(coalesce(v_stopped, '{}'), 0);
end;
$$;

comment on function sluice_private.remove_dead_workers(timestamptz) is
  'Forgets workers that are silent or whose session has ended; says how many steps of stopped '
  'ones went back.';
--! EndIncluded queue/remove_dead_workers.sql
--! Included queue/arm_sweeper.sql
/* An outage is a gap of the sweeper, another server in its place, or a clock that was set back. */
create or replace function sluice_private.arm_sweeper()
returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_server text :=
    left(pg_walfile_name(pg_current_wal_lsn()), 8) || ' ' || pg_postmaster_start_time();
  v_armed_at timestamptz;
begin
  update sluice_private.sweeps
  set
    armed_at = case
      when sweeps.last_at < v_now - interval '10 seconds'
        or sweeps.last_at > v_now
        or sweeps.server <> v_server and sweeps.server <> ''
      then v_now + interval '6 seconds'
      else sweeps.armed_at
    end,
    last_at = v_now,
    server = v_server
  returning sweeps.armed_at into v_armed_at;
  return v_armed_at;
end;
$$;

comment on function sluice_private.arm_sweeper() is
  'Since when the sweeper counts; in the future after an outage, until workers could be heard.';
--! EndIncluded queue/arm_sweeper.sql
--! Included queue/sweep.sql
/* One sweeper at a time. It looks for dead workers each time; at leases and all the rest when one
   has died, or every 2 s. After an outage (a gap, a restart of Postgres, a failover) it only arms
   itself, and counts nobody as dead before every worker has had time to be heard again. */
create or replace function sluice_private.sweep(pause interval default interval '0')
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_armed_at timestamptz;
  v_workers bigint;
  v_lost record;
  v_count int;
begin
  if exists (
    select from sluice_private.sweeps
    where sweeps.last_at between clock_timestamp() - sweep.pause and clock_timestamp()
      and sweep.pause > interval '0'
  ) or not pg_try_advisory_xact_lock(hashtextextended('sluice:sweep', 0)) then
    return 0;
  end if;
  v_armed_at := sluice_private.arm_sweeper();
  if clock_timestamp() < v_armed_at then
    return 0;
  end if;

  perform sluice_private.mark_missing_sessions();
  select count(*) into v_workers from sluice_private.workers;
  v_count := sluice_private.remove_dead_workers(v_armed_at);
  update sluice_private.sweeps
  set looked_at = clock_timestamp()
  where sweep.pause = interval '0'
    or v_workers <> (select count(*) from sluice_private.workers)
    or sweeps.looked_at not between clock_timestamp() - interval '2 seconds' and clock_timestamp();
  if not found then
    return v_count;
  end if;
  perform sluice_private.delete_spent_jobs();
  select
    array_agg(lost.lease) filter (where lost.crashes = 0) as uncounted,
    array_agg(lost.lease) filter (where lost.crashes = 1) as crashed
  into v_lost
  from sluice_private.find_lost_leases(v_armed_at) as lost;

  v_count := v_count + sluice_private.expire_attempts()
    + sluice_private.return_leases(coalesce(v_lost.uncounted, '{}'), 0)
    + sluice_private.count_crashes(coalesce(v_lost.crashed, '{}'))
    + sluice_private.expire_locks();
  perform sluice_private.delete_stale_results();
  perform sluice_private.fold_counts();
  perform sluice_private.fold_trigger_counts();
  delete from sluice_private.ended_traces
  where ended_traces.finished_at < clock_timestamp() - interval '10 minutes';
  perform sluice_private.forget_changes();
  perform sluice_hidden.failpoint('swept');
  return v_count;
end;
$$;

comment on function sluice_private.sweep(interval) is
  'Gives the steps of dead workers, and leases that nobody knows of, back to the backlog, and '
  'ends attempts that take too long; says how many. Nothing if the last sweep is no longer ago '
  'than the pause.';
grant execute on function sluice_private.sweep(interval) to sluice_worker;
--! EndIncluded queue/sweep.sql
--! Included queue/begin_handed.sql
create or replace function sluice_private.begin_handed(handed sluice_private.handed_step[])
returns sluice_private.handed_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if handed is null then
    return null;
  end if;
  perform sluice_private.note_begun(
    array(select h.organization_id from unnest(handed) as h),
    array(select h.token from unnest(handed) as h)
  );
  return array(
    select (
      h.organization_id, h.token, h.execution_id, h.node_id, h.action, h.attempt,
      h.idempotency_key,
      case when strpos(h.input, 'approval-token:') > 0
        then sluice_private.reveal_links(h.organization_id, h.input)
        else h.input
      end,
      h.timeout_ms, h.after_token
    )::sluice_private.handed_step
    from unnest(handed) as h
  );
end;
$$;

comment on function sluice_private.begin_handed(sluice_private.handed_step[]) is
  'Steps that a host has been given, as it gets them.';
--! EndIncluded queue/begin_handed.sql
--! Included queue/pump.sql
create or replace function sluice_private.pump(
  worker_id uuid,
  epoch bigint,
  room int default null
)
returns table (
  advanced int,
  admitted int,
  more boolean,
  next_due timestamptz,
  handed sluice_private.handed_step[]
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
  v_worker sluice_private.workers := sluice_private.find_worker(worker_id, epoch);
  v_matched int := sluice_private.match_events(500) + sluice_private.fire_due(100);
  v_passed int;
begin
  advanced := sluice_private.advance_batch(500);
  select a.moved, sluice_private.begin_handed(a.handed)
  into admitted, handed
  from sluice_private.admit(v_worker, room) as a;
  v_passed := sluice_private.pass_locks(500);
  more := advanced > 0 or admitted > 0 or v_matched > 0 or v_passed > 0;
  if exists (select from sluice.bulk_operations as running where running.status = 'running') then
    more := sluice_private.advance_bulk() or more;
  end if;
  if more and v_worker.is_idle then
    update sluice_private.workers
    set is_idle = false
    where workers.id = v_worker.id and workers.is_idle;
  end if;
  next_due := least(sluice_private.next_timer(), sluice_private.next_look(), (
    select state.look_at
    from sluice_private.limits as state
    where state.look_at is not null
    order by state.look_at
    limit 1
  ));
  return next;
end;
$$;

comment on function sluice_private.pump(uuid, bigint, int) is
  'What a host calls in a loop: advances what is pending, admits what may run (up to room of it to '
  'this host, which begins it at once), carries bulk operations out; when the next timer is due.';
grant execute on function sluice_private.pump(uuid, bigint, int) to sluice_worker;
--! EndIncluded queue/pump.sql
--! Included queue/tick.sql
create or replace function sluice.tick()
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_advanced int;
begin
  perform sluice_hidden.assert_operator('tick');
  perform sluice_private.match_events(1000);
  perform sluice_private.fire_due(1000);
  v_advanced := sluice_private.advance_batch(1000);
  if v_advanced = 0 and sluice_private.advance_apart() then
    v_advanced := 1;
  end if;
  perform sluice_private.admit();
  v_advanced := v_advanced + sluice_private.pass_locks(1000);
  if sluice_private.advance_bulk() then
    v_advanced := greatest(v_advanced, 1);
  end if;
  return v_advanced;
end;
$$;

comment on function sluice.tick() is
  'Does by hand what workers do all the time: advances what is pending, admits what may run; '
  'says how many executions and locks moved.';
grant execute on function sluice.tick() to sluice_admin;
--! EndIncluded queue/tick.sql
--! Included queue/assert_limit.sql
create or replace function sluice_private.assert_limit(given sluice.workflow_limits)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fault text := case
    when given.organization_id is null then 'a limit needs an organization'
    when coalesce(given.name, '') !~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$'
      then 'a limit needs a name of letters, digits, -, . and _'
    when num_nonnulls(given.workflow_id, given.provider) > 1
      then 'a limit is of a workflow or of a provider'
    when given.provider = '' or length(given.provider) > 200
      then 'a provider has a name of 1 to 200 characters'
    when num_nonnulls(given.concurrency, given.rate_count, given.backlog) = 0
      then 'a limit needs a concurrency, a rate or a backlog'
    when num_nonnulls(given.rate_count, given.rate_per) = 1
      or given.burst is not null and given.rate_count is null
      then 'a rate needs rate_count and rate_per'
    when not given.concurrency between 1 and 999999 then 'concurrency is 1 to 999999'
    when not given.rate_count between 1 and 999999 then 'rate_count is 1 to 999999'
    when not given.rate_per between '1 second' and '366 days'
      then 'rate_per is a second to a year'
    when not given.burst between 1 and given.rate_count then 'burst is 1 to rate_count'
    when not given.backlog between 1 and 999999 then 'backlog is 1 to 999999'
    when given.provider is not null and (given.backlog is not null or given.on_limit <> 'queue')
      then 'of a provider only concurrency and rate are set; the steps say what becomes of them'
    else sluice_private.on_limit_fault(jsonb_strip_nulls(jsonb_build_object(
      'on_limit', given.on_limit, 'concurrency', given.concurrency, 'rate', given.rate_count
    )))
  end;
begin
  if given.organization_id is not null then
    perform sluice_hidden.assert_can(given.organization_id, 'manage');
  end if;
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = v_fault,
      hint = 'Such as set_limit(''crm'', provider => ''api.crm.example'', rate_count => 100, '
        'rate_per => ''1 minute'').';
  end if;
  if given.workflow_id is not null and not exists (
    select from sluice.workflows as known
    where known.organization_id = given.organization_id and known.id = given.workflow_id
  ) then
    raise exception using
      errcode = 'SLNTF',
      message = format('workflow %s does not exist in this organization', given.workflow_id),
      hint = 'List sluice.workflows to see those of your organizations.';
  end if;
end;
$$;

comment on function sluice_private.assert_limit(sluice.workflow_limits) is
  'Raises SLVAL, SLFRB or SLNTF unless whoever asks may set this limit, and it is one.';
--! EndIncluded queue/assert_limit.sql
--! Included queue/announce_limit.sql
create or replace function sluice_private.announce_limit(changed sluice.workflow_limits)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.limit_releases (organization_id, key)
  values (
    changed.organization_id,
    case when changed.provider is not null then 'provider:' || changed.provider
      else 'limit:' || changed.name end
  );
  perform sluice_private.tick_workers();
end;
$$;

comment on function sluice_private.announce_limit(sluice.workflow_limits) is
  'Has admission look at those in line for a limit that has changed.';
--! EndIncluded queue/announce_limit.sql
--! Included queue/set_limit.sql
create or replace function sluice.set_limit(
  name text,
  concurrency int default null,
  rate_count int default null,
  rate_per interval default null,
  burst int default null,
  backlog int default null,
  on_limit text default 'queue',
  workflow_id uuid default null,
  provider text default null,
  organization_id uuid default null
)
returns sluice.workflow_limits
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_given sluice.workflow_limits;
  v_limit sluice.workflow_limits;
begin
  v_given.organization_id := coalesce(organization_id, sluice_hidden.current_organization_id());
  select
    set_limit.name, set_limit.concurrency, set_limit.rate_count, set_limit.rate_per,
    set_limit.burst, set_limit.backlog, coalesce(set_limit.on_limit, 'queue'),
    set_limit.workflow_id, set_limit.provider
  into
    v_given.name, v_given.concurrency, v_given.rate_count, v_given.rate_per, v_given.burst,
    v_given.backlog, v_given.on_limit, v_given.workflow_id, v_given.provider;
  perform sluice_private.assert_limit(v_given);

  insert into sluice.workflow_limits as known (
    organization_id, name, concurrency, rate_count, rate_per, burst, backlog, on_limit,
    workflow_id, provider, updated_by
  )
  values (
    v_given.organization_id, v_given.name, v_given.concurrency, v_given.rate_count,
    v_given.rate_per, v_given.burst, v_given.backlog, v_given.on_limit, v_given.workflow_id,
    v_given.provider, sluice_hidden.current_user_id()
  )
  on conflict on constraint workflow_limits_pkey do update set
    concurrency = excluded.concurrency, rate_count = excluded.rate_count,
    rate_per = excluded.rate_per, burst = excluded.burst, backlog = excluded.backlog,
    on_limit = excluded.on_limit, workflow_id = excluded.workflow_id,
    provider = excluded.provider, updated_by = excluded.updated_by
  returning known.* into v_limit;
  perform sluice_private.announce_limit(v_limit);
  return v_limit;
exception
  when unique_violation then
    raise exception using
      errcode = 'SLVAL',
      message = format('provider %s has another limit', set_limit.provider),
      hint = 'Change that one; sluice.workflow_limits has its name.';
  when foreign_key_violation then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', v_given.organization_id),
      hint = 'List sluice.organizations to see those you may use.';
end;
$$;

comment on function sluice.set_limit(
  text, int, int, interval, int, int, text, uuid, text, uuid
) is
  'Creates or replaces a limit of an organization: on the steps that name a provider, else on the '
  'executions of a workflow, else on all of them.';
grant execute on function sluice.set_limit(
  text, int, int, interval, int, int, text, uuid, text, uuid
) to sluice_member, sluice_admin;
--! EndIncluded queue/set_limit.sql
--! Included queue/remove_limit.sql
create or replace function sluice.remove_limit(name text, organization_id uuid default null)
returns sluice.workflow_limits
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_limit sluice.workflow_limits;
begin
  perform sluice_hidden.assert_can(v_organization_id, 'manage');
  delete from sluice.workflow_limits as known
  where known.organization_id = v_organization_id and known.name = remove_limit.name
  returning known.* into v_limit;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('limit %s does not exist', remove_limit.name),
      hint = 'List sluice.workflow_limits to see those of your organizations.';
  end if;
  perform sluice_private.announce_limit(v_limit);
  return v_limit;
end;
$$;

comment on function sluice.remove_limit(text, uuid) is
  'Removes a limit of an organization; what waits for it goes on.';
grant execute on function sluice.remove_limit(text, uuid) to sluice_member, sluice_admin;
--! EndIncluded queue/remove_limit.sql
--! Included queue/check_workflow_rate_limit.sql
/* It counts on its own: who asks before a start is not counted twice. Those who ask at once take
   turns until their transactions end. */
create or replace function sluice.check_workflow_rate_limit(
  organization_id uuid,
  workflow_id uuid default null
)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz;
  v_refused jsonb;
begin
  perform sluice_hidden.assert_can(organization_id, 'run');
  if workflow_id is not null and not exists (
    select from sluice.workflows as known
    where known.organization_id = check_workflow_rate_limit.organization_id
      and known.id = check_workflow_rate_limit.workflow_id
  ) then
    raise exception using
      errcode = 'SLNTF',
      message = format('workflow %s does not exist in this organization', workflow_id),
      hint = 'List sluice.workflows to see those of your organizations.';
  end if;
  perform pg_advisory_xact_lock(
    hashtext('sluice:rates'), hashtext(check_workflow_rate_limit.organization_id::text)
  );
  v_now := sluice_hidden.now();
  v_refused := (
    select c.refused
    from sluice_private.claim_limits(
      check_workflow_rate_limit.organization_id,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'scope', 'check', 'key', 'check:' || known.name, 'count', known.rate_count,
          'period', sluice_private.period_of(known.rate_per, known.rate_count::text),
          'burst', coalesce(known.burst, known.rate_count)
        ))
        from sluice.workflow_limits as known
        where known.organization_id = check_workflow_rate_limit.organization_id
          and known.provider is null
          and known.rate_count is not null
          and (known.workflow_id is null
            or known.workflow_id = check_workflow_rate_limit.workflow_id)
      ), '[]'),
      v_now
    ) as c
  );
  return v_refused is null;
end;
$$;

comment on function sluice.check_workflow_rate_limit(uuid, uuid) is
  'Whether one more execution keeps to the rates of the organization and of this workflow; if so '
  'it counts as one. Apart from starts, which keep to them by themselves.';
grant execute on function sluice.check_workflow_rate_limit(uuid, uuid)
to sluice_member, sluice_admin;
--! EndIncluded queue/check_workflow_rate_limit.sql
--! Included queue/ready_steps_policies.sql
alter table sluice_private.ready_steps enable row level security;
alter table sluice_private.ready_steps force row level security;

drop policy if exists all_owner on sluice_private.ready_steps;
create policy all_owner on sluice_private.ready_steps to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.ready_steps;
create policy select_member on sluice_private.ready_steps for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.ready_steps;
create policy select_admin on sluice_private.ready_steps for select to sluice_admin
using (true);

grant select on sluice_private.ready_steps to sluice_member, sluice_admin;
--! EndIncluded queue/ready_steps_policies.sql
--! Included queue/blocked_steps_policies.sql
alter table sluice_private.blocked_steps enable row level security;
alter table sluice_private.blocked_steps force row level security;

drop policy if exists all_owner on sluice_private.blocked_steps;
create policy all_owner on sluice_private.blocked_steps to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.blocked_steps;
create policy select_member on sluice_private.blocked_steps for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.blocked_steps;
create policy select_admin on sluice_private.blocked_steps for select to sluice_admin
using (true);

grant select on sluice_private.blocked_steps to sluice_member, sluice_admin;
--! EndIncluded queue/blocked_steps_policies.sql
--! Included queue/step_limits_policies.sql
alter table sluice_private.step_limits enable row level security;
alter table sluice_private.step_limits force row level security;

drop policy if exists all_owner on sluice_private.step_limits;
create policy all_owner on sluice_private.step_limits to sluice_owner
using (true) with check (true);
--! EndIncluded queue/step_limits_policies.sql
--! Included queue/limits_policies.sql
alter table sluice_private.limits enable row level security;
alter table sluice_private.limits force row level security;

drop policy if exists all_owner on sluice_private.limits;
create policy all_owner on sluice_private.limits to sluice_owner
using (true) with check (true);
--! EndIncluded queue/limits_policies.sql
--! Included queue/limit_releases_policies.sql
alter table sluice_private.limit_releases enable row level security;
alter table sluice_private.limit_releases force row level security;

drop policy if exists all_owner on sluice_private.limit_releases;
create policy all_owner on sluice_private.limit_releases to sluice_owner
using (true) with check (true);
--! EndIncluded queue/limit_releases_policies.sql
--! Included queue/limited_executions_policies.sql
alter table sluice_private.limited_executions enable row level security;
alter table sluice_private.limited_executions force row level security;

drop policy if exists all_owner on sluice_private.limited_executions;
create policy all_owner on sluice_private.limited_executions to sluice_owner
using (true) with check (true);
--! EndIncluded queue/limited_executions_policies.sql
--! Included queue/workflow_limits_policies.sql
alter table sluice.workflow_limits enable row level security;
alter table sluice.workflow_limits force row level security;

drop policy if exists all_owner on sluice.workflow_limits;
create policy all_owner on sluice.workflow_limits to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_limits;
create policy select_member on sluice.workflow_limits for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_limits;
create policy select_admin on sluice.workflow_limits for select to sluice_admin
using (true);

grant select on sluice.workflow_limits to sluice_member, sluice_admin;
--! EndIncluded queue/workflow_limits_policies.sql
--! Included queue/workflow_limits_stamp.sql
create or replace trigger _100_stamp
before update on sluice.workflow_limits
for each row execute function sluice_private.tg__stamp();
--! EndIncluded queue/workflow_limits_stamp.sql
--! Included queue/step_leases_policies.sql
alter table sluice_private.step_leases enable row level security;
alter table sluice_private.step_leases force row level security;

drop policy if exists all_owner on sluice_private.step_leases;
create policy all_owner on sluice_private.step_leases to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.step_leases;
create policy select_member on sluice_private.step_leases for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.step_leases;
create policy select_admin on sluice_private.step_leases for select to sluice_admin
using (true);

grant select on sluice_private.step_leases to sluice_member, sluice_admin;
--! EndIncluded queue/step_leases_policies.sql
--! Included queue/timers_policies.sql
alter table sluice_private.timers enable row level security;
alter table sluice_private.timers force row level security;

drop policy if exists all_owner on sluice_private.timers;
create policy all_owner on sluice_private.timers to sluice_owner
using (true) with check (true);
--! EndIncluded queue/timers_policies.sql
--! Included queue/workers_policies.sql
alter table sluice_private.workers enable row level security;
alter table sluice_private.workers force row level security;

drop policy if exists all_owner on sluice_private.workers;
create policy all_owner on sluice_private.workers to sluice_owner
using (true) with check (true);

drop policy if exists select_admin on sluice_private.workers;
create policy select_admin on sluice_private.workers for select to sluice_admin
using (true);

grant select on sluice_private.workers to sluice_admin;
--! EndIncluded queue/workers_policies.sql
--! Included queue/workers.sql
create or replace view sluice.workers
with (security_invoker = true)
as
select
  worker.id, worker.host, worker.pid, worker.version, worker.actions, worker.concurrency,
  running.step_count as running_count, running.actions as running_actions,
  running.oldest_at as running_since, worker.is_draining, worker.connection,
  worker.is_listening, worker.started_at, worker.last_seen_at
from sluice_private.workers as worker
cross join lateral (
  select
    coalesce(sum(each.step_count), 0)::int as step_count,
    coalesce(jsonb_object_agg(each.action, each.step_count), '{}') as actions,
    min(each.oldest_at) as oldest_at
  from (
    select lease.action, count(*)::int as step_count, min(lease.bound_at) as oldest_at
    from sluice_private.step_leases as lease
    where lease.worker_id = worker.id
    group by lease.action
  ) as each
) as running;

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
comment on column sluice.workers.connection is
  'direct: its death is found with the end of its connection. pooled: by its silence alone. '
  'unknown: it has not said yet.';
comment on column sluice.workers.is_listening is 'It hears ticks; if not, it only polls.';
comment on column sluice.workers.started_at is 'When it registered.';
comment on column sluice.workers.last_seen_at is 'When it was last heard of.';
grant select on sluice.workers to sluice_admin;
--! EndIncluded queue/workers.sql
--! Included queue/served_actions.sql
/* Security definer: what members may know of the workers is which actions are served, not where. */
create or replace function sluice_hidden.served_actions()
returns table (action text, slots int)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select served.name, sum(worker.concurrency)::int
  from sluice_private.workers as worker
  cross join lateral (
    select distinct unnest(worker.actions) as name
  ) as served
  where not worker.is_draining
  group by served.name;
end;
$$;

comment on function sluice_hidden.served_actions() is
  'The actions that a worker serves now, and how many of its steps at once.';
grant execute on function sluice_hidden.served_actions() to sluice_member, sluice_admin;
--! EndIncluded queue/served_actions.sql
--! Included queue/unserved_actions.sql
create or replace view sluice.unserved_actions
with (security_invoker = true)
as
select
  waiting.organization_id, unserved.action, waiting.step_count, waiting.waiting_since
from (
  select distinct known.name as action
  from sluice.workflow_action_definitions as known
  where known.name not in (select served.action from sluice_hidden.served_actions() as served)
) as unserved
cross join lateral (
  select
    ready.organization_id, count(*)::int as step_count, min(ready.ready_at) as waiting_since
  from sluice_private.ready_steps as ready
  where ready.action = unserved.action
  group by ready.organization_id
) as waiting;

comment on view sluice.unserved_actions is
  'Actions that steps wait for though no worker serves them.';
comment on column sluice.unserved_actions.organization_id is 'The organization of the steps.';
comment on column sluice.unserved_actions.action is 'The action.';
comment on column sluice.unserved_actions.step_count is 'How many steps wait for it.';
comment on column sluice.unserved_actions.waiting_since is 'When the oldest of them was ready.';
grant select on sluice.unserved_actions to sluice_member, sluice_admin;
--! EndIncluded queue/unserved_actions.sql
--! Included queue/admissions_policies.sql
alter table sluice_private.admissions enable row level security;
alter table sluice_private.admissions force row level security;

drop policy if exists all_owner on sluice_private.admissions;
create policy all_owner on sluice_private.admissions to sluice_owner
using (true) with check (true);
--! EndIncluded queue/admissions_policies.sql
--! Included queue/organization_weights_policies.sql
alter table sluice_private.organization_weights enable row level security;
alter table sluice_private.organization_weights force row level security;

drop policy if exists all_owner on sluice_private.organization_weights;
create policy all_owner on sluice_private.organization_weights to sluice_owner
using (true) with check (true);
--! EndIncluded queue/organization_weights_policies.sql
--! Included queue/sweeps_policies.sql
alter table sluice_private.sweeps enable row level security;
alter table sluice_private.sweeps force row level security;

drop policy if exists all_owner on sluice_private.sweeps;
create policy all_owner on sluice_private.sweeps to sluice_owner
using (true) with check (true);
--! EndIncluded queue/sweeps_policies.sql
--! EndIncluded queue/index.sql
--! Included action/index.sql
/* SQL actions: a function (organization_id uuid, input jsonb, context jsonb) returns jsonb that
   runs inside the completing transaction, exactly once. The context is
   { execution: { id, frame_id, step_no, node_id } } of the step that runs. */
--! Included action/action_data_set.sql
create or replace function sluice_private.action_data_set(
  organization_id uuid,
  input jsonb,
  context jsonb
)
returns jsonb
language sql
immutable
parallel safe
return input;

comment on function sluice_private.action_data_set(uuid, jsonb, jsonb) is
  'data.set: its output is its input, with the expressions filled in.';
--! EndIncluded action/action_data_set.sql
--! Included action/action_log_activity.sql
create or replace function sluice_private.action_log_activity(
  organization_id uuid,
  input jsonb,
  context jsonb
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_log record;
begin
  insert into sluice.workflow_execution_logs (
    organization_id, execution_id, step_no, node_id, message, details
  )
  values (
    action_log_activity.organization_id,
    (context #>> '{execution,id}')::uuid,
    (context #>> '{execution,step_no}')::int,
    context #>> '{execution,node_id}',
    input ->> 'description',
    jsonb_strip_nulls(jsonb_build_object(
      'activity_type', input -> 'activity_type', 'metadata', input -> 'metadata'
    ))
  )
  returning id, created_at into v_log;
  return jsonb_build_object('activity_id', v_log.id, 'logged_at', v_log.created_at);
end;
$$;

comment on function sluice_private.action_log_activity(uuid, jsonb, jsonb) is
  'log_activity: writes a line into the log of the execution.';
--! EndIncluded action/action_log_activity.sql
--! EndIncluded action/index.sql
--! Included trace/index.sql
/* Traces: the span that started an execution is kept with it (traceparent), and costs nothing
   where there is none. The span of the execution itself has an id that follows from the
   execution's, so that workers may hang the spans of its steps below it before it has ended; when
   it has, one of the workers that trace tells of it. */
--! Included trace/valid_traceparent.sql
create or replace function sluice_hidden.valid_traceparent(traceparent text)
returns text
language sql
immutable
parallel safe
return case
  when traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'
    and traceparent !~ '^00-0{32}-' and traceparent !~ '-0{16}-' then traceparent
end;

comment on function sluice_hidden.valid_traceparent(text) is
  'A traceparent of W3C Trace Context, or null: what is none starts no trace, and fails nothing.';
grant execute on function sluice_hidden.valid_traceparent(text)
to sluice_member, sluice_admin, sluice_worker;
--! EndIncluded trace/valid_traceparent.sql
--! Included trace/span_id.sql
create or replace function sluice_private.span_id(execution_id uuid, generation int)
returns text
language sql
immutable
return left(md5(execution_id || ':' || generation), 16);

comment on function sluice_private.span_id(uuid, int) is
  'The span of an execution: every worker knows it, before it has ended.';
--! EndIncluded trace/span_id.sql
--! Included trace/child_traceparent.sql
create or replace function sluice_private.child_traceparent(live sluice_private.live_executions)
returns text
language sql
immutable
return overlay(
  live.traceparent placing sluice_private.span_id(live.id, live.generation) from 37 for 16
);

comment on function sluice_private.child_traceparent(sluice_private.live_executions) is
  'What the steps of an execution, and what it calls, have as traceparent; null: it has none.';
--! EndIncluded trace/child_traceparent.sql
--! Included trace/trace_of.sql
create or replace function sluice_private.trace_of(ended sluice_private.executions)
returns sluice_private.ended_traces
language sql
immutable
return (
  ended.organization_id, ended.id, ended.generation, ended.workflow_id, ended.traceparent,
  ended.status, ended.error ->> 'message', ended.created_at, ended.finished_at
)::sluice_private.ended_traces;

comment on function sluice_private.trace_of(sluice_private.executions) is
  'What a worker that traces is to tell of an execution that has ended.';
--! EndIncluded trace/trace_of.sql
--! Included trace/find_traces.sql
create or replace function sluice_private.find_traces(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns table (execution_id uuid, traceparent text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  return query
  select live.id, sluice_private.child_traceparent(live.row)
  from (
    select given.* from unnest(organization_ids, execution_ids)
      as given (organization_id, execution_id)
    limit cardinality(execution_ids)
  ) as given
  cross join lateral (
    select e.id, e as row
    from sluice_private.live_executions as e
    where e.organization_id = given.organization_id and e.id = given.execution_id
    offset 0
  ) as live;
end;
$$;

comment on function sluice_private.find_traces(uuid[], uuid[]) is
  'The traceparents of the steps of executions that are under way; asked by workers that trace.';
grant execute on function sluice_private.find_traces(uuid[], uuid[]) to sluice_worker;
--! EndIncluded trace/find_traces.sql
--! Included trace/take_ended_traces.sql
create or replace function sluice_private.take_ended_traces(at_most int)
returns table (
  execution_id uuid,
  traceparent text,
  span_id text,
  workflow_id uuid,
  workflow text,
  status text,
  message text,
  created_at timestamptz,
  finished_at timestamptz
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with taken as (
    delete from sluice_private.ended_traces as old
    using (
      select e.organization_id, e.execution_id, e.generation
      from sluice_private.ended_traces as e
      limit at_most
      for update skip locked
    ) as first
    where old.organization_id = first.organization_id
      and old.execution_id = first.execution_id
      and old.generation = first.generation
    returning old.*
  )
  select
    t.execution_id, t.traceparent, sluice_private.span_id(t.execution_id, t.generation),
    t.workflow_id, w.name, t.status, t.message, t.created_at, t.finished_at
  from taken as t
  left join sluice.workflows as w
    on w.organization_id = t.organization_id and w.id = t.workflow_id;
end;
$$;

comment on function sluice_private.take_ended_traces(int) is
  'Executions with a trace that have ended, each handed to one worker.';
grant execute on function sluice_private.take_ended_traces(int) to sluice_worker;
--! EndIncluded trace/take_ended_traces.sql
--! Included trace/ended_traces_policies.sql
alter table sluice_private.ended_traces enable row level security;
alter table sluice_private.ended_traces force row level security;

drop policy if exists all_owner on sluice_private.ended_traces;
create policy all_owner on sluice_private.ended_traces to sluice_owner
using (true) with check (true);
--! EndIncluded trace/ended_traces_policies.sql
--! EndIncluded trace/index.sql
--! Included engine/index.sql
/* The engine: how an execution moves.

   A cause (a start, a worker's report, a due timer, a cancel) reaches an execution through one of
   two doors, complete_steps and advance_batch. A door locks its executions first, in the order of
   their ids, skipping those that somebody else holds; nothing else locks an execution, and nothing
   is locked before it. What was skipped stays an arrival, which the drainer takes up.

   Then rounds: record_steps writes the history of the steps that ended and resolves their edges;
   decide_joins says which steps fire and which are skipped; fire_steps runs what is pure and
   collects what a worker shall do or what waits. What has run or been skipped is the next round,
   until nothing is left or the fuel of the transaction is spent. At the end the counts of the
   frames are changed, and a frame in which nothing is under way is done.

   A call starts another execution, its child, and waits. What a child comes to is an arrival at its
   parent, and the end of the call is one at the child: none of them ever locks the other.
   A group that ends without having completed may undo what has completed in it, one step after the
   other, each as an iteration of its own. A group with a lock stands in line for it; pass_locks
   gives it to the next one, who is told by an arrival.

   Where two steps of a worker follow each other and publishing found nothing left to decide between
   them (compile_successors), start_lines, pass_on and end_lines go there straight, in two or three
   statements for a batch instead of the rounds of propagate. What they write is the same; whatever
   is not as simple as that takes the rounds.

   Every function takes and returns sets; a batch that fails is halved until the one item that
   cannot be processed stands alone: it is kept, and its execution parked with the reason.

   Many at once: a bulk operation is a row that the pump carries out, 1,000 executions a time; it
   only leaves them arrivals. The pause of a workflow or organization is a row, too, which
   hold_paused sees from then on; and a bulk operation for what moves without having seen it. */
--! Included engine/workflow_executions.sql
create or replace view sluice.workflow_executions
with (security_invoker = true)
as
select
  live.organization_id, live.id, live.workflow_id, live.version_id, live.trigger_id, live.status,
  live.input, null::jsonb as output, live.error, live.started_by,
  live.created_at, live.started_at, null::timestamptz as finished_at, live.generation,
  live.parent_execution_id, live.parent_frame_id, live.parent_step_no, live.parent_generation,
  live.root_execution_id, live.depth, live.failed_execution_id,
  live.traceparent
from sluice_private.live_executions as live
union all
select
  past.organization_id, past.id, past.workflow_id, past.version_id, past.trigger_id, past.status,
  past.input, past.output, past.error, past.started_by,
  past.created_at, past.started_at, past.finished_at, past.generation,
  past.parent_execution_id, past.parent_frame_id, past.parent_step_no, past.parent_generation,
  past.root_execution_id, past.depth, past.failed_execution_id,
  past.traceparent
from sluice_private.executions as past;

comment on view sluice.workflow_executions is
  'Runs of workflows, those under way and those finished.';
comment on column sluice.workflow_executions.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_executions.id is 'Its id; orders by time of start.';
comment on column sluice.workflow_executions.workflow_id is 'The workflow it is a run of.';
comment on column sluice.workflow_executions.version_id is
  'The version it runs, from start to end.';
comment on column sluice.workflow_executions.trigger_id is 'The trigger that started it.';
comment on column sluice.workflow_executions.status is
  'pending running waiting paused completed failed cancelled timed_out.';
comment on column sluice.workflow_executions.input is 'What expressions read as trigger.';
comment on column sluice.workflow_executions.output is
  'The output of its end, or else an object of the outputs of its last steps.';
comment on column sluice.workflow_executions.error is 'Why it failed, or is paused.';
comment on column sluice.workflow_executions.started_by is 'The person who started it.';
comment on column sluice.workflow_executions.created_at is 'When it was asked for.';
comment on column sluice.workflow_executions.started_at is 'When its first step began.';
comment on column sluice.workflow_executions.finished_at is 'When it ended.';
comment on column sluice.workflow_executions.generation is
  'How often it has been retried; its steps of this generation are the present ones.';
comment on column sluice.workflow_executions.parent_execution_id is
  'The execution that called it; null where none did.';
comment on column sluice.workflow_executions.parent_frame_id is 'The frame of the step that did.';
comment on column sluice.workflow_executions.parent_step_no is 'The step that called it.';
comment on column sluice.workflow_executions.parent_generation is 'The generation of that step.';
comment on column sluice.workflow_executions.root_execution_id is
  'The outermost of the executions that called it; null where none did.';
comment on column sluice.workflow_executions.depth is 'How many calls deep it is.';
comment on column sluice.workflow_executions.failed_execution_id is
  'The execution whose failure it handles, as its error workflow or called by that.';
comment on column sluice.workflow_executions.traceparent is
  'The span that started it, as W3C Trace Context writes it.';
grant select on sluice.workflow_executions to sluice_member, sluice_admin;
--! EndIncluded engine/workflow_executions.sql
--! Included engine/workflow_execution_steps.sql
create or replace view sluice.workflow_execution_steps
with (security_invoker = true)
as
select
  past.organization_id, past.execution_id, past.frame_id, past.step_no, past.generation,
  past.node_id, past.type, past.action, past.status, past.attempt, past.ports, past.verdicts,
  past.input, past.output, past.error, past.ready_at, past.started_at, past.finished_at,
  past.frame_path
from sluice_private.execution_steps as past
union all
select
  live.organization_id, live.execution_id, live.frame_id, live.step_no, live.generation,
  step.node_id, step.type, step.action, live.status, live.attempt, '{}'::text[], null::jsonb,
  live.input, null::jsonb, live.error, live.ready_at, live.started_at, null::timestamptz,
  (
    select frame.path
    from sluice_private.frames as frame
    where frame.organization_id = live.organization_id
      and frame.execution_id = live.execution_id
      and frame.frame_id = live.frame_id
      and live.frame_id <> 0
  )
from (
  select
    ready.organization_id, ready.execution_id, ready.frame_id, ready.step_no, ready.generation,
    ready.version_id, 'queued'::text as status, ready.attempt, ready.input, null::jsonb as error,
    ready.ready_at, null::timestamptz as started_at
  from sluice_private.ready_steps as ready
  union all
  select
    lease.organization_id, lease.execution_id, lease.frame_id, lease.step_no, lease.generation,
    lease.version_id, case when lease.bound_at is null then 'queued' else 'running' end,
    lease.attempt, lease.input, null, lease.ready_at, lease.bound_at
  from sluice_private.step_leases as lease
  union all
  select
    blocked.organization_id, blocked.execution_id, blocked.frame_id, blocked.step_no,
    blocked.generation, blocked.version_id,
    case blocked.reason when 'limit' then 'queued' else 'retrying' end, blocked.attempt,
    blocked.input, blocked.error, blocked.ready_at, null
  from sluice_private.blocked_steps as blocked
  union all
  select
    waiting.organization_id, waiting.execution_id, waiting.frame_id, waiting.step_no,
    waiting.generation, waiting.version_id, 'waiting', 1, waiting.input, null,
    waiting.started_at, waiting.started_at
  from sluice_private.waits as waiting
  union all
  select
    calling.organization_id, calling.execution_id, calling.frame_id, calling.step_no,
    calling.generation, calling.version_id,
    case when calling.child_id is null then 'retrying' else 'waiting' end, calling.attempt,
    calling.input, calling.error, calling.started_at, calling.started_at
  from sluice_private.calls as calling
  union all
  select
    opened.organization_id, opened.execution_id, opened.frame_id, opened.step_no,
    opened.generation, opened.version_id,
    case when opened.waits_for is null then 'running' else 'waiting' end, 1,
    case when opened.waits_for is not null then jsonb_build_object('lock', opened.waits_for) end,
    null, opened.started_at,
    opened.started_at
  from sluice_private.containers as opened
  where not opened.is_settled
) as live
inner join sluice.workflow_steps as step
  on step.organization_id = live.organization_id
  and step.version_id = live.version_id
  and step.step_no = live.step_no;

comment on view sluice.workflow_execution_steps is
  'Steps of executions: one row per node of a frame, those under way and those finished.';
comment on column sluice.workflow_execution_steps.organization_id is
  'The organization it belongs to.';
comment on column sluice.workflow_execution_steps.execution_id is 'The execution.';
comment on column sluice.workflow_execution_steps.frame_id is 'The frame; 0 is the root.';
comment on column sluice.workflow_execution_steps.step_no is 'The step of the version.';
comment on column sluice.workflow_execution_steps.generation is
  'Grows by one when its execution is retried; kept steps say so in verdicts.kept_from.';
comment on column sluice.workflow_execution_steps.node_id is 'The node in the definition.';
comment on column sluice.workflow_execution_steps.type is
  'The primitive: trigger, action, choice, wait, call, end, foreach, loop, group; or compensation.';
comment on column sluice.workflow_execution_steps.action is
  'Of an action: its name in the catalogue.';
comment on column sluice.workflow_execution_steps.status is
  'pending queued running waiting retrying completed failed skipped cancelled timed_out.';
comment on column sluice.workflow_execution_steps.attempt is 'The attempt it is at, or ended with.';
comment on column sluice.workflow_execution_steps.ports is 'The ports it completed on.';
comment on column sluice.workflow_execution_steps.verdicts is
  'Why: which edges went live, and what each condition answered.';
comment on column sluice.workflow_execution_steps.input is 'Its input, expressions filled in.';
comment on column sluice.workflow_execution_steps.output is 'What it gave.';
comment on column sluice.workflow_execution_steps.error is
  'Why it failed, or is to be tried again.';
comment on column sluice.workflow_execution_steps.ready_at is 'When it could first have run.';
comment on column sluice.workflow_execution_steps.started_at is 'When it began.';
comment on column sluice.workflow_execution_steps.finished_at is 'When it ended.';
comment on column sluice.workflow_execution_steps.frame_path is
  'The iterations it is in, such as each[3].inner[0]; null at the root.';
grant select on sluice.workflow_execution_steps to sluice_member, sluice_admin;
--! EndIncluded engine/workflow_execution_steps.sql
--! Included engine/lock_executions.sql
/* Lock order: live_executions comes first, sorted by id, once in a transaction. */
create or replace function sluice_private.lock_executions(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_locked uuid[];
begin
  v_locked := array(
    select live.id
    from (
      select distinct pair.organization_id, pair.execution_id
      from unnest(organization_ids, execution_ids) as pair (organization_id, execution_id)
      order by pair.execution_id
      limit cardinality(organization_ids)
    ) as wanted
    cross join lateral (
      select e.id
      from sluice_private.live_executions as e
      where e.organization_id = wanted.organization_id and e.id = wanted.execution_id
      for update skip locked
      offset 0
    ) as live
  );
  if v_locked <> '{}' then
    perform sluice_private.note_changes(organization_ids, execution_ids);
  end if;
  return v_locked;
end;
$$;

comment on function sluice_private.lock_executions(uuid[], uuid[]) is
  'Locks those executions that live and that nobody else holds; says which.';
--! EndIncluded engine/lock_executions.sql
--! Included engine/wait_for_executions.sql
/* Lock order: as in lock_executions; sorted, so that two that wait cannot wait for each other. Who
   has waited in vain leaves it to the drainer. */
create or replace function sluice_private.wait_for_executions(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '250ms'
as $$
declare
  v_locked uuid[];
begin
  v_locked := array(
    select live.id
    from (
      select distinct pair.organization_id, pair.execution_id
      from unnest(organization_ids, execution_ids) as pair (organization_id, execution_id)
      order by pair.execution_id
      limit cardinality(organization_ids)
    ) as wanted
    cross join lateral (
      select e.id
      from sluice_private.live_executions as e
      where e.organization_id = wanted.organization_id and e.id = wanted.execution_id
      for update
      offset 0
    ) as live
  );
  if v_locked <> '{}' then
    perform sluice_private.note_changes(organization_ids, execution_ids);
  end if;
  return v_locked;
exception
  when lock_not_available then
    return '{}'::uuid[];
end;
$$;

comment on function sluice_private.wait_for_executions(uuid[], uuid[]) is
  'Locks those executions that live, waiting up to a quarter of a second for whoever holds '
  'one; says which, none if it took too long.';
--! EndIncluded engine/wait_for_executions.sql
--! Included engine/build_context.sql
/* Of a step on a cycle the frame around may have an earlier output: the inner frame's wins. */
create or replace function sluice_private.build_context(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  refs int[],
  roots text[]
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lineage bigint[] := '{0}';
  v_bindings jsonb;
  v_context jsonb := '{"trigger": null, "vars": null, "steps": null}';
begin
  if frame_id <> 0 then
    select frame.lineage, frame.bindings
    into v_lineage, v_bindings
    from sluice_private.frames as frame
    where frame.organization_id = build_context.organization_id
      and frame.execution_id = build_context.execution_id
      and frame.frame_id = build_context.frame_id;
  end if;
  if refs <> '{}' then
    v_context := v_context || (
      select jsonb_build_object('steps', jsonb_object_agg(
        kept.node_id, jsonb_build_object('output', kept.output, 'status', kept.status)
        order by kept.frame_id
      ))
      from unnest(v_lineage) as around (frame_id)
      cross join unnest(refs) as ref (step_no)
      cross join lateral (
        select o.frame_id, o.node_id, o.status, o.output
        from sluice_private.live_outputs as o
        where o.organization_id = build_context.organization_id
          and o.execution_id = build_context.execution_id
          and o.frame_id = around.frame_id
          and o.step_no = ref.step_no
        offset 0
      ) as kept
    );
  end if;
  if roots && '{trigger,vars,execution,workflow,organization,now}' then
    v_context := v_context || (
      select jsonb_build_object(
        'trigger', case when 'trigger' = any (roots) then live.input end,
        'vars', case when 'vars' = any (roots) then coalesce(live.variables, '{}') end
      )
      || case when roots && '{execution,workflow,organization,now}' then jsonb_build_object(
        'execution', jsonb_build_object('id', live.id, 'created_at', live.created_at),
        'workflow', jsonb_build_object('id', live.workflow_id, 'version_id', live.version_id),
        'organization', jsonb_build_object('id', live.organization_id),
        'now', sluice_hidden.now()
      ) else '{}' end
      from sluice_private.live_executions as live
      where live.organization_id = build_context.organization_id
        and live.id = build_context.execution_id
    );
  end if;
  if v_bindings is not null then
    v_context := v_context || (v_bindings - 'steps') || jsonb_build_object(
      'steps', coalesce(nullif(v_context -> 'steps', 'null'), '{}') || (v_bindings -> 'steps')
    );
  end if;
  return v_context;
end;
$$;

comment on function sluice_private.build_context(uuid, uuid, bigint, int[], text[]) is
  'What expressions see: { trigger, steps, vars, item, index, execution, workflow, organization, '
  'now }, of which only these parts and the outputs of these steps are filled in.';
--! EndIncluded engine/build_context.sql
--! Included engine/error_at.sql
create or replace function sluice_private.error_at(error jsonb, node_id text)
returns jsonb
language sql
immutable
parallel safe
return case jsonb_typeof(error)
  when 'object' then error || jsonb_build_object('node_id', node_id)
  else jsonb_build_object('message', error, 'node_id', node_id)
end;

comment on function sluice_private.error_at(jsonb, text) is 'An error, and the node it came from.';
--! EndIncluded engine/error_at.sql
--! Included engine/success_ports.sql
create or replace function sluice_private.success_ports(type text, config jsonb)
returns text[]
language sql
immutable
parallel safe
return case
  when type = 'wait' then array(select jsonb_array_elements_text(config -> 'ports'))
  when type in ('foreach', 'loop', 'group') then '{main,done}'
  else '{main}'
end;

comment on function sluice_private.success_ports(text, jsonb) is
  'The ports that a step of this type opens when it completes in every way that it can.';
--! EndIncluded engine/success_ports.sql
--! Included engine/route_failure.sql
create or replace function sluice_private.route_failure(
  step sluice.workflow_steps,
  error jsonb
)
returns text[]
language sql
immutable
parallel safe
return case
  when step.on_error = 'continue' and step.type = 'wait' then '{main}'
  when step.on_error = 'continue' then sluice_private.success_ports(step.type, step.config)
  when step.on_error = 'branch' and ('error:' || (error ->> 'class')) = any (step.error_ports)
    then array['error:' || (error ->> 'class')]
  when step.on_error = 'branch' and 'error' = any (step.error_ports) then array['error']
end;

comment on function sluice_private.route_failure(sluice.workflow_steps, jsonb) is
  'The ports that a failure opens, the most specific error port first; null: it is not handled.';
--! EndIncluded engine/route_failure.sql
--! Included engine/retry_delay.sql
create or replace function sluice_private.retry_delay(
  step sluice.workflow_steps,
  attempt int,
  error jsonb
)
returns interval
language sql
volatile
return interval '1 second' * case
  when jsonb_typeof(error -> 'retry_after_ms') = 'number'
    then least(greatest((error ->> 'retry_after_ms')::numeric, 0), 86400000)::float8 / 1000
  else least(
    extract(epoch from step.retry_max)::double precision,
    extract(epoch from step.retry_initial)::double precision
      * case step.backoff when 'exponential' then power(2, least(attempt - 1, 30)) else 1 end
  ) * (1 - step.retry_jitter * random())
end;

comment on function sluice_private.retry_delay(sluice.workflow_steps, int, jsonb) is
  'How long to wait after this failed attempt: what the error asks for, or the step''s policy.';
--! EndIncluded engine/retry_delay.sql
--! Included engine/step_of.sql
create or replace function sluice_private.step_of(
  organization_id uuid,
  version_id uuid,
  step_no int
)
returns sluice.workflow_steps
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_steps;
begin
  select step.*
  into v_step
  from sluice.workflow_steps as step
  where step.organization_id = step_of.organization_id
    and step.version_id = step_of.version_id
    and step.step_no = step_of.step_no;
  return v_step;
end;
$$;

comment on function sluice_private.step_of(uuid, uuid, int) is 'A step of a version.';
--! EndIncluded engine/step_of.sql
--! Included engine/shape_output.sql
/* In its template the step's own output is what it has given. */
create or replace function sluice_private.shape_output(
  execution_id uuid,
  frame_id bigint,
  step sluice.workflow_steps,
  given jsonb,
  out output jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_context jsonb;
begin
  output := given;
  if step.output_template is null then
    return;
  end if;
  v_context := sluice_private.build_context(
    step.organization_id, execution_id, frame_id, step.output_refs, step.output_roots
  );
  v_context := v_context || jsonb_build_object(
    'steps', coalesce(nullif(v_context -> 'steps', 'null'), '{}') || jsonb_build_object(
      step.node_id, jsonb_build_object('output', given, 'status', 'completed')
    )
  );
  select rendered.value, rendered.error
  into output, error
  from sluice_private.render(
    step.output_template, step.output_slots, step.output_paths, v_context
  ) as rendered;
  if error is null and sluice_hidden.is_oversized(output) then
    error := sluice_private.oversized('its output');
  end if;
end;
$$;

comment on function sluice_private.shape_output(uuid, bigint, sluice.workflow_steps, jsonb) is
  'The output of a step: what it has given, or what its template makes of that.';
--! EndIncluded engine/shape_output.sql
--! Included engine/shape_outputs.sql
/* An output that cannot be made is a failure that is not tried again. */
create or replace function sluice_private.shape_outputs(settled sluice_private.settled_step[])
returns sluice_private.settled_step[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item record;
  v_step sluice_private.settled_step;
  v_made record;
  v_settled sluice_private.settled_step[] := settled;
begin
  for v_item in
    select item.ordinal, step.known
    from (select s.*, row_number() over () as ordinal from unnest(settled) as s) as item
    cross join lateral (
      select known
      from sluice.workflow_steps as known
      where known.organization_id = item.organization_id
        and known.version_id = item.version_id
        and known.step_no = item.step_no
        and known.output_template is not null
      offset 0
    ) as step
    where item.status = 'completed'
  loop
    v_step := v_settled[v_item.ordinal];
    select o.output, o.error
    into v_made
    from sluice_private.shape_output(
      v_step.execution_id, v_step.frame_id, v_item.known, v_step.output
    ) as o;
    v_step.output := v_made.output;
    if v_made.error is not null then
      v_step.status := 'failed';
      v_step.output := jsonb_build_object('error', v_made.error);
      v_step.ports := sluice_private.route_failure(v_item.known, v_made.error);
      v_step.error := sluice_private.error_at(v_made.error, (v_item.known).node_id);
    end if;
    v_settled[v_item.ordinal] := v_step;
  end loop;
  return v_settled;
end;
$$;

comment on function sluice_private.shape_outputs(sluice_private.settled_step[]) is
  'Steps that have completed, with the outputs that replace theirs, or failed for want of these.';
--! EndIncluded engine/shape_outputs.sql
--! Included engine/closings_of.sql
create or replace function sluice_private.closings_of(settled sluice_private.settled_step[])
returns sluice_private.closing_frame[]
language sql
immutable
return (
  select array_agg((
    s.organization_id, s.execution_id, s.frame_id, 'failed', null, s.error
  )::sluice_private.closing_frame)
  from unnest(settled) as s
  where s.ports is null
);

comment on function sluice_private.closings_of(sluice_private.settled_step[]) is
  'The frames that fail with steps whose failure is not handled.';
--! EndIncluded engine/closings_of.sql
--! Included engine/frame_output.sql
create or replace function sluice_private.frame_output(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select case
      when max(kept.bytes_so_far) > sluice_hidden.max_value_bytes() then jsonb_build_object(
        'omitted', 'the outputs of the last steps are too long together: read them from the steps'
      )
      else coalesce(
        (array_agg(kept.output order by kept.step_no desc) filter (where kept.sink = 'end'))[1],
        jsonb_object_agg(kept.node_id, kept.output)
          filter (where kept.bytes_so_far <= sluice_hidden.max_value_bytes()),
        '{}'
      )
    end
    from (
      select o.step_no, o.node_id, o.sink, o.output,
        sum(octet_length(o.output::text)) over (order by o.step_no) as bytes_so_far
      from sluice_private.live_outputs as o
      where o.organization_id = frame_output.organization_id
        and o.execution_id = frame_output.execution_id
        and o.frame_id = frame_output.frame_id
        and o.sink is not null
        and o.output is not null
    ) as kept
  );
end;
$$;

comment on function sluice_private.frame_output(uuid, uuid, bigint) is
  'The output of a frame: that of its last end, else those of its sinks, by node.';
--! EndIncluded engine/frame_output.sql
--! Included engine/keep_outputs.sql
create or replace function sluice_private.keep_outputs(settled sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.live_outputs (
    organization_id, execution_id, frame_id, step_no, node_id, status, output, sink
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no,
    step.node_id, item.status, item.output,
    case when item.status <> 'skipped' and step.is_sink
      then case step.type when 'end' then 'end' else 'plain' end
    end
  from (select s.* from unnest(settled) as s limit cardinality(settled)) as item
  cross join lateral (
    select known.node_id, known.type, known.is_sink, known.is_referenced
    from sluice.workflow_steps as known
    where known.organization_id = item.organization_id
      and known.version_id = item.version_id
      and known.step_no = item.step_no
    offset 0
  ) as step
  where step.is_referenced or (step.is_sink and item.status <> 'skipped');
end;
$$;

comment on function sluice_private.keep_outputs(sluice_private.settled_step[]) is
  'Keeps the outputs that expressions may read, or that belong to the output of the frame.';
--! EndIncluded engine/keep_outputs.sql
--! Included engine/resolve_edges.sql
/* Inlined where it is called. */
create or replace function sluice_private.resolve_edges(settled sluice_private.settled_step)
returns table (targets int[], lives boolean[], verdicts jsonb)
language sql
stable
begin atomic
  select
    leaving.targets,
    leaving.lives,
    case when leaving.verdicts is null then settled.verdicts
      else coalesce(settled.verdicts, '{}') || jsonb_build_object('edges', leaving.verdicts)
    end
  from (
    select
      array_agg(edge.target) as targets,
      array_agg(coalesce(answer.is_open and answer.holds, false)) as lives,
      jsonb_object_agg(
        edge.edge_id,
        case when edge.guard is null then to_jsonb(answer.is_open)
          else jsonb_build_object(
            'port', answer.is_open, 'when', edge.guard::text, 'answer', answer.holds,
            'values', sluice_private.values_of(answer.context, edge.guard_reads)
          )
        end
      ) as verdicts
    from sluice.workflow_edges as edge
    cross join lateral (
      select case when edge.guard is not null and edge.port = any (settled.ports)
        then sluice_private.build_context(
          settled.organization_id, settled.execution_id, settled.frame_id, edge.guard_refs,
          '{trigger,vars,execution,workflow,organization,now}'
        )
      end as context
      offset 0
    ) as seen
    cross join lateral (
      select
        seen.context,
        edge.port = any (settled.ports) as is_open,
        edge.guard is null
          or jsonb_path_match_tz(seen.context, edge.guard, '{}', true) as holds
      offset 0
    ) as answer
    where settled.ports is not null
      and edge.organization_id = settled.organization_id
      and edge.version_id = settled.version_id
      and edge.source = settled.step_no
    offset 0
  ) as leaving;
end;

comment on function sluice_private.resolve_edges(sluice_private.settled_step) is
  'Live or dead, for each edge that leaves a step that has ended, and why.';
--! EndIncluded engine/resolve_edges.sql
--! Included engine/frame_path.sql
create or replace function sluice_private.frame_path(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if frame_id = 0 then
    return null;
  end if;
  return (
    select frame.path
    from sluice_private.frames as frame
    where frame.organization_id = frame_path.organization_id
      and frame.execution_id = frame_path.execution_id
      and frame.frame_id = frame_path.frame_id
  );
end;
$$;

comment on function sluice_private.frame_path(uuid, uuid, bigint) is
  'The iterations that a frame is in, such as each[3].inner[0]; null at the root.';
--! EndIncluded engine/frame_path.sql
--! Included engine/keep_compensation.sql
/* The input is filled in now: what it reads may be gone when it is needed. */
create or replace function sluice_private.keep_compensation(
  completed sluice_private.settled_step,
  step_no int,
  verdicts jsonb
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_undo sluice.workflow_steps := sluice_private.step_of(
    completed.organization_id, completed.version_id, keep_compensation.step_no
  );
  v_last int;
  v_kept sluice_private.compensations;
begin
  if completed.status <> 'completed' then
    return verdicts;
  end if;
  select max(kept.seq)
  into v_last
  from sluice_private.compensations as kept
  where kept.organization_id = completed.organization_id
    and kept.execution_id = completed.execution_id;

  insert into sluice_private.compensations as kept (
    organization_id, execution_id, seq, version_id, frame_id, lineage, path, step_no, generation,
    input, error
  )
  select
    completed.organization_id, completed.execution_id, coalesce(v_last, 0) + 1,
    completed.version_id, completed.frame_id, frame.lineage, frame.path, v_undo.step_no,
    completed.generation, rendered.value, rendered.error
  from sluice_private.frames as frame
  cross join lateral sluice_private.render_step(
    v_undo,
    sluice_private.build_context(
      completed.organization_id, completed.execution_id, completed.frame_id, v_undo.refs,
      v_undo.roots
    )
  ) as rendered
  where frame.organization_id = completed.organization_id
    and frame.execution_id = completed.execution_id
    and frame.frame_id = completed.frame_id
  returning kept.* into v_kept;
  return coalesce(verdicts, '{}') || jsonb_build_object('undo', jsonb_build_object(
    'node_id', v_undo.node_id, 'seq', v_kept.seq, 'input', v_kept.input, 'error', v_kept.error
  ));
end;
$$;

comment on function sluice_private.keep_compensation(sluice_private.settled_step, int, jsonb) is
  'Notes how to undo a step that has completed. Returns the verdicts and, as undo, what it notes: '
  'node_id of the compensation, its input or the error of rendering it, seq in the order of '
  'completion.';
--! EndIncluded engine/keep_compensation.sql
--! Included engine/next_turn.sql
create or replace function sluice_private.next_turn(ended sluice_private.settled_step)
returns sluice_private.resolution
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_next sluice_private.arrivals;
begin
  select arrival.*
  into v_next
  from sluice_private.arrivals as arrival
  where arrival.organization_id = ended.organization_id
    and arrival.execution_id = ended.execution_id
    and arrival.frame_id = ended.frame_id
    and arrival.kind = 'turn'
  order by arrival.created_at, arrival.step_no
  limit 1;

  update sluice_private.frames as frame
  set turn = v_next.step_no
  where frame.organization_id = ended.organization_id
    and frame.execution_id = ended.execution_id
    and frame.frame_id = ended.frame_id
    and frame.turn = ended.step_no;
  if not found or v_next.step_no is null then
    return null;
  end if;
  delete from sluice_private.arrivals as arrival
  where arrival.organization_id = v_next.organization_id
    and arrival.execution_id = v_next.execution_id
    and arrival.seq = v_next.seq;
  return (
    v_next.organization_id, v_next.execution_id, ended.version_id, v_next.frame_id,
    v_next.step_no, v_next.generation, 1, 0, 1, 'any', 1, false, ended.token, ended.slot,
    ended.chain, true
  )::sluice_private.resolution;
end;
$$;

comment on function sluice_private.next_turn(sluice_private.settled_step) is
  'Hands the turn on in a frame whose steps run one at a time; the step that now fires, as a join '
  'that one live edge decides, or null.';
--! EndIncluded engine/next_turn.sql
--! Included engine/next_turns.sql
create or replace function sluice_private.next_turns(ended sluice_private.settled_step[])
returns sluice_private.resolution[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done sluice_private.settled_step;
  v_step sluice.workflow_steps;
  v_next sluice_private.resolution;
  v_resolutions sluice_private.resolution[];
begin
  foreach v_done in array coalesce(ended, '{}') loop
    v_step := sluice_private.step_of(v_done.organization_id, v_done.version_id, v_done.step_no);
    if v_done.ports is not null
      and (v_step.type <> 'end' or v_step.config ->> 'scope' = 'branch')
    then
      v_next := sluice_private.next_turn(v_done);
      if v_next.step_no is not null then
        v_resolutions := v_resolutions || v_next;
      end if;
    end if;
  end loop;
  return v_resolutions;
end;
$$;

comment on function sluice_private.next_turns(sluice_private.settled_step[]) is
  'Whose turn it is next where steps end in groups that run one at a time.';
--! EndIncluded engine/next_turns.sql
--! Included engine/record_steps.sql
/* The one place where a finished step is written and its edges are resolved (R3, R4). */
create or replace function sluice_private.record_steps(settled sluice_private.settled_step[])
returns sluice_private.resolution[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_resolutions sluice_private.resolution[];
  v_turns sluice_private.settled_step[];
begin
  with resolved as materialized (
    select item as step, known.node_id, known.type, known.action, known.compensation,
      known.takes_turns, edges.targets, edges.lives, edges.verdicts
    from (select s from unnest(settled) as s limit cardinality(settled)) as driver (item)
    cross join lateral (
      select w.node_id, w.type, w.action, w.compensation, w.takes_turns
      from sluice.workflow_steps as w
      where (w.organization_id, w.version_id) = ((item).organization_id, (item).version_id)
        and w.step_no = (item).step_no
      offset 0
    ) as known
    cross join lateral sluice_private.resolve_edges(item) as edges
  ),
  recorded as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, action, status,
      attempt, ports, verdicts, input, output, error, ready_at, started_at, finished_at, frame_path
    )
    select
      (r.step).organization_id, (r.step).execution_id, (r.step).frame_id, (r.step).step_no,
      (r.step).generation, r.node_id, r.type, r.action, (r.step).status, (r.step).attempt,
      coalesce((r.step).ports, '{}'),
      case when r.compensation is null then r.verdicts
        else sluice_private.keep_compensation(r.step, r.compensation, r.verdicts) end,
      (r.step).input, (r.step).output, (r.step).error, (r.step).ready_at, (r.step).started_at,
      (r.step).finished_at,
      sluice_private.frame_path((r.step).organization_id, (r.step).execution_id, (r.step).frame_id)
    from resolved as r
  ),
  targets as (
    select
      (r.step).organization_id, (r.step).execution_id, (r.step).version_id, (r.step).frame_id,
      edge.target as step_no, max((r.step).generation) as generation,
      count(*) filter (where edge.is_live)::int as live,
      count(*) filter (where not edge.is_live)::int as dead,
      max((r.step).token) as token, max((r.step).slot) as slot, max((r.step).chain) as chain
    from resolved as r
    cross join lateral unnest(r.targets, r.lives) as edge (target, is_live)
    group by 1, 2, 3, 4, 5
  )
  select array_agg((
      t.organization_id, t.execution_id, t.version_id, t.frame_id, t.step_no, t.generation,
      t.live, t.dead, known.in_degree, known.join_kind, known.join_needed,
      known.join_region <> '{}', t.token, t.slot, t.chain, known.takes_turns
    )::sluice_private.resolution),
    (select array_agg(r.step) from resolved as r where r.takes_turns)
  into v_resolutions, v_turns
  from targets as t
  cross join lateral (
    select w.* from sluice.workflow_steps as w
    where (w.organization_id, w.version_id, w.step_no)
      = (t.organization_id, t.version_id, t.step_no)
    offset 0
  ) as known;
  return v_resolutions || sluice_private.next_turns(v_turns);
end;
$$;

comment on function sluice_private.record_steps(sluice_private.settled_step[]) is
  'Writes the history of steps that ended, with the verdict on each edge, and counts per target '
  'what went live and dead, and which steps it is now the turn of.';
--! EndIncluded engine/record_steps.sql
--! Included engine/add_join_counts.sql
create or replace function sluice_private.add_join_counts(joins jsonb, counts jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step text;
  v_add jsonb;
begin
  for v_step, v_add in select pair.key, pair.value from jsonb_each(counts) as pair loop
    joins := joins || jsonb_build_object(v_step, jsonb_build_array(
      coalesce((joins #>> array[v_step, '0'])::int, 0) + (v_add ->> 0)::int,
      coalesce((joins #>> array[v_step, '1'])::int, 0) + (v_add ->> 1)::int
    ));
  end loop;
  return joins;
end;
$$;

comment on function sluice_private.add_join_counts(jsonb, jsonb) is
  'Adds { step: [live, dead] } to the counts of a frame.';
--! EndIncluded engine/add_join_counts.sql
--! Included engine/merge_joins.sql
/* The update takes the row lock of the frame, under the execution's lock, once per frame. */
create or replace function sluice_private.merge_joins(partial sluice_private.resolution[])
returns sluice_private.fired_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fired sluice_private.fired_step[];
begin
  with changes as (
    select p.organization_id, p.execution_id, p.frame_id,
      jsonb_object_agg(p.step_no, jsonb_build_array(p.live, p.dead)) as counts
    from unnest(partial) as p
    group by p.organization_id, p.execution_id, p.frame_id
    limit cardinality(partial)
  ),
  merged as (
    update sluice_private.frames as frame
    set joins = sluice_private.add_join_counts(frame.joins, changes.counts)
    from changes
    where frame.organization_id = any (array[changes.organization_id])
      and frame.execution_id = any (array[changes.execution_id])
      and frame.frame_id = changes.frame_id
    returning frame.execution_id, frame.frame_id, frame.joins
  ),
  counted as (
    select
      p as resolution,
      (merged.joins #>> array[p.step_no::text, '0'])::int as live,
      (merged.joins #>> array[p.step_no::text, '1'])::int as dead
    from unnest(partial) as p
    inner join merged on merged.execution_id = p.execution_id and merged.frame_id = p.frame_id
  )
  select array_agg((
    (c.resolution).organization_id, (c.resolution).execution_id, (c.resolution).version_id,
    (c.resolution).frame_id, (c.resolution).step_no, (c.resolution).generation,
    c.is_live, (c.resolution).token, (c.resolution).slot, (c.resolution).chain,
    (c.resolution).cancels and c.is_live, (c.resolution).takes_turns
  )::sluice_private.fired_step)
  into v_fired
  from (
    select d.resolution, d.live >= (d.resolution).needed as is_live,
      case (d.resolution).join_kind
        when 'any' then d.live + d.dead = (d.resolution).in_degree
        else
          d.live >= (d.resolution).needed
            and d.live - (d.resolution).live < (d.resolution).needed
          or (d.resolution).in_degree - d.dead < (d.resolution).needed
            and (d.resolution).in_degree - d.dead + (d.resolution).dead >= (d.resolution).needed
      end as is_decided
    from counted as d
  ) as c
  where c.is_decided;
  return v_fired;
end;
$$;

comment on function sluice_private.merge_joins(sluice_private.resolution[]) is
  'Adds to the counts of joins that are partly resolved; returns the steps this decides.';
--! EndIncluded engine/merge_joins.sql
--! Included engine/decide_joins.sql
/* R2: `any` fires when all edges are resolved and one is live; `every` when all are live, and is
   skipped as soon as one is dead; a quorum fires at the live edge it needs, and is skipped as soon
   as it cannot be reached. Where all edges resolve at once no count needs keeping. */
create or replace function sluice_private.decide_joins(resolutions sluice_private.resolution[])
returns sluice_private.fired_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fired sluice_private.fired_step[];
  v_partial sluice_private.resolution[];
begin
  select
    array_agg((
      r.organization_id, r.execution_id, r.version_id, r.frame_id, r.step_no, r.generation,
      r.live >= r.needed, r.token, r.slot, r.chain, r.cancels and r.live >= r.needed,
      r.takes_turns
    )::sluice_private.fired_step) filter (where r.live + r.dead = r.in_degree),
    array_agg(r) filter (where r.live + r.dead < r.in_degree)
  into v_fired, v_partial
  from unnest(resolutions) as r;

  if v_partial is not null then
    v_fired := v_fired || sluice_private.merge_joins(v_partial);
  end if;
  return v_fired;
end;
$$;

comment on function sluice_private.decide_joins(sluice_private.resolution[]) is
  'The steps whose joins are now decided: each fires, or is skipped.';
--! EndIncluded engine/decide_joins.sql
--! Included engine/render_step.sql
create or replace function sluice_private.render_step(
  step sluice.workflow_steps,
  context jsonb,
  out value jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if step.input_slots = '[]' then
    value := step.input_template;
  elsif step.input_keys is not null and pg_column_size(context) < 65536 then
    value := step.input_template || (
      select jsonb_object_agg(
        slot.key, coalesce(jsonb_path_query_first_tz(context, slot.path, '{}', true), 'null')
      )
      from unnest(step.input_keys, step.input_paths) as slot (key, path)
    );
  else
    select rendered.value, rendered.error
    into value, error
    from sluice_private.render(
      step.input_template, step.input_slots, step.input_paths, context
    ) as rendered;
  end if;
  if error is null and sluice_hidden.is_oversized(value) then
    error := sluice_private.oversized('what its templates make');
  end if;
end;
$$;

comment on function sluice_private.render_step(sluice.workflow_steps, jsonb) is
  'The input of a step in a context, or the error that makes it fail.';
--! EndIncluded engine/render_step.sql
--! Included engine/choose.sql
create or replace function sluice_private.choose(
  config jsonb,
  cases jsonpath[],
  context jsonb,
  out ports text[],
  out verdicts jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_case jsonpath;
  v_no int := 0;
  v_holds boolean;
begin
  ports := '{}';
  verdicts := '[]';
  foreach v_case in array cases loop
    v_holds := jsonb_path_match_tz(context, v_case, '{}', true);
    verdicts := verdicts || jsonb_build_array(jsonb_build_object(
      'port', config -> 'ports' -> v_no, 'when', v_case::text, 'answer', v_holds
    ));
    if v_holds then
      ports := ports || (config -> 'ports' ->> v_no);
      exit when config ->> 'mode' = 'first';
    end if;
    v_no := v_no + 1;
  end loop;
  if ports = '{}' and config ->> 'default' is not null then
    ports := array[config ->> 'default'];
  end if;
  verdicts := jsonb_build_object('cases', verdicts);
end;
$$;

comment on function sluice_private.choose(jsonb, jsonpath[], jsonb) is
  'The ports a choice opens, and what each case answered; unknown (null) does not hold.';
--! EndIncluded engine/choose.sql
--! Included engine/fail_step.sql
create or replace function sluice_private.fail_step(
  step sluice.workflow_steps,
  input jsonb,
  error jsonb
)
returns sluice_private.fire_outcome
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
begin
  v_outcome.kind := 'settled';
  v_outcome.status := 'failed';
  v_outcome.input := input;
  v_outcome.error := error;
  v_outcome.ports := sluice_private.route_failure(step, error);
  v_outcome.output := jsonb_build_object('error', error);
  v_outcome.close_status := case when v_outcome.ports is null then 'failed' end;
  return v_outcome;
end;
$$;

comment on function sluice_private.fail_step(sluice.workflow_steps, jsonb, jsonb) is
  'What follows when a step fails as it fires (R6): its error ports, or the end of its frame.';
--! EndIncluded engine/fail_step.sql
--! Included engine/bucket_of.sql
create or replace function sluice_private.bucket_of(workflow_id text, node_id text, key text)
returns bigint
language sql
immutable
parallel safe
return (
  'x' || left(encode(sha256(convert_to(
    jsonb_build_array(workflow_id, node_id, key)::text, 'UTF8'
  )), 'hex'), 8)
)::bit(32)::bigint;

comment on function sluice_private.bucket_of(text, text, text) is
  'The number from 0 to 4294967295 that a split draws for a key: always the same one.';
--! EndIncluded engine/bucket_of.sql
--! Included engine/port_of_bucket.sql
/* Each port has its part of all numbers, as its weight is of all weights, in their order. */
create or replace function sluice_private.port_of_bucket(config jsonb, bucket bigint)
returns text
language sql
immutable
parallel safe
return (
  select config -> 'ports' ->> (item.ordinal::int - 1)
  from jsonb_array_elements(config -> 'weights') with ordinality as item (weight, ordinal)
  where bucket * (config ->> 'total')::numeric < 4294967296 * item.weight::numeric
  order by item.ordinal
  limit 1
);

comment on function sluice_private.port_of_bucket(jsonb, bigint) is
  'The port of a split that a number belongs to.';
--! EndIncluded engine/port_of_bucket.sql
--! Included engine/split.sql
/* The number depends on the workflow and the node, so that two splits do not send the same keys
   the same way; it knows nothing of the version. */
create or replace function sluice_private.split(
  step sluice.workflow_steps,
  context jsonb,
  out ports text[],
  out verdicts jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key text := context #>> '{execution,id}';
  v_bucket bigint;
begin
  if step.input_template is not null then
    select sluice_private.text_of(nullif(rendered.value -> 'key', 'null')), rendered.error
    into v_key, error
    from sluice_private.render_step(step, context) as rendered;
  end if;
  if v_key is null and error is null then
    error := jsonb_build_object(
      'class', 'expression', 'code', 'SLEXP', 'retryable', false,
      'message', 'the key of the split finds nothing',
      'hint', 'Add | default("…") where the value may be missing.'
    );
  end if;
  if error is not null then
    return;
  end if;
  v_bucket := sluice_private.bucket_of(context #>> '{workflow,id}', step.node_id, v_key);
  ports := array[sluice_private.port_of_bucket(step.config, v_bucket)];
  verdicts := jsonb_build_object('split', jsonb_build_object(
    'key', v_key, 'bucket', v_bucket, 'port', ports[1]
  ));
end;
$$;

comment on function sluice_private.split(sluice.workflow_steps, jsonb) is
  'The port that a choice of mode split opens, and the number it drew.';
--! EndIncluded engine/split.sql
--! Included engine/fire_choice.sql
create or replace function sluice_private.fire_choice(
  step sluice.workflow_steps,
  context jsonb
)
returns sluice_private.fire_outcome
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
begin
  v_outcome.kind := 'settled';
  v_outcome.status := 'completed';
  if step.config ->> 'mode' = 'split' then
    select split.ports, split.verdicts, split.error
    into v_outcome.ports, v_outcome.verdicts, v_outcome.error
    from sluice_private.split(step, context) as split;
    if v_outcome.error is not null then
      return sluice_private.fail_step(step, null, v_outcome.error);
    end if;
  else
    select chosen.ports, chosen.verdicts
    into v_outcome.ports, v_outcome.verdicts
    from sluice_private.choose(step.config, step.input_paths, context) as chosen;
    v_outcome.verdicts := v_outcome.verdicts || jsonb_build_object(
      'values', sluice_private.values_of(context, step.reads)
    );
  end if;
  v_outcome.output := jsonb_build_object('ports', v_outcome.ports);
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_choice(sluice.workflow_steps, jsonb) is
  'Which ports a choice opens, and why.';
--! EndIncluded engine/fire_choice.sql
--! Included engine/join_output.sql
/* The steps that lead here are in the same frame, and have been recorded before this one fires.
   They may be thousands: what is read of this one, which each of them would copy, is taken out
   once. */
create or replace function sluice_private.join_output(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  context jsonb
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_steps jsonb := context -> 'steps';
  v_origins jsonb := step.config -> 'origins';
  v_sources int[] := array(select jsonb_array_elements_text(step.config -> 'sources')::int);
begin
  return (
    select coalesce(
      jsonb_object_agg(
        v_origins ->> edge.id, v_steps #> array[v_origins ->> edge.id, 'output']
      ),
      '{}'
    )
    from sluice_private.execution_steps as source
    cross join lateral jsonb_each(source.verdicts -> 'edges') as edge (id, verdict)
    where source.organization_id = fired.organization_id
      and source.execution_id = fired.execution_id
      and source.frame_id = fired.frame_id
      and source.generation = fired.generation
      and source.step_no = any (v_sources)
      and v_origins ? edge.id
      and (edge.verdict = 'true' or edge.verdict @> '{"port": true, "answer": true}')
  );
end;
$$;

comment on function sluice_private.join_output(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'The output of a join: those of the steps whose edges came live, by node.';
--! EndIncluded engine/join_output.sql
--! Included engine/fire_join.sql
create or replace function sluice_private.fire_join(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  context jsonb
)
returns sluice_private.fire_outcome
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
begin
  v_outcome.kind := 'settled';
  v_outcome.status := 'completed';
  v_outcome.ports := '{main}';
  v_outcome.output := sluice_private.join_output(fired, step, context);
  if sluice_hidden.is_oversized(v_outcome.output) then
    return sluice_private.fail_step(step, null, sluice_private.oversized('its output'));
  end if;
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_join(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'A join passes through, with what came to it.';
--! EndIncluded engine/fire_join.sql
--! Included engine/edited_input.sql
create or replace function sluice_private.edited_input(
  fired sluice_private.fired_step,
  node_id text
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_input jsonb;
begin
  delete from sluice_private.kept_steps as kept
  where kept.organization_id = fired.organization_id
    and kept.execution_id = fired.execution_id
    and kept.node_id = edited_input.node_id
    and kept.frame_path = coalesce(
      sluice_private.frame_path(fired.organization_id, fired.execution_id, fired.frame_id), ''
    )
    and kept.is_edited
  returning kept.input into v_input;
  return v_input;
end;
$$;

comment on function sluice_private.edited_input(sluice_private.fired_step, text) is
  'The input that an action of a retried execution is to be run with instead of its own, if any.';
--! EndIncluded engine/edited_input.sql
--! Included engine/find_compensation.sql
create or replace function sluice_private.find_compensation(
  fired sluice_private.fired_step,
  out value jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select kept.input, kept.error
  into value, error
  from sluice_private.frames as frame
  inner join sluice_private.compensations as kept
    on kept.organization_id = frame.organization_id
    and kept.execution_id = frame.execution_id
    and kept.seq = (frame.bindings ->> 'compensation')::int
  where frame.organization_id = fired.organization_id
    and frame.execution_id = fired.execution_id
    and frame.frame_id = fired.frame_id;
end;
$$;

comment on function sluice_private.find_compensation(sluice_private.fired_step) is
  'The input of a compensation that fires, or why it has none.';
--! EndIncluded engine/find_compensation.sql
--! Included engine/cache_key.sql
create or replace function sluice_private.cache_key(
  step sluice.workflow_steps,
  input jsonb,
  context jsonb,
  out key text,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value jsonb := jsonb_build_array(input);
begin
  if step.result_template is not null then
    select rendered.value, rendered.error
    into v_value, error
    from sluice_private.render(
      step.result_template, step.result_slots, step.result_paths, context
    ) as rendered;
    if error is null and v_value = 'null' then
      error := jsonb_build_object(
        'class', 'expression', 'code', 'SLEXP', 'retryable', false,
        'message', 'the key of its cache finds nothing',
        'hint', 'Add | default("…") where the value may be missing.'
      );
    end if;
  end if;
  if error is null then
    key := encode(sha256(convert_to(v_value::text, 'UTF8')), 'hex');
  end if;
end;
$$;

comment on function sluice_private.cache_key(sluice.workflow_steps, jsonb, jsonb) is
  'Under which key the result of an action is kept: a hash of what its cache says, or else of its '
  'input.';
--! EndIncluded engine/cache_key.sql
--! Included engine/find_result.sql
/* A simulation has no cache: its mocks say what actions give. */
create or replace function sluice_private.find_result(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  input jsonb,
  context jsonb,
  out key text,
  out output jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  select made.key, made.error
  into key, error
  from sluice_private.cache_key(step, input, context) as made;
  if key is null or exists (
    select from sluice_private.simulations as s where s.xid = pg_current_xact_id_if_assigned()
  ) then
    return;
  end if;
  output := (
    select cached.output
    from sluice_private.cached_results as cached
    where cached.organization_id = fired.organization_id
      and cached.action = step.action
      and cached.key = find_result.key
      and cached.expires_at > v_now
    order by cached.expires_at desc
    limit 1
  );
end;
$$;

comment on function sluice_private.find_result(
  sluice_private.fired_step, sluice.workflow_steps, jsonb, jsonb
) is
  'What the cache of an action has for this input, and under which key.';
--! EndIncluded engine/find_result.sql
--! Included engine/keep_result.sql
create or replace function sluice_private.keep_result(
  organization_id uuid,
  step sluice.workflow_steps,
  key text,
  output jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.cached_results (organization_id, action, key, expires_at, output)
  values (
    keep_result.organization_id, step.action, keep_result.key,
    sluice_hidden.now() + step.cache_ttl, coalesce(keep_result.output, 'null')
  );
end;
$$;

comment on function sluice_private.keep_result(uuid, sluice.workflow_steps, text, jsonb) is
  'Keeps what an action gave for those that come with the same key while it is fresh.';
--! EndIncluded engine/keep_result.sql
--! Included engine/keep_results.sql
create or replace function sluice_private.keep_results(settled sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.keep_result(
    (item).organization_id, step.known, made.key, (item).output
  )
  from (select s from unnest(settled) as s limit cardinality(settled)) as driver (item)
  cross join lateral (
    select w as known
    from sluice.workflow_steps as w
    where w.organization_id = (item).organization_id
      and w.version_id = (item).version_id
      and w.step_no = (item).step_no
    offset 0
  ) as step
  cross join lateral sluice_private.cache_key(
    step.known, (item).input,
    case when (step.known).result_template is not null then sluice_private.build_context(
      (item).organization_id, (item).execution_id, (item).frame_id, (step.known).refs,
      (step.known).roots
    ) end
  ) as made
  where made.key is not null;
end;
$$;

comment on function sluice_private.keep_results(sluice_private.settled_step[]) is
  'Keeps what workers gave for actions with a cache.';
--! EndIncluded engine/keep_results.sql
--! Included engine/limit_key.sql
create or replace function sluice_private.limit_key(scope text, value jsonb)
returns text
language sql
immutable
return scope || case
  when length(sluice_private.text_of(value)) <= 200 then ':' || sluice_private.text_of(value)
  else '#' || encode(sha256(convert_to(sluice_private.text_of(value), 'UTF8')), 'hex')
end;

comment on function sluice_private.limit_key(text, jsonb) is
  'What is counted together: those of one scope with one value; a long one by its hash.';
--! EndIncluded engine/limit_key.sql
--! Included engine/fill_limits.sql
create or replace function sluice_private.fill_limits(
  compiled jsonb,
  paths jsonpath[],
  context jsonb,
  out limits jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_keys jsonb;
begin
  select rendered.value, rendered.error
  into v_keys, error
  from sluice_private.render(compiled -> 'keys', compiled -> 'slots', paths, context) as rendered;
  if error is null and jsonb_path_exists(v_keys, '$[*] ? (@ == null)') then
    error := jsonb_build_object(
      'class', 'expression', 'code', 'SLEXP', 'retryable', false,
      'message', 'the key of a limit finds nothing',
      'hint', 'Add | default("…") where the value may be missing.'
    );
  end if;
  if error is null then
    limits := (
      select jsonb_agg(
        filled.value || jsonb_build_object('key', filled.key) order by filled.ordinal
      )
      from (
        select distinct on (made.key) made.key, rule.value, rule.ordinal
        from jsonb_array_elements(compiled -> 'rules') with ordinality as rule (value, ordinal)
        cross join lateral sluice_private.limit_key(
          rule.value ->> 'scope', v_keys -> (rule.ordinal - 1)::int
        ) as made (key)
        order by made.key, rule.ordinal
      ) as filled
    );
  end if;
end;
$$;

comment on function sluice_private.fill_limits(jsonb, jsonpath[], jsonb) is
  'Compiled limits with their keys filled in, or the error of a key that cannot be.';
--! EndIncluded engine/fill_limits.sql
--! Included engine/keep_limits.sql
create or replace function sluice_private.keep_limits(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  context jsonb
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_filled record;
begin
  select f.limits, f.error
  into v_filled
  from sluice_private.fill_limits(step.limits, step.limit_paths, context) as f;
  if v_filled.error is null then
    insert into sluice_private.step_limits (
      organization_id, execution_id, frame_id, step_no, limits
    )
    values (
      fired.organization_id, fired.execution_id, fired.frame_id, fired.step_no, v_filled.limits
    )
    on conflict on constraint step_limits_pkey do update set limits = excluded.limits;
  end if;
  return v_filled.error;
end;
$$;

comment on function sluice_private.keep_limits(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'Notes under which limits a step may run, for admission; the error if a key cannot be filled in.';
--! EndIncluded engine/keep_limits.sql
--! Included engine/is_limited.sql
create or replace function sluice_private.is_limited(version sluice.workflow_versions)
returns boolean
language sql
stable
return version.limits is not null or exists (
  select from sluice.workflow_limits as known
  where known.organization_id = version.organization_id and known.provider is null
);

comment on function sluice_private.is_limited(sluice.workflow_versions) is
  'Whether executions of a version begin only when admission lets them.';
--! EndIncluded engine/is_limited.sql
--! Included engine/limits_of.sql
/* A key of the workflow that cannot be filled in counts as one of its own: a start has no step that
   could fail. */
create or replace function sluice_private.limits_of(
  version sluice.workflow_versions,
  execution_id uuid
)
returns jsonb
language sql
stable
return (
  select coalesce(
    case when version.limits is not null then coalesce(
      (
        select filled.limits
        from sluice_private.build_context(
          version.organization_id, limits_of.execution_id, 0, '{}',
          '{trigger,vars,execution,workflow,organization,now}'
        ) as context
        cross join lateral sluice_private.fill_limits(
          version.limits, version.limit_paths, context
        ) as filled
      ),
      (
        select jsonb_agg(
          rule.value || jsonb_build_object('key', (rule.value ->> 'scope') || '!')
        )
        from jsonb_array_elements(version.limits -> 'rules') as rule (value)
      )
    ) end, '[]'
  ) || coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'scope', 'limit', 'key', 'limit:' || known.name, 'on_limit', known.on_limit
      )
      order by known.name
    )
    from sluice.workflow_limits as known
    where known.organization_id = version.organization_id
      and known.provider is null
      and (known.workflow_id is null or known.workflow_id = version.workflow_id)
  ), '[]')
);

comment on function sluice_private.limits_of(sluice.workflow_versions, uuid) is
  'The limits of an execution: of its version, its workflow and its organization.';
--! EndIncluded engine/limits_of.sql
--! Included engine/limit_starts.sql
create or replace function sluice_private.limit_starts(
  version sluice.workflow_versions,
  execution_ids uuid[],
  generation int
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (
    select from sluice_private.simulations as s where s.xid = pg_current_xact_id_if_assigned()
  ) then
    insert into sluice_private.arrivals (organization_id, execution_id, kind)
    select version.organization_id, item.id, 'start'
    from unnest(execution_ids) as item (id);
    return;
  end if;
  insert into sluice_private.limited_executions (
    organization_id, execution_id, workflow_id, generation, limits, priority, limited_at
  )
  select
    version.organization_id, item.id, version.workflow_id, limit_starts.generation,
    sluice_private.limits_of(version, item.id), version.priority, sluice_hidden.now()
  from unnest(execution_ids) as item (id);
end;
$$;

comment on function sluice_private.limit_starts(sluice.workflow_versions, uuid[], int) is
  'Has executions stand in line for admission. A simulation waits for nobody.';
--! EndIncluded engine/limit_starts.sql
--! Included engine/queue_start.sql
create or replace function sluice_private.queue_start(
  organization_id uuid,
  version_id uuid,
  execution_id uuid,
  generation int
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_version sluice.workflow_versions;
begin
  select version.*
  into v_version
  from sluice.workflow_versions as version
  where version.organization_id = queue_start.organization_id
    and version.id = queue_start.version_id;
  if sluice_private.is_limited(v_version) then
    perform sluice_private.limit_starts(v_version, array[execution_id], generation);
  else
    insert into sluice_private.arrivals (organization_id, execution_id, kind, generation)
    values (queue_start.organization_id, queue_start.execution_id, 'start', queue_start.generation);
  end if;
end;
$$;

comment on function sluice_private.queue_start(uuid, uuid, uuid, int) is
  'Has an execution begin that the engine starts; under limits it waits for admission.';
--! EndIncluded engine/queue_start.sql
--! Included engine/backlog_of.sql
create or replace function sluice_private.backlog_of(
  organization_id uuid,
  workflow_id uuid,
  at_most int
)
returns bigint
language sql
stable
return (
  select count(*)
  from (
    (
      select 1
      from sluice_private.limited_executions as waiting
      where waiting.organization_id = backlog_of.organization_id
        and waiting.state in ('new', 'waiting')
        and (backlog_of.workflow_id is null or waiting.workflow_id = backlog_of.workflow_id)
      limit at_most + 1
    )
    union all
    (
      select 1
      from sluice_private.ready_steps as ready
      where ready.organization_id = backlog_of.organization_id
        and backlog_of.workflow_id is null
      limit at_most + 1
    )
    union all
    (
      select 1
      from sluice_private.blocked_steps as blocked
      where blocked.organization_id = backlog_of.organization_id
        and blocked.limit_key is not null
        and backlog_of.workflow_id is null
      limit at_most + 1
    )
  ) as one
);

comment on function sluice_private.backlog_of(uuid, uuid, int) is
  'How many wait, as far as it matters: executions that have not begun; of a whole organization '
  'also steps that are ready, or in line for a limit.';
--! EndIncluded engine/backlog_of.sql
--! Included engine/assert_backlog.sql
/* Starts at the same moment do not see each other: the cap may be passed by as many. */
create or replace function sluice_private.assert_backlog(
  organization_id uuid,
  workflow_id uuid,
  added int
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_full sluice.workflow_limits;
begin
  select known.*
  into v_full
  from sluice.workflow_limits as known
  where known.organization_id = assert_backlog.organization_id
    and known.provider is null
    and (known.workflow_id is null or known.workflow_id = assert_backlog.workflow_id)
    and known.backlog < added + sluice_private.backlog_of(
      known.organization_id, known.workflow_id, known.backlog
    )
  order by known.name
  limit 1;
  if found then
    raise exception using
      errcode = 'SLLIM',
      message = format(
        'as many as may already wait: limit %s allows %s', v_full.name, v_full.backlog
      ),
      hint = 'Start it later, or have an admin raise the backlog with set_limit.';
  end if;
end;
$$;

comment on function sluice_private.assert_backlog(uuid, uuid, int) is
  'Raises SLLIM if so many more would wait than a limit of the organization allows.';
--! EndIncluded engine/assert_backlog.sql
--! Included engine/fire_action.sql
create or replace function sluice_private.fire_action(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  context jsonb
)
returns sluice_private.fire_outcome
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
  v_key text;
begin
  select 'queued', 'completed', '{main}'::text[]
  into v_outcome.kind, v_outcome.status, v_outcome.ports;
  if step.type = 'compensation' then
    select found.value, found.error
    into v_outcome.input, v_outcome.error
    from sluice_private.find_compensation(fired) as found;
  elsif fired.generation > 0 then
    v_outcome.input := sluice_private.edited_input(fired, step.node_id);
  end if;
  if v_outcome.input is null and v_outcome.error is null then
    select rendered.value, rendered.error
    into v_outcome.input, v_outcome.error
    from sluice_private.render_step(step, context) as rendered;
  end if;

  if step.cache_ttl is not null and v_outcome.error is null then
    select cached.key, cached.output, cached.error
    into v_key, v_outcome.output, v_outcome.error
    from sluice_private.find_result(fired, step, v_outcome.input, context) as cached;
    if v_outcome.output is not null then
      v_outcome.kind := 'settled';
      v_outcome.verdicts := '{"cache": "hit"}';
      return v_outcome;
    end if;
  end if;
  if step.runs = 'sql' and v_outcome.error is null then
    v_outcome.kind := 'settled';
    if step.handler = 'sluice_private.action_data_set' then
      v_outcome.output := v_outcome.input;
    else
      select run.output, run.error
      into v_outcome.output, v_outcome.error
      from sluice_private.run_sql_action(
        step.handler, fired.organization_id, v_outcome.input,
        jsonb_build_object('execution', jsonb_build_object(
          'id', fired.execution_id, 'frame_id', fired.frame_id, 'step_no', fired.step_no,
          'node_id', step.node_id
        ))
      ) as run;
      if sluice_hidden.is_oversized(v_outcome.output) then
        v_outcome.error := sluice_private.oversized('its output');
      end if;
    end if;
  elsif step.limits is not null and v_outcome.error is null then
    v_outcome.error := sluice_private.keep_limits(fired, step, context);
  end if;
  if v_outcome.error is not null then
    return sluice_private.fail_step(step, v_outcome.input, v_outcome.error);
  end if;
  if v_key is not null and v_outcome.kind = 'settled' then
    perform sluice_private.keep_result(fired.organization_id, step, v_key, v_outcome.output);
  elsif v_outcome.kind = 'queued' and step.timeout is not null then
    v_outcome.due_at := sluice_hidden.now() + step.timeout;
  end if;
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_action(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'Renders the input of an action; what its cache has is its result, an SQL action runs here and '
  'now, another is for a worker.';
--! EndIncluded engine/fire_action.sql
--! Included engine/wait_fault.sql
create or replace function sluice_private.wait_fault(input jsonb)
returns jsonb
language sql
immutable
begin atomic
  select jsonb_build_object(
    'class', 'expression', 'code', 'SLEXP', 'retryable', false,
    'message', fault.message, 'hint', fault.hint
  )
  from (
    values
      ('for', format('%s is not a duration', coalesce(input ->> 'for', 'null')),
        'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes), up to 100 years.',
        coalesce(sluice_hidden.try_interval(input ->> 'for') > '100 years', true)),
      ('timeout', format('%s is not a duration', coalesce(input ->> 'timeout', 'null')),
        'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes), up to 100 years.',
        coalesce(sluice_hidden.try_interval(input ->> 'timeout') > '100 years', true)),
      ('until', format('%s is not a timestamp', coalesce(input ->> 'until', 'null')),
        'Use ISO 8601 (2026-12-24T18:00:00Z), a date, or epoch seconds.',
        sluice_private.until_instant(input -> 'until') is null),
      ('local', 'local ' || sluice_private.local_fault(input -> 'local'),
        'Such as { "time": "09:00", "days": ["mon"], "zone": "Europe/Berlin" }.',
        sluice_private.local_fault(input -> 'local') is not null),
      ('condition', format('%s is not a duration of 10 seconds to 100 years',
        coalesce(input #>> '{condition,every}', 'null')),
        'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes).',
        sluice_private.poll_interval(input -> 'condition') is null),
      ('events', 'a match is not a text of 1 to 500 characters',
        'Leave match out to wait for any event of the name.',
        exists (
          select from jsonb_path_query(input, '$.events[*].match') as event (key)
          where jsonb_typeof(event.key) in ('null', 'object', 'array')
            or length(event.key #>> '{}') not between 1 and 500
        ))
  ) as fault (place, message, hint, is_there)
  where input ? fault.place and fault.is_there
  limit 1;
end;

comment on function sluice_private.wait_fault(jsonb) is
  'Why a wait cannot begin, now that its expressions are filled in; or null.';
--! EndIncluded engine/wait_fault.sql
--! Included engine/next_allowed_instant.sql
/* The two take turns until they agree; where they never do, as when it is to be night during
   working hours, they are left after a hundred. */
create or replace function sluice_private.next_allowed_instant(
  organization_id uuid,
  local jsonb,
  after timestamptz
)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_calendar sluice.business_calendars;
  v_local jsonb;
  v_next timestamptz := after;
  v_working timestamptz;
begin
  if not local ? 'calendar' then
    return sluice_private.next_local_instant(local, after);
  end if;
  v_calendar := sluice_private.find_calendar(organization_id, local ->> 'calendar');
  if v_calendar.name is null then
    return null;
  end if;
  v_local := jsonb '{"time": {"from": "00:00", "to": "24:00"}}' || local
    || jsonb_build_object('zone', v_calendar.zone);
  for v_turn in 1 .. 100 loop
    v_working := sluice_private.next_working_instant(v_calendar, v_next);
    v_next := sluice_private.next_local_instant(v_local, v_working);
    if v_next = v_working or v_next is null then
      return v_next;
    end if;
  end loop;
  return null;
end;
$$;

comment on function sluice_private.next_allowed_instant(uuid, jsonb, timestamptz) is
  'The first instant from this one on that a local time and its calendar allow, or null where '
  'there is none, or no such calendar.';
--! EndIncluded engine/next_allowed_instant.sql
--! Included engine/calendar_fault.sql
create or replace function sluice_private.calendar_fault(organization_id uuid, local jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_object(
    'class', 'expression', 'code', 'SLEXP', 'retryable', false,
    'message', case
      when local ? 'calendar'
        and sluice_private.find_calendar(organization_id, local ->> 'calendar') is null
        then format('calendar %s does not exist', local ->> 'calendar')
      else 'local never comes: no instant has its time on such a day'
    end,
    'hint', 'Calendars are made with sluice.set_calendar, and have working hours.'
  );
end;
$$;

comment on function sluice_private.calendar_fault(uuid, jsonb) is
  'Why there is no instant that a local time allows.';
--! EndIncluded engine/calendar_fault.sql
--! Included engine/wait_end.sql
create or replace function sluice_private.wait_end(
  organization_id uuid,
  input jsonb,
  out due_at timestamptz,
  out port text,
  out error jsonb
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_timeout timestamptz;
begin
  due_at := least(
    v_now + sluice_hidden.try_interval(input ->> 'for'),
    sluice_private.until_instant(input -> 'until')
  );
  due_at := case when due_at < v_now then v_now else due_at end;
  if input ? 'local' then
    due_at := sluice_private.next_allowed_instant(
      organization_id, input -> 'local', coalesce(due_at, v_now)
    );
    if due_at is null then
      error := sluice_private.calendar_fault(organization_id, input -> 'local');
      return;
    end if;
  end if;
  port := case when due_at is not null then 'elapsed' end;
  if input ? 'timeout' then
    v_timeout := v_now + greatest(sluice_hidden.try_interval(input ->> 'timeout'), '0');
  end if;
  v_timeout := least(v_timeout, sluice_private.approval_end(input -> 'approval', v_now));
  if v_timeout < due_at or due_at is null and v_timeout is not null then
    due_at := v_timeout;
    port := 'timeout';
  end if;
end;
$$;

comment on function sluice_private.wait_end(uuid, jsonb) is
  'When a wait ends if nothing else ends it before, and on which port; or why it cannot begin.';
--! EndIncluded engine/wait_end.sql
--! Included engine/condition_holds.sql
create or replace function sluice_private.condition_holds(
  step sluice.workflow_steps,
  context jsonb
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_context jsonb := context;
begin
  if 'vars' = any (step.roots) then
    v_context := v_context || (
      select jsonb_build_object('vars', coalesce(
        sluice_private.variables_of(version.organization_id, version.workflow_id), '{}'
      ))
      from sluice.workflow_versions as version
      where version.organization_id = step.organization_id and version.id = step.version_id
    );
  end if;
  return coalesce(jsonb_path_match_tz(
    v_context, step.input_paths[cardinality(step.input_paths)], '{}', true
  ), false);
end;
$$;

comment on function sluice_private.condition_holds(sluice.workflow_steps, jsonb) is
  'Whether the condition of a wait holds, by the variables as they are now.';
--! EndIncluded engine/condition_holds.sql
--! Included engine/fire_wait.sql
create or replace function sluice_private.fire_wait(step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
  v_end record;
begin
  select rendered.value, rendered.error
  into v_outcome.input, v_outcome.error
  from sluice_private.render_step(step, context) as rendered;
  v_outcome.kind := 'settled';
  if v_outcome.error is null then
    v_outcome.error := coalesce(
      sluice_private.wait_fault(v_outcome.input),
      sluice_private.approval_fault(step.organization_id, v_outcome.input -> 'approval')
    );
  end if;
  if v_outcome.error is null and v_outcome.input ? 'condition'
    and sluice_private.condition_holds(step, context)
  then
    v_outcome.status := 'completed';
    v_outcome.ports := '{main,met}';
    v_outcome.output := jsonb_build_object('met_at', sluice_hidden.now());
    return v_outcome;
  end if;
  if v_outcome.error is null then
    select ending.due_at, ending.port, ending.error
    into v_end
    from sluice_private.wait_end(step.organization_id, v_outcome.input) as ending;
    v_outcome.error := v_end.error;
  end if;
  if v_outcome.error is not null then
    return sluice_private.fail_step(step, v_outcome.input, v_outcome.error);
  end if;
  v_outcome.kind := 'waiting';
  v_outcome.status := 'waiting';
  v_outcome.due_at := v_end.due_at;
  v_outcome.ports := array[v_end.port];
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_wait(sluice.workflow_steps, jsonb) is
  'Until when a wait lasts, and the port that time would then open; or its end, where its '
  'condition holds already.';
--! EndIncluded engine/fire_wait.sql
--! Included engine/fire_end.sql
create or replace function sluice_private.fire_end(step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
begin
  select rendered.value, rendered.error
  into v_outcome.input, v_outcome.error
  from sluice_private.render_step(step, context) as rendered;

  v_outcome.kind := 'settled';
  if v_outcome.error is not null then
    v_outcome.status := 'failed';
    v_outcome.close_status := 'failed';
    return v_outcome;
  end if;
  v_outcome.status := 'completed';
  v_outcome.ports := '{}';
  v_outcome.output := nullif(v_outcome.input -> 'output', 'null');
  if step.config ->> 'scope' <> 'branch' then
    v_outcome.close_status := step.config ->> 'status';
    v_outcome.closes_execution := step.config ->> 'scope' = 'execution';
    if v_outcome.close_status <> 'completed' then
      v_outcome.error := coalesce(
        nullif(v_outcome.input -> 'error', 'null'),
        jsonb_build_object(
          'class', 'ended', 'node_id', step.node_id,
          'message', format('ended as %s', v_outcome.close_status)
        )
      );
    end if;
  end if;
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_end(sluice.workflow_steps, jsonb) is
  'What an end ends: its branch, or the execution, with which status and output.';
--! EndIncluded engine/fire_end.sql
--! Included engine/fire_call.sql
create or replace function sluice_private.fire_call(step sluice.workflow_steps, context jsonb)
returns sluice_private.fire_outcome
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
begin
  select rendered.value, rendered.error
  into v_outcome.input, v_outcome.error
  from sluice_private.render_step(step, context) as rendered;
  if v_outcome.error is not null then
    return sluice_private.fail_step(step, v_outcome.input, v_outcome.error);
  end if;
  v_outcome.kind := 'calling';
  v_outcome.status := 'waiting';
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_call(sluice.workflow_steps, jsonb) is
  'What a call hands to the workflow that it calls.';
--! EndIncluded engine/fire_call.sql
--! Included engine/container_output.sql
create or replace function sluice_private.container_output(
  container sluice_private.containers,
  step sluice.workflow_steps,
  last sluice_private.ended_iteration
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case step.type
    when 'group' then last.output
    when 'loop' then jsonb_build_object('iterations', container.ended, 'output', last.output)
      || case when step.result_template is null then '{}'
        else jsonb_build_object('item', last.result) end
    else jsonb_build_object(
      'total', container.total, 'completed', container.completed, 'failed', container.failed
    ) || case when step.result_template is null then '{}' else jsonb_build_object('items', (
      select coalesce(jsonb_agg(r.result order by r.iteration), '[]')
      from sluice_private.container_results as r
      where r.organization_id = container.organization_id
        and r.execution_id = container.execution_id
        and r.frame_id = container.frame_id
        and r.step_no = container.step_no
    )) end
  end;
end;
$$;

comment on function sluice_private.container_output(
  sluice_private.containers, sluice.workflow_steps, sluice_private.ended_iteration
) is
  'The output of a container: a group''s is that of its frame, a loop''s that of its last '
  'iteration, a foreach counts, and lists what it collected.';
--! EndIncluded engine/container_output.sql
--! Included engine/is_complete.sql
/* What has been collected is read only where the condition says so: it may be long. */
create or replace function sluice_private.is_complete(
  container sluice_private.containers,
  step sluice.workflow_steps
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_context jsonb := sluice_private.build_context(
    container.organization_id, container.execution_id, container.frame_id, step.result_refs,
    step.result_roots
  );
  v_known sluice.workflow_steps := step;
begin
  if strpos(step.repeat_until::text, '"items"') = 0 then
    v_known.result_template := null;
  end if;
  return jsonb_path_match_tz(
    v_context || jsonb_build_object(
      'steps', coalesce(nullif(v_context -> 'steps', 'null'), '{}') || jsonb_build_object(
        step.node_id, jsonb_build_object(
          'output', sluice_private.container_output(container, v_known, null)
        )
      )
    ),
    step.repeat_until, '{}', true
  ) is true;
end;
$$;

comment on function sluice_private.is_complete(
  sluice_private.containers, sluice.workflow_steps
) is
  'Whether the condition of a foreach holds for what has ended of it so far.';
--! EndIncluded engine/is_complete.sql
--! Included engine/items_fault.sql
create or replace function sluice_private.items_fault(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  items jsonb
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_none sluice_private.containers;
begin
  if jsonb_typeof(items) is distinct from 'array' then
    return jsonb_build_object(
      'class', 'expression', 'code', 'SLEXP', 'retryable', false,
      'message', format('items is no list but %s', jsonb_typeof(items)),
      'hint', 'Give a list; an object becomes one by the filter values.'
    );
  elsif jsonb_array_length(items) > 0 then
    return null;
  elsif jsonb_typeof(step.config -> 'completion') = 'number' then
    return jsonb_build_object(
      'class', 'incomplete', 'retryable', false, 'message',
      format('there are no items, %s were needed', step.config -> 'completion')
    );
  end if;
  v_none.organization_id := fired.organization_id;
  v_none.execution_id := fired.execution_id;
  v_none.frame_id := fired.frame_id;
  v_none.step_no := step.step_no;
  v_none.total := 0;
  v_none.completed := 0;
  v_none.failed := 0;
  if step.repeat_until is not null and not sluice_private.is_complete(v_none, step) then
    return jsonb_build_object(
      'class', 'incomplete', 'retryable', false,
      'message', 'there are no items, and the completion does not hold'
    );
  end if;
  return null;
end;
$$;

comment on function sluice_private.items_fault(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'Why a foreach cannot run over this: it is no list, or an empty one is not enough.';
--! EndIncluded engine/items_fault.sql
--! Included engine/group_fault.sql
create or replace function sluice_private.group_fault(input jsonb)
returns jsonb
language sql
immutable
begin atomic
  select jsonb_build_object(
    'class', 'expression', 'code', 'SLEXP', 'retryable', false,
    'message', format('the %s is not a text of 1 to 500 characters', given.place),
    'hint', 'See what its expressions give.'
  )
  from (
    values ('lock', input -> 'lock'), ('match of cancel_on', input #> '{cancel_on,match}')
  ) as given (place, value)
  where jsonb_typeof(given.value) in ('null', 'object', 'array')
    or length(given.value #>> '{}') not between 1 and 500
  limit 1;
end;

comment on function sluice_private.group_fault(jsonb) is
  'Why a group cannot begin, now that its expressions are filled in; or null.';
--! EndIncluded engine/group_fault.sql
--! Included engine/fire_container.sql
create or replace function sluice_private.fire_container(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  context jsonb
)
returns sluice_private.fire_outcome
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome sluice_private.fire_outcome;
  v_total int := 1;
begin
  select rendered.value, rendered.error
  into v_outcome.input, v_outcome.error
  from sluice_private.render_step(step, context) as rendered;
  if step.type = 'foreach' and v_outcome.error is null then
    v_total := jsonb_array_length(case jsonb_typeof(v_outcome.input -> 'items')
      when 'array' then v_outcome.input -> 'items'
    end);
    v_outcome.error := sluice_private.items_fault(fired, step, v_outcome.input -> 'items');
  elsif step.type = 'loop' and cardinality(step.input_paths) = 1 then
    v_total := (
      jsonb_path_match_tz(
        context || '{"item": null, "index": 0}', step.input_paths[1], '{}', true
      ) is true
    )::int;
  end if;
  if step.type = 'group' and v_outcome.error is null then
    v_outcome.error := sluice_private.group_fault(v_outcome.input);
  end if;
  if v_outcome.error is not null then
    return sluice_private.fail_step(step, v_outcome.input, v_outcome.error);
  elsif v_total > 0 then
    v_outcome.kind := 'opening';
    v_outcome.status := 'running';
    return v_outcome;
  end if;
  v_outcome.kind := 'settled';
  v_outcome.status := 'completed';
  v_outcome.ports := '{main,done}';
  v_outcome.output := case step.type
    when 'loop' then jsonb_build_object('iterations', 0)
    else jsonb_build_object('total', 0, 'completed', 0, 'failed', 0)
      || case when step.result_template is null then jsonb '{}' else '{"items": []}' end
  end;
  v_outcome.input := null;
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_container(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'What a container begins with: its items, or whether there is a first iteration.';
--! EndIncluded engine/fire_container.sql
--! Included engine/shape_fired.sql
create or replace function sluice_private.shape_fired(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  outcome sluice_private.fire_outcome
)
returns sluice_private.fire_outcome
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_made record;
begin
  if outcome.status <> 'completed' then
    return outcome;
  end if;
  select o.output, o.error
  into v_made
  from sluice_private.shape_output(
    fired.execution_id, fired.frame_id, step, outcome.output
  ) as o;
  if v_made.error is not null then
    return sluice_private.fail_step(step, outcome.input, v_made.error);
  end if;
  outcome.output := v_made.output;
  return outcome;
end;
$$;

comment on function sluice_private.shape_fired(
  sluice_private.fired_step, sluice.workflow_steps, sluice_private.fire_outcome
) is
  'A step that completes as it fires, with the output that replaces its own.';
--! EndIncluded engine/shape_fired.sql
--! Included engine/fire_step.sql
create or replace function sluice_private.fire_step(
  fired sluice_private.fired_step,
  step sluice.workflow_steps
)
returns sluice_private.fire_outcome
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_context jsonb := jsonb '{}';
  v_holds boolean;
  v_outcome sluice_private.fire_outcome;
begin
  v_outcome.kind := 'settled';
  v_outcome.status := 'completed';
  v_outcome.ports := '{main}';
  if not fired.is_live then
    v_outcome.status := 'skipped';
    v_outcome.ports := '{}';
    return v_outcome;
  end if;
  if step.is_disabled then
    v_outcome.output := 'null';
    v_outcome.ports := sluice_private.success_ports(step.type, step.config);
    return v_outcome;
  end if;

  if step.roots <> '{}' and step.type <> 'compensation' then
    v_context := sluice_private.build_context(
      fired.organization_id, fired.execution_id, fired.frame_id, step.refs, step.roots
    );
  end if;
  if step.run_if is not null then
    v_holds := jsonb_path_match_tz(v_context, step.run_if, '{}', true);
    if v_holds is not true then
      v_outcome.status := 'skipped';
      v_outcome.ports := '{}';
      v_outcome.verdicts := jsonb_build_object('run_if', jsonb_build_object(
        'when', step.run_if::text, 'answer', v_holds,
        'values', sluice_private.values_of(v_context, step.reads)
      ));
      return v_outcome;
    end if;
  end if;

  case step.type
    when 'action', 'compensation' then
      v_outcome := sluice_private.fire_action(fired, step, v_context);
    when 'choice' then
      v_outcome := sluice_private.fire_choice(step, v_context);
    when 'join' then
      v_outcome := sluice_private.fire_join(fired, step, v_context);
    when 'wait' then
      v_outcome := sluice_private.fire_wait(step, v_context);
    when 'call' then
      v_outcome := sluice_private.fire_call(step, v_context);
    when 'end' then
      v_outcome := sluice_private.fire_end(step, v_context);
    when 'foreach', 'loop', 'group' then
      v_outcome := sluice_private.fire_container(fired, step, v_context);
  end case;
  if step.output_template is not null and v_outcome.kind = 'settled' then
    v_outcome := sluice_private.shape_fired(fired, step, v_outcome);
  end if;
  return v_outcome;
end;
$$;

comment on function sluice_private.fire_step(sluice_private.fired_step, sluice.workflow_steps) is
  'What happens to one step whose join is decided: it is skipped, runs here, waits, or is for a '
  'worker (R5).';
--! EndIncluded engine/fire_step.sql
--! Included engine/fire_steps.sql
create or replace function sluice_private.fire_steps(
  fired sluice_private.fired_step[],
  out settled sluice_private.settled_step[],
  out queued sluice_private.queued_step[],
  out timed sluice_private.settled_step[],
  out waiting sluice_private.settled_step[],
  out opening sluice_private.settled_step[],
  out calling sluice_private.settled_step[],
  out closing sluice_private.closing_frame[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  with outcomes as materialized (
    select f, step.known, outcome.o, live.priority
    from (select f from unnest(fired) as f limit cardinality(fired)) as driver (f)
    cross join lateral (
      select w as known
      from sluice.workflow_steps as w
      where w.organization_id = (f).organization_id
        and w.version_id = (f).version_id
        and w.step_no = (f).step_no
      offset 0
    ) as step
    cross join lateral (
      select e.priority
      from sluice_private.live_executions as e
      where e.organization_id = (f).organization_id and e.id = (f).execution_id
      offset 0
    ) as live
    cross join lateral (
      select sluice_private.fire_step(f, step.known) as o offset 0
    ) as outcome
  ),
  ended as (
    select
      r.f, r.known, r.o, r.priority,
      (
        (r.f).organization_id, (r.f).execution_id, (r.f).version_id, (r.f).frame_id,
        (r.f).step_no, (r.f).generation, (r.o).status, (r.o).ports, 1, (r.o).input, (r.o).output,
        (r.o).error, (r.o).verdicts, v_now, v_now, v_now, (r.o).due_at,
        (r.f).token, (r.f).slot, (r.f).chain
      )::sluice_private.settled_step as step
    from outcomes as r
  )
  select
    array_agg(r.step) filter (where (r.o).kind = 'settled'),
    array_agg((
      (r.f).organization_id, (r.f).execution_id, (r.f).version_id, (r.f).frame_id, (r.f).step_no,
      (r.f).generation, (r.known).action, (r.o).input, 1, 0,
      coalesce((r.known).priority, r.priority), v_now,
      (r.f).token, (r.f).slot, (r.f).chain, (r.known).limits is not null
    )::sluice_private.queued_step) filter (where (r.o).kind = 'queued'),
    array_agg(r.step) filter (where (r.o).kind = 'queued' and (r.o).due_at is not null),
    array_agg(r.step) filter (where (r.o).kind = 'waiting'),
    array_agg(r.step) filter (where (r.o).kind = 'opening'),
    array_agg(r.step) filter (where (r.o).kind = 'calling'),
    array_agg((
      (r.f).organization_id, (r.f).execution_id,
      case when (r.o).closes_execution then 0 else (r.f).frame_id end, (r.o).close_status,
      case when (r.o).close_status = 'completed' then (r.o).output end,
      case when (r.o).error is not null
        then sluice_private.error_at((r.o).error, (r.known).node_id)
      end
    )::sluice_private.closing_frame) filter (where (r.o).close_status is not null)
  into settled, queued, timed, waiting, opening, calling, closing
  from ended as r;
end;
$$;

comment on function sluice_private.fire_steps(sluice_private.fired_step[]) is
  'Fires steps: what has ended here, what a worker shall do, what of that within a time, what '
  'waits, which containers begin, which workflows are called, and which frames end.';
--! EndIncluded engine/fire_steps.sql
--! Included engine/defer_fired.sql
create or replace function sluice_private.defer_fired(
  fired sluice_private.fired_step[],
  is_parked boolean
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, is_parked
  )
  select
    item.organization_id, item.execution_id,
    case when item.is_live then 'fire' else 'skip' end,
    item.frame_id, item.step_no, item.generation, defer_fired.is_parked
  from unnest(fired) as item;
end;
$$;

comment on function sluice_private.defer_fired(sluice_private.fired_step[], boolean) is
  'Leaves decided steps to another transaction; parked ones until their execution is resumed.';
--! EndIncluded engine/defer_fired.sql
--! Included engine/hand_over.sql
/* A step without limits may skip the queue when it follows one that this worker has just reported:
   one for each report, at most 16 in a row, while no organization waits that has had less. The rest
   joins the backlog. */
create or replace function sluice_private.hand_over(
  queued sluice_private.queued_step[],
  worker sluice_private.workers
)
returns setof sluice_private.handed_step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with ranked as materialized (
    select
      item as step,
      item.token is not null
        and item.chain <= 16
        and not item.is_limited
        and item.organization_id <> all (worker.over_share)
        and not worker.is_draining
        and item.action = any (worker.actions)
        and row_number() over (partition by item.token order by item.step_no) = 1
        as is_handed
    from unnest(queued) as item
  ),
  backlog as (
    insert into sluice_private.ready_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, ready_at
    )
    select
      (r.step).organization_id, (r.step).execution_id, (r.step).frame_id, (r.step).step_no,
      (r.step).generation, (r.step).version_id, (r.step).action, (r.step).input,
      (r.step).attempt, (r.step).crashes, (r.step).priority, (r.step).ready_at
    from ranked as r
    where r.is_handed is not true
  ),
  leased as (
    insert into sluice_private.step_leases (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, slot, after_token, worker_id, epoch, ready_at, start_by, bound_at
    )
    select
      (r.step).organization_id, (r.step).execution_id, (r.step).frame_id, (r.step).step_no,
      (r.step).generation, (r.step).version_id, (r.step).action, (r.step).input,
      (r.step).attempt, (r.step).crashes, (r.step).priority, (r.step).slot, (r.step).token,
      worker.id, worker.epoch, (r.step).ready_at, clock_timestamp(), clock_timestamp()
    from ranked as r
    where r.is_handed
    returning step_leases.*
  )
  select h.*
  from leased
  cross join lateral sluice_private.describe_lease(leased) as h;
end;
$$;

comment on function sluice_private.hand_over(
  sluice_private.queued_step[], sluice_private.workers
) is
  'Queues steps for workers; those that this worker may run at once come back, leased and bound.';
--! EndIncluded engine/hand_over.sql
--! Included engine/start_waits.sql
create or replace function sluice_private.start_waits(waiting sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.waits (
    organization_id, execution_id, frame_id, step_no, generation, version_id, input, due_port,
    started_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, item.generation,
    item.version_id, item.input, item.ports[1], item.started_at
  from unnest(waiting) as item;

  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, 'wait', item.due_at
  from unnest(waiting) as item
  where item.due_at is not null
  union all
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, 'poll',
    item.started_at + sluice_private.poll_interval(item.input -> 'condition')
  from unnest(waiting) as item
  where item.input ? 'condition';

  insert into sluice_private.awaited_events (
    organization_id, execution_id, frame_id, step_no, event_no, generation, topic, name, key, port,
    since, started_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, event.ordinal,
    item.generation,
    sluice_private.event_topic(item.organization_id, event.value ->> 'name'),
    event.value ->> 'name', sluice_private.text_of(event.value -> 'match'),
    event.value ->> 'port',
    item.started_at - coalesce((item.input ->> 'inbox')::interval, '10 minutes'), item.started_at
  from unnest(waiting) as item
  cross join lateral jsonb_array_elements(item.input -> 'events') with ordinality
    as event (value, ordinal);
  perform sluice_private.open_approvals(waiting);
end;
$$;

comment on function sluice_private.start_waits(sluice_private.settled_step[]) is
  'Suspends steps until one of the things they wait for has come.';
--! EndIncluded engine/start_waits.sql
--! Included engine/start_timeouts.sql
create or replace function sluice_private.start_timeouts(timed sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, 'timeout', item.due_at
  from unnest(timed) as item
  on conflict on constraint timers_pkey do nothing;
end;
$$;

comment on function sluice_private.start_timeouts(sluice_private.settled_step[]) is
  'Gives actions and calls their time, however many attempts they need.';
--! EndIncluded engine/start_timeouts.sql
--! Included engine/variables_of.sql
create or replace function sluice_private.variables_of(organization_id uuid, workflow_id uuid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_object_agg(
      variable.name, variable.value order by variable.workflow_id nulls first
    )
    from sluice.workflow_variables as variable
    where variable.organization_id = variables_of.organization_id
      and (variable.workflow_id is null or variable.workflow_id = variables_of.workflow_id)
  );
end;
$$;

comment on function sluice_private.variables_of(uuid, uuid) is
  'What expressions of a workflow read as vars; its own variables win over the organization''s.';
--! EndIncluded engine/variables_of.sql
--! Included engine/start_callee.sql
/* A row that nobody else can see yet is no lock on another execution. */
create or replace function sluice_private.start_callee(
  callee sluice_private.callee,
  payload jsonb,
  origin sluice_private.live_executions
)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id uuid := sluice_hidden.uuidv7();
begin
  with counted as (
    insert into sluice_private.trigger_counts (organization_id, trigger_id, started, last_at)
    select callee.organization_id, callee.trigger_id, 1, sluice_hidden.now()
    where callee.trigger_id is not null
  )
  insert into sluice_private.live_executions (
    organization_id, id, workflow_id, version_id, trigger_id, trigger_step, input, variables,
    priority, started_by, created_at, parent_execution_id, parent_frame_id, parent_step_no,
    parent_generation, root_execution_id, depth, follows_parent, failed_execution_id,
    traceparent
  )
  select
    callee.organization_id, v_id, callee.workflow_id, callee.version_id, callee.trigger_id,
    callee.trigger_step,
    jsonb_build_object('type', 'manual', 'id', callee.trigger_id, 'payload', payload),
    case when version.reads_variables
      then sluice_private.variables_of(callee.organization_id, callee.workflow_id)
    end,
    version.priority, origin.started_by, sluice_hidden.now(), origin.parent_execution_id,
    origin.parent_frame_id, origin.parent_step_no, origin.parent_generation,
    origin.root_execution_id, origin.depth, origin.follows_parent, origin.failed_execution_id,
    origin.traceparent
  from sluice.workflow_versions as version
  where version.organization_id = callee.organization_id
    and version.id = callee.version_id;

  perform sluice_private.queue_start(callee.organization_id, callee.version_id, v_id, 0);
  perform sluice_private.note_changes(array[callee.organization_id], array[v_id]);
  return v_id;
end;
$$;

comment on function sluice_private.start_callee(
  sluice_private.callee, jsonb, sluice_private.live_executions
) is
  'Starts an execution for another one, in its transaction; origin says who started it, its '
  'parent, or the execution whose failure it handles.';
--! EndIncluded engine/start_callee.sql
--! Included engine/call_workflow.sql
create or replace function sluice_private.call_workflow(
  call sluice_private.settled_step,
  step sluice.workflow_steps,
  out child_id uuid,
  out error jsonb
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parent sluice_private.live_executions;
  v_origin sluice_private.live_executions;
  v_callee sluice_private.callee := sluice_private.find_callee(
    call.organization_id, (step.config ->> 'workflow_id')::uuid,
    (step.config ->> 'version_id')::uuid
  );
begin
  select live.*
  into v_parent
  from sluice_private.live_executions as live
  where live.organization_id = call.organization_id and live.id = call.execution_id;
  if v_parent.depth >= 20 then
    error := jsonb_build_object(
      'class', 'call_depth', 'retryable', false, 'message', 'calls are nested more than 20 deep',
      'hint', 'A workflow that calls itself needs a condition that ends it.'
    );
    return;
  elsif v_callee.fault is not null then
    error := jsonb_build_object(
      'class', 'call_refused', 'message', v_callee.fault,
      'workflow_id', v_callee.workflow_id,
      'hint', 'Publish or activate the workflow, and give it a manual trigger.'
    );
    return;
  end if;
  v_origin.started_by := v_parent.started_by;
  v_origin.failed_execution_id := v_parent.failed_execution_id;
  v_origin.parent_execution_id := call.execution_id;
  v_origin.parent_frame_id := call.frame_id;
  v_origin.parent_step_no := call.step_no;
  v_origin.parent_generation := call.generation;
  v_origin.root_execution_id := coalesce(v_parent.root_execution_id, v_parent.id);
  v_origin.traceparent := sluice_private.child_traceparent(v_parent);
  v_origin.depth := (v_parent.depth + 1)::smallint;
  v_origin.follows_parent := (step.config -> 'wait')::boolean
    and (step.config -> 'cancels')::boolean;
  child_id := sluice_private.start_callee(v_callee, call.input, v_origin);
end;
$$;

comment on function sluice_private.call_workflow(
  sluice_private.settled_step, sluice.workflow_steps
) is
  'Starts the child of a call, or says why it cannot.';
--! EndIncluded engine/call_workflow.sql
--! Included engine/suspend_calls.sql
create or replace function sluice_private.suspend_calls(delayed sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.calls (
    organization_id, execution_id, frame_id, step_no, generation, version_id, attempt, input,
    error, started_at
  )
  select
    d.organization_id, d.execution_id, d.frame_id, d.step_no, d.generation, d.version_id,
    d.attempt, d.input, d.error, d.started_at
  from unnest(delayed) as d;

  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at, is_parked
  )
  select
    d.organization_id, d.execution_id, d.frame_id, d.step_no, 'retry', d.due_at, live.is_paused
  from (select d.* from unnest(delayed) as d limit cardinality(delayed)) as d
  cross join lateral (
    select e.paused_at is not null as is_paused
    from sluice_private.live_executions as e
    where e.organization_id = d.organization_id and e.id = d.execution_id
    offset 0
  ) as live;
end;
$$;

comment on function sluice_private.suspend_calls(sluice_private.settled_step[]) is
  'Sets calls aside until their next attempt is due.';
--! EndIncluded engine/suspend_calls.sql
--! Included engine/fail_calls.sql
/* Retries first, then the error policy (R6). */
create or replace function sluice_private.fail_calls(
  failed sluice_private.settled_step[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out delayed sluice_private.settled_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_call sluice_private.settled_step;
  v_step sluice.workflow_steps;
  v_error jsonb;
begin
  foreach v_call in array coalesce(failed, '{}') loop
    v_step := sluice_private.step_of(v_call.organization_id, v_call.version_id, v_call.step_no);
    v_error := v_call.error;
    v_call.error := sluice_private.error_at(v_error, v_step.node_id);
    if v_call.attempt < v_step.max_attempts
      and (v_error -> 'retryable') is distinct from 'false'
      and (v_step.retry_when is null or v_error ->> 'class' = any (v_step.retry_when))
    then
      v_call.due_at := v_now + sluice_private.retry_delay(v_step, v_call.attempt, v_error);
      v_call.attempt := v_call.attempt + 1;
      delayed := delayed || v_call;
      continue;
    end if;
    v_call.status := 'failed';
    v_call.ports := sluice_private.route_failure(v_step, v_error);
    v_call.output := jsonb_build_object('error', v_error);
    v_call.finished_at := greatest(v_now, v_call.started_at);
    settled := settled || v_call;
    if v_call.ports is null then
      closing := closing || (
        v_call.organization_id, v_call.execution_id, v_call.frame_id, 'failed', null, v_call.error
      )::sluice_private.closing_frame;
    end if;
  end loop;
  if settled is not null then
    perform sluice_private.forget_timeouts(settled);
  end if;
  if delayed is not null then
    perform sluice_private.suspend_calls(delayed);
  end if;
end;
$$;

comment on function sluice_private.fail_calls(sluice_private.settled_step[]) is
  'Calls that have failed: those that are tried again, those that have ended, and the frames that '
  'end with them.';
--! EndIncluded engine/fail_calls.sql
--! Included engine/start_calls.sql
/* The children are rows of the caller's transaction: they are there if and only if it commits. */
create or replace function sluice_private.start_calls(
  calling sluice_private.settled_step[],
  out settled sluice_private.settled_step[],
  out waiting sluice_private.settled_step[],
  out closing sluice_private.closing_frame[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_call sluice_private.settled_step;
  v_step sluice.workflow_steps;
  v_started record;
  v_failed sluice_private.settled_step[];
  v_refused record;
begin
  foreach v_call in array calling loop
    v_step := sluice_private.step_of(v_call.organization_id, v_call.version_id, v_call.step_no);
    if v_step.timeout is not null and (v_step.config -> 'wait')::boolean then
      v_call.due_at := v_call.started_at + v_step.timeout;
      perform sluice_private.start_timeouts(array[v_call]);
    end if;
    select c.child_id, c.error
    into v_started
    from sluice_private.call_workflow(v_call, v_step) as c;
    v_call.error := v_started.error;
    if v_call.error is null and not (v_step.config -> 'wait')::boolean then
      select o.output, o.error
      into v_call.output, v_call.error
      from sluice_private.shape_output(
        v_call.execution_id, v_call.frame_id, v_step,
        jsonb_build_object('execution_id', v_started.child_id)
      ) as o;
    end if;
    if v_call.error is not null then
      v_failed := v_failed || v_call;
    elsif (v_step.config -> 'wait')::boolean then
      insert into sluice_private.calls (
        organization_id, execution_id, frame_id, step_no, generation, version_id, attempt,
        child_id, input, started_at
      )
      values (
        v_call.organization_id, v_call.execution_id, v_call.frame_id, v_call.step_no,
        v_call.generation, v_call.version_id, v_call.attempt, v_started.child_id, v_call.input,
        v_call.started_at
      );
      waiting := waiting || v_call;
    else
      v_call.status := 'completed';
      v_call.ports := '{main}';
      settled := settled || v_call;
    end if;
  end loop;
  select f.settled, f.closing, f.delayed
  into v_refused
  from sluice_private.fail_calls(v_failed) as f;
  settled := settled || v_refused.settled;
  closing := v_refused.closing;
  waiting := waiting || v_refused.delayed;
end;
$$;

comment on function sluice_private.start_calls(sluice_private.settled_step[]) is
  'Starts the children of calls: which of these have ended already, which wait, and which frames '
  'end.';
--! EndIncluded engine/start_calls.sql
--! Included engine/retry_calls.sql
create or replace function sluice_private.retry_calls(
  due sluice_private.timers[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_calling sluice_private.settled_step[];
  v_started record;
begin
  if not exists (select from unnest(due) as d where d.kind = 'retry') then
    return;
  end if;
  with again as (
    delete from sluice_private.calls as c
    using (select d.* from unnest(due) as d where d.kind = 'retry' limit cardinality(due)) as d
    where c.organization_id = any (array[d.organization_id])
      and c.execution_id = any (array[d.execution_id])
      and c.frame_id = d.frame_id
      and c.step_no = d.step_no
      and c.child_id is null
    returning c.*
  )
  select array_agg((
    a.organization_id, a.execution_id, a.version_id, a.frame_id, a.step_no, a.generation,
    'waiting', null, a.attempt, a.input, null, null, null, a.started_at, a.started_at,
    greatest(v_now, a.started_at), null, null, null, null
  )::sluice_private.settled_step)
  into v_calling
  from again as a;
  if v_calling is null then
    return;
  end if;
  select s.settled, s.closing, s.waiting
  into v_started
  from sluice_private.start_calls(v_calling) as s;
  settled := v_started.settled;
  closing := v_started.closing;
  changes := array(
    select (w.organization_id, w.execution_id, w.frame_id, 0)::sluice_private.frame_change
    from unnest(v_started.waiting) as w
  );
end;
$$;

comment on function sluice_private.retry_calls(sluice_private.timers[]) is
  'Starts another child for each call whose next attempt is due; those that could not have ended.';
--! EndIncluded engine/retry_calls.sql
--! Included engine/child_error.sql
create or replace function sluice_private.child_error(
  child_id uuid,
  workflow_id uuid,
  status text,
  error jsonb
)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_said text := left(coalesce(error ->> 'message', ''), 1000);
  v_error jsonb := jsonb_build_object(
    'class', 'child_' || status,
    'message', format('execution %s %s', child_id, case status
      when 'timed_out' then 'has timed out'
      when 'cancelled' then 'was cancelled'
      else 'has failed'
    end) || case v_said when '' then '' else ': ' || v_said end,
    'execution', jsonb_build_object(
      'id', child_id, 'workflow_id', workflow_id, 'status', status, 'error', error
    )
  );
begin
  return case when sluice_hidden.is_oversized(v_error)
    then jsonb_set(v_error, '{execution,error}', sluice_private.oversized('its error'))
    else v_error
  end;
end;
$$;

comment on function sluice_private.child_error(uuid, uuid, text, jsonb) is
  'The error of a call whose child has not completed.';
--! EndIncluded engine/child_error.sql
--! Included engine/take_children.sql
/* Of a call that has ended meanwhile, or has started another child, nothing is left to find. */
create or replace function sluice_private.take_children(
  arrivals sluice_private.arrivals[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_arrival sluice_private.arrivals;
  v_child jsonb;
  v_call sluice_private.settled_step;
  v_done sluice_private.settled_step[];
  v_failed sluice_private.settled_step[];
begin
  for v_arrival in select a.* from unnest(arrivals) as a where a.kind = 'child' loop
    v_child := v_arrival.body::jsonb;
    delete from sluice_private.calls as c
    where c.organization_id = v_arrival.organization_id
      and c.execution_id = v_arrival.execution_id
      and c.frame_id = v_arrival.frame_id
      and c.step_no = v_arrival.step_no
      and c.child_id = (v_child ->> 'id')::uuid
    returning
      c.organization_id, c.execution_id, c.version_id, c.frame_id, c.step_no, c.generation,
      'completed', '{main}'::text[], c.attempt, c.input, null::jsonb, null::jsonb, null::jsonb,
      c.started_at, c.started_at, greatest(v_now, c.started_at), null::timestamptz, null::bigint,
      null::bigint, null::int
    into v_call;
    continue when not found;
    if v_arrival.outcome = 'completed' then
      select o.output, o.error
      into v_call.output, v_call.error
      from sluice_private.shape_output(
        v_call.execution_id, v_call.frame_id,
        sluice_private.step_of(v_call.organization_id, v_call.version_id, v_call.step_no),
        v_child -> 'output'
      ) as o;
    else
      v_call.error := sluice_private.child_error(
        (v_child ->> 'id')::uuid, (v_child ->> 'workflow_id')::uuid, v_arrival.outcome,
        v_child -> 'error'
      );
    end if;
    if v_call.error is null then
      v_done := v_done || v_call;
    else
      v_failed := v_failed || v_call;
    end if;
  end loop;
  if v_failed is not null then
    select f.settled, f.closing into settled, closing from sluice_private.fail_calls(v_failed) as f;
  end if;
  if v_done is not null then
    perform sluice_private.forget_timeouts(v_done);
  end if;
  settled := v_done || settled;
end;
$$;

comment on function sluice_private.take_children(sluice_private.arrivals[]) is
  'Ends the calls whose children have ended, as these did.';
--! EndIncluded engine/take_children.sql
--! Included engine/mark_waiting.sql
create or replace function sluice_private.mark_waiting(changes sluice_private.frame_change[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.live_executions as live
  set status = 'waiting'
  from (
    select distinct c.organization_id, c.execution_id
    from unnest(changes) as c
    limit cardinality(changes)
  ) as changed
  where live.organization_id = any (array[changed.organization_id])
    and live.id = any (array[changed.execution_id])
    and live.status = 'running'
    and not exists (
      select from sluice_private.step_leases as lease
      where lease.organization_id is not distinct from changed.organization_id
        and lease.execution_id = changed.execution_id
      offset 0
    )
    and not exists (
      select from sluice_private.ready_steps as ready
      where ready.organization_id = changed.organization_id
        and ready.execution_id = changed.execution_id
      offset 0
    );
end;
$$;

comment on function sluice_private.mark_waiting(sluice_private.frame_change[]) is
  'Of these executions, those in which nothing can run before a wait ends become waiting.';
--! EndIncluded engine/mark_waiting.sql
--! Included engine/change_frames.sql
/* R7: a frame in which nothing is under way is done; here, the root, and so its execution. */
create or replace function sluice_private.change_frames(changes sluice_private.frame_change[])
returns sluice_private.closing_frame[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sums sluice_private.frame_change[];
  v_done sluice_private.closing_frame[];
begin
  select array_agg((
    s.organization_id, s.execution_id, s.frame_id, s.change
  )::sluice_private.frame_change)
  into v_sums
  from (
    select c.organization_id, c.execution_id, c.frame_id, sum(c.change)::int as change
    from unnest(changes) as c
    group by 1, 2, 3
    having sum(c.change) <> 0
  ) as s;
  if v_sums is null then
    return null;
  end if;

  with done as (
    delete from sluice_private.frames as frame
    using (select s.* from unnest(v_sums) as s limit cardinality(v_sums)) as s
    where frame.organization_id = any (array[s.organization_id])
      and frame.execution_id = any (array[s.execution_id])
      and frame.frame_id = s.frame_id
      and frame.open + s.change = 0
    returning frame.organization_id, frame.execution_id
  )
  select array_agg((
    done.organization_id, done.execution_id, 0, 'completed', null, null
  )::sluice_private.closing_frame)
  into v_done
  from done;

  update sluice_private.frames as frame
  set open = frame.open + s.change
  from (select s.* from unnest(v_sums) as s limit cardinality(v_sums)) as s
  where frame.organization_id = any (array[s.organization_id])
    and frame.execution_id = any (array[s.execution_id])
    and frame.frame_id = s.frame_id;
  return v_done;
end;
$$;

comment on function sluice_private.change_frames(sluice_private.frame_change[]) is
  'Changes the counts of frames; returns the executions whose root is done.';
--! EndIncluded engine/change_frames.sql
--! Included engine/take_ready.sql
create or replace function sluice_private.take_ready(
  organization_id uuid,
  execution_id uuid,
  frame_ids bigint[],
  step_nos int[]
)
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_taken sluice_private.settled_step[];
begin
  with taken as (
    delete from sluice_private.ready_steps as ready
    where ready.organization_id = take_ready.organization_id
      and ready.execution_id = take_ready.execution_id
      and (frame_ids is null or ready.frame_id = any (frame_ids))
      and (step_nos is null or ready.step_no = any (step_nos))
    returning ready.*
  )
  select array_agg((
    taken.organization_id, taken.execution_id, taken.version_id, taken.frame_id, taken.step_no,
    taken.generation, 'cancelled', null, taken.attempt, taken.input, null, null, null,
    taken.ready_at, null,
    v_now, null, null, null, null
  )::sluice_private.settled_step)
  into v_taken
  from taken;
  return coalesce(v_taken, '{}');
end;
$$;

comment on function sluice_private.take_ready(uuid, uuid, bigint[], int[]) is
  'Removes the backlog of an execution, or of these frames and steps of it; the steps, as '
  'cancelled.';
--! EndIncluded engine/take_ready.sql
--! Included engine/take_leases.sql
create or replace function sluice_private.take_leases(
  organization_id uuid,
  execution_id uuid,
  frame_ids bigint[],
  step_nos int[]
)
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_taken sluice_private.settled_step[];
begin
  with taken as (
    delete from sluice_private.step_leases as lease
    where lease.organization_id is not distinct from take_leases.organization_id
      and lease.execution_id = take_leases.execution_id
      and (frame_ids is null or lease.frame_id = any (frame_ids))
      and (step_nos is null or lease.step_no = any (step_nos))
    returning lease.*
  ),
  attempts as (
    insert into sluice.workflow_step_attempts (
      organization_id, execution_id, frame_id, step_no, generation, attempt, crash, token,
      worker_id, epoch, status, started_at, finished_at
    )
    select
      taken.organization_id, taken.execution_id, taken.frame_id, taken.step_no, taken.generation,
      taken.attempt, taken.crashes, taken.token, taken.worker_id, taken.epoch, 'cancelled',
      taken.bound_at, greatest(v_now, taken.bound_at)
    from taken
    where taken.bound_at is not null
  )
  select array_agg((
    taken.organization_id, taken.execution_id, taken.version_id, taken.frame_id, taken.step_no,
    taken.generation, 'cancelled', null, taken.attempt, taken.input, null, null, null,
    taken.ready_at, taken.bound_at,
    v_now, null, null, null, null
  )::sluice_private.settled_step)
  into v_taken
  from taken;
  return coalesce(v_taken, '{}');
end;
$$;

comment on function sluice_private.take_leases(uuid, uuid, bigint[], int[]) is
  'Removes the leases of an execution, or of these frames and steps of it, so that late reports '
  'are refused; the steps, as cancelled.';
--! EndIncluded engine/take_leases.sql
--! Included engine/take_calls.sql
create or replace function sluice_private.take_calls(
  organization_id uuid,
  execution_id uuid,
  frame_ids bigint[],
  step_nos int[]
)
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_taken sluice_private.settled_step[];
begin
  with taken as (
    delete from sluice_private.calls as c
    where c.organization_id = take_calls.organization_id
      and c.execution_id = take_calls.execution_id
      and (frame_ids is null or c.frame_id = any (frame_ids))
      and (step_nos is null or c.step_no = any (step_nos))
    returning c.*
  ),
  told as (
    insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
    select child.organization_id, child.id, 'cancel', jsonb_build_object(
      'class', 'cancelled', 'message', 'the step that called it has ended',
      'execution_id', taken.execution_id
    )::text
    from taken
    cross join lateral (
      select live.organization_id, live.id
      from sluice_private.live_executions as live
      where live.organization_id = taken.organization_id
        and live.id = taken.child_id
        and live.follows_parent
      offset 0
    ) as child
  )
  select array_agg((
    taken.organization_id, taken.execution_id, taken.version_id, taken.frame_id, taken.step_no,
    taken.generation, 'cancelled', null, taken.attempt, taken.input, null, taken.error, null,
    taken.started_at, taken.started_at, greatest(v_now, taken.started_at), null, null, null, null
  )::sluice_private.settled_step)
  into v_taken
  from taken;
  return coalesce(v_taken, '{}');
end;
$$;

comment on function sluice_private.take_calls(uuid, uuid, bigint[], int[]) is
  'Removes the calls of an execution, or of these frames and steps of it, and tells the children '
  'that follow them; the steps, as cancelled.';
--! EndIncluded engine/take_calls.sql
--! Included engine/take_suspended.sql
create or replace function sluice_private.take_suspended(
  organization_id uuid,
  execution_id uuid,
  frame_ids bigint[],
  step_nos int[]
)
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_taken sluice_private.settled_step[];
begin
  with waiting as (
    delete from sluice_private.waits as w
    where w.organization_id = take_suspended.organization_id
      and w.execution_id = take_suspended.execution_id
      and (frame_ids is null or w.frame_id = any (frame_ids))
      and (step_nos is null or w.step_no = any (step_nos))
    returning w.*
  ),
  blocked as (
    delete from sluice_private.blocked_steps as b
    where b.organization_id = take_suspended.organization_id
      and b.execution_id = take_suspended.execution_id
      and (frame_ids is null or b.frame_id = any (frame_ids))
      and (step_nos is null or b.step_no = any (step_nos))
    returning b.*
  ),
  opened as (
    delete from sluice_private.containers as c
    where c.organization_id = take_suspended.organization_id
      and c.execution_id = take_suspended.execution_id
      and (frame_ids is null or c.frame_id = any (frame_ids))
      and (step_nos is null or c.step_no = any (step_nos))
    returning c.*
  )
  select array_agg((
    taken.organization_id, taken.execution_id, taken.version_id, taken.frame_id, taken.step_no,
    taken.generation, 'cancelled', null, taken.attempt, taken.input, null, taken.error, null,
    taken.ready_at, taken.started_at,
    v_now, null, null, null, null
  )::sluice_private.settled_step)
  into v_taken
  from (
    select
      w.organization_id, w.execution_id, w.version_id, w.frame_id, w.step_no, w.generation,
      1 as attempt, w.input, null::jsonb as error, w.started_at as ready_at, w.started_at
    from waiting as w
    union all
    select
      b.organization_id, b.execution_id, b.version_id, b.frame_id, b.step_no, b.generation,
      b.attempt, b.input, b.error, b.ready_at, null
    from blocked as b
    union all
    select
      c.organization_id, c.execution_id, c.version_id, c.frame_id, c.step_no, c.generation,
      1, null, null, c.started_at, c.started_at
    from opened as c
    where not c.is_settled
  ) as taken;
  perform sluice_private.close_approvals(v_taken);
  return coalesce(v_taken, '{}')
    || sluice_private.take_calls(organization_id, execution_id, frame_ids, step_nos);
end;
$$;

comment on function sluice_private.take_suspended(uuid, uuid, bigint[], int[]) is
  'Removes the waits, calls, blocked steps and containers of an execution, or of these frames and '
  'steps of it; the steps, as cancelled.';
--! EndIncluded engine/take_suspended.sql
--! Included engine/release_locks.sql
/* A claim is released whatever its state: who is being given the lock just now gives it back. */
create or replace function sluice_private.release_locks(
  organization_id uuid,
  execution_id uuid,
  frame_ids bigint[],
  step_nos int[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.lock_claims as claim
  set state = 'released'
  where claim.organization_id = release_locks.organization_id
    and claim.execution_id = release_locks.execution_id
    and (frame_ids is null or claim.frame_id = any (frame_ids))
    and (step_nos is null or claim.step_no = any (step_nos));
  delete from sluice_private.awaited_events as awaited
  where awaited.organization_id = release_locks.organization_id
    and awaited.execution_id = release_locks.execution_id
    and (frame_ids is null or awaited.frame_id = any (frame_ids))
    and (step_nos is null or awaited.step_no = any (step_nos));
end;
$$;

comment on function sluice_private.release_locks(uuid, uuid, bigint[], int[]) is
  'Gives back the locks of an execution, or of these frames and steps of it, and places in line '
  'for one; what was awaited there is awaited no longer.';
--! EndIncluded engine/release_locks.sql
--! Included engine/cancel_within.sql
/* R8. Ready steps go before leases, in two statements: a step that admission moves between them
   is found by the second. */
create or replace function sluice_private.cancel_within(
  organization_id uuid,
  execution_id uuid,
  frame_ids bigint[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_left sluice_private.settled_step[];
begin
  v_left := sluice_private.take_ready(organization_id, execution_id, frame_ids, null)
    || sluice_private.take_leases(organization_id, execution_id, frame_ids, null)
    || sluice_private.take_suspended(organization_id, execution_id, frame_ids, null);
  if cardinality(v_left) > 0 then
    perform sluice_private.record_steps(v_left);
  end if;

  delete from sluice_private.timers as timer
  where timer.organization_id = cancel_within.organization_id
    and timer.execution_id = cancel_within.execution_id
    and (frame_ids is null or timer.frame_id = any (frame_ids));
  delete from sluice_private.arrivals as arrival
  where arrival.organization_id = cancel_within.organization_id
    and arrival.execution_id = cancel_within.execution_id
    and (frame_ids is null
      or arrival.kind in ('fire', 'skip', 'done', 'turn', 'event', 'child', 'lock')
        and arrival.frame_id = any (frame_ids));
  perform sluice_private.release_locks(organization_id, execution_id, frame_ids, null);
  delete from sluice_private.awaited_events as awaited
  where awaited.organization_id = cancel_within.organization_id
    and awaited.execution_id = cancel_within.execution_id
    and (frame_ids is null or awaited.frame_id = any (frame_ids));
  delete from sluice_private.container_items as page
  where page.organization_id = cancel_within.organization_id
    and page.execution_id = cancel_within.execution_id
    and (frame_ids is null or page.frame_id = any (frame_ids));
  delete from sluice_private.container_results as result
  where result.organization_id = cancel_within.organization_id
    and result.execution_id = cancel_within.execution_id
    and (frame_ids is null or result.frame_id = any (frame_ids));
  delete from sluice_private.live_outputs as kept
  where kept.organization_id = cancel_within.organization_id
    and kept.execution_id = cancel_within.execution_id
    and kept.frame_id = any (frame_ids);
  delete from sluice_private.frames as frame
  where frame.organization_id = cancel_within.organization_id
    and frame.execution_id = cancel_within.execution_id
    and (frame_ids is null or frame.frame_id = any (frame_ids));
end;
$$;

comment on function sluice_private.cancel_within(uuid, uuid, bigint[]) is
  'Ends whatever is under way in an execution, or in these frames of it; each step is recorded as '
  'cancelled, and the frames are gone.';
--! EndIncluded engine/cancel_within.sql
--! Included engine/cancel_remains.sql
create or replace function sluice_private.cancel_remains(
  closing sluice_private.closing_frame[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closing record;
begin
  for v_closing in
    select distinct c.organization_id, c.execution_id from unnest(closing) as c
  loop
    perform sluice_private.cancel_within(v_closing.organization_id, v_closing.execution_id, null);
  end loop;
end;
$$;

comment on function sluice_private.cancel_remains(sluice_private.closing_frame[]) is
  'Ends whatever is still under way in executions that end early; each step is recorded as '
  'cancelled.';
--! EndIncluded engine/cancel_remains.sql
--! Included engine/failure_payload.sql
create or replace function sluice_private.failure_payload(
  failed sluice_private.executions,
  number int
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payload jsonb := jsonb_build_object(
    'execution', jsonb_build_object(
      'id', failed.id,
      'workflow', jsonb_build_object('id', failed.workflow_id, 'name', (
        select w.name
        from sluice.workflows as w
        where w.organization_id = failed.organization_id and w.id = failed.workflow_id
      )),
      'version', number,
      'status', failed.status,
      'error', failed.error,
      'created_at', failed.created_at,
      'started_at', failed.started_at,
      'finished_at', failed.finished_at,
      'parent_execution_id', failed.parent_execution_id,
      'root_execution_id', failed.root_execution_id
    ),
    'trigger', failed.input
  );
begin
  if sluice_hidden.is_oversized(v_payload) then
    v_payload := v_payload || jsonb_build_object('trigger', jsonb_build_object(
      'omitted', 'it is too long: read the input of the execution'
    ));
  end if;
  if sluice_hidden.is_oversized(v_payload) then
    v_payload := jsonb_set(v_payload, '{execution,error}', sluice_private.oversized('its error'));
  end if;
  return v_payload;
end;
$$;

comment on function sluice_private.failure_payload(sluice_private.executions, int) is
  'What an error workflow is told of the execution that has failed.';
--! EndIncluded engine/failure_payload.sql
--! Included engine/start_error_workflows.sql
/* What handles a failure, and what it calls, starts no further one. */
create or replace function sluice_private.start_error_workflows(
  closing sluice_private.closing_frame[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closing record;
  v_failed record;
  v_callee sluice_private.callee;
  v_origin sluice_private.live_executions;
begin
  for v_closing in
    select distinct c.organization_id, c.execution_id
    from unnest(closing) as c
    where c.status in ('failed', 'timed_out')
  loop
    select e as execution, v.number, v.error_workflow_id
    into v_failed
    from sluice_private.executions as e
    inner join sluice.workflow_versions as v
      on v.organization_id = e.organization_id and v.id = e.version_id
    where e.organization_id = v_closing.organization_id
      and e.id = v_closing.execution_id
      and e.status in ('failed', 'timed_out')
      and e.failed_execution_id is null
      and v.error_workflow_id is not null;
    continue when not found;
    v_callee := sluice_private.find_callee(
      v_closing.organization_id, v_failed.error_workflow_id, null
    );
    if v_callee.fault is not null then
      insert into sluice.workflow_execution_logs (organization_id, execution_id, level, message)
      values (
        v_closing.organization_id, v_closing.execution_id, 'error',
        format('the error workflow was not started: %s', v_callee.fault)
      );
      continue;
    end if;
    v_origin := null;
    v_origin.depth := 0;
    v_origin.follows_parent := false;
    v_origin.started_by := (v_failed.execution).started_by;
    v_origin.failed_execution_id := v_closing.execution_id;
    perform sluice_private.start_callee(
      v_callee, sluice_private.failure_payload(v_failed.execution, v_failed.number), v_origin
    );
  end loop;
end;
$$;

comment on function sluice_private.start_error_workflows(sluice_private.closing_frame[]) is
  'Starts the error workflow of each execution that has failed or timed out; one that cannot be '
  'started is written into its log.';
--! EndIncluded engine/start_error_workflows.sql
--! Included engine/is_awaited.sql
/* Read without a lock: a call that ends meanwhile leaves an arrival that finds none. */
create or replace function sluice_private.is_awaited(child sluice_private.executions)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from sluice_private.calls as c
    where c.organization_id = child.organization_id
      and c.execution_id = child.parent_execution_id
      and c.frame_id = child.parent_frame_id
      and c.step_no = child.parent_step_no
      and c.child_id = child.id
  );
end;
$$;

comment on function sluice_private.is_awaited(sluice_private.executions) is
  'Whether a step waits for this execution.';
--! EndIncluded engine/is_awaited.sql
--! Included engine/forget_executions.sql
create or replace function sluice_private.forget_executions(
  closing sluice_private.closing_frame[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.live_outputs as kept
  using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
  where kept.organization_id = any (array[c.organization_id])
    and kept.execution_id = any (array[c.execution_id]);
  delete from sluice_private.timers as timer
  using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
  where timer.organization_id = any (array[c.organization_id])
    and timer.execution_id = any (array[c.execution_id]);
  delete from sluice_private.taken_events as taken
  using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
  where taken.organization_id = any (array[c.organization_id])
    and taken.execution_id = any (array[c.execution_id]);
  if exists (select from sluice_private.compensations) then
    delete from sluice_private.compensations as kept
    using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
    where kept.organization_id = any (array[c.organization_id])
      and kept.execution_id = any (array[c.execution_id]);
  end if;
  if exists (select from sluice_private.kept_steps) then
    delete from sluice_private.kept_steps as kept
    using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
    where kept.organization_id = any (array[c.organization_id])
      and kept.execution_id = any (array[c.execution_id]);
  end if;
  if exists (select from sluice_private.limited_executions) then
    delete from sluice_private.limited_executions as limited
    using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
    where limited.organization_id = any (array[c.organization_id])
      and limited.execution_id = any (array[c.execution_id]);
  end if;
  if exists (select from sluice_private.step_limits) then
    delete from sluice_private.step_limits as kept
    using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
    where kept.organization_id = any (array[c.organization_id])
      and kept.execution_id = any (array[c.execution_id]);
  end if;
end;
$$;

comment on function sluice_private.forget_executions(sluice_private.closing_frame[]) is
  'Deletes what only executions under way need.';
--! EndIncluded engine/forget_executions.sql
--! Included engine/follow_ends.sql
create or replace function sluice_private.follow_ends(closing sluice_private.closing_frame[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.forget_executions(closing);
  if exists (select from unnest(closing) as c where c.status in ('failed', 'timed_out')) then
    perform sluice_private.start_error_workflows(closing);
  end if;
  if (
    select s.topic
    from sluice_private.event_subscriptions as s
    where s.is_of_workflows
    order by s.topic
    limit 1
  ) is not null then
    perform sluice_private.tell_ends(closing);
  end if;
end;
$$;

comment on function sluice_private.follow_ends(sluice_private.closing_frame[]) is
  'Forgets the hot state of executions that have ended, and starts what their end starts.';
--! EndIncluded engine/follow_ends.sql
--! Included engine/close_executions.sql
create or replace function sluice_private.close_executions(
  closing sluice_private.closing_frame[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with done as materialized (
    select c.organization_id, c.execution_id, (array_agg(c))[1] as first
    from unnest(closing) as c group by 1, 2
  ),
  closed as (
    delete from sluice_private.live_executions as live
    using (select d.* from done as d limit cardinality(closing)) as d
    where live.organization_id = any (array[d.organization_id])
      and live.id = any (array[d.execution_id])
    returning live.*, d.first
  ),
  recorded as (
    insert into sluice_private.executions (
      organization_id, id, workflow_id, version_id, trigger_id, trigger_step, status, generation,
      input, output, error, started_by, created_at, started_at, finished_at, parent_execution_id,
      parent_frame_id, parent_step_no, parent_generation, root_execution_id, depth,
      failed_execution_id, traceparent
    )
    select
      c.organization_id, c.id, c.workflow_id, c.version_id, c.trigger_id, c.trigger_step,
      (c.first).status, c.generation, c.input,
      case when (c.first).status = 'completed' then coalesce(
        (c.first).output, sluice_private.frame_output(c.organization_id, c.id, 0)
      ) end,
      (c.first).error, c.started_by, c.created_at, c.started_at,
      greatest(sluice_hidden.now(), c.created_at), c.parent_execution_id, c.parent_frame_id,
      c.parent_step_no, c.parent_generation, c.root_execution_id, c.depth, c.failed_execution_id,
      c.traceparent
    from closed as c returning executions.*
  ),
  counted as (
    insert into sluice_private.execution_counts (status, count)
    select r.status, count(*) from recorded as r group by 1
  ),
  credited as (
    insert into sluice_private.trigger_counts (organization_id, trigger_id, completed, failed)
    select r.organization_id, r.trigger_id, count(*) filter (where r.status = 'completed'),
      count(*) filter (where r.status in ('failed', 'timed_out'))
    from recorded as r where r.trigger_id is not null and r.status <> 'cancelled' group by 1, 2
  ),
  traced as (
    insert into sluice_private.ended_traces (
      organization_id, execution_id, generation, workflow_id, traceparent, status, message,
      created_at, finished_at
    )
    select (sluice_private.trace_of(r)).* from recorded as r where r.traceparent is not null
  )
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
  )
  select
    r.organization_id, r.parent_execution_id, 'child', r.parent_frame_id, r.parent_step_no,
    r.parent_generation, r.status,
    jsonb_build_object('id', r.id, 'workflow_id', r.workflow_id, 'output', r.output,
      'error', r.error)::text
  from recorded as r
  where r.parent_execution_id is not null and sluice_private.is_awaited(r);
  perform sluice_private.follow_ends(closing);
end;
$$;

comment on function sluice_private.close_executions(sluice_private.closing_frame[]) is
  'Moves executions that have ended to history, with their output, tells their parents, and '
  'forgets their hot state.';
--! EndIncluded engine/close_executions.sql
--! Included engine/count_in_frames.sql
create or replace function sluice_private.count_in_frames(fired sluice_private.fired_step[])
returns sluice_private.frame_change[]
language sql
immutable
begin atomic
  select array_agg((f.organization_id, f.execution_id, f.frame_id, 1)::sluice_private.frame_change)
  from unnest(fired) as f;
end;

comment on function sluice_private.count_in_frames(sluice_private.fired_step[]) is
  'One more thing under way, in the frame of each of these steps.';
--! EndIncluded engine/count_in_frames.sql
--! Included engine/paused_scope.sql
/* The nil id sorts first: who pauses the organization is told before who pauses the workflow. */
create or replace function sluice_private.paused_scope(organization_id uuid, workflow_id uuid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object(
      'class', 'paused',
      'message', coalesce(scope.reason, case scope.workflow_id
        when '00000000-0000-0000-0000-000000000000' then 'the organization is paused'
        else 'the workflow is paused'
      end),
      'by', scope.paused_by, 'scope', scope.workflow_id
    )
    from sluice_private.paused_scopes as scope
    where scope.organization_id = paused_scope.organization_id
      and scope.workflow_id in (
        paused_scope.workflow_id, '00000000-0000-0000-0000-000000000000'
      )
      and not exists (
        select from sluice_private.simulations as s where s.xid = pg_current_xact_id_if_assigned()
      )
    order by scope.workflow_id
    limit 1
  );
end;
$$;

comment on function sluice_private.paused_scope(uuid, uuid) is
  'What pauses the executions of a workflow, its organization or itself: the error of those that '
  'are paused by it. Null: nothing does, or this is a simulation.';
--! EndIncluded engine/paused_scope.sql
--! Included engine/pause_in_scopes.sql
/* The arrival takes back what is ready already, once this transaction has handed over its own. */
create or replace function sluice_private.pause_in_scopes(fired sluice_private.fired_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with driver as materialized (
    select distinct f.organization_id, f.execution_id from unnest(fired) as f
  ),
  held as (
    update sluice_private.live_executions as live
    set status = 'paused', paused_at = sluice_hidden.now(), error = scope.error
    from (select d.* from driver as d limit cardinality(fired)) as d
    cross join lateral (
      select sluice_private.paused_scope(e.organization_id, e.workflow_id) as error
      from sluice_private.live_executions as e
      where e.organization_id = d.organization_id and e.id = d.execution_id
      offset 0
    ) as scope
    where live.organization_id = d.organization_id
      and live.id = d.execution_id
      and live.paused_at is null
      and scope.error is not null
    returning live.organization_id, live.id, live.error
  )
  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  select held.organization_id, held.id, 'pause', held.error::text
  from held;
end;
$$;

comment on function sluice_private.pause_in_scopes(sluice_private.fired_step[]) is
  'Pauses those of locked executions whose workflow or organization is paused.';
--! EndIncluded engine/pause_in_scopes.sql
--! Included engine/hold_paused.sql
/* Whether anything is paused at all costs two looks into what is nearly always empty. */
create or replace function sluice_private.hold_paused(
  inout fired sluice_private.fired_step[],
  inout changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_held sluice_private.fired_step[];
begin
  if fired is null
    or not exists (select from sluice_private.live_executions as e where e.paused_at is not null)
    and not exists (select from sluice_private.paused_scopes)
  then
    return;
  end if;
  if exists (select from sluice_private.paused_scopes) then
    perform sluice_private.pause_in_scopes(fired);
  end if;
  select
    array_agg(item.step) filter (where live.is_paused),
    array_agg(item.step) filter (where not live.is_paused)
  into v_held, fired
  from (select f as step from unnest(fired) as f limit cardinality(fired)) as item
  cross join lateral (
    select e.paused_at is not null as is_paused
    from sluice_private.live_executions as e
    where e.organization_id = (item.step).organization_id and e.id = (item.step).execution_id
    offset 0
  ) as live;
  if v_held is not null then
    perform sluice_private.defer_fired(v_held, true);
    changes := changes || sluice_private.count_in_frames(v_held);
  end if;
end;
$$;

comment on function sluice_private.hold_paused(
  sluice_private.fired_step[], sluice_private.frame_change[]
) is
  'Of the steps that fire, those whose execution is not paused; the others wait for its resume.';
--! EndIncluded engine/hold_paused.sql
--! Included engine/bind_iteration.sql
create or replace function sluice_private.bind_iteration(
  container sluice_private.containers,
  node_id text,
  name text,
  iteration int,
  carry jsonb,
  outer_bindings jsonb
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_own jsonb := jsonb_build_object('index', iteration, 'item', coalesce(carry, (
    select page.items -> (iteration % 1000)
    from sluice_private.container_items as page
    where page.organization_id = container.organization_id
      and page.execution_id = container.execution_id
      and page.frame_id = container.frame_id
      and page.step_no = container.step_no
      and page.page = iteration / 1000
  )));
begin
  return coalesce(outer_bindings - '{item,index,steps}'::text[], '{}') || v_own
    || case when name is null then '{}' else jsonb_build_object(name, v_own -> 'item') end
    || jsonb_build_object(
    'steps', coalesce(outer_bindings -> 'steps', '{}') || jsonb_build_object(node_id, v_own)
  );
end;
$$;

comment on function sluice_private.bind_iteration(
  sluice_private.containers, text, text, int, jsonb, jsonb
) is
  'What expressions in an iteration see besides: item, index, the item by its name, and those of '
  'the containers around it as steps.<container>.item.';
--! EndIncluded engine/bind_iteration.sql
--! Included engine/enter_frames.sql
create or replace function sluice_private.enter_frames(
  container sluice_private.containers,
  step sluice.workflow_steps,
  frame_ids bigint[]
)
returns sluice_private.fired_step[]
language sql
immutable
begin atomic
  select array_agg((
    container.organization_id, container.execution_id, container.version_id, id,
    entry.value::int, container.generation, true, null, null, null, false, step.config ? 'order'
  )::sluice_private.fired_step)
  from unnest(frame_ids) as id
  cross join jsonb_array_elements_text(step.config -> 'entries') as entry;
end;

comment on function sluice_private.enter_frames(
  sluice_private.containers, sluice.workflow_steps, bigint[]
) is
  'The steps that fire when these iterations of a container begin.';
--! EndIncluded engine/enter_frames.sql
--! Included engine/start_iterations.sql
/* R10: an iteration is a frame. Its row is written at once, for it says what item and index are. */
create or replace function sluice_private.start_iterations(
  container sluice_private.containers,
  step sluice.workflow_steps,
  at_most int,
  carry jsonb,
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int := least(at_most, container.total - container.started);
  v_parent sluice_private.frames;
  v_ids bigint[];
begin
  select frame.*
  into v_parent
  from sluice_private.frames as frame
  where frame.organization_id = container.organization_id
    and frame.execution_id = container.execution_id
    and frame.frame_id = container.frame_id;

  with started as (
    select iteration, nextval('sluice_private.frame_id') as frame_id
    from generate_series(container.started, container.started + v_count - 1) as iteration
  ),
  opened as (
    insert into sluice_private.frames (
      organization_id, execution_id, frame_id, parent_id, container, iteration, path, lineage,
      bindings, open
    )
    select
      container.organization_id, container.execution_id, s.frame_id, container.frame_id,
      container.step_no, s.iteration,
      concat_ws('.', v_parent.path, format('%s[%s]', step.node_id, s.iteration)),
      v_parent.lineage || s.frame_id,
      case when step.type = 'group' or step.config ? 'drawn' then v_parent.bindings else
        sluice_private.bind_iteration(
          container, step.node_id, step.config ->> 'as', s.iteration, carry, v_parent.bindings
        )
      end,
      0
    from started as s
    returning frames.frame_id
  )
  select array_agg(opened.frame_id order by opened.frame_id) into v_ids from opened;

  update sluice_private.containers as c
  set started = c.started + v_count
  where c.organization_id = container.organization_id
    and c.execution_id = container.execution_id
    and c.frame_id = container.frame_id
    and c.step_no = container.step_no;

  fired := sluice_private.enter_frames(container, step, v_ids);
  changes := array(
    select (container.organization_id, container.execution_id, id, 0)::sluice_private.frame_change
    from unnest(v_ids) as id
  );
end;
$$;

comment on function sluice_private.start_iterations(
  sluice_private.containers, sluice.workflow_steps, int, jsonb
) is
  'Opens the frames of the next iterations of a container; the steps that fire in them.';
--! EndIncluded engine/start_iterations.sql
--! Included engine/is_inside_lock.sql
create or replace function sluice_private.is_inside_lock(
  container sluice_private.containers,
  key text
)
returns boolean
language sql
stable
begin atomic
  select exists (
    select
    from sluice_private.frames as here
    inner join sluice_private.frames as around
      on around.organization_id = here.organization_id
      and around.execution_id = here.execution_id
      and around.frame_id = any (here.lineage)
    inner join sluice_private.lock_claims as claim
      on claim.organization_id = around.organization_id
      and claim.execution_id = around.execution_id
      and claim.frame_id = around.parent_id
      and claim.step_no = around.container
    where here.organization_id = container.organization_id
      and here.execution_id = container.execution_id
      and here.frame_id = container.frame_id
      and claim.key = is_inside_lock.key
      and claim.state = 'held'
  );
end;

comment on function sluice_private.is_inside_lock(sluice_private.containers, text) is
  'Whether a group around this one holds the lock of this key.';
--! EndIncluded engine/is_inside_lock.sql
--! Included engine/claim_lock.sql
/* Where nobody stands in line the lock is taken at once; the stripe is never waited for. To look
   is a statement after locking it, for what it sees must include what the last holder did. */
create or replace function sluice_private.claim_lock(
  container sluice_private.containers,
  key text
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_free boolean;
begin
  if sluice_private.is_inside_lock(container, key) or exists (
    select from sluice_private.simulations as s where s.xid = pg_current_xact_id_if_assigned()
  ) then
    return true;
  end if;
  v_is_free := pg_try_advisory_xact_lock(
    hashtext('sluice:locks'),
    (sluice_private.event_topic(container.organization_id, claim_lock.key) & 1023)::int
  );
  v_is_free := v_is_free and not exists (
    select from sluice_private.lock_claims as claim
    where claim.key = claim_lock.key
      and claim.organization_id = container.organization_id
      and claim.state <> 'released'
  );
  insert into sluice_private.lock_claims (
    organization_id, key, execution_id, frame_id, step_no, generation, state
  )
  values (
    container.organization_id, claim_lock.key, container.execution_id, container.frame_id,
    container.step_no, container.generation, case when v_is_free then 'held' else 'new' end
  );
  update sluice_private.containers as c
  set waits_for = claim_lock.key
  where c.organization_id = container.organization_id
    and c.execution_id = container.execution_id
    and c.frame_id = container.frame_id
    and c.step_no = container.step_no
    and not v_is_free;
  return v_is_free;
end;
$$;

comment on function sluice_private.claim_lock(sluice_private.containers, text) is
  'Takes the lock of a key for a group, or a place in the line for it; whether it has it. In a '
  'simulation every lock is free.';
--! EndIncluded engine/claim_lock.sql
--! Included engine/open_group.sql
/* What may cancel it counts while it waits for its lock, too. */
create or replace function sluice_private.open_group(
  container sluice_private.containers,
  input jsonb
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.awaited_events (
    organization_id, execution_id, frame_id, step_no, event_no, generation, topic, name, key, port,
    since, started_at
  )
  select
    container.organization_id, container.execution_id, container.frame_id, container.step_no, 1,
    container.generation,
    sluice_private.event_topic(container.organization_id, event.value ->> 'name'),
    event.value ->> 'name', sluice_private.text_of(event.value -> 'match'), 'cancelled',
    container.started_at - coalesce((event.value ->> 'inbox')::interval, '10 minutes'),
    container.started_at
  from (values (input -> 'cancel_on')) as event (value)
  where event.value is not null;
  return not input ? 'lock'
    or sluice_private.claim_lock(container, sluice_private.text_of(input -> 'lock'));
end;
$$;

comment on function sluice_private.open_group(sluice_private.containers, jsonb) is
  'Notes the event that cancels a group, and claims its lock; whether it may begin.';
--! EndIncluded engine/open_group.sql
--! Included engine/open_containers.sql
create or replace function sluice_private.open_containers(
  opening sluice_private.settled_step[],
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item sluice_private.settled_step;
  v_step sluice.workflow_steps;
  v_container sluice_private.containers;
  v_started record;
begin
  foreach v_item in array opening loop
    v_step := sluice_private.step_of(v_item.organization_id, v_item.version_id, v_item.step_no);
    insert into sluice_private.containers (
      organization_id, execution_id, frame_id, step_no, generation, version_id, total, started_at
    )
    values (
      v_item.organization_id, v_item.execution_id, v_item.frame_id, v_item.step_no,
      v_item.generation, v_item.version_id,
      coalesce(
        jsonb_array_length(v_item.input -> 'items'), (v_step.config ->> 'max_iterations')::int, 1
      ),
      v_item.started_at
    )
    returning containers.* into v_container;
    insert into sluice_private.container_items (
      organization_id, execution_id, frame_id, step_no, page, items
    )
    select
      v_item.organization_id, v_item.execution_id, v_item.frame_id, v_item.step_no,
      (item.ordinal - 1) / 1000, jsonb_agg(item.value order by item.ordinal)
    from jsonb_array_elements(coalesce(v_item.input -> 'items', '[]'))
      with ordinality as item (value, ordinal)
    group by (item.ordinal - 1) / 1000;
    insert into sluice_private.timers (
      organization_id, execution_id, frame_id, step_no, kind, due_at
    )
    select
      v_item.organization_id, v_item.execution_id, v_item.frame_id, v_item.step_no, 'timeout',
      sluice_hidden.now() + (v_step.config ->> 'timeout')::interval
    where v_step.config ->> 'timeout' is not null;

    select s.fired, s.changes
    into v_started
    from sluice_private.start_iterations(
      v_container, v_step, coalesce((v_step.config ->> 'concurrency')::int, 1),
      case v_step.type when 'loop' then 'null'::jsonb end
    ) as s;
    changes := changes || (
      v_item.organization_id, v_item.execution_id, v_item.frame_id, 1
    )::sluice_private.frame_change;
    continue when v_step.type = 'group' and v_item.input is not null
      and not sluice_private.open_group(v_container, v_item.input);
    fired := fired || v_started.fired;
    changes := changes || v_started.changes;
  end loop;
end;
$$;

comment on function sluice_private.open_containers(sluice_private.settled_step[]) is
  'Begins containers: keeps their items, and opens the frames of their first iterations.';
--! EndIncluded engine/open_containers.sql
--! Included engine/frames_below.sql
create or replace function sluice_private.frames_below(
  organization_id uuid,
  execution_id uuid,
  frame_ids bigint[]
)
returns bigint[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select frame.frame_id
    from sluice_private.frames as frame
    where frame.organization_id = frames_below.organization_id
      and frame.execution_id = frames_below.execution_id
      and frame.lineage && frame_ids
  );
end;
$$;

comment on function sluice_private.frames_below(uuid, uuid, bigint[]) is
  'These frames of an execution, and the frames of containers in them, however deep.';
--! EndIncluded engine/frames_below.sql
--! Included engine/frames_of.sql
create or replace function sluice_private.frames_of(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  step_nos int[]
)
returns bigint[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.frames_below(
    organization_id, execution_id,
    array(
      select frame.frame_id
      from sluice_private.frames as frame
      where frame.organization_id = frames_of.organization_id
        and frame.execution_id = frames_of.execution_id
        and frame.parent_id = frames_of.frame_id
        and frame.container = any (step_nos)
    )
  );
end;
$$;

comment on function sluice_private.frames_of(uuid, uuid, bigint, int[]) is
  'The frames of these containers of a frame, and those in them, however deep.';
--! EndIncluded engine/frames_of.sql
--! Included engine/take_deferred.sql
create or replace function sluice_private.take_deferred(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  step_nos int[]
)
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_taken sluice_private.settled_step[];
begin
  delete from sluice_private.arrivals as arrival
  where arrival.organization_id = take_deferred.organization_id
    and arrival.execution_id = take_deferred.execution_id
    and arrival.frame_id = take_deferred.frame_id
    and arrival.kind = 'turn'
    and arrival.step_no = any (step_nos);

  with taken as (
    delete from sluice_private.arrivals as arrival
    where arrival.organization_id = take_deferred.organization_id
      and arrival.execution_id = take_deferred.execution_id
      and arrival.frame_id = take_deferred.frame_id
      and arrival.kind in ('fire', 'skip')
      and arrival.step_no = any (step_nos)
    returning arrival.*
  )
  select array_agg((
    taken.organization_id, taken.execution_id, null, taken.frame_id, taken.step_no,
    taken.generation, 'cancelled', null, 1, null, null, null, null, null, null, v_now,
    null, null, null, null
  )::sluice_private.settled_step)
  into v_taken
  from taken;
  return coalesce(v_taken, '{}');
end;
$$;

comment on function sluice_private.take_deferred(uuid, uuid, bigint, int[]) is
  'Removes decided steps of a frame that were left to another transaction, as cancelled; and those '
  'that wait for their turn, which nothing counts.';
--! EndIncluded engine/take_deferred.sql
--! Included engine/take_steps.sql
/* R8, for some steps of one frame. */
create or replace function sluice_private.take_steps(
  joined sluice_private.fired_step,
  step_nos int[]
)
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_frames bigint[] := sluice_private.frames_of(
    joined.organization_id, joined.execution_id, joined.frame_id, step_nos
  );
  v_here bigint[] := array[joined.frame_id];
  v_taken sluice_private.settled_step[];
begin
  if v_frames <> '{}' then
    perform sluice_private.cancel_within(
      joined.organization_id, joined.execution_id, v_frames
    );
  end if;
  v_taken := sluice_private.take_ready(
    joined.organization_id, joined.execution_id, v_here, step_nos
  ) || sluice_private.take_leases(
    joined.organization_id, joined.execution_id, v_here, step_nos
  ) || sluice_private.take_suspended(
    joined.organization_id, joined.execution_id, v_here, step_nos
  ) || sluice_private.take_deferred(
    joined.organization_id, joined.execution_id, joined.frame_id, step_nos
  );
  perform sluice_private.release_locks(
    joined.organization_id, joined.execution_id, v_here, step_nos
  );
  delete from sluice_private.timers as timer
  where timer.organization_id = joined.organization_id
    and timer.execution_id = joined.execution_id
    and timer.frame_id = joined.frame_id
    and timer.step_no = any (step_nos);
  delete from sluice_private.awaited_events as awaited
  where awaited.organization_id = joined.organization_id
    and awaited.execution_id = joined.execution_id
    and awaited.frame_id = joined.frame_id
    and awaited.step_no = any (step_nos);
  delete from sluice_private.container_items as page
  where page.organization_id = joined.organization_id
    and page.execution_id = joined.execution_id
    and page.frame_id = joined.frame_id
    and page.step_no = any (step_nos);
  delete from sluice_private.container_results as result
  where result.organization_id = joined.organization_id
    and result.execution_id = joined.execution_id
    and result.frame_id = joined.frame_id
    and result.step_no = any (step_nos);
  return v_taken;
end;
$$;

comment on function sluice_private.take_steps(sluice_private.fired_step, int[]) is
  'Removes what is under way of these steps in the frame of a join, and in containers among them; '
  'the steps of the frame, as cancelled.';
--! EndIncluded engine/take_steps.sql
--! Included engine/unfinished_region.sql
create or replace function sluice_private.unfinished_region(joined sluice_private.fired_step)
returns int[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select region.step_no
    from unnest((
      sluice_private.step_of(joined.organization_id, joined.version_id, joined.step_no)
    ).join_region) as region (step_no)
    where not exists (
      select from sluice_private.execution_steps as past
      where past.organization_id = joined.organization_id
        and past.execution_id = joined.execution_id
        and past.frame_id = joined.frame_id
        and past.step_no = region.step_no
        and past.generation = joined.generation
    )
  );
end;
$$;

comment on function sluice_private.unfinished_region(sluice_private.fired_step) is
  'Of the steps between a quorum''s dominator and the quorum, those that have not ended.';
--! EndIncluded engine/unfinished_region.sql
--! Included engine/cancel_region.sql
create or replace function sluice_private.cancel_region(
  joined sluice_private.fired_step,
  step_nos int[],
  inout queued sluice_private.queued_step[],
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hot sluice_private.settled_step[] := sluice_private.take_steps(joined, step_nos);
  v_now timestamptz := sluice_hidden.now();
  v_cancelled sluice_private.settled_step[];
begin
  changes := array(
    select (h.organization_id, h.execution_id, h.frame_id, -1)::sluice_private.frame_change
    from unnest(v_hot) as h
  );
  v_cancelled := array(
    select (
      joined.organization_id, joined.execution_id, joined.version_id, joined.frame_id,
      left_over.step_no, joined.generation, 'cancelled', '{}', coalesce(hot.attempt, 1),
      coalesce(hot.input, q.input), null, hot.error, null, coalesce(hot.ready_at, v_now),
      hot.started_at, v_now, null, null, null, null
    )::sluice_private.settled_step
    from unnest(step_nos) as left_over (step_no)
    left join unnest(v_hot) as hot on hot.step_no = left_over.step_no
    left join unnest(queued) as q
      on q.execution_id = joined.execution_id
      and q.frame_id = joined.frame_id
      and q.step_no = left_over.step_no
  );
  queued := array(
    select q from unnest(queued) as q
    where (q.execution_id, q.frame_id) <> (joined.execution_id, joined.frame_id)
      or not q.step_no = any (step_nos)
  );
  perform sluice_private.keep_outputs(v_cancelled);
  fired := sluice_private.decide_joins(array(
    select r
    from unnest(sluice_private.record_steps(v_cancelled)) as r
    where r.step_no <> joined.step_no and not r.step_no = any (step_nos)
  ));
end;
$$;

comment on function sluice_private.cancel_region(
  sluice_private.fired_step, int[], sluice_private.queued_step[]
) is
  'Cancels these steps of a frame, whether under way or not yet decided; their edges go dead.';
--! EndIncluded engine/cancel_region.sql
--! Included engine/cancel_regions.sql
create or replace function sluice_private.cancel_regions(
  inout fired sluice_private.fired_step[],
  inout queued sluice_private.queued_step[],
  inout changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_join sluice_private.fired_step;
  v_left int[];
  v_gone bigint[];
  v_cancelled record;
begin
  loop
    select f.* into v_join from unnest(fired) as f where f.cancels limit 1;
    exit when not found;
    v_left := sluice_private.unfinished_region(v_join);
    v_gone := sluice_private.frames_of(
      v_join.organization_id, v_join.execution_id, v_join.frame_id, v_left
    );
    fired := array(
      select (
        f.organization_id, f.execution_id, f.version_id, f.frame_id, f.step_no, f.generation,
        f.is_live, f.token, f.slot, f.chain,
        f.cancels and (f.execution_id, f.frame_id, f.step_no)
          <> (v_join.execution_id, v_join.frame_id, v_join.step_no),
        f.takes_turns
      )::sluice_private.fired_step
      from unnest(fired) as f
      where f.execution_id <> v_join.execution_id
        or not (f.frame_id = v_join.frame_id and f.step_no = any (v_left))
        and not f.frame_id = any (v_gone)
    );
    queued := array(
      select q from unnest(queued) as q
      where q.execution_id <> v_join.execution_id or not q.frame_id = any (v_gone)
    );
    continue when v_left = '{}';
    select c.queued, c.changes, c.fired
    into v_cancelled
    from sluice_private.cancel_region(v_join, v_left, queued) as c;
    queued := v_cancelled.queued;
    changes := changes || v_cancelled.changes;
    fired := fired || v_cancelled.fired;
  end loop;
end;
$$;

comment on function sluice_private.cancel_regions(
  sluice_private.fired_step[], sluice_private.queued_step[], sluice_private.frame_change[]
) is
  'R9: for each quorum that fires and cancels the rest, cancels what lies between its dominator '
  'and itself.';
--! EndIncluded engine/cancel_regions.sql
--! Included engine/is_within.sql
/* A prefix is not enough: node ids may hold any character, brackets too. */
create or replace function sluice_private.is_within(frame_path text, container_path text)
returns boolean
language sql
immutable
parallel safe
return starts_with(frame_path, container_path || '[')
  and substr(frame_path, length(container_path) + 2) ~ '^\d+\](\.|$)';

comment on function sluice_private.is_within(text, text) is
  'Whether a frame is one of a container''s, or inside one: each[3] and each[3].lines[0] are '
  'within each.';
--! EndIncluded engine/is_within.sql
--! Included engine/recall_compensations.sql
/* In the container's frame: those of its iterations are gone. Each has a frame_id of its own all
   the same, by which its idempotency key differs from the others'. */
create or replace function sluice_private.recall_compensations(
  container sluice_private.settled_step
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_steps := sluice_private.step_of(
    container.organization_id, container.version_id, container.step_no
  );
  v_last int;
begin
  if v_step.type not in ('foreach', 'loop', 'group') then
    return;
  end if;
  select max(known.seq)
  into v_last
  from sluice_private.compensations as known
  where known.organization_id = container.organization_id
    and known.execution_id = container.execution_id;

  insert into sluice_private.compensations (
    organization_id, execution_id, seq, version_id, frame_id, lineage, path, step_no, generation,
    input, error
  )
  select
    container.organization_id, container.execution_id,
    coalesce(v_last, 0)
      + row_number() over (order by kept.generation, (kept.undo ->> 'seq')::int),
    container.version_id, nextval('sluice_private.frame_id'), frame.lineage, kept.frame_path,
    undo.step_no,
    container.generation, nullif(kept.undo -> 'input', 'null'), nullif(kept.undo -> 'error', 'null')
  from sluice_private.frames as frame
  inner join sluice_private.kept_steps as kept
    on kept.organization_id = frame.organization_id
    and kept.execution_id = frame.execution_id
    and sluice_private.is_within(kept.frame_path, concat_ws('.', frame.path, v_step.node_id))
  inner join sluice.workflow_steps as undo
    on undo.organization_id = frame.organization_id
    and undo.version_id = container.version_id
    and undo.node_id = kept.undo ->> 'node_id'
  where frame.organization_id = container.organization_id
    and frame.execution_id = container.execution_id
    and frame.frame_id = container.frame_id;
end;
$$;

comment on function sluice_private.recall_compensations(sluice_private.settled_step) is
  'Notes how to undo what has completed in a container that a retry keeps as it ended.';
--! EndIncluded engine/recall_compensations.sql
--! Included engine/recall_steps.sql
create or replace function sluice_private.recall_steps(
  inout fired sluice_private.fired_step[],
  out settled sluice_private.settled_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from unnest(fired) as f where f.generation > 0) then
    return;
  end if;
  with driver as materialized (
    select item.f, known.node_id, known.type, coalesce(
      sluice_private.frame_path(
        (item.f).organization_id, (item.f).execution_id, (item.f).frame_id
      ), ''
    ) as frame_path
    from (select f from unnest(fired) as f limit cardinality(fired)) as item
    cross join lateral (
      select w.node_id, w.type
      from sluice.workflow_steps as w
      where w.organization_id = (item.f).organization_id
        and w.version_id = (item.f).version_id
        and w.step_no = (item.f).step_no
      offset 0
    ) as known
    where (item.f).generation > 0 and (item.f).is_live
  ),
  taken as (
    delete from sluice_private.kept_steps as kept
    using driver
    where kept.organization_id = any (array[(driver.f).organization_id])
      and kept.execution_id = any (array[(driver.f).execution_id])
      and kept.node_id = driver.node_id
      and kept.frame_path = driver.frame_path
      and kept.type = driver.type
      and not kept.is_edited
    returning driver.f, kept
  )
  select
    array_agg(step) filter (where (t.kept).node_id is null),
    array_agg((
      (t.f).organization_id, (t.f).execution_id, (t.f).version_id, (t.f).frame_id,
      (t.f).step_no, (t.f).generation, (t.kept).status, (t.kept).ports, (t.kept).attempt,
      (t.kept).input, (t.kept).output, (t.kept).error,
      jsonb_build_object('kept_from', (t.kept).generation), (t.kept).ready_at,
      (t.kept).started_at, (t.kept).finished_at, null, (t.f).token, (t.f).slot, (t.f).chain
    )::sluice_private.settled_step) filter (where (t.kept).node_id is not null)
  into fired, settled
  from unnest(fired) as step
  left join taken as t
    on (t.f).execution_id = step.execution_id
    and (t.f).frame_id = step.frame_id
    and (t.f).step_no = step.step_no;
  perform sluice_private.recall_compensations(s) from unnest(settled) as s;
end;
$$;

comment on function sluice_private.recall_steps(sluice_private.fired_step[]) is
  'Of steps that fire in retried executions: those that have ended before and are kept, as they '
  'ended; the others are left to be run.';
--! EndIncluded engine/recall_steps.sql
--! Included engine/start_fired.sql
create or replace function sluice_private.start_fired(
  timed sluice_private.settled_step[],
  waiting sluice_private.settled_step[],
  calling sluice_private.settled_step[],
  opening sluice_private.settled_step[],
  out settled sluice_private.settled_step[],
  out called sluice_private.settled_step[],
  out fired sluice_private.fired_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if timed is not null then
    perform sluice_private.start_timeouts(timed);
  end if;
  if waiting is not null then
    perform sluice_private.start_waits(waiting);
  end if;
  if calling is not null then
    select c.settled, c.waiting, c.closing
    into settled, called, closing
    from sluice_private.start_calls(calling) as c;
  end if;
  if opening is not null then
    select o.fired, o.changes
    into fired, changes
    from sluice_private.open_containers(opening) as o;
  end if;
end;
$$;

comment on function sluice_private.start_fired(
  sluice_private.settled_step[], sluice_private.settled_step[], sluice_private.settled_step[],
  sluice_private.settled_step[]
) is
  'Begins what does not end at once: timeouts, waits, calls (those that now wait for their child, '
  'or have ended), containers (the steps that fire in them).';
--! EndIncluded engine/start_fired.sql
--! Included engine/fuel_of.sql
create or replace function sluice_private.fuel_of(fired sluice_private.fired_step[])
returns int
language sql
immutable
begin atomic
  select greatest(count(*) + 4 * count(*) filter (where f.frame_id <> 0), 20)::int
  from unnest(fired) as f;
end;

comment on function sluice_private.fuel_of(sluice_private.fired_step[]) is
  'What a round burns.';
--! EndIncluded engine/fuel_of.sql
--! Included engine/hold_turns.sql
/* Those that wait are no arrivals that a door takes: the step that ends hands the turn on. They are
   not counted in their frame, as the one whose turn it is keeps it open. */
create or replace function sluice_private.hold_turns(
  fired sluice_private.fired_step[]
)
returns sluice_private.fired_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fired sluice_private.fired_step;
  v_passed sluice_private.fired_step[];
begin
  for v_fired in select f.* from unnest(fired) as f order by f.step_no loop
    if v_fired.is_live and v_fired.takes_turns and (
      sluice_private.step_of(v_fired.organization_id, v_fired.version_id, v_fired.step_no)
    ).takes_turns then
      update sluice_private.frames as frame
      set turn = v_fired.step_no
      where frame.organization_id = v_fired.organization_id
        and frame.execution_id = v_fired.execution_id
        and frame.frame_id = v_fired.frame_id
        and coalesce(frame.turn, v_fired.step_no) = v_fired.step_no;
      if not found then
        insert into sluice_private.arrivals (
          organization_id, execution_id, kind, frame_id, step_no, generation, is_parked
        )
        values (
          v_fired.organization_id, v_fired.execution_id, 'turn', v_fired.frame_id,
          v_fired.step_no, v_fired.generation, true
        );
        continue;
      end if;
    end if;
    v_passed := v_passed || v_fired;
  end loop;
  return v_passed;
end;
$$;

comment on function sluice_private.hold_turns(sluice_private.fired_step[]) is
  'Of the steps that fire, those that need no turn or have it now; the others wait for theirs.';
--! EndIncluded engine/hold_turns.sql
--! Included engine/run_rounds.sql
/* Fuel: a transaction burns 10,000 steps, or 500 rounds (a round burns 20 at least). What is in a
   container burns five times as much, for its frame, and a container 15 more when it begins and for
   each iteration that ends. What is left when it is spent becomes arrivals. */
create or replace function sluice_private.run_rounds(
  inout settled sluice_private.settled_step[],
  inout fired sluice_private.fired_step[],
  inout fuel int,
  out queued sluice_private.queued_step[],
  out waiting sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_round record;
  v_recalled sluice_private.settled_step[];
  v_begun record;
begin
  loop
    if cardinality(settled) > 0 then
      perform sluice_private.keep_outputs(settled);
      fired := fired || sluice_private.decide_joins(sluice_private.record_steps(settled));
    end if;
    if exists (select from unnest(fired) as f where f.cancels) then
      select c.fired, c.queued, c.changes
      into fired, queued, changes
      from sluice_private.cancel_regions(fired, queued, changes) as c;
    end if;
    select h.fired, h.changes
    into fired, changes
    from sluice_private.hold_paused(fired, changes) as h;
    if exists (select from unnest(fired) as f where f.takes_turns) then
      fired := sluice_private.hold_turns(fired);
    end if;
    exit when coalesce(cardinality(fired), 0) = 0;
    if fuel >= 10000 then
      perform sluice_private.defer_fired(fired, false);
      changes := changes || sluice_private.count_in_frames(fired);
      exit;
    end if;
    fuel := fuel + sluice_private.fuel_of(fired);
    select r.fired, r.settled
    into fired, v_recalled
    from sluice_private.recall_steps(fired) as r;
    select f.* into v_round from sluice_private.fire_steps(fired) as f;
    select s.*
    into v_begun
    from sluice_private.start_fired(
      v_round.timed, v_round.waiting, v_round.calling, v_round.opening
    ) as s;
    settled := v_recalled || v_round.settled || v_begun.settled;
    fired := v_begun.fired;
    queued := queued || v_round.queued;
    waiting := waiting || v_round.waiting || v_begun.called;
    closing := closing || v_round.closing || v_begun.closing;
    changes := changes || v_begun.changes;
    fuel := fuel + coalesce(15 * cardinality(v_round.opening), 0);
  end loop;
  changes := changes || array(
    select (q.organization_id, q.execution_id, q.frame_id, 1)::sluice_private.frame_change
    from unnest(queued) as q
    union all
    select (w.organization_id, w.execution_id, w.frame_id, 1)::sluice_private.frame_change
    from unnest(waiting) as w
  );
end;
$$;

comment on function sluice_private.run_rounds(
  sluice_private.settled_step[], sluice_private.fired_step[], int
) is
  'Records steps that have ended and fires those that follow, round by round, until nothing is '
  'left that the engine can run or the fuel is spent.';
--! EndIncluded engine/run_rounds.sql
--! Included engine/close_frames.sql
/* A frame inside another one that ends as well is ended with it. */
create or replace function sluice_private.close_frames(closing sluice_private.closing_frame[])
returns sluice_private.ended_iteration[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_all sluice_private.ended_iteration[];
  v_closing record;
  v_ended sluice_private.ended_iteration;
begin
  for v_closing in
    select distinct on (c.execution_id, c.frame_id) c.*, frame.parent_id, frame.container,
      frame.iteration, frame.path
    from unnest(closing) as c
    inner join sluice_private.frames as frame
      on frame.organization_id = c.organization_id
      and frame.execution_id = c.execution_id
      and frame.frame_id = c.frame_id
    where not exists (
      select from unnest(closing) as around
      where around.execution_id = c.execution_id
        and around.frame_id <> c.frame_id
        and around.frame_id = any (frame.lineage)
    )
    order by c.execution_id, c.frame_id
  loop
    v_ended := null;
    v_ended.organization_id := v_closing.organization_id;
    v_ended.execution_id := v_closing.execution_id;
    v_ended.parent_id := v_closing.parent_id;
    v_ended.container := v_closing.container;
    v_ended.iteration := v_closing.iteration;
    v_ended.path := v_closing.path;
    v_ended.status := v_closing.status;
    v_ended.output := v_closing.output;
    v_ended.error := v_closing.error;
    v_ended.frame_id := v_closing.frame_id;
    if v_closing.status in ('completed', 'cancelled') then
      v_ended := sluice_private.judge_iteration(v_ended, v_closing.frame_id);
    end if;
    v_all := v_all || v_ended;
    perform sluice_private.cancel_within(
      v_closing.organization_id, v_closing.execution_id,
      sluice_private.frames_below(
        v_closing.organization_id, v_closing.execution_id, array[v_closing.frame_id]
      )
    );
  end loop;
  return v_all;
end;
$$;

comment on function sluice_private.close_frames(sluice_private.closing_frame[]) is
  'Ends frames early, with whatever is under way in them.';
--! EndIncluded engine/close_frames.sql
--! Included engine/leave_outputs.sql
/* The ends in a cycle note which of its edges were live, in any iteration; they are for the frame
   around it alone. */
create or replace function sluice_private.leave_outputs(
  container sluice.workflow_steps,
  ended sluice_private.ended_iteration,
  frame_id bigint
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.live_outputs (
    organization_id, execution_id, frame_id, step_no, node_id, status, output
  )
  select
    kept.organization_id, kept.execution_id, ended.parent_id, kept.step_no, kept.node_id,
    kept.status, kept.output
  from sluice_private.live_outputs as kept
  cross join lateral (
    select known.type, known.scope
    from sluice.workflow_steps as known
    where known.organization_id = container.organization_id
      and known.version_id = container.version_id
      and known.step_no = kept.step_no
    offset 0
  ) as step
  where kept.organization_id = ended.organization_id
    and kept.execution_id = ended.execution_id
    and kept.frame_id = leave_outputs.frame_id
    and (step.type <> 'end' or (step.scope = container.step_no and kept.status <> 'skipped'))
  on conflict on constraint live_outputs_pkey do update
  set
    status = excluded.status,
    output = excluded.output;
end;
$$;

comment on function sluice_private.leave_outputs(
  sluice.workflow_steps, sluice_private.ended_iteration, bigint
) is
  'What the steps of an iteration of a cycle gave can be read in the frame around it, and in the '
  'next iteration until they have run again.';
--! EndIncluded engine/leave_outputs.sql
--! Included engine/judge_iteration.sql
/* One that an end has cancelled gives nothing, and may be the last all the same. */
create or replace function sluice_private.judge_iteration(
  ended sluice_private.ended_iteration,
  frame_id bigint
)
returns sluice_private.ended_iteration
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_steps;
  v_context jsonb;
begin
  select step.*
  into v_step
  from sluice_private.containers as c
  inner join sluice.workflow_steps as step
    on step.organization_id = c.organization_id
    and step.version_id = c.version_id
    and step.step_no = c.step_no
  where c.organization_id = ended.organization_id
    and c.execution_id = ended.execution_id
    and c.frame_id = ended.parent_id
    and c.step_no = ended.container;
  if v_step.result_template is null and v_step.repeat_until is null then
    return ended;
  end if;
  v_context := sluice_private.build_context(
    ended.organization_id, ended.execution_id, frame_id, v_step.result_refs,
    v_step.result_roots
  );
  if ended.status = 'completed' then
    select rendered.value, rendered.error
    into ended.result, ended.error
    from sluice_private.render(
      v_step.result_template, v_step.result_slots, v_step.result_paths, v_context
    ) as rendered;
    if ended.error is not null then
      ended.status := 'failed';
      ended.error := sluice_private.error_at(ended.error, v_step.node_id);
    end if;
  end if;
  if v_step.config ? 'drawn' then
    perform sluice_private.leave_outputs(v_step, ended, frame_id);
  end if;
  ended.is_last := v_step.type = 'loop'
    and jsonb_path_match_tz(v_context, v_step.repeat_until, '{}', true) is true;
  return ended;
end;
$$;

comment on function sluice_private.judge_iteration(sluice_private.ended_iteration, bigint) is
  'What a container collects or carries on from an iteration, and whether it was the last.';
--! EndIncluded engine/judge_iteration.sql
--! Included engine/end_iterations.sql
/* What a container makes of an iteration is evaluated in its frame, which is gone afterwards. */
create or replace function sluice_private.end_iterations(done sluice_private.frames[])
returns sluice_private.ended_iteration[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_frame sluice_private.frames;
  v_ended sluice_private.ended_iteration;
  v_all sluice_private.ended_iteration[];
begin
  foreach v_frame in array done loop
    v_ended := null;
    v_ended.organization_id := v_frame.organization_id;
    v_ended.execution_id := v_frame.execution_id;
    v_ended.parent_id := v_frame.parent_id;
    v_ended.container := v_frame.container;
    v_ended.iteration := v_frame.iteration;
    v_ended.path := v_frame.path;
    v_ended.frame_id := v_frame.frame_id;
    v_ended.status := 'completed';
    v_ended.output := sluice_private.frame_output(
      v_frame.organization_id, v_frame.execution_id, v_frame.frame_id
    );
    v_ended := sluice_private.judge_iteration(v_ended, v_frame.frame_id);
    v_all := v_all || v_ended;

    delete from sluice_private.live_outputs as kept
    where kept.organization_id = v_frame.organization_id
      and kept.execution_id = v_frame.execution_id
      and kept.frame_id = v_frame.frame_id;
    delete from sluice_private.frames as frame
    where frame.organization_id = v_frame.organization_id
      and frame.execution_id = v_frame.execution_id
      and frame.frame_id = v_frame.frame_id;
  end loop;
  return v_all;
end;
$$;

comment on function sluice_private.end_iterations(sluice_private.frames[]) is
  'Ends frames in which nothing is under way any more (R7): what each gives its container.';
--! EndIncluded engine/end_iterations.sql
--! Included engine/judge_loop.sql
create or replace function sluice_private.judge_loop(
  container sluice_private.containers,
  step sluice.workflow_steps,
  ended sluice_private.ended_iteration,
  out status text,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if ended.is_last or (
    cardinality(step.input_paths) = 1 and jsonb_path_match_tz(
      sluice_private.build_context(
        container.organization_id, container.execution_id, container.frame_id, step.refs,
        step.roots
      ) || jsonb_build_object(
        'item', coalesce(ended.result, 'null'), 'index', container.ended
      ),
      step.input_paths[1], '{}', true
    ) is not true
  ) then
    status := 'completed';
  elsif container.ended = container.total then
    status := 'failed';
    error := jsonb_build_object(
      'class', 'max_iterations', 'retryable', false,
      'message', format('did not end within %s iterations', container.total)
    );
  end if;
end;
$$;

comment on function sluice_private.judge_loop(
  sluice_private.containers, sluice.workflow_steps, sluice_private.ended_iteration
) is
  'Whether a loop has ended with this iteration; a null status: it goes on.';
--! EndIncluded engine/judge_loop.sql
--! Included engine/judge_container.sql
/* One whose output cannot be made has not completed: what it holds, and has done, is treated so.
   Timed out are iterations only when the time of the container is over. */
create or replace function sluice_private.judge_container(
  container sluice_private.containers,
  step sluice.workflow_steps,
  ended sluice_private.ended_iteration[],
  out status text,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_failed sluice_private.ended_iteration;
  v_policy jsonb := step.config -> 'on_item_error';
  v_needed int := (step.config -> 'completion')::int;
begin
  select e.*
  into v_failed
  from unnest(ended) as e
  where e.status in ('failed', 'timed_out')
  order by e.status desc, e.iteration
  limit 1;
  if v_failed.status = 'timed_out' or (
    v_failed.status = 'failed'
    and container.failed > coalesce((v_policy ->> 'tolerate')::int, 0)
    and v_policy is distinct from '"continue"'
  ) then
    status := v_failed.status;
    error := v_failed.error || jsonb_build_object('frame', v_failed.path);
  elsif step.type = 'group' then
    status := (ended[1]).status;
    error := (ended[1]).error;
  elsif step.type = 'loop' then
    select judged.status, judged.error
    into status, error
    from sluice_private.judge_loop(container, step, ended[1]) as judged;
  elsif (case
    when step.repeat_until is not null then sluice_private.is_complete(container, step)
    when v_needed is not null then container.completed >= v_needed
    else container.ended = container.total
  end) then
    status := 'completed';
  elsif container.ended = container.total then
    status := 'failed';
    error := jsonb_build_object(
      'class', 'incomplete', 'retryable', false, 'message',
      case when v_needed is null then 'all items have ended, and the completion does not hold'
        else format('%s of %s items completed, %s were needed', container.completed,
          container.total, v_needed) end
    );
  end if;
  if status = 'completed' and step.output_template is not null then
    error := (sluice_private.shape_output(
      container.execution_id, container.frame_id, step,
      sluice_private.container_output(container, step, ended[cardinality(ended)])
    )).error;
    status := case when error is null then 'completed' else 'failed' end;
  end if;
end;
$$;

comment on function sluice_private.judge_container(
  sluice_private.containers, sluice.workflow_steps, sluice_private.ended_iteration[]
) is
  'How a container ends after these iterations; a null status: it goes on.';
--! EndIncluded engine/judge_container.sql
--! Included engine/settle_container.sql
create or replace function sluice_private.settle_container(
  container sluice_private.containers,
  step sluice.workflow_steps,
  status text,
  error jsonb,
  last sluice_private.ended_iteration,
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_status text := status;
  v_error jsonb := error;
  v_output jsonb;
  v_ports text[];
begin
  if v_status = 'completed' then
    v_output := sluice_private.container_output(container, step, last);
    if sluice_hidden.is_oversized(v_output) then
      v_error := sluice_private.oversized('its output');
    else
      select o.output, o.error
      into v_output, v_error
      from sluice_private.shape_output(
        container.execution_id, container.frame_id, step, v_output
      ) as o;
    end if;
    v_status := case when v_error is null then 'completed' else 'failed' end;
  end if;
  if v_status = 'completed' then
    v_ports := '{main,done}';
  elsif v_status = 'cancelled' then
    v_output := last.output;
    v_ports := '{cancelled}';
  else
    v_output := jsonb_build_object('error', v_error);
    v_ports := sluice_private.route_failure(step, v_error);
  end if;
  settled := array[(
    container.organization_id, container.execution_id, container.version_id, container.frame_id,
    container.step_no, container.generation, v_status, v_ports, 1, null, v_output, v_error, null,
    container.started_at, container.started_at,
    greatest(sluice_hidden.now(), container.started_at), null, null, null, null
  )::sluice_private.settled_step];
  if v_ports is null then
    closing := array[(
      container.organization_id, container.execution_id, container.frame_id, 'failed', null,
      case when v_error ? 'node_id' then v_error
        else sluice_private.error_at(v_error, step.node_id) end
    )::sluice_private.closing_frame];
  end if;
end;
$$;

comment on function sluice_private.settle_container(
  sluice_private.containers, sluice.workflow_steps, text, jsonb, sluice_private.ended_iteration
) is
  'A container that has ended, as a step that has; and, if its failure is not handled, the end of '
  'the frame it is in (R6).';
--! EndIncluded engine/settle_container.sql
--! Included engine/collects.sql
create or replace function sluice_private.collects(container sluice_private.containers)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_steps := sluice_private.step_of(
    container.organization_id, container.version_id, container.step_no
  );
begin
  return v_step.type = 'foreach' and v_step.result_template is not null;
end;
$$;

comment on function sluice_private.collects(sluice_private.containers) is
  'Whether it is a foreach that lists what its iterations give.';
--! EndIncluded engine/collects.sql
--! Included engine/count_iterations.sql
create or replace function sluice_private.count_iterations(ended sluice_private.ended_iteration[])
returns sluice_private.containers
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_container sluice_private.containers;
begin
  update sluice_private.containers as c
  set
    ended = c.ended + cardinality(count_iterations.ended),
    completed = c.completed
      + (select count(*) from unnest(count_iterations.ended) as e where e.status = 'completed'),
    failed = c.failed + (
      select count(*) from unnest(count_iterations.ended) as e
      where e.status in ('failed', 'timed_out')
    )
  where c.organization_id = (count_iterations.ended[1]).organization_id
    and c.execution_id = (count_iterations.ended[1]).execution_id
    and c.frame_id = (count_iterations.ended[1]).parent_id
    and c.step_no = (count_iterations.ended[1]).container
  returning c.* into v_container;

  insert into sluice_private.container_results (
    organization_id, execution_id, frame_id, step_no, iteration, result
  )
  select e.organization_id, e.execution_id, e.parent_id, e.container, e.iteration,
    case e.status when 'completed' then e.result else jsonb_build_object('error', e.error) end
  from unnest(ended) as e
  where v_container.step_no is not null
    and not v_container.is_settled
    and sluice_private.collects(v_container);
  return v_container;
end;
$$;

comment on function sluice_private.count_iterations(sluice_private.ended_iteration[]) is
  'Counts ended iterations in their container, which is returned, and keeps what it collects.';
--! EndIncluded engine/count_iterations.sql
--! Included engine/leave_container.sql
/* Iterations that still run are cancelled, or kept: then the container stays until they end. */
create or replace function sluice_private.leave_container(
  container sluice_private.containers,
  keeps_rest boolean
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rest bigint[];
begin
  if container.started > container.ended then
    if keeps_rest then
      update sluice_private.containers as c
      set is_settled = true
      where c.organization_id = container.organization_id
        and c.execution_id = container.execution_id
        and c.frame_id = container.frame_id
        and c.step_no = container.step_no;
      return false;
    end if;
    v_rest := array(
      select frame.frame_id
      from sluice_private.frames as frame
      where frame.organization_id = container.organization_id
        and frame.execution_id = container.execution_id
        and frame.parent_id = container.frame_id
        and frame.container = container.step_no
    );
    perform sluice_private.cancel_within(
      container.organization_id, container.execution_id,
      sluice_private.frames_below(container.organization_id, container.execution_id, v_rest)
    );
  end if;
  delete from sluice_private.containers as c
  where c.organization_id = container.organization_id
    and c.execution_id = container.execution_id
    and c.frame_id = container.frame_id
    and c.step_no = container.step_no;
  delete from sluice_private.container_items as page
  where page.organization_id = container.organization_id
    and page.execution_id = container.execution_id
    and page.frame_id = container.frame_id
    and page.step_no = container.step_no;
  delete from sluice_private.container_results as result
  where result.organization_id = container.organization_id
    and result.execution_id = container.execution_id
    and result.frame_id = container.frame_id
    and result.step_no = container.step_no;
  delete from sluice_private.timers as timer
  where timer.organization_id = container.organization_id
    and timer.execution_id = container.execution_id
    and timer.frame_id = container.frame_id
    and timer.step_no = container.step_no;
  return true;
end;
$$;

comment on function sluice_private.leave_container(sluice_private.containers, boolean) is
  'Forgets a container that has ended; false where iterations go on that it does not wait for.';
--! EndIncluded engine/leave_container.sql
--! Included engine/end_container.sql
create or replace function sluice_private.end_container(
  container sluice_private.containers,
  step sluice.workflow_steps,
  status text,
  error jsonb,
  last sluice_private.ended_iteration,
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_settled record;
  v_status text := status;
begin
  if not container.is_settled then
    select s.settled, s.closing
    into v_settled
    from sluice_private.settle_container(container, step, status, error, last) as s;
    settled := v_settled.settled;
    closing := v_settled.closing;
    v_status := settled[1].status;
  end if;
  if step.config ?| '{lock,cancel_on}' then
    perform sluice_private.release_locks(
      container.organization_id, container.execution_id, array[container.frame_id],
      array[container.step_no]
    );
  end if;
  if v_status = 'completed' and step.config ->> 'compensate' = 'outermost' then
    delete from sluice_private.compensations as kept
    where kept.organization_id = container.organization_id
      and kept.execution_id = container.execution_id
      and last.frame_id = any (kept.lineage);
  end if;
  if sluice_private.leave_container(
    container,
    container.is_settled or v_status = 'completed' and step.config ->> 'rest' = 'keep'
  ) then
    changes := array[(
      container.organization_id, container.execution_id, container.frame_id, -1
    )::sluice_private.frame_change];
  end if;
end;
$$;

comment on function sluice_private.end_container(
  sluice_private.containers, sluice.workflow_steps, text, jsonb, sluice_private.ended_iteration
) is
  'Ends a container, and what it held: its lock, what it awaited, what it would have undone.';
--! EndIncluded engine/end_container.sql
--! Included engine/last_compensation.sql
create or replace function sluice_private.last_compensation(
  container sluice_private.containers,
  frame_id bigint
)
returns sluice_private.compensations
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last sluice_private.compensations;
begin
  select kept.*
  into v_last
  from sluice_private.compensations as kept
  where kept.organization_id = container.organization_id
    and kept.execution_id = container.execution_id
    and last_compensation.frame_id = any (kept.lineage)
  order by kept.seq desc
  limit 1;
  return v_last;
end;
$$;

comment on function sluice_private.last_compensation(sluice_private.containers, bigint) is
  'Of the steps that completed in a frame, however deep, and are not undone, the last one.';
--! EndIncluded engine/last_compensation.sql
--! Included engine/undo_next.sql
/* Each step is undone in a frame of its own, as an iteration of what compensates: its place, its
   attempts and its end are then those of any other step. */
create or replace function sluice_private.undo_next(
  container sluice_private.containers,
  frame_id bigint,
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last sluice_private.compensations := sluice_private.last_compensation(container, frame_id);
  v_id bigint;
begin
  if v_last.seq is null then
    return;
  end if;
  v_id := nextval('sluice_private.frame_id');
  update sluice_private.containers as c
  set total = c.total + 1, started = c.started + 1
  where c.organization_id = container.organization_id
    and c.execution_id = container.execution_id
    and c.frame_id = container.frame_id
    and c.step_no = container.step_no;
  insert into sluice_private.frames (
    organization_id, execution_id, frame_id, parent_id, container, iteration, path, lineage,
    bindings, open
  )
  select
    container.organization_id, container.execution_id, v_id, container.frame_id,
    container.step_no, container.started, v_last.path, parent.lineage || v_id,
    jsonb_build_object('compensation', v_last.seq), 0
  from sluice_private.frames as parent
  where parent.organization_id = container.organization_id
    and parent.execution_id = container.execution_id
    and parent.frame_id = container.frame_id;
  fired := array[(
    container.organization_id, container.execution_id, container.version_id, v_id,
    v_last.step_no, v_last.generation, true, null, null, null, false, false
  )::sluice_private.fired_step];
  changes := array[(
    container.organization_id, container.execution_id, v_id, 0
  )::sluice_private.frame_change];
end;
$$;

comment on function sluice_private.undo_next(sluice_private.containers, bigint) is
  'Begins to undo the step that completed last in a frame; nothing fires where none is left.';
--! EndIncluded engine/undo_next.sql
--! Included engine/start_compensation.sql
/* Neither time nor an event ends it from here on; its lock it keeps. */
create or replace function sluice_private.start_compensation(
  container sluice_private.containers,
  status text,
  error jsonb,
  last sluice_private.ended_iteration,
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  select u.fired, u.changes
  into fired, changes
  from sluice_private.undo_next(container, last.frame_id) as u;
  if fired is null then
    return;
  end if;
  update sluice_private.containers as c
  set ending = jsonb_build_object(
    'status', status, 'error', error, 'output', last.output, 'frame_id', last.frame_id
  )
  where c.organization_id = container.organization_id
    and c.execution_id = container.execution_id
    and c.frame_id = container.frame_id
    and c.step_no = container.step_no;
  delete from sluice_private.timers as timer
  where timer.organization_id = container.organization_id
    and timer.execution_id = container.execution_id
    and timer.frame_id = container.frame_id
    and timer.step_no = container.step_no;
  delete from sluice_private.awaited_events as awaited
  where awaited.organization_id = container.organization_id
    and awaited.execution_id = container.execution_id
    and awaited.frame_id = container.frame_id
    and awaited.step_no = container.step_no;
end;
$$;

comment on function sluice_private.start_compensation(
  sluice_private.containers, text, jsonb, sluice_private.ended_iteration
) is
  'Begins to undo what has completed in a container that ends without having completed.';
--! EndIncluded engine/start_compensation.sql
--! Included engine/give_up.sql
/* What completed earlier may be needed by what could not be undone: it is left as it is. */
create or replace function sluice_private.give_up(
  container sluice_private.containers,
  error jsonb,
  failure jsonb
)
returns sluice_private.closing_frame
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_left jsonb;
begin
  with gone as (
    delete from sluice_private.compensations as kept
    where kept.organization_id = container.organization_id
      and kept.execution_id = container.execution_id
    returning kept.seq, kept.path, kept.step_no
  )
  select jsonb_agg(
    concat_ws('.', g.path, (
      sluice_private.step_of(container.organization_id, container.version_id, g.step_no)
    ).node_id) order by g.seq desc
  )
  into v_left
  from (select gone.* from gone order by gone.seq desc limit 100) as g;
  return (
    container.organization_id, container.execution_id, 0, 'failed', null,
    jsonb_build_object(
      'class', 'compensation',
      'message', format('%s failed, and what came before it is not undone',
        coalesce(failure ->> 'node_id', 'a compensation')),
      'node_id', failure -> 'node_id', 'failure', failure, 'cause', error, 'left', v_left
    )
  )::sluice_private.closing_frame;
end;
$$;

comment on function sluice_private.give_up(sluice_private.containers, jsonb, jsonb) is
  'The end of an execution in which a step cannot be undone; it names what is left.';
--! EndIncluded engine/give_up.sql
--! Included engine/turn_compensation.sql
create or replace function sluice_private.turn_compensation(
  container sluice_private.containers,
  step sluice.workflow_steps,
  undone sluice_private.ended_iteration,
  out fired sluice_private.fired_step[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_frame_id bigint := (container.ending ->> 'frame_id')::bigint;
  v_error jsonb := nullif(container.ending -> 'error', 'null');
  v_last sluice_private.ended_iteration := undone;
  v_done int := (sluice_private.last_compensation(container, v_frame_id)).seq;
begin
  if undone.status <> 'completed' then
    closing := array[sluice_private.give_up(container, v_error, undone.error)];
    return;
  end if;
  delete from sluice_private.compensations as kept
  where kept.organization_id = container.organization_id
    and kept.execution_id = container.execution_id
    and kept.seq = v_done;
  select u.fired, u.changes
  into fired, changes
  from sluice_private.undo_next(container, v_frame_id) as u;
  if fired is not null then
    return;
  end if;
  if container.step_no = 0 then
    closing := array[(
      container.organization_id, container.execution_id, 0, container.ending ->> 'status', null,
      v_error
    )::sluice_private.closing_frame];
    return;
  end if;
  v_last.frame_id := v_frame_id;
  v_last.output := nullif(container.ending -> 'output', 'null');
  select e.settled, e.closing, e.changes
  into settled, closing, changes
  from sluice_private.end_container(
    container, step, container.ending ->> 'status', v_error, v_last
  ) as e;
end;
$$;

comment on function sluice_private.turn_compensation(
  sluice_private.containers, sluice.workflow_steps, sluice_private.ended_iteration
) is
  'What follows when a step has been undone: the one that completed before it, or the end that '
  'was put off.';
--! EndIncluded engine/turn_compensation.sql
--! Included engine/turn_container.sql
create or replace function sluice_private.turn_container(
  ended sluice_private.ended_iteration[],
  out fired sluice_private.fired_step[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_container sluice_private.containers := sluice_private.count_iterations(ended);
  v_step sluice.workflow_steps;
  v_last sluice_private.ended_iteration := ended[cardinality(ended)];
  v_status text;
  v_error jsonb;
begin
  if v_container.step_no is null then
    return;
  end if;
  v_step := sluice_private.step_of(
    v_container.organization_id, v_container.version_id, v_container.step_no
  );
  if v_container.ending is not null then
    select u.fired, u.settled, u.closing, u.changes
    into fired, settled, closing, changes
    from sluice_private.turn_compensation(v_container, v_step, v_last) as u;
    return;
  end if;
  if not v_container.is_settled then
    select j.status, j.error
    into v_status, v_error
    from sluice_private.judge_container(v_container, v_step, ended) as j;
    if v_status is null then
      select s.fired, s.changes
      into fired, changes
      from sluice_private.start_iterations(
        v_container, v_step,
        coalesce((v_step.config ->> 'concurrency')::int, 1)
          - (v_container.started - v_container.ended),
        case v_step.type when 'loop' then coalesce(v_last.result, 'null') end
      ) as s;
      return;
    end if;
    if v_status <> 'completed' and v_step.config ? 'compensate' then
      select u.fired, u.changes
      into fired, changes
      from sluice_private.start_compensation(v_container, v_status, v_error, v_last) as u;
      if fired is not null then
        return;
      end if;
    end if;
  end if;
  select e.settled, e.closing, e.changes
  into settled, closing, changes
  from sluice_private.end_container(v_container, v_step, v_status, v_error, v_last) as e;
end;
$$;

comment on function sluice_private.turn_container(sluice_private.ended_iteration[]) is
  'What follows when iterations of one container have ended: the next ones, or the end of the '
  'container.';
--! EndIncluded engine/turn_container.sql
--! Included engine/change_inner_frames.sql
create or replace function sluice_private.change_inner_frames(
  changes sluice_private.frame_change[],
  closed uuid[]
)
returns sluice_private.frames[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_changed sluice_private.frames[];
begin
  with sums as (
    select c.organization_id, c.execution_id, c.frame_id, sum(c.change)::int as change
    from unnest(changes) as c
    where c.frame_id <> 0 and not c.execution_id = any (closed)
    group by 1, 2, 3
    limit cardinality(changes)
  ),
  changed as (
    update sluice_private.frames as frame
    set open = frame.open + sums.change
    from sums
    where frame.organization_id = any (array[sums.organization_id])
      and frame.execution_id = any (array[sums.execution_id])
      and frame.frame_id = sums.frame_id
    returning frame
  )
  select array_agg(changed.frame order by (changed.frame).frame_id)
  into v_changed
  from changed
  where (changed.frame).open = 0;
  return coalesce(v_changed, '{}');
end;
$$;

comment on function sluice_private.change_inner_frames(sluice_private.frame_change[], uuid[]) is
  'Changes the counts of frames of containers, but of these executions; returns those that are '
  'done.';
--! EndIncluded engine/change_inner_frames.sql
--! Included engine/queue_now.sql
/* What is still to be queued may belong to frames that end now: there it is then cancelled. */
create or replace function sluice_private.queue_now(
  queued sluice_private.queued_step[],
  closing sluice_private.closing_frame[],
  done sluice_private.frames[]
)
returns sluice_private.queued_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_executions uuid[] := array(
    select c.execution_id from unnest(closing) as c
    union
    select d.execution_id from unnest(done) as d
  );
begin
  perform sluice_private.hand_over(
    array(select q from unnest(queued) as q where q.execution_id = any (v_executions)), null
  );
  return array(select q from unnest(queued) as q where not q.execution_id = any (v_executions));
end;
$$;

comment on function sluice_private.queue_now(
  sluice_private.queued_step[], sluice_private.closing_frame[], sluice_private.frames[]
) is
  'Queues the steps of executions in which frames end; returns those of the others.';
--! EndIncluded engine/queue_now.sql
--! Included engine/defer_done.sql
/* As if something were under way in them still: the arrival, which ends them when it is taken. */
create or replace function sluice_private.defer_done(
  done sluice_private.frames[],
  at_most int
)
returns sluice_private.frames[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if cardinality(done) <= at_most then
    return done;
  end if;
  with later as (
    update sluice_private.frames as frame
    set open = 1
    from unnest(done[at_most + 1 :]) as d
    where frame.organization_id = d.organization_id
      and frame.execution_id = d.execution_id
      and frame.frame_id = d.frame_id
    returning frame.organization_id, frame.execution_id, frame.frame_id
  )
  insert into sluice_private.arrivals (organization_id, execution_id, kind, frame_id)
  select later.organization_id, later.execution_id, 'done', later.frame_id
  from later;
  return done[: at_most];
end;
$$;

comment on function sluice_private.defer_done(sluice_private.frames[], int) is
  'Of frames in which nothing is under way any more, those that end in this transaction; the '
  'others end in a later one.';
--! EndIncluded engine/defer_done.sql
--! Included engine/turn_frames.sql
/* Frames of containers: those that end early, those in which nothing is under way any more, and
   what their containers make of it. Frames of executions that end as a whole are left alone. */
create or replace function sluice_private.turn_frames(
  inout queued sluice_private.queued_step[],
  inout closing sluice_private.closing_frame[],
  inout changes sluice_private.frame_change[],
  inout fuel int,
  out fired sluice_private.fired_step[],
  out settled sluice_private.settled_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closed uuid[] := array(select c.execution_id from unnest(closing) as c where c.frame_id = 0);
  v_early sluice_private.closing_frame[] := array(
    select c from unnest(closing) as c
    where c.frame_id <> 0 and not c.execution_id = any (v_closed)
  );
  v_done sluice_private.frames[] := sluice_private.change_inner_frames(changes, v_closed);
  v_ended sluice_private.ended_iteration[];
  v_container record;
  v_turn record;
begin
  v_done := sluice_private.defer_done(v_done, greatest(10000 - fuel, 0) / 15);
  fuel := fuel + 15 * cardinality(v_done);
  closing := array(select c from unnest(closing) as c where c.frame_id = 0);
  changes := array(
    select (c.organization_id, c.execution_id, 0, case c.frame_id when 0 then c.change else 0 end)
      ::sluice_private.frame_change
    from unnest(changes) as c
  );
  if cardinality(v_early) > 0 or cardinality(v_done) > 0 then
    queued := sluice_private.queue_now(queued, v_early, v_done);
  end if;
  v_done := array(
    select d from unnest(v_done) as d
    where not exists (
      select from unnest(v_early) as e
      where e.execution_id = d.execution_id and e.frame_id = any (d.lineage)
    )
  );
  v_ended := sluice_private.close_frames(v_early) || sluice_private.end_iterations(v_done);
  for v_container in
    select array_agg(e order by e.iteration) as ended
    from unnest(v_ended) as e
    group by e.organization_id, e.execution_id, e.parent_id, e.container
  loop
    select t.fired, t.settled, t.closing, t.changes
    into v_turn
    from sluice_private.turn_container(v_container.ended) as t;
    fired := fired || v_turn.fired;
    changes := changes || v_turn.changes;
    settled := settled || v_turn.settled;
    closing := closing || v_turn.closing;
  end loop;
end;
$$;

comment on function sluice_private.turn_frames(
  sluice_private.queued_step[], sluice_private.closing_frame[], sluice_private.frame_change[], int
) is
  'Ends frames of containers, and says what fires, what has ended and what closes because of it.';
--! EndIncluded engine/turn_frames.sql
--! Included engine/finish_batch.sql
create or replace function sluice_private.finish_batch(
  queued sluice_private.queued_step[],
  waiting sluice_private.settled_step[],
  closing sluice_private.closing_frame[],
  changes sluice_private.frame_change[],
  worker sluice_private.workers
)
returns setof sluice_private.handed_step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done sluice_private.closing_frame[];
  v_queued sluice_private.queued_step[] := queued;
begin
  if closing is not null then
    v_queued := array(
      select q from unnest(queued) as q
      where q.execution_id not in (select c.execution_id from unnest(closing) as c)
    );
    perform sluice_private.hand_over(
      array(
        select q from unnest(queued) as q
        where q.execution_id in (select c.execution_id from unnest(closing) as c)
      ),
      null
    );
    perform sluice_private.cancel_remains(closing);
    perform sluice_private.close_executions(closing);
  end if;

  if cardinality(v_queued) > 0 then
    return query select h.* from sluice_private.hand_over(v_queued, worker) as h;
  end if;
  v_done := sluice_private.change_frames(changes);
  if v_done is not null then
    perform sluice_private.close_executions(v_done);
  end if;
  if waiting is not null or 2 * cardinality(v_queued) is distinct from cardinality(changes) then
    perform sluice_private.mark_waiting(changes);
  end if;
end;
$$;

comment on function sluice_private.finish_batch(
  sluice_private.queued_step[], sluice_private.settled_step[],
  sluice_private.closing_frame[], sluice_private.frame_change[], sluice_private.workers
) is
  'Ends a batch: executions that end are closed, queued steps handed over, frames counted.';
--! EndIncluded engine/finish_batch.sql
--! Included engine/closing_roots.sql
create or replace function sluice_private.closing_roots(
  closing sluice_private.closing_frame[]
)
returns setof sluice_private.closing_frame
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with first as (
    select distinct on (c.execution_id) c.*
    from unnest(closing) with ordinality as c (
      organization_id, execution_id, frame_id, status, output, error, ordinal
    )
    where c.frame_id = 0
    order by c.execution_id, c.ordinal
  )
  select first.organization_id, first.execution_id, first.frame_id, first.status, first.output,
    first.error
  from first
  inner join sluice_private.live_executions as live
    on live.organization_id = first.organization_id and live.id = first.execution_id
  inner join sluice.workflow_versions as version
    on version.organization_id = live.organization_id and version.id = live.version_id
  where first.status in ('failed', 'timed_out')
    and version.compensates
    and exists (
      select from sluice_private.compensations as kept
      where kept.organization_id = first.organization_id
        and kept.execution_id = first.execution_id
    );
end;
$$;

comment on function sluice_private.closing_roots(sluice_private.closing_frame[]) is
  'The ends of executions that fail, or have taken too long, and have something to undo.';
--! EndIncluded engine/closing_roots.sql
--! Included engine/compensate_execution.sql
/* A container without a node stands for the execution; the deadline is gone with the root. */
create or replace function sluice_private.compensate_execution(
  organization_id uuid,
  execution_id uuid,
  status text,
  error jsonb,
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_container sluice_private.containers;
begin
  perform sluice_private.cancel_within(
    organization_id, execution_id,
    sluice_private.frames_below(organization_id, execution_id, '{0}')
  );
  insert into sluice_private.frames (organization_id, execution_id, frame_id, open)
  values (compensate_execution.organization_id, compensate_execution.execution_id, 0, 0);
  insert into sluice_private.containers (
    organization_id, execution_id, frame_id, step_no, generation, version_id, total, started_at,
    ending
  )
  select
    live.organization_id, live.id, 0, 0, 0, live.version_id, 0, sluice_hidden.now(),
    jsonb_build_object(
      'status', compensate_execution.status, 'error', compensate_execution.error, 'frame_id', 0
    )
  from sluice_private.live_executions as live
  where live.organization_id = compensate_execution.organization_id
    and live.id = compensate_execution.execution_id
  returning containers.* into v_container;
  select u.fired, u.changes
  into fired, changes
  from sluice_private.undo_next(v_container, 0) as u;
  changes := changes || (
    v_container.organization_id, v_container.execution_id, 0, 1
  )::sluice_private.frame_change;
end;
$$;

comment on function sluice_private.compensate_execution(uuid, uuid, text, jsonb) is
  'Ends what is under way in an execution, and begins to undo what has completed in it.';
--! EndIncluded engine/compensate_execution.sql
--! Included engine/compensate_executions.sql
/* What is under way is ended as when an execution closes, but for what has arrived: it goes on. */
create or replace function sluice_private.compensate_executions(
  inout queued sluice_private.queued_step[],
  inout closing sluice_private.closing_frame[],
  inout changes sluice_private.frame_change[],
  out fired sluice_private.fired_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closing record;
  v_started record;
begin
  for v_closing in
    select (sluice_private.closing_roots(compensate_executions.closing)).*
  loop
    perform sluice_private.hand_over(
      array(select q from unnest(queued) as q where q.execution_id = v_closing.execution_id), null
    );
    queued := array(
      select q from unnest(queued) as q where q.execution_id <> v_closing.execution_id
    );
    closing := array(
      select c from unnest(closing) as c where c.execution_id <> v_closing.execution_id
    );
    changes := array(
      select c from unnest(changes) as c where c.execution_id <> v_closing.execution_id
    );
    select s.fired, s.changes
    into v_started
    from sluice_private.compensate_execution(
      v_closing.organization_id, v_closing.execution_id, v_closing.status, v_closing.error
    ) as s;
    fired := fired || v_started.fired;
    changes := changes || v_started.changes;
  end loop;
end;
$$;

comment on function sluice_private.compensate_executions(
  sluice_private.queued_step[], sluice_private.closing_frame[], sluice_private.frame_change[]
) is
  'Of the executions that end, those that undo what they have done first go on.';
--! EndIncluded engine/compensate_executions.sql
--! Included engine/propagate.sql
create or replace function sluice_private.propagate(
  settled sluice_private.settled_step[],
  fired sluice_private.fired_step[],
  closing sluice_private.closing_frame[],
  changes sluice_private.frame_change[],
  worker sluice_private.workers
)
returns setof sluice_private.handed_step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_settled sluice_private.settled_step[] := settled;
  v_fired sluice_private.fired_step[] := fired;
  v_closing sluice_private.closing_frame[] := closing;
  v_changes sluice_private.frame_change[] := changes;
  v_queued sluice_private.queued_step[];
  v_waiting sluice_private.settled_step[];
  v_undoing sluice_private.fired_step[];
  v_fuel int := 0;
  v_round record;
begin
  loop
    select r.*
    into v_round
    from sluice_private.run_rounds(v_settled, v_fired, v_fuel) as r;
    v_fuel := v_round.fuel;
    v_queued := v_queued || v_round.queued;
    v_waiting := v_waiting || v_round.waiting;
    v_closing := v_closing || v_round.closing;
    v_changes := v_changes || v_round.changes;
    if exists (
      select from unnest(v_closing) as c
      where c.frame_id = 0 and c.status in ('failed', 'timed_out')
    ) then
      select u.queued, u.closing, u.changes, u.fired
      into v_queued, v_closing, v_changes, v_undoing
      from sluice_private.compensate_executions(v_queued, v_closing, v_changes) as u;
      if v_undoing is not null then
        v_settled := null;
        v_fired := v_undoing;
        continue;
      end if;
    end if;
    exit when not exists (select from unnest(v_changes) as c where c.frame_id <> 0)
      and not exists (select from unnest(v_closing) as c where c.frame_id <> 0);
    select t.*
    into v_round
    from sluice_private.turn_frames(v_queued, v_closing, v_changes, v_fuel) as t;
    v_fuel := v_round.fuel;
    v_queued := v_round.queued;
    v_closing := v_round.closing;
    v_changes := v_round.changes;
    v_settled := v_round.settled;
    v_fired := v_round.fired;
  end loop;
  perform sluice_hidden.failpoint('propagated');

  return query
  select h.*
  from sluice_private.finish_batch(v_queued, v_waiting, v_closing, v_changes, worker) as h;
end;
$$;

comment on function sluice_private.propagate(
  sluice_private.settled_step[], sluice_private.fired_step[],
  sluice_private.closing_frame[], sluice_private.frame_change[], sluice_private.workers
) is
  'Moves locked executions on from steps that have ended or fire, round by round, as far as the '
  'engine can; returns the steps this worker may run at once.';
--! EndIncluded engine/propagate.sql
--! Included engine/judge_report.sql
create or replace function sluice_private.judge_report(
  lease sluice_private.step_leases,
  step sluice.workflow_steps,
  outcome text,
  body jsonb,
  is_retry boolean,
  chain int,
  reported_at timestamptz
)
returns sluice_private.settled_step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_settled sluice_private.settled_step;
begin
  v_settled.organization_id := lease.organization_id;
  v_settled.execution_id := lease.execution_id;
  v_settled.version_id := lease.version_id;
  v_settled.frame_id := lease.frame_id;
  v_settled.step_no := lease.step_no;
  v_settled.generation := lease.generation;
  v_settled.status := outcome;
  v_settled.attempt := lease.attempt;
  v_settled.input := lease.input;
  v_settled.ready_at := lease.ready_at;
  v_settled.started_at := lease.bound_at;
  v_settled.finished_at := greatest(reported_at, lease.bound_at);
  v_settled.token := lease.token;
  v_settled.slot := lease.slot;
  v_settled.chain := chain + 1;
  if outcome = 'completed' then
    v_settled.ports := '{main}';
    v_settled.output := body;
    return v_settled;
  end if;

  v_settled.error := sluice_private.error_at(body, step.node_id);
  if is_retry then
    v_settled.due_at := reported_at
      + sluice_private.retry_delay(step, lease.attempt, body);
  else
    v_settled.output := jsonb_build_object('error', body);
    v_settled.ports := sluice_private.route_failure(step, body);
  end if;
  return v_settled;
end;
$$;

comment on function sluice_private.judge_report(
  sluice_private.step_leases, sluice.workflow_steps, text, jsonb, boolean, int, timestamptz
) is
  'What a report makes of its step: completed, failed with the ports that opens, or due again.';
--! EndIncluded engine/judge_report.sql
--! Included engine/forget_timeouts.sql
create or replace function sluice_private.forget_timeouts(ended sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.timers as timer
  using (select e.* from unnest(ended) as e limit cardinality(ended)) as e
  where timer.organization_id = any (array[e.organization_id])
    and timer.execution_id = any (array[e.execution_id])
    and timer.frame_id = e.frame_id
    and timer.step_no = e.step_no
    and (timer.kind = 'timeout') is true;
end;
$$;

comment on function sluice_private.forget_timeouts(sluice_private.settled_step[]) is
  'Actions that have ended in time have none left.';
--! EndIncluded engine/forget_timeouts.sql
--! Included engine/fence_reports.sql
/* The fence: a report counts only if its lease is still there, bound to this worker and epoch.
   The policy of the step then decides what the outcome means (R6). */
create or replace function sluice_private.fence_reports(
  reports sluice_private.step_report[],
  out settled sluice_private.settled_step[],
  out retrying sluice_private.settled_step[],
  out tokens bigint[],
  out cached sluice_private.settled_step[],
  out has_outputs boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_timed sluice_private.settled_step[];
begin
  with fenced as materialized (
    delete from sluice_private.step_leases as lease
    using (select r.* from unnest(reports) as r limit cardinality(reports)) as report
    where lease.organization_id = any (array[report.organization_id])
      and lease.token = any (array[report.token])
      and lease.worker_id is not distinct from report.worker_id
      and lease.epoch = report.epoch
    returning lease, lease.token, report.outcome, report.body, report.chain
  ),
  attempts as (
    insert into sluice.workflow_step_attempts (
      organization_id, execution_id, frame_id, step_no, generation, attempt, crash, token,
      worker_id, epoch, status, error, started_at, finished_at
    )
    select
      (f.lease).organization_id, (f.lease).execution_id, (f.lease).frame_id, (f.lease).step_no,
      (f.lease).generation, (f.lease).attempt, (f.lease).crashes, f.token, (f.lease).worker_id,
      (f.lease).epoch, f.outcome, case f.outcome when 'failed' then f.body end,
      (f.lease).bound_at, greatest(v_now, (f.lease).bound_at)
    from fenced as f
  ),
  judged as (
    select f.token, verdict.is_retry, (step.known).timeout is not null as is_timed,
      (step.known).cache_ttl is not null and f.outcome = 'completed' as is_cached,
      (step.known).output_template is not null as has_output,
      sluice_private.judge_report(
      f.lease, step.known, f.outcome, f.body, verdict.is_retry, f.chain, v_now
    ) as step
    from fenced as f
    cross join lateral (
      select w as known
      from sluice.workflow_steps as w
      where w.organization_id = (f.lease).organization_id
        and w.version_id = (f.lease).version_id
        and w.step_no = (f.lease).step_no
      offset 0
    ) as step
    cross join lateral (
      select f.outcome = 'failed' and (f.lease).attempt < (step.known).max_attempts
        and (f.body -> 'retryable') is distinct from 'false'
        and ((step.known).retry_when is null
          or f.body ->> 'class' = any ((step.known).retry_when)) as is_retry
    ) as verdict
  )
  select
    array_agg(j.step) filter (where not j.is_retry),
    array_agg(j.step) filter (where j.is_retry),
    array_agg(j.token),
    array_agg(j.step) filter (where j.is_timed and not j.is_retry),
    array_agg(j.step) filter (where j.is_cached), bool_or(j.has_output)
  into settled, retrying, tokens, v_timed, cached, has_outputs
  from judged as j;
  if v_timed is not null then
    perform sluice_private.forget_timeouts(v_timed);
  end if;
end;
$$;

comment on function sluice_private.fence_reports(sluice_private.step_report[]) is
  'Takes the leases of reports away: which steps have ended, which are tried again, which '
  'tokens counted, which results are to be kept, and whether outputs are replaced.';
--! EndIncluded engine/fence_reports.sql
--! Included engine/delay_retries.sql
create or replace function sluice_private.delay_retries(retrying sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.blocked_steps (
    organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
    attempt, priority, reason, error, ready_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, item.generation,
    item.version_id, known.action, item.input, item.attempt + 1,
    coalesce(known.priority, live.priority), 'retry',
    item.error, item.due_at
  from (select s.* from unnest(retrying) as s limit cardinality(retrying)) as item
  cross join lateral (
    select w.action, w.priority
    from sluice.workflow_steps as w
    where w.organization_id = item.organization_id
      and w.version_id = item.version_id
      and w.step_no = item.step_no
    offset 0
  ) as known
  cross join lateral (
    select e.priority
    from sluice_private.live_executions as e
    where e.organization_id = item.organization_id and e.id = item.execution_id
    offset 0
  ) as live;

  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at, is_parked
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, 'retry', item.due_at,
    live.is_paused
  from (select s.* from unnest(retrying) as s limit cardinality(retrying)) as item
  cross join lateral (
    select e.paused_at is not null as is_paused
    from sluice_private.live_executions as e
    where e.organization_id = item.organization_id and e.id = item.execution_id
    offset 0
  ) as live;
end;
$$;

comment on function sluice_private.delay_retries(sluice_private.settled_step[]) is
  'Sets failed steps aside until their next attempt is due.';
--! EndIncluded engine/delay_retries.sql
--! Included engine/find_successor.sql
/* Inlined where it is called. The context is what build_context makes, but for the output of the
   step that has just completed. A successor whose input takes more than that is not found. */
create or replace function sluice_private.find_successor(
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  step_no int,
  output jsonb
)
returns setof sluice_private.successor
stable
begin atomic
  select
    step.node_id, step.is_referenced, step.successor_verdicts, live.created_at, live.priority,
    step.successor, next.node_id, next.action, rendered.input,
    (extract(epoch from next.attempt_timeout) * 1000)::int
  from sluice.workflow_steps as step
  left join lateral (
    select following.*
    from sluice.workflow_steps as following
    where following.organization_id = step.organization_id
      and following.version_id = step.version_id
      and following.step_no = step.successor
    offset 0
  ) as next on true
  cross join lateral (
    select e.created_at, e.priority, e.input, e.variables
    from sluice_private.live_executions as e
    where e.organization_id = find_successor.organization_id
      and e.id = find_successor.execution_id
      and e.status = 'running'
    offset 0
  ) as live
  cross join lateral (
    select case when next.roots <> '{}' then jsonb_build_object(
      'trigger', case when 'trigger' = any (next.roots) then live.input end,
      'vars', case when 'vars' = any (next.roots) then coalesce(live.variables, '{}') end,
      'steps', case when next.refs <> array[find_successor.step_no] then coalesce((
        select jsonb_object_agg(
          kept.node_id, jsonb_build_object('output', kept.output, 'status', kept.status)
        )
        from sluice_private.live_outputs as kept
        where kept.organization_id = find_successor.organization_id
          and kept.execution_id = find_successor.execution_id
          and kept.frame_id = 0
          and kept.step_no = any (next.refs)
      ), '{}') else '{}' end || case when find_successor.step_no = any (next.refs)
        then jsonb_build_object(
          step.node_id, jsonb_build_object('output', find_successor.output, 'status', 'completed')
        ) else '{}' end
    ) end as context
    offset 0
  ) as seen
  cross join lateral (
    select case when next.input_slots = '[]' then next.input_template
      else next.input_template || (
        select jsonb_object_agg(
          slot.key, coalesce(jsonb_path_query_first_tz(seen.context, slot.path, '{}', true), 'null')
        )
        from unnest(next.input_keys, next.input_paths) as slot (key, path)
      ) end as input
    offset 0
  ) as rendered
  where step.organization_id = find_successor.organization_id
    and step.version_id = find_successor.version_id
    and step.step_no = find_successor.step_no
    and step.successor is not null
    and (seen.context is null or pg_column_size(seen.context) < 65536)
    and not sluice_hidden.is_oversized(rendered.input);
end;

comment on function sluice_private.find_successor(uuid, uuid, uuid, int, jsonb) is
  'Of a step that has completed with this output: what follows it, if that is a successor.';
--! EndIncluded engine/find_successor.sql
--! Included engine/take_passed.sql
create or replace function sluice_private.take_passed(
  reports sluice_private.step_report[],
  worker sluice_private.workers
)
returns sluice_private.passed_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_passed sluice_private.passed_step[];
begin
  with picked as materialized (
    select (
      lease.organization_id, lease.execution_id, lease.version_id, lease.step_no, lease.action,
      lease.token, lease.slot, lease.priority, lease.attempt, lease.crashes, lease.ready_at,
      lease.bound_at, lease.input, (driver.report).body, step.node_id, step.is_referenced,
      step.verdicts, step.next_no, step.next_node_id, step.next_action, step.next_input,
      step.next_timeout_ms
    )::sluice_private.passed_step as step
    from (
      select (array_agg(r))[1] as report
      from unnest(reports) as r
      group by r.execution_id
      having count(*) = 1
      limit cardinality(reports)
    ) as driver
    cross join lateral (
      select held.*
      from sluice_private.step_leases as held
      where held.organization_id = (driver.report).organization_id
        and held.token = (driver.report).token
        and held.worker_id is not distinct from (driver.report).worker_id
        and held.epoch = (driver.report).epoch
        and held.generation = 0
      offset 0
    ) as lease
    cross join lateral sluice_private.find_successor(
      lease.organization_id, lease.execution_id, lease.version_id, lease.step_no,
      (driver.report).body
    ) as step
    where (driver.report).outcome = 'completed'
      and (driver.report).chain < 16
      and (step.next_no = 0 or step.next_action = any (worker.actions)
        and lease.organization_id <> all (worker.over_share))
  ),
  taken as (
    delete from sluice_private.step_leases as lease
    using (select p.step from picked as p limit cardinality(reports)) as p
    where lease.organization_id = any (array[(p.step).organization_id])
      and lease.token = any (array[(p.step).token])
    returning p.step
  ),
  attempts as (
    insert into sluice.workflow_step_attempts (
      organization_id, execution_id, frame_id, step_no, generation, attempt, crash, token,
      worker_id, epoch, status, started_at, finished_at
    )
    select
      (t.step).organization_id, (t.step).execution_id, 0, (t.step).step_no, 0, (t.step).attempt,
      (t.step).crashes, (t.step).token, worker.id, worker.epoch, 'completed', (t.step).bound_at,
      greatest(v_now, (t.step).bound_at)
    from taken as t
  )
  select array_agg(t.step) into v_passed from taken as t;
  return v_passed;
end;
$$;

comment on function sluice_private.take_passed(
  sluice_private.step_report[], sluice_private.workers
) is
  'Takes away the leases of reported steps whose successors this worker may run at once, and '
  'notes their attempts.';
--! EndIncluded engine/take_passed.sql
--! Included engine/end_lines.sql
/* Nothing else is under way in them, and nothing else gave an output. */
create or replace function sluice_private.end_lines(last sluice_private.passed_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if last = '{}' then
    return;
  end if;
  delete from sluice_private.frames as frame
  using (select l.* from unnest(last) as l limit cardinality(last)) as l
  where frame.organization_id = any (array[l.organization_id])
    and frame.execution_id = any (array[l.execution_id]);
  perform sluice_private.close_executions(array(
    select (
      l.organization_id, l.execution_id, 0, 'completed',
      jsonb_build_object(l.node_id, l.output), null
    )::sluice_private.closing_frame
    from unnest(last) as l
  ));
end;
$$;

comment on function sluice_private.end_lines(sluice_private.passed_step[]) is
  'Closes executions whose last step has completed.';
--! EndIncluded engine/end_lines.sql
--! Included engine/pass_on.sql
/* The straight way from one worker's step to the next: what propagate comes to where there is
   nothing to decide, in two statements. Whatever is not as simple as that is left to it, and so
   is an execution about which there is more than one report. */
create or replace function sluice_private.pass_on(
  reports sluice_private.step_report[],
  worker sluice_private.workers,
  out tokens bigint[],
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_passed sluice_private.passed_step[];
begin
  if not worker.is_draining and not exists (select from sluice_private.paused_scopes) then
    v_passed := sluice_private.take_passed(reports, worker);
  end if;
  if v_passed is null then
    return;
  end if;
  perform sluice_hidden.failpoint('propagated');
  with passed as materialized (
    select p.*, nextval('sluice_private.lease_token') as next_token, clock_timestamp() as next_at,
      greatest(v_now, p.bound_at) as finished_at
    from unnest(v_passed) as p
  ),
  history as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, action, status,
      attempt, ports, verdicts, input, output, ready_at, started_at, finished_at
    )
    select
      p.organization_id, p.execution_id, 0, p.step_no, 0, p.node_id, 'action', p.action,
      'completed', p.attempt, '{main}', p.verdicts, p.input, p.output, p.ready_at, p.bound_at,
      p.finished_at
    from passed as p
  ),
  outputs as (
    insert into sluice_private.live_outputs (
      organization_id, execution_id, frame_id, step_no, node_id, status, output
    )
    select
      p.organization_id, p.execution_id, 0, p.step_no, p.node_id, 'completed', p.output
    from passed as p
    where p.is_referenced and p.next_no <> 0
  ),
  leased as (
    insert into sluice_private.step_leases (
      organization_id, token, execution_id, frame_id, step_no, generation, version_id, action,
      input, attempt, priority, slot, after_token, worker_id, epoch, ready_at, start_by, bound_at
    )
    select
      p.organization_id, p.next_token, p.execution_id, 0, p.next_no, 0, p.version_id,
      p.next_action, p.next_input, 1, p.priority, p.slot, p.token, worker.id, worker.epoch, v_now,
      p.next_at, p.next_at
    from passed as p
    where p.next_no <> 0
  )
  select
    array_agg(p.token),
    array_agg((
      p.organization_id, p.next_token, p.execution_id, p.next_node_id, p.next_action, 1,
      p.execution_id || ':0:' || p.next_no || ':0', p.next_input::text, p.next_timeout_ms, p.token
    )::sluice_private.handed_step) filter (where p.next_no <> 0)
  into tokens, handed
  from passed as p;
  perform sluice_private.end_lines(array(select p from unnest(v_passed) as p where p.next_no = 0));
end;
$$;

comment on function sluice_private.pass_on(
  sluice_private.step_report[], sluice_private.workers
) is
  'Of reports about executions that are locked, acts on those after which just one step follows, '
  'which this worker may run at once: which tokens those are, and the steps.';
--! EndIncluded engine/pass_on.sql
--! Included engine/settle_reports.sql
create or replace function sluice_private.settle_reports(
  reports sluice_private.step_report[],
  worker sluice_private.workers,
  out tokens bigint[],
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_passed record;
  v_rest sluice_private.step_report[] := reports;
  v_fenced record;
begin
  select p.tokens, p.handed into v_passed from sluice_private.pass_on(reports, worker) as p;
  tokens := coalesce(v_passed.tokens, '{}');
  handed := coalesce(v_passed.handed, '{}');
  if cardinality(tokens) = cardinality(reports) then
    return;
  elsif cardinality(tokens) > 0 then
    v_rest := array(select r from unnest(reports) as r where r.token <> all (tokens));
  end if;

  select f.settled, f.retrying, f.tokens, f.cached, f.has_outputs
  into v_fenced
  from sluice_private.fence_reports(v_rest) as f;
  tokens := tokens || v_fenced.tokens;

  if v_fenced.retrying is not null then
    perform sluice_private.delay_retries(v_fenced.retrying);
  end if;
  if v_fenced.settled is null then
    return;
  end if;
  if v_fenced.cached is not null then
    perform sluice_private.keep_results(v_fenced.cached);
  end if;
  if v_fenced.has_outputs then
    v_fenced.settled := sluice_private.shape_outputs(v_fenced.settled);
  end if;

  handed := handed || array(
    select h
    from sluice_private.propagate(
      v_fenced.settled,
      null,
      sluice_private.closings_of(v_fenced.settled),
      array(
        select (s.organization_id, s.execution_id, s.frame_id, -1)::sluice_private.frame_change
        from unnest(v_fenced.settled) as s
      ),
      worker
    ) as h
  );
end;
$$;

comment on function sluice_private.settle_reports(
  sluice_private.step_report[], sluice_private.workers
) is
  'Acts on reports about executions that are locked: which tokens counted, which steps come back.';
--! EndIncluded engine/settle_reports.sql
--! Included engine/park_execution.sql
create or replace function sluice_private.park_execution(
  organization_id uuid,
  execution_id uuid,
  code text,
  message text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.live_executions as live
  set
    status = 'paused',
    paused_at = sluice_hidden.now(),
    error = jsonb_build_object(
      'class', 'engine', 'code', park_execution.code, 'message', park_execution.message,
      'hint', 'The engine could not go on here. Mend the cause, then resume or cancel it.'
    )
  where live.organization_id = park_execution.organization_id
    and live.id = park_execution.execution_id;

  update sluice_private.arrivals as arrival
  set is_parked = true
  where arrival.organization_id = park_execution.organization_id
    and arrival.execution_id = park_execution.execution_id
    and arrival.kind not in ('cancel', 'pause', 'resume');

  update sluice_private.timers as timer
  set is_parked = true
  where timer.organization_id = park_execution.organization_id
    and timer.execution_id = park_execution.execution_id
    and timer.due_at <= sluice_hidden.now()
    and timer.kind <> 'deadline';
end;
$$;

comment on function sluice_private.park_execution(uuid, uuid, text, text) is
  'Pauses an execution that the engine cannot move, with the reason; nothing of it is lost.';
--! EndIncluded engine/park_execution.sql
--! Included engine/defer_reports.sql
create or replace function sluice_private.defer_reports(reports sluice_private.step_report[])
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_tokens bigint[];
begin
  with deferred as (
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, token, worker_id, epoch, outcome, body
    )
    select
      r.organization_id, r.execution_id, 'report', r.token, r.worker_id, r.epoch, r.outcome,
      r.body::text
    from (select r.* from unnest(reports) as r limit cardinality(reports)) as r
    inner join sluice_private.step_leases as lease
      on lease.organization_id = any (array[r.organization_id])
      and lease.token = any (array[r.token])
      and lease.worker_id is not distinct from r.worker_id
      and lease.epoch = r.epoch
    returning arrivals.token
  )
  select coalesce(array_agg(deferred.token), '{}') into v_tokens from deferred;
  return v_tokens;
end;
$$;

comment on function sluice_private.defer_reports(sluice_private.step_report[]) is
  'Notes reports whose leases hold but whose executions somebody else has locked; says which.';
--! EndIncluded engine/defer_reports.sql
--! Included engine/settle_guarded.sql
-- lint: allow when-others: a poisoned item is found by halving, so that it never fails its batch
create or replace function sluice_private.settle_guarded(
  reports sluice_private.step_report[],
  worker sluice_private.workers,
  out tokens bigint[],
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_half int := cardinality(reports) / 2;
  v_left record;
  v_right record;
begin
  select s.tokens, s.handed
  into tokens, handed
  from sluice_private.settle_reports(reports, worker) as s;
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    if v_half = 0 then
      perform sluice_private.defer_reports(reports);
      perform sluice_private.park_execution(
        (reports[1]).organization_id, (reports[1]).execution_id, sqlstate, sqlerrm
      );
      tokens := array[(reports[1]).token];
      return;
    end if;
    select s.tokens, s.handed
    into v_left
    from sluice_private.settle_guarded(reports[:v_half], worker) as s;
    select s.tokens, s.handed
    into v_right
    from sluice_private.settle_guarded(reports[v_half + 1:], worker) as s;
    tokens := v_left.tokens || v_right.tokens;
    handed := v_left.handed || v_right.handed;
end;
$$;

comment on function sluice_private.settle_guarded(
  sluice_private.step_report[], sluice_private.workers
) is
  'settle_reports, with a batch that fails halved until the one report that cannot be processed '
  'is alone: it is kept, and its execution parked.';
--! EndIncluded engine/settle_guarded.sql
--! Included engine/was_recorded.sql
create or replace function sluice_private.was_recorded(report sluice_private.step_report)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from sluice.workflow_step_attempts as attempt
    where attempt.organization_id = report.organization_id
      and attempt.execution_id = report.execution_id
      and attempt.token = report.token
      and attempt.worker_id = report.worker_id
      and attempt.epoch = report.epoch
      and attempt.status = report.outcome
  );
end;
$$;

comment on function sluice_private.was_recorded(sluice_private.step_report) is
  'Whether this report of this worker has counted before: its reply must have been lost.';
--! EndIncluded engine/was_recorded.sql
--! Included engine/follow_ups_of.sql
create or replace function sluice_private.follow_ups_of(report sluice_private.step_report)
returns setof sluice_private.handed_step
language sql
stable
begin atomic
  select h.*
  from (
    select lease as held
    from sluice_private.step_leases as lease
    where lease.organization_id is not distinct from report.organization_id
      and lease.execution_id = report.execution_id
      and lease.after_token = report.token
      and lease.worker_id is not distinct from report.worker_id
      and lease.epoch = report.epoch
    offset 0
  ) as next
  cross join lateral sluice_private.describe_lease(next.held) as h;
end;

comment on function sluice_private.follow_ups_of(sluice_private.step_report) is
  'The step that was handed back for this report before, in case the reply was lost.';
--! EndIncluded engine/follow_ups_of.sql
--! Included engine/unstorable.sql
create or replace function sluice_private.unstorable(result text)
returns jsonb
language sql
immutable
return case
  when octet_length(result) > sluice_hidden.max_value_bytes()
    then sluice_private.oversized('its output')
  else jsonb_build_object(
    'class', 'unreadable', 'code', 'SLVAL', 'retryable', false,
    'message', 'its result cannot be stored',
    'hint', 'It is no JSON, or has U+0000, half a surrogate pair, a number beyond numeric, or is '
      'nested too deeply.'
  )
end;

comment on function sluice_private.unstorable(text) is
  'The error of a step whose result, as JSON text, cannot be stored.';
--! EndIncluded engine/unstorable.sql
--! Included engine/make_reports.sql
create or replace function sluice_private.make_reports(
  worker sluice_private.workers,
  organization_ids uuid[],
  execution_ids uuid[],
  tokens bigint[],
  outcomes text[],
  results text[],
  chain int[]
)
returns sluice_private.step_report[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (
    select from unnest(outcomes) as outcome
    where outcome is null or outcome not in ('completed', 'failed')
  ) or cardinality(array_remove(results, null)) <> cardinality(tokens) then
    raise exception using
      errcode = 'SLVAL',
      message = 'a report needs an outcome and a result',
      hint = 'Outcomes are completed and failed; a result is JSON text, null as ''null''.';
  end if;
  return array(
    select (
      r.organization_id, r.execution_id, r.token, worker.id, worker.epoch,
      case when screened.body is null then 'failed' else r.outcome end,
      coalesce(screened.body, sluice_private.unstorable(r.body)), coalesce(r.chain, 0)
    )::sluice_private.step_report
    from unnest(organization_ids, execution_ids, tokens, outcomes, results, chain)
      as r (organization_id, execution_id, token, outcome, body, chain)
    cross join lateral (
      select case when octet_length(r.body) <= sluice_hidden.max_value_bytes()
        then sluice_hidden.try_jsonb(r.body) end as value
      offset 0
    ) as read
    cross join lateral (
      select case when not sluice_hidden.is_too_deep(read.value) then read.value end as body
      offset 0
    ) as screened
    where r.token is not null
  );
end;
$$;

comment on function sluice_private.make_reports(
  sluice_private.workers, uuid[], uuid[], bigint[], text[], text[], int[]
) is
  'Parallel arrays, as a driver sends them, as reports; a result that cannot be stored is a '
  'failure.';
--! EndIncluded engine/make_reports.sql
--! Included engine/answer_reports.sql
/* Hash joins are on again here: a batch joined to itself row by row would be quadratic. */
create or replace function sluice_private.answer_reports(
  reports sluice_private.step_report[],
  recorded bigint[],
  deferred bigint[],
  handed sluice_private.handed_step[]
)
returns table (
  token bigint,
  verdict text,
  next_organization_id uuid,
  next_token bigint,
  next_execution_id uuid,
  next_node_id text,
  next_action text,
  next_attempt int,
  next_idempotency_key text,
  next_input text,
  next_timeout_ms int
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_hashjoin = on
as $$
begin
  return query
  with answered as (
    select r as report, r.token as reported, done.token is not null as is_recorded,
      done.token is null and later.token is not null as is_deferred
    from unnest(reports) as r
    left join unnest(recorded) as done (token) on done.token = r.token
    left join unnest(deferred) as later (token) on later.token = r.token
  ),
  known as (
    select a.report, a.reported, a.is_recorded, a.is_deferred,
      not a.is_recorded and not a.is_deferred and sluice_private.was_recorded(a.report) as is_again
    from answered as a
  ),
  following as (
    select h as step from unnest(handed) as h
    union all
    select h
    from known
    cross join lateral sluice_private.follow_ups_of(known.report) as h
    where known.is_again
  )
  select
    known.reported,
    case
      when known.is_recorded or known.is_again then 'recorded'
      when known.is_deferred then 'deferred'
      else 'stale'
    end,
    (f.step).organization_id, (f.step).token, (f.step).execution_id, (f.step).node_id,
    (f.step).action, (f.step).attempt, (f.step).idempotency_key,
    case when strpos((f.step).input, 'approval-token:') > 0
      then sluice_private.reveal_links((f.step).organization_id, (f.step).input)
      else (f.step).input
    end,
    (f.step).timeout_ms
  from known
  left join following as f on (f.step).after_token = known.reported;
end;
$$;

comment on function sluice_private.answer_reports(
  sluice_private.step_report[], bigint[], bigint[], sluice_private.handed_step[]
) is
  'What a worker is told of each report, and the step it may run next.';
--! EndIncluded engine/answer_reports.sql
--! Included engine/set_apart.sql
/* What controls or ends an execution is not parked: it evaluates nothing, and may not wait. */
create or replace function sluice_private.set_apart(organization_ids uuid[], execution_ids uuid[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.live_executions as live
  set apart_since = coalesce(live.apart_since, clock_timestamp())
  from (
    select given.* from unnest(organization_ids, execution_ids)
      as given (organization_id, execution_id)
    limit cardinality(organization_ids)
  ) as given
  where live.organization_id = any (array[given.organization_id])
    and live.id = any (array[given.execution_id]);

  update sluice_private.arrivals as arrival
  set is_parked = true
  from (
    select given.* from unnest(organization_ids, execution_ids)
      as given (organization_id, execution_id)
    limit cardinality(organization_ids)
  ) as given
  where arrival.organization_id = any (array[given.organization_id])
    and arrival.execution_id = any (array[given.execution_id])
    and arrival.is_parked is not true
    and arrival.kind not in ('cancel', 'pause', 'resume');

  update sluice_private.timers as timer
  set is_parked = true
  from (
    select given.* from unnest(organization_ids, execution_ids)
      as given (organization_id, execution_id)
    limit cardinality(organization_ids)
  ) as given
  where timer.organization_id = any (array[given.organization_id])
    and timer.execution_id = any (array[given.execution_id])
    and timer.due_at <= sluice_hidden.now()
    and timer.kind <> 'deadline';
end;
$$;

comment on function sluice_private.set_apart(uuid[], uuid[]) is
  'Sets locked executions apart: advance_apart takes them one by one, out of everybody''s way.';
--! EndIncluded engine/set_apart.sql
--! Included engine/divert.sql
/* An expression that took too long for one execution may do so for every execution of its
   version, so that these do not share a batch with others until the cause is gone. */
create or replace function sluice_private.divert(
  organization_ids uuid[],
  execution_ids uuid[],
  locked uuid[],
  takes_control boolean
)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_apart record;
begin
  if not exists (
    select from sluice_private.live_executions as live where live.apart_since is not null
  ) then
    return locked;
  end if;
  select array_agg(live.organization_id) as organization_ids, array_agg(live.id) as execution_ids
  into v_apart
  from (
    select distinct given.organization_id, given.execution_id
    from unnest(organization_ids, execution_ids) as given (organization_id, execution_id)
    where given.execution_id = any (locked)
    limit cardinality(organization_ids)
  ) as given
  inner join sluice_private.live_executions as live
    on live.organization_id = given.organization_id and live.id = given.execution_id
  where exists (
    select from sluice_private.live_executions as slow
    where slow.version_id = live.version_id
      and slow.organization_id = live.organization_id
      and slow.apart_since is not null
  );
  if v_apart.execution_ids is null then
    return locked;
  end if;
  perform sluice_private.set_apart(v_apart.organization_ids, v_apart.execution_ids);
  return array(
    select l.id
    from unnest(locked) as l (id)
    where l.id <> all (v_apart.execution_ids)
      or takes_control and exists (
        select from unnest(organization_ids, execution_ids) as given (organization_id, id)
        inner join sluice_private.arrivals as arrival
          on arrival.organization_id = given.organization_id
          and arrival.execution_id = given.id
          and arrival.is_parked is not true
        where given.id = l.id
      )
      or takes_control and exists (
        select from unnest(organization_ids, execution_ids) as given (organization_id, id)
        inner join sluice_private.timers as timer
          on timer.organization_id = given.organization_id
          and timer.execution_id = given.id
          and timer.is_parked is not true
          and timer.due_at <= sluice_hidden.now()
        where given.id = l.id
      )
  );
end;
$$;

comment on function sluice_private.divert(uuid[], uuid[], uuid[], boolean) is
  'Sets apart those locked executions whose version has one that is; the others may be acted on '
  'here, and so may those that are controlled or ended, by a caller that takes only that.';
--! EndIncluded engine/divert.sql
--! Included engine/settle_in_time.sql
/* After a cancel the statement has no timeout any more: it may only note what is to be done. */
create or replace function sluice_private.settle_in_time(
  reports sluice_private.step_report[],
  worker sluice_private.workers,
  out tokens bigint[],
  out handed sluice_private.handed_step[],
  out deferred bigint[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  select s.tokens, s.handed
  into tokens, handed
  from sluice_private.settle_guarded(reports, worker) as s;
exception
  when query_canceled or out_of_memory then
    tokens := '{}';
    handed := '{}';
    deferred := sluice_private.defer_reports(reports);
    perform sluice_private.set_apart(
      array(select r.organization_id from unnest(reports) as r),
      array(select r.execution_id from unnest(reports) as r)
    );
end;
$$;

comment on function sluice_private.settle_in_time(
  sluice_private.step_report[], sluice_private.workers
) is
  'settle_guarded; reports that run into statement_timeout, or out of memory, are deferred and '
  'their executions set apart.';
--! EndIncluded engine/settle_in_time.sql
--! Included engine/complete_steps.sql
/* A door. Lock order: executions first. A report whose execution is held by somebody else becomes
   an arrival; its lease stays, and stays the fence. */
create or replace function sluice_private.complete_steps(
  worker_id uuid,
  epoch bigint,
  organization_ids uuid[],
  execution_ids uuid[],
  tokens bigint[],
  outcomes text[],
  results text[],
  chain int[]
)
returns table (
  token bigint,
  verdict text,
  next_organization_id uuid,
  next_token bigint,
  next_execution_id uuid,
  next_node_id text,
  next_action text,
  next_attempt int,
  next_idempotency_key text,
  next_input text,
  next_timeout_ms int
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
  v_worker sluice_private.workers := sluice_private.find_worker(worker_id, epoch);
  v_locked uuid[] := sluice_private.divert(
    organization_ids, execution_ids,
    sluice_private.lock_executions(organization_ids, execution_ids), false
  );
  v_reports sluice_private.step_report[] := sluice_private.make_reports(
    v_worker, organization_ids, execution_ids, tokens, outcomes, results, chain
  );
  v_now sluice_private.step_report[] := array(
    select r from unnest(v_reports) as r where r.execution_id = any (v_locked)
  );
  v_done record;
  v_deferred bigint[];
begin
  perform sluice_hidden.failpoint('locked');
  if cardinality(v_now) > 0 then
    select s.tokens, s.handed, s.deferred
    into v_done
    from sluice_private.settle_in_time(v_now, v_worker) as s;
  else
    select
      '{}'::bigint[] as tokens, '{}'::sluice_private.handed_step[] as handed,
      '{}'::bigint[] as deferred
    into v_done;
  end if;
  v_deferred := v_done.deferred || sluice_private.defer_reports(
    array(select r from unnest(v_reports) as r where r.execution_id <> all (v_locked))
  );
  perform sluice_hidden.failpoint('completed');

  return query
  select reply.*
  from sluice_private.answer_reports(
    v_reports, v_done.tokens, v_deferred, v_done.handed
  ) as reply;
end;
$$;

comment on function sluice_private.complete_steps(
  uuid, bigint, uuid[], uuid[], bigint[], text[], text[], int[]
) is
  'Reports of a worker, in one transaction with all that follows. Per token: recorded (also '
  'when it was so before), stale, or deferred; and the step that this worker may run next.';
grant execute on function sluice_private.complete_steps(
  uuid, bigint, uuid[], uuid[], bigint[], text[], text[], int[]
) to sluice_worker;
--! EndIncluded engine/complete_steps.sql
--! Included engine/start_lines.sql
/* What propagate comes to where the trigger has a successor and only the start has arrived. */
create or replace function sluice_private.start_lines(inout arrived sluice_private.arrivals[])
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_begun uuid[];
begin
  if exists (select from sluice_private.paused_scopes) then
    return;
  end if;
  with begun as materialized (
    select s.organization_id, s.execution_id, s.version_id, s.trigger_step, trigger.*
    from (
      select (array_agg(a))[1] as arrival
      from unnest(arrived) as a
      group by a.execution_id
      having count(*) = 1
      limit cardinality(arrived)
    ) as driver
    cross join lateral (
      select e.organization_id, e.id as execution_id, e.version_id, e.trigger_step
      from sluice_private.live_executions as e
      where e.organization_id = (driver.arrival).organization_id
        and e.id = (driver.arrival).execution_id
      offset 0
    ) as s
    cross join lateral sluice_private.find_successor(
      s.organization_id, s.execution_id, s.version_id, s.trigger_step, null
    ) as trigger
    where (driver.arrival).kind = 'start' and (driver.arrival).generation = 0
  ),
  frames as (
    insert into sluice_private.frames (organization_id, execution_id, frame_id, open)
    select b.organization_id, b.execution_id, 0, 1
    from begun as b
  ),
  history as (
    insert into sluice_private.execution_steps (
      organization_id, execution_id, frame_id, step_no, generation, node_id, type, status, attempt,
      ports, verdicts, ready_at, started_at, finished_at
    )
    select
      b.organization_id, b.execution_id, 0, b.trigger_step, 0, b.node_id, 'trigger', 'completed',
      1, '{main}', b.verdicts, b.created_at, v_now, v_now
    from begun as b
  ),
  queued as (
    insert into sluice_private.ready_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, ready_at
    )
    select
      b.organization_id, b.execution_id, 0, b.next_no, 0, b.version_id, b.next_action,
      b.next_input, 1, 0, b.priority, v_now
    from begun as b
  )
  select array_agg(b.execution_id) into v_begun from begun as b;
  if v_begun is not null then
    arrived := array(select a from unnest(arrived) as a where a.execution_id <> all (v_begun));
  end if;
end;
$$;

comment on function sluice_private.start_lines(sluice_private.arrivals[]) is
  'Starts executions whose trigger has a successor: that joins the backlog. Returns what has '
  'arrived at the others.';
--! EndIncluded engine/start_lines.sql
--! Included engine/take_starts.sql
/* R1: the edges of the trigger that fired go live, those of the others dead. */
create or replace function sluice_private.take_starts(started sluice_private.arrivals[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_settled sluice_private.settled_step[];
begin
  insert into sluice_private.frames (organization_id, execution_id, frame_id, open)
  select s.organization_id, s.execution_id, 0, 1
  from unnest(started) as s;

  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at
  )
  select s.organization_id, s.execution_id, 0, 0, 'deadline',
    case s.generation when 0 then live.created_at else v_now end + version.timeout
  from (select s.* from unnest(started) as s limit cardinality(started)) as s
  cross join lateral (
    select e.version_id, e.created_at
    from sluice_private.live_executions as e
    where e.organization_id = s.organization_id and e.id = s.execution_id
    offset 0
  ) as live
  cross join lateral (
    select v.timeout
    from sluice.workflow_versions as v
    where v.organization_id = s.organization_id and v.id = live.version_id
    offset 0
  ) as version
  where version.timeout is not null;

  select array_agg((
    s.organization_id, s.execution_id, live.version_id, 0, step.step_no, s.generation,
    case when step.step_no = live.trigger_step then 'completed' else 'skipped' end,
    case when step.step_no = live.trigger_step then '{main}'::text[] else '{}' end,
    1, null, null, null, null, live.created_at, v_now, v_now, null, null, null, null
  )::sluice_private.settled_step)
  into v_settled
  from (select s.* from unnest(started) as s limit cardinality(started)) as s
  cross join lateral (
    select e.version_id, e.trigger_step, e.created_at
    from sluice_private.live_executions as e
    where e.organization_id = s.organization_id and e.id = s.execution_id
    offset 0
  ) as live
  cross join lateral (
    select w.step_no
    from sluice.workflow_steps as w
    where w.organization_id = s.organization_id
      and w.version_id = live.version_id
      and w.type = 'trigger'
    offset 0
  ) as step;
  return v_settled;
end;
$$;

comment on function sluice_private.take_starts(sluice_private.arrivals[]) is
  'Opens the root frames of executions that start; their triggers, as ended or skipped.';
--! EndIncluded engine/take_starts.sql
--! Included engine/release_retries.sql
create or replace function sluice_private.release_retries(due sluice_private.timers[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with released as (
    delete from sluice_private.blocked_steps as blocked
    using (select d.* from unnest(due) as d where d.kind = 'retry' limit cardinality(due)) as timer
    where blocked.organization_id = any (array[timer.organization_id])
      and blocked.execution_id = any (array[timer.execution_id])
      and blocked.frame_id = timer.frame_id
      and blocked.step_no = timer.step_no
    returning blocked.*
  )
  insert into sluice_private.ready_steps (
    organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
    attempt, crashes, priority, ready_at
  )
  select
    r.organization_id, r.execution_id, r.frame_id, r.step_no, r.generation, r.version_id,
    r.action, r.input, r.attempt, r.crashes, r.priority, r.ready_at
  from released as r;
end;
$$;

comment on function sluice_private.release_retries(sluice_private.timers[]) is
  'Puts steps whose next attempt is due into the backlog.';
--! EndIncluded engine/release_retries.sql
--! Included engine/overdue_frames.sql
create or replace function sluice_private.overdue_frames(
  due sluice_private.timers[],
  ended sluice_private.settled_step[]
)
returns sluice_private.closing_frame[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select (
      d.organization_id, d.execution_id, 0, 'timed_out', null,
      jsonb_build_object('class', 'timeout', 'message', 'the execution took too long',
        'deadline', d.due_at)
    )::sluice_private.closing_frame
    from unnest(due) as d
    where d.kind = 'deadline'
    union all
    select (
      d.organization_id, d.execution_id, frame.frame_id, 'timed_out', null,
      jsonb_build_object('class', 'timeout', 'message', 'the container took too long',
        'deadline', d.due_at)
    )::sluice_private.closing_frame
    from unnest(due) as d
    inner join sluice_private.frames as frame
      on frame.organization_id = any (array[d.organization_id])
      and frame.execution_id = any (array[d.execution_id])
      and frame.parent_id = d.frame_id
      and frame.container = d.step_no
    where d.kind = 'timeout'
    union all
    select (
      s.organization_id, s.execution_id, s.frame_id, 'failed', null, s.error
    )::sluice_private.closing_frame
    from unnest(ended) as s
    where s.ports is null
  );
end;
$$;

comment on function sluice_private.overdue_frames(
  sluice_private.timers[], sluice_private.settled_step[]
) is
  'The frames that due timers end: an execution''s root, those of a container, or that of a step '
  'that was too late and that nothing handles.';
--! EndIncluded engine/overdue_frames.sql
--! Included engine/overdue_steps.sql
/* The retry policy has no say: the time was for all attempts. A late report is refused. */
create or replace function sluice_private.overdue_steps(due sluice_private.timers[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due record;
  v_at sluice_private.fired_step;
  v_step sluice_private.settled_step;
  v_error jsonb;
  v_ended sluice_private.settled_step[];
begin
  for v_due in
    select d.*, step.known
    from (select d.* from unnest(due) as d where d.kind = 'timeout' limit cardinality(due)) as d
    cross join lateral (
      select e.version_id
      from sluice_private.live_executions as e
      where e.organization_id = d.organization_id and e.id = d.execution_id
      offset 0
    ) as live
    cross join lateral (
      select w as known
      from sluice.workflow_steps as w
      where w.organization_id = d.organization_id
        and w.version_id = live.version_id
        and w.step_no = d.step_no
      offset 0
    ) as step
    where (step.known).type in ('action', 'call')
  loop
    v_at.organization_id := v_due.organization_id;
    v_at.execution_id := v_due.execution_id;
    v_at.frame_id := v_due.frame_id;
    v_error := jsonb_build_object(
      'class', 'timeout', 'message', 'the step took too long', 'deadline', v_due.due_at
    );
    for v_step in
      select s.* from unnest(sluice_private.take_steps(v_at, array[v_due.step_no])) as s
    loop
      v_step.status := 'timed_out';
      v_step.error := sluice_private.error_at(v_error, (v_due.known).node_id);
      v_step.output := jsonb_build_object('error', v_error);
      v_step.ports := sluice_private.route_failure(v_due.known, v_error);
      v_ended := v_ended || v_step;
    end loop;
  end loop;
  return v_ended;
end;
$$;

comment on function sluice_private.overdue_steps(sluice_private.timers[]) is
  'Ends the actions and calls whose time is up: as timed out, with the ports that opens; null: it '
  'is not handled.';
--! EndIncluded engine/overdue_steps.sql
--! Included engine/forget_waits.sql
create or replace function sluice_private.forget_waits(ended sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.awaited_events as awaited
  using (select e.* from unnest(ended) as e limit cardinality(ended)) as e
  where awaited.organization_id = any (array[e.organization_id])
    and awaited.execution_id = any (array[e.execution_id])
    and awaited.frame_id = e.frame_id
    and awaited.step_no = e.step_no;
  delete from sluice_private.timers as timer
  using (select e.* from unnest(ended) as e limit cardinality(ended)) as e
  where timer.organization_id = any (array[e.organization_id])
    and timer.execution_id = any (array[e.execution_id])
    and timer.frame_id = e.frame_id
    and timer.step_no = e.step_no
    and (timer.kind in ('wait', 'poll', 'remind')) is true;
  perform sluice_private.close_approvals(ended);
end;
$$;

comment on function sluice_private.forget_waits(sluice_private.settled_step[]) is
  'Waits that have ended wait for no event and no decision, and no timer is to end them.';
--! EndIncluded engine/forget_waits.sql
--! Included engine/hold_events.sql
create or replace function sluice_private.hold_events(arrivals sluice_private.arrivals[])
returns sluice_private.told_wait[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_events sluice_private.arrivals[] := array(
    select a from unnest(arrivals) as a where a.kind = 'event'
  );
  v_told sluice_private.told_wait[];
begin
  if cardinality(v_events) = 0 then
    return null;
  end if;
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, body, is_parked
  )
  select a.organization_id, a.execution_id, a.kind, a.frame_id, a.step_no, a.generation, a.body,
    true
  from (select e.* from unnest(v_events) as e limit cardinality(v_events)) as a
  inner join sluice_private.live_executions as live
    on live.organization_id = any (array[a.organization_id])
      and live.id = any (array[a.execution_id])
  where live.paused_at is not null;

  select array_agg((
    a.organization_id, a.execution_id, a.frame_id, a.step_no, a.generation,
    a.body::jsonb ->> 'port', a.body::jsonb -> 'output',
    (a.body::jsonb ->> 'created_at')::timestamptz
  )::sluice_private.told_wait)
  into v_told
  from (select e.* from unnest(v_events) as e limit cardinality(v_events)) as a
  inner join sluice_private.live_executions as live
    on live.organization_id = any (array[a.organization_id])
      and live.id = any (array[a.execution_id])
  where live.paused_at is null;
  return array(
    select distinct on (t.execution_id, t.frame_id, t.step_no) t
    from unnest(v_told) as t
    order by t.execution_id, t.frame_id, t.step_no, t.created_at
  );
end;
$$;

comment on function sluice_private.hold_events(sluice_private.arrivals[]) is
  'The first of what has arrived for each wait; those of paused executions stay for '
  'their resume.';
--! EndIncluded engine/hold_events.sql
--! Included engine/take_events.sql
/* An event, or the decision of an approval: of several the first counts. A timer that was due
   before it has won already. */
create or replace function sluice_private.take_events(told sluice_private.told_wait[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_settled sluice_private.settled_step[];
begin
  with first as (
    select t.* from unnest(take_events.told) as t limit cardinality(take_events.told)
  ),
  ended as (
    delete from sluice_private.waits as w
    using first
    where w.organization_id = any (array[first.organization_id])
      and w.execution_id = any (array[first.execution_id])
      and w.frame_id = first.frame_id
      and w.step_no = first.step_no
      and w.generation = first.generation
      and not exists (
        select from sluice_private.timers as timer
        where timer.organization_id = first.organization_id
          and timer.execution_id = first.execution_id
          and timer.frame_id = first.frame_id
          and timer.step_no = first.step_no
          and (timer.kind = 'wait') is true
          and timer.due_at < least(first.created_at, v_now)
          and timer.is_parked is not true
          offset 0
      )
    returning w.*, first.port, first.output
  )
  select array_agg((
    e.organization_id, e.execution_id, e.version_id, e.frame_id, e.step_no, e.generation,
    'completed',
    case e.port when 'rejected' then '{rejected}'::text[] else array['main', e.port] end, 1,
    e.input, e.output, null, null, e.started_at, e.started_at, greatest(v_now, e.started_at), null,
    null, null, null
  )::sluice_private.settled_step)
  into v_settled
  from ended as e;

  insert into sluice_private.taken_events (
    organization_id, execution_id, step_no, event_id, taken_at
  )
  select s.organization_id, s.execution_id, s.step_no, (s.output #>> '{event,id}')::uuid, v_now
  from unnest(v_settled) as s
  where s.frame_id <> 0 and s.output ? 'event'
  on conflict on constraint taken_events_pkey do nothing;
  perform sluice_private.forget_waits(v_settled);
  return sluice_private.shape_outputs(v_settled);
end;
$$;

comment on function sluice_private.take_events(sluice_private.told_wait[]) is
  'Ends the waits that the events that have arrived are for; a wait that is gone takes none.';
--! EndIncluded engine/take_events.sql
--! Included engine/end_wait.sql
create or replace function sluice_private.end_wait(
  wait sluice_private.waits,
  ports text[],
  output jsonb
)
returns sluice_private.settled_step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.waits as w
  where w.organization_id = wait.organization_id
    and w.execution_id = wait.execution_id
    and w.frame_id = wait.frame_id
    and w.step_no = wait.step_no;
  return (
    wait.organization_id, wait.execution_id, wait.version_id, wait.frame_id, wait.step_no,
    wait.generation, 'completed', ports, 1, wait.input, output, null, null, wait.started_at,
    wait.started_at, greatest(sluice_hidden.now(), wait.started_at), null, null, null, null
  )::sluice_private.settled_step;
end;
$$;

comment on function sluice_private.end_wait(sluice_private.waits, text[], jsonb) is
  'Removes a wait of a locked execution; its step, completed on these ports.';
--! EndIncluded engine/end_wait.sql
--! Included engine/meet_conditions.sql
/* A look that was due before the wait''s own timer comes first, whenever both are made. */
create or replace function sluice_private.meet_conditions(due sluice_private.timers[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_wait sluice_private.waits;
  v_step sluice.workflow_steps;
  v_settled sluice_private.settled_step[];
begin
  for v_wait in
    select w.*
    from (select d.* from unnest(due) as d where d.kind = 'poll' limit cardinality(due)) as poll
    cross join lateral (
      select waiting.*
      from sluice_private.waits as waiting
      where waiting.organization_id = poll.organization_id
        and waiting.execution_id = poll.execution_id
        and waiting.frame_id = poll.frame_id
        and waiting.step_no = poll.step_no
      offset 0
    ) as w
    where not exists (
      select from unnest(due) as timer
      where timer.kind = 'wait'
        and timer.execution_id = poll.execution_id
        and timer.frame_id = poll.frame_id
        and timer.step_no = poll.step_no
        and timer.due_at < poll.due_at
    )
  loop
    v_step := sluice_private.step_of(v_wait.organization_id, v_wait.version_id, v_wait.step_no);
    if sluice_private.condition_holds(v_step, sluice_private.build_context(
      v_wait.organization_id, v_wait.execution_id, v_wait.frame_id, v_step.refs, v_step.roots
    )) then
      v_settled := v_settled || sluice_private.end_wait(
        v_wait, '{main,met}', jsonb_build_object('met_at', v_now)
      );
    else
      insert into sluice_private.timers (
        organization_id, execution_id, frame_id, step_no, kind, due_at
      )
      values (
        v_wait.organization_id, v_wait.execution_id, v_wait.frame_id, v_wait.step_no, 'poll',
        v_now + sluice_private.poll_interval(v_wait.input -> 'condition')
      );
    end if;
  end loop;
  return v_settled;
end;
$$;

comment on function sluice_private.meet_conditions(sluice_private.timers[]) is
  'Looks at the conditions whose time has come: ends the waits whose condition holds, and sets the '
  'time of the next look at the others.';
--! EndIncluded engine/meet_conditions.sql
--! Included engine/elapse_waits.sql
create or replace function sluice_private.elapse_waits(due sluice_private.timers[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_settled sluice_private.settled_step[];
begin
  with timer as (
    select d.* from unnest(due) as d where d.kind = 'wait' limit cardinality(due)
  ),
  ended as (
    delete from sluice_private.waits as w
    using timer
    where w.organization_id = any (array[timer.organization_id])
      and w.execution_id = any (array[timer.execution_id])
      and w.frame_id = timer.frame_id
      and w.step_no = timer.step_no
    returning w.*, timer.due_at
  )
  select array_agg((
    e.organization_id, e.execution_id, e.version_id, e.frame_id, e.step_no, e.generation,
    'completed',
    case e.due_port when 'timeout' then '{timeout}'::text[] else '{main,elapsed}' end, 1,
    e.input, jsonb_build_object('due_at', e.due_at), null, null, e.started_at, e.started_at,
    greatest(v_now, e.started_at), null, null, null, null
  )::sluice_private.settled_step)
  into v_settled
  from ended as e;
  return v_settled;
end;
$$;

comment on function sluice_private.elapse_waits(sluice_private.timers[]) is
  'Ends the waits whose time has come.';
--! EndIncluded engine/elapse_waits.sql
--! Included engine/cancelled_groups.sql
/* A timeout that was due before the event has won already; where the event wins, it has none. */
create or replace function sluice_private.cancelled_groups(told sluice_private.told_wait[])
returns sluice_private.closing_frame[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_closing sluice_private.closing_frame[];
begin
  with cancelled as (
    select
      t.organization_id, t.execution_id, t.frame_id, t.step_no, t.output, c.frame_id as inner_id
    from (select u.* from unnest(cancelled_groups.told) as u limit cardinality(told)) as t
    inner join sluice_private.containers as known
      on known.organization_id = any (array[t.organization_id])
      and known.execution_id = any (array[t.execution_id])
      and known.frame_id = t.frame_id
      and known.step_no = t.step_no
      and known.generation = t.generation
      and known.ending is null
    inner join sluice_private.frames as c
      on c.organization_id = any (array[t.organization_id])
      and c.execution_id = any (array[t.execution_id])
      and c.parent_id = t.frame_id
      and c.container = t.step_no
    where not exists (
      select from sluice_private.timers as timer
      where timer.organization_id = any (array[t.organization_id])
        and timer.execution_id = any (array[t.execution_id])
        and timer.frame_id = t.frame_id
        and timer.step_no = t.step_no
        and (timer.kind = 'timeout') is true
        and timer.due_at < least(t.created_at, v_now)
        and timer.is_parked is not true offset 0
    )
  ),
  taken as (
    insert into sluice_private.taken_events (
      organization_id, execution_id, step_no, event_id, taken_at
    )
    select c.organization_id, c.execution_id, c.step_no, (c.output #>> '{event,id}')::uuid, v_now
    from cancelled as c
    where c.frame_id <> 0
    on conflict on constraint taken_events_pkey do nothing
  ),
  stopped as (
    delete from sluice_private.timers as timer
    using cancelled as c
    where timer.organization_id = any (array[c.organization_id])
      and timer.execution_id = any (array[c.execution_id])
      and timer.frame_id = c.frame_id
      and timer.step_no = c.step_no
      and (timer.kind = 'timeout') is true
  )
  select array_agg((
    c.organization_id, c.execution_id, c.inner_id, 'cancelled',
    c.output,
    jsonb_build_object(
      'class', 'cancelled', 'message', format('%s came', c.output #>> '{event,name}')
    )
  )::sluice_private.closing_frame)
  into v_closing
  from cancelled as c;
  return v_closing;
end;
$$;

comment on function sluice_private.cancelled_groups(sluice_private.told_wait[]) is
  'The frames of groups that the events that have arrived cancel.';
--! EndIncluded engine/cancelled_groups.sql
--! Included engine/take_locks.sql
create or replace function sluice_private.take_locks(
  arrivals sluice_private.arrivals[],
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arrival sluice_private.arrivals;
  v_container sluice_private.containers;
  v_frames bigint[];
begin
  for v_arrival in select a.* from unnest(arrivals) as a where a.kind = 'lock' loop
    update sluice_private.containers as c
    set waits_for = null
    where c.organization_id = v_arrival.organization_id
      and c.execution_id = v_arrival.execution_id
      and c.frame_id = v_arrival.frame_id
      and c.step_no = v_arrival.step_no
      and c.generation = v_arrival.generation
      and c.waits_for is not null
    returning c.* into v_container;
    continue when not found;
    v_frames := array(
      select frame.frame_id
      from sluice_private.frames as frame
      where frame.organization_id = v_container.organization_id
        and frame.execution_id = v_container.execution_id
        and frame.parent_id = v_container.frame_id
        and frame.container = v_container.step_no
    );
    fired := fired || sluice_private.enter_frames(
      v_container,
      sluice_private.step_of(
        v_container.organization_id, v_container.version_id, v_container.step_no
      ),
      v_frames
    );
    changes := changes || array(
      select (v_container.organization_id, v_container.execution_id, id, 0)
        ::sluice_private.frame_change
      from unnest(v_frames) as id
    );
  end loop;
end;
$$;

comment on function sluice_private.take_locks(sluice_private.arrivals[]) is
  'Begins groups that have got the lock that they waited for.';
--! EndIncluded engine/take_locks.sql
--! Included engine/sort_arrivals.sql
create or replace function sluice_private.sort_arrivals(
  arrivals sluice_private.arrivals[],
  out fired sluice_private.fired_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_locks record;
begin
  select
    array_agg((
      a.organization_id, a.execution_id, live.version_id, a.frame_id, a.step_no, a.generation,
      a.kind = 'fire', null, null, null, false, a.frame_id <> 0
    )::sluice_private.fired_step) filter (where a.kind in ('fire', 'skip')),
    array_agg((
      a.organization_id, a.execution_id, 0, 'cancelled', null, a.body::jsonb
    )::sluice_private.closing_frame) filter (where a.kind = 'cancel'),
    array_agg((
      a.organization_id, a.execution_id, a.frame_id,
      case when a.kind in ('start', 'fire', 'skip', 'done') then -1 else 0 end
    )::sluice_private.frame_change) filter (where a.kind not in ('cancel', 'pause', 'report'))
  into fired, closing, changes
  from (select a.* from unnest(arrivals) as a limit cardinality(arrivals)) as a
  cross join lateral (
    select e.version_id
    from sluice_private.live_executions as e
    where e.organization_id = a.organization_id and e.id = a.execution_id
    offset 0
  ) as live;
  if exists (select from unnest(arrivals) as a where a.kind = 'lock') then
    select l.fired, l.changes
    into v_locks
    from sluice_private.take_locks(arrivals) as l;
    fired := fired || v_locks.fired;
    changes := changes || v_locks.changes;
  end if;
end;
$$;

comment on function sluice_private.sort_arrivals(sluice_private.arrivals[]) is
  'What arrivals say: which steps fire or are skipped, which executions are cancelled, what is no '
  'longer under way as an arrival.';
--! EndIncluded engine/sort_arrivals.sql
--! Included engine/take_timers.sql
/* Read without locks, taken under the executions' locks: one that is gone by then is not due. An
   event that a resume has just released is looked at first, the next time. */
create or replace function sluice_private.take_timers(
  organization_ids uuid[],
  execution_ids uuid[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_due sluice_private.timers[];
  v_overdue sluice_private.settled_step[];
  v_again record;
begin
  with due as (
    delete from sluice_private.timers as timer
    using (
      select locked.* from unnest(organization_ids, execution_ids)
        as locked (organization_id, execution_id)
      limit cardinality(organization_ids)
    ) as locked
    where timer.organization_id = any (array[locked.organization_id])
      and timer.execution_id = any (array[locked.execution_id])
      and timer.due_at <= v_now
      and timer.is_parked is not true
      and not (timer.kind in ('wait', 'poll') and exists (
        select from sluice_private.arrivals as arrival
        where arrival.organization_id = timer.organization_id
          and arrival.execution_id = timer.execution_id
          and arrival.frame_id = timer.frame_id
          and arrival.step_no = timer.step_no
          and arrival.kind = 'event'
          and arrival.is_parked is not true
        offset 0
      ))
    returning timer
  )
  select array_agg(due.timer) into v_due from due;
  if v_due is null then
    return;
  end if;

  if exists (select from unnest(v_due) as d where d.kind in ('poll', 'remind')) then
    settled := sluice_private.meet_conditions(v_due);
    perform sluice_private.remind_assignees(v_due);
    changes := array(
      select (d.organization_id, d.execution_id, d.frame_id, 0)::sluice_private.frame_change
      from unnest(v_due) as d
      where d.kind in ('poll', 'remind')
    );
  end if;
  settled := settled || sluice_private.elapse_waits(v_due);
  perform sluice_private.forget_waits(settled);
  settled := sluice_private.shape_outputs(settled);
  v_overdue := sluice_private.overdue_steps(v_due);
  perform sluice_private.release_retries(v_due);
  select c.* into v_again from sluice_private.retry_calls(v_due) as c;
  closing := sluice_private.closings_of(settled);
  settled := settled || v_overdue || v_again.settled;
  closing := closing || sluice_private.overdue_frames(v_due, v_overdue) || v_again.closing;
  changes := changes || v_again.changes;
end;
$$;

comment on function sluice_private.take_timers(uuid[], uuid[]) is
  'Takes the due timers of locked executions: waits and overdue steps end, retries become ready, '
  'deadlines close. changes: also of 0, where there may be nothing else to do.';
--! EndIncluded engine/take_timers.sql
--! Included engine/end_suspended.sql
/* What is ended by hand goes first: what was in a container that ends so is gone then. */
create or replace function sluice_private.end_suspended(
  organization_ids uuid[],
  execution_ids uuid[],
  arrivals sluice_private.arrivals[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_told sluice_private.told_wait[] := sluice_private.hold_events(arrivals);
  v_met sluice_private.settled_step[];
  v_children record;
  v_timers record;
begin
  settled := sluice_private.settle_by_hand(arrivals);
  if v_told is not null then
    v_met := sluice_private.take_events(v_told);
    settled := settled || v_met;
    closing := sluice_private.cancelled_groups(v_told) || sluice_private.closings_of(v_met);
  end if;
  select c.settled, c.closing into v_children from sluice_private.take_children(arrivals) as c;
  select t.settled, t.closing, t.changes
  into v_timers
  from sluice_private.take_timers(organization_ids, execution_ids) as t;
  settled := settled || v_children.settled || v_timers.settled;
  closing := closing || v_children.closing || v_timers.closing;
  changes := v_timers.changes || array(
    select (s.organization_id, s.execution_id, s.frame_id, -1)::sluice_private.frame_change
    from unnest(settled) as s
  );
end;
$$;

comment on function sluice_private.end_suspended(
  uuid[], uuid[], sluice_private.arrivals[]
) is
  'Ends the steps of locked executions whose event, child or time has come, or that users end; '
  'and the frames that are overdue, or that an event cancels.';
--! EndIncluded engine/end_suspended.sql
--! Included engine/take_arrivals.sql
/* A door may find nothing to do, because another was faster: what waits goes on waiting. */
create or replace function sluice_private.take_arrivals(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns sluice_private.arrivals[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arrivals sluice_private.arrivals[];
begin
  with taken as (
    delete from sluice_private.arrivals as arrival
    using (
      select locked.* from unnest(organization_ids, execution_ids)
        as locked (organization_id, execution_id)
      limit cardinality(organization_ids)
    ) as locked
    where arrival.organization_id = any (array[locked.organization_id])
      and arrival.execution_id = any (array[locked.execution_id])
      and arrival.is_parked is not true
    returning arrival
  )
  select array_agg(taken.arrival order by (taken.arrival).seq) into v_arrivals from taken;

  update sluice_private.live_executions as live
  set status = 'running', started_at = coalesce(live.started_at, sluice_hidden.now())
  from (
    select locked.* from unnest(organization_ids, execution_ids)
      as locked (organization_id, execution_id)
    limit cardinality(organization_ids)
  ) as locked
  where live.organization_id = any (array[locked.organization_id])
    and live.id = any (array[locked.execution_id])
    and live.status in ('pending', 'waiting')
    and (
      live.id in (select a.execution_id from unnest(v_arrivals) as a where a.kind <> 'report')
      or exists (
        select from sluice_private.timers as timer
        where timer.organization_id = locked.organization_id
          and timer.execution_id = locked.execution_id
          and timer.due_at <= sluice_hidden.now()
          and timer.is_parked is not true
        offset 0
      )
    );
  return v_arrivals;
end;
$$;

comment on function sluice_private.take_arrivals(uuid[], uuid[]) is
  'Takes what has arrived at locked executions, in order; those that it moves are running.';
--! EndIncluded engine/take_arrivals.sql
--! Included engine/hold_ready.sql
/* What stands in line for a limit comes last: admission may put a ready step there meanwhile. */
create or replace function sluice_private.hold_ready(organization_id uuid, execution_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with held as (
    delete from sluice_private.ready_steps as ready
    where ready.organization_id = hold_ready.organization_id
      and ready.execution_id = hold_ready.execution_id
    returning ready.*
  )
  insert into sluice_private.blocked_steps (
    organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
    attempt, crashes, priority, ready_at, reason
  )
  select
    h.organization_id, h.execution_id, h.frame_id, h.step_no, h.generation, h.version_id,
    h.action, h.input, h.attempt, h.crashes, h.priority, h.ready_at, 'paused'
  from held as h;

  update sluice_private.blocked_steps as blocked
  set reason = 'paused', limit_key = null, limited_at = null
  where blocked.organization_id = hold_ready.organization_id
    and blocked.execution_id = hold_ready.execution_id
    and blocked.limit_key is not null;
end;
$$;

comment on function sluice_private.hold_ready(uuid, uuid) is
  'Sets the backlog of a paused execution aside, and what waits for a limit, until it is resumed.';
--! EndIncluded engine/hold_ready.sql
--! Included engine/pause_executions.sql
/* What a worker runs goes on to its end. What it has not begun comes back, and its job finds no
   lease; ready steps go first, as a step that admission moves meanwhile is then found as a lease.
   Deadlines of executions go on, too. One that is paused by its workflow or organization is
   held again: some of it may have become ready meanwhile, and a person's pause outlives theirs. */
create or replace function sluice_private.pause_executions(arrivals sluice_private.arrivals[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_pause sluice_private.arrivals;
begin
  for v_pause in
    select a.* from unnest(arrivals) as a where a.kind = 'pause'
  loop
    update sluice_private.live_executions as live
    set status = 'paused', paused_at = coalesce(live.paused_at, sluice_hidden.now()),
      error = v_pause.body::jsonb
    where live.organization_id = v_pause.organization_id
      and live.id = v_pause.execution_id
      and (live.paused_at is null or live.error ? 'scope');
    continue when not found;

    perform sluice_private.hold_ready(v_pause.organization_id, v_pause.execution_id);
    with lease as (
      delete from sluice_private.step_leases as lease
      where lease.organization_id = v_pause.organization_id
        and lease.execution_id = v_pause.execution_id
        and lease.bound_at is null
      returning lease.*
    )
    insert into sluice_private.blocked_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, ready_at, reason
    )
    select
      h.organization_id, h.execution_id, h.frame_id, h.step_no, h.generation, h.version_id,
      h.action, h.input, h.attempt, h.crashes, h.priority, h.ready_at, 'paused'
    from lease as h;

    update sluice_private.timers as timer
    set is_parked = true
    where timer.organization_id = v_pause.organization_id
      and timer.execution_id = v_pause.execution_id
      and timer.kind <> 'deadline';
  end loop;
end;
$$;

comment on function sluice_private.pause_executions(sluice_private.arrivals[]) is
  'Pauses locked executions that were asked to: nothing of them begins until they are resumed.';
--! EndIncluded engine/pause_executions.sql
--! Included engine/resume_executions.sql
/* What is due by then becomes an arrival or a due timer again, for the drainer's next look. */
create or replace function sluice_private.resume_executions(arrivals sluice_private.arrivals[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_resume sluice_private.arrivals;
begin
  for v_resume in
    select a.* from unnest(arrivals) as a where a.kind = 'resume'
  loop
    update sluice_private.live_executions as live
    set status = 'running', paused_at = null, error = null
    where live.organization_id = v_resume.organization_id
      and live.id = v_resume.execution_id
      and live.paused_at is not null
      and (live.error ? 'scope' or not v_resume.body::jsonb ? 'scope');
    continue when not found;

    with held as (
      delete from sluice_private.blocked_steps as blocked
      where blocked.organization_id = v_resume.organization_id
        and blocked.execution_id = v_resume.execution_id
        and blocked.reason = 'paused'
      returning blocked.*
    )
    insert into sluice_private.ready_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, ready_at
    )
    select
      h.organization_id, h.execution_id, h.frame_id, h.step_no, h.generation, h.version_id,
      h.action, h.input, h.attempt, h.crashes, h.priority, h.ready_at
    from held as h;

    update sluice_private.arrivals as arrival
    set is_parked = false
    where arrival.organization_id = v_resume.organization_id
      and arrival.execution_id = v_resume.execution_id
      and arrival.is_parked
      and arrival.kind <> 'turn';
    update sluice_private.timers as timer
    set is_parked = false
    where timer.organization_id = v_resume.organization_id
      and timer.execution_id = v_resume.execution_id
      and timer.is_parked;
  end loop;
end;
$$;

comment on function sluice_private.resume_executions(sluice_private.arrivals[]) is
  'Resumes locked executions that were asked to: what was held back goes on where it stood.';
--! EndIncluded engine/resume_executions.sql
--! Included engine/follow_scopes.sql
/* A scope only asks to look again: whether it still stands is read under the execution's lock, so
   that the order in which pause and resume of scopes arrive does not matter. What a person or the
   engine has paused stays so until a person resumes it. */
create or replace function sluice_private.follow_scopes(arrivals sluice_private.arrivals[])
returns sluice_private.arrivals[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_asked sluice_private.arrivals;
  v_scope jsonb;
  v_followed sluice_private.arrivals[];
begin
  for v_asked in select a.* from unnest(arrivals) as a order by a.body::jsonb ? 'scope' loop
    if v_asked.kind = 'resume' or v_asked.body::jsonb ? 'scope' then
      select sluice_private.paused_scope(live.organization_id, live.workflow_id)
      into v_scope
      from sluice_private.live_executions as live
      where live.organization_id = v_asked.organization_id and live.id = v_asked.execution_id;

      if v_scope is null then
        v_asked.kind := 'resume';
      else
        update sluice_private.live_executions as live
        set error = v_scope
        where live.organization_id = v_asked.organization_id
          and live.id = v_asked.execution_id
          and live.paused_at is not null
          and not v_asked.body::jsonb ? 'scope';
        v_asked.kind := 'pause';
        v_asked.body := v_scope::text;
      end if;
    end if;
    v_followed := v_followed || v_asked;
  end loop;
  return v_followed;
end;
$$;

comment on function sluice_private.follow_scopes(sluice_private.arrivals[]) is
  'What locked executions were asked, with what their scopes say: paused as long as one of them '
  'is.';
--! EndIncluded engine/follow_scopes.sql
--! Included engine/change_pauses.sql
create or replace function sluice_private.change_pauses(arrivals sluice_private.arrivals[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last sluice_private.arrivals[] := array(
    select (array_agg(a order by a.created_at desc, a.seq desc))[1]
    from unnest(arrivals) as a
    where a.kind in ('pause', 'resume')
    group by a.organization_id, a.execution_id, a.body::jsonb ? 'scope'
  );
begin
  if cardinality(v_last) > 0 then
    v_last := sluice_private.follow_scopes(v_last);
    perform sluice_private.pause_executions(v_last);
    perform sluice_private.resume_executions(v_last);
  end if;
end;
$$;

comment on function sluice_private.change_pauses(sluice_private.arrivals[]) is
  'Pauses and resumes locked executions: of what each was asked by people, the '
  'last counts.';
--! EndIncluded engine/change_pauses.sql
--! Included engine/settle_by_hand.sql
/* A step that has ended meanwhile is left as it is, with the rest that it keeps. Those of outer
   frames, whose ids are smaller, go first: what ends with a container is not ended again. What was
   asked before a retry, and committed after it, is no step of this generation, whose version may
   have another step of the number. */
create or replace function sluice_private.settle_by_hand(arrivals sluice_private.arrivals[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arrival sluice_private.arrivals;
  v_at sluice_private.fired_step;
  v_body jsonb;
  v_step sluice_private.settled_step;
  v_settled sluice_private.settled_step[];
begin
  for v_arrival in
    select a.* from unnest(arrivals) as a where a.kind = 'settle' order by a.frame_id, a.seq
  loop
    continue when not exists (
      select from sluice_private.live_executions as live
      where live.organization_id = v_arrival.organization_id
        and live.id = v_arrival.execution_id
        and live.generation = v_arrival.generation
    ) or exists (
      select from sluice_private.containers as c
      where c.organization_id = v_arrival.organization_id
        and c.execution_id = v_arrival.execution_id
        and c.frame_id = v_arrival.frame_id
        and c.step_no = v_arrival.step_no
        and c.is_settled
    );
    v_at.organization_id := v_arrival.organization_id;
    v_at.execution_id := v_arrival.execution_id;
    v_at.frame_id := v_arrival.frame_id;
    for v_step in
      select s.* from unnest(sluice_private.take_steps(v_at, array[v_arrival.step_no])) as s
    loop
      v_body := v_arrival.body::jsonb;
      v_step.status := v_arrival.outcome;
      v_step.ports := array(select jsonb_array_elements_text(v_body -> 'ports'));
      v_step.output := nullif(v_body -> 'output', 'null');
      v_step.verdicts := coalesce(
        v_body -> 'verdicts', jsonb_build_object('by_hand', v_body -> 'by_hand')
      );
      v_step.finished_at := greatest(sluice_hidden.now(), v_step.started_at);
      v_settled := v_settled || v_step;
    end loop;
  end loop;
  return v_settled;
end;
$$;

comment on function sluice_private.settle_by_hand(sluice_private.arrivals[]) is
  'Ends steps of locked executions as users or limits ask; those that were still under way.';
--! EndIncluded engine/settle_by_hand.sql
--! Included engine/advance_locked.sql
create or replace function sluice_private.advance_locked(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arrivals sluice_private.arrivals[];
  v_ended record;
  v_decided record;
  v_settled sluice_private.settled_step[];
begin
  v_arrivals := sluice_private.take_arrivals(organization_ids, execution_ids);
  perform sluice_private.change_pauses(v_arrivals);
  v_arrivals := sluice_private.start_lines(v_arrivals);
  v_settled := sluice_private.take_starts(array(
    select a from unnest(v_arrivals) as a where a.kind = 'start'
  ));
  select e.settled, e.closing, e.changes
  into v_ended
  from sluice_private.end_suspended(organization_ids, execution_ids, v_arrivals) as e;
  select d.fired, d.closing, d.changes
  into v_decided
  from sluice_private.sort_arrivals(v_arrivals) as d;
  if exists (select from unnest(v_arrivals) as a where a.kind = 'settle') then
    v_decided.fired := array(
      select f
      from unnest(v_decided.fired) as f
      inner join sluice_private.frames as frame
        on frame.organization_id = f.organization_id
        and frame.execution_id = f.execution_id
        and frame.frame_id = f.frame_id
    );
  end if;

  perform sluice_private.propagate(
    v_settled || v_ended.settled, v_decided.fired, v_decided.closing || v_ended.closing,
    v_decided.changes || v_ended.changes, null
  );
  perform sluice_private.settle_reports(
    array(
      select (
        a.organization_id, a.execution_id, a.token, a.worker_id, a.epoch, a.outcome,
        a.body::jsonb, 16
      )::sluice_private.step_report
      from unnest(v_arrivals) as a
      where a.kind = 'report'
    ),
    null
  );
end;
$$;

comment on function sluice_private.advance_locked(uuid[], uuid[]) is
  'Acts on everything that has arrived at, or is due in, executions that are locked.';
--! EndIncluded engine/advance_locked.sql
--! Included engine/advance_guarded.sql
-- lint: allow when-others: a poisoned execution is found by halving; it never fails its batch
create or replace function sluice_private.advance_guarded(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_half int := cardinality(execution_ids) / 2;
begin
  perform sluice_private.advance_locked(organization_ids, execution_ids);
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    if v_half = 0 then
      perform sluice_private.park_execution(
        organization_ids[1], execution_ids[1], sqlstate, sqlerrm
      );
      return;
    end if;
    perform sluice_private.advance_guarded(organization_ids[:v_half], execution_ids[:v_half]);
    perform sluice_private.advance_guarded(
      organization_ids[v_half + 1:], execution_ids[v_half + 1:]
    );
end;
$$;

comment on function sluice_private.advance_guarded(uuid[], uuid[]) is
  'advance_locked, with a batch that fails halved until the one execution that cannot move is '
  'alone.';
--! EndIncluded engine/advance_guarded.sql
--! Included engine/advance_in_time.sql
/* After a cancel the statement has no timeout any more: it may only note what is to be done. */
create or replace function sluice_private.advance_in_time(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.advance_guarded(organization_ids, execution_ids);
exception
  when query_canceled or out_of_memory then
    perform sluice_private.set_apart(organization_ids, execution_ids);
end;
$$;

comment on function sluice_private.advance_in_time(uuid[], uuid[]) is
  'advance_guarded; a batch that runs into statement_timeout, or out of memory, is set apart.';
--! EndIncluded engine/advance_in_time.sql
--! Included engine/timers_from.sql
/* Behind a transaction that stays open the timers that are gone cannot be vacuumed, and each look
   for the next one would step over all of them. So a session remembers up to when it has found none
   left, less five seconds; once a second it looks from the beginning, for what was committed late.
   A test's clock may go back: then nothing is remembered. */
create or replace function sluice_private.timers_from()
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_known text := nullif(current_setting('sluice.timers_from', true), '');
  v_now timestamptz := clock_timestamp();
  v_from timestamptz := split_part(v_known, '|', 2)::timestamptz;
begin
  if v_known is null
    or nullif(current_setting('sluice.clock', true), '') is not null
    or split_part(v_known, '|', 1)::timestamptz not between v_now - interval '1 second' and v_now
    or v_from > v_now
  then
    return '-infinity'::timestamptz;
  end if;
  return v_from;
end;
$$;

comment on function sluice_private.timers_from() is
  'No timer that is due before this instant is left, as far as this session knows.';
--! EndIncluded engine/timers_from.sql
--! Included engine/next_timer.sql
/* Only where the index has grown to 4 MB does stepping over what is gone cost more than to know. */
create or replace function sluice_private.next_timer()
returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_from timestamptz := sluice_private.timers_from();
  v_now timestamptz := clock_timestamp();
  v_next timestamptz;
begin
  select timers.due_at
  into v_next
  from sluice_private.timers
  where not timers.is_parked and timers.due_at > v_from
  order by timers.due_at
  limit 1;
  if pg_relation_size('sluice_private.timers_due_at_idx') > 4194304 then
    perform set_config(
      'sluice.timers_from',
      concat_ws('|',
        case when v_from = '-infinity' then v_now::text
          else split_part(current_setting('sluice.timers_from'), '|', 1) end,
        least(v_next, v_now) - interval '5 seconds'
      ),
      false
    );
  end if;
  return v_next;
end;
$$;

comment on function sluice_private.next_timer() is
  'When the next timer is due; null when there is none.';
--! EndIncluded engine/next_timer.sql
--! Included engine/pick_causes.sql
create or replace function sluice_private.pick_causes(
  at_most int,
  after_seq bigint,
  after_due timestamptz,
  out organization_ids uuid[],
  out execution_ids uuid[],
  out last_seq bigint,
  out last_due timestamptz,
  out is_full boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  with arrived as materialized (
    select arrival.organization_id, arrival.execution_id, arrival.seq
    from sluice_private.arrivals as arrival
    where not arrival.is_parked and arrival.seq > after_seq
    order by arrival.seq
    limit at_most
  ),
  due as materialized (
    select timer.organization_id, timer.execution_id, timer.due_at
    from sluice_private.timers as timer
    where not timer.is_parked
      and timer.due_at > after_due
      and timer.due_at <= v_now
    order by timer.due_at
    limit at_most
  )
  select
    array_agg(cause.organization_id), array_agg(cause.execution_id),
    coalesce((select max(arrived.seq) from arrived), after_seq),
    coalesce((select max(due.due_at) from due), after_due),
    (select count(*) from arrived) = at_most or (select count(*) from due) = at_most
  into organization_ids, execution_ids, last_seq, last_due, is_full
  from (
    select arrived.organization_id, arrived.execution_id from arrived
    union
    select due.organization_id, due.execution_id from due
  ) as cause;
end;
$$;

comment on function sluice_private.pick_causes(int, bigint, timestamptz) is
  'The executions of the oldest arrivals and due timers after these, read without locks; is_full: '
  'there may be more.';
--! EndIncluded engine/pick_causes.sql
--! Included engine/delete_orphans.sql
create or replace function sluice_private.delete_orphans(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.arrivals as orphan
  using (
    select pair.* from unnest(organization_ids, execution_ids)
      as pair (organization_id, execution_id)
    limit cardinality(organization_ids)
  ) as pair
  where orphan.organization_id = any (array[pair.organization_id])
    and orphan.execution_id = any (array[pair.execution_id])
    and not exists (
      select from sluice_private.live_executions as live
      where live.organization_id = pair.organization_id and live.id = pair.execution_id
      offset 0
    );
end;
$$;

comment on function sluice_private.delete_orphans(uuid[], uuid[]) is
  'Forgets what has arrived at executions that have ended meanwhile.';
--! EndIncluded engine/delete_orphans.sql
--! Included engine/grant_lock.sql
create or replace function sluice_private.grant_lock(next sluice_private.lock_claims)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform
  from sluice_private.lock_claims as claim
  where claim.organization_id = next.organization_id
    and claim.execution_id = next.execution_id
    and claim.frame_id = next.frame_id
    and claim.step_no = next.step_no
    and claim.seq = next.seq
    and claim.state in ('new', 'waiting')
  order by claim.seq
  for update skip locked;
  if not found then
    return false;
  end if;

  update sluice_private.lock_claims as claim
  set state = 'held'
  where claim.organization_id = next.organization_id
    and claim.execution_id = next.execution_id
    and claim.frame_id = next.frame_id
    and claim.step_no = next.step_no
    and claim.seq = next.seq;
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation
  )
  values (
    next.organization_id, next.execution_id, 'lock', next.frame_id, next.step_no, next.generation
  );
  return true;
end;
$$;

comment on function sluice_private.grant_lock(sluice_private.lock_claims) is
  'Gives the lock to this claim, and tells its execution; false where somebody is taking the claim '
  'away.';
--! EndIncluded engine/grant_lock.sql
--! Included engine/pass_lock.sql
/* Whoever releases a claim holds its row until it commits: such a row is not waited for. What has
   changed stays marked until somebody could act on it. */
create or replace function sluice_private.pass_lock(organization_id uuid, key text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_next sluice_private.lock_claims;
begin
  if not exists (
    select from sluice_private.lock_claims as claim
    where claim.organization_id = pass_lock.organization_id
      and claim.key = pass_lock.key
      and claim.state = 'held'
  ) then
    select claim.*
    into v_next
    from sluice_private.lock_claims as claim
    where claim.key = pass_lock.key
      and claim.organization_id = pass_lock.organization_id
      and claim.state in ('new', 'waiting')
    order by claim.seq
    limit 1;
    if v_next.seq is not null and not sluice_private.grant_lock(v_next) then
      return;
    end if;
  end if;

  with seen as (
    select claim.seq
    from sluice_private.lock_claims as claim
    where claim.key = pass_lock.key
      and claim.organization_id = pass_lock.organization_id
      and claim.state in ('new', 'released')
    order by claim.seq
    for update skip locked
  ),
  gone as (
    delete from sluice_private.lock_claims as claim
    using seen
    where claim.key = pass_lock.key
      and claim.organization_id = pass_lock.organization_id
      and claim.seq = seen.seq
      and claim.state = 'released'
  )
  update sluice_private.lock_claims as claim
  set state = 'waiting'
  from seen
  where claim.key = pass_lock.key
    and claim.organization_id = pass_lock.organization_id
    and claim.seq = seen.seq
    and claim.state = 'new';
end;
$$;

comment on function sluice_private.pass_lock(uuid, text) is
  'Gives a lock that is free to whoever has stood in line for it the longest.';
--! EndIncluded engine/pass_lock.sql
--! Included engine/pass_locks.sql
/* One transaction looks after a stripe of keys at a time, and nobody waits for another: what is
   left is for the next look. It comes last in its transaction, as what releases a claim may wait
   for it. */
create or replace function sluice_private.pass_locks(at_most int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_stripes int[] := array(
    select distinct (sluice_private.event_topic(first.organization_id, first.key) & 1023)::int
    from (
      select claim.organization_id, claim.key
      from sluice_private.lock_claims as claim
      where claim.state in ('new', 'released')
      order by claim.seq
      limit at_most
    ) as first
  );
  v_key record;
  v_count int := 0;
begin
  if v_stripes = '{}' then
    return 0;
  end if;
  v_stripes := array(
    select stripe
    from unnest(v_stripes) as stripe
    where pg_try_advisory_xact_lock(hashtext('sluice:locks'), stripe)
  );
  for v_key in
    select distinct first.organization_id, first.key
    from (
      select claim.organization_id, claim.key
      from sluice_private.lock_claims as claim
      where claim.state in ('new', 'released')
      order by claim.seq
      limit at_most
    ) as first
    where (sluice_private.event_topic(first.organization_id, first.key) & 1023)::int
      = any (v_stripes)
  loop
    perform sluice_private.pass_lock(v_key.organization_id, v_key.key);
    v_count := v_count + 1;
  end loop;
  perform sluice_hidden.failpoint('granted');
  return v_count;
end;
$$;

comment on function sluice_private.pass_locks(int) is
  'Passes on the locks of which up to this many claims are new or released; says how many keys it '
  'looked at.';
--! EndIncluded engine/pass_locks.sql
--! Included engine/advance_batch.sql
/* A door. Arrivals and due timers are read without locks; then the executions are locked. Where all
   of them are held by somebody else it looks further, so that they hold up nobody. */
create or replace function sluice_private.advance_batch(at_most int)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
  v_pick record;
  v_locked uuid[];
begin
  select -1::bigint as last_seq, sluice_private.timers_from() as last_due into v_pick;
  for _ in 1 .. 20 loop
    select p.*
    into v_pick
    from sluice_private.pick_causes(at_most, v_pick.last_seq, v_pick.last_due) as p;
    exit when v_pick.execution_ids is null;
    v_locked := sluice_private.divert(
      v_pick.organization_ids, v_pick.execution_ids,
      sluice_private.lock_executions(v_pick.organization_ids, v_pick.execution_ids), true
    );
    perform sluice_hidden.failpoint('locked');
    perform sluice_private.delete_orphans(v_pick.organization_ids, v_pick.execution_ids);
    if v_locked <> '{}' then
      perform sluice_private.advance_in_time(
        array(
          select pair.organization_id
          from unnest(v_pick.organization_ids, v_pick.execution_ids) as pair (organization_id, id)
          where pair.id = any (v_locked)
        ),
        array(select pair.id from unnest(v_pick.execution_ids) as pair (id)
          where pair.id = any (v_locked))
      );
    end if;
    exit when v_locked <> '{}' or not v_pick.is_full;
  end loop;
  return coalesce(cardinality(v_locked), 0);
end;
$$;

comment on function sluice_private.advance_batch(int) is
  'Moves on up to this many executions that have an arrival or a due timer; says how many. The '
  'drainer.';
grant execute on function sluice_private.advance_batch(int) to sluice_worker;
--! EndIncluded engine/advance_batch.sql
--! Included engine/advance_executions.sql
/* A door, for reports that were deferred: it waits for the executions' locks. */
create or replace function sluice_private.advance_executions(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
  v_locked uuid[] := sluice_private.divert(
    organization_ids, execution_ids,
    sluice_private.wait_for_executions(organization_ids, execution_ids), true
  );
  v_organization_ids uuid[];
  v_execution_ids uuid[];
begin
  select array_agg(pair.organization_id), array_agg(pair.execution_id)
  into v_organization_ids, v_execution_ids
  from (
    select distinct given.organization_id, given.execution_id
    from unnest(organization_ids, execution_ids) as given (organization_id, execution_id)
  ) as pair
  where pair.execution_id = any (v_locked);
  if v_execution_ids is not null then
    perform sluice_private.advance_in_time(v_organization_ids, v_execution_ids);
  end if;
  return coalesce(cardinality(v_execution_ids), 0);
end;
$$;

comment on function sluice_private.advance_executions(uuid[], uuid[]) is
  'Moves on these executions, waiting up to a quarter of a second for whoever holds one; says how '
  'many.';
grant execute on function sluice_private.advance_executions(uuid[], uuid[]) to sluice_worker;
--! EndIncluded engine/advance_executions.sql
--! Included engine/advance_alone.sql
create or replace function sluice_private.advance_alone(organization_id uuid, execution_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.advance_guarded(array[organization_id], array[execution_id]);
  update sluice_private.live_executions as live
  set apart_since = null
  where live.organization_id = advance_alone.organization_id
    and live.id = advance_alone.execution_id;
exception
  when query_canceled or out_of_memory then
    perform sluice_private.park_execution(
      organization_id, execution_id, sqlstate,
      format('an expression takes too long or needs too much: %s', sqlerrm)
    );
    update sluice_private.live_executions as alike
    set apart_since = clock_timestamp()
    from sluice_private.live_executions as slow
    where slow.organization_id = advance_alone.organization_id
      and slow.id = advance_alone.execution_id
      and alike.organization_id = slow.organization_id
      and alike.version_id = slow.version_id
      and alike.apart_since is not null;
end;
$$;

comment on function sluice_private.advance_alone(uuid, uuid) is
  'Moves on one execution that was set apart. One that takes too long even alone is parked, and '
  'others of its version have their turn after those of all others.';
--! EndIncluded engine/advance_alone.sql
--! Included engine/advance_apart.sql
/* A door, of one execution at a time in the whole database. */
create or replace function sluice_private.advance_apart()
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
as $$
declare
  v_live record;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('sluice:apart', 0)) then
    return false;
  end if;
  select live.organization_id, live.id, live.paused_at is not null as is_paused
  into v_live
  from sluice_private.live_executions as live
  where live.apart_since is not null
    and (live.error ->> 'class') is distinct from 'engine'
  order by live.apart_since
  for update skip locked
  limit 1;
  if not found then
    return false;
  end if;

  update sluice_private.arrivals as arrival
  set is_parked = false
  where arrival.organization_id = v_live.organization_id
    and arrival.execution_id = v_live.id
    and arrival.is_parked
    and arrival.kind <> 'turn'
    and (arrival.kind = 'report' or not v_live.is_paused);
  update sluice_private.timers as timer
  set is_parked = false
  where timer.organization_id = v_live.organization_id
    and timer.execution_id = v_live.id
    and timer.is_parked
    and not v_live.is_paused;
  perform sluice_private.note_changes(array[v_live.organization_id], array[v_live.id]);
  perform sluice_private.advance_alone(v_live.organization_id, v_live.id);
  return true;
end;
$$;

comment on function sluice_private.advance_apart() is
  'Moves on the execution that was set apart first, alone; false where there is none.';
grant execute on function sluice_private.advance_apart() to sluice_worker;
--! EndIncluded engine/advance_apart.sql
--! Included engine/start_executions.sql
create or replace function sluice_private.start_executions(
  organization_id uuid,
  workflow_id uuid,
  version_id uuid,
  trigger_id uuid,
  trigger_step int,
  execution_ids uuid[],
  inputs jsonb[],
  traceparent text default null
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_version sluice.workflow_versions;
  v_variables jsonb;
  v_traceparent text := sluice_hidden.valid_traceparent(
    coalesce(traceparent, current_setting('sluice.traceparent', true))
  );
begin
  perform sluice_hidden.assert_size(item.input, 'an input') from unnest(inputs) as item (input);
  select version.*
  into v_version
  from sluice.workflow_versions as version
  where version.organization_id = start_executions.organization_id
    and version.id = start_executions.version_id;

  if v_version.reads_variables then
    v_variables := sluice_private.variables_of(organization_id, workflow_id);
  end if;

  if v_version.enrolment is not null then
    perform sluice_private.enrol(v_version, execution_ids, inputs);
  end if;
  with counted as (
    insert into sluice_private.trigger_counts (organization_id, trigger_id, started, last_at)
    select
      start_executions.organization_id, start_executions.trigger_id, cardinality(execution_ids),
      sluice_hidden.now()
    where start_executions.trigger_id is not null
  )
  insert into sluice_private.live_executions (
    organization_id, id, workflow_id, version_id, trigger_id, trigger_step, input, variables,
    priority, started_by, created_at, traceparent
  )
  select
    start_executions.organization_id, item.id, start_executions.workflow_id,
    start_executions.version_id, start_executions.trigger_id, start_executions.trigger_step,
    item.input, v_variables, v_version.priority, sluice_hidden.current_user_id(),
    sluice_hidden.now(), v_traceparent
  from unnest(execution_ids, inputs) as item (id, input);

  if sluice_private.is_limited(v_version) then
    perform sluice_private.assert_backlog(
      organization_id, workflow_id, cardinality(execution_ids)
    );
    perform sluice_private.limit_starts(v_version, execution_ids, 0);
  else
    insert into sluice_private.arrivals (organization_id, execution_id, kind)
    select start_executions.organization_id, item.id, 'start'
    from unnest(execution_ids) as item (id);
  end if;
  perform sluice_private.note_changes(
    array_fill(organization_id, array[cardinality(execution_ids)]), execution_ids
  );
  perform sluice_private.tick_workers();
  perform sluice_private.tick_subscribers(organization_id);
end;
$$;

comment on function sluice_private.start_executions(
  uuid, uuid, uuid, uuid, int, uuid[], jsonb[], text
) is
  'Starts executions of a version: a row and an arrival each, in the caller''s transaction; a '
  'worker''s pump moves them. Those under limits wait for admission instead of the arrival.';
--! EndIncluded engine/start_executions.sql
--! Included engine/find_start.sql
create or replace function sluice_private.find_start(workflow_id uuid, node_id text)
returns sluice_private.workflow_start
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows := sluice_private.find_workflow(workflow_id, 'run');
  v_trigger sluice.workflow_triggers;
begin
  if v_workflow.live_version_id is null or v_workflow.status <> 'active' then
    raise exception using
      errcode = 'SLSTA',
      message = format('workflow %s is %s', v_workflow.name, v_workflow.status),
      detail = 'Only an active workflow can be started.',
      hint = case when v_workflow.live_version_id is null
        then 'Publish it with publish_workflow.'
        else 'Activate it with set_workflow_status.'
      end;
  end if;

  if sluice_private.paused_scope(v_workflow.organization_id, null) is not null then
    raise exception using
      errcode = 'SLSTA',
      message = 'the organization is paused',
      detail = 'Nothing of it starts until it is resumed.',
      hint = 'Resume it with resume_organization.';
  end if;

  select t.*
  into v_trigger
  from sluice.workflow_triggers as t
  where t.organization_id = v_workflow.organization_id
    and t.workflow_id = v_workflow.id
    and case when find_start.node_id is null then t.trigger = 'manual'
      else t.node_id = find_start.node_id end
  order by t.node_id
  limit 1;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = case when node_id is null
        then format('workflow %s has no manual trigger', v_workflow.name)
        else format('workflow %s has no trigger %s', v_workflow.name, node_id)
      end,
      hint = 'Name the node of one of its triggers; see sluice.workflow_triggers.';
  end if;
  if not v_trigger.is_enabled then
    raise exception using
      errcode = 'SLSTA',
      message = format('trigger %s is switched off', v_trigger.node_id),
      hint = 'Set enabled in its data and publish, or start from another trigger.';
  end if;
  return row (v_workflow, v_trigger)::sluice_private.workflow_start;
end;
$$;

comment on function sluice_private.find_start(uuid, text) is
  'The workflow, if whoever asks may start it now, and the trigger node to start from (null: '
  'the manual one).';
--! EndIncluded engine/find_start.sql
--! Included engine/start_workflow.sql
create or replace function sluice.start_workflow(
  workflow_id uuid,
  input jsonb default '{}',
  idempotency_key text default null,
  trigger_node text default null,
  traceparent text default null
)
returns sluice.workflow_executions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
  v_start sluice_private.workflow_start := sluice_private.find_start(workflow_id, trigger_node);
  v_claim record;
  v_execution sluice.workflow_executions;
begin
  select claim.claimed_execution_id as execution_id, claim.is_new
  into v_claim
  from sluice_private.claim_key(
    (v_start.workflow).organization_id, workflow_id, 'start:' || idempotency_key,
    sluice_hidden.uuidv7(), null
  ) as claim;

  if v_claim.is_new then
    perform sluice_private.start_executions(
      (v_start.workflow).organization_id, workflow_id, (v_start.workflow).live_version_id,
      (v_start.trigger).id, (v_start.trigger).step_no, array[v_claim.execution_id],
      array[jsonb_build_object(
        'type', (v_start.trigger).trigger, 'id', (v_start.trigger).id,
        'payload', coalesce(input, 'null')
      )],
      traceparent
    );
  end if;

  select execution.*
  into v_execution
  from sluice.workflow_executions as execution
  where execution.organization_id = (v_start.workflow).organization_id
    and execution.id = v_claim.execution_id;
  return v_execution;
end;
$$;

comment on function sluice.start_workflow(uuid, jsonb, text, text, text) is
  'Starts an execution of the live version; expressions read the input as trigger.payload. The '
  'same idempotency key answers with the same execution for 30 days. trigger_node names another '
  'trigger than the manual one, traceparent the span (W3C Trace Context) that starts it.';
grant execute on function sluice.start_workflow(uuid, jsonb, text, text, text)
to sluice_member, sluice_admin;
--! EndIncluded engine/start_workflow.sql
--! Included engine/start_workflows.sql
create or replace function sluice.start_workflows(
  workflow_id uuid,
  inputs jsonb,
  trigger_node text default null
)
returns setof uuid
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_start sluice_private.workflow_start := sluice_private.find_start(workflow_id, trigger_node);
  v_ids uuid[];
begin
  if jsonb_typeof(inputs) is distinct from 'array' or jsonb_array_length(inputs) > 10000 then
    raise exception using
      errcode = 'SLVAL',
      message = 'inputs must be a JSON array of at most 10,000 items',
      hint = 'Give one item for each execution to start.';
  end if;
  v_ids := array(
    select sluice_hidden.uuidv7() from generate_series(1, jsonb_array_length(inputs))
  );
  perform sluice_private.start_executions(
    (v_start.workflow).organization_id, workflow_id, (v_start.workflow).live_version_id,
    (v_start.trigger).id, (v_start.trigger).step_no, v_ids,
    array(
      select jsonb_build_object(
        'type', (v_start.trigger).trigger, 'id', (v_start.trigger).id, 'payload', item.value
      )
      from jsonb_array_elements(inputs) with ordinality as item (value, ordinal)
      order by item.ordinal
    )
  );
  return query select unnest(v_ids);
end;
$$;

comment on function sluice.start_workflows(uuid, jsonb, text) is
  'Starts one execution for each item of a JSON array, in one transaction; returns their ids in '
  'order.';
grant execute on function sluice.start_workflows(uuid, jsonb, text)
to sluice_member, sluice_admin;
--! EndIncluded engine/start_workflows.sql
--! Included engine/tell_execution.sql
/* Never locks the execution: a user's transaction only leaves an arrival. */
create or replace function sluice_private.tell_execution(
  execution_id uuid,
  kind text,
  class text,
  reason text
)
returns sluice.workflow_executions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
  v_execution sluice.workflow_executions;
begin
  select execution.*
  into v_execution
  from sluice.workflow_executions as execution
  where execution.id = tell_execution.execution_id
    and sluice_hidden.can_see(execution.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s does not exist', coalesce(execution_id::text, 'null')),
      hint = 'List sluice.workflow_executions to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_execution.organization_id, 'run');
  if v_execution.finished_at is not null then
    raise exception using
      errcode = 'SLSTA',
      message = format('execution %s is %s', execution_id, v_execution.status),
      hint = format('Only an execution that is under way can be %s.', class);
  end if;

  if length(reason) > 1000 then
    raise exception using
      errcode = 'SLVAL',
      message = 'the reason has more than 1,000 characters',
      hint = 'Keep it short; the execution keeps it.';
  end if;

  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  values (
    v_execution.organization_id, v_execution.id, kind,
    jsonb_build_object(
      'class', class, 'message', coalesce(reason, class), 'by', sluice_hidden.current_user_id()
    )::text
  );
  perform sluice_private.tick_workers();
  return v_execution;
end;
$$;

comment on function sluice_private.tell_execution(uuid, text, text, text) is
  'Leaves an execution that is under way what a user wants of it; raises SLNTF, SLFRB, SLSTA.';
--! EndIncluded engine/tell_execution.sql
--! Included engine/cancel_execution.sql
create or replace function sluice.cancel_execution(execution_id uuid, reason text default null)
returns sluice.workflow_executions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.tell_execution(execution_id, 'cancel', 'cancelled', reason);
end;
$$;

comment on function sluice.cancel_execution(uuid, text) is
  'Asks an execution to end as cancelled: what has not begun never will, late results are refused.';
grant execute on function sluice.cancel_execution(uuid, text) to sluice_member, sluice_admin;
--! EndIncluded engine/cancel_execution.sql
--! Included engine/pause_execution.sql
create or replace function sluice.pause_execution(execution_id uuid, reason text default null)
returns sluice.workflow_executions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.tell_execution(execution_id, 'pause', 'paused', reason);
end;
$$;

comment on function sluice.pause_execution(uuid, text) is
  'Asks an execution to pause: what runs is finished and recorded, nothing else begins.';
grant execute on function sluice.pause_execution(uuid, text) to sluice_member, sluice_admin;
--! EndIncluded engine/pause_execution.sql
--! Included engine/resume_execution.sql
create or replace function sluice.resume_execution(execution_id uuid)
returns sluice.workflow_executions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.tell_execution(execution_id, 'resume', 'resumed', null);
end;
$$;

comment on function sluice.resume_execution(uuid) is
  'Asks a paused execution to go on where it stood; one that is not paused just goes on.';
grant execute on function sluice.resume_execution(uuid) to sluice_member, sluice_admin;
--! EndIncluded engine/resume_execution.sql
--! Included engine/find_finished.sql
create or replace function sluice_private.find_finished(execution_id uuid)
returns sluice_private.executions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_past sluice_private.executions;
  v_live sluice_private.live_executions;
begin
  select past.*
  into v_past
  from sluice_private.executions as past
  where past.id = find_finished.execution_id
    and sluice_hidden.can_see(past.organization_id);
  if found then
    perform sluice_hidden.assert_can(v_past.organization_id, 'run');
    return v_past;
  end if;

  select live.*
  into v_live
  from sluice_private.live_executions as live
  where live.id = find_finished.execution_id
    and sluice_hidden.can_see(live.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s does not exist', coalesce(execution_id::text, 'null')),
      hint = 'List sluice.workflow_executions to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_live.organization_id, 'run');
  raise exception using
    errcode = 'SLSTA',
    message = format('execution %s is %s', execution_id, v_live.status),
    hint = 'Only a finished execution can be retried; resume or cancel this one.';
end;
$$;

comment on function sluice_private.find_finished(uuid) is
  'A finished execution, if whoever asks may run its workflow; raises SLNTF, SLFRB, SLSTA.';
--! EndIncluded engine/find_finished.sql
--! Included engine/version_to_retry.sql
create or replace function sluice_private.version_to_retry(
  past sluice_private.executions,
  is_live boolean
)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows;
begin
  select workflow.*
  into v_workflow
  from sluice.workflows as workflow
  where workflow.organization_id = past.organization_id and workflow.id = past.workflow_id;
  if v_workflow.status in ('disabled', 'archived')
    or is_live and v_workflow.live_version_id is null
  then
    raise exception using
      errcode = 'SLSTA',
      message = format('workflow %s is %s', v_workflow.name, v_workflow.status),
      hint = 'Activate it with set_workflow_status.';
  end if;
  return case when is_live then v_workflow.live_version_id else past.version_id end;
end;
$$;

comment on function sluice_private.version_to_retry(sluice_private.executions, boolean) is
  'The version that a finished execution is to be retried on; raises SLSTA.';
--! EndIncluded engine/version_to_retry.sql
--! Included engine/steps_after.sql
create or replace function sluice_private.steps_after(step sluice.workflow_steps)
returns table (node_id text)
language sql
stable
begin atomic
  with recursive following as (
    select edge.target
    from sluice.workflow_edges as edge
    where edge.organization_id = step.organization_id
      and edge.version_id = step.version_id
      and edge.source = step.step_no
    union
    select edge.target
    from following
    inner join sluice.workflow_edges as edge
      on edge.organization_id = step.organization_id
      and edge.version_id = step.version_id
      and edge.source = following.target
  )
  select known.node_id
  from following
  inner join sluice.workflow_steps as known
    on known.organization_id = step.organization_id
    and known.version_id = step.version_id
    and known.step_no = following.target;
end;

comment on function sluice_private.steps_after(sluice.workflow_steps) is
  'The nodes that some path leads to from a step, in its scope.';
--! EndIncluded engine/steps_after.sql
--! Included engine/redone_steps.sql
/* A frame path is read from the outside in, for node ids may hold any character. In a loop the
   later iterations follow from the earlier ones, so they are run again too; those of a foreach are
   not. */
create or replace function sluice_private.redone_steps(
  organization_id uuid,
  version_id uuid,
  node_id text,
  frame_path text
)
returns table (path text, step text, is_whole boolean, later_than int)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_around sluice.workflow_steps[];
  v_at sluice.workflow_steps;
  v_step sluice.workflow_steps;
  v_path text := '';
  v_prefix text;
  v_iteration text;
begin
  select w.*
  into v_at
  from sluice.workflow_steps as w
  where w.organization_id = redone_steps.organization_id
    and w.version_id = redone_steps.version_id
    and w.node_id = redone_steps.node_id;
  v_step := v_at;
  while v_step.scope <> 0 loop
    v_step := sluice_private.step_of(organization_id, version_id, v_step.scope);
    v_around := v_step || v_around;
  end loop;

  foreach v_step in array coalesce(v_around, '{}') loop
    v_prefix := concat_ws('.', nullif(v_path, ''), v_step.node_id || '[');
    v_iteration := case when starts_with(frame_path, v_prefix)
      then substring(substr(frame_path, length(v_prefix) + 1) from '^(\d{1,9})\]') end;
    return query
    select v_path, v_step.node_id, false,
      case v_step.type when 'loop' then v_iteration::int end
    union all
    select v_path, f.node_id, true, null
    from sluice_private.steps_after(v_step) as f;
    v_path := v_prefix || v_iteration || ']';
  end loop;
  if v_at.node_id is null or v_path is distinct from coalesce(frame_path, '') then
    return query select null, null, null::boolean, null::int;
    return;
  end if;

  return query
  select v_path, v_at.node_id, true, null::int
  union all
  select v_path, f.node_id, true, null
  from sluice_private.steps_after(v_at) as f;
end;
$$;

comment on function sluice_private.redone_steps(uuid, uuid, text, text) is
  'What is run again from a step on: it and what follows it (whole, with all that is inside), and '
  'the containers around it, of which the other iterations are kept. A row of nulls: the version '
  'has no such step.';
--! EndIncluded engine/redone_steps.sql
--! Included engine/step_places_hint.sql
create or replace function sluice_private.step_places_hint(execution_id uuid, node_id text)
returns text
language sql
stable
begin atomic
  select format(
    'It is in a container: give as frame_path one of %s.',
    string_agg(place.frame_path, ', ' order by place.frame_path)
  )
  from (
    select distinct step.frame_path
    from sluice.workflow_execution_steps as step
    where step.execution_id = step_places_hint.execution_id
      and step.node_id = step_places_hint.node_id
      and step.frame_path is not null
      and sluice_hidden.can_see(step.organization_id)
    order by step.frame_path
    limit 5
  ) as place;
end;

comment on function sluice_private.step_places_hint(uuid, text) is
  'Where an execution has a step that was looked for in another place; null if it has none.';
--! EndIncluded engine/step_places_hint.sql
--! Included engine/find_retried_step.sql
create or replace function sluice_private.find_retried_step(
  past sluice_private.executions,
  version_id uuid,
  node_id text,
  frame_path text,
  input jsonb
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := concat_ws('.', frame_path, node_id);
  v_type text;
  v_status text;
begin
  select step.type, step.status
  into v_type, v_status
  from sluice_private.execution_steps as step
  where step.organization_id = past.organization_id
    and step.execution_id = past.id
    and step.node_id = find_retried_step.node_id
    and step.frame_path is not distinct from find_retried_step.frame_path
  order by step.generation desc
  limit 1;
  if not found or exists (
    select
    from sluice_private.redone_steps(
      past.organization_id, version_id, node_id, frame_path
    ) as r
    where r.step is null
  ) then
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s has no step %s that has ended', past.id, v_name),
      hint = coalesce(
        sluice_private.step_places_hint(past.id, node_id) || ' ', ''
      ) || 'See node_id and frame_path of sluice.workflow_execution_steps; the version that is '
        'to run must have it, too.';
  end if;
  if v_status = 'skipped' then
    raise exception using
      errcode = 'SLSTA',
      message = format('step %s was skipped', v_name),
      hint = 'Retry from the step that decided so.';
  end if;
  perform sluice_hidden.assert_size(input, 'the input');
  if input is not null
    and not (v_type = 'trigger' or v_type = 'action' and jsonb_typeof(input) = 'object')
  then
    raise exception using
      errcode = 'SLVAL',
      message = format('step %s takes no such input', v_name),
      hint = 'A trigger takes any JSON as its payload, an action an object.';
  end if;
  return v_type;
end;
$$;

comment on function sluice_private.find_retried_step(
  sluice_private.executions, uuid, text, text, jsonb
) is
  'The type of a step that an execution can be retried from, with this input; raises SLNTF, SLSTA, '
  'SLVAL.';
--! EndIncluded engine/find_retried_step.sql
--! Included engine/keep_steps.sql
create or replace function sluice_private.keep_steps(
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  node_id text,
  frame_path text
)
returns void
language sql
volatile
begin atomic
  with redone as materialized (
    select r.path, r.step, r.is_whole, r.later_than,
      concat_ws('.', nullif(r.path, ''), r.step) as container
    from sluice_private.redone_steps(organization_id, version_id, node_id, frame_path) as r
    where keep_steps.node_id is not null
  ),
  undone as materialized (
    select undo.frame_path as path, max(undo.generation) as generation
    from sluice_private.execution_steps as undo
    where undo.organization_id = keep_steps.organization_id
      and undo.execution_id = keep_steps.execution_id
      and (undo.type, undo.status) = ('compensation', 'completed')
      and undo.frame_path is not null
    group by 1
  )
  insert into sluice_private.kept_steps (
    organization_id, execution_id, node_id, frame_path, type, generation, status, ports, attempt,
    input, output, error, undo, ready_at, started_at, finished_at
  )
  select
    s.organization_id, s.execution_id, s.node_id, s.path, s.type, s.generation, s.status, s.ports,
    s.attempt, s.input, s.output, s.error, s.verdicts -> 'undo', s.ready_at, s.started_at,
    s.finished_at
  from (
    select distinct on (past.node_id, past.frame_path)
      past.*, coalesce(past.frame_path, '') as path
    from sluice_private.execution_steps as past
    where past.organization_id = keep_steps.organization_id
      and past.execution_id = keep_steps.execution_id
    order by past.node_id, past.frame_path, past.generation desc
  ) as s
  where s.type not in ('trigger', 'end', 'compensation')
    and (s.status = 'completed'
      or s.status in ('failed', 'timed_out') and s.ports <> '{}'
      or s.verdicts ? 'by_hand')
    and not exists (
      select
      from sluice_private.execution_steps as undo
      where undo.organization_id = keep_steps.organization_id
        and undo.execution_id = keep_steps.execution_id
        and (undo.type, undo.status) = ('compensation', 'completed')
        and undo.node_id = s.node_id || ':compensate'
        and undo.frame_path is not distinct from s.frame_path
        and undo.generation >= s.generation
    )
    and not (s.type in ('foreach', 'loop', 'group') and exists (
      select from undone
      where undone.generation >= s.generation
        and sluice_private.is_within(undone.path, concat_ws('.', s.frame_path, s.node_id))
    ))
    and not exists (
      select from redone
      where redone.path = s.path and redone.step = s.node_id
        or redone.is_whole and sluice_private.is_within(s.path, redone.container)
        or sluice_private.is_within(s.path, redone.container)
        and substring(substr(s.path, length(redone.container) + 2) from '^\d{1,9}')::int
          > redone.later_than
    );
end;

comment on function sluice_private.keep_steps(uuid, uuid, uuid, text, text) is
  'Keeps how the steps of a finished execution ended, but for those that failed, were cancelled, '
  'were undone, hold some that were, or are to be run again from a step on.';
--! EndIncluded engine/keep_steps.sql
--! Included engine/restart_execution.sql
create or replace function sluice_private.restart_execution(
  past sluice_private.executions,
  version_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step int;
begin
  select entry.step_no
  into v_step
  from sluice.workflow_steps as known
  inner join sluice.workflow_steps as entry
    on entry.organization_id = known.organization_id
    and entry.version_id = restart_execution.version_id
    and entry.node_id = known.node_id
    and entry.type = 'trigger'
  where known.organization_id = past.organization_id
    and known.version_id = past.version_id
    and known.step_no = past.trigger_step;
  if v_step is null then
    raise exception using
      errcode = 'SLSTA',
      message = 'the live version has not the trigger that started the execution',
      hint = 'Retry it on its own version.';
  end if;

  insert into sluice_private.live_executions (
    organization_id, id, workflow_id, version_id, trigger_id, trigger_step, input, variables,
    priority, generation, started_by, created_at, started_at, parent_execution_id, parent_frame_id,
    parent_step_no, parent_generation, root_execution_id, depth, failed_execution_id,
    traceparent
  )
  select
    past.organization_id, past.id, past.workflow_id, version.id, past.trigger_id, v_step,
    past.input,
    case when version.reads_variables
      then sluice_private.variables_of(past.organization_id, past.workflow_id)
    end,
    version.priority, past.generation + 1, past.started_by, past.created_at,
    past.started_at, past.parent_execution_id, past.parent_frame_id, past.parent_step_no,
    past.parent_generation, past.root_execution_id, past.depth, past.failed_execution_id,
    past.traceparent
  from sluice.workflow_versions as version
  where version.organization_id = past.organization_id
    and version.id = restart_execution.version_id;

  insert into sluice_private.trigger_counts (organization_id, trigger_id, completed, failed)
  select
    past.organization_id, past.trigger_id, -(past.status = 'completed')::int,
    -(past.status in ('failed', 'timed_out'))::int
  where past.trigger_id is not null;
  perform sluice_private.queue_start(
    past.organization_id, version_id, past.id, past.generation + 1
  );
  perform sluice_private.note_changes(array[past.organization_id], array[past.id]);
  perform sluice_private.tick_workers();
  perform sluice_private.tick_subscribers(past.organization_id);
end;
$$;

comment on function sluice_private.restart_execution(sluice_private.executions, uuid) is
  'Starts the next generation of an execution that has just been taken out of history.';
--! EndIncluded engine/restart_execution.sql
--! Included engine/rerun_execution.sql
/* The row moves back from history, in the caller's transaction: of two who retry, one deletes it.
   What arrived for the old generation counts no more. */
create or replace function sluice_private.rerun_execution(
  past sluice_private.executions,
  node_id text,
  frame_path text,
  input jsonb,
  use_live_version boolean
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_past sluice_private.executions := past;
  v_version_id uuid;
  v_type text;
begin
  v_version_id := sluice_private.version_to_retry(v_past, use_live_version);
  if node_id is not null then
    v_type := sluice_private.find_retried_step(v_past, v_version_id, node_id, frame_path, input);
  elsif frame_path is not null or input is not null then
    raise exception using
      errcode = 'SLVAL',
      message = 'a frame path and an input are of a step',
      hint = 'Say which in node_id.';
  elsif v_past.status = 'completed' and not use_live_version then
    raise exception using
      errcode = 'SLSTA',
      message = format('execution %s has completed', v_past.id),
      hint = 'Say in node_id from which step on it is to run again.';
  end if;

  delete from sluice_private.executions as old
  where old.organization_id = v_past.organization_id and old.id = v_past.id;
  if not found then
    raise exception using
      errcode = 'SLSTA',
      message = format('execution %s is being retried', v_past.id),
      hint = 'Only a finished execution can be retried; resume or cancel this one.';
  end if;
  delete from sluice_private.arrivals as late
  where late.organization_id = v_past.organization_id and late.execution_id = v_past.id;
  perform sluice_private.keep_steps(
    v_past.organization_id, v_past.id, v_version_id, node_id, frame_path
  );
  if v_type = 'action' and input is not null then
    insert into sluice_private.kept_steps (
      organization_id, execution_id, node_id, frame_path, type, is_edited, input
    )
    values (
      v_past.organization_id, v_past.id, node_id, coalesce(frame_path, ''), 'action', true, input
    );
  elsif v_type = 'trigger' and input is not null then
    v_past.input := jsonb_set(v_past.input, '{payload}', input);
  end if;
  perform sluice_private.restart_execution(v_past, v_version_id);
end;
$$;

comment on function sluice_private.rerun_execution(
  sluice_private.executions, text, text, jsonb, boolean
) is
  'Starts the next generation of a finished execution; raises SLNTF, SLSTA, SLVAL.';
--! EndIncluded engine/rerun_execution.sql
--! Included engine/retry_execution.sql
create or replace function sluice.retry_execution(
  execution_id uuid,
  node_id text default null,
  frame_path text default null,
  input jsonb default null,
  use_live_version boolean default false
)
returns sluice.workflow_executions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_past sluice_private.executions := sluice_private.find_finished(execution_id);
  v_execution sluice.workflow_executions;
begin
  perform sluice_private.rerun_execution(v_past, node_id, frame_path, input, use_live_version);
  select execution.*
  into v_execution
  from sluice.workflow_executions as execution
  where execution.organization_id = v_past.organization_id and execution.id = v_past.id;
  return v_execution;
end;
$$;

comment on function sluice.retry_execution(uuid, text, text, jsonb, boolean) is
  'Runs a finished execution again, as its next generation: what failed, was cancelled or never '
  'came to be, and from node_id (in the iteration frame_path) on everything; all other steps are '
  'kept as they ended. input replaces that of the step, or the payload of the trigger. On the '
  'version it ran, or on the live one.';
grant execute on function sluice.retry_execution(uuid, text, text, jsonb, boolean)
to sluice_member, sluice_admin;
--! EndIncluded engine/retry_execution.sql
--! Included engine/find_step.sql
create or replace function sluice_private.find_step(
  execution_id uuid,
  node_id text,
  frame_path text
)
returns sluice.workflow_execution_steps
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_execution_steps;
begin
  select step.*
  into v_step
  from sluice.workflow_execution_steps as step
  where step.execution_id = find_step.execution_id
    and step.node_id = find_step.node_id
    and step.frame_path is not distinct from find_step.frame_path
    and sluice_hidden.can_see(step.organization_id)
  order by step.generation desc
  limit 1;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s has no step %s that has begun',
        coalesce(execution_id::text, 'null'), concat_ws('.', frame_path, node_id)),
      hint = coalesce(
        sluice_private.step_places_hint(execution_id, node_id),
        'See node_id and frame_path of sluice.workflow_execution_steps.'
      );
  end if;
  perform sluice_hidden.assert_can(v_step.organization_id, 'run');
  if v_step.finished_at is not null then
    raise exception using
      errcode = 'SLSTA',
      message = format('step %s is %s', concat_ws('.', frame_path, node_id), v_step.status),
      hint = 'Only a step that is under way can be ended by hand.';
  end if;
  return v_step;
end;
$$;

comment on function sluice_private.find_step(uuid, text, text) is
  'A step that is under way, if whoever asks may run its workflow; raises SLNTF, SLFRB, SLSTA.';
--! EndIncluded engine/find_step.sql
--! Included engine/tell_step.sql
/* As tell_execution: never locks, only leaves an arrival. */
create or replace function sluice_private.tell_step(
  step sluice.workflow_execution_steps,
  outcome text,
  ports text[],
  output jsonb,
  reason text
)
returns sluice.workflow_execution_steps
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_size(output, 'the output');
  if length(reason) > 1000 then
    raise exception using
      errcode = 'SLVAL',
      message = 'the reason has more than 1,000 characters',
      hint = 'Keep it short; the step keeps it.';
  end if;
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
  )
  values (
    step.organization_id, step.execution_id, 'settle', step.frame_id, step.step_no,
    step.generation, outcome,
    jsonb_build_object(
      'ports', ports, 'output', output,
      'by_hand', jsonb_build_object('by', sluice_hidden.current_user_id(), 'reason', reason)
    )::text
  );
  perform sluice_private.tick_workers();
  return step;
end;
$$;

comment on function sluice_private.tell_step(
  sluice.workflow_execution_steps, text, text[], jsonb, text
) is
  'Leaves an execution how one of its steps shall end.';
--! EndIncluded engine/tell_step.sql
--! Included engine/complete_step.sql
create or replace function sluice.complete_step(
  execution_id uuid,
  node_id text,
  output jsonb default null,
  frame_path text default null,
  port text default null,
  reason text default null
)
returns sluice.workflow_execution_steps
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_execution_steps := sluice_private.find_step(
    execution_id, node_id, frame_path
  );
  v_known sluice.workflow_steps := sluice_private.step_of(
    v_step.organization_id,
    (
      select execution.version_id
      from sluice.workflow_executions as execution
      where execution.organization_id = v_step.organization_id
        and execution.id = v_step.execution_id
    ),
    v_step.step_no
  );
begin
  if port is not null and not exists (
    select from sluice.workflow_edges as edge
    where edge.organization_id = v_known.organization_id
      and edge.version_id = v_known.version_id
      and edge.source = v_known.step_no
      and edge.port = complete_step.port
  ) then
    raise exception using
      errcode = 'SLVAL',
      message = format('no edge leaves port %s of step %s', port, node_id),
      hint = 'Leave the port out for that of success.';
  end if;
  return sluice_private.tell_step(
    v_step, 'completed',
    case when port is null
      then sluice_private.success_ports(v_known.type, v_known.config)
      else array[port]
    end,
    coalesce(output, 'null'), reason
  );
end;
$$;

comment on function sluice.complete_step(uuid, text, jsonb, text, text, text) is
  'Ends a step that is under way as completed, with this output, on the port of success or '
  'another one. What a worker still reports of it is refused.';
grant execute on function sluice.complete_step(uuid, text, jsonb, text, text, text)
to sluice_member, sluice_admin;
--! EndIncluded engine/complete_step.sql
--! Included engine/skip_step.sql
create or replace function sluice.skip_step(
  execution_id uuid,
  node_id text,
  reason text default null,
  frame_path text default null
)
returns sluice.workflow_execution_steps
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.tell_step(
    sluice_private.find_step(execution_id, node_id, frame_path), 'skipped', '{}', null, reason
  );
end;
$$;

comment on function sluice.skip_step(uuid, text, text, text) is
  'Ends a step that is under way as skipped: none of its edges goes live. What a worker still '
  'reports of it is refused.';
grant execute on function sluice.skip_step(uuid, text, text, text) to sluice_member, sluice_admin;
--! EndIncluded engine/skip_step.sql
--! Included engine/cancel_step.sql
create or replace function sluice.cancel_step(
  execution_id uuid,
  node_id text,
  reason text default null,
  frame_path text default null
)
returns sluice.workflow_execution_steps
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.tell_step(
    sluice_private.find_step(execution_id, node_id, frame_path), 'cancelled', '{}', null, reason
  );
end;
$$;

comment on function sluice.cancel_step(uuid, text, text, text) is
  'Ends a step that is under way as cancelled: none of its edges goes live. What a worker still '
  'reports of it is refused.';
grant execute on function sluice.cancel_step(uuid, text, text, text) to sluice_member, sluice_admin;
--! EndIncluded engine/cancel_step.sql
--! Included engine/was_awaited.sql
create or replace function sluice_hidden.was_awaited(
  organization_id uuid,
  parent_execution_id uuid,
  parent_step_no int
)
returns boolean
language sql
stable
return exists (
  select
  from sluice.workflow_executions as parent
  inner join sluice.workflow_steps as step
    on step.organization_id = parent.organization_id
    and step.version_id = parent.version_id
    and step.step_no = was_awaited.parent_step_no
  where parent.organization_id = was_awaited.organization_id
    and parent.id = was_awaited.parent_execution_id
    and step.config -> 'wait' = 'true'
);

comment on function sluice_hidden.was_awaited(uuid, uuid, int) is
  'Whether the step that called an execution waited for it, and so answers for how it ended.';
grant execute on function sluice_hidden.was_awaited(uuid, uuid, int)
to sluice_member, sluice_admin;
--! EndIncluded engine/was_awaited.sql
--! Included engine/bulk_page.sql
/* Their ids order by time, and what began or ended after the operation is not asked. An operation
   of a scope asks all, as one that does not see the scope yet may begin meanwhile. */
create or replace function sluice_private.bulk_page(
  operation sluice.bulk_operations,
  at_most int
)
returns table (id uuid, is_match boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_filter jsonb := operation.filter;
  v_is_scope boolean := operation.arguments ? 'scope';
  v_is_redrive boolean := operation.arguments ? 'redrive';
  v_after uuid := coalesce(operation.position, '00000000-0000-0000-0000-000000000000');
  v_until uuid := (case when v_is_scope then 'ffffffff-ffff'
    else left(operation.id::text, 13) end || '-ffff-ffff-ffffffffffff')::uuid;
  v_ids uuid[] := case when v_filter ? 'ids'
    then array(select jsonb_array_elements_text(v_filter -> 'ids')::uuid) end;
  v_workflow_id uuid := (v_filter ->> 'workflow_id')::uuid;
  v_statuses text[] := case when v_filter ? 'statuses'
    then array(select jsonb_array_elements_text(v_filter -> 'statuses')) end;
  v_class text := v_filter ->> 'error_class';
  v_from timestamptz := coalesce(
    sluice_hidden.try_timestamp(v_filter ->> 'created_after'), '-infinity'
  );
  v_to timestamptz := coalesce(
    sluice_hidden.try_timestamp(v_filter ->> 'created_before'), 'infinity'
  );
begin
  if operation.kind = 'replay' then
    return query
    select page.id, page.is_match
    from sluice_private.replay_page(operation, v_after, v_until, v_from, v_to, at_most) as page;
  elsif operation.kind = 'retry' then
    return query
    select past.id,
      past.finished_at <= operation.created_at and past.created_at > v_from
      and past.created_at < v_to and (v_statuses is null or past.status = any (v_statuses))
      and (v_class is null or past.error ->> 'class' is not distinct from v_class)
      and (not v_is_redrive or past.parent_execution_id is null or not sluice_hidden.was_awaited(
        past.organization_id, past.parent_execution_id, past.parent_step_no))
    from sluice_private.executions as past
    where past.organization_id = operation.organization_id
      and past.id > v_after
      and past.id <= v_until
      and (v_ids is null or past.id = any (v_ids))
      and (v_workflow_id is null or past.workflow_id = v_workflow_id)
    order by past.id
    limit at_most;
  else
    return query
    select live.id,
      (v_is_scope or live.created_at <= operation.created_at) and live.created_at > v_from
      and live.created_at < v_to and (v_statuses is null or live.status = any (v_statuses))
      and (v_class is null or live.error ->> 'class' is not distinct from v_class)
    from sluice_private.live_executions as live
    where live.organization_id = operation.organization_id
      and live.id > v_after
      and live.id <= v_until
      and (v_ids is null or live.id = any (v_ids))
      and (v_workflow_id is null or live.workflow_id = v_workflow_id)
    order by live.id
    limit at_most;
  end if;
end;
$$;

comment on function sluice_private.bulk_page(sluice.bulk_operations, int) is
  'The next executions, by their ids, that a bulk operation looks at (null: all), and whether it '
  'is for them: finished ones when it retries, events when it replays, else those under way.';
--! EndIncluded engine/bulk_page.sql
--! Included engine/bulk_chunk.sql
/* One with a rate makes up for a pause of the pump of a second, and of no more. */
create or replace function sluice_private.bulk_chunk(
  operation sluice.bulk_operations,
  out ids uuid[],
  out last_id uuid,
  out advanced_at timestamptz
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_at_most int := least(
    1000, floor(extract(epoch from v_now - operation.advanced_at) * operation.rate)
  )::int;
begin
  select
    array_agg(page.id order by page.id) filter (where page.is_match),
    (array_agg(page.id order by page.id desc))[1]
  into ids, last_id
  from sluice_private.bulk_page(operation, 1000) as page;
  if cardinality(ids) > v_at_most and operation.rate is not null then
    ids := ids[:v_at_most];
    last_id := ids[v_at_most];
  end if;
  advanced_at := case when operation.rate is null then v_now else greatest(
    v_now - interval '1 second',
    operation.advanced_at + interval '1 second' * (coalesce(cardinality(ids), 0) / operation.rate)
  ) end;
end;
$$;

comment on function sluice_private.bulk_chunk(sluice.bulk_operations) is
  'The executions that a bulk operation tells next, as many as its rate allows: up to which it has '
  'then looked (null: there are no more), and when it counts as having told them.';
--! EndIncluded engine/bulk_chunk.sql
--! Included engine/tell_executions.sql
create or replace function sluice_private.tell_executions(
  operation sluice.bulk_operations,
  execution_ids uuid[]
)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_class text := case operation.kind
    when 'cancel' then 'cancelled' when 'pause' then 'paused' else 'resumed' end;
  v_body text := jsonb_strip_nulls(jsonb_build_object(
    'class', v_class, 'message', coalesce(operation.arguments ->> 'reason', v_class),
    'by', operation.created_by, 'operation', operation.id,
    'scope', operation.arguments -> 'scope'
  ))::text;
begin
  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  select operation.organization_id, asked.id, operation.kind, v_body
  from unnest(execution_ids) as asked (id);
  return execution_ids;
end;
$$;

comment on function sluice_private.tell_executions(sluice.bulk_operations, uuid[]) is
  'Leaves executions what a bulk operation wants of them: to be cancelled, paused or resumed.';
--! EndIncluded engine/tell_executions.sql
--! Included engine/tell_steps.sql
create or replace function sluice_private.tell_steps(
  operation sluice.bulk_operations,
  execution_ids uuid[]
)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arguments jsonb := operation.arguments;
  v_port text := v_arguments ->> 'port';
  v_told uuid[];
begin
  with settled as (
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
    )
    select
      operation.organization_id, asked.id, 'settle', step.frame_id, step.step_no, step.generation,
      case operation.kind when 'complete_step' then 'completed'
        when 'skip_step' then 'skipped' else 'cancelled' end,
      jsonb_build_object(
        'ports', case when operation.kind <> 'complete_step' then '{}'
          when v_port is null then sluice_private.success_ports(known.type, known.config)
          else array[v_port] end,
        'output', case operation.kind when 'complete_step'
          then coalesce(v_arguments -> 'output', 'null') end,
        'by_hand', jsonb_build_object(
          'by', operation.created_by, 'reason', v_arguments -> 'reason', 'operation', operation.id
        )
      )::text
    from unnest(execution_ids) as asked (id)
    cross join lateral (
      select s.*
      from sluice.workflow_execution_steps as s
      where s.organization_id = operation.organization_id
        and s.execution_id = asked.id
        and s.node_id = v_arguments ->> 'node_id'
        and s.frame_path is not distinct from v_arguments ->> 'frame_path'
      order by s.generation desc
      limit 1
    ) as step
    inner join sluice_private.live_executions as live
      on live.organization_id = operation.organization_id and live.id = asked.id
    inner join sluice.workflow_steps as known
      on known.organization_id = operation.organization_id
      and known.version_id = live.version_id
      and known.step_no = step.step_no
    where step.finished_at is null
      and (v_port is null or exists (
        select from sluice.workflow_edges as edge
        where edge.organization_id = operation.organization_id
          and edge.version_id = live.version_id
          and edge.source = step.step_no
          and edge.port = v_port
      ))
    returning arrivals.execution_id
  )
  select array_agg(settled.execution_id) into v_told from settled;
  return coalesce(v_told, '{}');
end;
$$;

comment on function sluice_private.tell_steps(sluice.bulk_operations, uuid[]) is
  'Leaves executions how one of their steps shall end; says which of them have it under way, and '
  'an edge that leaves the port.';
--! EndIncluded engine/tell_steps.sql
--! Included engine/tell_guarded.sql
-- lint: allow when-others: a poisoned execution is found by halving; it never stops the operation
create or replace function sluice_private.tell_guarded(
  operation sluice.bulk_operations,
  execution_ids uuid[],
  out told uuid[],
  out error jsonb
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_half int := cardinality(execution_ids) / 2;
  v_left record;
  v_right record;
begin
  told := case
    when operation.kind in ('cancel', 'pause', 'resume')
      then sluice_private.tell_executions(operation, execution_ids)
    when operation.kind = 'replay'
      then sluice_private.replay_events(operation.organization_id, execution_ids)
    else sluice_private.tell_steps(operation, execution_ids)
  end;
  select jsonb_build_object(
    'execution_id', asked.id, 'code', 'SLSTA',
    'message', 'the step is not under way, or no edge leaves the port'
  )
  into error
  from unnest(execution_ids) with ordinality as asked (id, ordinal)
  where asked.id <> all (told)
  order by asked.ordinal desc
  limit 1;
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    told := '{}';
    error := jsonb_build_object(
      'execution_id', execution_ids[1], 'code', sqlstate, 'message', sqlerrm
    );
    if v_half = 0 then
      return;
    end if;
    select t.told, t.error
    into v_left
    from sluice_private.tell_guarded(operation, execution_ids[:v_half]) as t;
    select t.told, t.error
    into v_right
    from sluice_private.tell_guarded(operation, execution_ids[v_half + 1:]) as t;
    told := v_left.told || v_right.told;
    error := coalesce(v_right.error, v_left.error);
end;
$$;

comment on function sluice_private.tell_guarded(sluice.bulk_operations, uuid[]) is
  'Leaves executions what a bulk operation wants of them, with a batch that fails halved; says '
  'which were told, and why the last of the others was not.';
--! EndIncluded engine/tell_guarded.sql
--! Included engine/retry_guarded.sql
/* Whoever holds the row is retrying it: it is not waited for. After a cancel the statement has no
   timeout any more, so the caller begins no other. */
-- lint: allow when-others: an execution that cannot be retried never stops the operation
create or replace function sluice_private.retry_guarded(
  operation sluice.bulk_operations,
  execution_id uuid,
  out error jsonb,
  out is_spent boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arguments jsonb := operation.arguments;
  v_past sluice_private.executions;
begin
  is_spent := false;
  select past.*
  into v_past
  from sluice_private.executions as past
  where past.organization_id = operation.organization_id
    and past.id = retry_guarded.execution_id
  order by past.id
  for update skip locked;
  if not found then
    error := jsonb_build_object(
      'execution_id', execution_id, 'code', 'SLSTA', 'message', 'it is being retried'
    );
    return;
  end if;
  perform sluice_private.rerun_execution(
    v_past, v_arguments ->> 'node_id', v_arguments ->> 'frame_path', v_arguments -> 'input',
    coalesce((v_arguments -> 'use_live_version')::boolean, false)
  );
exception
  when others or query_canceled or out_of_memory then
    is_spent := sqlstate in ('57014', '53200');
    error := jsonb_build_object(
      'execution_id', execution_id, 'code', sqlstate, 'message', sqlerrm
    );
end;
$$;

comment on function sluice_private.retry_guarded(sluice.bulk_operations, uuid) is
  'Retries one execution of a bulk operation; or why it cannot be, and whether it took too long.';
--! EndIncluded engine/retry_guarded.sql
--! Included engine/retry_executions.sql
create or replace function sluice_private.retry_executions(
  operation sluice.bulk_operations,
  execution_ids uuid[],
  out told uuid[],
  out error jsonb,
  out last_id uuid
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_until timestamptz := clock_timestamp() + interval '200 ms';
  v_tried record;
begin
  told := '{}';
  foreach last_id in array execution_ids loop
    select r.error, r.is_spent
    into v_tried
    from sluice_private.retry_guarded(operation, last_id) as r;
    if v_tried.error is null then
      told := told || last_id;
    else
      error := v_tried.error;
    end if;
    exit when v_tried.is_spent or clock_timestamp() > v_until;
  end loop;
end;
$$;

comment on function sluice_private.retry_executions(sluice.bulk_operations, uuid[]) is
  'Retries executions one by one, for 200 ms and no longer: up to which, and those that began '
  'again.';
--! EndIncluded engine/retry_executions.sql
--! Included engine/pick_bulk_operation.sql
/* In an organization one after the other, in the order in which they were asked; but what follows a
   scope depends on no order, and does not wait for the others, and for one that goes slowly only
   those wait that do so, too. Who holds the row is cancelling it:
   nobody waits for that. As long as the last chunk has not been acted on, there is no next one. */
create or replace function sluice_private.pick_bulk_operation()
returns sluice.bulk_operations
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operation sluice.bulk_operations;
begin
  select running.*
  into v_operation
  from sluice.bulk_operations as running
  where running.status = 'running'
    and (running.rate is null
      or extract(epoch from clock_timestamp() - running.advanced_at) * running.rate >= 1)
    and not exists (
      select from sluice.bulk_operations as earlier
      where earlier.status = 'running'
        and earlier.organization_id = running.organization_id
        and earlier.id < running.id
        and (earlier.rate is null) = (running.rate is null)
        and earlier.arguments ? 'scope' = (running.arguments ? 'scope')
    )
    and not exists (
      select from sluice_private.arrivals as arrival
      where arrival.organization_id = running.organization_id
        and arrival.execution_id = running.position
        and not arrival.is_parked
    )
  order by running.advanced_at
  limit 1
  for update of running skip locked;
  return v_operation;
end;
$$;

comment on function sluice_private.pick_bulk_operation() is
  'The bulk operation whose turn it is, locked; or null.';
--! EndIncluded engine/pick_bulk_operation.sql
--! Included engine/advance_bulk.sql
/* The chunk and how far the operation has come are one transaction: what is rolled back is looked
   at again. There are no claims here: the permission was asked for when it was started. */
create or replace function sluice_private.advance_bulk()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = on
set enable_hashjoin = on
set enable_mergejoin = on
set enable_bitmapscan = on
set enable_sort = on
as $$
declare
  v_operation sluice.bulk_operations;
  v_chunk record;
  v_ids uuid[];
  v_last uuid;
  v_told uuid[] := array[]::uuid[];
  v_error jsonb;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('sluice:bulk', 0)) then
    return false;
  end if;
  v_operation := sluice_private.pick_bulk_operation();
  if v_operation.id is null then
    return false;
  end if;
  select c.ids, c.last_id, c.advanced_at
  into v_chunk
  from sluice_private.bulk_chunk(v_operation) as c;
  v_ids := v_chunk.ids;
  v_last := v_chunk.last_id;

  if v_ids is not null and v_operation.kind = 'retry' then
    select r.told, r.error, case when r.last_id = v_ids[cardinality(v_ids)]
      then v_last else r.last_id end
    into v_told, v_error, v_last
    from sluice_private.retry_executions(v_operation, v_ids) as r;
  elsif v_ids is not null then
    select t.told, t.error
    into v_told, v_error
    from sluice_private.tell_guarded(v_operation, v_ids) as t;
  end if;

  update sluice.bulk_operations as operation
  set
    position = coalesce(v_last, operation.position),
    done = operation.done + cardinality(v_told),
    failed = operation.failed - cardinality(v_told)
      + (select count(*)::int from unnest(v_ids) as asked (id) where asked.id <= v_last),
    last_error = coalesce(v_error, operation.last_error),
    advanced_at = v_chunk.advanced_at,
    status = case when v_chunk.last_id is null then 'completed' else operation.status end,
    finished_at = case when v_chunk.last_id is null then sluice_hidden.now() end
  where operation.organization_id = v_operation.organization_id
    and operation.id = v_operation.id;
  return true;
end;
$$;

comment on function sluice_private.advance_bulk() is
  'Looks at the next 1,000 executions of a bulk operation; false when there is none to do now.';
--! EndIncluded engine/advance_bulk.sql
--! Included engine/open_bulk_operation.sql
create or replace function sluice_private.open_bulk_operation(
  organization_id uuid,
  kind text,
  filter jsonb,
  arguments jsonb,
  rate double precision default null
)
returns sluice.bulk_operations
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operation sluice.bulk_operations;
begin
  insert into sluice.bulk_operations (organization_id, kind, filter, arguments, rate, created_by)
  values (
    open_bulk_operation.organization_id, open_bulk_operation.kind, open_bulk_operation.filter,
    open_bulk_operation.arguments, open_bulk_operation.rate, sluice_hidden.current_user_id()
  )
  returning bulk_operations.* into v_operation;

  update sluice.bulk_operations as operation
  set total = (
    select count(*) from sluice_private.bulk_page(v_operation, null) as page where page.is_match
  )
  where operation.organization_id = v_operation.organization_id
    and operation.id = v_operation.id
  returning operation.* into v_operation;
  perform sluice_private.tick_workers();
  return v_operation;
end;
$$;

comment on function sluice_private.open_bulk_operation(
  uuid, text, jsonb, jsonb, double precision
) is
  'Starts a bulk operation and counts what it is for; workers'' pumps carry it out.';
--! EndIncluded engine/open_bulk_operation.sql
--! Included engine/is_id.sql
create or replace function sluice_private.is_id(value jsonb)
returns boolean
language sql
immutable
parallel safe
return jsonb_typeof(value) = 'string'
and value #>> '{}' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

comment on function sluice_private.is_id(jsonb) is 'Whether a JSON value is a UUID.';
--! EndIncluded engine/is_id.sql
--! Included engine/bulk_filter_fault.sql
create or replace function sluice_private.bulk_filter_fault(filter jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if jsonb_typeof(filter) is distinct from 'object' then
    return 'the filter must be an object';
  end if;
  return (
    select case
      when field.key = 'workflow_id' and sluice_private.is_id(field.value) then null
      when field.key in ('created_after', 'created_before')
        then case when jsonb_typeof(field.value) <> 'string'
          or sluice_hidden.try_timestamp(field.value #>> '{}') is null
          then format('%s must be an ISO 8601 timestamp', field.key) end
      when field.key = 'error_class'
        then case when jsonb_typeof(field.value) <> 'string'
          then 'error_class must be a string' end
      when field.key = 'workflow_id' then 'workflow_id must be an id'
      when field.key not in ('ids', 'statuses')
        then format('the filter has no field %s', field.key)
      when jsonb_typeof(field.value) <> 'array' or jsonb_array_length(field.value) > 10000
        then format('%s must be an array of at most 10,000', field.key)
      when exists (
        select
        from jsonb_array_elements(field.value) as item (value)
        where case field.key
          when 'ids' then not sluice_private.is_id(item.value)
          else item.value not in (
            '"pending"', '"running"', '"waiting"', '"paused"', '"completed"', '"failed"',
            '"cancelled"', '"timed_out"'
          )
        end
      ) then format('%s must be %s', field.key, case field.key
        when 'ids' then 'ids of executions' else 'of pending, running, waiting, paused, '
        'completed, failed, cancelled and timed_out' end)
    end as fault
    from jsonb_each(filter) as field
    order by fault
    limit 1
  );
end;
$$;

comment on function sluice_private.bulk_filter_fault(jsonb) is
  'What is wrong with the filter of a bulk operation, or null.';
--! EndIncluded engine/bulk_filter_fault.sql
--! Included engine/bulk_arguments_fault.sql
create or replace function sluice_private.bulk_arguments_fault(kind text, arguments jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_known text[] := (case
    when kind in ('cancel', 'pause') then '{reason}'
    when kind in ('resume', 'replay') then '{}'
    when kind = 'retry' then '{node_id,frame_path,input,use_live_version}'
    when kind in ('skip_step', 'cancel_step') then '{node_id,frame_path,reason}'
    when kind = 'complete_step' then '{node_id,frame_path,output,port,reason}'
  end)::text[];
begin
  if v_known is null then
    return format('there is no kind %s', coalesce(kind, 'null'));
  elsif jsonb_typeof(arguments) is distinct from 'object' then
    return 'the arguments must be an object';
  elsif kind like '%\_step' and not arguments ? 'node_id' then
    return 'the arguments must name the step in node_id';
  elsif kind = 'retry' and not arguments ? 'node_id'
    and (arguments ? 'frame_path' or arguments ? 'input')
  then
    return 'a frame path and an input are of a step: name it in node_id';
  end if;
  return (
    select case
      when field.key <> all (v_known) then format('%s takes no argument %s', kind, field.key)
      when field.key in ('input', 'output') then null
      when field.key = 'use_live_version' then case
        when jsonb_typeof(field.value) <> 'boolean' then 'use_live_version must be a boolean' end
      when jsonb_typeof(field.value) <> 'string' then format('%s must be a string', field.key)
      when length(field.value #>> '{}') > 1000
        then format('%s has more than 1,000 characters', field.key)
    end as fault
    from jsonb_each(arguments) as field
    order by fault
    limit 1
  );
end;
$$;

comment on function sluice_private.bulk_arguments_fault(text, jsonb) is
  'What is wrong with the kind or the arguments of a bulk operation, or null.';
--! EndIncluded engine/bulk_arguments_fault.sql
--! Included engine/assert_organization.sql
create or replace function sluice_private.assert_organization(organization_id uuid, needed text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if organization_id is null then
    raise exception using
      errcode = 'SLVAL',
      message = 'no organization is given',
      hint = 'Pass organization_id, set jwt.claims.org, or send a token whose claim org is set.';
  end if;
  perform sluice_hidden.assert_can(organization_id, needed);
  if not exists (
    select from sluice.organizations as known where known.id = assert_organization.organization_id
  ) then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', organization_id),
      hint = 'List sluice.organizations to see those you may use.';
  end if;
  return organization_id;
end;
$$;

comment on function sluice_private.assert_organization(uuid, text) is
  'The organization, if whoever asks may do there what is needed; raises SLVAL, SLFRB, SLNTF.';
--! EndIncluded engine/assert_organization.sql
--! Included engine/start_bulk_operation.sql
create or replace function sluice.start_bulk_operation(
  kind text,
  filter jsonb,
  arguments jsonb default '{}',
  organization_id uuid default null
)
returns sluice.bulk_operations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := sluice_private.assert_organization(
    coalesce(organization_id, sluice_hidden.current_organization_id()), 'run'
  );
  v_fault text := coalesce(
    sluice_private.bulk_arguments_fault(kind, coalesce(arguments, '{}')),
    case when kind = 'replay' then sluice_private.replay_filter_fault(filter)
      else sluice_private.bulk_filter_fault(filter) end
  );
begin
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = v_fault,
      hint = 'Kinds are cancel, pause, resume, retry, skip_step, cancel_step, complete_step and '
        'replay. A filter has ids, workflow_id, statuses, created_after, created_before, '
        'error_class; that of replay name, created_after and created_before; arguments are those '
        'of the function for one execution.';
  end if;
  perform sluice_hidden.assert_size(arguments, 'the arguments');
  return sluice_private.open_bulk_operation(
    v_organization_id, kind, filter, coalesce(arguments, '{}')
  );
end;
$$;

comment on function sluice.start_bulk_operation(text, jsonb, jsonb, uuid) is
  'Does to every execution that the filter matches now what cancel_execution, pause_execution, '
  'resume_execution, retry_execution, skip_step, cancel_step or complete_step does to one, or to '
  'every event what replay_event does. The row says how far it has come.';
grant execute on function sluice.start_bulk_operation(text, jsonb, jsonb, uuid)
to sluice_member, sluice_admin;
--! EndIncluded engine/start_bulk_operation.sql
--! Included engine/cancel_bulk_operation.sql
create or replace function sluice.cancel_bulk_operation(operation_id uuid)
returns sluice.bulk_operations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operation sluice.bulk_operations;
begin
  select operation.*
  into v_operation
  from sluice.bulk_operations as operation
  where operation.id = cancel_bulk_operation.operation_id
    and sluice_hidden.can_see(operation.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('bulk operation %s does not exist', coalesce(operation_id::text, 'null')),
      hint = 'List sluice.bulk_operations to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_operation.organization_id, 'run');

  update sluice.bulk_operations as operation
  set status = 'cancelled', finished_at = sluice_hidden.now()
  where operation.organization_id = v_operation.organization_id
    and operation.id = v_operation.id
    and operation.status = 'running'
    and not operation.arguments ? 'scope'
  returning operation.* into v_operation;
  if not found then
    raise exception using
      errcode = 'SLSTA',
      message = format('bulk operation %s cannot be cancelled', operation_id),
      detail = 'It has ended, or it carries out the pause or resume of a workflow or organization.',
      hint = 'Only one that is running can be; a pause is taken back by set_workflow_status or '
        'resume_organization.';
  end if;
  return v_operation;
end;
$$;

comment on function sluice.cancel_bulk_operation(uuid) is
  'Stops a bulk operation where it is: those it has told already keep what they were told.';
grant execute on function sluice.cancel_bulk_operation(uuid) to sluice_member, sluice_admin;
--! EndIncluded engine/cancel_bulk_operation.sql
--! Included engine/scope_filter.sql
create or replace function sluice_private.scope_filter(workflow_id uuid)
returns jsonb
language sql
immutable
parallel safe
return case workflow_id
  when '00000000-0000-0000-0000-000000000000' then '{}'::jsonb
  else jsonb_build_object('workflow_id', workflow_id)
end;

comment on function sluice_private.scope_filter(uuid) is
  'The filter for the executions of a workflow; for the nil id, for all of the organization.';
--! EndIncluded engine/scope_filter.sql
--! Included engine/pause_scope.sql
/* The row holds whatever fires from the moment it is seen; the operation tells those that move
   before that, and takes back what is ready. */
create or replace function sluice_private.pause_scope(
  organization_id uuid,
  workflow_id uuid,
  reason text
)
returns sluice.bulk_operations
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if length(reason) > 1000 then
    raise exception using
      errcode = 'SLVAL',
      message = 'the reason has more than 1,000 characters',
      hint = 'Keep it short; every execution shows it.';
  end if;
  insert into sluice_private.paused_scopes (
    organization_id, workflow_id, reason, paused_by, paused_at
  )
  values (
    pause_scope.organization_id, pause_scope.workflow_id, pause_scope.reason,
    sluice_hidden.current_user_id(), sluice_hidden.now()
  )
  on conflict on constraint paused_scopes_pkey
  do update set reason = coalesce(excluded.reason, paused_scopes.reason);
  return sluice_private.open_bulk_operation(
    organization_id, 'pause', sluice_private.scope_filter(workflow_id),
    jsonb_build_object('scope', workflow_id)
  );
end;
$$;

comment on function sluice_private.pause_scope(uuid, uuid, text) is
  'Pauses all executions of a workflow, or with the nil id of an organization.';
--! EndIncluded engine/pause_scope.sql
--! Included engine/resume_scope.sql
create or replace function sluice_private.resume_scope(organization_id uuid, workflow_id uuid)
returns sluice.bulk_operations
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.paused_scopes as scope
  where scope.organization_id = resume_scope.organization_id
    and scope.workflow_id = resume_scope.workflow_id;
  if not found then
    return null;
  end if;
  return sluice_private.open_bulk_operation(
    organization_id, 'resume', sluice_private.scope_filter(workflow_id),
    jsonb_build_object('scope', workflow_id)
  );
end;
$$;

comment on function sluice_private.resume_scope(uuid, uuid) is
  'Resumes those executions that only this pause of a workflow, or with the nil id of an '
  'organization, holds; null if it is not paused.';
--! EndIncluded engine/resume_scope.sql
--! Included engine/pause_organization.sql
create or replace function sluice.pause_organization(
  organization_id uuid default null,
  reason text default null
)
returns sluice.bulk_operations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.pause_scope(
    sluice_private.assert_organization(
      coalesce(organization_id, sluice_hidden.current_organization_id()), 'edit'
    ),
    '00000000-0000-0000-0000-000000000000', reason
  );
end;
$$;

comment on function sluice.pause_organization(uuid, text) is
  'Pauses everything of an organization (by default the active one): nothing starts, what runs is '
  'finished and recorded, nothing else begins. The row says how far it has come.';
grant execute on function sluice.pause_organization(uuid, text) to sluice_member, sluice_admin;
--! EndIncluded engine/pause_organization.sql
--! Included engine/resume_organization.sql
create or replace function sluice.resume_organization(organization_id uuid default null)
returns sluice.bulk_operations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := sluice_private.assert_organization(
    coalesce(organization_id, sluice_hidden.current_organization_id()), 'edit'
  );
  v_operation sluice.bulk_operations := sluice_private.resume_scope(
    v_organization_id, '00000000-0000-0000-0000-000000000000'
  );
begin
  if v_operation.id is null then
    raise exception using
      errcode = 'SLSTA',
      message = format('organization %s is not paused', v_organization_id),
      hint = 'Workflows and executions that are paused by themselves are resumed one by one.';
  end if;
  return v_operation;
end;
$$;

comment on function sluice.resume_organization(uuid) is
  'Lets what pause_organization paused go on where it stood; what is paused by itself, or by its '
  'workflow, stays so.';
grant execute on function sluice.resume_organization(uuid) to sluice_member, sluice_admin;
--! EndIncluded engine/resume_organization.sql
--! Included engine/forget_cached_results.sql
/* Security definer: the results are in sluice_private. */
create or replace function sluice.forget_cached_results(
  action text default null,
  organization_id uuid default null
)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_count int;
begin
  if v_organization_id is null then
    raise exception using
      errcode = 'SLVAL',
      message = 'cached results belong to an organization, and none is given',
      hint = 'Pass organization_id, or send a token with org.';
  end if;
  perform sluice_hidden.assert_can(v_organization_id, 'edit');
  delete from sluice_private.cached_results as cached
  where cached.organization_id = v_organization_id
    and (forget_cached_results.action is null or cached.action = forget_cached_results.action);
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice.forget_cached_results(text, uuid) is
  'Forgets what an action, or every action, gave: the next step with a cache runs. Says how many '
  'results that were.';
grant execute on function sluice.forget_cached_results(text, uuid) to sluice_member, sluice_admin;
--! EndIncluded engine/forget_cached_results.sql
--! Included engine/next_causes.sql
create or replace function sluice_private.next_causes()
returns table (
  organization_id uuid, execution_id uuid, frame_id bigint, is_under_way boolean, cause text
)
language sql
stable
begin atomic
  select a.organization_id, a.execution_id, a.frame_id, a.kind in ('start', 'fire', 'skip', 'done'),
    'arrival ' || a.kind
  from sluice_private.arrivals as a
  where a.kind <> 'turn'
  union all
  select r.organization_id, r.execution_id, r.frame_id, true, 'ready step'
  from sluice_private.ready_steps as r
  union all
  select l.organization_id, l.execution_id, l.frame_id, true, 'lease'
  from sluice_private.step_leases as l
  union all
  select b.organization_id, b.execution_id, b.frame_id, true, 'blocked step'
  from sluice_private.blocked_steps as b
  union all
  select w.organization_id, w.execution_id, w.frame_id, true, 'wait'
  from sluice_private.waits as w
  union all
  select c.organization_id, c.execution_id, c.frame_id, true, 'call'
  from sluice_private.calls as c
  union all
  select c.organization_id, c.execution_id, c.frame_id, true, 'container'
  from sluice_private.containers as c
  union all
  select e.organization_id, e.execution_id, 0, false, 'limit'
  from sluice_private.limited_executions as e
  where e.state in ('new', 'waiting')
  union all
  select l.organization_id, l.execution_id, l.frame_id, false, 'lock'
  from sluice_private.lock_claims as l
  where l.state in ('new', 'waiting')
    and exists (
      select from sluice_private.lock_claims as ahead
      where ahead.organization_id = l.organization_id
        and ahead.key = l.key
        and ahead.state <> 'waiting'
    );
end;

comment on function sluice_private.next_causes() is
  'What will move each execution next; is_under_way where the frame counts it as open.';
--! EndIncluded engine/next_causes.sql
--! Included engine/hot_rows.sql
create or replace function sluice_private.hot_rows()
returns table (organization_id uuid, execution_id uuid, kind text)
language sql
stable
begin atomic
  select c.organization_id, c.execution_id, c.cause
  from sluice_private.next_causes() as c
  where c.is_under_way
  union all
  select f.organization_id, f.execution_id, 'frame' from sluice_private.frames as f
  union all
  select t.organization_id, t.execution_id, 'timer' from sluice_private.timers as t
  union all
  select o.organization_id, o.execution_id, 'output' from sluice_private.live_outputs as o
  union all
  select i.organization_id, i.execution_id, 'items' from sluice_private.container_items as i
  union all
  select r.organization_id, r.execution_id, 'result' from sluice_private.container_results as r
  union all
  select a.organization_id, a.execution_id, 'awaited event' from sluice_private.awaited_events as a
  union all
  select k.organization_id, k.execution_id, 'kept step' from sluice_private.kept_steps as k
  union all
  select t.organization_id, t.execution_id, 'taken event' from sluice_private.taken_events as t
  union all
  select c.organization_id, c.execution_id, 'compensation' from sluice_private.compensations as c
  union all
  select s.organization_id, s.execution_id, 'limits' from sluice_private.step_limits as s
  union all
  select l.organization_id, l.execution_id, 'limited' from sluice_private.limited_executions as l
  union all
  select l.organization_id, l.execution_id, 'lock' from sluice_private.lock_claims as l
  where l.state <> 'released';
end;

comment on function sluice_private.hot_rows() is
  'Every row of hot state that must not outlive its execution.';
--! EndIncluded engine/hot_rows.sql
--! Included engine/without_timer.sql
create or replace function sluice_private.without_timer()
returns table (organization_id uuid, execution_id uuid, kind text)
language sql
stable
begin atomic
  select s.organization_id, s.execution_id, s.kind
  from (
    select
      w.organization_id, w.execution_id, w.frame_id, w.step_no,
      case when w.due_port is null and w.input ? 'condition' then 'poll' else 'wait' end as kind
    from sluice_private.waits as w
    where w.due_port is not null
      or w.input ? 'condition'
      or (w.input ? 'approval') is not true and not exists (
        select from sluice_private.awaited_events as awaited
        where awaited.organization_id = w.organization_id
          and awaited.execution_id = w.execution_id
          and awaited.frame_id = w.frame_id
          and awaited.step_no = w.step_no
      )
    union all
    select b.organization_id, b.execution_id, b.frame_id, b.step_no, 'retry'
    from sluice_private.blocked_steps as b
    where b.reason = 'retry'
    union all
    select c.organization_id, c.execution_id, c.frame_id, c.step_no, 'retry'
    from sluice_private.calls as c
    where c.child_id is null
  ) as s
  where not exists (
    select from sluice_private.timers as t
    where t.organization_id = s.organization_id
      and t.execution_id = s.execution_id
      and t.frame_id = s.frame_id
      and t.step_no = s.step_no
      and t.kind = s.kind
  );
end;

comment on function sluice_private.without_timer() is
  'Suspended steps that nothing would ever wake.';
--! EndIncluded engine/without_timer.sql
--! Included engine/stray_limits.sql
create or replace function sluice_private.stray_limits()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'a limit counts what runs under it', counted.organization_id, null::uuid,
    format('%s counts %s, and %s found', counted.key, sum(counted.held), sum(counted.found))
  from (
    select state.organization_id, state.key, state.held, 0 as found
    from sluice_private.limits as state
    union all
    select lease.organization_id, rule.value ->> 'key', 0, 1
    from sluice_private.step_leases as lease
    cross join lateral jsonb_array_elements(lease.limits) as rule (value)
    where lease.limits is not null
    union all
    select begun.organization_id, rule.value ->> 'key', 0, 1
    from sluice_private.limited_executions as begun
    cross join lateral jsonb_array_elements(begun.limits) as rule (value)
    where begun.state = 'held'
    union all
    select gone.organization_id, gone.key, 0, 1
    from sluice_private.limit_releases as gone
    where gone.execution_id is not null
  ) as counted
  group by counted.organization_id, counted.key
  having sum(counted.held) <> sum(counted.found)
  union all
  select 'a limit has one row', state.organization_id, null, state.key
  from sluice_private.limits as state
  group by state.organization_id, state.key
  having count(*) > 1
  union all
  select 'who waits for a limit waits for something', b.organization_id, b.execution_id, b.limit_key
  from (
    select step.organization_id, step.execution_id, step.limit_key
    from sluice_private.blocked_steps as step
    where step.limit_key is not null
    union all
    select waiting.organization_id, waiting.execution_id, waiting.limit_key
    from sluice_private.limited_executions as waiting
    where waiting.limit_key is not null
  ) as b
  where not exists (
    select from sluice_private.limits as state
    where state.organization_id = b.organization_id
      and state.key = b.limit_key
      and (state.held > 0 or state.look_at is not null)
  )
    and not exists (
      select from sluice_private.limit_releases as gone
      where gone.organization_id = b.organization_id and gone.key = b.limit_key
    );
end;

comment on function sluice_private.stray_limits() is
  'Limits that do not count what runs under them, and steps that wait for one which nothing will '
  'free.';
--! EndIncluded engine/stray_limits.sql
--! Included engine/stray_timeouts.sql
create or replace function sluice_private.stray_timeouts()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'a timeout is of something', t.organization_id, t.execution_id,
    format('step %s is not under way', t.step_no)
  from sluice_private.timers as t
  where t.kind = 'timeout'
    and not exists (
      select from (
        select c.organization_id, c.execution_id, c.frame_id, c.step_no
        from sluice_private.containers as c
        union all
        select r.organization_id, r.execution_id, r.frame_id, r.step_no
        from sluice_private.ready_steps as r
        union all
        select l.organization_id, l.execution_id, l.frame_id, l.step_no
        from sluice_private.step_leases as l
        union all
        select k.organization_id, k.execution_id, k.frame_id, k.step_no
        from sluice_private.calls as k
        union all
        select b.organization_id, b.execution_id, b.frame_id, b.step_no
        from sluice_private.blocked_steps as b
      ) as under_way
      where under_way.organization_id = t.organization_id
        and under_way.execution_id = t.execution_id
        and under_way.frame_id = t.frame_id
        and under_way.step_no = t.step_no
    );
end;

comment on function sluice_private.stray_timeouts() is
  'Timeouts of steps and containers that are not under way.';
--! EndIncluded engine/stray_timeouts.sql
--! Included engine/lost_children.sql
create or replace function sluice_private.lost_children()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'a call has a child that will tell it', c.organization_id, c.execution_id,
    format('child %s of step %s', c.child_id, c.step_no)
  from sluice_private.calls as c
  where c.child_id is not null
    and not exists (
      select from sluice_private.live_executions as child
      where child.organization_id = c.organization_id
        and child.id = c.child_id
        and child.parent_execution_id = c.execution_id
        and child.parent_frame_id = c.frame_id
        and child.parent_step_no = c.step_no
        and child.parent_generation = c.generation
    )
    and not exists (
      select from sluice_private.arrivals as arrival
      where arrival.organization_id = c.organization_id
        and arrival.execution_id = c.execution_id
        and arrival.frame_id = c.frame_id
        and arrival.step_no = c.step_no
        and arrival.kind = 'child'
    )
  union all
  select 'a child that follows its parent has one', child.organization_id, child.id,
    format('step %s of execution %s', child.parent_step_no, child.parent_execution_id)
  from sluice_private.live_executions as child
  where child.follows_parent
    and not exists (
      select from sluice_private.calls as c
      where c.organization_id = child.organization_id
        and c.execution_id = child.parent_execution_id
        and c.frame_id = child.parent_frame_id
        and c.step_no = child.parent_step_no
        and c.child_id = child.id
    )
    and not exists (
      select from sluice_private.arrivals as arrival
      where arrival.organization_id = child.organization_id
        and arrival.execution_id = child.id
        and arrival.kind = 'cancel'
    );
end;

comment on function sluice_private.lost_children() is
  'Calls that nothing will ever end, and children that go on though the step that called them has '
  'ended.';
--! EndIncluded engine/lost_children.sql
--! Included engine/approval_of.sql
create or replace function sluice_private.approval_of(wait sluice_private.waits)
returns sluice.workflow_approvals
language sql
stable
begin atomic
  select approval.*
  from sluice.workflow_approvals as approval
  where approval.organization_id = wait.organization_id
    and approval.execution_id = wait.execution_id
    and approval.frame_id = wait.frame_id
    and approval.step_no = wait.step_no
    and approval.generation = wait.generation;
end;

comment on function sluice_private.approval_of(sluice_private.waits) is
  'What the people are asked that a wait waits for.';
--! EndIncluded engine/approval_of.sql
--! Included engine/stray_approvals.sql
create or replace function sluice_private.stray_approvals()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'an open approval has a wait', approval.organization_id, approval.execution_id,
    format('nothing waits for approval %s', approval.id)
  from sluice.workflow_approvals as approval
  where approval.status = 'open'
    and not exists (
      select from sluice_private.waits as w
      where w.organization_id = approval.organization_id
        and w.execution_id = approval.execution_id
        and w.frame_id = approval.frame_id
        and w.step_no = approval.step_no
        and w.generation = approval.generation
    )
  union all
  select 'a wait for an approval has an open one', w.organization_id, w.execution_id,
    format('step %s waits for none', w.step_no)
  from sluice_private.waits as w
  where w.input ? 'approval'
    and (sluice_private.approval_of(w)).status is distinct from 'open';
end;

comment on function sluice_private.stray_approvals() is
  'Open approvals that nothing waits for, and waits whose approval nobody can decide.';
--! EndIncluded engine/stray_approvals.sql
--! Included engine/stray_events.sql
create or replace function sluice_private.stray_events()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'an awaited event has a wait', a.organization_id, a.execution_id,
    format('nothing waits for %s', a.name)
  from sluice_private.awaited_events as a
  where not exists (
    select from sluice_private.waits as w
    where w.organization_id = a.organization_id
      and w.execution_id = a.execution_id
      and w.frame_id = a.frame_id
      and w.step_no = a.step_no
  ) and not exists (
    select from sluice_private.containers as c
    where c.organization_id = a.organization_id
      and c.execution_id = a.execution_id
      and c.frame_id = a.frame_id
      and c.step_no = a.step_no
  );
end;

comment on function sluice_private.stray_events() is
  'Events that are awaited, and nobody would know what for.';
--! EndIncluded engine/stray_events.sql
--! Included engine/stray_groups.sql
create or replace function sluice_private.stray_groups()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'a lock that is claimed has a group', l.organization_id, l.execution_id,
    format('%s is %s, and its group is gone', l.key, l.state)
  from sluice_private.lock_claims as l
  where l.state <> 'released'
    and not exists (
      select from sluice_private.containers as c
      where c.organization_id = l.organization_id
        and c.execution_id = l.execution_id
        and c.frame_id = l.frame_id
        and c.step_no = l.step_no
    )
  union all
  select 'a lock that is waited for has a holder', l.organization_id, l.execution_id,
    format('nobody holds %s', l.key)
  from sluice_private.lock_claims as l
  where l.state = 'waiting'
    and not exists (
      select from sluice_private.lock_claims as ahead
      where ahead.organization_id = l.organization_id
        and ahead.key = l.key
        and ahead.state <> 'waiting'
    )
  union all
  select 'a group that waits for a lock has a claim', c.organization_id, c.execution_id,
    format('step %s waits for %s, and stands in no line', c.step_no, c.waits_for)
  from sluice_private.containers as c
  where c.waits_for is not null
    and not exists (
      select from sluice_private.lock_claims as l
      where l.organization_id = c.organization_id
        and l.execution_id = c.execution_id
        and l.frame_id = c.frame_id
        and l.step_no = c.step_no
        and (l.state in ('new', 'waiting') or l.state = 'held' and exists (
          select from sluice_private.arrivals as a
          where a.organization_id = c.organization_id
            and a.execution_id = c.execution_id
            and a.frame_id = c.frame_id
            and a.step_no = c.step_no
            and a.kind = 'lock'
        ))
    )
  union all
  select 'a step that waits for its turn comes after another', a.organization_id, a.execution_id,
    format('step %s waits, and it is the turn of none', a.step_no)
  from sluice_private.arrivals as a
  where a.kind = 'turn'
    and not exists (
      select from sluice_private.frames as f
      where f.organization_id = a.organization_id
        and f.execution_id = a.execution_id
        and f.frame_id = a.frame_id
        and f.turn <> a.step_no
    );
end;

comment on function sluice_private.stray_groups() is
  'Locks whose holder is gone, groups that nobody would ever give the lock they wait for, and '
  'steps whose turn would never come.';
--! EndIncluded engine/stray_groups.sql
--! Included engine/strays.sql
create or replace function sluice_private.strays()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language sql
stable
begin atomic
  select 'a container counts its frames', c.organization_id, c.execution_id,
    format('step %s has %s frames, and %s found', c.step_no, c.started - c.ended, counted.n)
  from sluice_private.containers as c
  cross join lateral (
    select count(*) as n
    from sluice_private.frames as frame
    where frame.organization_id = c.organization_id
      and frame.execution_id = c.execution_id
      and frame.parent_id = c.frame_id
      and frame.container = c.step_no
  ) as counted
  where counted.n <> c.started - c.ended or counted.n = 0
  union all
  select 'a frame has a container', frame.organization_id, frame.execution_id,
    format('frame %s has no container', frame.path)
  from sluice_private.frames as frame
  where frame.container is not null
    and not exists (
      select from sluice_private.containers as c
      where c.organization_id = frame.organization_id
        and c.execution_id = frame.execution_id
        and c.frame_id = frame.parent_id
        and c.step_no = frame.container
    )
  union all
  select 'a frame is not done', frame.organization_id, frame.execution_id,
    format('frame %s is done', frame.path)
  from sluice_private.frames as frame
  inner join sluice_private.live_executions as live
    on live.organization_id = frame.organization_id and live.id = frame.execution_id
  where frame.open = 0 and live.status <> 'paused'
    and not exists (
      select from sluice_private.containers as c
      where c.organization_id = frame.organization_id
        and c.execution_id = frame.execution_id
        and c.frame_id = frame.parent_id
        and c.step_no = frame.container
        and c.waits_for is not null
    )
  union all
  select e.invariant, e.organization_id, e.execution_id, e.detail
  from sluice_private.stray_events() as e
  union all
  select g.invariant, g.organization_id, g.execution_id, g.detail
  from sluice_private.stray_groups() as g
  union all
  select t.invariant, t.organization_id, t.execution_id, t.detail
  from sluice_private.stray_timeouts() as t
  union all
  select l.invariant, l.organization_id, l.execution_id, l.detail
  from sluice_private.lost_children() as l
  union all
  select s.invariant, s.organization_id, s.execution_id, s.detail
  from sluice_private.stray_approvals() as s
  union all
  select 'a suspended step has a timer', s.organization_id, s.execution_id, s.kind
  from sluice_private.without_timer() as s;
end;

comment on function sluice_private.strays() is
  'Containers whose iterations are not those that their frames say, what is left behind of frames, '
  'waits and steps, and suspended steps that nothing wakes.';
--! EndIncluded engine/strays.sql
--! Included engine/check_invariants.sql
create or replace function sluice.check_invariants()
returns table (invariant text, organization_id uuid, execution_id uuid, detail text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_operator('check invariants');
  return query
  with causes as materialized (
    select c.* from sluice_private.next_causes() as c
  )
  select 'a live execution has a next cause', live.organization_id, live.id, live.status
  from sluice_private.live_executions as live
  where live.status <> 'paused'
    and not exists (
      select from causes
      where causes.organization_id = live.organization_id and causes.execution_id = live.id
        and causes.cause <> 'container'
    )
  union all
  select 'a hot row belongs to a live execution', hot.organization_id, hot.execution_id, hot.kind
  from sluice_private.hot_rows() as hot
  where not exists (
    select from sluice_private.live_executions as live
    where live.organization_id = hot.organization_id and live.id = hot.execution_id
  )
  union all
  select 'a frame counts what is under way in it', f.organization_id, f.execution_id,
    format('open is %s, and %s found', f.open, counted.n)
  from sluice_private.frames as f
  inner join sluice_private.live_executions as live
    on live.organization_id = f.organization_id and live.id = f.execution_id
  cross join lateral (
    select count(*) as n from causes
    where causes.organization_id = f.organization_id
      and causes.execution_id = f.execution_id
      and causes.frame_id = f.frame_id
      and causes.is_under_way
  ) as counted
  where f.open <> counted.n and live.status <> 'paused'
  union all
  select distinct 'a step under way has a frame', c.organization_id, c.execution_id,
    format('there is no frame %s', c.frame_id)
  from causes as c
  inner join sluice_private.live_executions as live
    on live.organization_id = c.organization_id and live.id = c.execution_id
  where c.is_under_way and c.cause <> 'arrival start' and live.status <> 'paused'
    and not exists (
      select from sluice_private.frames as f
      where f.organization_id = c.organization_id
        and f.execution_id = c.execution_id
        and f.frame_id = c.frame_id
    )
  union all
  select s.invariant, s.organization_id, s.execution_id, s.detail
  from sluice_private.strays() as s
  union all
  select l.invariant, l.organization_id, l.execution_id, l.detail
  from sluice_private.stray_limits() as l
  union all
  select 'an execution is live or finished', past.organization_id, past.id, past.status
  from sluice_private.executions as past
  inner join sluice_private.live_executions as live
    on live.organization_id = past.organization_id and live.id = past.id;
end;
$$;

comment on function sluice.check_invariants() is
  'Zero rows: every live execution has a next cause, no hot row points at a finished one, '
  'every count is right.';
grant execute on function sluice.check_invariants() to sluice_admin;
--! EndIncluded engine/check_invariants.sql
--! Included engine/live_executions_policies.sql
alter table sluice_private.live_executions enable row level security;
alter table sluice_private.live_executions force row level security;

drop policy if exists all_owner on sluice_private.live_executions;
create policy all_owner on sluice_private.live_executions to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.live_executions;
create policy select_member on sluice_private.live_executions for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.live_executions;
create policy select_admin on sluice_private.live_executions for select to sluice_admin
using (true);

grant select on sluice_private.live_executions to sluice_member, sluice_admin;
--! EndIncluded engine/live_executions_policies.sql
--! Included engine/frames_policies.sql
alter table sluice_private.frames enable row level security;
alter table sluice_private.frames force row level security;

drop policy if exists all_owner on sluice_private.frames;
create policy all_owner on sluice_private.frames to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.frames;
create policy select_member on sluice_private.frames for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.frames;
create policy select_admin on sluice_private.frames for select to sluice_admin
using (true);

grant select on sluice_private.frames to sluice_member, sluice_admin;
--! EndIncluded engine/frames_policies.sql
--! Included engine/arrivals_policies.sql
alter table sluice_private.arrivals enable row level security;
alter table sluice_private.arrivals force row level security;

drop policy if exists all_owner on sluice_private.arrivals;
create policy all_owner on sluice_private.arrivals to sluice_owner
using (true) with check (true);
--! EndIncluded engine/arrivals_policies.sql
--! Included engine/live_outputs_policies.sql
alter table sluice_private.live_outputs enable row level security;
alter table sluice_private.live_outputs force row level security;

drop policy if exists all_owner on sluice_private.live_outputs;
create policy all_owner on sluice_private.live_outputs to sluice_owner
using (true) with check (true);
--! EndIncluded engine/live_outputs_policies.sql
--! Included engine/waits_policies.sql
alter table sluice_private.waits enable row level security;
alter table sluice_private.waits force row level security;

drop policy if exists all_owner on sluice_private.waits;
create policy all_owner on sluice_private.waits to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.waits;
create policy select_member on sluice_private.waits for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.waits;
create policy select_admin on sluice_private.waits for select to sluice_admin
using (true);

grant select on sluice_private.waits to sluice_member, sluice_admin;
--! EndIncluded engine/waits_policies.sql
--! Included engine/calls_policies.sql
alter table sluice_private.calls enable row level security;
alter table sluice_private.calls force row level security;

drop policy if exists all_owner on sluice_private.calls;
create policy all_owner on sluice_private.calls to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.calls;
create policy select_member on sluice_private.calls for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.calls;
create policy select_admin on sluice_private.calls for select to sluice_admin
using (true);

grant select on sluice_private.calls to sluice_member, sluice_admin;
--! EndIncluded engine/calls_policies.sql
--! Included engine/cached_results_policies.sql
alter table sluice_private.cached_results enable row level security;
alter table sluice_private.cached_results force row level security;

drop policy if exists all_owner on sluice_private.cached_results;
create policy all_owner on sluice_private.cached_results to sluice_owner
using (true) with check (true);
--! EndIncluded engine/cached_results_policies.sql
--! Included engine/containers_policies.sql
alter table sluice_private.containers enable row level security;
alter table sluice_private.containers force row level security;

drop policy if exists all_owner on sluice_private.containers;
create policy all_owner on sluice_private.containers to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.containers;
create policy select_member on sluice_private.containers for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.containers;
create policy select_admin on sluice_private.containers for select to sluice_admin
using (true);

grant select on sluice_private.containers to sluice_member, sluice_admin;
--! EndIncluded engine/containers_policies.sql
--! Included engine/kept_steps_policies.sql
alter table sluice_private.kept_steps enable row level security;
alter table sluice_private.kept_steps force row level security;

drop policy if exists all_owner on sluice_private.kept_steps;
create policy all_owner on sluice_private.kept_steps to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.kept_steps;
create policy select_member on sluice_private.kept_steps for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.kept_steps;
create policy select_admin on sluice_private.kept_steps for select to sluice_admin
using (true);

grant select on sluice_private.kept_steps to sluice_member, sluice_admin;
--! EndIncluded engine/kept_steps_policies.sql
--! Included engine/compensations_policies.sql
alter table sluice_private.compensations enable row level security;
alter table sluice_private.compensations force row level security;

drop policy if exists all_owner on sluice_private.compensations;
create policy all_owner on sluice_private.compensations to sluice_owner
using (true) with check (true);
--! EndIncluded engine/compensations_policies.sql
--! Included engine/lock_claims_policies.sql
alter table sluice_private.lock_claims enable row level security;
alter table sluice_private.lock_claims force row level security;

drop policy if exists all_owner on sluice_private.lock_claims;
create policy all_owner on sluice_private.lock_claims to sluice_owner
using (true) with check (true);
--! EndIncluded engine/lock_claims_policies.sql
--! Included engine/container_items_policies.sql
alter table sluice_private.container_items enable row level security;
alter table sluice_private.container_items force row level security;

drop policy if exists all_owner on sluice_private.container_items;
create policy all_owner on sluice_private.container_items to sluice_owner
using (true) with check (true);
--! EndIncluded engine/container_items_policies.sql
--! Included engine/container_results_policies.sql
alter table sluice_private.container_results enable row level security;
alter table sluice_private.container_results force row level security;

drop policy if exists all_owner on sluice_private.container_results;
create policy all_owner on sluice_private.container_results to sluice_owner
using (true) with check (true);
--! EndIncluded engine/container_results_policies.sql
--! Included engine/paused_scopes_policies.sql
alter table sluice_private.paused_scopes enable row level security;
alter table sluice_private.paused_scopes force row level security;

drop policy if exists all_owner on sluice_private.paused_scopes;
create policy all_owner on sluice_private.paused_scopes to sluice_owner
using (true) with check (true);
--! EndIncluded engine/paused_scopes_policies.sql
--! Included engine/bulk_operations_policies.sql
alter table sluice.bulk_operations enable row level security;
alter table sluice.bulk_operations force row level security;

drop policy if exists all_owner on sluice.bulk_operations;
create policy all_owner on sluice.bulk_operations to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.bulk_operations;
create policy select_member on sluice.bulk_operations for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.bulk_operations;
create policy select_admin on sluice.bulk_operations for select to sluice_admin
using (true);

grant select on sluice.bulk_operations to sluice_member, sluice_admin;
--! EndIncluded engine/bulk_operations_policies.sql
--! Included engine/executions_policies.sql
alter table sluice_private.executions enable row level security;
alter table sluice_private.executions force row level security;

drop policy if exists all_owner on sluice_private.executions;
create policy all_owner on sluice_private.executions to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.executions;
create policy select_member on sluice_private.executions for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.executions;
create policy select_admin on sluice_private.executions for select to sluice_admin
using (true);

grant select on sluice_private.executions to sluice_member, sluice_admin;
--! EndIncluded engine/executions_policies.sql
--! Included engine/execution_steps_policies.sql
alter table sluice_private.execution_steps enable row level security;
alter table sluice_private.execution_steps force row level security;

drop policy if exists all_owner on sluice_private.execution_steps;
create policy all_owner on sluice_private.execution_steps to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.execution_steps;
create policy select_member on sluice_private.execution_steps for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.execution_steps;
create policy select_admin on sluice_private.execution_steps for select to sluice_admin
using (true);

grant select on sluice_private.execution_steps to sluice_member, sluice_admin;
--! EndIncluded engine/execution_steps_policies.sql
--! Included engine/workflow_step_attempts_policies.sql
alter table sluice.workflow_step_attempts enable row level security;
alter table sluice.workflow_step_attempts force row level security;

drop policy if exists all_owner on sluice.workflow_step_attempts;
create policy all_owner on sluice.workflow_step_attempts to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_step_attempts;
create policy select_member on sluice.workflow_step_attempts for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_step_attempts;
create policy select_admin on sluice.workflow_step_attempts for select to sluice_admin
using (true);

grant select on sluice.workflow_step_attempts to sluice_member, sluice_admin;
--! EndIncluded engine/workflow_step_attempts_policies.sql
--! Included engine/workflow_execution_logs_policies.sql
alter table sluice.workflow_execution_logs enable row level security;
alter table sluice.workflow_execution_logs force row level security;

drop policy if exists all_owner on sluice.workflow_execution_logs;
create policy all_owner on sluice.workflow_execution_logs to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_execution_logs;
create policy select_member on sluice.workflow_execution_logs for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_execution_logs;
create policy select_admin on sluice.workflow_execution_logs for select to sluice_admin
using (true);

grant select on sluice.workflow_execution_logs to sluice_member, sluice_admin;
--! EndIncluded engine/workflow_execution_logs_policies.sql
--! EndIncluded engine/index.sql
--! Included trigger/index.sql
/* Triggers: what starts a workflow. A webhook is one row and one start in one transaction; the
   sender's delivery id is a unique key, so the same delivery again finds the first.

   An event that is emitted only becomes a row; a wait for one, too. match_events brings them
   together when both have committed, and leaves an arrival with the execution; then it fires the
   triggers that listen to it.

   fire_triggers is the one way in which triggers start executions: it judges them, claims their
   keys in one order, starts what is new, halving what fails, and writes each down. Counts are rows
   that are appended, by who starts and who closes executions, and that the sweeper folds. */
--! Included trigger/kept_key.sql
create or replace function sluice_private.kept_key(key text)
returns text
language sql
immutable
return case
  when length(key) > 400
    then left(key, 400) || ':' || encode(sha256(convert_to(key, 'UTF8')), 'hex')
  else key
end;

comment on function sluice_private.kept_key(text) is
  'A key as it is kept: a long one as its beginning and its hash.';
--! EndIncluded trigger/kept_key.sql
--! Included trigger/claim_key.sql
/* On conflict waits for a transaction that is inserting the same key: no check-then-act. */
create or replace function sluice_private.claim_key(
  organization_id uuid,
  workflow_id uuid,
  key text,
  execution_id uuid,
  event_id uuid
)
returns table (claimed_execution_id uuid, claimed_event_id uuid, is_new boolean)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key text := sluice_private.kept_key(key);
begin
  if key is null then
    return query select claim_key.execution_id, claim_key.event_id, true;
    return;
  end if;
  return query
  insert into sluice_private.idempotency_keys as claim (
    organization_id, workflow_id, key, execution_id, event_id, expires_at
  )
  values (
    claim_key.organization_id, claim_key.workflow_id, v_key, claim_key.execution_id,
    claim_key.event_id, sluice_hidden.now() + interval '30 days'
  )
  on conflict on constraint idempotency_keys_pkey do update
  set
    execution_id = excluded.execution_id,
    event_id = excluded.event_id,
    expires_at = excluded.expires_at
  where claim.expires_at < sluice_hidden.now()
  returning claim.execution_id, claim.event_id, true;
  if found then
    return;
  end if;
  return query
  select claim.execution_id, claim.event_id, false
  from sluice_private.idempotency_keys as claim
  where claim.organization_id = claim_key.organization_id
    and claim.workflow_id = claim_key.workflow_id
    and claim.key = v_key;
end;
$$;

comment on function sluice_private.claim_key(uuid, uuid, text, uuid, uuid) is
  'Claims a key for 30 days: what it stands for now, and whether it is new. No key is always new.';
--! EndIncluded trigger/claim_key.sql
--! Included trigger/find_webhook.sql
create or replace function sluice_private.find_webhook(path text)
returns table (
  organization_id uuid, webhook_id uuid, scheme text, secret_ref text, methods text[]
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
begin
  return query
  select hook.organization_id, hook.id, hook.scheme, hook.secret_ref, array['POST']
  from sluice.webhook_registrations as hook
  where strpos(find_webhook.path, '/') = 0 and hook.key = find_webhook.path
  union all
  select hook.organization_id, hook.id, hook.scheme, hook.secret_ref, array['POST']
  from sluice.organizations as organization
  inner join sluice.webhook_registrations as hook
    on hook.organization_id = organization.id
    and hook.path = split_part(find_webhook.path, '/', 2)
  where organization.slug = split_part(find_webhook.path, '/', 1)
    and find_webhook.path ~ '^[^/]+/[^/]+$';
end;
$$;

comment on function sluice_private.find_webhook(text) is
  'The registration behind /hooks/<key> or /hooks/<organization slug>/<path>, if there is one.';
grant execute on function sluice_private.find_webhook(text) to sluice_worker;
--! EndIncluded trigger/find_webhook.sql
--! Included trigger/find_webhook_target.sql
create or replace function sluice_private.find_webhook_target(
  organization_id uuid,
  webhook_id uuid
)
returns table (
  id uuid, workflow_id uuid, step_no int, filter jsonpath, dedupe jsonpath, is_enabled boolean,
  trigger text, status text, live_version_id uuid
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
begin
  return query
  select t.id, t.workflow_id, t.step_no, t.filter, t.dedupe, t.is_enabled, t.trigger,
    case when workflow.status = 'active'
      and sluice_private.paused_scope(workflow.organization_id, null) is not null
      then 'paused with its organization' else workflow.status end,
    workflow.live_version_id
  from (
    select one.organization_id, one.trigger_id, one.workflow_id
    from sluice.webhook_registrations as one
    where one.organization_id is not distinct from find_webhook_target.organization_id
      and one.id = find_webhook_target.webhook_id
    offset 0
  ) as hook
  inner join sluice.workflow_triggers as t
    on t.organization_id = hook.organization_id and t.id = hook.trigger_id
  inner join sluice.workflows as workflow
    on workflow.organization_id = hook.organization_id and workflow.id = hook.workflow_id;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = 'webhook does not exist',
      hint = 'It was removed a moment ago, with its trigger.';
  end if;
end;
$$;

comment on function sluice_private.find_webhook_target(uuid, uuid) is
  'The trigger and the workflow behind a webhook registration.';
--! EndIncluded trigger/find_webhook_target.sql
--! Included trigger/judge_delivery.sql
/* After a cancel the statement has no timeout any more: what is judged after that is deferred to a
   transaction of its own. The setting lasts as long as this one. */
create or replace function sluice_private.judge_delivery(
  target jsonb,
  filter jsonpath,
  dedupe jsonpath,
  context jsonb,
  out key text,
  out reason text,
  out is_deferred boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  is_deferred := coalesce(current_setting('sluice.is_late', true), '') <> ''
    and (filter is not null or dedupe is not null);
  reason := case
    when target ->> 'status' <> 'active'
      then format('the workflow is %s', target ->> 'status')
    when not (target -> 'is_enabled')::boolean then 'the trigger is switched off'
    when is_deferred then 'it is fired again: another filter has taken too long'
    when filter is not null
      and jsonb_path_match_tz(context, filter, '{}', true) is not true
      then 'the filter does not hold'
  end;
  if reason is null then
    key := nullif(sluice_private.text_of(
      jsonb_path_query_first_tz(context, dedupe, '{}', true)
    ), '');
  end if;
exception
  when query_canceled or out_of_memory then
    perform set_config('sluice.is_late', 'on', true);
    key := null;
    reason := 'the filter or the dedupe takes too long';
end;
$$;

comment on function sluice_private.judge_delivery(jsonb, jsonpath, jsonpath, jsonb) is
  'Why a delivery starts nothing, or null; and the key that its dedupe expression finds.';
--! EndIncluded trigger/judge_delivery.sql
--! Included trigger/receive_webhook.sql
create or replace function sluice_private.receive_webhook(
  organization_id uuid,
  webhook_id uuid,
  delivery_id text,
  method text,
  headers jsonb,
  query jsonb,
  payload text,
  remote_ip inet
)
returns table (event_id uuid, execution_id uuid, duplicate boolean, reason text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_target record;
  v_trigger jsonb;
  v_judged record;
begin
  select target.*
  into v_target
  from sluice_private.find_webhook_target(organization_id, webhook_id) as target;
  event_id := sluice_hidden.uuidv7();
  v_trigger := jsonb_build_object(
    'type', v_target.trigger, 'id', v_target.id, 'event_id', event_id, 'method', method,
    'headers', headers, 'query', query, 'payload', payload::jsonb,
    'received_at', sluice_hidden.now()
  );
  perform sluice_hidden.assert_size(v_trigger, 'the delivery');
  select judged.key, judged.reason
  into v_judged
  from sluice_private.judge_delivery(
    jsonb_build_object('status', v_target.status, 'is_enabled', v_target.is_enabled),
    v_target.filter, v_target.dedupe, jsonb_build_object('trigger', v_trigger)
  ) as judged;
  reason := v_judged.reason;

  select claim.claimed_execution_id, claim.claimed_event_id, claim.is_new
  into execution_id, event_id, duplicate
  from sluice_private.claim_key(
    receive_webhook.organization_id, v_target.workflow_id,
    case when reason is null
      then coalesce('dedupe:' || v_judged.key, 'delivery:' || delivery_id)
    end,
    case when reason is null then sluice_hidden.uuidv7() end, event_id
  ) as claim;
  duplicate := not duplicate;
  if duplicate then
    reason := 'this delivery has been received before';
    return next;
    return;
  end if;
  insert into sluice.workflow_events (
    organization_id, id, name, webhook_id, trigger_id, delivery_id, payload, details,
    execution_id, reason
  )
  values (
    receive_webhook.organization_id, event_id, 'webhook.received', receive_webhook.webhook_id,
    v_target.id, receive_webhook.delivery_id, v_trigger -> 'payload',
    jsonb_build_object('method', method, 'headers', headers, 'query', query,
      'remote_ip', host(remote_ip)),
    execution_id, reason
  );
  if execution_id is not null then
    perform sluice_private.start_executions(
      receive_webhook.organization_id, v_target.workflow_id, v_target.live_version_id,
      v_target.id, v_target.step_no, array[execution_id], array[v_trigger],
      headers ->> 'traceparent'
    );
  end if;
  return next;
end;
$$;

comment on function sluice_private.receive_webhook(
  uuid, uuid, text, text, jsonb, jsonb, text, inet
) is
  'Takes one verified delivery: the event and the start it leads to, or why it leads to none; a '
  'delivery seen before answers with the first.';
grant execute on function sluice_private.receive_webhook(
  uuid, uuid, text, text, jsonb, jsonb, text, inet
) to sluice_worker;
--! EndIncluded trigger/receive_webhook.sql
--! Included trigger/judge_firings.sql
/* Of a batch every event has been judged when it came; what is replayed starts in spite of its
   key. */
create or replace function sluice_private.judge_firings(firings sluice_private.trigger_firing[])
returns setof sluice_private.judged_firing
language sql
stable
begin atomic
  select
    firing.ordinal::int,
    row (
      t.organization_id, t.workflow_id, workflow.live_version_id, t.id, t.step_no
    )::sluice_private.firing_target,
    firing.event_id,
    case when not firing.trigger ? 'replay' then coalesce('dedupe:' || judged.key, firing.key) end,
    context.trigger,
    null::uuid,
    coalesce(judged.reason, case when (firing.trigger ->> 'depth')::int > 10
      then 'workflows have started each other by ending ten times' end),
    false,
    judged.is_deferred and judged.reason like 'it is fired again%'
  from unnest(firings) with ordinality as firing (
    organization_id, trigger_id, event_id, key, trigger, ordinal
  )
  inner join sluice.workflow_triggers as t
    on t.organization_id = firing.organization_id and t.id = firing.trigger_id
  inner join sluice.workflows as workflow
    on workflow.organization_id = t.organization_id and workflow.id = t.workflow_id
  cross join lateral (
    select firing.trigger || jsonb_build_object(
      'type', t.trigger, 'id', t.id, 'event_id', firing.event_id
    ) as trigger
  ) as context
  cross join lateral sluice_private.judge_delivery(
    jsonb_build_object(
      'status',
      case when workflow.status = 'active'
        and sluice_private.paused_scope(workflow.organization_id, null) is not null
        then 'paused with its organization' else workflow.status end,
      'is_enabled', t.is_enabled
    ),
    case when not firing.trigger ? 'batch' then t.filter end,
    case when not firing.trigger ?| '{batch,replay}' then t.dedupe end,
    jsonb_build_object('trigger', context.trigger)
  ) as judged;
end;

comment on function sluice_private.judge_firings(sluice_private.trigger_firing[]) is
  'What each firing starts, by which key and with which input, or why it starts nothing; none for '
  'a trigger that is gone.';
--! EndIncluded trigger/judge_firings.sql
--! Included trigger/claim_firing.sql
create or replace function sluice_private.claim_firing(fired sluice_private.judged_firing)
returns sluice_private.judged_firing
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_new boolean;
begin
  if fired.reason is null then
    select claim.claimed_execution_id, claim.is_new
    into fired.execution_id, v_is_new
    from sluice_private.claim_key(
      (fired.target).organization_id, (fired.target).workflow_id, fired.key,
      sluice_hidden.uuidv7(), fired.event_id
    ) as claim;
    fired.is_duplicate := not v_is_new;
  end if;
  return fired;
end;
$$;

comment on function sluice_private.claim_firing(sluice_private.judged_firing) is
  'Gives a firing its execution: a new one, or that of the same key.';
--! EndIncluded trigger/claim_firing.sql
--! Included trigger/start_guarded.sql
-- lint: allow when-others: a firing that cannot start is found by halving; the others go on
create or replace function sluice_private.start_guarded(fired sluice_private.judged_firing[])
returns sluice_private.judged_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_target sluice_private.firing_target := fired[1].target;
  v_half int := cardinality(fired) / 2;
begin
  perform sluice_private.start_executions(
    v_target.organization_id, v_target.workflow_id, v_target.live_version_id, v_target.trigger_id,
    v_target.step_no,
    array(select f.execution_id from unnest(fired) as f order by f.ordinal),
    array(select f.trigger from unnest(fired) as f order by f.ordinal)
  );
  perform sluice_hidden.failpoint('fired');
  return fired;
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    if sqlstate = 'SLFPT' then
      raise;
    elsif v_half > 0 then
      return sluice_private.start_guarded(fired[:v_half])
        || sluice_private.start_guarded(fired[v_half + 1:]);
    end if;
    delete from sluice_private.idempotency_keys as claim
    where claim.organization_id = v_target.organization_id
      and claim.workflow_id = v_target.workflow_id
      and claim.key = sluice_private.kept_key(fired[1].key)
      and claim.execution_id = fired[1].execution_id;
    fired[1].execution_id := null;
    fired[1].reason := left(sqlerrm, 1000);
    return fired;
end;
$$;

comment on function sluice_private.start_guarded(sluice_private.judged_firing[]) is
  'Starts the executions of firings of one trigger; one that cannot be started gets its reason, '
  'and gives its key back.';
--! EndIncluded trigger/start_guarded.sql
--! Included trigger/start_claimed.sql
create or replace function sluice_private.start_claimed(fired sluice_private.judged_firing[])
returns sluice_private.judged_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_all sluice_private.judged_firing[] := array(
    select f from unnest(fired) as f where f.reason is not null or f.is_duplicate
  );
  v_same sluice_private.judged_firing[];
begin
  for v_same in
    select array_agg(f order by f.ordinal)
    from unnest(fired) as f
    where f.reason is null and not f.is_duplicate
    group by f.target
    order by (f.target).workflow_id
  loop
    v_all := v_all || sluice_private.start_guarded(v_same);
  end loop;
  return v_all;
end;
$$;

comment on function sluice_private.start_claimed(sluice_private.judged_firing[]) is
  'Starts what the firings that have a new key start, workflow by workflow.';
--! EndIncluded trigger/start_claimed.sql
--! Included trigger/log_firings.sql
create or replace function sluice_private.log_firings(fired sluice_private.judged_firing[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice.workflow_trigger_firings (
    organization_id, id, workflow_id, trigger_id, event_id, execution_id, status, reason, key,
    is_replay
  )
  select
    (f.target).organization_id,
    case when f.reason is null and not f.is_duplicate
      then f.execution_id else sluice_hidden.uuidv7() end,
    (f.target).workflow_id, (f.target).trigger_id, f.event_id, f.execution_id,
    case when f.reason is not null then 'refused' when f.is_duplicate then 'duplicate'
      else 'started' end,
    coalesce(f.reason, case when f.is_duplicate then 'the key has started one before' end),
    left(f.key, 500), f.trigger ? 'replay'
  from unnest(fired) as f
  where not f.is_deferred
  order by f.ordinal;

  insert into sluice_private.deferred_firings (
    organization_id, trigger_id, event_id, key, trigger
  )
  select
    (f.target).organization_id, (f.target).trigger_id, f.event_id, f.key, f.trigger
  from unnest(fired) as f
  where f.is_deferred
  order by f.ordinal;
end;
$$;

comment on function sluice_private.log_firings(sluice_private.judged_firing[]) is
  'Writes down what firings have led to; those that are deferred are kept for later.';
--! EndIncluded trigger/log_firings.sql
--! Included trigger/fire_triggers.sql
/* By workflow and key, so that two who fire the same triggers with the same keys claim them in the
   same order. */
create or replace function sluice_private.fire_triggers(firings sluice_private.trigger_firing[])
returns table (ordinal int, execution_id uuid, reason text, is_duplicate boolean)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fired sluice_private.judged_firing[];
begin
  v_fired := array(
    select judged
    from sluice_private.judge_firings(firings) as judged
    order by (judged.target).workflow_id, judged.key, judged.ordinal
  );
  v_fired := array(select sluice_private.claim_firing(fired) from unnest(v_fired) as fired);
  v_fired := sluice_private.start_claimed(v_fired);
  perform sluice_private.log_firings(v_fired);
  return query
  select fired.ordinal, fired.execution_id, fired.reason, fired.is_duplicate
  from unnest(v_fired) as fired
  order by fired.ordinal;
end;
$$;

comment on function sluice_private.fire_triggers(sluice_private.trigger_firing[]) is
  'Fires triggers: an execution for each whose workflow is active, that is on, whose filter '
  'holds, whose key is new and that can be started; else why there is none. One row for each, in '
  'order; a key seen before answers with its execution. workflow_trigger_firings keeps them.';
--! EndIncluded trigger/fire_triggers.sql
--! Included trigger/fire_deferred.sql
/* The first alone: the next filter that takes too long is then the only one. */
create or replace function sluice_private.fire_deferred()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_firing sluice_private.trigger_firing;
begin
  delete from sluice_private.deferred_firings as old
  using (
    select d.organization_id, d.seq
    from sluice_private.deferred_firings as d
    order by d.seq
    limit 1
    for update skip locked
  ) as first
  where old.organization_id = first.organization_id and old.seq = first.seq
  returning old.organization_id, old.trigger_id, old.event_id, old.key, old.trigger
  into v_firing;
  if not found then
    return 0;
  end if;
  perform sluice_private.fire_triggers(array[v_firing]);
  return 1;
end;
$$;

comment on function sluice_private.fire_deferred() is
  'Fires the first of the triggers that were to be judged after one that took too long.';
--! EndIncluded trigger/fire_deferred.sql
--! Included trigger/fold_trigger_counts.sql
/* Only the sweeper folds, and there is one at a time. */
create or replace function sluice_private.fold_trigger_counts()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  with first as (
    select c.organization_id, c.trigger_id, c.seq
    from sluice_private.trigger_counts as c
    where not c.is_folded
    order by c.seq
    limit 10000
  ),
  taken as (
    delete from sluice_private.trigger_counts as old
    using (
      select first.organization_id, first.trigger_id, first.seq from first
      union all
      select c.organization_id, c.trigger_id, c.seq
      from (select distinct first.organization_id, first.trigger_id from first) as touched
      inner join sluice_private.trigger_counts as c
        on c.organization_id = touched.organization_id and c.trigger_id = touched.trigger_id
        and c.is_folded
    ) as one
    where old.organization_id = one.organization_id
      and old.trigger_id = one.trigger_id
      and old.seq = one.seq
    returning old.*
  ),
  folded as (
    insert into sluice_private.trigger_counts (
      organization_id, trigger_id, started, completed, failed, last_at, is_folded
    )
    select t.organization_id, t.trigger_id, sum(t.started), sum(t.completed), sum(t.failed),
      max(t.last_at), true
    from taken as t
    where exists (
      select
      from sluice.workflow_triggers as known
      where known.organization_id = t.organization_id and known.id = t.trigger_id
    )
    group by t.organization_id, t.trigger_id
  )
  select count(*)::int into v_count from taken where not taken.is_folded;
  return v_count;
end;
$$;

comment on function sluice_private.fold_trigger_counts() is
  'Adds up to 10,000 counts of triggers into one for each; says how many.';
--! EndIncluded trigger/fold_trigger_counts.sql
--! Included trigger/set_trigger_enabled.sql
create or replace function sluice.set_trigger_enabled(trigger_id uuid, is_enabled boolean)
returns sluice.workflow_triggers
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_trigger sluice.workflow_triggers;
begin
  select t.*
  into v_trigger
  from sluice.workflow_triggers as t
  where t.id = set_trigger_enabled.trigger_id
    and sluice_hidden.can_see(t.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('trigger %s does not exist', coalesce(trigger_id::text, 'null')),
      hint = 'List sluice.workflow_triggers to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_trigger.organization_id, 'edit');
  update sluice.workflow_triggers as t
  set is_enabled = coalesce(set_trigger_enabled.is_enabled, true)
  where t.organization_id = v_trigger.organization_id and t.id = v_trigger.id
  returning t.* into v_trigger;
  return v_trigger;
end;
$$;

comment on function sluice.set_trigger_enabled(uuid, boolean) is
  'Switches one trigger on or off at once. The next publish makes it what its data.enabled says.';
grant execute on function sluice.set_trigger_enabled(uuid, boolean)
to sluice_member, sluice_admin;
--! EndIncluded trigger/set_trigger_enabled.sql
--! Included trigger/workflow_triggers_trigger_count.sql
create or replace function sluice.workflow_triggers_trigger_count(trigger sluice.workflow_triggers)
returns bigint
language sql
stable
begin atomic
  select coalesce(sum(c.started), 0)::bigint
  from sluice_private.trigger_counts as c
  where c.organization_id = trigger.organization_id and c.trigger_id = trigger.id;
end;

comment on function sluice.workflow_triggers_trigger_count(sluice.workflow_triggers) is
  'How many executions it has started.';
grant execute on function sluice.workflow_triggers_trigger_count(sluice.workflow_triggers)
to sluice_member, sluice_admin;
--! EndIncluded trigger/workflow_triggers_trigger_count.sql
--! Included trigger/workflow_triggers_success_count.sql
create or replace function sluice.workflow_triggers_success_count(trigger sluice.workflow_triggers)
returns bigint
language sql
stable
begin atomic
  select coalesce(sum(c.completed), 0)::bigint
  from sluice_private.trigger_counts as c
  where c.organization_id = trigger.organization_id and c.trigger_id = trigger.id;
end;

comment on function sluice.workflow_triggers_success_count(sluice.workflow_triggers) is
  'How many of the executions it has started have completed.';
grant execute on function sluice.workflow_triggers_success_count(sluice.workflow_triggers)
to sluice_member, sluice_admin;
--! EndIncluded trigger/workflow_triggers_success_count.sql
--! Included trigger/workflow_triggers_failure_count.sql
create or replace function sluice.workflow_triggers_failure_count(trigger sluice.workflow_triggers)
returns bigint
language sql
stable
begin atomic
  select coalesce(sum(c.failed), 0)::bigint
  from sluice_private.trigger_counts as c
  where c.organization_id = trigger.organization_id and c.trigger_id = trigger.id;
end;

comment on function sluice.workflow_triggers_failure_count(sluice.workflow_triggers) is
  'How many of the executions it has started have failed or timed out.';
grant execute on function sluice.workflow_triggers_failure_count(sluice.workflow_triggers)
to sluice_member, sluice_admin;
--! EndIncluded trigger/workflow_triggers_failure_count.sql
--! Included trigger/workflow_triggers_last_triggered_at.sql
create or replace function sluice.workflow_triggers_last_triggered_at(
  trigger sluice.workflow_triggers
)
returns timestamptz
language sql
stable
begin atomic
  select max(c.last_at)
  from sluice_private.trigger_counts as c
  where c.organization_id = trigger.organization_id and c.trigger_id = trigger.id;
end;

comment on function sluice.workflow_triggers_last_triggered_at(sluice.workflow_triggers) is
  'When it last started one.';
grant execute on function sluice.workflow_triggers_last_triggered_at(sluice.workflow_triggers)
to sluice_member, sluice_admin;
--! EndIncluded trigger/workflow_triggers_last_triggered_at.sql
--! Included trigger/event_topic.sql
create or replace function sluice_private.event_topic(organization_id uuid, name text)
returns bigint
language sql
immutable
return hashtextextended(organization_id::text || ' ' || name, 0);

comment on function sluice_private.event_topic(uuid, text) is
  'What events and the waits for them are found by; its lowest ten bits are their stripe.';
--! EndIncluded trigger/event_topic.sql
--! Included trigger/event_value.sql
create or replace function sluice_private.event_value(event sluice.workflow_events)
returns jsonb
language sql
stable
return jsonb_build_object(
  'id', event.id, 'name', event.name, 'key', event.key, 'payload', event.payload,
  'created_at', event.created_at
);

comment on function sluice_private.event_value(sluice.workflow_events) is
  'An event as the wait that it ends gives it out.';
--! EndIncluded trigger/event_value.sql
--! Included trigger/told_event.sql
create or replace function sluice_private.told_event(port text, event sluice.workflow_events)
returns text
language sql
stable
return jsonb_build_object(
  'port', port, 'created_at', event.created_at,
  'output', jsonb_build_object('event', sluice_private.event_value(event))
)::text;

comment on function sluice_private.told_event(text, sluice.workflow_events) is
  'The arrival that ends a wait: the port, the output, and since when that is so.';
--! EndIncluded trigger/told_event.sql
--! Included trigger/was_taken.sql
create or replace function sluice_private.was_taken(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  step_no int,
  started_at timestamptz,
  event_id uuid
)
returns boolean
language sql
stable
return frame_id <> 0 and exists (
  select from sluice_private.taken_events as taken
  where taken.organization_id = was_taken.organization_id
    and taken.execution_id = was_taken.execution_id
    and taken.step_no = was_taken.step_no
    and taken.event_id = was_taken.event_id
    and taken.taken_at <= was_taken.started_at
);

comment on function sluice_private.was_taken(uuid, uuid, bigint, int, timestamptz, uuid) is
  'Whether the event had ended this node''s wait in an earlier iteration when this one began.';
--! EndIncluded trigger/was_taken.sql
--! Included trigger/tell_waits.sql
/* One event at a time: its partition is then found before the statement begins. */
create or replace function sluice_private.tell_waits(organization_id uuid, event_id uuid)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice.workflow_events;
  v_topic bigint;
begin
  select e.*
  into v_event
  from sluice.workflow_events as e
  where e.organization_id = tell_waits.organization_id and e.id = tell_waits.event_id;
  if v_event.expires_at <= sluice_hidden.now() then
    return v_event.name;
  end if;
  v_topic := sluice_private.event_topic(v_event.organization_id, v_event.name);

  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, body
  )
  select
    a.organization_id, a.execution_id, 'event', a.frame_id, a.step_no, a.generation,
    sluice_private.told_event(a.port, v_event)
  from (
    select awaited.*
    from sluice_private.awaited_events as awaited
    where awaited.topic = v_topic and awaited.key = v_event.key
    union all
    select awaited.*
    from sluice_private.awaited_events as awaited
    where awaited.topic = v_topic and awaited.key is null
  ) as a
  where a.organization_id is not distinct from v_event.organization_id
    and a.name is not distinct from v_event.name
    and a.since <= v_event.created_at
    and not sluice_private.was_taken(
      a.organization_id, a.execution_id, a.frame_id, a.step_no, a.started_at, v_event.id
    );
  return v_event.name;
end;
$$;

comment on function sluice_private.tell_waits(uuid, uuid) is
  'Leaves a new event with every execution that waits for it; says its name.';
--! EndIncluded trigger/tell_waits.sql
--! Included trigger/look_back.sql
/* One wait at a time, between two ids, so that few partitions are looked into. An id is made a
   moment before or after its event's created_at: hence the second. */
create or replace function sluice_private.look_back(awaited sluice_private.awaited_events)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_from uuid := sluice_hidden.uuid_floor(awaited.since - interval '1 s');
  v_to uuid := sluice_hidden.uuid_floor(clock_timestamp() + interval '1 s');
  v_now timestamptz := sluice_hidden.now();
  v_event sluice.workflow_events;
begin
  if awaited.key is null then
    select e.*
    into v_event
    from sluice.workflow_events as e
    where e.organization_id = awaited.organization_id and e.name = awaited.name
      and e.webhook_id is null and e.id between v_from and v_to and e.created_at >= awaited.since
      and coalesce(e.expires_at > v_now, true)
      and not sluice_private.was_taken(
        awaited.organization_id, awaited.execution_id, awaited.frame_id, awaited.step_no,
        awaited.started_at, e.id
      )
    order by e.id
    limit 1;
  else
    select e.*
    into v_event
    from sluice.workflow_events as e
    where e.organization_id = awaited.organization_id and e.name = awaited.name
      and e.key = awaited.key
      and e.webhook_id is null and e.id between v_from and v_to and e.created_at >= awaited.since
      and coalesce(e.expires_at > v_now, true)
      and not sluice_private.was_taken(
        awaited.organization_id, awaited.execution_id, awaited.frame_id, awaited.step_no,
        awaited.started_at, e.id
      )
    order by e.id
    limit 1;
  end if;
  if v_event.id is not null then
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, body
    )
    values (
      awaited.organization_id, awaited.execution_id, 'event', awaited.frame_id, awaited.step_no,
      awaited.generation,
      sluice_private.told_event(awaited.port, v_event)
    );
  end if;
end;
$$;

comment on function sluice_private.look_back(sluice_private.awaited_events) is
  'Leaves with an execution the first event that came before anybody knew of its wait.';
--! EndIncluded trigger/look_back.sql
--! Included trigger/take_new_waits.sql
create or replace function sluice_private.take_new_waits(stripes int[], at_most int)
returns sluice_private.awaited_events[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_waits sluice_private.awaited_events[];
begin
  with first as (
    select a.organization_id, a.execution_id, a.frame_id, a.step_no, a.event_no
    from sluice_private.awaited_events as a
    where a.is_new
    order by a.seq
    limit at_most
  ),
  taken as (
    update sluice_private.awaited_events as a
    set is_new = false
    from first
    where a.organization_id = any (array[first.organization_id])
      and a.execution_id = any (array[first.execution_id])
      and a.frame_id = first.frame_id
      and a.step_no = first.step_no
      and a.event_no = first.event_no
      and a.is_new is not false
      and (a.topic & 1023)::int = any (stripes)
    returning a as wait
  )
  select array_agg(taken.wait) into v_waits from taken;
  return v_waits;
end;
$$;

comment on function sluice_private.take_new_waits(int[], int) is
  'The events of these stripes that nobody has looked back for yet; somebody now does.';
--! EndIncluded trigger/take_new_waits.sql
--! Included trigger/match_events.sql
/* Whoever commits last is seen by whoever matches it: an event and a wait that commit at the same
   time find each other when the later of the two is taken from its queue. One transaction matches a
   stripe at a time; nobody waits for another, as what is left is for the next look. */
create or replace function sluice_private.match_events(at_most int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_stripes int[] := array(
    (
      select (n.topic & 1023)::int from sluice_private.new_events as n order by n.seq limit at_most
    )
    union
    (
      select (a.topic & 1023)::int
      from sluice_private.awaited_events as a
      where a.is_new
      order by a.seq
      limit at_most
    )
  );
  v_events sluice_private.new_events[];
  v_waits sluice_private.awaited_events[];
  v_names text[];
begin
  if v_stripes = '{}' then
    return 0;
  end if;
  v_stripes := array(
    select stripe
    from unnest(v_stripes) as stripe
    where pg_try_advisory_xact_lock(hashtext('sluice:events'), stripe)
  );
  with first as (
    select n.organization_id, n.event_id
    from sluice_private.new_events as n
    order by n.seq
    limit at_most
  ),
  taken as (
    delete from sluice_private.new_events as n
    using first
    where n.organization_id = first.organization_id
      and n.event_id = first.event_id
      and (n.topic & 1023)::int = any (v_stripes)
    returning n as event
  )
  select array_agg(taken.event order by (taken.event).seq) into v_events from taken;
  v_waits := sluice_private.take_new_waits(v_stripes, at_most);
  v_names := array(
    select sluice_private.tell_waits(e.organization_id, e.event_id) from unnest(v_events) as e
  );
  perform sluice_private.look_back(w) from unnest(v_waits) as w;
  perform sluice_private.fire_events(v_events, v_names);
  perform sluice_hidden.failpoint('matched');
  return coalesce(cardinality(v_events), 0) + coalesce(cardinality(v_waits), 0);
end;
$$;

comment on function sluice_private.match_events(int) is
  'Brings up to this many new events to the waits for them and to the triggers that listen to '
  'them, and as many new waits to the events that came before; says how many it looked at.';
--! EndIncluded trigger/match_events.sql
--! Included trigger/assert_event.sql
create or replace function sluice_private.assert_event(
  organization_id uuid,
  name text,
  key text,
  payload jsonb,
  ttl interval
)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.assert_organization(organization_id, 'run');
  if not sluice_private.is_event_name(name) or length(key) not between 1 and 500 then
    raise exception using
      errcode = 'SLVAL',
      message = 'an event needs a name, and a key has 1 to 500 characters',
      hint = 'A name has up to 200 letters, digits and _ . : / -, such as order.paid.';
  end if;
  if name like 'sluice.%' then
    raise exception using
      errcode = 'SLVAL',
      message = 'events whose name begins with sluice. are those of the engine',
      hint = 'Choose another name, such as order.paid.';
  elsif ttl not between interval '1 millisecond' and interval '10 years' then
    raise exception using
      errcode = 'SLVAL',
      message = 'the ttl of an event is between a millisecond and 10 years',
      hint = 'Without one it counts for as long as it is kept.';
  end if;
  perform sluice_hidden.assert_size(payload, 'the payload');
  return organization_id;
end;
$$;

comment on function sluice_private.assert_event(uuid, text, text, jsonb, interval) is
  'The organization, if whoever asks may emit this event there; raises SLVAL, SLFRB, SLNTF.';
--! EndIncluded trigger/assert_event.sql
--! Included trigger/emit_event.sql
/* Only inserts: the event meets the waits for it, and the triggers that listen to it, when both
   have committed. */
create or replace function sluice.emit_event(
  name text,
  payload jsonb default '{}',
  key text default null,
  idempotency_key text default null,
  organization_id uuid default null,
  ttl interval default null
)
returns sluice.workflow_events
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
  v_organization_id uuid := sluice_private.assert_event(
    coalesce(organization_id, sluice_hidden.current_organization_id()), name, key, payload, ttl
  );
  v_claim record;
  v_event sluice.workflow_events;
begin
  select claim.claimed_event_id as id, claim.is_new
  into v_claim
  from sluice_private.claim_key(
    v_organization_id, '00000000-0000-0000-0000-000000000000', 'event:' || idempotency_key, null,
    sluice_hidden.uuidv7()
  ) as claim;

  if v_claim.is_new then
    insert into sluice.workflow_events (organization_id, id, name, key, payload, expires_at)
    values (
      v_organization_id, v_claim.id, emit_event.name, emit_event.key,
      coalesce(emit_event.payload, 'null'), sluice_hidden.now() + emit_event.ttl
    );
    insert into sluice_private.new_events (organization_id, event_id, topic)
    values (
      v_organization_id, v_claim.id,
      sluice_private.event_topic(v_organization_id, emit_event.name)
    );
    perform sluice_private.tick_workers();
  end if;

  select event.*
  into v_event
  from sluice.workflow_events as event
  where event.organization_id = v_organization_id and event.id = v_claim.id;
  return v_event;
end;
$$;

comment on function sluice.emit_event(text, jsonb, text, text, uuid, interval) is
  'Tells every wait of the organization (by default the active one) for an event of this name, '
  'and with this key, that it has happened, and fires the triggers that listen to it. The same '
  'idempotency key answers with the same event for 30 days; after its ttl it counts no more.';
grant execute on function sluice.emit_event(text, jsonb, text, text, uuid, interval)
to sluice_member, sluice_admin;
--! EndIncluded trigger/emit_event.sql
--! Included trigger/workflow_events_policies.sql
alter table sluice.workflow_events enable row level security;
alter table sluice.workflow_events force row level security;

drop policy if exists all_owner on sluice.workflow_events;
create policy all_owner on sluice.workflow_events to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_events;
create policy select_member on sluice.workflow_events for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_events;
create policy select_admin on sluice.workflow_events for select to sluice_admin
using (true);

grant select on sluice.workflow_events to sluice_member, sluice_admin;
--! EndIncluded trigger/workflow_events_policies.sql
--! Included trigger/awaited_events_policies.sql
alter table sluice_private.awaited_events enable row level security;
alter table sluice_private.awaited_events force row level security;

drop policy if exists all_owner on sluice_private.awaited_events;
create policy all_owner on sluice_private.awaited_events to sluice_owner
using (true) with check (true);
--! EndIncluded trigger/awaited_events_policies.sql
--! Included trigger/new_events_policies.sql
alter table sluice_private.new_events enable row level security;
alter table sluice_private.new_events force row level security;

drop policy if exists all_owner on sluice_private.new_events;
create policy all_owner on sluice_private.new_events to sluice_owner
using (true) with check (true);
--! EndIncluded trigger/new_events_policies.sql
--! Included trigger/taken_events_policies.sql
alter table sluice_private.taken_events enable row level security;
alter table sluice_private.taken_events force row level security;

drop policy if exists all_owner on sluice_private.taken_events;
create policy all_owner on sluice_private.taken_events to sluice_owner
using (true) with check (true);
--! EndIncluded trigger/taken_events_policies.sql
--! Included trigger/idempotency_keys_policies.sql
alter table sluice_private.idempotency_keys enable row level security;
alter table sluice_private.idempotency_keys force row level security;

drop policy if exists all_owner on sluice_private.idempotency_keys;
create policy all_owner on sluice_private.idempotency_keys to sluice_owner
using (true) with check (true);
--! EndIncluded trigger/idempotency_keys_policies.sql
--! Included trigger/workflow_trigger_firings_policies.sql
alter table sluice.workflow_trigger_firings enable row level security;
alter table sluice.workflow_trigger_firings force row level security;

drop policy if exists all_owner on sluice.workflow_trigger_firings;
create policy all_owner on sluice.workflow_trigger_firings to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_trigger_firings;
create policy select_member on sluice.workflow_trigger_firings for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_trigger_firings;
create policy select_admin on sluice.workflow_trigger_firings for select to sluice_admin
using (true);

grant select on sluice.workflow_trigger_firings to sluice_member, sluice_admin;
--! EndIncluded trigger/workflow_trigger_firings_policies.sql
--! Included trigger/trigger_counts_policies.sql
alter table sluice_private.trigger_counts enable row level security;
alter table sluice_private.trigger_counts force row level security;

drop policy if exists all_owner on sluice_private.trigger_counts;
create policy all_owner on sluice_private.trigger_counts to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice_private.trigger_counts;
create policy select_member on sluice_private.trigger_counts for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice_private.trigger_counts;
create policy select_admin on sluice_private.trigger_counts for select to sluice_admin
using (true);

grant select on sluice_private.trigger_counts to sluice_member, sluice_admin;
--! EndIncluded trigger/trigger_counts_policies.sql
--! Included trigger/deferred_firings_policies.sql
alter table sluice_private.deferred_firings enable row level security;
alter table sluice_private.deferred_firings force row level security;

drop policy if exists all_owner on sluice_private.deferred_firings;
create policy all_owner on sluice_private.deferred_firings to sluice_owner
using (true) with check (true);
--! EndIncluded trigger/deferred_firings_policies.sql
--! EndIncluded trigger/index.sql
--! Included event/index.sql
/* Events and triggers. A subscription is found by a hash: of the name, where the pattern is one, or
   of what comes before its first wildcard; an event of n parts has n + 1 such hashes, so nobody
   looks at the subscriptions that it is not for.

   A trigger that gathers events (batch, debounce, all-of) or counts them (throttle) keeps them as
   rows by key, with one timer for each key; the pump looks at a timer when it is due. Whoever
   touches what a trigger holds has its lock: matchers wait for it, in order, the pump does not.

   The end of an execution is an event, too, sluice.workflow.<id>.<status>, made where somebody
   listens to it: workflow_finished and workflow_failed are subscriptions like any other. */
--! Included event/pattern_expression.sql
create or replace function sluice_private.pattern_expression(pattern text)
returns text
language sql
immutable
return (
  select '^' || string_agg(
    case part.value when '*' then '[^.]+' when '**' then '.+' else part.value end,
    '\.' order by part.ordinal
  ) || '$'
  from string_to_table(pattern, '.') with ordinality as part (value, ordinal)
);

comment on function sluice_private.pattern_expression(text) is
  'The regular expression of a pattern of events.';
--! EndIncluded event/pattern_expression.sql
--! Included event/pattern_topic.sql
/* What comes before the first wildcard, up to eight parts; see event_topics. */
create or replace function sluice_private.pattern_topic(organization_id uuid, pattern text)
returns bigint
language sql
immutable
return sluice_private.event_topic(
  organization_id,
  case when strpos(pattern, '*') = 0 then pattern else (
    select coalesce(string_agg(part.value || '.', '' order by part.ordinal), '') || '*'
    from string_to_table(split_part(pattern, '*', 1), '.') with ordinality
      as part (value, ordinal)
    where part.ordinal <= 8 and part.value <> ''
  ) end
);

comment on function sluice_private.pattern_topic(uuid, text) is
  'What a subscription to a pattern of events is found by.';
--! EndIncluded event/pattern_topic.sql
--! Included event/event_topics.sql
create or replace function sluice_private.event_topics(organization_id uuid, name text)
returns bigint[]
language sql
immutable
return (
  select array_agg(sluice_private.event_topic(
    organization_id,
    case when size.number < 0 then name
      else array_to_string(parts.list[:size.number] || '*'::text, '.') end
  ))
  from (select string_to_array(name, '.') as list) as parts
  cross join lateral generate_series(-1, least(8, cardinality(parts.list) - 1)) as size (number)
);

comment on function sluice_private.event_topics(uuid, text) is
  'What the subscriptions to an event may be found by: its name, and each of its beginnings.';
--! EndIncluded event/event_topics.sql
--! Included event/patterns_of.sql
create or replace function sluice_private.patterns_of(
  organization_id uuid,
  trigger text,
  config jsonb
)
returns setof text
language sql
stable
begin atomic
  select distinct named.pattern
  from sluice_private.texts_of(case jsonb_typeof(config -> 'name')
    when 'array' then config -> 'name' else jsonb_build_array(config -> 'name') end
  ) as names (list)
  cross join lateral unnest(names.list) as named (pattern)
  where trigger = 'event'
  union all
  select format('sluice.workflow.%s.%s', coalesce(source.id::text, '*'), ending.status)
  from (
    select (sluice_private.named_workflow(patterns_of.organization_id, listed.name)).id as id
    from unnest(sluice_private.texts_of(config -> 'workflows')) as listed (name)
    union all
    select null where not config ? 'workflows'
  ) as source
  cross join lateral unnest(case trigger
    when 'workflow_failed' then '{failed,timed_out}'::text[]
    else coalesce(sluice_private.texts_of(config -> 'statuses'), '{completed}')
  end) as ending (status)
  where trigger in ('workflow_finished', 'workflow_failed')
    and (source.id is not null or not config ? 'workflows')
  union all
  select known.event_pattern
  from sluice.workflow_trigger_definitions as known
  where known.organization_id in (
      '00000000-0000-0000-0000-000000000000', patterns_of.organization_id
    )
    and known.name = trigger
    and known.event_pattern is not null;
end;

comment on function sluice_private.patterns_of(uuid, text, jsonb) is
  'The events that fire a trigger with this config.';
--! EndIncluded event/patterns_of.sql
--! Included event/first_look.sql
create or replace function sluice_private.first_look(target sluice.workflow_triggers)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  if target.trigger = 'metric_threshold' then
    return v_now;
  elsif target.config ? 'by' then
    return sluice_private.next_local_instant(jsonb_build_object(
      'time', target.config -> 'by', 'zone', coalesce(target.config -> 'zone', '"UTC"')
    ), v_now);
  end if;
  return v_now + (target.config ->> 'within')::interval;
end;
$$;

comment on function sluice_private.first_look(sluice.workflow_triggers) is
  'When a trigger that watches something looks at it first.';
--! EndIncluded event/first_look.sql
--! Included event/sync_events.sql
/* What a trigger holds, and what it knows of what it watches, goes on from version to version. */
create or replace function sluice_private.sync_events(organization_id uuid, workflow_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.event_subscriptions as old
  where old.organization_id = sync_events.organization_id
    and old.workflow_id = sync_events.workflow_id;

  insert into sluice_private.event_subscriptions (
    organization_id, workflow_id, subscription_no, trigger_id, topic, pattern, expression,
    correlation, is_of_workflows
  )
  select
    sync_events.organization_id, sync_events.workflow_id, row_number() over (), wanted.trigger_id,
    sluice_private.pattern_topic(sync_events.organization_id, wanted.pattern), wanted.pattern,
    sluice_private.pattern_expression(wanted.pattern), wanted.correlation,
    wanted.pattern like 'sluice.%'
  from (
    select t.id as trigger_id, found.pattern, correlation.path as correlation
    from sluice.workflow_triggers as t
    cross join lateral sluice_private.patterns_of(t.organization_id, t.trigger, t.config)
      as found (pattern)
    left join lateral sluice_private.compile_trigger_expression('key', t.config -> 'key')
      as correlation on jsonb_typeof(t.config -> 'key') = 'string'
    where t.organization_id = sync_events.organization_id
      and t.workflow_id = sync_events.workflow_id
    union all
    select null, left_by.value ->> 'event', null
    from sluice.workflows as workflow
    inner join sluice.workflow_versions as version
      on version.organization_id = workflow.organization_id
      and version.id = workflow.live_version_id
    cross join lateral jsonb_array_elements(version.enrolment -> 'exit_on') as left_by (value)
    where workflow.organization_id = sync_events.organization_id
      and workflow.id = sync_events.workflow_id
  ) as wanted;

  delete from sluice_private.trigger_timers as timer
  using sluice.workflow_triggers as t
  where t.organization_id = sync_events.organization_id
    and t.workflow_id = sync_events.workflow_id
    and t.trigger not in ('expected_run_missing', 'metric_threshold')
    and timer.organization_id = t.organization_id
    and timer.trigger_id = t.id
    and timer.key = '';
  insert into sluice_private.trigger_timers (organization_id, trigger_id, key, due_at)
  select t.organization_id, t.id, '', sluice_private.first_look(t)
  from sluice.workflow_triggers as t
  where t.organization_id = sync_events.organization_id
    and t.workflow_id = sync_events.workflow_id
    and t.trigger in ('expected_run_missing', 'metric_threshold')
  on conflict on constraint trigger_timers_pkey do update set due_at = excluded.due_at;
end;
$$;

comment on function sluice_private.sync_events(uuid, uuid) is
  'Has the triggers of a workflow listen to the events, and look at what they watch, that the '
  'live version says.';
--! EndIncluded event/sync_events.sql
--! Included event/find_subscriptions.sql
create or replace function sluice_private.find_subscriptions(
  organization_ids uuid[],
  names text[]
)
returns table (ordinal int, subscription sluice_private.event_subscriptions)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select distinct on (event.ordinal, (s.subscribed).workflow_id, (s.subscribed).trigger_id)
    event.ordinal::int, s.subscribed
  from (
    select named.organization_id, named.name, named.ordinal
    from unnest(organization_ids, names) with ordinality as named (organization_id, name, ordinal)
    limit cardinality(names)
  ) as event
  cross join lateral unnest(
    sluice_private.event_topics(event.organization_id, event.name)
  ) as known (topic)
  cross join lateral (
    select one as subscribed
    from sluice_private.event_subscriptions as one
    where one.topic = known.topic
    offset 0
  ) as s
  where (s.subscribed).organization_id = event.organization_id
    and event.name ~ (s.subscribed).expression
    and ((s.subscribed).is_of_workflows or event.name not like 'sluice.%')
  order by event.ordinal, (s.subscribed).workflow_id, (s.subscribed).trigger_id,
    (s.subscribed).subscription_no;
end;
$$;

comment on function sluice_private.find_subscriptions(uuid[], text[]) is
  'Which triggers of its organization each event is for, once each, by its place in the list.';
--! EndIncluded event/find_subscriptions.sql
--! Included event/event_trigger.sql
create or replace function sluice_private.event_trigger(event sluice.workflow_events)
returns jsonb
language sql
stable
return jsonb_strip_nulls(jsonb_build_object('depth', event.details -> 'depth'))
  || jsonb_build_object(
    'payload', event.payload,
    'event', sluice_private.event_value(event) - 'payload'
  );

comment on function sluice_private.event_trigger(sluice.workflow_events) is
  'What expressions read as trigger where an event has fired it.';
--! EndIncluded event/event_trigger.sql
--! Included event/batch_trigger.sql
create or replace function sluice_private.batch_trigger(events sluice.workflow_events[])
returns jsonb
language sql
stable
return (
  select jsonb_strip_nulls(jsonb_build_object('depth', max((e.details ->> 'depth')::int)))
    || jsonb_build_object(
      'batch', count(*),
      'payload', case when bool_and(e.name like 'sluice.workflow.%') then jsonb_build_object(
        'runs', jsonb_agg(e.payload -> 'run' order by e.ordinal),
        'run', (jsonb_agg(e.payload -> 'run' order by e.ordinal)) -> -1,
        'error', (jsonb_agg(e.payload -> 'error' order by e.ordinal)) -> -1
      ) else jsonb_build_object(
        'events', jsonb_agg(jsonb_build_object(
          'id', e.id, 'name', e.name, 'key', e.key, 'payload', e.payload,
          'created_at', e.created_at
        ) order by e.ordinal),
        'count', count(*)
      ) end
    )
  from unnest(events) with ordinality as e (
    organization_id, id, name, webhook_id, trigger_id, delivery_id, key, payload, details,
    execution_id, reason, expires_at, xid, created_at, ordinal
  )
);

comment on function sluice_private.batch_trigger(sluice.workflow_events[]) is
  'What expressions read as trigger where several events have fired it together.';
--! EndIncluded event/batch_trigger.sql
--! Included event/is_for.sql
create or replace function sluice_private.is_for(
  target sluice.workflow_triggers,
  event sluice.workflow_events
)
returns boolean
language sql
immutable
return case when event.name like 'sluice.workflow.%'
  then (target.trigger = 'event' or event.key is distinct from target.workflow_id::text)
    and (not target.config ? 'error_class'
      or target.config -> 'error_class' @> (event.payload #> '{error,class}') is true)
  else true
end;

comment on function sluice_private.is_for(sluice.workflow_triggers, sluice.workflow_events) is
  'Whether an event is for this trigger, beyond its name: not the end of its own workflow, and an '
  'error of a class that it wants.';
--! EndIncluded event/is_for.sql
--! Included event/holds_events.sql
create or replace function sluice_private.holds_events(config jsonb)
returns boolean
language sql
immutable
return config ?| '{batch,debounce,throttle}' or config @> '{"mode": "all"}';

comment on function sluice_private.holds_events(jsonb) is
  'Whether a trigger with this config keeps events for some time.';
--! EndIncluded event/holds_events.sql
--! Included event/correlation_key.sql
create or replace function sluice_private.correlation_key(
  correlation jsonpath,
  trigger jsonb,
  key text
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return ':' || sluice_private.kept_key(coalesce(
    case when correlation is null then key
      else sluice_private.text_of(jsonb_path_query_first_tz(
        jsonb_build_object('trigger', trigger), correlation, '{}', true
      ))
    end, ''
  ));
end;
$$;

comment on function sluice_private.correlation_key(jsonpath, jsonb, text) is
  'What a trigger that holds events keeps together with this one: those of the same value of its '
  'config.key, or of the same key.';
--! EndIncluded event/correlation_key.sql
--! Included event/refuse_firing.sql
create or replace function sluice_private.refuse_firing(
  target sluice.workflow_triggers,
  event_id uuid,
  reason text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice.workflow_trigger_firings (
    organization_id, workflow_id, trigger_id, event_id, status, reason
  )
  values (
    target.organization_id, target.workflow_id, target.id, refuse_firing.event_id, 'refused',
    left(refuse_firing.reason, 1000)
  );
end;
$$;

comment on function sluice_private.refuse_firing(sluice.workflow_triggers, uuid, text) is
  'Writes down why a trigger starts nothing.';
--! EndIncluded event/refuse_firing.sql
--! Included event/set_look.sql
create or replace function sluice_private.set_look(
  timer sluice_private.trigger_timers,
  due_at timestamptz,
  state jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if due_at is null then
    delete from sluice_private.trigger_timers as old
    where old.organization_id = timer.organization_id
      and old.trigger_id = timer.trigger_id
      and old.key = timer.key;
  else
    update sluice_private.trigger_timers as old
    set due_at = set_look.due_at, state = set_look.state
    where old.organization_id = timer.organization_id
      and old.trigger_id = timer.trigger_id
      and old.key = timer.key;
  end if;
end;
$$;

comment on function sluice_private.set_look(
  sluice_private.trigger_timers, timestamptz, jsonb
) is
  'When a trigger is to be looked at next, and what is known of it until then; null: not at all.';
--! EndIncluded event/set_look.sql
--! Included event/count_held.sql
create or replace function sluice_private.count_held(target sluice.workflow_triggers, key text)
returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select count(*)
    from (
      select
      from sluice_private.held_events as held
      where held.organization_id = target.organization_id
        and held.trigger_id = target.id
        and held.key = count_held.key
      limit 10000
    ) as found
  );
end;
$$;

comment on function sluice_private.count_held(sluice.workflow_triggers, text) is
  'How many events a trigger holds by this key; 10,000 is as many as it counts.';
--! EndIncluded event/count_held.sql
--! Included event/hold_event.sql
/* The lock of the trigger is held. */
create or replace function sluice_private.hold_event(
  target sluice.workflow_triggers,
  firing sluice_private.trigger_firing,
  key text
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_config jsonb := target.config;
  v_window interval := coalesce(
    v_config #>> '{batch,within}', v_config #>> '{debounce,for}', v_config #>> '{throttle,per}',
    v_config ->> 'within'
  )::interval;
  v_part text := case when v_config @> '{"mode": "all"}'
    then firing.trigger #>> '{payload,run,workflow,id}' end;
  v_count bigint;
begin
  if v_config ? 'throttle' or v_part is not null then
    delete from sluice_private.held_events as old
    where old.organization_id = target.organization_id
      and old.trigger_id = target.id
      and old.key = hold_event.key
      and (old.created_at <= v_now - v_window or old.part = v_part);
  end if;
  v_count := sluice_private.count_held(target, key);
  if v_config ? 'throttle' and v_count >= (v_config #>> '{throttle,count}')::int then
    perform sluice_private.refuse_firing(
      target, firing.event_id, format('throttled: %s within %s have been', v_count, v_window)
    );
    return null;
  end if;

  insert into sluice_private.held_events (
    organization_id, trigger_id, key, event_id, part, created_at
  )
  values (
    target.organization_id, target.id, hold_event.key, firing.event_id, v_part, v_now
  );
  v_count := v_count + 1;
  insert into sluice_private.trigger_timers (organization_id, trigger_id, key, due_at)
  values (target.organization_id, target.id, hold_event.key, v_now + v_window)
  on conflict on constraint trigger_timers_pkey do nothing;
  if v_count >= (v_config #>> '{batch,size}')::int
    or v_part is not null and v_count >= jsonb_array_length(v_config -> 'workflows')
  then
    update sluice_private.trigger_timers as timer
    set due_at = v_now
    where timer.organization_id = target.organization_id
      and timer.trigger_id = target.id
      and timer.key = hold_event.key;
  end if;
  return case when v_config ? 'throttle' then array[firing] end;
end;
$$;

comment on function sluice_private.hold_event(
  sluice.workflow_triggers, sluice_private.trigger_firing, text
) is
  'Adds an event to those of its key that a trigger holds, and sees to it that they are looked at '
  'when it is time; what is to be fired now.';
--! EndIncluded event/hold_event.sql
--! Included event/hold_guarded.sql
-- lint: allow when-others: an event that cannot be held never stops the others
create or replace function sluice_private.hold_guarded(
  target sluice.workflow_triggers,
  firing sluice_private.trigger_firing,
  key text
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.hold_event(target, firing, key);
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    perform sluice_private.refuse_firing(target, firing.event_id, sqlerrm);
    return null;
end;
$$;

comment on function sluice_private.hold_guarded(
  sluice.workflow_triggers, sluice_private.trigger_firing, text
) is
  'hold_event; an event that cannot be held gets its reason.';
--! EndIncluded event/hold_guarded.sql
--! Included event/meet_trigger.sql
/* What is held is judged as it comes; the rest when it is fired. */
create or replace function sluice_private.meet_trigger(
  trigger_id uuid,
  correlation jsonpath,
  event sluice.workflow_events
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_target sluice.workflow_triggers;
  v_firing sluice_private.trigger_firing;
  v_judged sluice_private.judged_firing;
begin
  select t.*
  into v_target
  from sluice.workflow_triggers as t
  where t.organization_id = event.organization_id and t.id = meet_trigger.trigger_id;
  if not found or event.id is null or not sluice_private.is_for(v_target, event) then
    return null;
  end if;
  v_firing := row (
    event.organization_id, trigger_id, event.id, format('event:%s:%s', event.id, trigger_id),
    sluice_private.event_trigger(event)
  );
  if event.expires_at <= sluice_hidden.now() then
    perform sluice_private.refuse_firing(v_target, event.id, 'the event has expired');
    return null;
  elsif not sluice_private.holds_events(v_target.config) then
    return array[v_firing];
  end if;

  select judged.*
  into v_judged
  from sluice_private.judge_firings(array[v_firing]) as judged;
  if v_judged.reason is not null then
    perform sluice_private.log_firings(array[v_judged]);
    return null;
  end if;
  return sluice_private.hold_guarded(
    v_target, v_firing,
    sluice_private.correlation_key(
      correlation, v_judged.trigger,
      case when v_target.config @> '{"mode": "all"}' then '' else event.key end
    )
  );
end;
$$;

comment on function sluice_private.meet_trigger(uuid, jsonpath, sluice.workflow_events) is
  'What an event fires of a trigger that it is for; none where the event is held, or why not is '
  'written down.';
--! EndIncluded event/meet_trigger.sql
--! Included event/lock_holders.sql
/* Whoever adds to what a trigger holds, or takes from it, has this lock; the pump only tries. */
create or replace function sluice_private.lock_holders(
  events sluice_private.new_events[],
  names text[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids uuid[] := array(
    select distinct t.id
    from sluice_private.find_subscriptions(
      array(select e.organization_id from unnest(events) as e), names
    ) as m
    inner join sluice.workflow_triggers as t
      on t.organization_id = (m.subscription).organization_id
      and t.id = (m.subscription).trigger_id
    where sluice_private.holds_events(t.config)
    order by t.id
  );
begin
  perform pg_advisory_xact_lock(hashtextextended('sluice:trigger ' || id, 0))
  from unnest(v_ids) as id;
end;
$$;

comment on function sluice_private.lock_holders(sluice_private.new_events[], text[]) is
  'Has those who match events for the same trigger that holds some take turns.';
--! EndIncluded event/lock_holders.sql
--! Included event/fire_events.sql
/* A part at a time, so that no more than some 16 MB of payloads are in memory. */
create or replace function sluice_private.fire_events(
  events sluice_private.new_events[],
  names text[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_match record;
  v_event sluice.workflow_events;
  v_firings sluice_private.trigger_firing[];
  v_bytes bigint := bigint '0';
begin
  if events is null or (
    select s.topic from sluice_private.event_subscriptions as s order by s.topic limit 1
  ) is null then
    return;
  end if;
  perform sluice_private.lock_holders(events, names);
  for v_match in
    select m.ordinal, (m.subscription).*
    from sluice_private.find_subscriptions(
      array(select e.organization_id from unnest(events) as e), names
    ) as m
    order by m.ordinal, (m.subscription).workflow_id
  loop
    if v_event.id is distinct from events[v_match.ordinal].event_id then
      select e.*
      into v_event
      from sluice.workflow_events as e
      where e.organization_id = v_match.organization_id
        and e.id = events[v_match.ordinal].event_id;
    end if;
    if v_match.trigger_id is null then
      perform sluice_private.leave_enrolments(v_match.workflow_id, v_event);
    else
      v_firings := v_firings || sluice_private.meet_trigger(
        v_match.trigger_id, v_match.correlation, v_event
      );
      v_bytes := v_bytes + pg_column_size(v_event.payload);
    end if;
    if v_bytes > 16777216 then
      perform sluice_private.fire_triggers(v_firings);
      v_firings := null;
      v_bytes := 0;
    end if;
  end loop;
  perform sluice_private.fire_triggers(v_firings);
end;
$$;

comment on function sluice_private.fire_events(sluice_private.new_events[], text[]) is
  'Fires every trigger that listens to these events, or has it hold them; ends the enrolments '
  'that they end.';
--! EndIncluded event/fire_events.sql
--! Included event/next_batch.sql
create or replace function sluice_private.next_batch(
  timer sluice_private.trigger_timers,
  size int,
  present timestamptz,
  out events sluice.workflow_events[],
  out last_seq bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_held sluice_private.held_events;
  v_event sluice.workflow_events;
  v_bytes int := 0;
begin
  for v_held in
    select held.*
    from sluice_private.held_events as held
    where held.organization_id = timer.organization_id
      and held.trigger_id = timer.trigger_id
      and held.key = timer.key
    order by held.seq
    limit size
  loop
    select e.*
    into v_event
    from sluice.workflow_events as e
    where e.organization_id = timer.organization_id
      and e.id = v_held.event_id
      and coalesce(e.expires_at > present, true);
    if found then
      v_bytes := v_bytes + 200 + octet_length(v_event.payload::text);
      exit when v_bytes > 1500000 and events is not null;
      events := events || v_event;
    end if;
    last_seq := v_held.seq;
  end loop;
end;
$$;

comment on function sluice_private.next_batch(sluice_private.trigger_timers, int, timestamptz) is
  'The first events that a trigger holds by a key, without those that have expired, up to so many '
  'or 1.5 MB; and up to which it has then looked.';
--! EndIncluded event/next_batch.sql
--! Included event/release_batch.sql
/* As many events as the input of an execution may hold; the others make the next batch. */
create or replace function sluice_private.release_batch(
  target sluice.workflow_triggers,
  timer sluice_private.trigger_timers,
  present timestamptz
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_size int := coalesce((target.config #>> '{batch,size}')::int, 1000);
  v_events sluice.workflow_events[];
  v_last bigint;
  v_left timestamptz;
  v_count bigint;
begin
  select b.events, b.last_seq
  into v_events, v_last
  from sluice_private.next_batch(timer, v_size, present) as b;
  delete from sluice_private.held_events as old
  where old.organization_id = timer.organization_id
    and old.trigger_id = timer.trigger_id
    and old.key = timer.key
    and old.seq <= v_last;

  select min(held.created_at), count(*)
  into v_left, v_count
  from sluice_private.held_events as held
  where held.organization_id = timer.organization_id
    and held.trigger_id = timer.trigger_id
    and held.key = timer.key;
  perform sluice_private.set_look(timer, case when v_count >= v_size then present
    else v_left + coalesce((target.config #>> '{batch,within}')::interval, '0') end, timer.state);
  if v_events is null then
    perform sluice_private.refuse_firing(target, null, 'the events have expired');
    return null;
  end if;
  return array[row (
    timer.organization_id, timer.trigger_id, v_events[1].id,
    format('event:%s:%s', v_events[1].id, timer.trigger_id),
    sluice_private.batch_trigger(v_events)
  )::sluice_private.trigger_firing];
end;
$$;

comment on function sluice_private.release_batch(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz
) is
  'Fires a trigger once for the events that it holds by a key; what is too many is looked at '
  'again.';
--! EndIncluded event/release_batch.sql
--! Included event/release_last.sql
create or replace function sluice_private.release_last(
  target sluice.workflow_triggers,
  timer sluice_private.trigger_timers,
  present timestamptz,
  first_at timestamptz,
  last_at timestamptz,
  count bigint
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due timestamptz := least(
    last_at + (target.config #>> '{debounce,for}')::interval,
    first_at + (target.config #>> '{debounce,at_most}')::interval
  );
  v_last uuid;
  v_event sluice.workflow_events;
begin
  if v_due > present then
    perform sluice_private.set_look(timer, v_due, timer.state);
    return null;
  end if;
  select held.event_id
  into v_last
  from sluice_private.held_events as held
  where held.organization_id = timer.organization_id
    and held.trigger_id = timer.trigger_id
    and held.key = timer.key
  order by held.seq desc
  limit 1;
  select e.*
  into v_event
  from sluice.workflow_events as e
  where e.organization_id = timer.organization_id and e.id = v_last;
  delete from sluice_private.held_events as old
  where old.organization_id = timer.organization_id
    and old.trigger_id = timer.trigger_id
    and old.key = timer.key;
  perform sluice_private.set_look(timer, null, null);
  if v_event.id is null or v_event.expires_at <= present then
    perform sluice_private.refuse_firing(target, v_last, 'the event has expired');
    return null;
  end if;
  return array[row (
    timer.organization_id, timer.trigger_id, v_event.id,
    format('event:%s:%s', v_event.id, timer.trigger_id),
    sluice_private.event_trigger(v_event) || jsonb_build_object('count', release_last.count)
  )::sluice_private.trigger_firing];
end;
$$;

comment on function sluice_private.release_last(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz, timestamptz,
  timestamptz, bigint
) is
  'Fires a trigger with the last event of a debounce, if none has come for long enough; else it is '
  'looked at again when that may be so.';
--! EndIncluded event/release_last.sql
--! Included event/forget_passed.sql
create or replace function sluice_private.forget_passed(
  target sluice.workflow_triggers,
  timer sluice_private.trigger_timers,
  present timestamptz
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_window interval := coalesce(
    target.config #>> '{throttle,per}', target.config ->> 'within'
  )::interval;
begin
  delete from sluice_private.held_events as old
  where old.organization_id = timer.organization_id
    and old.trigger_id = timer.trigger_id
    and old.key = timer.key
    and old.created_at <= present - v_window;
  perform sluice_private.set_look(timer, (
    select min(held.created_at) + v_window
    from sluice_private.held_events as held
    where held.organization_id = timer.organization_id
      and held.trigger_id = timer.trigger_id
      and held.key = timer.key
  ), timer.state);
  return null;
end;
$$;

comment on function sluice_private.forget_passed(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz
) is
  'Forgets events that a trigger holds and that are too long ago to count.';
--! EndIncluded event/forget_passed.sql
--! Included event/release_events.sql
create or replace function sluice_private.release_events(
  target sluice.workflow_triggers,
  timer sluice_private.trigger_timers,
  present timestamptz
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first timestamptz;
  v_last timestamptz;
  v_count bigint;
begin
  select min(held.created_at), max(held.created_at), count(*)
  into v_first, v_last, v_count
  from sluice_private.held_events as held
  where held.organization_id = timer.organization_id
    and held.trigger_id = timer.trigger_id
    and held.key = timer.key;
  if v_count = 0 then
    perform sluice_private.set_look(timer, null, null);
    return null;
  elsif target.config ? 'throttle' then
    return sluice_private.forget_passed(target, timer, present);
  elsif target.config @> '{"mode": "all"}' then
    return case when v_count >= jsonb_array_length(target.config -> 'workflows')
      then sluice_private.release_batch(target, timer, present)
      else sluice_private.forget_passed(target, timer, present) end;
  elsif target.config ? 'debounce' then
    return sluice_private.release_last(target, timer, present, v_first, v_last, v_count);
  end if;
  return sluice_private.release_batch(target, timer, present);
end;
$$;

comment on function sluice_private.release_events(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz
) is
  'What a trigger fires of the events that it holds by a key, now that it is time.';
--! EndIncluded event/release_events.sql
--! Included event/last_run.sql
create or replace function sluice_private.last_run(workflow sluice.workflows, status text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if workflow.id is null then
    raise exception using
      errcode = 'SLNTF',
      message = 'the workflow that was to run does not exist',
      hint = 'Name another one in the trigger and publish.';
  end if;
  return (
    select jsonb_build_object(
      'id', run.id, 'status', run.status, 'created_at', run.created_at,
      'finished_at', run.finished_at, 'at', coalesce(run.finished_at, run.created_at)
    )
    from (
      select live.id, live.status, live.created_at, null::timestamptz as finished_at
      from sluice_private.live_executions as live
      where last_run.status = 'started'
        and live.organization_id = workflow.organization_id
        and live.workflow_id = workflow.id
      union all
      select newest.id, newest.status, newest.created_at,
        case when last_run.status = 'completed' then newest.finished_at end
      from (
        select past.id, past.status, past.created_at, past.finished_at
        from sluice_private.executions as past
        where past.organization_id = workflow.organization_id
          and past.workflow_id = workflow.id
        order by past.id desc
        limit 10000
      ) as newest
      where last_run.status = 'started' or newest.status = 'completed'
    ) as run
    order by coalesce(run.finished_at, run.created_at) desc
    limit 1
  );
end;
$$;

comment on function sluice_private.last_run(sluice.workflows, text) is
  'The last execution of a workflow that began, or of the newest 10,000 the last to complete.';
--! EndIncluded event/last_run.sql
--! Included event/look_for_run.sql
/* Of a silence it tells once; by a time of day, once for each day. */
create or replace function sluice_private.look_for_run(
  target sluice.workflow_triggers,
  timer sluice_private.trigger_timers,
  present timestamptz
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_config jsonb := target.config;
  v_within interval := (v_config ->> 'within')::interval;
  v_local jsonb := jsonb_build_object(
    'time', v_config -> 'by', 'zone', coalesce(v_config -> 'zone', '"UTC"')
  );
  v_workflow sluice.workflows := sluice_private.named_workflow(
    target.organization_id, v_config ->> 'workflow'
  );
  v_run jsonb := sluice_private.last_run(
    v_workflow, coalesce(v_config ->> 'status', 'completed')
  );
  v_run_at timestamptz := (v_run ->> 'at')::timestamptz;
  v_is_known boolean := v_config ? 'within' and timer.state ? 'last_run'
    and timer.state -> 'last_run' = coalesce(v_run -> 'id', 'null');
begin
  if v_config ? 'within' and v_run_at + v_within > present then
    perform sluice_private.set_look(timer, v_run_at + v_within, '{}');
    return null;
  end if;
  perform sluice_private.set_look(
    timer,
    case when v_config ? 'within' then present + v_within
      else sluice_private.next_local_instant(v_local, timer.due_at + interval '1 second') end,
    jsonb_build_object('last_run', v_run -> 'id')
  );
  if v_is_known or not v_config ? 'within' and v_run_at
    >= sluice_private.next_local_instant(v_local, timer.due_at - interval '25 hours')
  then
    return null;
  end if;
  return array[row (
    timer.organization_id, timer.trigger_id, null,
    format('missing:%s:%s', timer.trigger_id, timer.due_at),
    jsonb_build_object('payload', jsonb_build_object(
      'workflow', jsonb_build_object('id', v_workflow.id, 'name', v_workflow.name),
      'expected_by', timer.due_at, 'last_run', v_run - 'at'
    ))
  )::sluice_private.trigger_firing];
end;
$$;

comment on function sluice_private.look_for_run(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz
) is
  'Fires a trigger where the workflow that it watches has not run as it should have.';
--! EndIncluded event/look_for_run.sql
--! Included event/count_ready.sql
create or replace function sluice_private.count_ready(organization_id uuid, workflow_id uuid)
returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select count(*)
    from (
      select
      from sluice_private.ready_steps as ready
      where ready.organization_id = count_ready.organization_id
        and (count_ready.workflow_id is null or exists (
          select
          from sluice_private.live_executions as live
          where live.organization_id = ready.organization_id
            and live.id = ready.execution_id
            and live.workflow_id = count_ready.workflow_id
        ))
      limit 100000
    ) as found
  );
end;
$$;

comment on function sluice_private.count_ready(uuid, uuid) is
  'How many steps of an organization, or of a workflow, wait for a worker; 100,000 is as many as '
  'it counts.';
--! EndIncluded event/count_ready.sql
--! Included event/runs_since.sql
create or replace function sluice_private.runs_since(
  organization_id uuid,
  workflow_id uuid,
  from_id uuid
)
returns table (is_failure boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select null::boolean
  from sluice_private.live_executions as live
  where live.organization_id = runs_since.organization_id
    and live.id >= from_id
    and (runs_since.workflow_id is null or live.workflow_id = runs_since.workflow_id)
  limit 100000;
  if workflow_id is null then
    return query
    select past.status in ('failed', 'timed_out')
    from sluice_private.executions as past
    where past.organization_id = runs_since.organization_id and past.id >= from_id
    order by past.id desc
    limit 100000;
  else
    return query
    select past.status in ('failed', 'timed_out')
    from sluice_private.executions as past
    where past.organization_id = runs_since.organization_id
      and past.workflow_id = runs_since.workflow_id
      and past.id >= from_id
    order by past.id desc
    limit 100000;
  end if;
end;
$$;

comment on function sluice_private.runs_since(uuid, uuid, uuid) is
  'The executions since then, of an organization or of a workflow: whether each failed, null while '
  'it is under way; of each kind the newest 100,000.';
--! EndIncluded event/runs_since.sql
--! Included event/metric_value.sql
create or replace function sluice_private.metric_value(
  target sluice.workflow_triggers,
  present timestamptz
)
returns numeric
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := target.organization_id;
  v_from uuid := sluice_hidden.uuid_floor(
    present - coalesce(target.config ->> 'window', '15 minutes')::interval
  );
  v_workflow_id uuid := (sluice_private.named_workflow(
    v_organization_id, target.config ->> 'workflow'
  )).id;
  v_metric text := target.config ->> 'metric';
  v_value numeric;
begin
  if target.config ? 'workflow' and v_workflow_id is null then
    raise exception using
      errcode = 'SLNTF',
      message = 'the workflow whose figure was to be looked at does not exist',
      hint = 'Name another one in the trigger and publish.';
  elsif v_metric = 'queue_lag' then
    select coalesce(extract(epoch from clock_timestamp() - min(line.ready_at)), 0)
    into v_value
    from sluice_private.oldest_ready() as line
    where line.organization_id = v_organization_id;
    return v_value;
  elsif v_metric = 'backlog' then
    return sluice_private.count_ready(v_organization_id, v_workflow_id)::numeric;
  end if;
  select case v_metric
    when 'executions' then count(*)
    when 'failures' then count(*) filter (where run.is_failure)
    else round(
      count(*) filter (where run.is_failure)::numeric
      / nullif(count(*) filter (where run.is_failure is not null), 0), 6
    )
  end
  into v_value
  from sluice_private.runs_since(v_organization_id, v_workflow_id, v_from) as run;
  return v_value;
end;
$$;

comment on function sluice_private.metric_value(sluice.workflow_triggers, timestamptz) is
  'The figure that a trigger watches; null where there is none.';
--! EndIncluded event/metric_value.sql
--! Included event/look_at_metric.sql
create or replace function sluice_private.look_at_metric(
  target sluice.workflow_triggers,
  timer sluice_private.trigger_timers,
  present timestamptz
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_config jsonb := target.config;
  v_line numeric := (v_config ->> 'value')::numeric;
  v_value numeric := sluice_private.metric_value(target, present);
  v_is_over boolean := coalesce(case v_config ->> 'op'
    when '>' then v_value > v_line
    when '>=' then v_value >= v_line
    when '<' then v_value < v_line
    else v_value <= v_line
  end, false);
  v_was_over boolean := timer.state @> jsonb_build_object('is_over', true, 'config', v_config);
begin
  perform sluice_private.set_look(
    timer, present + coalesce(v_config ->> 'every', '1 minute')::interval,
    jsonb_build_object('is_over', v_is_over, 'config', v_config, 'value', v_value)
  );
  if not v_is_over or v_was_over then
    return null;
  end if;
  return array[row (
    timer.organization_id, timer.trigger_id, null,
    format('metric:%s:%s', timer.trigger_id, present),
    jsonb_build_object('payload', jsonb_build_object(
      'metric', v_config -> 'metric', 'workflow', v_config -> 'workflow', 'value', v_value,
      'op', v_config -> 'op', 'threshold', v_line, 'at', present
    ))
  )::sluice_private.trigger_firing];
end;
$$;

comment on function sluice_private.look_at_metric(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz
) is
  'Fires a trigger where the figure that it watches has crossed its line since the last look.';
--! EndIncluded event/look_at_metric.sql
--! Included event/look_guarded.sql
-- lint: allow when-others: a trigger that cannot be looked at never stops the others
create or replace function sluice_private.look_guarded(
  timer sluice_private.trigger_timers,
  present timestamptz
)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_target sluice.workflow_triggers;
  v_timer sluice_private.trigger_timers;
begin
  select t.*
  into v_target
  from sluice.workflow_triggers as t
  where t.organization_id = timer.organization_id and t.id = timer.trigger_id;
  select known.*
  into v_timer
  from sluice_private.trigger_timers as known
  where known.organization_id = timer.organization_id
    and known.trigger_id = timer.trigger_id
    and known.key = timer.key
    and known.due_at <= present;
  if not found then
    return null;
  end if;
  return case v_target.trigger
    when 'expected_run_missing' then sluice_private.look_for_run(v_target, v_timer, present)
    when 'metric_threshold' then sluice_private.look_at_metric(v_target, v_timer, present)
    else sluice_private.release_events(v_target, v_timer, present)
  end;
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    perform sluice_private.refuse_firing(v_target, null, sqlerrm);
    perform sluice_private.set_look(timer, present + interval '1 minute', timer.state);
    return null;
end;
$$;

comment on function sluice_private.look_guarded(sluice_private.trigger_timers, timestamptz) is
  'What is to be fired of a trigger whose time has come; one that fails is looked at again a '
  'minute later.';
--! EndIncluded event/look_guarded.sql
--! Included event/fire_due.sql
/* What is due and locked is being added to: it is looked at the next time. */
create or replace function sluice_private.fire_due(at_most int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_timer sluice_private.trigger_timers;
  v_firings sluice_private.trigger_firing[];
  v_count int := 0;
begin
  for v_timer in
    select timer.*
    from sluice_private.trigger_timers as timer
    where timer.due_at <= v_now
    order by timer.due_at
    limit at_most
  loop
    continue when not pg_try_advisory_xact_lock(
      hashtextextended('sluice:trigger ' || v_timer.trigger_id, 0)
    );
    v_firings := v_firings || sluice_private.look_guarded(v_timer, v_now);
    v_count := v_count + 1;
  end loop;
  if v_firings is not null then
    perform sluice_private.fire_triggers(v_firings);
  end if;
  perform sluice_hidden.failpoint('fired due');
  if (
    select deferred.seq
    from sluice_private.deferred_firings as deferred
    order by deferred.seq
    limit 1
  ) is not null then
    v_count := v_count + sluice_private.fire_deferred();
  end if;
  return v_count;
end;
$$;

comment on function sluice_private.fire_due(int) is
  'Looks at up to this many triggers whose time has come, and fires them where they are to be '
  'fired; says how many it looked at.';
--! EndIncluded event/fire_due.sql
--! Included event/next_look.sql
create or replace function sluice_private.next_look()
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select timer.due_at from sluice_private.trigger_timers as timer order by timer.due_at limit 1
  );
end;
$$;

comment on function sluice_private.next_look() is
  'When the next trigger is to be looked at; null when none is.';
--! EndIncluded event/next_look.sql
--! Included event/add_event.sql
create or replace function sluice_private.add_event(
  organization_id uuid,
  name text,
  key text,
  payload jsonb,
  details jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id uuid := sluice_hidden.uuidv7();
begin
  insert into sluice.workflow_events (organization_id, id, name, key, payload, details)
  values (
    add_event.organization_id, v_id, add_event.name, add_event.key, add_event.payload,
    add_event.details
  );
  insert into sluice_private.new_events (organization_id, event_id, topic)
  values (
    add_event.organization_id, v_id,
    sluice_private.event_topic(add_event.organization_id, add_event.name)
  );
end;
$$;

comment on function sluice_private.add_event(uuid, text, text, jsonb, jsonb) is
  'An event of the engine itself: a row, which the matcher takes once it is committed.';
--! EndIncluded event/add_event.sql
--! Included event/chain_depth.sql
/* What it calls, and what handles its failure, count as itself. */
create or replace function sluice_private.chain_depth(ended sluice_private.executions)
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_depth int := coalesce((ended.input ->> 'depth')::int, 0);
  v_origin uuid;
  v_input jsonb;
begin
  foreach v_origin in array
    array_remove(array[ended.root_execution_id, ended.failed_execution_id], null)
  loop
    select origin.input
    into v_input
    from sluice_private.live_executions as origin
    where origin.organization_id = ended.organization_id and origin.id = v_origin;
    if not found then
      select origin.input
      into v_input
      from sluice_private.executions as origin
      where origin.organization_id = ended.organization_id and origin.id = v_origin;
    end if;
    v_depth := greatest(v_depth, (v_input ->> 'depth')::int);
  end loop;
  return v_depth;
end;
$$;

comment on function sluice_private.chain_depth(sluice_private.executions) is
  'How many workflows have started one another by ending, before this execution.';
--! EndIncluded event/chain_depth.sql
--! Included event/end_payload.sql
create or replace function sluice_private.end_payload(ended sluice_private.executions)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payload jsonb := jsonb_build_object(
    'run', jsonb_build_object(
      'id', ended.id,
      'workflow', jsonb_build_object('id', ended.workflow_id, 'name', (
        select w.name
        from sluice.workflows as w
        where w.organization_id = ended.organization_id and w.id = ended.workflow_id
      )),
      'status', ended.status,
      'output', ended.output,
      'created_at', ended.created_at,
      'started_at', ended.started_at,
      'finished_at', ended.finished_at
    ),
    'error', ended.error
  );
begin
  if sluice_hidden.is_oversized(v_payload) then
    v_payload := jsonb_set(v_payload, '{run,output}', 'null');
  end if;
  if sluice_hidden.is_oversized(v_payload) then
    v_payload := jsonb_set(v_payload, '{error}', sluice_private.oversized('its error'));
  end if;
  return v_payload;
end;
$$;

comment on function sluice_private.end_payload(sluice_private.executions) is
  'What a trigger is told of an execution that has ended; an output that is too long is left out.';
--! EndIncluded event/end_payload.sql
--! Included event/tell_ends.sql
/* One execution at a time: its partition is then found before the statement begins. */
create or replace function sluice_private.tell_ends(closing sluice_private.closing_frame[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closing record;
  v_ended sluice_private.executions;
  v_name text;
begin
  for v_closing in
    select distinct c.organization_id, c.execution_id from unnest(closing) as c
  loop
    select e.*
    into v_ended
    from sluice_private.executions as e
    where e.organization_id = v_closing.organization_id and e.id = v_closing.execution_id;
    continue when not found;
    v_name := format('sluice.workflow.%s.%s', v_ended.workflow_id, v_ended.status);
    continue when not exists (
      select
      from unnest(sluice_private.event_topics(v_ended.organization_id, v_name)) as known (topic)
      cross join lateral (
        select s.organization_id
        from sluice_private.event_subscriptions as s
        where s.topic = known.topic and s.is_of_workflows
        offset 0
      ) as listening
      where listening.organization_id = v_ended.organization_id
    );
    perform sluice_private.add_event(
      v_ended.organization_id, v_name, v_ended.workflow_id::text,
      sluice_private.end_payload(v_ended),
      jsonb_build_object('depth', sluice_private.chain_depth(v_ended) + 1)
    );
  end loop;
end;
$$;

comment on function sluice_private.tell_ends(sluice_private.closing_frame[]) is
  'Makes events of the ends of executions that a trigger listens to.';
--! EndIncluded event/tell_ends.sql
--! Included event/replay_filter_fault.sql
create or replace function sluice_private.replay_filter_fault(filter jsonb)
returns text
language sql
immutable
return case
  when jsonb_typeof(filter) is distinct from 'object' then 'the filter must be an object'
  when filter - '{name,created_after,created_before}'::text[] <> '{}'
    then 'the filter of a replay has name, created_after and created_before'
  when jsonb_typeof(filter -> 'name') is distinct from 'string'
    or not sluice_private.is_event_pattern(filter ->> 'name')
    then 'name must be that of an event, or a pattern'
  when sluice_hidden.try_timestamp(filter ->> 'created_after') is null
    then 'created_after must be an ISO 8601 timestamp'
  when filter ? 'created_before'
    and sluice_hidden.try_timestamp(filter ->> 'created_before') is null
    then 'created_before must be an ISO 8601 timestamp'
end;

comment on function sluice_private.replay_filter_fault(jsonb) is
  'What is wrong with the filter of a bulk operation that replays, or null.';
--! EndIncluded event/replay_filter_fault.sql
--! Included event/replay_events.sql
create or replace function sluice_private.replay_events(organization_id uuid, event_ids uuid[])
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice.workflow_events;
  v_id uuid;
begin
  foreach v_id in array event_ids loop
    select e.*
    into v_event
    from sluice.workflow_events as e
    where e.organization_id = replay_events.organization_id and e.id = v_id;
    perform sluice_private.fire_triggers(array(
      select row (
        t.organization_id, t.id, v_event.id, null,
        case when t.config ? 'batch' or t.config @> '{"mode": "all"}'
          then sluice_private.batch_trigger(array[v_event])
          else sluice_private.event_trigger(v_event) end || '{"replay": true}'
      )::sluice_private.trigger_firing
      from sluice_private.find_subscriptions(
        array[v_event.organization_id], array[v_event.name]
      ) as m
      inner join sluice.workflow_triggers as t
        on t.organization_id = (m.subscription).organization_id
        and t.id = (m.subscription).trigger_id
      where sluice_private.is_for(t, v_event)
    ));
  end loop;
  return event_ids;
end;
$$;

comment on function sluice_private.replay_events(uuid, uuid[]) is
  'Fires the triggers that listen to these events once more, whatever they hold; the events.';
--! EndIncluded event/replay_events.sql
--! Included event/replay_page.sql
create or replace function sluice_private.replay_page(
  operation sluice.bulk_operations,
  after_id uuid,
  until_id uuid,
  created_after timestamptz,
  created_before timestamptz,
  at_most int
)
returns table (id uuid, is_match boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_pattern text := operation.filter ->> 'name';
  v_expression text := sluice_private.pattern_expression(v_pattern);
  v_first uuid := sluice_hidden.uuid_floor(created_after - interval '1 second');
begin
  return query
  select event.id,
    event.webhook_id is null and event.created_at > replay_page.created_after
    and event.created_at < replay_page.created_before and event.name ~ v_expression
    and (event.name not like 'sluice.%' or v_pattern like 'sluice.%')
  from sluice.workflow_events as event
  where event.organization_id = operation.organization_id
    and event.id > after_id
    and event.id >= v_first
    and event.id <= until_id
  order by event.id
  limit at_most;
end;
$$;

comment on function sluice_private.replay_page(
  sluice.bulk_operations, uuid, uuid, timestamptz, timestamptz, int
) is
  'The next events that a bulk operation looks at, and whether it replays them.';
--! EndIncluded event/replay_page.sql
--! Included event/replay_event.sql
create or replace function sluice.replay_event(event_id uuid)
returns setof sluice.workflow_trigger_firings
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice.workflow_events;
begin
  select e.*
  into v_event
  from sluice.workflow_events as e
  where e.id = replay_event.event_id and sluice_hidden.can_see(e.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('event %s does not exist', coalesce(event_id::text, 'null')),
      hint = 'List sluice.workflow_events to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_event.organization_id, 'run');
  if v_event.webhook_id is not null then
    raise exception using
      errcode = 'SLSTA',
      message = 'a delivery of a webhook is no event that could be replayed',
      hint = 'Have it delivered again.';
  end if;
  perform sluice_private.replay_events(v_event.organization_id, array[v_event.id]);
  return query
  select firing.*
  from sluice.workflow_trigger_firings as firing
  where firing.organization_id = v_event.organization_id
    and firing.event_id = v_event.id
    and firing.is_replay
    and firing.xid = pg_current_xact_id()
  order by firing.id;
end;
$$;

comment on function sluice.replay_event(uuid) is
  'Fires the triggers that listen to this event now, once more and in spite of dedupe; '
  'trigger.replay tells them. Waits are not told again.';
grant execute on function sluice.replay_event(uuid) to sluice_member, sluice_admin;
--! EndIncluded event/replay_event.sql
--! Included event/event_subscriptions_policies.sql
alter table sluice_private.event_subscriptions enable row level security;
alter table sluice_private.event_subscriptions force row level security;

drop policy if exists all_owner on sluice_private.event_subscriptions;
create policy all_owner on sluice_private.event_subscriptions to sluice_owner
using (true) with check (true);
--! EndIncluded event/event_subscriptions_policies.sql
--! Included event/held_events_policies.sql
alter table sluice_private.held_events enable row level security;
alter table sluice_private.held_events force row level security;

drop policy if exists all_owner on sluice_private.held_events;
create policy all_owner on sluice_private.held_events to sluice_owner
using (true) with check (true);
--! EndIncluded event/held_events_policies.sql
--! Included event/trigger_timers_policies.sql
alter table sluice_private.trigger_timers enable row level security;
alter table sluice_private.trigger_timers force row level security;

drop policy if exists all_owner on sluice_private.trigger_timers;
create policy all_owner on sluice_private.trigger_timers to sluice_owner
using (true) with check (true);
--! EndIncluded event/trigger_timers_policies.sql
--! EndIncluded event/index.sql
--! Included enrolment/index.sql
/* Enrolment: settings.enrolment of a workflow says for which records, and how often, it may run.
   start_executions is the door that every start passes, so the policy is looked at there, under a
   lock of the record. A record is enrolled as long as its execution is under way; nobody has to
   note that it has left. Events that end it are subscriptions without a trigger. */
--! Included enrolment/record_of.sql
create or replace function sluice_private.record_of(version sluice.workflow_versions, input jsonb)
returns text
language sql
stable
return sluice_private.kept_key(nullif(sluice_private.text_of(jsonb_path_query_first_tz(
  jsonb_build_object('trigger', input), version.enrolment_key, '{}', true
)), ''));

comment on function sluice_private.record_of(sluice.workflow_versions, jsonb) is
  'The record that an execution with this input is for; null where its key finds none.';
--! EndIncluded enrolment/record_of.sql
--! Included enrolment/is_enrolled.sql
create or replace function sluice_private.is_enrolled(
  organization_id uuid,
  workflow_id uuid,
  record text
)
returns boolean
language sql
stable
return exists (
  select
  from sluice_private.enrolments as known
  cross join lateral (
    select
    from sluice_private.live_executions as live
    where live.organization_id = known.organization_id and live.id = known.execution_id
    offset 0
  ) as under_way
  where known.organization_id = is_enrolled.organization_id
    and known.workflow_id = is_enrolled.workflow_id
    and known.record = is_enrolled.record
);

comment on function sluice_private.is_enrolled(uuid, uuid, text) is
  'Whether an execution of the workflow is under way for this record.';
--! EndIncluded enrolment/is_enrolled.sql
--! Included enrolment/left_at.sql
create or replace function sluice_private.left_at(
  organization_id uuid,
  workflow_id uuid,
  record text
)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last sluice_private.enrolments;
begin
  select known.*
  into v_last
  from sluice_private.enrolments as known
  where known.organization_id = left_at.organization_id
    and known.workflow_id = left_at.workflow_id
    and known.record = left_at.record
  order by known.execution_id desc
  limit 1;
  return coalesce((
    select past.finished_at
    from sluice_private.executions as past
    where past.organization_id = v_last.organization_id and past.id = v_last.execution_id
  ), v_last.enrolled_at);
end;
$$;

comment on function sluice_private.left_at(uuid, uuid, text) is
  'When the last execution for a record ended, or began if that is not known any more; null where '
  'there was none.';
--! EndIncluded enrolment/left_at.sql
--! Included enrolment/cap_fault.sql
create or replace function sluice_private.cap_fault(version sluice.workflow_versions)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_active int := (version.enrolment #>> '{cap,active}')::int;
  v_count int := (version.enrolment #>> '{cap,count}')::int;
  v_since timestamptz := sluice_hidden.now() - (version.enrolment #>> '{cap,per}')::interval;
begin
  if v_active is not null and v_active <= (
    select count(*)
    from (
      select
      from sluice_private.live_executions as live
      where live.workflow_id = version.workflow_id
        and live.organization_id = version.organization_id
      limit v_active
    ) as under_way
  ) then
    return format('as many as may are enrolled: %s', v_active);
  elsif v_count is not null and v_count <= (
    select count(*)
    from (
      select
      from sluice_private.enrolments as known
      where known.organization_id = version.organization_id
        and known.workflow_id = version.workflow_id
        and known.enrolled_at > v_since
        and known.is_counted
      limit v_count
    ) as lately
  ) then
    return format('as many as may have been enrolled: %s within %s',
      v_count, version.enrolment #>> '{cap,per}');
  end if;
  return null;
end;
$$;

comment on function sluice_private.cap_fault(sluice.workflow_versions) is
  'Why nobody may be enrolled now, whoever it is; or null.';
--! EndIncluded enrolment/cap_fault.sql
--! Included enrolment/enrolment_fault.sql
create or replace function sluice_private.enrolment_fault(
  version sluice.workflow_versions,
  record text,
  before text[]
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := version.organization_id;
  v_again text := coalesce(version.enrolment ->> 'again', 'after_exit');
  v_left_at timestamptz := sluice_private.left_at(
    v_organization_id, version.workflow_id, record
  );
  v_other text;
begin
  if v_again <> 'always' and (
    record = any (before)
    or sluice_private.is_enrolled(v_organization_id, version.workflow_id, record)
  ) then
    return 'the record is enrolled already';
  elsif v_again = 'never' and v_left_at is not null then
    return 'the record has been enrolled before';
  elsif v_again not in ('always', 'after_exit', 'never')
    and v_left_at > sluice_hidden.now() - v_again::interval
  then
    return format('the record left less than %s ago', v_again);
  end if;
  select other.name
  into v_other
  from jsonb_array_elements_text(version.enrolment -> 'suppressed_by') as named (id)
  inner join sluice.workflows as other
    on other.organization_id = v_organization_id and other.id = named.id::uuid
  where sluice_private.is_enrolled(v_organization_id, other.id, record)
  limit 1;
  return case
    when v_other is not null then format('the record is enrolled in %s', v_other)
    when version.enrolment ? 'cap' then sluice_private.cap_fault(version)
  end;
end;
$$;

comment on function sluice_private.enrolment_fault(sluice.workflow_versions, text, text[]) is
  'Why a record may not be enrolled now, where these are about to be; or null.';
--! EndIncluded enrolment/enrolment_fault.sql
--! Included enrolment/keep_enrolment.sql
/* Of a record that has left only the last time is of use. */
create or replace function sluice_private.keep_enrolment(
  version sluice.workflow_versions,
  record text,
  execution_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.enrolments as old
  where old.organization_id = version.organization_id
    and old.workflow_id = version.workflow_id
    and old.record = keep_enrolment.record
    and coalesce(
      old.enrolled_at <= sluice_hidden.now() - (version.enrolment #>> '{cap,per}')::interval, true
    )
    and not exists (
      select
      from (
        select
        from sluice_private.live_executions as live
        where live.organization_id = old.organization_id and live.id = old.execution_id
        offset 0
      ) as under_way
    );
  insert into sluice_private.enrolments (
    organization_id, workflow_id, record, execution_id, enrolled_at, is_counted
  )
  values (
    version.organization_id, version.workflow_id, keep_enrolment.record,
    keep_enrolment.execution_id, sluice_hidden.now(),
    version.enrolment #> '{cap,count}' is not null
  );
end;
$$;

comment on function sluice_private.keep_enrolment(sluice.workflow_versions, text, uuid) is
  'Writes down that an execution is for this record.';
--! EndIncluded enrolment/keep_enrolment.sql
--! Included enrolment/enrol.sql
/* Whoever enrols a record, or counts under a cap, has its lock, taken in a statement of its own:
   what is looked at afterwards has been committed. */
create or replace function sluice_private.enrol(
  version sluice.workflow_versions,
  execution_ids uuid[],
  inputs jsonb[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_records text[] := array(
    select sluice_private.record_of(version, one.input)
    from unnest(inputs) with ordinality as one (input, ordinal)
    order by one.ordinal
  );
  v_fault text;
begin
  perform pg_advisory_xact_lock(hashtextextended(
    format('sluice:enrolment %s %s', version.organization_id, locked.name), 0
  ))
  from (
    select version.workflow_id::text as name where version.enrolment ? 'cap'
    union all
    (select distinct record from unnest(v_records) as record order by record)
  ) as locked;

  for v_no in 1 .. cardinality(execution_ids) loop
    v_fault := case when v_records[v_no] is null
      then 'the key of the enrolment finds nothing'
      else sluice_private.enrolment_fault(version, v_records[v_no], v_records[:v_no - 1]) end;
    if v_fault is not null then
      raise exception using
        errcode = 'SLSTA',
        message = v_fault,
        detail = format('The record is %s.', v_records[v_no]),
        hint = 'settings.enrolment of the workflow says when a record may be enrolled.';
    end if;
    perform sluice_private.keep_enrolment(version, v_records[v_no], execution_ids[v_no]);
  end loop;
end;
$$;

comment on function sluice_private.enrol(sluice.workflow_versions, uuid[], jsonb[]) is
  'Enrols the records of executions that are about to start; raises SLSTA where one may not be.';
--! EndIncluded enrolment/enrol.sql
--! Included enrolment/leave_enrolments.sql
create or replace function sluice_private.leave_enrolments(
  workflow_id uuid,
  event sluice.workflow_events
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  select
    known.organization_id, known.execution_id, 'cancel',
    jsonb_build_object(
      'class', 'left', 'message', format('the record left by event %s', event.name),
      'event_id', event.id
    )::text
  from sluice_private.enrolments as known
  cross join lateral (
    select
    from sluice_private.live_executions as live
    where live.organization_id = known.organization_id and live.id = known.execution_id
    offset 0
  ) as under_way
  where known.organization_id = event.organization_id
    and known.workflow_id = leave_enrolments.workflow_id
    and known.record = sluice_private.kept_key(event.key)
    and known.enrolled_at <= event.created_at
    and coalesce(event.expires_at > sluice_hidden.now(), true);
end;
$$;

comment on function sluice_private.leave_enrolments(uuid, sluice.workflow_events) is
  'Cancels the executions that are under way for the record that this event is about.';
--! EndIncluded enrolment/leave_enrolments.sql
--! Included enrolment/compile_enrolment.sql
create or replace function sluice_private.compile_enrolment(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy jsonb := definition #> '{settings,enrolment}';
begin
  if v_policy is null then
    return;
  end if;
  update sluice.workflow_versions as version
  set
    enrolment = v_policy || jsonb_build_object(
      'suppressed_by', coalesce((
        select jsonb_agg(
          (sluice_private.named_workflow(compile_enrolment.organization_id, named.name)).id
        )
        from unnest(sluice_private.texts_of(v_policy -> 'suppressed_by')) as named (name)
      ), '[]'),
      'exit_on', coalesce(v_policy -> 'exit_on', '[]')
    ),
    enrolment_key = (
      sluice_private.compile_trigger_expression('key', v_policy -> 'key')
    ).path
  where version.organization_id = compile_enrolment.organization_id
    and version.id = compile_enrolment.version_id;
end;
$$;

comment on function sluice_private.compile_enrolment(uuid, uuid, jsonb) is
  'Completes a version with its policy of enrolment.';
--! EndIncluded enrolment/compile_enrolment.sql
--! Included enrolment/enrolments_policies.sql
alter table sluice_private.enrolments enable row level security;
alter table sluice_private.enrolments force row level security;

drop policy if exists all_owner on sluice_private.enrolments;
create policy all_owner on sluice_private.enrolments to sluice_owner
using (true) with check (true);
--! EndIncluded enrolment/enrolments_policies.sql
--! EndIncluded enrolment/index.sql
--! Included approval/index.sql
/* Approvals: what people decide. A wait that asks opens an approval, with a row per assignee, and
   emits an event for each: workflows send the mails. What an assignee decides is written into their
   own row, by them alone; who completes the quorum, or makes it impossible, leaves an arrival with
   the execution, as an event does. Only the engine writes the approval itself, when its wait ends:
   so nobody who decides waits for the engine, and the engine waits for nobody. Those who decide on
   the same approval take turns, by an advisory lock.

   A link has a random token, of which only the hash is stored. Until a worker is handed the step
   that sends it, a reference stands in its place. */
--! Included approval/approval_people.sql
/* One and the same person may be named by id and by address. */
create or replace function sluice_private.approval_people(organization_id uuid, names jsonb)
returns table (person_no int, user_id uuid, email text)
language sql
stable
begin atomic
  select row_number() over (order by min(person.ordinal))::int, person.user_id, person.email
  from (
    select named.ordinal, member.id as user_id, coalesce(member.email, named.name) as email
    from (
      select item.ordinal, lower(trim(item.value #>> '{}')) as name
      from jsonb_array_elements(names) with ordinality as item (value, ordinal)
    ) as named
    left join lateral (
      select u.id, u.email
      from sluice.users as u
      inner join sluice.organization_members as m on m.user_id = u.id
      where m.organization_id = approval_people.organization_id
        and (u.email = named.name or u.id::text = named.name)
    ) as member on true
  ) as person
  group by person.user_id, person.email;
end;

comment on function sluice_private.approval_people(uuid, jsonb) is
  'The people that user ids and addresses stand for, each once: members of the organization, or '
  'others who have only an address.';
--! EndIncluded approval/approval_people.sql
--! Included approval/approval_fault.sql
create or replace function sluice_private.approval_fault(organization_id uuid, approval jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_message text;
begin
  if approval is null then
    return null;
  end if;
  v_message := (
    select format('%s %s', fault.place, fault.message)
    from sluice_private.approval_problem(approval) as fault
    limit 1
  );
  if v_message is null and strpos((approval - '{title,details}'::text[])::text, '{{') > 0 then
    v_message := 'an expression of the approval makes another expression';
  end if;
  v_message := coalesce(v_message, (
    select format('assignee %s is not a member of the organization', person.email)
    from sluice_private.approval_people(organization_id, (approval -> 'assignees') || coalesce(
      approval #> '{escalation,assignees}', '[]'
    )) as person
    where person.user_id is null and strpos(person.email, '@') = 0
    limit 1
  ));
  v_message := coalesce(v_message, (
    select format('the quorum of %s is more than there are assignees', approval ->> 'quorum')
    from sluice_private.approval_people(organization_id, approval -> 'assignees') as person
    having count(*) < coalesce((approval ->> 'quorum')::int, 1)
  ));
  return case when v_message is not null then jsonb_build_object(
    'class', 'expression', 'code', 'SLEXP', 'retryable', false, 'message', v_message,
    'hint', 'Assignees are ids of members, or e-mail addresses, and at least as many as the quorum.'
  ) end;
end;
$$;

comment on function sluice_private.approval_fault(uuid, jsonb) is
  'Why an approval cannot begin, now that its expressions are filled in; or null.';
--! EndIncluded approval/approval_fault.sql
--! Included approval/emit_approval_event.sql
create or replace function sluice_private.emit_approval_event(
  organization_id uuid,
  name text,
  execution_id uuid,
  payload jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event_id uuid := sluice_hidden.uuidv7();
begin
  insert into sluice.workflow_events (organization_id, id, name, key, payload)
  values (
    emit_approval_event.organization_id, v_event_id, emit_approval_event.name,
    emit_approval_event.execution_id::text, emit_approval_event.payload
  );
  insert into sluice_private.new_events (organization_id, event_id, topic)
  values (
    emit_approval_event.organization_id, v_event_id,
    sluice_private.event_topic(organization_id, name)
  );
end;
$$;

comment on function sluice_private.emit_approval_event(uuid, text, uuid, jsonb) is
  'Emits an event about an approval; its key is the id of the execution.';
--! EndIncluded approval/emit_approval_event.sql
--! Included approval/approval_event.sql
create or replace function sluice_private.approval_event(approval sluice.workflow_approvals)
returns jsonb
language sql
stable
return jsonb_build_object(
  'approval_id', approval.id, 'execution_id', approval.execution_id,
  'node_id', approval.node_id, 'frame_path', approval.frame_path, 'title', approval.title,
  'status', approval.status, 'due_at', approval.due_at
);

comment on function sluice_private.approval_event(sluice.workflow_approvals) is
  'An approval as the events about it tell of it.';
--! EndIncluded approval/approval_event.sql
--! Included approval/tell_assignees.sql
create or replace function sluice_private.tell_assignees(
  approval sluice.workflow_approvals,
  name text,
  told sluice.workflow_approval_assignees[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.emit_approval_event(
    approval.organization_id, name, approval.execution_id,
    sluice_private.approval_event(approval) || jsonb_build_object(
      'user_id', coalesce(assignee.delegate_id, assignee.user_id),
      'email', case when assignee.delegate_id is null then assignee.email else (
        select u.email from sluice.users as u where u.id = assignee.delegate_id
      ) end,
      'token', 'approval-token:' || assignee.link_ref
    )
  )
  from unnest(told) as assignee;
end;
$$;

comment on function sluice_private.tell_assignees(
  sluice.workflow_approvals, text, sluice.workflow_approval_assignees[]
) is
  'Emits an event of this name for each of these assignees.';
--! EndIncluded approval/tell_assignees.sql
--! Included approval/next_reminder.sql
create or replace function sluice_private.next_reminder(
  input jsonb,
  began timestamptz,
  after timestamptz
)
returns timestamptz
language sql
immutable
return (
  select min(began + (delay.value #>> '{}')::interval)
  from jsonb_array_elements(
    coalesce(input #> '{approval,reminders}', '[]')
    || jsonb_build_array(input #> '{approval,escalation,after}')
  ) as delay
  where began + (delay.value #>> '{}')::interval > after
);

comment on function sluice_private.next_reminder(jsonb, timestamptz, timestamptz) is
  'When the assignees of an approval that began then are next to be told, or more are to be asked.';
--! EndIncluded approval/next_reminder.sql
--! Included approval/ask_assignees.sql
/* Those whom an escalation adds are written down at once, to be asked later. */
create or replace function sluice_private.ask_assignees(
  approval sluice.workflow_approvals,
  ask jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first jsonb := ask -> 'assignees';
  v_later jsonb := coalesce(ask #> '{escalation,assignees}', '[]');
  v_count int := (
    select count(*)::int from sluice_private.approval_people(approval.organization_id, v_first)
  );
  v_asked sluice.workflow_approval_assignees[];
begin
  with asked as (
    insert into sluice.workflow_approval_assignees (
      organization_id, approval_id, assignee_no, user_id, email, asked_at
    )
    select
      approval.organization_id, approval.id, person.person_no, person.user_id, person.email,
      case when person.person_no <= v_count then approval.created_at
        else approval.created_at + (ask #>> '{escalation,after}')::interval
      end
    from sluice_private.approval_people(approval.organization_id, v_first || v_later) as person
    returning workflow_approval_assignees as assignee
  )
  select array_agg(asked.assignee order by (asked.assignee).assignee_no)
  into v_asked
  from asked
  where (asked.assignee).assignee_no <= v_count;
  perform sluice_private.tell_assignees(approval, 'approval.requested', v_asked);
end;
$$;

comment on function sluice_private.ask_assignees(sluice.workflow_approvals, jsonb) is
  'Writes down who is asked now and who later, and tells the first of them.';
--! EndIncluded approval/ask_assignees.sql
--! Included approval/open_approvals.sql
create or replace function sluice_private.open_approvals(waiting sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_wait sluice_private.settled_step;
  v_approval sluice.workflow_approvals;
  v_step sluice.workflow_steps;
  v_ask jsonb;
begin
  if not exists (select from unnest(waiting) as w where w.input ? 'approval') then
    return;
  end if;
  for v_wait in select w.* from unnest(waiting) as w where w.input ? 'approval' loop
    v_ask := v_wait.input -> 'approval';
    v_step := sluice_private.step_of(v_wait.organization_id, v_wait.version_id, v_wait.step_no);
    insert into sluice.workflow_approvals (
      organization_id, execution_id, frame_id, step_no, generation, node_id, frame_path, title,
      details, form, quorum, due_at, created_at
    )
    values (
      v_wait.organization_id, v_wait.execution_id, v_wait.frame_id, v_wait.step_no,
      v_wait.generation, v_step.node_id, sluice_private.frame_path(
        v_wait.organization_id, v_wait.execution_id, v_wait.frame_id
      ),
      left(coalesce(v_ask ->> 'title', v_step.label, v_step.node_id), 500), v_ask -> 'details',
      nullif(v_step.config -> 'form', 'null'), coalesce((v_ask ->> 'quorum')::int, 1),
      v_wait.due_at, v_wait.started_at
    )
    returning workflow_approvals.* into v_approval;
    perform sluice_private.ask_assignees(v_approval, v_ask);
    insert into sluice_private.timers (
      organization_id, execution_id, frame_id, step_no, kind, due_at
    )
    select
      v_wait.organization_id, v_wait.execution_id, v_wait.frame_id, v_wait.step_no, 'remind',
      reminder.at
    from sluice_private.next_reminder(
      v_wait.input, v_wait.started_at, v_wait.started_at
    ) as reminder (at)
    where reminder.at is not null;
  end loop;
end;
$$;

comment on function sluice_private.open_approvals(sluice_private.settled_step[]) is
  'Asks the assignees of the waits that are for an approval.';
--! EndIncluded approval/open_approvals.sql
--! Included approval/remind_assignees.sql
/* Reminders that were missed are one. Who is asked just now needs none. */
create or replace function sluice_private.remind_assignees(due sluice_private.timers[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_due record;
  v_asked sluice.workflow_approval_assignees[];
  v_reminded sluice.workflow_approval_assignees[];
begin
  for v_due in
    select timer.due_at, w.wait, asked.row
    from (select d.* from unnest(due) as d where d.kind = 'remind' limit cardinality(due)) as timer
    cross join lateral (
      select waiting as wait
      from sluice_private.waits as waiting
      where waiting.organization_id = timer.organization_id
        and waiting.execution_id = timer.execution_id
        and waiting.frame_id = timer.frame_id
        and waiting.step_no = timer.step_no
      offset 0
    ) as w
    cross join lateral (
      select approval as row from sluice_private.approval_of(w.wait) as approval
    ) as asked
  loop
    select
      array_agg(a order by a.assignee_no) filter (where a.asked_at >= v_due.due_at),
      array_agg(a order by a.assignee_no) filter (where a.asked_at < v_due.due_at)
    into v_asked, v_reminded
    from sluice.workflow_approval_assignees as a
    where a.organization_id = (v_due.row).organization_id
      and a.approval_id = (v_due.row).id
      and a.asked_at <= v_now
      and a.decision is null;
    perform sluice_private.tell_assignees(v_due.row, 'approval.requested', v_asked);
    perform sluice_private.tell_assignees(v_due.row, 'approval.reminder', v_reminded);
    insert into sluice_private.timers (
      organization_id, execution_id, frame_id, step_no, kind, due_at
    )
    select
      (v_due.wait).organization_id, (v_due.wait).execution_id, (v_due.wait).frame_id,
      (v_due.wait).step_no, 'remind', reminder.at
    from sluice_private.next_reminder(
      (v_due.wait).input, (v_due.row).created_at, v_now
    ) as reminder (at)
    where reminder.at is not null;
  end loop;
end;
$$;

comment on function sluice_private.remind_assignees(sluice_private.timers[]) is
  'Tells the assignees of approvals that they have not decided, and those whom an escalation adds '
  'that they are asked.';
--! EndIncluded approval/remind_assignees.sql
--! Included approval/close_approvals.sql
create or replace function sluice_private.close_approvals(ended sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_closed sluice.workflow_approvals[];
begin
  if not exists (select from unnest(ended) as e where e.input ? 'approval') then
    return;
  end if;
  with closed as (
    update sluice.workflow_approvals as approval
    set
      status = case
        when 'approved' = any (e.ports) then 'approved'
        when 'rejected' = any (e.ports) then 'rejected'
        when 'timeout' = any (e.ports) then 'timed_out'
        else 'cancelled'
      end,
      closed_at = greatest(v_now, approval.created_at)
    from (
      select item.* from unnest(ended) as item
      where item.input ? 'approval'
      limit cardinality(ended)
    ) as e
    where approval.organization_id = e.organization_id
      and approval.execution_id = e.execution_id
      and approval.frame_id = e.frame_id
      and approval.step_no = e.step_no
      and approval.generation = e.generation
      and approval.status = 'open'
    returning approval
  )
  select array_agg(closed.approval) into v_closed from closed;
  perform sluice_private.emit_approval_event(
    approval.organization_id, 'approval.closed', approval.execution_id,
    sluice_private.approval_event(approval)
  )
  from unnest(v_closed) as approval;
end;
$$;

comment on function sluice_private.close_approvals(sluice_private.settled_step[]) is
  'Closes the approvals of waits that have ended, as these did.';
--! EndIncluded approval/close_approvals.sql
--! Included approval/judge_approval.sql
create or replace function sluice_private.judge_approval(approval sluice.workflow_approvals)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_approved int;
  v_open int;
begin
  select
    (count(*) filter (where a.decision = 'approved'))::int,
    (count(*) filter (where a.decision is null and a.asked_at <= v_now))::int
  into v_approved, v_open
  from sluice.workflow_approval_assignees as a
  where a.organization_id = approval.organization_id and a.approval_id = approval.id;
  return case
    when v_approved >= approval.quorum then 'approved'
    when v_approved + v_open < approval.quorum then 'rejected'
  end;
end;
$$;

comment on function sluice_private.judge_approval(sluice.workflow_approvals) is
  'approved when as many approve as have to; rejected when no longer enough of those asked can; '
  'else null.';
--! EndIncluded approval/judge_approval.sql
--! Included approval/approval_output.sql
create or replace function sluice_private.approval_output(
  approval sluice.workflow_approvals,
  outcome text
)
returns jsonb
language sql
stable
begin atomic
  select jsonb_build_object(
    'approval', jsonb_build_object(
      'id', approval.id, 'status', outcome,
      'decisions', jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'user_id', coalesce(a.delegate_id, a.user_id), 'email', a.email,
        'decided_by', a.decided_by, 'decision', a.decision, 'comment', a.comment,
        'data', a.data, 'decided_at', a.decided_at
      )) order by a.decided_at, a.assignee_no)
    ),
    'data', (array_agg(a.data order by a.decided_at desc)
      filter (where a.decision = 'approved'))[1]
  )
  from sluice.workflow_approval_assignees as a
  where a.organization_id = approval.organization_id
    and a.approval_id = approval.id
    and a.decision is not null;
end;

comment on function sluice_private.approval_output(sluice.workflow_approvals, text) is
  'The output of a wait whose approval has been decided: who decided what, and the form.';
--! EndIncluded approval/approval_output.sql
--! Included approval/assert_open.sql
create or replace function sluice_private.assert_open(approval sluice.workflow_approvals)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state text := case
    when approval.status <> 'open' then approval.status
    when approval.due_at <= sluice_hidden.now() then 'timed_out'
    else sluice_private.judge_approval(approval)
  end;
begin
  if v_state is not null then
    raise exception using
      errcode = 'SLSTA',
      message = format('approval %s is %s', approval.id, v_state),
      hint = 'Nothing is left to be decided.';
  end if;
end;
$$;

comment on function sluice_private.assert_open(sluice.workflow_approvals) is
  'Raises SLSTA unless the approval can still be decided.';
--! EndIncluded approval/assert_open.sql
--! Included approval/assert_answer.sql
/* A hundred of them, and what was said to each, have to fit into an output. */
create or replace function sluice_private.assert_answer(
  approval sluice.workflow_approvals,
  decision text,
  comment text,
  data jsonb
)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fault text := case
    when decision is null or decision not in ('approved', 'rejected')
      then 'a decision is approved or rejected'
    when length(comment) > 1000 then 'the comment has more than 1,000 characters'
    when data is not null and approval.form is null then 'the approval has no form'
    when data is not null and decision = 'rejected' then 'a rejection has no form'
    when octet_length(data::text) > 5000 then 'the form has more than 5,000 bytes'
    when approval.form is not null and decision = 'approved'
      then sluice_private.form_fault(approval.form, data)
  end;
begin
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = left(v_fault, 500),
      hint = 'See the form of the approval in sluice.workflow_approvals.';
  end if;
end;
$$;

comment on function sluice_private.assert_answer(sluice.workflow_approvals, text, text, jsonb) is
  'Raises SLVAL unless this is a decision, with the form filled in where there is one.';
--! EndIncluded approval/assert_answer.sql
--! Included approval/find_approval.sql
create or replace function sluice_private.find_approval(organization_id uuid, approval_id uuid)
returns sluice.workflow_approvals
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_approval sluice.workflow_approvals;
begin
  select approval.*
  into v_approval
  from sluice.workflow_approvals as approval
  where approval.organization_id = find_approval.organization_id
    and approval.id = find_approval.approval_id;
  return v_approval;
end;
$$;

comment on function sluice_private.find_approval(uuid, uuid) is
  'An approval as it is now, or null.';
--! EndIncluded approval/find_approval.sql
--! Included approval/record_decision.sql
/* The lock is a statement of its own: what those before decided is read after it. */
create or replace function sluice_private.record_decision(
  assignee sluice.workflow_approval_assignees,
  decision text,
  comment text,
  data jsonb,
  decided_by uuid
)
returns sluice.workflow_approvals
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz;
  v_approval sluice.workflow_approvals;
  v_outcome text;
begin
  perform pg_advisory_xact_lock(hashtextextended('approval ' || assignee.approval_id, 0));
  v_now := sluice_hidden.now();
  v_approval := sluice_private.find_approval(assignee.organization_id, assignee.approval_id);
  perform sluice_private.assert_open(v_approval);
  perform sluice_private.assert_answer(v_approval, decision, comment, data);
  update sluice.workflow_approval_assignees as a
  set
    decision = record_decision.decision,
    comment = record_decision.comment,
    data = record_decision.data,
    decided_by = record_decision.decided_by,
    decided_at = v_now
  where a.organization_id = assignee.organization_id
    and a.approval_id = assignee.approval_id
    and a.assignee_no = assignee.assignee_no
    and a.link_ref = assignee.link_ref
    and a.asked_at <= v_now
    and a.decision is null;
  if not found then
    raise exception using
      errcode = 'SLSTA',
      message = format('it has been decided already, or delegated, in approval %s', v_approval.id),
      hint = 'Each assignee decides once.';
  end if;

  perform sluice_private.note_changes(
    array[v_approval.organization_id], array[v_approval.execution_id]
  );
  perform sluice_private.tick_subscribers(v_approval.organization_id);
  v_outcome := sluice_private.judge_approval(v_approval);
  if v_outcome is not null then
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, body
    )
    values (
      v_approval.organization_id, v_approval.execution_id, 'event', v_approval.frame_id,
      v_approval.step_no, v_approval.generation,
      jsonb_build_object(
        'port', v_outcome, 'created_at', v_now,
        'output', sluice_private.approval_output(v_approval, v_outcome)
      )::text
    );
    perform sluice_private.tick_workers();
  end if;
  return v_approval;
end;
$$;

comment on function sluice_private.record_decision(
  sluice.workflow_approval_assignees, text, text, jsonb, uuid
) is
  'Writes down what an assignee decides; the one who settles it leaves it with the execution.';
--! EndIncluded approval/record_decision.sql
--! Included approval/is_me.sql
create or replace function sluice_hidden.is_me(user_id uuid, email text, delegate_id uuid)
returns boolean
language sql
stable
return case
  when is_me.delegate_id is not null then is_me.delegate_id = sluice_hidden.current_user_id()
  when is_me.user_id is not null then is_me.user_id = sluice_hidden.current_user_id()
  else is_me.email = (
    select u.email from sluice.users as u where u.id = sluice_hidden.current_user_id()
  )
end;

comment on function sluice_hidden.is_me(uuid, text, uuid) is
  'Whether whoever asks decides for an assignee of this id, address and delegate.';
grant execute on function sluice_hidden.is_me(uuid, text, uuid) to sluice_member, sluice_admin;
--! EndIncluded approval/is_me.sql
--! Included approval/find_part.sql
create or replace function sluice_private.find_part(approval_id uuid)
returns sluice.workflow_approval_assignees
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_organization_id uuid;
  v_part sluice.workflow_approval_assignees;
begin
  select approval.organization_id
  into v_organization_id
  from sluice.workflow_approvals as approval
  where approval.id = find_part.approval_id
    and sluice_hidden.can_see(approval.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('approval %s does not exist', coalesce(approval_id::text, 'null')),
      hint = 'See sluice.my_approvals.';
  end if;
  select a.*
  into v_part
  from sluice.workflow_approval_assignees as a
  where a.organization_id = v_organization_id
    and a.approval_id = find_part.approval_id
    and a.asked_at <= v_now
    and sluice_hidden.is_me(a.user_id, a.email, a.delegate_id)
  order by a.decision is not null, a.assignee_no
  limit 1;
  if not found then
    raise exception using
      errcode = 'SLFRB',
      message = format('not an assignee of approval %s', approval_id),
      hint = 'Ask one of its assignees to delegate it.';
  end if;
  return v_part;
end;
$$;

comment on function sluice_private.find_part(uuid) is
  'What whoever asks has to decide in an approval; raises SLNTF, SLFRB.';
--! EndIncluded approval/find_part.sql
--! Included approval/decide_approval.sql
create or replace function sluice.decide_approval(
  approval_id uuid,
  decision text,
  comment text default null,
  data jsonb default null
)
returns sluice.workflow_approvals
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.record_decision(
    sluice_private.find_part(approval_id), decision, comment, data,
    sluice_hidden.current_user_id()
  );
end;
$$;

comment on function sluice.decide_approval(uuid, text, text, jsonb) is
  'Decides as an assignee, once: approved, with the form filled in where there is one, or '
  'rejected. The wait ends when the quorum has approved, or no longer can.';
grant execute on function sluice.decide_approval(uuid, text, text, jsonb)
to sluice_member, sluice_admin;
--! EndIncluded approval/decide_approval.sql
--! Included approval/assert_delegate.sql
create or replace function sluice_private.assert_delegate(
  approval sluice.workflow_approvals,
  user_id uuid
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (
    select from sluice.organization_members as m
    where m.organization_id = approval.organization_id and m.user_id = assert_delegate.user_id
  ) then
    raise exception using
      errcode = 'SLVAL',
      message = format('user %s is not a member of the organization',
        coalesce(user_id::text, 'null')),
      hint = 'An approval is delegated to a member.';
  elsif exists (
    select from sluice.workflow_approval_assignees as a
    where a.organization_id = approval.organization_id
      and a.approval_id = approval.id
      and assert_delegate.user_id in (a.user_id, a.delegate_id)
  ) then
    raise exception using
      errcode = 'SLVAL',
      message = format('user %s takes part in approval %s already', user_id, approval.id),
      hint = 'Each assignee decides once: choose somebody else.';
  end if;
end;
$$;

comment on function sluice_private.assert_delegate(sluice.workflow_approvals, uuid) is
  'Raises SLVAL unless this member can be one more who decides.';
--! EndIncluded approval/assert_delegate.sql
--! Included approval/delegate_approval.sql
/* Links that were sent to who delegates have another reference, and end with that. */
create or replace function sluice.delegate_approval(approval_id uuid, user_id uuid)
returns sluice.workflow_approvals
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_part sluice.workflow_approval_assignees := sluice_private.find_part(approval_id);
  v_approval sluice.workflow_approvals;
  v_told sluice.workflow_approval_assignees[];
begin
  perform pg_advisory_xact_lock(hashtextextended('approval ' || approval_id, 0));
  v_approval := sluice_private.find_approval(v_part.organization_id, approval_id);
  perform sluice_private.assert_open(v_approval);
  perform sluice_private.assert_delegate(v_approval, user_id);
  with delegated as (
    update sluice.workflow_approval_assignees as a
    set delegate_id = delegate_approval.user_id, link_ref = gen_random_uuid()
    where a.organization_id = v_part.organization_id
      and a.approval_id = v_part.approval_id
      and a.assignee_no = v_part.assignee_no
      and a.link_ref = v_part.link_ref
      and a.decision is null
    returning a
  )
  select array_agg(delegated.a) into v_told from delegated;
  if v_told is null then
    raise exception using
      errcode = 'SLSTA',
      message = format('it has been decided already, or delegated, in approval %s', approval_id),
      hint = 'Only what has not been decided can be delegated.';
  end if;
  perform sluice_private.tell_assignees(v_approval, 'approval.requested', v_told);
  perform sluice_private.note_changes(
    array[v_approval.organization_id], array[v_approval.execution_id]
  );
  perform sluice_private.tick_workers();
  perform sluice_private.tick_subscribers(v_approval.organization_id);
  return v_approval;
end;
$$;

comment on function sluice.delegate_approval(uuid, uuid) is
  'Lets another member of the organization decide instead of whoever asks.';
grant execute on function sluice.delegate_approval(uuid, uuid) to sluice_member, sluice_admin;
--! EndIncluded approval/delegate_approval.sql
--! Included approval/my_approvals.sql
create or replace view sluice.my_approvals
with (security_invoker = true)
as
select
  approval.organization_id, approval.id, approval.execution_id, approval.node_id,
  approval.frame_path, approval.title, approval.details, approval.form, approval.quorum,
  approval.due_at, approval.created_at
from sluice.workflow_approvals as approval
where approval.status = 'open'
  and (approval.due_at is null or approval.due_at > sluice_hidden.now())
  and exists (
    select
    from sluice.workflow_approval_assignees as assignee
    where assignee.organization_id = approval.organization_id
      and assignee.approval_id = approval.id
      and assignee.decision is null
      and assignee.asked_at <= sluice_hidden.now()
      and sluice_hidden.is_me(assignee.user_id, assignee.email, assignee.delegate_id)
  );

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
grant select on sluice.my_approvals to sluice_member, sluice_admin;
--! EndIncluded approval/my_approvals.sql
--! Included approval/reveal_links.sql
/* Made when a worker is about to get them, and again for each attempt: the token itself is nowhere
   else. Two random UUIDs have 244 random bits. */
create or replace function sluice_private.reveal_links(organization_id uuid, input text)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_part sluice.workflow_approval_assignees;
  v_token text;
  v_revealed text := input;
begin
  for v_part in
    select a.*
    from (
      select distinct found.match[1]::uuid as ref
      from regexp_matches(
        input, 'approval-token:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})', 'g'
      ) as found (match)
      limit 100
    ) as wanted
    inner join sluice.workflow_approval_assignees as a
      on a.link_ref = wanted.ref and a.organization_id = reveal_links.organization_id
  loop
    v_token := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
    insert into sluice_private.approval_links (
      organization_id, token_hash, approval_id, assignee_no, link_ref, expires_at
    )
    select
      v_part.organization_id, sha256(convert_to(v_token, 'UTF8')), v_part.approval_id,
      v_part.assignee_no, v_part.link_ref,
      least(approval.due_at, sluice_hidden.now() + interval '30 days')
    from sluice.workflow_approvals as approval
    where approval.organization_id = v_part.organization_id
      and approval.id = v_part.approval_id;
    v_revealed := replace(v_revealed, 'approval-token:' || v_part.link_ref, v_token);
  end loop;
  return v_revealed;
end;
$$;

comment on function sluice_private.reveal_links(uuid, text) is
  'An input as a worker gets it: references to links of approvals are tokens, good until the '
  'approval is due, and for 30 days at most.';
--! EndIncluded approval/reveal_links.sql
--! Included approval/find_link.sql
create or replace function sluice_private.find_link(token_hash bytea)
returns table (
  assignee sluice.workflow_approval_assignees, approval sluice.workflow_approvals, state text
)
language sql
volatile
begin atomic
  select a, approval,
    case
      when a.decision is not null or approval.status in ('approved', 'rejected')
        or approval.status = 'open' and sluice_private.judge_approval(approval) is not null
        then 'decided'
      when approval.status <> 'open' or link.expires_at <= sluice_hidden.now() then 'expired'
      else 'open'
    end
  from sluice_private.approval_links as link
  inner join sluice.workflow_approval_assignees as a
    on a.organization_id = link.organization_id
    and a.approval_id = link.approval_id
    and a.assignee_no = link.assignee_no
    and a.link_ref = link.link_ref
  inner join sluice.workflow_approvals as approval
    on approval.organization_id = link.organization_id
    and approval.id = link.approval_id
  where link.token_hash = find_link.token_hash;
end;

comment on function sluice_private.find_link(bytea) is
  'Whose link has a token with this hash, and whether it can be decided by it: open, decided or '
  'expired.';
--! EndIncluded approval/find_link.sql
--! Included approval/read_link.sql
create or replace function sluice_private.read_link(token_hash bytea)
returns table (title text, details jsonb, form jsonb, due_at timestamptz, state text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    (link.approval).title, (link.approval).details, (link.approval).form, (link.approval).due_at,
    link.state
  from sluice_private.find_link(token_hash) as link;
end;
$$;

comment on function sluice_private.read_link(bytea) is
  'What the page behind a link shows; no row if there is no such link.';
grant execute on function sluice_private.read_link(bytea) to sluice_worker;
--! EndIncluded approval/read_link.sql
--! Included approval/decide_by_link.sql
create or replace function sluice_private.decide_by_link(
  token_hash bytea,
  decision text,
  comment text,
  data jsonb
)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_link record;
begin
  select link.assignee, link.state
  into v_link
  from sluice_private.find_link(token_hash) as link;
  if not found then
    return 'unknown';
  elsif v_link.state <> 'open' then
    return v_link.state;
  end if;
  perform sluice_private.record_decision(v_link.assignee, decision, comment, data, null);
  return 'recorded';
exception
  when sqlstate 'SLSTA' then
    return coalesce(
      (select nullif(link.state, 'open') from sluice_private.find_link(token_hash) as link),
      'expired'
    );
end;
$$;

comment on function sluice_private.decide_by_link(bytea, text, text, jsonb) is
  'Decides as the assignee whose link it is: recorded, or why not: unknown, decided, expired. '
  'Raises SLVAL where the form is not filled in.';
grant execute on function sluice_private.decide_by_link(bytea, text, text, jsonb)
to sluice_worker;
--! EndIncluded approval/decide_by_link.sql
--! Included approval/workflow_approvals_policies.sql
alter table sluice.workflow_approvals enable row level security;
alter table sluice.workflow_approvals force row level security;

drop policy if exists all_owner on sluice.workflow_approvals;
create policy all_owner on sluice.workflow_approvals to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_approvals;
create policy select_member on sluice.workflow_approvals for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_approvals;
create policy select_admin on sluice.workflow_approvals for select to sluice_admin
using (true);

grant select on sluice.workflow_approvals to sluice_member, sluice_admin;
--! EndIncluded approval/workflow_approvals_policies.sql
--! Included approval/workflow_approval_assignees_policies.sql
alter table sluice.workflow_approval_assignees enable row level security;
alter table sluice.workflow_approval_assignees force row level security;

drop policy if exists all_owner on sluice.workflow_approval_assignees;
create policy all_owner on sluice.workflow_approval_assignees to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_approval_assignees;
create policy select_member on sluice.workflow_approval_assignees for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_approval_assignees;
create policy select_admin on sluice.workflow_approval_assignees for select to sluice_admin
using (true);

grant select on sluice.workflow_approval_assignees to sluice_member, sluice_admin;
--! EndIncluded approval/workflow_approval_assignees_policies.sql
--! Included approval/approval_links_policies.sql
alter table sluice_private.approval_links enable row level security;
alter table sluice_private.approval_links force row level security;

drop policy if exists all_owner on sluice_private.approval_links;
create policy all_owner on sluice_private.approval_links to sluice_owner
using (true) with check (true);
--! EndIncluded approval/approval_links_policies.sql
--! EndIncluded approval/index.sql
--! Included simulation/index.sql
/* Simulation: the real engine, in a transaction that is rolled back, with a clock of its own and
   with mocks for what workers and called workflows would do. Time jumps from one timer to the
   next. */
--! Included simulation/mock_of.sql
create or replace function sluice_private.mock_of(mocks jsonb, node_id text, nth int)
returns jsonb
language sql
immutable
return case
  when not coalesce(mocks, '{}') ? node_id then '{}'
  when jsonb_typeof(mocks -> node_id) <> 'array' then mocks -> node_id
  else coalesce(mocks -> node_id -> nth, mocks -> node_id -> -1, '{}')
end;

comment on function sluice_private.mock_of(jsonb, text, int) is
  'What the n-th run (from 0) of a node gives: its mock; of a list of mocks the n-th, or the last; '
  'an empty object where there is none.';
--! EndIncluded simulation/mock_of.sql
--! Included simulation/simulate_worker.sql
create or replace function sluice_private.simulate_worker(
  organization_id uuid,
  execution_id uuid,
  mocks jsonb
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ready record;
  v_lease sluice_private.step_leases;
  v_mock jsonb;
  v_count int := 0;
begin
  for v_ready in
    delete from sluice_private.ready_steps as ready
    where ready.organization_id = simulate_worker.organization_id
      and ready.execution_id = simulate_worker.execution_id
    returning ready.*
  loop
    insert into sluice_private.step_leases (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, priority, slot, worker_id, epoch, ready_at, start_by, bound_at
    )
    values (
      v_ready.organization_id, v_ready.execution_id, v_ready.frame_id, v_ready.step_no,
      v_ready.generation, v_ready.version_id, v_ready.action, v_ready.input, v_ready.attempt,
      v_ready.priority, 0, gen_random_uuid(), 0, v_ready.ready_at, sluice_hidden.now(),
      sluice_hidden.now()
    )
    returning step_leases.* into v_lease;
    v_mock := sluice_private.mock_of(
      mocks,
      (sluice_private.step_of(organization_id, v_lease.version_id, v_lease.step_no)).node_id,
      (
        select count(*)::int
        from sluice.workflow_step_attempts as before
        where before.organization_id = simulate_worker.organization_id
          and before.execution_id = simulate_worker.execution_id
          and before.step_no = v_lease.step_no
      )
    );
    perform sluice_private.settle_reports(array[(
      v_lease.organization_id, v_lease.execution_id, v_lease.token, v_lease.worker_id, 0,
      case when v_mock -> 'error' is null then 'completed' else 'failed' end,
      coalesce(v_mock -> 'error', v_mock), 0
    )::sluice_private.step_report], null);
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$$;

comment on function sluice_private.simulate_worker(uuid, uuid, jsonb) is
  'Ends every step of a simulated execution that a worker would run, as its mock says; says how '
  'many.';
--! EndIncluded simulation/simulate_worker.sql
--! Included simulation/simulate_children.sql
/* The child is not run: it ends at once, as its mock says. */
create or replace function sluice_private.simulate_children(
  organization_id uuid,
  execution_id uuid,
  mocks jsonb
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_call record;
  v_mock jsonb;
  v_count int := 0;
begin
  for v_call in
    select c.child_id, step.node_id, c.step_no
    from sluice_private.calls as c
    inner join sluice.workflow_steps as step
      on step.organization_id = c.organization_id
      and step.version_id = c.version_id
      and step.step_no = c.step_no
    where c.organization_id = simulate_children.organization_id
      and c.execution_id = simulate_children.execution_id
      and c.child_id is not null
    order by c.frame_id, c.step_no
  loop
    v_mock := sluice_private.mock_of(
      mocks, v_call.node_id,
      (
        select count(*)::int
        from sluice_private.executions as before
        where before.organization_id = simulate_children.organization_id
          and before.parent_execution_id = simulate_children.execution_id
          and before.parent_step_no = v_call.step_no
      )
    );
    delete from sluice_private.arrivals as arrival
    where arrival.organization_id = simulate_children.organization_id
      and arrival.execution_id = v_call.child_id;
    perform sluice_private.close_executions(array[(
      organization_id, v_call.child_id, 0,
      case
        when v_mock -> 'error' is null then 'completed'
        when v_mock #>> '{error,class}' = 'timeout' then 'timed_out'
        when v_mock #>> '{error,class}' = 'cancelled' then 'cancelled'
        else 'failed'
      end,
      case when v_mock -> 'error' is null then v_mock end, v_mock -> 'error'
    )::sluice_private.closing_frame]);
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$$;

comment on function sluice_private.simulate_children(uuid, uuid, jsonb) is
  'Ends every child of a simulated execution as its call''s mock says; says how many.';
--! EndIncluded simulation/simulate_children.sql
--! Included simulation/simulate_waits.sql
create or replace function sluice_private.simulate_waits(
  organization_id uuid,
  execution_id uuid,
  mocks jsonb
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_wait sluice_private.waits;
  v_step sluice.workflow_steps;
  v_mock jsonb;
  v_count int := 0;
begin
  for v_wait in
    select w.*
    from sluice_private.waits as w
    where w.organization_id = simulate_waits.organization_id
      and w.execution_id = simulate_waits.execution_id
      and not exists (
        select from sluice_private.arrivals as arrival
        where arrival.organization_id = simulate_waits.organization_id
          and arrival.execution_id = simulate_waits.execution_id
          and arrival.frame_id = w.frame_id
          and arrival.step_no = w.step_no
      )
    order by w.frame_id, w.step_no
  loop
    v_step := sluice_private.step_of(organization_id, v_wait.version_id, v_wait.step_no);
    v_mock := sluice_private.mock_of(mocks, v_step.node_id, (
      select count(*)::int
      from sluice_private.execution_steps as before
      where before.organization_id = simulate_waits.organization_id
        and before.execution_id = simulate_waits.execution_id
        and before.step_no = v_wait.step_no
    ));
    continue when not v_mock ? 'port';
    if not v_step.config -> 'ports' || '["rejected"]' @> jsonb_build_array(v_mock -> 'port') then
      raise exception using
        errcode = 'SLVAL',
        message = format('the mock of wait %s names port %s', v_step.node_id, v_mock ->> 'port'),
        hint = 'Give a port that the wait has, other than timeout.';
    end if;
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, body
    )
    values (
      v_wait.organization_id, v_wait.execution_id, 'event', v_wait.frame_id, v_wait.step_no,
      v_wait.generation,
      jsonb_build_object(
        'port', v_mock -> 'port', 'created_at', sluice_hidden.now(),
        'output', coalesce(v_mock -> 'output', '{}')
      )::text
    );
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$$;

comment on function sluice_private.simulate_waits(uuid, uuid, jsonb) is
  'Ends the waits of a simulated execution whose mock names a port; says how many.';
--! EndIncluded simulation/simulate_waits.sql
--! Included simulation/simulate_turn.sql
/* In the order in which it would happen: what has arrived, then workers and children,
   then the next timer; but time ends in the year 20,000, long before PostgreSQL's does. A condition
   that does not read the time stays as it is, so nobody need look at it again. */
create or replace function sluice_private.simulate_turn(
  organization_id uuid,
  execution_id uuid,
  mocks jsonb
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due timestamptz;
begin
  perform sluice_private.advance_locked(array[organization_id], array[execution_id]);
  if exists (
    select from sluice_private.arrivals as arrival
    where arrival.organization_id = simulate_turn.organization_id
      and arrival.execution_id = simulate_turn.execution_id
      and not arrival.is_parked
  ) or sluice_private.simulate_worker(organization_id, execution_id, mocks)
    + sluice_private.simulate_children(organization_id, execution_id, mocks)
    + sluice_private.simulate_waits(organization_id, execution_id, mocks) > 0
  then
    return true;
  end if;
  select min(timer.due_at)
  into v_due
  from sluice_private.timers as timer
  where timer.organization_id = simulate_turn.organization_id
    and timer.execution_id = simulate_turn.execution_id
    and not timer.is_parked
    and not (timer.kind = 'poll' and exists (
      select
      from sluice_private.waits as w
      inner join sluice.workflow_steps as step
        on step.organization_id = w.organization_id
        and step.version_id = w.version_id
        and step.step_no = w.step_no
      where w.organization_id = timer.organization_id
        and w.execution_id = timer.execution_id
        and w.frame_id = timer.frame_id
        and w.step_no = timer.step_no
        and not 'now' = any (step.roots)
    ));
  if v_due is null or v_due > '20000-01-01' then
    return false;
  end if;
  perform set_config('sluice.clock', greatest(v_due, sluice_hidden.now())::text, true);
  return true;
end;
$$;

comment on function sluice_private.simulate_turn(uuid, uuid, jsonb) is
  'Moves a simulated execution on, and the clock with it; false when nothing is left to come.';
--! EndIncluded simulation/simulate_turn.sql
--! Included simulation/simulated_steps.sql
create or replace function sluice_private.simulated_steps(execution_id uuid)
returns sluice.simulated_step[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select (
      null, null, 'execution', e.status, null, null, e.started_at, e.finished_at, e.input, e.output,
      e.error, null
    )::sluice.simulated_step
    from sluice.workflow_executions as e
    where e.id = simulated_steps.execution_id
  ) || array(
    select (
      s.node_id, s.frame_path, s.type, s.status, s.attempt, s.ports, s.started_at, s.finished_at,
      s.input, s.output, s.error, s.verdicts
    )::sluice.simulated_step
    from sluice.workflow_execution_steps as s
    where s.execution_id = simulated_steps.execution_id
    order by s.finished_at nulls last, s.frame_id, s.step_no
  );
end;
$$;

comment on function sluice_private.simulated_steps(uuid) is
  'The trace of a simulated execution: itself, then its steps as they ended.';
--! EndIncluded simulation/simulated_steps.sql
--! Included simulation/run_simulation.sql
/* Everything happens in the block, and the error at its end takes all of it back but the trace. */
create or replace function sluice_private.run_simulation(
  workflow sluice.workflows,
  version_id uuid,
  input jsonb,
  mocks jsonb,
  clock timestamptz
)
returns sluice.simulated_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_trace sluice.simulated_step[];
  v_start sluice_private.workflow_start;
  v_id uuid := sluice_hidden.uuidv7();
  v_turns int := 0;
  v_unknown text;
begin
  insert into sluice_private.simulations (xid) values (pg_current_xact_id());
  perform set_config('sluice.clock', clock::text, true);
  if version_id is null then
    perform sluice.publish_workflow(workflow.id);
  else
    update sluice.workflows
    set live_version_id = run_simulation.version_id, status = 'active'
    where workflows.organization_id = workflow.organization_id and workflows.id = workflow.id;
  end if;
  v_start := sluice_private.find_start(workflow.id, null);
  select mock.node_id
  into v_unknown
  from jsonb_object_keys(mocks) as mock (node_id)
  where not exists (
    select from sluice.workflow_steps as step
    where step.organization_id = workflow.organization_id
      and step.version_id = (v_start.workflow).live_version_id
      and step.node_id = mock.node_id
  )
  limit 1;
  if v_unknown is not null then
    raise exception using
      errcode = 'SLVAL',
      message = format('there is no node %s to mock', v_unknown),
      hint = 'The keys of mocks are ids of nodes.';
  end if;
  perform sluice_private.start_executions(
    workflow.organization_id, workflow.id, (v_start.workflow).live_version_id,
    (v_start.trigger).id, (v_start.trigger).step_no, array[v_id],
    array[jsonb_build_object(
      'type', (v_start.trigger).trigger, 'id', (v_start.trigger).id, 'payload', input
    )]
  );
  while sluice_private.simulate_turn(workflow.organization_id, v_id, mocks) loop
    v_turns := v_turns + 1;
    exit when v_turns >= 20000;
  end loop;
  v_trace := sluice_private.simulated_steps(v_id);
  raise exception using errcode = 'ZZSIM', message = 'the simulation has ended';
exception
  when sqlstate 'ZZSIM' then
    return v_trace;
end;
$$;

comment on function sluice_private.run_simulation(
  sluice.workflows, uuid, jsonb, jsonb, timestamptz
) is
  'Publishes, starts and runs a workflow to its end in a block that is rolled back; the trace.';
--! EndIncluded simulation/run_simulation.sql
--! Included simulation/simulate_workflow.sql
create or replace function sluice.simulate_workflow(
  workflow_id uuid,
  input jsonb default '{}',
  mocks jsonb default '{}',
  clock timestamptz default null,
  version_id uuid default null
)
returns setof sluice.simulated_step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows := sluice_private.find_workflow(workflow_id, 'edit');
begin
  if jsonb_typeof(mocks) <> 'object' then
    raise exception using
      errcode = 'SLVAL',
      message = 'mocks must be an object',
      hint = 'Give { "<node>": <output> }, { "<node>": { "error": … } }, or a list of these.';
  elsif clock < '0001-01-01' or clock >= '10000-01-01' then
    raise exception using
      errcode = 'SLVAL',
      message = 'the clock must begin in one of the years 1 to 9999',
      hint = 'Without a clock a simulation begins now.';
  elsif version_id is not null and not exists (
    select from sluice.workflow_versions as version
    where version.organization_id = v_workflow.organization_id
      and version.workflow_id = v_workflow.id
      and version.id = simulate_workflow.version_id
  ) then
    raise exception using
      errcode = 'SLNTF',
      message = format('workflow %s has no version %s', v_workflow.name, version_id),
      hint = 'See sluice.workflow_versions; without a version the draft is simulated.';
  end if;
  return query
  select step.*
  from unnest(sluice_private.run_simulation(
    v_workflow, version_id, coalesce(input, 'null'), coalesce(mocks, '{}'),
    coalesce(clock, clock_timestamp())
  )) as step;
end;
$$;

comment on function sluice.simulate_workflow(uuid, jsonb, jsonb, timestamptz, uuid) is
  'Runs a draft, or a version, from its manual trigger in a transaction that is rolled back: '
  'waits take no time, workers'' steps and calls give their mocks. The first row is the execution, '
  'the others its steps as they ended.';
grant execute on function sluice.simulate_workflow(uuid, jsonb, jsonb, timestamptz, uuid)
to sluice_member, sluice_admin;
--! EndIncluded simulation/simulate_workflow.sql
--! EndIncluded simulation/index.sql
--! Included history/index.sql
/* History: what is kept of executions that have ended, and of events, and for how long.

   The tables that only grow have a partition a month, on the time in the id of the execution; all
   that belongs to an execution is in the partitions of one month. Workers call maintain every few
   seconds: it makes the months to come and deletes what has expired.

   What is kept for less than the default retention is deleted in batches. A month that is older
   than the default goes as a whole: what is to be kept of it (executions that still live, or whose
   workflow keeps them for longer) is copied aside while the engine goes on writing, changes since
   then are noted by a trigger, and in one short transaction the copy takes the place of the month,
   at the end of what came before the first one. So an old execution never lacks a partition. */
--! Included history/history_tables.sql
/* In the order in which old months go: no execution is there without its steps. */
create or replace function sluice_private.history_tables()
returns table (parent regclass)
language sql
immutable
begin atomic
  select known.parent
  from (values
    (1, 'sluice_private.executions'::regclass),
    (2, 'sluice_private.execution_steps'::regclass),
    (3, 'sluice.workflow_step_attempts'::regclass),
    (4, 'sluice.workflow_execution_logs'::regclass),
    (5, 'sluice.workflow_trigger_firings'::regclass),
    (6, 'sluice.workflow_events'::regclass)
  ) as known (place, parent)
  order by known.place;
end;

comment on function sluice_private.history_tables() is
  'The tables that only grow, partitioned by time.';
--! EndIncluded history/history_tables.sql
--! Included history/default_retention.sql
create or replace function sluice_private.default_retention()
returns interval
language sql
stable
begin atomic
  select o.retention
  from sluice.organizations as o
  where o.id = '00000000-0000-0000-0000-000000000000';
end;

comment on function sluice_private.default_retention() is
  'How long finished executions are kept where neither workflow nor organization says so.';
--! EndIncluded history/default_retention.sql
--! Included history/retention_of.sql
create or replace function sluice_private.retention_of(organization_id uuid, workflow_id uuid)
returns interval
language sql
stable
begin atomic
  select coalesce(
    (
      select version.retention
      from sluice.workflows as workflow
      inner join sluice.workflow_versions as version
        on version.organization_id = workflow.organization_id
        and version.id = workflow.live_version_id
      where workflow.organization_id = retention_of.organization_id
        and workflow.id = retention_of.workflow_id
    ),
    (select o.retention from sluice.organizations as o where o.id = retention_of.organization_id),
    sluice_private.default_retention()
  );
end;

comment on function sluice_private.retention_of(uuid, uuid) is
  'How long the finished executions of a workflow are kept.';
--! EndIncluded history/retention_of.sql
--! Included history/delete_history.sql
/* The event that started an execution was made in the same transaction, a moment before it; those
   of its approvals have its id as their key. */
create or replace function sluice_private.delete_history(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_from uuid := (select min(id::text)::uuid from unnest(execution_ids) as id);
  v_to uuid := (select max(id::text)::uuid from unnest(execution_ids) as id);
  v_before uuid := sluice_hidden.uuid_floor(
    sluice_hidden.uuid_instant(v_from) - interval '1 minute'
  );
begin
  delete from sluice_private.execution_steps as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.execution_id = gone.id
    and old.execution_id between v_from and v_to;
  delete from sluice.workflow_step_attempts as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.execution_id = gone.id
    and old.execution_id between v_from and v_to;
  delete from sluice.workflow_execution_logs as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.execution_id = gone.id
    and old.execution_id between v_from and v_to;
  delete from sluice.workflow_trigger_firings as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.id = gone.id
    and old.id between v_from and v_to;
  delete from sluice.workflow_events as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.id between v_before and v_to
    and old.id between sluice_hidden.uuid_floor(
      sluice_hidden.uuid_instant(gone.id) - interval '1 minute'
    ) and gone.id
    and old.execution_id = gone.id;
  delete from sluice.workflow_events as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.name in ('approval.requested', 'approval.reminder', 'approval.closed')
    and old.key = gone.id::text
    and old.webhook_id is null
    and old.id > v_from;
  delete from sluice.workflow_approvals as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.execution_id = gone.id;
  delete from sluice_private.executions as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.id = gone.id
    and old.id between v_from and v_to;
end;
$$;

comment on function sluice_private.delete_history(uuid[], uuid[]) is
  'Deletes everything that is known of finished executions.';
--! EndIncluded history/delete_history.sql
--! Included history/expire_executions.sql
/* Only what is to go before its partition: the rest goes with that. The workflows are gone round by
   their ids, 100 at a time, one round every ten minutes. */
create or replace function sluice_private.expire_executions()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_default interval := sluice_private.default_retention();
  v_after uuid := (select m.expired_to from sluice_private.maintenance as m);
  v_short jsonb;
  v_last uuid;
  v_organization_ids uuid[];
  v_ids uuid[];
begin
  select jsonb_agg(s), (array_agg(s.id order by s.id desc))[1]
  into v_short, v_last
  from (
    select w.organization_id, w.id,
      sluice_private.retention_of(w.organization_id, w.id) as keep_for
    from sluice.workflows as w
    where w.id > v_after
    order by w.id
    limit 100
  ) as s;
  if v_last is null then
    update sluice_private.maintenance
    set expired_to = '00000000-0000-0000-0000-000000000000', expired_at = clock_timestamp();
    return false;
  end if;

  select array_agg(old.organization_id), array_agg(old.id)
  into v_organization_ids, v_ids
  from (
    select past.organization_id, past.id
    from jsonb_to_recordset(v_short) as short (organization_id uuid, id uuid, keep_for interval)
    cross join lateral (
      select e.organization_id, e.id
      from sluice_private.executions as e
      where e.organization_id = short.organization_id
        and e.workflow_id = short.id
        and e.id < sluice_hidden.uuid_floor(v_now - short.keep_for)
        and e.finished_at < v_now - short.keep_for
      order by e.id
      limit 500
    ) as past
    where short.keep_for < v_default
    limit 500
  ) as old;
  if v_ids is null then
    update sluice_private.maintenance set expired_to = v_last;
  else
    perform sluice_private.delete_history(v_organization_ids, v_ids);
  end if;
  return true;
end;
$$;

comment on function sluice_private.expire_executions() is
  'Deletes up to 500 finished executions of workflows that keep theirs for less than the default; '
  'false when a round of all workflows is over.';
--! EndIncluded history/expire_executions.sql
--! Included history/expire_firings.sql
/* Those that have started an execution go with it. */
create or replace function sluice_private.expire_firings()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_default interval := sluice_private.default_retention();
  v_count int;
begin
  delete from sluice.workflow_trigger_firings as old
  using (
    select past.organization_id, past.id
    from sluice.organizations as o
    cross join lateral (
      select f.organization_id, f.id
      from sluice.workflow_trigger_firings as f
      where f.organization_id = o.id
        and f.id < sluice_hidden.uuid_floor(v_now - o.retention)
        and f.status <> 'started'
      order by f.id
      limit 1000
    ) as past
    where o.retention < v_default
    limit 1000
  ) as gone
  where old.organization_id = gone.organization_id
    and old.id = gone.id;
  get diagnostics v_count = row_count;
  return v_count > 0;
end;
$$;

comment on function sluice_private.expire_firings() is
  'Deletes up to 1,000 firings that started nothing, of organizations that keep theirs for less '
  'than the default; false when there were none.';
--! EndIncluded history/expire_firings.sql
--! Included history/expire_events.sql
create or replace function sluice_private.expire_events()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_default interval := sluice_private.default_retention();
  v_count int;
begin
  delete from sluice.workflow_events as old
  using (
    select past.organization_id, past.id
    from sluice.organizations as o
    cross join lateral (
      select e.organization_id, e.id
      from sluice.workflow_events as e
      where e.organization_id = o.id
        and e.id < sluice_hidden.uuid_floor(v_now - o.retention)
      order by e.id
      limit 1000
    ) as past
    where o.retention < v_default
    limit 1000
  ) as gone
  where old.organization_id = gone.organization_id
    and old.id = gone.id;
  get diagnostics v_count = row_count;
  return v_count > 0 or sluice_private.expire_firings();
end;
$$;

comment on function sluice_private.expire_events() is
  'Deletes up to 1,000 events of organizations that keep theirs for less than the default; false '
  'when there were none.';
--! EndIncluded history/expire_events.sql
--! Included history/expire_keys.sql
create or replace function sluice_private.expire_keys()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_count int;
begin
  delete from sluice_private.idempotency_keys as stale
  using (
    select k.organization_id, k.workflow_id, k.key
    from sluice_private.idempotency_keys as k
    where k.expires_at < v_now
    order by k.expires_at
    limit 1000
    for update skip locked
  ) as old
  where stale.organization_id = old.organization_id
    and stale.workflow_id = old.workflow_id
    and stale.key = old.key;
  get diagnostics v_count = row_count;
  return v_count > 0;
end;
$$;

comment on function sluice_private.expire_keys() is
  'Deletes up to 1,000 idempotency keys that have expired; false when there were none.';
--! EndIncluded history/expire_keys.sql
--! Included history/copy_events.sql
create or replace function sluice_private.copy_events(after_id uuid, to_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_organization_ids uuid[];
  v_ids uuid[];
begin
  select array_agg(e.organization_id), array_agg(e.id)
  into v_organization_ids, v_ids
  from sluice.organizations as o
  inner join sluice.workflow_events as e
    on e.organization_id = o.id
    and e.id > after_id
    and e.id <= to_id
    and e.created_at >= v_now - o.retention
  where o.retention > sluice_private.default_retention();
  if v_ids is not null then
    perform sluice_private.copy_kept('sluice.workflow_events', v_organization_ids, v_ids);
  end if;
  select array_agg(f.organization_id), array_agg(f.id)
  into v_organization_ids, v_ids
  from sluice.organizations as o
  inner join sluice.workflow_trigger_firings as f
    on f.organization_id = o.id
    and f.id > after_id
    and f.id <= to_id
    and f.created_at >= v_now - o.retention
    and f.status <> 'started'
  where o.retention > sluice_private.default_retention();
  if v_ids is not null then
    perform sluice_private.copy_kept(
      'sluice.workflow_trigger_firings', v_organization_ids, v_ids
    );
  end if;
end;
$$;

comment on function sluice_private.copy_events(uuid, uuid) is
  'Copies the events, and firings that started nothing, between two ids that organizations keep '
  'for longer than the default.';
--! EndIncluded history/copy_events.sql
--! Included history/copy_survivors.sql
/* Executions and those under way share one order of ids; so do the events, as they are made. */
create or replace function sluice_private.copy_survivors(
  after_id uuid,
  before_id uuid,
  at_most int
)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_last uuid;
  v_organization_ids uuid[];
  v_ids uuid[];
begin
  select array_agg(found.organization_id) filter (where found.is_kept),
    array_agg(found.id) filter (where found.is_kept),
    case when count(*) = at_most then (array_agg(found.id order by found.id desc))[1] end
  into v_organization_ids, v_ids, v_last
  from (
    (
      select past.organization_id, past.id, past.finished_at
        >= v_now - sluice_private.retention_of(past.organization_id, past.workflow_id) as is_kept
      from sluice_private.executions as past
      where past.id > after_id and past.id < before_id
      order by past.id
      limit at_most
    )
    union all
    (
      select live.organization_id, live.id, true
      from sluice_private.live_executions as live
      where live.id > after_id and live.id < before_id
      order by live.id
      limit at_most
    )
    order by 2
    limit at_most
  ) as found;
  if v_ids is not null then
    perform sluice_private.copy_kept(h.parent, v_organization_ids, v_ids)
    from sluice_private.history_tables() as h
    where h.parent <> 'sluice.workflow_events'::regclass;
  end if;
  perform sluice_private.copy_events(after_id, coalesce(v_last, before_id));
  return v_last;
end;
$$;

comment on function sluice_private.copy_survivors(uuid, uuid, int) is
  'Copies what is kept of the next executions between two ids; the last of them, or null when that '
  'was all.';
--! EndIncluded history/copy_survivors.sql
--! Included history/retire_partitions.sql
/* In steps of a transaction each: a table for what is kept, the copy in chunks, the swap of one
   table after the other, the drop of what they were. What a crash leaves is gone on with. */
create or replace function sluice_private.retire_partitions()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.maintenance := (select m from sluice_private.maintenance as m);
  v_last constant uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid;
  v_next regclass;
begin
  if v_state.retiring_to is null then
    select max(p.upper_end)
    into v_state.retiring_to
    from sluice_private.partitions_until(
      'sluice_private.executions', sluice_hidden.now() - sluice_private.default_retention()
    ) as p;
    if v_state.retiring_to is null then
      return false;
    end if;
    delete from sluice_private.changed_history;
    perform sluice_private.stage_partition(h.parent, v_state.retiring_to)
    from sluice_private.history_tables() as h;
    update sluice_private.maintenance
    set retiring_to = v_state.retiring_to, copied_to = '00000000-0000-0000-0000-000000000000';
    return true;
  end if;

  if v_state.copied_to < v_last then
    update sluice_private.maintenance
    set copied_to = coalesce(
      sluice_private.copy_survivors(
        v_state.copied_to, sluice_hidden.uuid_floor(v_state.retiring_to), 1000
      ),
      v_last
    );
    return true;
  end if;

  select h.parent
  into v_next
  from sluice_private.history_tables() as h
  inner join pg_class as whole on whole.oid = h.parent
  where to_regclass(format('sluice_private.%I', whole.relname || '_kept')) is not null
  limit 1;
  if v_next is not null then
    perform sluice_private.swap_partitions(v_next, v_state.retiring_to);
    return true;
  end if;

  select sluice_private.detached_partition(h.parent)
  into v_next
  from sluice_private.history_tables() as h
  where sluice_private.detached_partition(h.parent) is not null
  limit 1;
  if v_next is not null then
    perform sluice_private.drop_partition(v_next);
  else
    delete from sluice_private.changed_history;
    update sluice_private.maintenance set retiring_to = null, copied_to = null;
  end if;
  return true;
end;
$$;

comment on function sluice_private.retire_partitions() is
  'Replaces months that are older than the default retention by what is kept of them, a step at a '
  'time; false when there is nothing to do.';
--! EndIncluded history/retire_partitions.sql
--! Included history/make_partitions.sql
create or replace function sluice_private.make_partitions()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_made bigint;
begin
  select sum(sluice_private.ensure_partitions(h.parent, 3))
  into v_made
  from sluice_private.history_tables() as h;
  return v_made > 0;
end;
$$;

comment on function sluice_private.make_partitions() is
  'Makes the partitions of the next three months; whether there were any to make.';
--! EndIncluded history/make_partitions.sql
--! Included history/partition_bytes.sql
create or replace function sluice_private.partition_bytes(name text, of_events boolean)
returns bigint
language sql
stable
begin atomic
  select sum(pg_total_relation_size(
    to_regclass(format('sluice_private.%I', whole.relname || '_' || partition_bytes.name))
  ))::bigint
  from sluice_private.history_tables() as h
  inner join pg_catalog.pg_class as whole on whole.oid = h.parent
  where (whole.relname = 'workflow_events') = of_events;
end;

comment on function sluice_private.partition_bytes(text, boolean) is
  'What the partitions of this name take on disk: those of executions, or that of events.';
--! EndIncluded history/partition_bytes.sql
--! Included history/measure_storage.sql
/* One partition at a time: the present ones every hour, older months once a day. */
create or replace function sluice_private.measure_storage()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_name text;
  v_bytes bigint;
  v_event_bytes bigint;
begin
  select known.name
  into v_name
  from pg_inherits as link
  inner join pg_class as part on part.oid = link.inhrelid
  cross join lateral (select substr(part.relname, 12) as name) as known
  left join sluice_private.partition_sizes as size on size.name = known.name
  where link.inhparent = 'sluice_private.executions'::regclass
    and coalesce(size.measured_at, '-infinity') < v_now - case
      when known.name in ('past', 'future', to_char(v_now at time zone 'UTC', 'YYYY_MM'))
        then interval '1 hour' else interval '1 day' end
  order by size.measured_at nulls first, known.name
  limit 1;
  if v_name is null then
    return false;
  end if;

  v_bytes := sluice_private.partition_bytes(v_name, false);
  v_event_bytes := sluice_private.partition_bytes(v_name, true);
  delete from sluice.workflow_storage as old
  where old.partition = v_name
    or not exists (
      select from pg_class as part
      where part.oid = to_regclass(format('sluice_private.%I', 'executions_' || old.partition))
    );
  insert into sluice.workflow_storage (
    organization_id, workflow_id, partition, executions, bytes, measured_at
  )
  select w.organization_id, w.workflow_id, v_name, round(w.executions),
    v_bytes * w.weight / sum(w.weight) over (), v_now
  from sluice_private.weigh_executions(v_name) as w
  union all
  select w.organization_id, w.workflow_id, v_name, round(w.executions),
    v_event_bytes * w.weight / sum(w.weight) over (), v_now
  from sluice_private.weigh_events(v_name) as w;
  insert into sluice_private.partition_sizes (name, bytes, measured_at)
  values (v_name, v_bytes + v_event_bytes, v_now)
  on conflict on constraint partition_sizes_pkey
  do update set bytes = excluded.bytes, measured_at = excluded.measured_at;
  return true;
end;
$$;

comment on function sluice_private.measure_storage() is
  'Shares the size of one partition out among the workflows in it, by a sample; false when all '
  'have been looked at lately.';
--! EndIncluded history/measure_storage.sql
--! Included history/maintain.sql
/* One at a time in the whole database. Whatever waits for a lock for 100 ms is left for the next
   time: nobody who writes is held up for longer. */
create or replace function sluice_private.maintain()
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
set plan_cache_mode = force_custom_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_more boolean := false;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('sluice:maintenance', 0)) or not exists (
    select from sluice_private.maintenance as m where m.next_at <= clock_timestamp()
  ) then
    return false;
  end if;
  begin
    v_more := sluice_private.make_partitions()
      or sluice_private.expire_keys()
      or sluice_private.expire_events()
      or exists (
        select
        from sluice_private.maintenance as m
        where m.expired_at < clock_timestamp() - interval '10 minutes'
      ) and sluice_private.expire_executions()
      or sluice_private.retire_partitions()
      or sluice_private.measure_storage();
  exception
    when lock_not_available then
      v_more := false;
  end;
  if not v_more then
    update sluice_private.maintenance set next_at = clock_timestamp() + interval '10 seconds';
  end if;
  return v_more;
end;
$$;

comment on function sluice_private.maintain() is
  'Does the next thing there is to do for history: makes partitions, deletes what has expired, '
  'replaces old partitions by what is kept of them, measures how much there is; whether there '
  'may be more to do.';
grant execute on function sluice_private.maintain() to sluice_worker;
--! EndIncluded history/maintain.sql
--! Included history/set_retention.sql
create or replace function sluice.set_retention(
  retention interval,
  organization_id uuid default null
)
returns sluice.organizations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_organization sluice.organizations;
begin
  if v_organization_id is not null then
    perform sluice_hidden.assert_can(v_organization_id, 'manage');
  end if;
  update sluice.organizations
  set retention = set_retention.retention
  where organizations.id = v_organization_id
  returning organizations.* into v_organization;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', coalesce(v_organization_id::text, 'null')),
      hint = 'List sluice.organizations to see those you may use.';
  end if;
  return v_organization;
exception
  when check_violation then
    raise exception using
      errcode = 'SLVAL',
      message = 'history cannot be kept for so long, or so short a time',
      hint = 'An organization keeps it for 1 hour to 10 years, or, with null, as long as all; '
        'the built-in one, which stands for all, for 1 day to 2 years.';
end;
$$;

comment on function sluice.set_retention(interval, uuid) is
  'How long the finished executions and the events of an organization are kept, where a workflow '
  'does not say otherwise; null: as long as those of all. The nil id sets that default.';
grant execute on function sluice.set_retention(interval, uuid) to sluice_member, sluice_admin;
--! EndIncluded history/set_retention.sql
--! Included history/executions_below.sql
create or replace function sluice_private.executions_below(
  organization_id uuid,
  execution_id uuid
)
returns table (id uuid, status text, is_finished boolean)
language sql
stable
begin atomic
  with recursive below as (
    select executions_below.execution_id as id
    union
    select e.id
    from below
    cross join lateral (
      select past.id
      from sluice_private.executions as past
      where past.organization_id = executions_below.organization_id
        and past.parent_execution_id = below.id
        and past.id > below.id
      union all
      select past.id
      from sluice_private.executions as past
      where past.organization_id = executions_below.organization_id
        and past.failed_execution_id = below.id
        and past.id > below.id
      union all
      select live.id
      from sluice_private.live_executions as live
      where live.organization_id = executions_below.organization_id
        and (live.parent_execution_id = below.id or live.failed_execution_id = below.id)
    ) as e
  )
  select e.id, e.status, e.finished_at is not null
  from below
  inner join sluice.workflow_executions as e
    on e.organization_id = executions_below.organization_id
    and e.id = below.id;
end;

comment on function sluice_private.executions_below(uuid, uuid) is
  'An execution, those that it has called, and those that handle their failures.';
--! EndIncluded history/executions_below.sql
--! Included history/erase_execution.sql
/* Its row first: of two who erase or retry it, one finds none. */
create or replace function sluice.erase_execution(execution_id uuid)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_execution sluice.workflow_executions;
  v_ids uuid[];
  v_live uuid;
begin
  select e.*
  into v_execution
  from sluice.workflow_executions as e
  where e.id = erase_execution.execution_id
    and sluice_hidden.can_see(e.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s does not exist', coalesce(execution_id::text, 'null')),
      hint = 'List sluice.workflow_executions to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_execution.organization_id, 'manage');

  delete from sluice_private.executions as gone
  where gone.organization_id = v_execution.organization_id and gone.id = v_execution.id;
  select array_agg(below.id), (array_agg(below.id) filter (where not below.is_finished))[1]
  into v_ids, v_live
  from sluice_private.executions_below(v_execution.organization_id, v_execution.id) as below;
  if v_live is not null then
    raise exception using
      errcode = 'SLSTA',
      message = format('execution %s is under way', v_live),
      hint = 'Cancel it first, and what it has called, and erase it when it has ended.';
  end if;
  v_ids := v_ids || v_execution.id;
  perform sluice_private.delete_history(
    array_fill(v_execution.organization_id, array[cardinality(v_ids)]), v_ids
  );
  return (select count(distinct id)::int from unnest(v_ids) as id);
end;
$$;

comment on function sluice.erase_execution(uuid) is
  'Deletes a finished execution with its steps, attempts, logs and approvals and the webhook event '
  'that started it, and so those that it called or that handled its failure; says how many.';
grant execute on function sluice.erase_execution(uuid) to sluice_member, sluice_admin;
--! EndIncluded history/erase_execution.sql
--! Included history/maintenance_policies.sql
alter table sluice_private.maintenance enable row level security;
alter table sluice_private.maintenance force row level security;

drop policy if exists all_owner on sluice_private.maintenance;
create policy all_owner on sluice_private.maintenance to sluice_owner
using (true) with check (true);
--! EndIncluded history/maintenance_policies.sql
--! Included history/changed_history_policies.sql
alter table sluice_private.changed_history enable row level security;
alter table sluice_private.changed_history force row level security;

drop policy if exists all_owner on sluice_private.changed_history;
create policy all_owner on sluice_private.changed_history to sluice_owner
using (true) with check (true);
--! EndIncluded history/changed_history_policies.sql
--! Included history/partition_sizes_policies.sql
alter table sluice_private.partition_sizes enable row level security;
alter table sluice_private.partition_sizes force row level security;

drop policy if exists all_owner on sluice_private.partition_sizes;
create policy all_owner on sluice_private.partition_sizes to sluice_owner
using (true) with check (true);
--! EndIncluded history/partition_sizes_policies.sql
--! Included history/workflow_storage_policies.sql
alter table sluice.workflow_storage enable row level security;
alter table sluice.workflow_storage force row level security;

drop policy if exists all_owner on sluice.workflow_storage;
create policy all_owner on sluice.workflow_storage to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_storage;
create policy select_member on sluice.workflow_storage for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_storage;
create policy select_admin on sluice.workflow_storage for select to sluice_admin
using (true);

grant select on sluice.workflow_storage to sluice_member, sluice_admin;
--! EndIncluded history/workflow_storage_policies.sql
--! EndIncluded history/index.sql
--! Included observe/index.sql
/* Observing: what operators and users ask of a running system. Nothing here changes an execution,
   and nothing here reads history without a key. */
--! Included observe/instant_text.sql
create or replace function sluice_private.instant_text(instant timestamptz)
returns text
language sql
stable
return to_char(instant at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"');

comment on function sluice_private.instant_text(timestamptz) is
  'An instant as sentences name it.';
--! EndIncluded observe/instant_text.sql
--! Included observe/step_label.sql
create or replace function sluice_private.step_label(
  live sluice_private.live_executions,
  frame_id bigint,
  step_no int
)
returns text
language sql
stable
return (
  select concat_ws('.', (
    select frame.path
    from sluice_private.frames as frame
    where frame.organization_id = live.organization_id
      and frame.execution_id = live.id
      and frame.frame_id = step_label.frame_id
      and step_label.frame_id <> 0
  ), step.node_id)
  from sluice.workflow_steps as step
  where step.organization_id = live.organization_id
    and step.version_id = live.version_id
    and step.step_no = step_label.step_no
);

comment on function sluice_private.step_label(sluice_private.live_executions, bigint, int) is
  'A step as sentences name it: the iterations it is in, and its node.';
--! EndIncluded observe/step_label.sql
--! Included observe/person_label.sql
create or replace function sluice_private.person_label(user_id uuid)
returns text
language sql
stable
return coalesce((select u.email from sluice.users as u where u.id = user_id), 'an operator');

comment on function sluice_private.person_label(uuid) is
  'A person as sentences name them; who acted without being signed in is an operator.';
--! EndIncluded observe/person_label.sql
--! Included observe/worker_label.sql
/* Hosts are named to operators only: they are no tenant's business. */
create or replace function sluice_private.worker_label(worker_id uuid, holder text)
returns text
language sql
stable
return case
  when holder is not null then format('worker %s', holder)
  else format('worker %s', worker_id) || coalesce((
    select format(' (process %s of %s)', worker.pid, worker.host)
    from sluice_private.workers as worker
    where worker.id = worker_id and sluice_hidden.is_operator()
  ), '')
end;

comment on function sluice_private.worker_label(uuid, text) is
  'A worker as sentences name it.';
--! EndIncluded observe/worker_label.sql
--! Included observe/why_paused.sql
create or replace function sluice_private.why_paused(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 1, case
    when why.error ->> 'class' = 'engine' then format(
      'The engine could not move it on and set it aside at %s: %s (%s); mend the cause, then '
      'resume or cancel it.',
      sluice_private.instant_text(live.paused_at), why.error ->> 'message', why.error ->> 'code'
    )
    else format(
      '%s paused by %s%s%s; %s lets it go on.%s',
      case
        when why.scope = '00000000-0000-0000-0000-000000000000' then 'Its organization was'
        when why.scope is not null then 'Its workflow was'
        else 'It was'
      end,
      sluice_private.person_label((why.error ->> 'by')::uuid),
      ' at ' || sluice_private.instant_text(coalesce((
        select scope.paused_at
        from sluice_private.paused_scopes as scope
        where scope.organization_id = live.organization_id and scope.workflow_id = why.scope
      ), live.paused_at)),
      ' (' || nullif(why.error ->> 'message', 'paused') || ')',
      case
        when why.scope = '00000000-0000-0000-0000-000000000000' then 'resume_organization'
        when why.scope is not null then 'set_workflow_status'
        else 'resume_execution'
      end,
      case when exists (
        select
        from sluice_private.calls as called
        inner join sluice_private.live_executions as child
          on child.organization_id = called.organization_id and child.id = called.child_id
        where called.organization_id = live.organization_id
          and called.execution_id = live.id
          and child.status <> 'paused'
      ) then ' What it has called goes on.' else '' end
    )
  end
  from (
    select given.error, (given.error ->> 'scope')::uuid as scope
    from (
      select case when live.status = 'paused' then live.error
        else sluice_private.paused_scope(live.organization_id, live.workflow_id) end as error
    ) as given
    where given.error is not null
  ) as why;
end;

comment on function sluice_private.why_paused(sluice_private.live_executions) is
  'By whom an execution, its workflow or its organization is paused, and whether what it has '
  'called is not.';
--! EndIncluded observe/why_paused.sql
--! Included observe/why_pending.sql
create or replace function sluice_private.why_pending(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 2, format(
    'It took too long together with others, so since %s a worker moves it on alone.',
    sluice_private.instant_text(live.apart_since)
  )
  where live.apart_since is not null
  union all
  select 3, format(
    'What arrived at %s (%s) has not been acted on yet: %s.',
    sluice_private.instant_text(oldest.created_at), oldest.kind,
    case when exists (select from sluice_private.workers)
      then 'a worker takes it up within moments'
      else 'no worker runs; start one, or call sluice.tick()'
    end
  )
  from (
    select arrival.kind, arrival.created_at
    from sluice_private.arrivals as arrival
    where arrival.organization_id = live.organization_id
      and arrival.execution_id = live.id
      and not arrival.is_parked
    order by arrival.seq
    limit 1
  ) as oldest;
end;

comment on function sluice_private.why_pending(sluice_private.live_executions) is
  'Which arrival of an execution no transaction has acted on yet.';
--! EndIncluded observe/why_pending.sql
--! Included observe/why_ready.sql
create or replace function sluice_private.why_ready(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select
    case when served.slots is null then 4 else 6 end,
    case when served.slots is null
      then format(
        'Step %s is ready since %s, but no worker serves the action %s: start one that does.',
        sluice_private.step_label(live, ready.frame_id, ready.step_no),
        sluice_private.instant_text(ready.ready_at), ready.action
      )
      else format(
        'Step %s is ready since %s and waits for its turn: the workers that serve the action %s '
        'run %s at once.',
        sluice_private.step_label(live, ready.frame_id, ready.step_no),
        sluice_private.instant_text(ready.ready_at), ready.action, served.slots
      )
    end
  from sluice_private.ready_steps as ready
  cross join lateral (
    select sum(worker.concurrency) as slots
    from sluice_private.workers as worker
    where not worker.is_draining and ready.action = any (worker.actions)
  ) as served
  where ready.organization_id = live.organization_id and ready.execution_id = live.id;
end;

comment on function sluice_private.why_ready(sluice_private.live_executions) is
  'Steps of an execution that any worker may take: whether one serves them.';
--! EndIncluded observe/why_ready.sql
--! Included observe/why_leased.sql
create or replace function sluice_private.why_leased(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select
    7,
    case when lease.bound_at is null
      then format(
        'Step %s has been handed to the workers; if none begins it by %s it goes back to the '
        'queue.',
        sluice_private.step_label(live, lease.frame_id, lease.step_no),
        sluice_private.instant_text(lease.start_by)
      )
      else format(
        'Step %s is being run by %s since %s (attempt %s)%s.',
        sluice_private.step_label(live, lease.frame_id, lease.step_no),
        sluice_private.worker_label(lease.worker_id, lease.holder),
        sluice_private.instant_text(lease.bound_at), lease.attempt,
        ', whose lock ends at ' || sluice_private.instant_text(lease.expires_at)
      )
    end
  from sluice_private.step_leases as lease
  where lease.organization_id = live.organization_id and lease.execution_id = live.id;
end;

comment on function sluice_private.why_leased(sluice_private.live_executions) is
  'Steps of an execution that a worker has: which one, and since when.';
--! EndIncluded observe/why_leased.sql
--! Included observe/why_blocked.sql
/* Whatever else sets steps aside in blocked_steps says here what frees them. */
create or replace function sluice_private.why_blocked(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 5, case blocked.reason
    when 'retry' then format(
      'Step %s has failed (%s) and is tried again, as attempt %s of %s, at %s.',
      sluice_private.step_label(live, blocked.frame_id, blocked.step_no),
      coalesce(blocked.error ->> 'message', blocked.error ->> 'class', 'for no reason given'),
      blocked.attempt, step.max_attempts, sluice_private.instant_text(blocked.ready_at)
    )
    when 'paused' then format(
      'Step %s goes on when its execution is resumed.',
      sluice_private.step_label(live, blocked.frame_id, blocked.step_no)
    )
    else format(
      'Step %s is held back: %s.',
      sluice_private.step_label(live, blocked.frame_id, blocked.step_no), blocked.reason
    )
  end
  from sluice_private.blocked_steps as blocked
  inner join sluice.workflow_steps as step
    on step.organization_id = blocked.organization_id
    and step.version_id = blocked.version_id
    and step.step_no = blocked.step_no
  where blocked.organization_id = live.organization_id and blocked.execution_id = live.id;
end;

comment on function sluice_private.why_blocked(sluice_private.live_executions) is
  'Steps of an execution that are set aside: why, and until when.';
--! EndIncluded observe/why_blocked.sql
--! Included observe/approval_state.sql
create or replace function sluice_private.approval_state(approval sluice.workflow_approvals)
returns text
language sql
stable
return (
  select format(
    'the decision of %s (%s of %s needed have approved)',
    coalesce(
      string_agg(
        coalesce(delegate.email, assignee.email, assignee.user_id::text), ', '
        order by assignee.assignee_no
      ) filter (where assignee.decision is null and assignee.asked_at <= sluice_hidden.now()),
      'nobody who is left'
    ),
    count(*) filter (where assignee.decision = 'approved'), approval.quorum
  )
  from sluice.workflow_approval_assignees as assignee
  left join sluice.users as delegate on delegate.id = assignee.delegate_id
  where assignee.organization_id = approval.organization_id
    and assignee.approval_id = approval.id
);

comment on function sluice_private.approval_state(sluice.workflow_approvals) is
  'Who has still to decide, and how many have approved.';
--! EndIncluded observe/approval_state.sql
--! Included observe/why_waits.sql
create or replace function sluice_private.why_waits(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 9, format(
    'Step %s waits for %s%s.',
    sluice_private.step_label(live, waiting.frame_id, waiting.step_no),
    concat_ws(' or ', asked.people, awaited.events, case
      when waiting.input ? 'condition' then 'its condition to hold' || coalesce(
        ', which is looked at next at ' || sluice_private.instant_text(timer.poll_at), ''
      ) end,
      case when waiting.due_port = 'elapsed' or (timer.due_at is null and timer.poll_at is null
        and asked.people is null and awaited.events is null) then 'its time'
      end),
    case when waiting.due_port = 'timeout' then ', at the longest' else '' end
    || coalesce(' until ' || sluice_private.instant_text(timer.due_at), '')
  )
  from sluice_private.waits as waiting
  cross join lateral (
    select
      min(t.due_at) filter (where t.kind = 'wait') as due_at,
      min(t.due_at) filter (where t.kind = 'poll') as poll_at
    from sluice_private.timers as t
    where t.organization_id = waiting.organization_id
      and t.execution_id = waiting.execution_id
      and t.frame_id = waiting.frame_id
      and t.step_no = waiting.step_no
  ) as timer
  cross join lateral (
    select string_agg(
      format('the event %s', e.name) || coalesce(' with key ' || e.key, ''), ' or '
      order by e.event_no
    ) as events
    from sluice_private.awaited_events as e
    where e.organization_id = waiting.organization_id
      and e.execution_id = waiting.execution_id
      and e.frame_id = waiting.frame_id
      and e.step_no = waiting.step_no
  ) as awaited
  cross join lateral (
    select string_agg(sluice_private.approval_state(a), ' or ') as people
    from sluice.workflow_approvals as a
    where a.organization_id = waiting.organization_id
      and a.execution_id = waiting.execution_id
      and a.frame_id = waiting.frame_id
      and a.step_no = waiting.step_no
      and a.status = 'open'
  ) as asked
  where waiting.organization_id = live.organization_id and waiting.execution_id = live.id;
end;

comment on function sluice_private.why_waits(sluice_private.live_executions) is
  'What the waits of an execution wait for: people, events, a condition, a time.';
--! EndIncluded observe/why_waits.sql
--! Included observe/why_calls.sql
create or replace function sluice_private.why_calls(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 8, case when calling.child_id is null
    then format(
      'Step %s has failed (%s) and calls again, as attempt %s, at %s.',
      sluice_private.step_label(live, calling.frame_id, calling.step_no),
      coalesce(calling.error ->> 'message', 'for no reason given'), calling.attempt,
      sluice_private.instant_text(timer.due_at)
    )
    else format(
      'Step %s waits for execution %s of workflow %s, which is %s.',
      sluice_private.step_label(live, calling.frame_id, calling.step_no), calling.child_id,
      coalesce(child.name, 'unknown'), coalesce(child.status, 'finished')
    )
  end
  from sluice_private.calls as calling
  left join lateral (
    select workflow.name, called.status
    from sluice_private.live_executions as called
    inner join sluice.workflows as workflow
      on workflow.organization_id = called.organization_id and workflow.id = called.workflow_id
    where called.organization_id = calling.organization_id and called.id = calling.child_id
  ) as child on true
  left join lateral (
    select t.due_at
    from sluice_private.timers as t
    where t.organization_id = calling.organization_id
      and t.execution_id = calling.execution_id
      and t.frame_id = calling.frame_id
      and t.step_no = calling.step_no
      and t.kind = 'retry'
  ) as timer on true
  where calling.organization_id = live.organization_id and calling.execution_id = live.id;
end;

comment on function sluice_private.why_calls(sluice_private.live_executions) is
  'Executions that an execution has called and waits for, or will call again.';
--! EndIncluded observe/why_calls.sql
--! Included observe/why_locked.sql
create or replace function sluice_private.why_locked(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 5, format(
    'Group %s waits for the lock %s, which %s.',
    sluice_private.step_label(live, claim.frame_id, claim.step_no), claim.key,
    coalesce('is held by ' || (
      select case holder.execution_id when live.id then 'another step of it'
        else 'execution ' || holder.execution_id end
      from sluice_private.lock_claims as holder
      where holder.key = claim.key
        and holder.organization_id = claim.organization_id
        and holder.state = 'held'
    ), 'is about to be given to the next in line')
  )
  from sluice_private.lock_claims as claim
  where claim.organization_id = live.organization_id
    and claim.execution_id = live.id
    and claim.state in ('new', 'waiting');
end;

comment on function sluice_private.why_locked(sluice_private.live_executions) is
  'Locks that groups of an execution wait for, and who has them.';
--! EndIncluded observe/why_locked.sql
--! Included observe/find_past.sql
create or replace function sluice_private.find_past(execution_id uuid)
returns sluice.workflow_executions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_execution sluice.workflow_executions;
begin
  select execution.*
  into v_execution
  from sluice.workflow_executions as execution
  where execution.id = find_past.execution_id
    and sluice_hidden.can_see(execution.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s does not exist', coalesce(execution_id::text, 'null')),
      hint = 'List sluice.workflow_executions to see those of your organizations.';
  end if;
  return v_execution;
end;
$$;

comment on function sluice_private.find_past(uuid) is
  'An execution that whoever asks may see; raises SLNTF.';
--! EndIncluded observe/find_past.sql
--! Included observe/why_waiting.sql
/* What is wrong comes before what is slow, and that before what takes its time. */
create or replace function sluice.why_waiting(execution_id uuid)
returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_live sluice_private.live_executions;
  v_past sluice.workflow_executions;
  v_sentences text[];
begin
  select live.*
  into v_live
  from sluice_private.live_executions as live
  where live.id = why_waiting.execution_id and sluice_hidden.can_see(live.organization_id);
  if not found then
    v_past := sluice_private.find_past(execution_id);
    return format(
      'It has ended as %s at %s and waits for nothing.', v_past.status,
      sluice_private.instant_text(v_past.finished_at)
    );
  end if;

  select array_agg(why.sentence order by why.rank, why.sentence)
  into v_sentences
  from (
    select p.rank, p.sentence from sluice_private.why_paused(v_live) as p
    union all
    select p.rank, p.sentence from sluice_private.why_pending(v_live) as p
    union all
    select r.rank, r.sentence from sluice_private.why_ready(v_live) as r
    union all
    select b.rank, b.sentence from sluice_private.why_blocked(v_live) as b
    union all
    select k.rank, k.sentence from sluice_private.why_locked(v_live) as k
    union all
    select l.rank, l.sentence from sluice_private.why_leased(v_live) as l
    union all
    select c.rank, c.sentence from sluice_private.why_calls(v_live) as c
    union all
    select w.rank, w.sentence from sluice_private.why_waits(v_live) as w
  ) as why;
  if v_live.status <> 'paused' and cardinality(v_sentences) > 1 then
    return rtrim(v_sentences[1], '.')
      || format('; and %s more.', cardinality(v_sentences) - 1);
  end if;
  return coalesce(
    v_sentences[1],
    'Nothing that would move it on is known: see sluice.check_invariants().'
  );
end;
$$;

comment on function sluice.why_waiting(uuid) is
  'What an execution waits for, in one sentence: the most serious of all that it waits for.';
grant execute on function sluice.why_waiting(uuid) to sluice_member, sluice_admin;
--! EndIncluded observe/why_waiting.sql
--! Included observe/lease_expiry.sql
/* Security definer: it looks up the heartbeat of a worker, which members may not read. */
create or replace function sluice_hidden.lease_expiry(worker_id uuid)
returns timestamptz
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select worker.last_seen_at + interval '15 seconds'
    from sluice_private.workers as worker
    where worker.id = lease_expiry.worker_id
  );
end;
$$;

comment on function sluice_hidden.lease_expiry(uuid) is
  'When this worker counts as dead if it is not heard again; null: it is gone.';
grant execute on function sluice_hidden.lease_expiry(uuid) to sluice_member, sluice_admin;
--! EndIncluded observe/lease_expiry.sql
--! Included observe/queue_item_id.sql
create or replace function sluice_hidden.queue_item_id(
  execution_id uuid,
  frame_id bigint,
  step_no int,
  generation int
)
returns uuid
language sql
immutable
parallel safe
return md5(execution_id || ':' || frame_id || ':' || step_no || ':' || generation)::uuid;

comment on function sluice_hidden.queue_item_id(uuid, bigint, int, int) is
  'The id under which a step is in the queue, from its first attempt to its last.';
grant execute on function sluice_hidden.queue_item_id(uuid, bigint, int, int)
to sluice_member, sluice_admin;
--! EndIncluded observe/queue_item_id.sql
--! Included observe/workflow_execution_queue.sql
/* Positions are counted within an organization, so that nobody sees how long the line of another
   one is. How long a step takes is what the newest hundred of the organization took. */
create or replace view sluice.workflow_execution_queue
with (security_invoker = true)
as
with served as materialized (
  select s.action, s.slots from sluice_hidden.served_actions() as s
),
pace as materialized (
  select organization.organization_id, recent.took
  from (
    select distinct ready.organization_id from sluice_private.ready_steps as ready
  ) as organization
  cross join lateral (
    select avg(newest.finished_at - newest.started_at) as took
    from (
      select attempt.started_at, attempt.finished_at
      from sluice.workflow_step_attempts as attempt
      where attempt.organization_id = organization.organization_id
        and attempt.started_at is not null
      order by attempt.execution_id desc
      limit 100
    ) as newest
  ) as recent
),
items as (
  select
    ready.organization_id, ready.execution_id, ready.frame_id, ready.step_no, ready.generation,
    ready.action, ready.priority, 'ready'::text as state,
    row_number() over (
      partition by ready.organization_id, ready.action order by ready.priority, ready.seq
    ) as position,
    ready.ready_at, ready.attempt, ready.crashes, null::uuid as worker_id,
    null::timestamptz as locked_at, null::timestamptz as lock_expires_at
  from sluice_private.ready_steps as ready
  union all
  select
    lease.organization_id, lease.execution_id, lease.frame_id, lease.step_no, lease.generation,
    lease.action, lease.priority, case when lease.bound_at is null then 'admitted' else 'bound' end,
    null, lease.ready_at, lease.attempt, lease.crashes, lease.worker_id, lease.bound_at,
    case when lease.expires_at is not null then lease.expires_at
      when lease.bound_at is null then lease.start_by
      else sluice_hidden.lease_expiry(lease.worker_id)
    end
  from sluice_private.step_leases as lease
  union all
  select
    blocked.organization_id, blocked.execution_id, blocked.frame_id, blocked.step_no,
    blocked.generation, blocked.action, blocked.priority, blocked.reason, null, blocked.ready_at,
    blocked.attempt, blocked.crashes, null, null, null
  from sluice_private.blocked_steps as blocked
  union all
  select
    live.organization_id, live.id, 0, live.trigger_step, live.generation, null, live.priority,
    'pending', null, live.created_at, 1, 0, null, null, null
  from sluice_private.live_executions as live
  where live.status = 'pending'
)
select
  sluice_hidden.queue_item_id(item.execution_id, item.frame_id, item.step_no, item.generation)
    as id,
  item.organization_id, live.workflow_id, item.execution_id, item.frame_id, item.step_no,
  step.node_id, item.action, item.priority,
  case item.state when 'bound' then 'processing' else 'queued' end as status,
  item.position, item.ready_at as scheduled_at,
  item.attempt - 1 + item.crashes as retry_count,
  step.max_attempts + 1 as max_retries,
  case item.state when 'retry' then item.ready_at end as next_retry_at,
  item.worker_id, item.locked_at, item.lock_expires_at,
  case item.state
    when 'ready' then case when served.slots is null
      then format('no worker serves %s', item.action) else 'waits for a free worker' end
    when 'admitted' then 'handed to the workers, and none has begun it yet'
    when 'retry' then 'waits for its next attempt'
    when 'paused' then 'its execution is paused'
    when 'pending' then 'its execution has not begun yet'
    when 'bound' then null
    else item.state
  end as reason,
  case item.state
    when 'ready' then
      sluice_hidden.now() + coalesce(pace.took, '0') * ((item.position - 1) / served.slots)
    when 'retry' then item.ready_at
    when 'bound' then item.locked_at
    when 'admitted' then sluice_hidden.now()
    when 'pending' then sluice_hidden.now()
  end as estimated_start_at,
  live.created_at
from items as item
inner join sluice_private.live_executions as live
  on live.organization_id = item.organization_id and live.id = item.execution_id
inner join sluice.workflow_steps as step
  on step.organization_id = live.organization_id
  and step.version_id = live.version_id
  and step.step_no = item.step_no
left join served on served.action = item.action
left join pace on pace.organization_id = item.organization_id;

comment on view sluice.workflow_execution_queue is
  'What waits for a worker, or is with one: steps, and executions that have not begun.';
comment on column sluice.workflow_execution_queue.id is
  'What acquire_queue_lock and release_queue_lock call it.';
comment on column sluice.workflow_execution_queue.organization_id is
  'The organization it belongs to.';
comment on column sluice.workflow_execution_queue.workflow_id is 'The workflow.';
comment on column sluice.workflow_execution_queue.execution_id is 'The execution.';
comment on column sluice.workflow_execution_queue.frame_id is 'The frame; 0 is the root.';
comment on column sluice.workflow_execution_queue.step_no is 'The step of the version.';
comment on column sluice.workflow_execution_queue.node_id is 'The node in the definition.';
comment on column sluice.workflow_execution_queue.action is
  'What a worker is to do; null: the execution has not begun.';
comment on column sluice.workflow_execution_queue.priority is '1 is first, 10 last.';
comment on column sluice.workflow_execution_queue.status is
  'queued, or processing: a worker has begun it. What has ended is in workflow_execution_steps.';
comment on column sluice.workflow_execution_queue.position is
  'Its place among the steps of its organization and action that could run; the first is 1.';
comment on column sluice.workflow_execution_queue.scheduled_at is 'From when on it may run.';
comment on column sluice.workflow_execution_queue.retry_count is
  'How often it has failed, or lost its worker.';
comment on column sluice.workflow_execution_queue.max_retries is
  'How often it may: the attempts of its policy but the first, and two workers lost.';
comment on column sluice.workflow_execution_queue.next_retry_at is
  'When it is tried again, if it has failed.';
comment on column sluice.workflow_execution_queue.worker_id is 'The worker that has it.';
comment on column sluice.workflow_execution_queue.locked_at is 'Since when that worker has it.';
comment on column sluice.workflow_execution_queue.lock_expires_at is
  'When it goes back to the queue if nothing is heard of it.';
comment on column sluice.workflow_execution_queue.reason is
  'Why it waits; null: a worker has it.';
comment on column sluice.workflow_execution_queue.estimated_start_at is
  'When it should begin, as things stand; null: not before something else happens.';
comment on column sluice.workflow_execution_queue.created_at is
  'When its execution was asked for.';
grant select on sluice.workflow_execution_queue to sluice_member, sluice_admin;
--! EndIncluded observe/workflow_execution_queue.sql
--! Included observe/dead_letters.sql
create or replace view sluice.dead_letters
with (security_invoker = true)
as
select
  past.organization_id, past.id as execution_id, past.workflow_id, past.version_id,
  case
    when past.error ->> 'class' = 'crash' then 'quarantined'
    else past.status
  end as kind,
  past.status, past.error ->> 'class' as error_class, past.error ->> 'message' as message,
  past.error ->> 'node_id' as node_id, past.error, past.generation, past.created_at,
  past.finished_at as failed_at
from sluice_private.executions as past
where past.status in ('failed', 'timed_out')
  and (past.parent_execution_id is null or not sluice_hidden.was_awaited(
    past.organization_id, past.parent_execution_id, past.parent_step_no
  ))
union all
select
  live.organization_id, live.id, live.workflow_id, live.version_id, 'parked', live.status,
  live.error ->> 'class', live.error ->> 'message', live.error ->> 'node_id', live.error,
  live.generation, live.created_at, live.paused_at
from sluice_private.live_executions as live
where live.paused_at is not null
  and live.error ->> 'class' = 'engine';

comment on view sluice.dead_letters is
  'Executions that have failed and that nothing will run again by itself, and those that the '
  'engine has parked.';
comment on column sluice.dead_letters.organization_id is 'The organization it belongs to.';
comment on column sluice.dead_letters.execution_id is 'The execution.';
comment on column sluice.dead_letters.workflow_id is 'The workflow.';
comment on column sluice.dead_letters.version_id is 'The version it ran.';
comment on column sluice.dead_letters.kind is
  'failed, timed_out, quarantined (a step took its workers with it), or parked (the engine could '
  'not move it on).';
comment on column sluice.dead_letters.status is 'The status of the execution.';
comment on column sluice.dead_letters.error_class is 'What kind of error, such as http.';
comment on column sluice.dead_letters.message is 'What went wrong.';
comment on column sluice.dead_letters.node_id is 'The node in which it did.';
comment on column sluice.dead_letters.error is 'All that is known of it.';
comment on column sluice.dead_letters.generation is 'How often it has been retried before.';
comment on column sluice.dead_letters.created_at is 'When the execution was asked for.';
comment on column sluice.dead_letters.failed_at is 'When it failed, or was parked.';
grant select on sluice.dead_letters to sluice_member, sluice_admin;
--! EndIncluded observe/dead_letters.sql
--! Included observe/dead_letter_analysis.sql
create or replace view sluice.dead_letter_analysis
with (security_invoker = true)
as
select
  letter.organization_id, letter.workflow_id, letter.kind, letter.error_class, letter.node_id,
  count(*) as letter_count, min(letter.failed_at) as first_failed_at,
  max(letter.failed_at) as last_failed_at,
  (array_agg(letter.message order by letter.failed_at desc))[1] as last_message,
  (array_agg(letter.execution_id order by letter.failed_at desc))[1] as last_execution_id
from sluice.dead_letters as letter
group by
  letter.organization_id, letter.workflow_id, letter.kind, letter.error_class, letter.node_id;

comment on view sluice.dead_letter_analysis is
  'The dead letters of each workflow, by kind, class of error and node.';
comment on column sluice.dead_letter_analysis.organization_id is 'The organization.';
comment on column sluice.dead_letter_analysis.workflow_id is 'The workflow.';
comment on column sluice.dead_letter_analysis.kind is 'failed timed_out quarantined parked.';
comment on column sluice.dead_letter_analysis.error_class is
  'What kind of error; what a filter of redrive calls error_class.';
comment on column sluice.dead_letter_analysis.node_id is 'The node in which it went wrong.';
comment on column sluice.dead_letter_analysis.letter_count is 'How many there are.';
comment on column sluice.dead_letter_analysis.first_failed_at is 'When the first of them failed.';
comment on column sluice.dead_letter_analysis.last_failed_at is 'When the last of them failed.';
comment on column sluice.dead_letter_analysis.last_message is 'What that one said.';
comment on column sluice.dead_letter_analysis.last_execution_id is 'Which that one is.';
grant select on sluice.dead_letter_analysis to sluice_member, sluice_admin;
--! EndIncluded observe/dead_letter_analysis.sql
--! Included observe/redrive_fault.sql
create or replace function sluice_private.redrive_fault(
  filter jsonb,
  rate double precision,
  arguments jsonb
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    sluice_private.bulk_arguments_fault('retry', arguments),
    sluice_private.bulk_filter_fault(filter),
    case
      when not filter -> 'statuses' <@ '["failed", "timed_out", "paused"]'
        then 'a dead letter has failed, timed_out, or is paused'
      when not rate between 0.001 and 1000000 then 'a rate is from 0.001 to 1,000,000 a second'
    end
  );
end;
$$;

comment on function sluice_private.redrive_fault(jsonb, double precision, jsonb) is
  'What is wrong with the arguments of redrive, or null.';
--! EndIncluded observe/redrive_fault.sql
--! Included observe/redrive.sql
create or replace function sluice.redrive(
  filter jsonb default '{}',
  rate double precision default null,
  arguments jsonb default '{}',
  organization_id uuid default null
)
returns setof sluice.bulk_operations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := sluice_private.assert_organization(
    coalesce(organization_id, sluice_hidden.current_organization_id()), 'run'
  );
  v_fault text := sluice_private.redrive_fault(filter, rate, coalesce(arguments, '{}'));
  v_statuses text[];
begin
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = v_fault,
      hint = 'A filter has ids, workflow_id, statuses (failed, timed_out, paused), created_after, '
        'created_before, error_class; a rate is executions a second; arguments are those of '
        'retry_execution.';
  end if;
  v_statuses := array(
    select jsonb_array_elements_text(coalesce(filter -> 'statuses', '["failed", "timed_out", '
      '"paused"]'))
  );
  if v_statuses && '{failed,timed_out}' then
    return next sluice_private.open_bulk_operation(
      v_organization_id, 'retry',
      filter || jsonb_build_object('statuses', array_remove(v_statuses, 'paused')),
      coalesce(arguments, '{}') || '{"redrive": true}', rate
    );
  end if;
  if 'paused' = any (v_statuses) and coalesce(filter ->> 'error_class', 'engine') = 'engine' then
    return next sluice_private.open_bulk_operation(
      v_organization_id, 'resume', filter || '{"statuses": ["paused"], "error_class": "engine"}',
      '{"redrive": true}', rate
    );
  end if;
end;
$$;

comment on function sluice.redrive(jsonb, double precision, jsonb, uuid) is
  'Retries the dead letters that the filter matches now, and resumes those that the engine has '
  'parked, at most this many a second: a bulk operation for each of the two.';
grant execute on function sluice.redrive(jsonb, double precision, jsonb, uuid)
to sluice_member, sluice_admin;
--! EndIncluded observe/redrive.sql
--! EndIncluded observe/index.sql
--! Included external/index.sql
/* Workers that know nothing but SQL. Such a worker pulls a step of the backlog, which gives it a
   lease like any other but for two things: it has a holder, the name that the worker goes by, and
   it expires at a time, for nobody hears a heartbeat. What the worker says at the end is an
   arrival, as everything that a user's transaction does to an execution; the fence is the lease.

   A lock that expires counts as a worker that died: the step comes back after five minutes, then
   after ten, and the third time it fails. */
--! Included external/has_limits.sql
/* What runs under a limit is counted by admission alone. */
create or replace function sluice_private.has_limits(ready sluice_private.ready_steps)
returns boolean
language sql
stable
begin atomic
  select step.limits is not null
  from sluice.workflow_steps as step
  where step.organization_id = ready.organization_id
    and step.version_id = ready.version_id
    and step.step_no = ready.step_no;
end;

comment on function sluice_private.has_limits(sluice_private.ready_steps) is
  'Whether a step has limits, so that only admission may lease it.';
--! EndIncluded external/has_limits.sql
--! Included external/assert_lock.sql
create or replace function sluice_private.assert_lock(worker_id text, minutes int)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if length(worker_id) between 1 and 200 and minutes between 1 and 1440 then
    return;
  end if;
  raise exception using
    errcode = 'SLVAL',
    message = case when length(worker_id) between 1 and 200
      then 'a lock lasts 1 to 1,440 minutes' else 'a worker needs a name' end,
    hint = 'Give each worker a name of its own, of at most 200 characters, and take a lock again '
      'with acquire_queue_lock to prolong it.';
end;
$$;

comment on function sluice_private.assert_lock(text, int) is
  'Raises SLVAL unless a worker may go by this name and hold a lock for so many minutes.';
--! EndIncluded external/assert_lock.sql
--! Included external/find_lockable.sql
/* A hundred of each action, at most: more than that are never locked by others at one moment. */
create or replace function sluice_private.find_lockable(organization_id uuid, actions text[])
returns sluice_private.ready_steps
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- lint: allow "routine is marked as VOLATILE, should be STABLE": it takes a row lock
declare
  v_step sluice_private.ready_steps;
begin
  select ready.*
  into v_step
  from (
    select next.*
    from (
      select distinct known.name
      from sluice.workflow_action_definitions as known
      where known.runs = 'worker'
        and (actions is null or known.name = any (actions))
    ) as wanted
    cross join lateral (
      select r.organization_id, r.execution_id, r.frame_id, r.step_no, r.priority, r.seq
      from sluice_private.ready_steps as r
      where r.action = wanted.name
        and (find_lockable.organization_id is null
          or r.organization_id = find_lockable.organization_id)
        and not sluice_private.has_limits(r)
      order by r.priority, r.seq
      limit 100
    ) as next
    order by next.priority, next.seq
    limit 100
  ) as first
  inner join sluice_private.ready_steps as ready
    on ready.organization_id = first.organization_id
    and ready.execution_id = first.execution_id
    and ready.frame_id = first.frame_id
    and ready.step_no = first.step_no
  order by first.priority, first.seq
  limit 1
  for update of ready skip locked;
  return v_step;
end;
$$;

comment on function sluice_private.find_lockable(uuid, text[]) is
  'The step that comes next in an organization (null: in all) among these actions (null: all), '
  'locked.';
--! EndIncluded external/find_lockable.sql
--! Included external/lock_step.sql
create or replace function sluice_private.lock_step(
  ready sluice_private.ready_steps,
  worker_id text,
  minutes int
)
returns sluice_private.step_leases
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lease sluice_private.step_leases;
begin
  with taken as (
    delete from sluice_private.ready_steps as r
    where r.organization_id = ready.organization_id
      and r.execution_id = ready.execution_id
      and r.frame_id = ready.frame_id
      and r.step_no = ready.step_no
    returning r.*
  ),
  token as (
    select nextval('sluice_private.lease_token') as value
  )
  insert into sluice_private.step_leases (
    organization_id, token, execution_id, frame_id, step_no, generation, version_id, action,
    input, attempt, crashes, priority, slot, ready_at, start_by, worker_id, epoch, bound_at,
    expires_at, holder
  )
  select
    t.organization_id, token.value, t.execution_id, t.frame_id, t.step_no, t.generation,
    t.version_id, t.action, t.input, t.attempt, t.crashes, t.priority, token.value, t.ready_at,
    clock_timestamp(), md5(lock_step.worker_id)::uuid, 0, clock_timestamp(),
    clock_timestamp() + make_interval(mins => minutes), lock_step.worker_id
  from taken as t
  cross join token
  returning step_leases.* into v_lease;
  return v_lease;
end;
$$;

comment on function sluice_private.lock_step(sluice_private.ready_steps, text, int) is
  'Gives a step of the backlog to a worker outside, for so many minutes.';
--! EndIncluded external/lock_step.sql
--! Included external/get_next_queued_workflow.sql
create or replace function sluice.get_next_queued_workflow(
  worker_id text,
  organization_id uuid default null,
  actions text[] default null,
  lock_duration_minutes int default 30
)
returns setof sluice.locked_item
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_lease sluice_private.step_leases;
begin
  if v_organization_id is not null or not sluice_hidden.is_operator() then
    perform sluice_private.assert_organization(v_organization_id, 'run');
  end if;
  perform sluice_private.assert_lock(worker_id, lock_duration_minutes);
  v_lease := sluice_private.lock_step(
    sluice_private.find_lockable(v_organization_id, actions), worker_id, lock_duration_minutes
  );
  return query
  select
    sluice_hidden.queue_item_id(
      v_lease.execution_id, v_lease.frame_id, v_lease.step_no, v_lease.generation
    ),
    live.workflow_id, live.organization_id, live.input,
    jsonb_build_object(
      'execution_id', live.id, 'node_id', lease.node_id, 'action', lease.action,
      'attempt', lease.attempt, 'idempotency_key', lease.idempotency_key
    ),
    case when strpos(lease.input, 'approval-token:') > 0
      then sluice_private.reveal_links(live.organization_id, lease.input)
      else lease.input
    end::jsonb,
    v_lease.priority, v_lease.expires_at
  from sluice_private.describe_lease(v_lease) as lease
  inner join sluice_private.live_executions as live
    on live.organization_id = v_lease.organization_id and live.id = v_lease.execution_id;
end;
$$;

comment on function sluice.get_next_queued_workflow(text, uuid, text[], int) is
  'Gives a worker that speaks SQL the next step of an organization, locked for so many minutes: '
  'its input, and what to call it when it is done. No row: there is none. Commit before the work '
  'begins.';
grant execute on function sluice.get_next_queued_workflow(text, uuid, text[], int)
to sluice_member, sluice_admin;
--! EndIncluded external/get_next_queued_workflow.sql
--! Included external/find_queue_item.sql
create or replace function sluice_private.find_queue_item(queue_id uuid)
returns sluice_private.queue_item
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item sluice_private.queue_item;
begin
  select item.*
  into v_item
  from (
    select r.organization_id, r.execution_id, r.frame_id, r.step_no, r.generation, null as token
    from sluice_private.ready_steps as r
    union all
    select l.organization_id, l.execution_id, l.frame_id, l.step_no, l.generation, l.token
    from sluice_private.step_leases as l
    union all
    select b.organization_id, b.execution_id, b.frame_id, b.step_no, b.generation, null
    from sluice_private.blocked_steps as b
  ) as item
  where find_queue_item.queue_id = sluice_hidden.queue_item_id(
      item.execution_id, item.frame_id, item.step_no, item.generation
    )
    and sluice_hidden.can_see(item.organization_id)
  limit 1;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('there is no %s in the queue', coalesce(queue_id::text, 'null')),
      hint = 'It has ended, or is not yours: see sluice.workflow_execution_queue.';
  end if;
  perform sluice_hidden.assert_can(v_item.organization_id, 'run');
  return v_item;
end;
$$;

comment on function sluice_private.find_queue_item(uuid) is
  'A step in the queue, if whoever asks may run its workflow; raises SLNTF, SLFRB.';
--! EndIncluded external/find_queue_item.sql
--! Included external/acquire_queue_lock.sql
create or replace function sluice.acquire_queue_lock(
  queue_id uuid,
  worker_id text,
  lock_duration_minutes int default 30
)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item sluice_private.queue_item := sluice_private.find_queue_item(queue_id);
  v_ready sluice_private.ready_steps;
begin
  perform sluice_private.assert_lock(worker_id, lock_duration_minutes);
  update sluice_private.step_leases as held
  set expires_at = clock_timestamp() + make_interval(mins => lock_duration_minutes)
  where held.organization_id = v_item.organization_id
    and held.token = v_item.token
    and held.holder = acquire_queue_lock.worker_id
    and held.expires_at > clock_timestamp();
  if found then
    return true;
  end if;
  select ready.*
  into v_ready
  from sluice_private.ready_steps as ready
  where ready.organization_id = v_item.organization_id
    and ready.execution_id = v_item.execution_id
    and ready.frame_id = v_item.frame_id
    and ready.step_no = v_item.step_no
    and ready.generation = v_item.generation
    and not sluice_private.has_limits(ready)
  limit 1
  for update skip locked;
  if not found then
    return false;
  end if;
  perform sluice_private.lock_step(v_ready, worker_id, lock_duration_minutes);
  return true;
end;
$$;

comment on function sluice.acquire_queue_lock(uuid, text, int) is
  'Gives a worker that speaks SQL this step of the queue, or prolongs the lock that it has; '
  'false: somebody else has it, it may not run yet, or it has limits.';
grant execute on function sluice.acquire_queue_lock(uuid, text, int)
to sluice_member, sluice_admin;
--! EndIncluded external/acquire_queue_lock.sql
--! Included external/report_lock.sql
/* An arrival, or for a lock that is given back a mark that the sweeper sees: a user's transaction
   locks no execution. */
create or replace function sluice_private.report_lock(
  held sluice_private.step_leases,
  status text,
  error_message text,
  result jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if status = 'queued' then
    update sluice_private.step_leases as lease
    set expires_at = '-infinity'
    where lease.organization_id = held.organization_id and lease.token = held.token;
  elsif status = 'cancelled' then
    perform sluice_private.tell_step(step, 'cancelled', '{}', null, left(error_message, 1000))
    from sluice.workflow_execution_steps as step
    where step.execution_id = held.execution_id
      and step.organization_id = held.organization_id
      and step.frame_id = held.frame_id
      and step.step_no = held.step_no
      and step.generation = held.generation;
  else
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, token, worker_id, epoch,
      outcome, body
    )
    values (
      held.organization_id, held.execution_id, 'report', held.frame_id, held.step_no,
      held.generation, held.token, held.worker_id, held.epoch, status,
      case status when 'failed'
        then jsonb_build_object(
          'class', 'external', 'message', coalesce(error_message, 'no reason was given')
        )
        else coalesce(result, 'null')
      end::text
    );
  end if;
end;
$$;

comment on function sluice_private.report_lock(sluice_private.step_leases, text, text, jsonb) is
  'Leaves the execution of a locked step what became of it.';
--! EndIncluded external/report_lock.sql
--! Included external/release_queue_lock.sql
create or replace function sluice.release_queue_lock(
  queue_id uuid,
  status text,
  error_message text default null,
  result jsonb default null,
  worker_id text default null
)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item sluice_private.queue_item := sluice_private.find_queue_item(queue_id);
  v_held sluice_private.step_leases;
begin
  if coalesce(status, '') not in ('completed', 'failed', 'cancelled', 'queued') then
    raise exception using
      errcode = 'SLVAL',
      message = format('there is no status %s to leave the queue with', coalesce(status, 'null')),
      hint = 'Use completed, failed, cancelled, or queued to give it back.';
  end if;
  perform sluice_hidden.assert_size(result, 'the result');
  perform sluice_hidden.assert_size(to_jsonb(error_message), 'the error');
  select lease.*
  into v_held
  from sluice_private.step_leases as lease
  where lease.organization_id = v_item.organization_id
    and lease.token = v_item.token
    and lease.expires_at > '-infinity'
    and lease.holder = coalesce(release_queue_lock.worker_id, lease.holder)
    and not exists (
      select from sluice_private.arrivals as report
      where report.organization_id = lease.organization_id
        and report.execution_id = lease.execution_id
        and report.token = lease.token
    );
  if not found then
    return false;
  end if;
  perform sluice_private.report_lock(v_held, status, error_message, result);
  perform sluice_private.tick_workers();
  return true;
end;
$$;

comment on function sluice.release_queue_lock(uuid, text, text, jsonb, text) is
  'Says what became of a locked step: completed with this result, failed with this error (its '
  'retry policy decides), cancelled, or queued: given back. False: the lock is no longer held, by '
  'this worker if it is named, and nothing changes.';
grant execute on function sluice.release_queue_lock(uuid, text, text, jsonb, text)
to sluice_member, sluice_admin;
--! EndIncluded external/release_queue_lock.sql
--! Included external/delay_expired.sql
create or replace function sluice_private.delay_expired(leases sluice_private.step_leases[])
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_count int;
begin
  with lost as (
    delete from sluice_private.step_leases as lease
    using (select l.* from unnest(leases) as l limit cardinality(leases)) as given
    where lease.organization_id = any (array[given.organization_id])
      and lease.token = any (array[given.token])
      and lease.expires_at < clock_timestamp()
    returning
      lease.*, v_now + interval '5 minutes' * power(2, lease.crashes) as due_at,
      jsonb_build_object(
        'class', 'crash', 'message', format('the lock of %s has expired', lease.holder)
      ) as error
  ),
  crashed as (
    insert into sluice.workflow_step_attempts (
      organization_id, execution_id, frame_id, step_no, generation, attempt, crash, token,
      worker_id, epoch, status, error, started_at, finished_at
    )
    select
      l.organization_id, l.execution_id, l.frame_id, l.step_no, l.generation, l.attempt,
      l.crashes, l.token, l.worker_id, l.epoch, 'crashed', l.error, l.bound_at, clock_timestamp()
    from lost as l
  ),
  timed as (
    insert into sluice_private.timers (
      organization_id, execution_id, frame_id, step_no, kind, due_at, is_parked
    )
    select
      l.organization_id, l.execution_id, l.frame_id, l.step_no, 'retry', l.due_at,
      live.paused_at is not null
    from lost as l
    inner join sluice_private.live_executions as live
      on live.organization_id = any (array[l.organization_id])
        and live.id = any (array[l.execution_id])
  ),
  blocked as (
    insert into sluice_private.blocked_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, reason, error, ready_at
    )
    select
      l.organization_id, l.execution_id, l.frame_id, l.step_no, l.generation, l.version_id,
      l.action, l.input, l.attempt, l.crashes + 1, l.priority, 'retry', l.error, l.due_at
    from lost as l
    returning 1
  )
  select count(*)::int into v_count from blocked;
  return v_count;
end;
$$;

comment on function sluice_private.delay_expired(sluice_private.step_leases[]) is
  'Sets steps of locked executions whose locks have expired aside: for 5 minutes, then for 10; '
  'says how many.';
--! EndIncluded external/delay_expired.sql
--! Included external/fail_expired.sql
create or replace function sluice_private.fail_expired(leases sluice_private.step_leases[])
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.defer_reports(array(
    select (
      l.organization_id, l.execution_id, l.token, l.worker_id, l.epoch, 'failed',
      jsonb_build_object(
        'class', 'crash', 'retryable', false, 'message', 'Maximum retries exceeded',
        'detail', format('%s locks have expired', l.crashes + 1)
      ), 0
    )::sluice_private.step_report
    from unnest(leases) as l
  ));
  return cardinality(leases);
end;
$$;

comment on function sluice_private.fail_expired(sluice_private.step_leases[]) is
  'Reports steps as failed whose locks have expired too often; says how many.';
--! EndIncluded external/fail_expired.sql
--! Included external/expire_locks.sql
/* The execution locks come first, as everywhere; one that is held is left to the next look. A
   report that is noted already stands. */
create or replace function sluice_private.expire_locks()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lost sluice_private.step_leases[] := array(
    select lease
    from sluice_private.step_leases as lease
    where lease.expires_at < clock_timestamp()
      and not exists (
        select from sluice_private.arrivals as report
        where report.organization_id = lease.organization_id
          and report.execution_id = lease.execution_id
          and report.token = lease.token
      )
    order by lease.expires_at
    limit 1000
  );
  v_locked uuid[];
begin
  if cardinality(v_lost) = 0 then
    return 0;
  end if;
  v_locked := sluice_private.lock_executions(
    array(select l.organization_id from unnest(v_lost) as l),
    array(select l.execution_id from unnest(v_lost) as l)
  );
  return sluice_private.return_leases(
    array(select l from unnest(v_lost) as l where l.expires_at = '-infinity'), 0
  ) + sluice_private.delay_expired(array(
    select l
    from unnest(v_lost) as l
    where l.expires_at > '-infinity' and l.crashes < 2 and l.execution_id = any (v_locked)
  )) + sluice_private.fail_expired(array(
    select l from unnest(v_lost) as l where l.expires_at > '-infinity' and l.crashes >= 2
  ));
end;
$$;

comment on function sluice_private.expire_locks() is
  'Takes back the locks of workers outside that have expired, or were given back; says how many.';
--! EndIncluded external/expire_locks.sql
--! Included external/cleanup_expired_queue_locks.sql
create or replace function sluice.cleanup_expired_queue_locks()
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_operator('clean up locks');
  return sluice_private.expire_locks();
end;
$$;

comment on function sluice.cleanup_expired_queue_locks() is
  'Does at once what the sweeper does every few seconds: takes back locks that have expired, or '
  'were given back; says how many.';
grant execute on function sluice.cleanup_expired_queue_locks() to sluice_admin;
--! EndIncluded external/cleanup_expired_queue_locks.sql
--! EndIncluded external/index.sql
--! Included doctor/index.sql
/* Doctor: what operators look at first. Each examine_… function looks at one part of the database
   and answers with findings: a figure, judged by the thresholds of a warning and of an error. */
--! Included doctor/finding.sql
/* Where the threshold of an error is the smaller one, little is what is wrong. */
create or replace function sluice_private.finding(
  name text,
  figure numeric,
  warns_at numeric,
  fails_at numeric,
  message text,
  hint text
)
returns sluice.doctor_finding
language sql
immutable
return (
  name,
  case
    when fails_at < warns_at then case
      when figure <= fails_at then 'error' when figure <= warns_at then 'warn' else 'ok' end
    when figure >= fails_at then 'error'
    when figure >= warns_at then 'warn'
    else 'ok'
  end,
  round(figure, 2), concat_ws(' / ', warns_at, fails_at), message,
  case when figure >= least(warns_at, fails_at) and not coalesce(fails_at < warns_at, false)
    or figure <= warns_at and fails_at < warns_at then hint end
)::sluice.doctor_finding;

comment on function sluice_private.finding(text, numeric, numeric, numeric, text, text) is
  'A figure of doctor, judged by its thresholds; the hint only where there is something to do.';
--! EndIncluded doctor/finding.sql
--! Included doctor/seconds_since.sql
create or replace function sluice_private.seconds_since(instant timestamptz)
returns numeric
language sql
volatile
return coalesce(greatest(extract(epoch from clock_timestamp() - instant), 0), 0);

comment on function sluice_private.seconds_since(timestamptz) is
  'How long ago that was; 0 where it never was, or is to come.';
--! EndIncluded doctor/seconds_since.sql
--! Included doctor/oldest_ready.sql
/* The head of each line, of which there is one for each action, organization and priority: so it
   costs the same however long they are. */
create or replace function sluice_private.oldest_ready()
returns table (action text, organization_id uuid, priority smallint, ready_at timestamptz)
language sql
stable
begin atomic
  with recursive line as (
    (
      select first.action, first.organization_id, first.priority, first.ready_at
      from sluice_private.ready_steps as first
      order by first.action, first.organization_id, first.priority, first.seq
      limit 1
    )
    union all
    select next.action, next.organization_id, next.priority, next.ready_at
    from line
    cross join lateral (
      select r.action, r.organization_id, r.priority, r.ready_at
      from sluice_private.ready_steps as r
      where (r.action, r.organization_id, r.priority)
        > (line.action, line.organization_id, line.priority)
      order by r.action, r.organization_id, r.priority, r.seq
      limit 1
    ) as next
  )
  select line.action, line.organization_id, line.priority, line.ready_at from line;
end;

comment on function sluice_private.oldest_ready() is
  'The lines of the backlog, one for each action, organization and priority, and since when the '
  'first waits.';
--! EndIncluded doctor/oldest_ready.sql
--! Included doctor/examine_queue.sql
create or replace function sluice_private.examine_queue()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_waiting numeric := (
    select count(*)::numeric
    from (select from sluice_private.ready_steps limit 10000) as counted
  );
  v_oldest numeric := (
    select sluice_private.seconds_since(min(line.ready_at))
    from sluice_private.oldest_ready() as line
  );
  v_unserved text[] := array(
    select distinct line.action
    from sluice_private.oldest_ready() as line
    where not exists (
      select from sluice_private.workers as worker
      where not worker.is_draining and line.action = any (worker.actions)
    )
    order by line.action
  );
begin
  return next sluice_private.finding(
    'steps waiting', v_waiting, 1000, 5000,
    format('%s steps wait for a worker', case when v_waiting = 10000 then '10000 or more'
      else v_waiting::text end),
    'Add workers, or raise their concurrency; sluice.workflow_execution_queue shows the queue.'
  );
  return next sluice_private.finding(
    'oldest step waiting', v_oldest, 60, 600,
    format('the step that waits longest does so for %s s', round(v_oldest)),
    'Add workers that serve its action; sluice.why_waiting(execution_id) says why it waits.'
  );
  return next sluice_private.finding(
    'actions nobody serves', cardinality(v_unserved), 1, null,
    case when v_unserved = '{}' then 'every action that is waited for is served'
      else format('no worker serves %s', array_to_string(v_unserved, ', ')) end,
    'Start workers that have these actions.'
  );
end;
$$;

comment on function sluice_private.examine_queue() is
  'Of doctor: how much waits for workers, how long, and for whom in vain.';
--! EndIncluded doctor/examine_queue.sql
--! Included doctor/examine_engine.sql
create or replace function sluice_private.examine_engine()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arrived numeric := (
    select sluice_private.seconds_since(oldest.created_at)
    from (
      select a.created_at
      from sluice_private.arrivals as a
      where not a.is_parked
      order by a.seq
      limit 1
    ) as oldest
  );
  v_due numeric := (
    select sluice_private.seconds_since(oldest.due_at)
    from (
      select t.due_at
      from sluice_private.timers as t
      where not t.is_parked
      order by t.due_at
      limit 1
    ) as oldest
  );
  v_parked numeric := (
    select count(*)::numeric
    from sluice_private.live_executions as live
    where live.paused_at is not null and live.error ->> 'class' = 'engine'
  );
begin
  return next sluice_private.finding(
    'oldest arrival', coalesce(v_arrived, 0), 5, 60,
    format('the oldest arrival that has not been acted on is %s s old',
      round(coalesce(v_arrived, 0))),
    'See that workers run: their pumps act on arrivals. sluice.tick() does so by hand.'
  );
  return next sluice_private.finding(
    'overdue timers', coalesce(v_due, 0), 5, 60,
    format('the timer that is longest overdue is so for %s s', round(coalesce(v_due, 0))),
    'See that workers run: their pumps act on timers. sluice.tick() does so by hand.'
  );
  return next sluice_private.finding(
    'parked executions', v_parked, 1, 50,
    format('the engine could not move %s executions on', v_parked),
    'sluice.dead_letters says why; mend the cause, then sluice.redrive resumes them.'
  );
end;
$$;

comment on function sluice_private.examine_engine() is
  'Of doctor: how far the engine is behind, and what it could not do.';
--! EndIncluded doctor/examine_engine.sql
--! Included doctor/examine_failures.sql
create or replace function sluice_private.examine_failures()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_since uuid := sluice_hidden.uuid_floor(clock_timestamp() - interval '1 hour');
  v_failed numeric := (
    select count(*)::numeric
    from (
      select
      from sluice.organizations as organization
      cross join unnest('{failed,timed_out}'::text[]) as wanted (status)
      cross join lateral (
        select
        from sluice_private.executions as past
        where past.organization_id = organization.id
          and past.status = wanted.status
          and past.id >= v_since
        limit 1000
      ) as failed
      limit 1000
    ) as counted
  );
  v_newest record;
begin
  select count(*) as n, count(*) filter (where newest.status in ('failed', 'timed_out')) as failed
  into v_newest
  from (
    select past.status
    from sluice_private.executions as past
    where past.id >= v_since
    order by past.id desc
    limit 1000
  ) as newest;
  return next sluice_private.finding(
    'executions failed', v_failed, 50, 200,
    format('%s executions that began within the last hour have failed', case
      when v_failed = 1000 then '1000 or more' else v_failed::text end),
    'sluice.dead_letter_analysis says what they have in common.'
  );
  return next sluice_private.finding(
    'failure rate', case when v_newest.n < 20 then 0
      else round(100.0 * v_newest.failed / v_newest.n, 1) end,
    10, 50,
    format('%s of the newest %s executions of the last hour have failed',
      v_newest.failed, v_newest.n),
    'sluice.dead_letter_analysis says what they have in common.'
  );
end;
$$;

comment on function sluice_private.examine_failures() is
  'Of doctor: how many executions of the last hour have failed, and which share (in per cent).';
--! EndIncluded doctor/examine_failures.sql
--! Included doctor/examine_workers.sql
create or replace function sluice_private.examine_workers()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_workers record;
  v_sweep numeric := (
    select sluice_private.seconds_since(s.last_at) from sluice_private.sweeps as s
  );
begin
  select
    count(*) filter (where w.last_seen_at > v_now - interval '15 seconds') as alive,
    count(*) filter (where w.last_seen_at <= v_now - interval '15 seconds') as silent,
    count(*) filter (where w.is_draining) as draining
  into v_workers
  from sluice_private.workers as w;
  return next sluice_private.finding(
    'workers', v_workers.alive - v_workers.draining, 0.5, 0,
    format('%s workers run, %s of them end', v_workers.alive, v_workers.draining),
    'Start one: sluice worker.'
  );
  return next sluice_private.finding(
    'silent workers', v_workers.silent, 1, null,
    format('%s workers have not been heard of for 15 s', v_workers.silent),
    'Their steps go to others. Look whether they have died, or cannot reach the database.'
  );
  return next sluice_private.finding(
    'last sweep', coalesce(v_sweep, 0), 30, 300,
    format('the sweeper ran %s s ago', round(coalesce(v_sweep, 0))),
    'See that workers run: what dead ones held is given back by the sweeper of another.'
  );
end;
$$;

comment on function sluice_private.examine_workers() is
  'Of doctor: whether workers run, and are heard.';
--! EndIncluded doctor/examine_workers.sql
--! Included doctor/examine_transactions.sql
/* Of other people's sessions only pg_read_all_stats sees how old they are; everybody sees how many
   transactions have begun since the oldest that writes and still runs. */
create or replace function sluice_private.examine_transactions()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_oldest numeric := (
    select sluice_private.seconds_since(min(held.since))
    from (
      select a.xact_start as since
      from pg_stat_activity as a
      where a.datname = current_database() and a.pid <> pg_backend_pid()
        and a.backend_type = 'client backend'
      union all
      select p.prepared from pg_prepared_xacts as p where p.database = current_database()
    ) as held
  );
  v_xmin numeric := (
    select coalesce(max(age(held.xmin)), 0)::numeric
    from (
      select a.backend_xmin as xmin from pg_stat_activity as a where a.pid <> pg_backend_pid()
      union all
      select s.xmin from pg_replication_slots as s
      union all
      select s.catalog_xmin from pg_replication_slots as s
      union all
      select p.transaction from pg_prepared_xacts as p
      union all
      select pg_snapshot_xmin(pg_current_snapshot())::xid
    ) as held
    where held.xmin is not null
  );
  v_slots numeric := case when pg_is_in_recovery() then 0 else (
    select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)), 0)
    from pg_replication_slots as s
  ) / 1048576 end;
begin
  return next sluice_private.finding(
    'oldest transaction', v_oldest, 300, 3600,
    format('the oldest transaction that this role may see has been open for %s s',
      round(v_oldest)),
    'End it: as long as it is open, dead rows of hot tables pile up.'
  );
  return next sluice_private.finding(
    'xmin age', v_xmin, 1000000, 50000000,
    format('rows that died up to %s transactions ago cannot be removed', v_xmin),
    'End the oldest transaction or prepared transaction, or drop the replication slot that holds '
      'them.'
  );
  return next sluice_private.finding(
    'replication slots', v_slots, 1024, 10240,
    format('a replication slot keeps %s MB of WAL', round(v_slots)),
    'Start its consumer, or drop the slot.'
  );
end;
$$;

comment on function sluice_private.examine_transactions() is
  'Of doctor: what keeps the server from clearing dead rows and old WAL away.';
--! EndIncluded doctor/examine_transactions.sql
--! Included doctor/examine_vacuum.sql
create or replace function sluice_private.examine_vacuum()
returns setof sluice.doctor_finding
language sql
stable
begin atomic
  select sluice_private.finding(
    'dead rows', coalesce(worst.n_dead_tup, 0), 100000, 5000000,
    case when worst.relname is null then 'no hot table has dead rows that matter'
      else format(
        '%s has %s dead rows for %s live ones, vacuumed last at %s', worst.relname,
        worst.n_dead_tup, worst.n_live_tup, coalesce(worst.vacuumed_at::text, 'no time known')
      ) end,
    'See that autovacuum runs, and that no old transaction keeps it from its work.'
  )
  from (select) as one
  left join lateral (
    select s.relname, s.n_dead_tup, s.n_live_tup,
      greatest(s.last_vacuum, s.last_autovacuum) as vacuumed_at
    from pg_catalog.pg_stat_user_tables as s
    inner join pg_catalog.pg_class as c on c.oid = s.relid
    where s.schemaname = 'sluice_private'
      and not c.relispartition
      and s.n_dead_tup > 10000 + s.n_live_tup
    order by s.n_dead_tup desc
    limit 1
  ) as worst on true;
end;

comment on function sluice_private.examine_vacuum() is
  'Of doctor: the hot table with the most dead rows that autovacuum has not cleared away.';
--! EndIncluded doctor/examine_vacuum.sql
--! Included doctor/partition_bounds.sql
create or replace function sluice_private.partition_bounds()
returns table (parent regclass, part regclass, upper_bound timestamptz)
language sql
stable
begin atomic
  select link.inhparent::regclass, link.inhrelid::regclass,
    to_timestamp(
      (
        'x' || left(replace(bound.match[2], '-', ''), 12)
      )::bit(48)::bigint / 1000.0
    )
  from pg_catalog.pg_class as parent
  inner join pg_catalog.pg_inherits as link on link.inhparent = parent.oid
  inner join pg_catalog.pg_class as part on part.oid = link.inhrelid
  cross join lateral regexp_match(
    pg_get_expr(part.relpartbound, part.oid),
    $re$FROM \('([0-9a-f-]{36})'\) TO \('([0-9a-f-]{36})'\)$re$
  ) as bound (match)
  where parent.relkind = 'p'
    and parent.relnamespace::regnamespace::text in ('sluice', 'sluice_private')
    and bound.match is not null;
end;

comment on function sluice_private.partition_bounds() is
  'The partitions of history that have two ends, and when each ends.';
--! EndIncluded doctor/partition_bounds.sql
--! Included doctor/examine_partitions.sql
create or replace function sluice_private.examine_partitions()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first record;
begin
  select
    parent.oid::regclass as name,
    coalesce(extract(epoch from ahead.until - sluice_hidden.now()) / 86400, -1) as days
  into v_first
  from pg_class as parent
  cross join lateral (
    select max(p.upper_bound) as until
    from sluice_private.partition_bounds() as p
    where p.parent = parent.oid
  ) as ahead
  where parent.relkind = 'p'
    and parent.relnamespace::regnamespace::text in ('sluice', 'sluice_private')
  order by 2
  limit 1;
  return next sluice_private.finding(
    'partitions', v_first.days, 7, 0,
    format('the partitions of %s reach %s days ahead', v_first.name,
      greatest(floor(v_first.days), 0)),
    'Make those of the coming months; see docs/operations.md.'
  );
end;
$$;

comment on function sluice_private.examine_partitions() is
  'Of doctor: for how many days ahead history has partitions, where it has the fewest.';
--! EndIncluded doctor/examine_partitions.sql
--! Included doctor/object_hashes.sql
/* How the server writes definitions out differs between its major versions; sources do not. */
create or replace function sluice_private.object_hashes()
returns table (name text, hash text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    'function ' || p.oid::regprocedure,
    md5(concat_ws(
      '|', case when p.prosrc = '' then pg_get_functiondef(p.oid) else p.prosrc end, p.proconfig,
      p.prosecdef, p.provolatile, p.proowner::regrole
    ))
  from pg_proc as p
  where p.pronamespace::regnamespace::text in ('sluice', 'sluice_hidden', 'sluice_private')
  union all
  select 'view ' || c.oid::regclass, md5(concat_ws('|', pg_get_viewdef(c.oid), c.reloptions))
  from pg_class as c
  where c.relnamespace::regnamespace::text in ('sluice', 'sluice_hidden', 'sluice_private')
    and c.relkind = 'v'
  union all
  select format('trigger %s on %s', t.tgname, t.tgrelid::regclass),
    md5(concat_ws('|', pg_get_triggerdef(t.oid), t.tgenabled))
  from pg_trigger as t
  inner join pg_class as c on c.oid = t.tgrelid
  where c.relnamespace::regnamespace::text in ('sluice', 'sluice_private') and not t.tgisinternal
  union all
  select format('policy %s on %s.%s', p.policyname, p.schemaname, p.tablename),
    md5(concat_ws('|', p.permissive, p.roles, p.cmd, p.qual, p.with_check))
  from pg_policies as p
  inner join pg_class as c on c.oid = format('%I.%I', p.schemaname, p.tablename)::regclass
  where p.schemaname in ('sluice', 'sluice_private') and not c.relispartition
  union all
  select 'row security of ' || c.oid::regclass,
    md5(concat_ws('|', c.relrowsecurity, c.relforcerowsecurity))
  from pg_class as c
  where c.relnamespace::regnamespace::text in ('sluice', 'sluice_private')
    and c.relkind in ('r', 'p') and not c.relispartition;
end;
$$;

comment on function sluice_private.object_hashes() is
  'What migrations make besides tables, each with a hash of what it is now.';
--! EndIncluded doctor/object_hashes.sql
--! Included doctor/note_installed.sql
/* Only a migration may say that what is there is what was meant: to run it again heals nothing. */
create or replace function sluice_private.note_installed(migration text)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_stamp text := migration || ' on ' || current_setting('server_version_num')::int / 10000;
  v_count int;
begin
  if exists (
    select from sluice_private.installed_objects as noted where noted.migration = v_stamp
  ) then
    return 0;
  end if;
  delete from sluice_private.installed_objects;
  insert into sluice_private.installed_objects (name, hash, migration)
  select found.name, found.hash, v_stamp from sluice_private.object_hashes() as found;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.note_installed(text) is
  'Notes what there is after this migration; says how many objects, 0 if it had been noted.';
--! EndIncluded doctor/note_installed.sql
--! Included doctor/examine_drift.sql
create or replace function sluice_private.examine_drift()
returns setof sluice.doctor_finding
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_noted boolean := exists (
    select from sluice_private.installed_objects as noted
    where noted.migration like
      '% on ' || current_setting('server_version_num')::int / 10000
  );
  v_drifted text[] := array(
    select coalesce(noted.name, found.name)
    from sluice_private.installed_objects as noted
    full join sluice_private.object_hashes() as found on found.name = noted.name
    where noted.hash is distinct from found.hash
    order by 1
  );
begin
  if not v_is_noted then
    return next sluice_private.finding(
      'drift', 1, 1, null, 'nothing is known of what was installed on this server',
      'Run sluice migrate: it notes it.'
    );
    return;
  end if;
  return next sluice_private.finding(
    'drift', cardinality(v_drifted), 1, null,
    case when v_drifted = '{}' then 'all is as it was installed'
      else format('%s are not as they were installed: %s%s', cardinality(v_drifted),
        array_to_string(v_drifted[:5], ', '),
        case when cardinality(v_drifted) > 5 then ' …' else '' end)
    end,
    'Somebody has changed the database by hand: put it into a migration, or take it back.'
  );
end;
$$;

comment on function sluice_private.examine_drift() is
  'Of doctor: functions, views, triggers and policies that are not as migrations left them.';
--! EndIncluded doctor/examine_drift.sql
--! Included doctor/examine_invariants.sql
create or replace function sluice_private.examine_invariants()
returns setof sluice.doctor_finding
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_broken text[] := array(select i.invariant from sluice.check_invariants() as i limit 1000);
begin
  return next sluice_private.finding(
    'invariants', cardinality(v_broken), 1, 1,
    case when v_broken = '{}' then 'every execution has a next cause, and every count is right'
      else format('broken, among others: %s', v_broken[1]) end,
    'select * from sluice.check_invariants() names the executions. Please report it.'
  );
end;
$$;

comment on function sluice_private.examine_invariants() is
  'Of doctor: whether the state of the engine is sound.';
--! EndIncluded doctor/examine_invariants.sql
--! Included doctor/doctor.sql
create or replace function sluice.doctor(is_thorough boolean default true)
returns setof sluice.doctor_finding
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_operator('examine the database');
  return query select f.* from sluice_private.examine_queue() as f;
  return query select f.* from sluice_private.examine_engine() as f;
  return query select f.* from sluice_private.examine_failures() as f;
  return query select f.* from sluice_private.examine_workers() as f;
  return query select f.* from sluice_private.examine_transactions() as f;
  return query select f.* from sluice_private.examine_vacuum() as f;
  return query select f.* from sluice_private.examine_partitions() as f;
  if is_thorough then
    return query select f.* from sluice_private.examine_drift() as f;
    return query select f.* from sluice_private.examine_invariants() as f;
  end if;
end;
$$;

comment on function sluice.doctor(boolean) is
  'Examines the database: a row for each thing that can be wrong, with its figure, the thresholds '
  'of warn and error, and what to do. Thorough: looks at every execution that is under way, too.';
grant execute on function sluice.doctor(boolean) to sluice_admin;
--! EndIncluded doctor/doctor.sql
--! Included doctor/installed_objects_policies.sql
alter table sluice_private.installed_objects enable row level security;
alter table sluice_private.installed_objects force row level security;

drop policy if exists all_owner on sluice_private.installed_objects;
create policy all_owner on sluice_private.installed_objects to sluice_owner
using (true) with check (true);
--! EndIncluded doctor/installed_objects_policies.sql
--! EndIncluded doctor/index.sql
--! Included metric/index.sql
/* Metrics: what Prometheus scrapes from a worker. Attempts and how long they take are counted by
   each worker, for it alone knows them at no cost; how executions end is counted in the database,
   where they end: a row for each batch, never an update. */
--! Included metric/execution_counts_policies.sql
alter table sluice_private.execution_counts enable row level security;
alter table sluice_private.execution_counts force row level security;

drop policy if exists all_owner on sluice_private.execution_counts;
create policy all_owner on sluice_private.execution_counts to sluice_owner
using (true) with check (true);
--! EndIncluded metric/execution_counts_policies.sql
--! Included metric/fold_counts.sql
create or replace function sluice_private.fold_counts()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  with taken as (
    delete from sluice_private.execution_counts as old
    using (
      select c.seq
      from sluice_private.execution_counts as c
      order by c.seq
      limit 10000
      for update skip locked
    ) as first
    where old.seq = first.seq
    returning old.status, old.count
  ),
  folded as (
    insert into sluice_private.execution_counts (status, count)
    select t.status, sum(t.count) from taken as t group by t.status
  )
  select count(*)::int into v_count from taken;
  return v_count;
end;
$$;

comment on function sluice_private.fold_counts() is
  'Adds up to 10,000 counts of ended executions into one for each status; says how many.';
--! EndIncluded metric/fold_counts.sql
--! Included metric/engine_metrics.sql
create or replace function sluice_private.engine_metrics()
returns table (metric text, label text, value double precision)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  return query
  select 'arrivals', null::text, count(*)::double precision
  from (
    select from sluice_private.arrivals as a where not a.is_parked order by a.seq limit 10000
  ) as pending
  union all
  select 'arrivals_oldest_seconds', null, sluice_private.seconds_since((
    select a.created_at from sluice_private.arrivals as a
    where not a.is_parked order by a.seq limit 1
  ))
  union all
  select 'timers_overdue', null, count(*)
  from (
    select from sluice_private.timers as t
    where not t.is_parked and t.due_at < v_now
    limit 10000
  ) as due
  union all
  select 'timers_overdue_seconds', null, sluice_private.seconds_since((
    select t.due_at from sluice_private.timers as t
    where not t.is_parked order by t.due_at limit 1
  ))
  union all
  select 'executions_parked', null, count(*)
  from (
    select from sluice_private.live_executions as live
    where live.paused_at is not null and live.error ->> 'class' = 'engine'
    limit 10000
  ) as parked;
end;
$$;

comment on function sluice_private.engine_metrics() is
  'Of metrics: how far the engine is behind.';
--! EndIncluded metric/engine_metrics.sql
--! Included metric/metrics.sql
/* One statement, whose cost does not grow with the database: lines are counted up to 10,000 steps,
   and history is not read. No organization, workflow or action is named. */
create or replace function sluice_private.metrics()
returns table (metric text, label text, value double precision)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
set enable_seqscan = off
set enable_bitmapscan = off
as $$
begin
  return query
  with line as materialized (
    select l.* from sluice_private.oldest_ready() as l
  ),
  worker as materialized (
    select
      case
        when w.last_seen_at <= clock_timestamp() - interval '15 seconds' then 'silent'
        when w.is_draining then 'draining'
        else 'serving'
      end as state,
      w.concurrency
    from sluice_private.workers as w
  )
  select 'queue_steps', l.priority::text, sum(waiting.n)::double precision
  from line as l
  cross join lateral (
    select count(*) as n
    from (
      select
      from sluice_private.ready_steps as r
      where (r.action, r.organization_id, r.priority)
        = (l.action, l.organization_id, l.priority)
      limit 10000
    ) as counted
  ) as waiting
  group by l.priority
  union all
  select 'queue_oldest_seconds', null, sluice_private.seconds_since(min(l.ready_at))
  from line as l
  union all
  select 'leases', lease.state, count(*)
  from (
    select case when s.expires_at is not null then 'outside'
      when s.bound_at is null then 'admitted' else 'running' end as state
    from sluice_private.step_leases as s
    limit 100000
  ) as lease
  group by lease.state
  union all
  select 'workers', w.state, count(*) from worker as w group by w.state
  union all
  select 'worker_slots', null, coalesce(sum(w.concurrency), 0)
  from worker as w where w.state = 'serving'
  union all
  select 'executions_finished', c.status, sum(c.count)
  from sluice_private.execution_counts as c group by c.status
  union all
  select m.metric, m.label, m.value from sluice_private.engine_metrics() as m;
end;
$$;

comment on function sluice_private.metrics() is
  'What a worker tells Prometheus of the database as a whole.';
grant execute on function sluice_private.metrics() to sluice_worker;
--! EndIncluded metric/metrics.sql
--! EndIncluded metric/index.sql

select sluice_private.ensure_partitions(h.parent, 3) from sluice_private.history_tables() as h;

insert into sluice_private.maintenance default values;
insert into sluice_private.change_floor (is_only) values (true);
insert into sluice_private.sweeps (last_at, armed_at)
values (clock_timestamp(), clock_timestamp());

insert into sluice.workflow_trigger_definitions (
  organization_id, name, title, description, config_schema
)
values
  ('00000000-0000-0000-0000-000000000000', 'event', 'Event',
    'An event that emit_event tells of, or several of them.',
    '{"type": "object", "additionalProperties": false, "required": ["name"], "properties": {
      "name": {"type": ["string", "array"], "minItems": 1, "maxItems": 20, "items": {"type": "string"},
        "description": "Names or patterns: * is one part between dots, ** at the end all the rest."},
      "key": {"type": "string", "description": "Expression: what is gathered together; by default the key of the event."},
      "batch": {"type": "object", "additionalProperties": false, "required": ["size", "within"],
        "description": "Starts once for this many, or for what has come within this time of the first.",
        "properties": {"size": {"type": "integer", "minimum": 2, "maximum": 1000}, "within": {"type": "string"}}},
      "debounce": {"type": "object", "additionalProperties": false, "required": ["for"],
        "description": "Starts once for the last, when none has come for this time, or at_most after the first.",
        "properties": {"for": {"type": "string"}, "at_most": {"type": "string"}}},
      "throttle": {"type": "object", "additionalProperties": false, "required": ["count", "per"],
        "description": "Starts for so many within any such time, and for no more.",
        "properties": {"count": {"type": "integer", "minimum": 1, "maximum": 10000}, "per": {"type": "string"}}}}}'),
  ('00000000-0000-0000-0000-000000000000', 'workflow_finished', 'Workflow finished',
    'Executions of other workflows have ended.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "workflows": {"type": "array", "minItems": 1, "maxItems": 20, "items": {"type": "string"},
        "description": "Names or ids; any other workflow where there is none."},
      "statuses": {"type": "array", "minItems": 1, "maxItems": 4,
        "items": {"enum": ["completed", "failed", "cancelled", "timed_out"]},
        "description": "How they ended; completed by default."},
      "mode": {"enum": ["any", "all"], "description": "all: when each of the workflows has, within the time."},
      "within": {"type": "string", "description": "Of mode all: from the first to the last."},
      "key": {"type": "string", "description": "Expression: of mode all, what belongs together."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'workflow_failed', 'Workflow failed',
    'Executions of other workflows have failed or timed out.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "workflows": {"type": "array", "minItems": 1, "maxItems": 20, "items": {"type": "string"},
        "description": "Names or ids; any other workflow where there is none."},
      "error_class": {"type": ["string", "array"], "items": {"type": "string"},
        "description": "The class of the error, or several."},
      "mode": {"enum": ["any", "all"], "description": "all: when each of the workflows has, within the time."},
      "within": {"type": "string", "description": "Of mode all: from the first to the last."},
      "key": {"type": "string", "description": "Expression: of mode all, what belongs together."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'expected_run_missing', 'Expected run missing',
    'A workflow that should have run has not.',
    '{"type": "object", "additionalProperties": false, "required": ["workflow"], "properties": {
      "workflow": {"type": "string", "description": "Its name or id."},
      "within": {"type": "string", "description": "How long there may be none."},
      "by": {"type": "string", "description": "Or: the local time, such as 09:00, by which there must have been one since the day before."},
      "zone": {"type": "string", "description": "The time zone of by; UTC by default."},
      "status": {"enum": ["started", "completed"], "description": "What counts as a run; completed by default."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'metric_threshold', 'Metric threshold',
    'A figure has crossed a line.',
    '{"type": "object", "additionalProperties": false, "required": ["metric", "op", "value"], "properties": {
      "metric": {"enum": ["failure_rate", "failures", "executions", "backlog", "queue_lag"],
        "description": "Of the executions that began in the window: the part that failed, how many did, how many there were; steps that wait for a worker, and seconds the oldest has."},
      "workflow": {"type": "string", "description": "Its name or id; of all where there is none."},
      "op": {"enum": [">", ">=", "<", "<="]},
      "value": {"type": "number"},
      "window": {"type": "string", "description": "15 minutes by default, up to 7 days."},
      "every": {"type": "string", "description": "How often it is looked at; 1 minute by default, 10 seconds at least."}}}'),
  ('00000000-0000-0000-0000-000000000000', 'manual', 'Manual',
    'A person or a program calls start_workflow.',
    '{"type": "object", "properties": {}, "additionalProperties": false}'),
  ('00000000-0000-0000-0000-000000000000', 'webhook_received', 'Webhook',
    'An HTTP request arrives at /hooks/<key>.',
    '{"type": "object", "additionalProperties": false, "properties": {
      "path": {"type": "string", "description": "Readable alias: /hooks/<organization>/<path>."},
      "scheme": {"enum": ["none", "github"], "description": "How deliveries are signed."},
      "secret": {"type": "string", "description": "Reference to the secret, env:NAME."}}}');

insert into sluice.workflow_action_definitions (
  organization_id, name, title, description, runs, handler, input_schema, output_schema
)
values
  ('00000000-0000-0000-0000-000000000000', 'data.set', 'Set data',
    'Its output is its input, with the expressions filled in.', 'sql',
    'sluice_private.action_data_set',
    '{"type": "object"}', '{"type": "object"}'),
  ('00000000-0000-0000-0000-000000000000', 'log_activity', 'Log activity',
    'Writes a line into the execution''s log.', 'sql', 'sluice_private.action_log_activity',
    '{"type": "object", "additionalProperties": false, "required": ["description"], "properties": {
      "activity_type": {"type": "string", "description": "A word for filtering, such as triage."},
      "description": {"type": "string", "description": "What happened."},
      "metadata": {"type": "object", "description": "More, as JSON."}}}',
    '{"type": "object", "properties": {
      "activity_id": {"type": "string", "format": "uuid"}, "logged_at": {"type": "string"}}}');
