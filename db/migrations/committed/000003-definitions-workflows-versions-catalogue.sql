--! Previous: sha1:bf3e5624eb7fd9348da97b43d07a6caac27eabd1
--! Hash: sha1:bf3cc0c91e6f9bcfa0a29ae1f0e9bd4570ddd32a
--! Message: definitions: workflows, versions, catalogue

create type sluice.definition_problem as (
  severity text,
  code text,
  node_id text,
  path text,
  message text,
  hint text
);
comment on type sluice.definition_problem is
  'One finding of validate_definition: severity error, warning or note; where; what; what to do.';

create table sluice.workflow_action_definitions (
  organization_id uuid not null references sluice.organizations (id) on delete cascade,
  name text not null,
  title text not null,
  description text not null default '',
  runs text not null,
  handler text,
  input_schema jsonb not null default '{}',
  output_schema jsonb not null default '{}',
  retry jsonb not null default '{}',
  is_active boolean not null default true,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, name),
  constraint workflow_action_definitions_name_is_plain check (name ~ '^[a-z][a-z0-9_.]{0,62}$'),
  constraint workflow_action_definitions_sql_has_handler
    check (runs in ('sql', 'worker') and (runs = 'sql') = (handler is not null))
);
comment on table sluice.workflow_action_definitions is
  'The catalogue of actions: built-in ones belong to the nil organization.';
comment on column sluice.workflow_action_definitions.organization_id is 'Whose action it is.';
comment on column sluice.workflow_action_definitions.name is 'What a node''s data.action says.';
comment on column sluice.workflow_action_definitions.title is 'Its name in a palette.';
comment on column sluice.workflow_action_definitions.description is 'What it does, in a sentence or two.';
comment on column sluice.workflow_action_definitions.runs is
  'sql: inside the completing transaction, exactly once. worker: on a worker host, at least once, with an idempotency key.';
comment on column sluice.workflow_action_definitions.handler is
  'Of an SQL action: the function (organization_id uuid, input jsonb, context jsonb) returns jsonb.';
comment on column sluice.workflow_action_definitions.input_schema is 'JSON Schema of its input.';
comment on column sluice.workflow_action_definitions.output_schema is 'JSON Schema of its output.';
comment on column sluice.workflow_action_definitions.retry is
  'The retry policy of nodes that have none, or lack a part of it.';
comment on column sluice.workflow_action_definitions.is_active is
  'False hides it from the palette and refuses it in new versions.';
comment on column sluice.workflow_action_definitions.created_at is 'When it was added; never changes.';
comment on column sluice.workflow_action_definitions.updated_at is 'When it last changed.';

create table sluice.workflow_trigger_definitions (
  organization_id uuid not null references sluice.organizations (id) on delete cascade,
  name text not null,
  title text not null,
  description text not null default '',
  config_schema jsonb not null default '{}',
  event_pattern text,
  is_active boolean not null default true,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, name),
  constraint workflow_trigger_definitions_name_is_plain check (name ~ '^[a-z][a-z0-9_.]{0,62}$')
);
comment on table sluice.workflow_trigger_definitions is
  'The catalogue of triggers: built-in ones belong to the nil organization.';
comment on column sluice.workflow_trigger_definitions.organization_id is 'Whose trigger it is.';
comment on column sluice.workflow_trigger_definitions.name is 'What a node''s data.trigger says.';
comment on column sluice.workflow_trigger_definitions.title is 'Its name in a palette.';
comment on column sluice.workflow_trigger_definitions.description is 'What starts the workflow.';
comment on column sluice.workflow_trigger_definitions.config_schema is 'JSON Schema of its config.';
comment on column sluice.workflow_trigger_definitions.event_pattern is
  'The events that fire it, by name; null: its config says which, or none do.';
comment on column sluice.workflow_trigger_definitions.is_active is 'False refuses it in new versions.';
comment on column sluice.workflow_trigger_definitions.created_at is 'When it was added; never changes.';
comment on column sluice.workflow_trigger_definitions.updated_at is 'When it last changed.';

create table sluice.workflows (
  organization_id uuid not null references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  name text not null,
  description text not null default '',
  status text not null default 'draft',
  definition jsonb not null default '{"nodes": [], "edges": []}',
  live_version_id uuid,
  created_by uuid references sluice.users (id) on delete set null,
  updated_by uuid references sluice.users (id) on delete set null,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  unique (organization_id, name),
  constraint workflows_name_is_given check (name <> '' and length(name) <= 200),
  constraint workflows_description_is_short check (length(description) <= 10000),
  constraint workflows_definition_is_bounded check (length(definition::text) <= 5000000),
  constraint workflows_status_is_known
    check (status in ('draft', 'active', 'paused', 'disabled', 'deprecated', 'archived')),
  constraint workflows_active_has_a_version
    check (status <> 'active' or live_version_id is not null)
);
create index workflows_id_idx on sluice.workflows (id, organization_id);
create index workflows_status_idx on sluice.workflows (organization_id, status);
create index workflows_live_version_idx on sluice.workflows (organization_id, live_version_id);
create index workflows_created_by_idx on sluice.workflows (created_by);
create index workflows_updated_by_idx on sluice.workflows (updated_by);
comment on table sluice.workflows is 'What a user edits: a draft, and the version that is live.';
comment on column sluice.workflows.organization_id is 'The organization it belongs to.';
comment on column sluice.workflows.id is 'Its id.';
comment on column sluice.workflows.name is 'Unique within the organization.';
comment on column sluice.workflows.description is 'What it is for.';
comment on column sluice.workflows.status is
  'draft active paused disabled deprecated archived; only an active workflow starts executions.';
comment on column sluice.workflows.definition is
  'The draft: { nodes, edges, settings } as @xyflow/react renders it.';
comment on column sluice.workflows.live_version_id is 'The version that new executions run.';
comment on column sluice.workflows.created_by is 'Who created it.';
comment on column sluice.workflows.updated_by is 'Who changed it last.';
comment on column sluice.workflows.created_at is 'When it was created; never changes.';
comment on column sluice.workflows.updated_at is 'When it last changed.';

create table sluice.workflow_versions (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  number int not null,
  definition jsonb not null,
  content_hash text not null,
  timeout interval,
  priority smallint not null default 5,
  reads_variables boolean not null default false,
  error_workflow_id uuid,
  compensates boolean not null default false,
  limits jsonb,
  limit_paths jsonpath[] not null default '{}',
  retention interval,
  enrolment jsonb,
  enrolment_key jsonpath,
  published_by uuid references sluice.users (id) on delete set null,
  created_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  unique (organization_id, workflow_id, number),
  foreign key (organization_id, workflow_id)
    references sluice.workflows (organization_id, id) on delete cascade,
  foreign key (organization_id, error_workflow_id)
    references sluice.workflows (organization_id, id) on delete set null (error_workflow_id),
  constraint workflow_versions_number_is_positive check (number > 0),
  constraint workflow_versions_priority_is_in_range check (priority between 1 and 10)
);
create index workflow_versions_id_idx on sluice.workflow_versions (id, organization_id);
create index workflow_versions_published_by_idx on sluice.workflow_versions (published_by);
create index workflow_versions_error_workflow_id_idx
on sluice.workflow_versions (organization_id, error_workflow_id);
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
comment on column sluice.workflow_versions.error_workflow_id is
  'settings.error_workflow: what is started when an execution fails.';
comment on column sluice.workflow_versions.compensates is
  'settings.compensate: whether an execution that fails undoes what it has done.';
comment on column sluice.workflow_versions.limits is
  'What limits its executions, with the templates of the keys; null where nothing does.';
comment on column sluice.workflow_versions.limit_paths is 'The paths of those keys.';
comment on column sluice.workflow_versions.retention is
  'How long the finished executions of the workflow are kept while this version is live; null: as its organization says.';
comment on column sluice.workflow_versions.enrolment is
  'settings.enrolment: which records may be enrolled, with ids for the names of workflows; null: there is no policy.';
comment on column sluice.workflow_versions.enrolment_key is 'The expression that names the record.';
comment on column sluice.workflow_versions.published_by is 'Who published it.';
comment on column sluice.workflow_versions.created_at is 'When it was published.';
alter table sluice.workflows
  add foreign key (organization_id, live_version_id)
  references sluice.workflow_versions (organization_id, id) on delete restrict
  deferrable initially deferred;

create table sluice.workflow_steps (
  organization_id uuid not null,
  version_id uuid not null,
  step_no int not null,
  node_id text not null,
  type text not null,
  label text,
  action text,
  runs text not null,
  handler text,
  scope int not null default 0,
  in_degree int not null,
  join_kind text not null default 'any',
  join_needed int not null default 1,
  join_region int[] not null default '{}',
  is_disabled boolean not null default false,
  is_referenced boolean not null default false,
  is_sink boolean not null default false,
  run_if jsonpath,
  reads jsonpath[] not null default '{}',
  input_template jsonb,
  input_paths jsonpath[] not null default '{}',
  input_slots jsonb not null default '[]',
  input_keys text[],
  roots text[] not null default '{}',
  refs int[] not null default '{}',
  result_template jsonb,
  result_paths jsonpath[] not null default '{}',
  result_slots jsonb not null default '[]',
  result_refs int[] not null default '{}',
  result_roots text[] not null default '{}',
  output_template jsonb,
  output_paths jsonpath[],
  output_slots jsonb,
  output_refs int[],
  output_roots text[],
  repeat_until jsonpath,
  config jsonb not null default '{}',
  on_error text not null default 'fail',
  error_ports text[] not null default '{}',
  max_attempts int not null default 1,
  backoff text not null default 'fixed',
  retry_initial interval not null default '1 second',
  retry_max interval not null default '1 hour',
  retry_jitter double precision not null default 0,
  retry_when text[],
  attempt_timeout interval,
  timeout interval,
  compensation int,
  takes_turns boolean not null default false,
  cache_ttl interval,
  follower int,
  follower_ports text[],
  follower_edges jsonb,
  answers jsonb,
  limits jsonb,
  limit_paths jsonpath[] not null default '{}',
  priority smallint,
  primary key (organization_id, version_id, step_no) with (deduplicate_items = off),
  foreign key (organization_id, version_id)
    references sluice.workflow_versions (organization_id, id) on delete cascade,
  constraint workflow_steps_type_is_known
    check (type in (
      'trigger', 'action', 'choice', 'join', 'wait', 'call', 'end', 'foreach', 'loop', 'group',
      'compensation'
    )),
  constraint workflow_steps_runs_somewhere check (runs in ('engine', 'sql', 'worker')),
  constraint workflow_steps_join_is_known check (join_kind in ('any', 'every', 'quorum')),
  constraint workflow_steps_on_error_is_known check (on_error in ('fail', 'continue', 'branch')),
  constraint workflow_steps_backoff_is_known check (backoff in ('fixed', 'exponential')),
  constraint workflow_steps_attempts_are_positive check (max_attempts between 1 and 1000)
);
/* Partial, so that no lookup by step_no can take it for the primary key while the table is small. */
create unique index workflow_steps_node_id_idx
on sluice.workflow_steps (organization_id, version_id, node_id) where node_id <> '';
comment on table sluice.workflow_steps is
  'The nodes of a version, compiled at publish: what the engine reads instead of the JSON.';
comment on column sluice.workflow_steps.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_steps.version_id is 'The version it belongs to.';
comment on column sluice.workflow_steps.step_no is 'Dense number within the version, from 1.';
comment on column sluice.workflow_steps.node_id is 'The node''s id in the definition.';
comment on column sluice.workflow_steps.type is 'The primitive: trigger, action, choice, join, wait, call, end, foreach, loop, group; or compensation, of the action it is named after.';
comment on column sluice.workflow_steps.label is 'What the canvas shows.';
comment on column sluice.workflow_steps.action is 'Of an action: its name in the catalogue.';
comment on column sluice.workflow_steps.runs is
  'engine and sql run inside the completing transaction, worker on a worker host.';
comment on column sluice.workflow_steps.handler is 'Of an SQL action: its function.';
comment on column sluice.workflow_steps.scope is
  'Number of the container it is in; 0 is the root.';
comment on column sluice.workflow_steps.in_degree is 'How many edges lead to it.';
comment on column sluice.workflow_steps.join_kind is
  'any: one live edge fires it when all are resolved; every: all must be live; quorum: join_needed.';
comment on column sluice.workflow_steps.join_needed is 'How many edges must be live.';
comment on column sluice.workflow_steps.join_region is
  'Of a quorum that cancels the rest: the steps between its immediate dominator and itself.';
comment on column sluice.workflow_steps.is_disabled is 'Passes through as if it had succeeded with null.';
comment on column sluice.workflow_steps.is_referenced is 'Whether an expression reads its output.';
comment on column sluice.workflow_steps.is_sink is 'Whether no edge leaves it.';
comment on column sluice.workflow_steps.run_if is 'Condition; false means skipped.';
comment on column sluice.workflow_steps.reads is
  'What run_if and the cases of a choice read; verdicts keep the values.';
comment on column sluice.workflow_steps.input_template is 'Its input, with null where a slot goes.';
comment on column sluice.workflow_steps.input_paths is 'The expressions of the slots, typed.';
comment on column sluice.workflow_steps.input_slots is
  'Compiled templates: [{ target, text, parts: [{ literal } | { path: n, filters }] }].';
comment on column sluice.workflow_steps.input_keys is
  'The keys that the slots fill, where each fills a key of the input with a plain value.';
comment on column sluice.workflow_steps.roots is 'The parts of the context it reads, such as trigger.';
comment on column sluice.workflow_steps.refs is 'Numbers of the steps whose outputs it reads.';
comment on column sluice.workflow_steps.result_template is
  'Of a container: what is made at the end of each iteration (collect, carry); of an action: the key of its cache.';
comment on column sluice.workflow_steps.result_paths is 'The expressions of that template, typed.';
comment on column sluice.workflow_steps.result_slots is 'The slots of that template.';
comment on column sluice.workflow_steps.result_refs is
  'Numbers of the steps that are read at the end of each iteration.';
comment on column sluice.workflow_steps.result_roots is
  'What is read then besides steps: trigger, vars, now …';
comment on column sluice.workflow_steps.output_template is
  'What replaces its output when it completes; null: nothing does.';
comment on column sluice.workflow_steps.output_paths is 'The expressions of that template, typed.';
comment on column sluice.workflow_steps.output_slots is 'The slots of that template.';
comment on column sluice.workflow_steps.output_refs is
  'Numbers of the steps that this template reads, besides itself.';
comment on column sluice.workflow_steps.output_roots is
  'What this template reads besides steps: trigger, vars, now …';
comment on column sluice.workflow_steps.repeat_until is
  'Of a loop or a foreach: ends it when it holds at the end of an iteration.';
comment on column sluice.workflow_steps.config is 'What its type needs: ports of a choice, sources of a join …';
comment on column sluice.workflow_steps.on_error is 'What follows a failure: fail, continue or branch.';
comment on column sluice.workflow_steps.error_ports is 'The error ports that have an edge.';
comment on column sluice.workflow_steps.max_attempts is 'How often it is tried in all.';
comment on column sluice.workflow_steps.backoff is 'fixed or exponential.';
comment on column sluice.workflow_steps.retry_initial is 'The delay before the second attempt.';
comment on column sluice.workflow_steps.retry_max is 'No delay is longer than this.';
comment on column sluice.workflow_steps.retry_jitter is 'Part of the delay that is random, 0 to 1.';
comment on column sluice.workflow_steps.retry_when is
  'The classes of errors after which it is tried again; null: all.';
comment on column sluice.workflow_steps.attempt_timeout is 'How long one attempt may take.';
comment on column sluice.workflow_steps.timeout is
  'Of an action or a call: how long all its attempts together may take.';
comment on column sluice.workflow_steps.compensation is
  'Number of the step that undoes it, where a group around it or the execution compensates.';
comment on column sluice.workflow_steps.takes_turns is
  'Whether no other step of its frame may be under way with it.';
comment on column sluice.workflow_steps.limits is
  'Of an action: what limits it, with the templates of the keys; null where nothing does.';
comment on column sluice.workflow_steps.priority is
  'Of an action: 1 is first, 10 last; null: that of its execution.';
comment on column sluice.workflow_steps.limit_paths is 'The paths of those keys.';
comment on column sluice.workflow_steps.cache_ttl is
  'Of an action: how long its result answers for equal inputs.';
comment on column sluice.workflow_steps.follower is
  'Number of the step that all its edges and no others lead to, where both are a choice or data.set; 0: the execution ends with it.';
comment on column sluice.workflow_steps.follower_ports is 'The ports of those edges.';
comment on column sluice.workflow_steps.follower_edges is
  'Their verdicts: shut, where none is open, and by the port that opens some of them.';
comment on column sluice.workflow_steps.answers is
  'The verdicts of a choice by what its only case answers: true, false or null.';

create table sluice_private.step_successors (
  organization_id uuid not null,
  version_id uuid not null,
  step_no int not null,
  node_id text not null,
  type text not null,
  action text,
  is_kept boolean not null,
  verdicts jsonb,
  next_no int not null,
  next_node_id text,
  next_action text,
  next_timeout_ms int,
  next_template jsonb,
  next_keys text[],
  next_sources int[],
  next_parts jsonpath[],
  primary key (organization_id, version_id, step_no),
  foreign key (organization_id, version_id)
    references sluice.workflow_versions (organization_id, id) on delete cascade
);
comment on table sluice_private.step_successors is
  'Of each step that one step alone follows, with nothing to be decided between them: all that is needed to go there, in one row. A worker runs what follows; but without next_action, after a trigger, it is to be fired. next_no 0: a worker runs the step, and the execution ends with it. is_kept: something besides the input of its successor reads its output. next_sources: where the slots of that input read (the output of a step; 0 the trigger, -1 the variables), and next_parts the paths from there.';

create table sluice.workflow_edges (
  organization_id uuid not null,
  version_id uuid not null,
  source int not null,
  edge_no int not null,
  edge_id text not null,
  target int not null,
  port text not null,
  guard jsonpath,
  guard_refs int[] not null default '{}',
  guard_reads jsonpath[] not null default '{}',
  primary key (organization_id, version_id, source, edge_no),
  foreign key (organization_id, version_id, source)
    references sluice.workflow_steps (organization_id, version_id, step_no) on delete cascade,
  foreign key (organization_id, version_id, target)
    references sluice.workflow_steps (organization_id, version_id, step_no) on delete cascade
);
create index workflow_edges_target_idx
on sluice.workflow_edges (target, version_id, organization_id);
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
comment on column sluice.workflow_edges.guard_reads is
  'What the guard reads; the verdict keeps the values.';

create table sluice.workflow_triggers (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  node_id text not null,
  step_no int not null,
  trigger text not null,
  config jsonb not null default '{}',
  filter jsonpath,
  dedupe jsonpath,
  exit jsonpath,
  is_enabled boolean not null default true,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  unique (organization_id, workflow_id, node_id),
  foreign key (organization_id, workflow_id)
    references sluice.workflows (organization_id, id) on delete cascade
);
create index workflow_triggers_id_idx on sluice.workflow_triggers (id, organization_id);
comment on table sluice.workflow_triggers is
  'The triggers of the live version; a row keeps its id from version to version.';
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

create table sluice.business_calendars (
  organization_id uuid not null references sluice.organizations (id) on delete cascade,
  name text not null,
  zone text not null,
  hours jsonb not null,
  holidays date[] not null default '{}',
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, name),
  constraint business_calendars_name_is_plain check (name ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$')
);
comment on table sluice.business_calendars is 'When an organization works: what waits may keep to.';
comment on column sluice.business_calendars.organization_id is 'The organization it belongs to.';
comment on column sluice.business_calendars.name is 'Its name in the organization.';
comment on column sluice.business_calendars.zone is 'The IANA time zone that its hours are in.';
comment on column sluice.business_calendars.hours is
  'The working hours of each weekday: { "mon": [{ "from": "09:00", "to": "17:00" }], … }.';
comment on column sluice.business_calendars.holidays is 'Dates on which nobody works.';
comment on column sluice.business_calendars.created_at is 'When it was created; never changes.';
comment on column sluice.business_calendars.updated_at is 'When it last changed.';

create table sluice.workflow_variables (
  organization_id uuid not null references sluice.organizations (id) on delete cascade,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid,
  name text not null,
  value jsonb not null default 'null',
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  unique nulls not distinct (organization_id, workflow_id, name),
  foreign key (organization_id, workflow_id)
    references sluice.workflows (organization_id, id) on delete cascade,
  constraint workflow_variables_name_is_plain check (name ~ '^[A-Za-z_][A-Za-z0-9_]{0,62}$')
);
create index workflow_variables_id_idx on sluice.workflow_variables (id, organization_id);
comment on table sluice.workflow_variables is
  'Values that expressions read as vars.<name>; a workflow''s own win over the organization''s.';
comment on column sluice.workflow_variables.organization_id is 'The organization it belongs to.';
comment on column sluice.workflow_variables.id is 'Its id.';
comment on column sluice.workflow_variables.workflow_id is 'The workflow it is for; null: all of them.';
comment on column sluice.workflow_variables.name is 'Its name.';
comment on column sluice.workflow_variables.value is 'Its value; never put a secret here.';
comment on column sluice.workflow_variables.created_at is 'When it was created; never changes.';
comment on column sluice.workflow_variables.updated_at is 'When it last changed.';

create table sluice.webhook_registrations (
  organization_id uuid not null,
  id uuid not null default sluice_hidden.uuidv7(),
  workflow_id uuid not null,
  trigger_id uuid not null,
  door text not null default 'hooks',
  key text not null default replace(gen_random_uuid()::text, '-', ''),
  path text,
  methods text[] not null default '{POST}',
  scheme text not null default 'none',
  secret_ref text,
  previous_secret_ref text,
  previous_secret_until timestamptz,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, id),
  unique (organization_id, door, path),
  unique (organization_id, trigger_id),
  foreign key (organization_id, trigger_id)
    references sluice.workflow_triggers (organization_id, id) on delete cascade,
  foreign key (organization_id, workflow_id)
    references sluice.workflows (organization_id, id) on delete cascade,
  constraint webhook_registrations_door_is_known check (door in ('hooks', 'forms')),
  constraint webhook_registrations_methods_are_known check (
    methods <@ '{GET,POST,PUT,PATCH,DELETE}'::text[] and methods <> '{}'
  ),
  constraint webhook_registrations_scheme_is_known check (scheme in (
    'none', 'basic', 'bearer', 'jwt', 'hmac', 'github', 'stripe', 'slack', 'twilio', 'telegram',
    'standard_webhooks', 'atlas'
  )),
  constraint webhook_registrations_secret_is_a_reference check (
    secret_ref ~ '^env:[A-Z_][A-Z0-9_]*$' and previous_secret_ref ~ '^env:[A-Z_][A-Z0-9_]*$'
  ),
  constraint webhook_registrations_signed_has_a_secret check (scheme = 'none' or secret_ref is not null),
  constraint webhook_registrations_previous_secret_ends
    check ((previous_secret_ref is null) = (previous_secret_until is null)),
  constraint webhook_registrations_path_is_plain check (path ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$')
);
create index webhook_registrations_id_idx on sluice.webhook_registrations (id, organization_id);
create index webhook_registrations_key_idx on sluice.webhook_registrations (key);
create index webhook_registrations_workflow_id_idx
on sluice.webhook_registrations (organization_id, workflow_id);
comment on table sluice.webhook_registrations is
  'Where the world may knock: /hooks/<key>, or /hooks/<organization slug>/<path>; forms at /forms/.';
comment on column sluice.webhook_registrations.organization_id is 'The organization it belongs to.';
comment on column sluice.webhook_registrations.id is 'Its id.';
comment on column sluice.webhook_registrations.workflow_id is 'The workflow it starts.';
comment on column sluice.webhook_registrations.trigger_id is 'The trigger it fires.';
comment on column sluice.webhook_registrations.door is 'hooks or forms: what its URL begins with.';
comment on column sluice.webhook_registrations.key is 'Unguessable last part of its URL.';
comment on column sluice.webhook_registrations.path is 'Readable alias, unique within the organization.';
comment on column sluice.webhook_registrations.methods is 'The HTTP methods it takes.';
comment on column sluice.webhook_registrations.scheme is
  'How a delivery shows who sent it: none, basic, bearer, jwt, hmac, github, stripe, slack, twilio, telegram, standard_webhooks, atlas.';
comment on column sluice.webhook_registrations.secret_ref is
  'Where the edge finds the secret, such as env:NAME; the secret itself is never stored.';
comment on column sluice.webhook_registrations.previous_secret_ref is
  'The secret before it, which is taken as well for a while.';
comment on column sluice.webhook_registrations.previous_secret_until is 'Until when.';
comment on column sluice.webhook_registrations.created_at is 'When it was created; never changes.';
comment on column sluice.webhook_registrations.updated_at is 'When it last changed.';

create type sluice_private.callee as (
  organization_id uuid, workflow_id uuid, version_id uuid, trigger_id uuid, trigger_step int,
  fault text
);
comment on type sluice_private.callee is
  'What a call starts: a version, and the trigger to start it from; or why it cannot be.';

create type sluice_private.cron_unit as (name text, low int, high int, size int, words text[]);
comment on type sluice_private.cron_unit is
  'A field of a cron expression: its values go from low to high, of which size differ (Sunday is 0 and 7); words name them from low on.';

create type sluice_private.cron as (
  seconds bit(60),
  minutes bit(60),
  hours bit(24),
  days bit(31),
  months bit(12),
  weekdays bit(7),
  days_from_end int[],
  nearest_day int,
  nth_weekdays int[],
  is_either boolean,
  repeats boolean
);
comment on type sluice_private.cron is
  'A compiled cron expression: a bit for each value; L-n as n; nW as n and L-nW as -n; weekday#n as 10 * weekday + n, weekdayL as 10 * weekday. is_either: a day needs one of day and weekday, not both. repeats: also in the second pass of clocks that are set back.';

create type sluice_private.parsed_cron as (
  rule sluice_private.cron,
  fault text,
  hint text
);
comment on type sluice_private.parsed_cron is
  'A cron expression, compiled; or what is wrong with it, and what to write.';

--! Included expression/index.sql
/* Expressions: SQL/JSON path, compiled when a version is published.
   A string that is exactly {{ expr }} yields the JSON value; otherwise each {{ expr | filter }} is
   interpolated as text. The compiler quotes node ids, checks the grammar (that of PostgreSQL 15, on
   every server), and says which steps and which parts of the context an expression reads, so that
   running a step parses nothing and loads only what it needs. Evaluation never raises: an error is
   a value, and becomes the error of its step. */
--! Included expression/try_jsonpath.sql
create or replace function sluice_hidden.try_jsonpath(expression text)
returns jsonpath
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return expression::jsonpath;
exception
  when syntax_error or data_exception or program_limit_exceeded or statement_too_complex then
    return null;
end;
$$;

comment on function sluice_hidden.try_jsonpath(text) is
  'The text as a jsonpath, or null where it is none.';
--! EndIncluded expression/try_jsonpath.sql
--! Included expression/reads_of.sql
/* The canonical text of a path quotes every key; string literals are blanked, as they may say
   anything. What a filter reads is within what it filters. */
create or replace function sluice_private.reads_of(paths jsonpath[])
returns jsonpath[]
language sql
immutable
parallel safe
return array(
  select distinct read.match[1] collate "C"
  from unnest(paths) as path
  cross join lateral regexp_matches(
    regexp_replace(path::text, '(\."(?:[^"\\]|\\.)*")|"(?:[^"\\]|\\.)*"', '\1', 'g'),
    '(\$(?:\."(?:[^"\\]|\\.)*"|\[[^]$@[]*\])+)', 'g'
  ) as read (match)
  order by 1
)::jsonpath[];

comment on function sluice_private.reads_of(jsonpath[]) is
  'What conditions read of their context, each once.';
--! EndIncluded expression/reads_of.sql
--! Included expression/values_of.sql
create or replace function sluice_private.values_of(context jsonb, reads jsonpath[])
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_read jsonpath;
  v_found jsonb;
  v_values jsonb;
begin
  foreach v_read in array reads loop
    v_found := jsonb_path_query_array(context, v_read, '{}', true);
    continue when v_found = '[]';
    v_found := case jsonb_array_length(v_found) when 1 then v_found -> 0 else v_found end;
    if length(v_found::text) > 500 then
      v_found := to_jsonb(left(v_found::text, 500) || '…');
    end if;
    v_values := coalesce(v_values, '{}') || jsonb_build_object(v_read::text, v_found);
  end loop;
  return v_values;
end;
$$;

comment on function sluice_private.values_of(jsonb, jsonpath[]) is
  'What conditions have read, for their verdict: the value (of several, the list) by path, cut to '
  '500 characters; what was missing is not there.';
--! EndIncluded expression/values_of.sql
--! Included expression/try_interval.sql
create or replace function sluice_hidden.try_interval(duration text)
returns interval
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_interval interval;
begin
  v_interval := duration::interval;
  -- parts that cancel each other out could leave the range of timestamps on the way
  return case
    when abs(extract(year from v_interval)) <= 200
      and abs(extract(day from v_interval)) <= 80000
      and abs(extract(hour from v_interval)) <= 2000000
      then v_interval
  end;
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_hidden.try_interval(text) is
  'The text (ISO 8601 or Postgres'' own) as an interval of at most two centuries in any part, or '
  'null where it is none.';
--! EndIncluded expression/try_interval.sql
--! Included expression/try_timestamp.sql
create or replace function sluice_hidden.try_timestamp(value text)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, YMD'
as $$
begin
  if value !~ '^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$' then
    return null;
  end if;
  return case
    when value::timestamptz < '10000-01-01' and value::timestamptz >= '0001-01-01'
      then value::timestamptz
  end;
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_hidden.try_timestamp(text) is
  'An ISO 8601 date or timestamp of the years 1 to 9999, in UTC unless it says otherwise, or null.';
--! EndIncluded expression/try_timestamp.sql
--! Included expression/until_instant.sql
create or replace function sluice_private.until_instant(value jsonb)
returns timestamptz
language sql
immutable
return case
  when jsonb_typeof(value) = 'number' or value #>> '{}' ~ '^\d{1,12}(\.\d{1,6})?$' then
    case when (value #>> '{}')::numeric between 0 and 253402300799
      then to_timestamp((value #>> '{}')::double precision)
    end
  when jsonb_typeof(value) = 'string' then sluice_hidden.try_timestamp(value #>> '{}')
end;

comment on function sluice_private.until_instant(jsonb) is
  'The instant that an ISO 8601 timestamp, a date (its midnight in UTC) or epoch seconds stand '
  'for, or null.';
--! EndIncluded expression/until_instant.sql
--! Included expression/quote_node_ids.sql
create or replace function sluice_private.quote_node_ids(expression text, node_ids text[])
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_node text;
begin
  -- plain ids, by far the most, need nothing
  if regexp_count(expression, '\$\.steps\.')
    = regexp_count(expression, '\$\.steps\.[A-Za-z_][A-Za-z0-9_]*(?=\.|\)|$)')
  then
    return expression;
  end if;
  foreach v_node in array node_ids loop
    if v_node !~ '^([A-Za-z_][A-Za-z0-9_]*$|")' and strpos(expression, v_node) > 0 then
      expression := regexp_replace(
        expression,
        '\$\.steps\.' || regexp_replace(v_node, '([^A-Za-z0-9])', '\\\1', 'g') || '(?![\w-])',
        replace('$.steps.' || to_json(v_node)::text, '\', '\\'),
        'g'
      );
    end if;
  end loop;
  return expression;
end;
$$;

comment on function sluice_private.quote_node_ids(text, text[]) is
  'Quotes node ids such as send-mail after $.steps, where jsonpath would read a minus.';
--! EndIncluded expression/quote_node_ids.sql
--! Included expression/has_bad_template.sql
/* A template is read when a text is first compared with it, and a bad one raises even in silent
   mode: so each is tried once. */
create or replace function sluice_private.has_bad_template(canonical text)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_template text;
begin
  for v_template in
    select m[1] from regexp_matches(canonical, '\.datetime\(("(?:[^"\\]|\\.)*")\)', 'g') as m
  loop
    perform jsonb_path_query_array_tz(
      '"2000-01-01"', ('$.datetime(' || v_template || ')')::jsonpath, '{}', true
    );
  end loop;
  return false;
exception
  when data_exception or syntax_error then
    return true;
end;
$$;

comment on function sluice_private.has_bad_template(text) is
  'Whether a datetime("template") in the canonical text of a path is one Postgres cannot read.';
--! EndIncluded expression/has_bad_template.sql
--! Included expression/is_item_name.sql
create or replace function sluice_private.is_item_name(name text)
returns boolean
language sql
immutable
return name ~ '^[A-Za-z_][A-Za-z0-9_]{0,62}$' and name not in (
  'trigger', 'steps', 'vars', 'item', 'index', 'execution', 'workflow', 'organization', 'now',
  'strict', 'lax', 'exists', 'true', 'false', 'null', 'not', 'is', 'last', 'to', 'unknown'
);

comment on function sluice_private.is_item_name(text) is
  'Whether the item of a foreach may have this name: an identifier that expressions do not know.';
--! EndIncluded expression/is_item_name.sql
--! Included expression/plain_path.sql
create or replace function sluice_private.plain_path(path text)
returns text
language sql
immutable
parallel safe
return regexp_replace(
  regexp_replace(path, '\."([A-Za-z_][A-Za-z0-9_]*)"', '.\1', 'g'), '^\$\.', ''
);

comment on function sluice_private.plain_path(text) is
  'The canonical text of a path as people write it: plain keys without quotes, without $.';
--! EndIncluded expression/plain_path.sql
--! Included expression/compile_expression.sql
/* The canonical text that Postgres prints for a jsonpath quotes every key, so what an expression
   reads can be found in it with certainty once its string literals are blanked. */
create or replace function sluice_private.compile_expression(
  source text,
  node_ids text[],
  item_names text[] default '{}',
  out path jsonpath,
  out refs text[],
  out roots text[],
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_text text := btrim(source, E' \t\r\n');
  v_canonical text;
  v_bare text;
  v_steps int;
  v_root text := '^\$\.(trigger|steps|vars|item|index|execution|workflow|organization|now'
    || array_to_string(''::text || item_names, '|') || ')\M';
  c_newer constant text := '\.(bigint|boolean|date|decimal|integer|number|string|time|time_tz'
    '|timestamp|timestamp_tz|btrim|ltrim|rtrim|lower|upper|initcap|replace|split_part)\s*\(';
begin
  if length(v_text) > 4000 then
    problem := 'has more than 4,000 characters';
    return;
  end if;
  if ('$.' || v_text) ~ v_root then
    v_text := '$.' || v_text;
  end if;
  v_text := sluice_private.quote_node_ids(v_text, node_ids);
  path := sluice_hidden.try_jsonpath(v_text);
  v_canonical := regexp_replace(
    path::text,
    '(\."(?:[^"\\]|\\.)*")|(\$)"(?:[^"\\]|\\.)*"|"(?:[^"\\]|\\.)*"', '\1\2\2', 'g'
  );
  v_bare := regexp_replace(v_canonical, '"(?:[^"\\]|\\.)*"', '""', 'g');
  v_text := regexp_replace(v_text, '"(?:[^"\\]|\\.)*"', '""', 'g');
  problem := case
    when concat(v_text, v_bare) ~ c_newer or v_text ~ '\m(0[xob]|[0-9]+_)[0-9a-fA-F]'
      then 'uses a method or number that PostgreSQL 15 does not know'
    when path is null then 'is not a SQL/JSON path expression'
    when sluice_private.has_bad_template(path::text) then 'has a datetime template that is none'
  end;
  if problem is not null then
    path := null;
    return;
  end if;
  refs := array(
    select distinct ('"' || m[1] || '"')::jsonb #>> '{}'
    from regexp_matches(v_canonical, '\$\."steps"\."((?:[^"\\]|\\.)+)"', 'g') as m
    order by 1
  );
  roots := array(
    select distinct m[1] from regexp_matches(v_canonical, '\$\."([^"]+)"', 'g') as m order by 1
  );
  v_steps := regexp_count(v_canonical, '\$\."steps"(?!\.")');
  problem := case
    when v_bare ~ '\$(?!\.")'
      then 'must begin with trigger, steps, vars, execution, workflow, organization or now'
    when v_steps > 0 then 'must name the step after $.steps'
    when exists (
      select from unnest(roots) as root
      where ('$.' || root) !~ (v_root || '$')
    ) then format('reads unknown %s', roots)
    else (
      select format('reads unknown step %s', ref)
      from unnest(refs) as ref
      where not (ref = any (node_ids))
      limit 1
    )
  end;
end;
$$;

comment on function sluice_private.compile_expression(text, text[], text[]) is
  'Compiles one expression: its typed path, the steps and context roots it reads, or its problem.';
--! EndIncluded expression/compile_expression.sql
--! Included expression/compile_field.sql
/* A plain path finds one value or none, in a time that does not depend on the data around it. */
create or replace function sluice_private.compile_field(
  source jsonb,
  node_ids text[],
  item_names text[],
  out path text,
  out refs text[],
  out roots text[],
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if jsonb_typeof(source) is distinct from 'string' then
    problem := 'must be the path of a value, such as trigger.payload.amount';
    return;
  end if;
  select compiled.path::text, compiled.refs, compiled.roots, compiled.problem
  into path, refs, roots, problem
  from sluice_private.compile_expression(source #>> '{}', node_ids, item_names) as compiled;
  if problem is null
    and path !~ '^\$(\."(?:[^"\\]|\\.)*"|\[(\d+|last( - \d+)?)\])+$'
  then
    problem := 'may be only a path of keys and positions; '
      'for anything else, such as lists of objects, write the condition as a predicate';
  end if;
end;
$$;

comment on function sluice_private.compile_field(jsonb, text[], text[]) is
  'Compiles the field of a rule: its path in full, what it reads, or its problem.';
--! EndIncluded expression/compile_field.sql
--! Included expression/condition_operators.sql
create or replace function sluice.condition_operators()
returns table (name text, aliases text[], value_kind text, description text)
language sql
immutable
parallel safe
begin atomic
  values
    ('equals', '{=,strict_equals}'::text[], 'scalar', 'is the value'),
    ('not_equals', '{!=}', 'scalar', 'is another value of the same type'),
    ('greater_than', '{>}', 'ordered', 'is more than the value'),
    ('greater_than_or_equal', '{>=}', 'ordered', 'is the value or more'),
    ('less_than', '{<}', 'ordered', 'is less than the value'),
    ('less_than_or_equal', '{<=}', 'ordered', 'is the value or less'),
    ('between', '{}', 'pair', 'is from the first to the second, both included'),
    ('not_between', '{notBetween}', 'pair', 'is less than the first or more than the second'),
    ('in', '{}', 'scalars', 'is one of the values'),
    ('not_in', '{notIn}', 'scalars', 'is none of the values, but of their type'),
    ('contains', '{}', 'item', 'is a text with this part, or a list with this item'),
    ('not_contains', '{doesNotContain}', 'item', 'is a text or list without it'),
    ('starts_with', '{beginsWith}', 'text', 'is a text that begins so'),
    ('not_starts_with', '{doesNotBeginWith}', 'text', 'is a text that begins otherwise'),
    ('ends_with', '{endsWith}', 'text', 'is a text that ends so'),
    ('not_ends_with', '{doesNotEndWith}', 'text', 'is a text that ends otherwise'),
    ('matches', '{regex,matches_regex}', 'regex', 'is a text in which the expression is found'),
    ('before', '{}', 'date', 'is a date or timestamp before it'),
    ('after', '{}', 'date', 'is a date or timestamp after it'),
    ('is_true', '{}', 'none', 'is true'),
    ('is_false', '{}', 'none', 'is false'),
    ('is_empty', '{}', 'none', 'is missing, null, "", [] or {}'),
    ('is_not_empty', '{}', 'none', 'is there, and not null, "", [] or {}; 0 and false are'),
    ('is_null', '{"null"}', 'none', 'is missing or null'),
    ('is_not_null', '{notNull}', 'none', 'is there, and not null'),
    ('exists', '{is_set}', 'none', 'is there, be it null'),
    ('not_exists', '{}', 'none', 'is missing');
end;

comment on function sluice.condition_operators() is
  'The operators of rules, { field, operator, value }, in rule groups.';
grant execute on function sluice.condition_operators() to sluice_member, sluice_admin;
--! EndIncluded expression/condition_operators.sql
--! Included expression/operator_problem.sql
create or replace function sluice_private.operator_problem(operator jsonb)
returns text
language sql
immutable
return case
  when operator #>> '{}' in ('days_ago_less_than', 'days_ago_greater_than')
    then '.operator cannot count days from now: let a data.set step note '
      '{{ now | unix }} and {{ trigger.payload.at | unix }}, and compare them in a predicate: '
      '$.steps.times.output.now - $.steps.times.output.at < 7 * 86400; or use before or after'
  else format(
    '.operator %s; possible are %s',
    case when operator is null then 'is missing' else 'is none: ' || left(operator::text, 40) end,
    (select string_agg(known.name, ', ') from sluice.condition_operators() as known)
  )
end;

comment on function sluice_private.operator_problem(jsonb) is
  'What is wrong with an operator of a rule that is none.';
--! EndIncluded expression/operator_problem.sql
--! Included expression/value_kind_fault.sql
create or replace function sluice_private.value_kind_fault(kind text, value jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type text := coalesce(jsonb_typeof(value), 'null');
  v_text text := case v_type when 'string' then value #>> '{}' end;
  v_items jsonb := case v_type when 'array' then value else '[]' end;
  v_types text[] := array(
    select distinct jsonb_typeof(item) from jsonb_array_elements(v_items) as item
  );
begin
  return case
    when jsonb_path_exists(value, 'strict $.** ? (@ like_regex "{{" flag "q")', '{}', true)
      then 'is compared as it is written; to compare with {{ … }} write a predicate'
    when kind = 'none' and v_type <> 'null' and v_text is distinct from ''
      then 'must be left out'
    when kind = 'scalar' and v_type not in ('string', 'number', 'boolean')
      then 'must be a text, a number, true or false'
    when kind = 'item' and (v_type not in ('string', 'number', 'boolean') or v_text = '')
      then 'must be a text that is not empty, a number, true or false'
    when kind = 'ordered' and v_type not in ('string', 'number')
      then 'must be a text or a number'
    when kind in ('text', 'regex') and (v_text is null or v_text = '')
      then 'must be a text that is not empty'
    when kind = 'regex' and length(v_text) > 200 then 'has more than 200 characters'
    when kind = 'regex' and v_text ~ '\\[1-9]|\(\?<?[=!]'
      then 'may not look back or ahead: the time that takes has no bound'
    when kind = 'regex'
      and sluice_hidden.try_jsonpath(format('$ like_regex %s', value)) is null
      then 'is not a regular expression'
    when kind = 'date' and sluice_hidden.try_timestamp(v_text) is null
      then 'must be an ISO 8601 date or timestamp, such as 2026-11-21 or 2026-11-21T10:00:00Z'
    when kind in ('scalars', 'pair')
      and (cardinality(v_types) <> 1 or not v_types <@ '{string,number,boolean}'
        or jsonb_array_length(v_items) > 1000)
      then case kind
        when 'pair' then 'must be [from, to], two texts or two numbers'
        else 'must be a list of 1 to 1,000 texts, numbers or booleans, all of one type'
      end
    when kind = 'pair' and (jsonb_array_length(v_items) <> 2 or v_types = '{boolean}')
      then 'must be [from, to], two texts or two numbers'
    when kind = 'pair' and not jsonb_path_match(value, 'strict $[0] <= $[1]')
      then 'must be [from, to], the lower one first'
  end;
end;
$$;

comment on function sluice_private.value_kind_fault(text, jsonb) is
  'Why a value is not of the kind that an operator of a rule takes; null where it is.';
--! EndIncluded expression/value_kind_fault.sql
--! Included expression/rule_instant.sql
/* .datetime() of PostgreSQL 15 does not read Z, so that is a form of its own. Values without an
   offset are compared with one without (%2$s, UTC), so that no session's time zone matters. */
create or replace function sluice_private.rule_instant(sign text)
returns text
language sql
immutable
parallel safe
return replace(
  '%1$s like_regex "[.][0-9]+Z$"'
    ' && %1$s.datetime("YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"") <=> %2$s'
  ' || %1$s like_regex "[0-9]Z$" && !(%1$s like_regex "[.][0-9]+Z$")'
    ' && %1$s.datetime("YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"") <=> %2$s'
  ' || %1$s like_regex ":[0-9.]+[+-][0-9:]+$" && %1$s.datetime() <=> %3$s'
  ' || !(%1$s like_regex "[0-9]Z$|:[0-9.]+[+-][0-9:]+$") && %1$s.datetime() <=> %2$s',
  '<=>', sign
);

comment on function sluice_private.rule_instant(text) is
  'How a rule compares a date or timestamp, as a format of field and value.';
--! EndIncluded expression/rule_instant.sql
--! Included expression/rule_predicate.sql
/* For format(): %1$s is the field, %2$s the value, %3$s the second value, or the type of values.
   In strict mode a field that is missing or of a type the operator is not for makes a predicate
   unknown, and "not" leaves it so; where null would make it false, "" == 0, unknown, steps in. */
create or replace function sluice_private.rule_predicate(operator text, value_type text)
returns text
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  c_unless_null constant text := ' || %1$s == null && "" == 0';
  c_part constant text := '(%1$s like_regex %2$s flag "q" || %1$s.type() == "array")';
  c_item constant text := 'exists(%1$s[*] ? (@ == %2$s))';
  c_empty constant text := '@ == null || @ == "" || @.type() == "array" && @.size() == 0'
    ' || @.type() == "object" && !exists(@.*)';
begin
  if operator ~ '(^|_)not_' then
    return '!(' || sluice_private.rule_predicate(replace(operator, 'not_', ''), value_type) || ')';
  end if;
  return case operator
    when 'equals' then '%1$s == %2$s' || c_unless_null
    when 'greater_than' then '%1$s > %2$s' || c_unless_null
    when 'greater_than_or_equal' then '%1$s >= %2$s' || c_unless_null
    when 'less_than' then '%1$s < %2$s' || c_unless_null
    when 'less_than_or_equal' then '%1$s <= %2$s' || c_unless_null
    when 'between' then '%1$s >= %2$s && %1$s <= %3$s' || c_unless_null
    when 'is_true' then '%1$s == true' || c_unless_null
    when 'is_false' then '%1$s == false' || c_unless_null
    when 'in' then 'exists(%1$s ? (%2$s)) || %1$s.type() != %3$s && "" == 0'
    when 'contains' then case value_type
      when 'string' then c_part || ' && (' || c_item || ' || %1$s.type() == "string")'
      else c_item
    end
    when 'starts_with' then '%1$s starts with %2$s'
    when 'ends_with' then '%1$s like_regex %3$s'
    when 'matches' then '%1$s like_regex %2$s'
    when 'before' then sluice_private.rule_instant('<')
    when 'after' then sluice_private.rule_instant('>')
    when 'is_empty' then '(exists(%1$s)) is unknown || exists(%1$s ? (' || c_empty || '))'
    when 'is_null' then '(exists(%1$s)) is unknown || %1$s == null'
    when 'exists' then '!((exists(%1$s)) is unknown)'
  end;
end;
$$;

comment on function sluice_private.rule_predicate(text, text) is
  'What an operator means in SQL/JSON path, as a format of field and value.';
--! EndIncluded expression/rule_predicate.sql
--! Included expression/instant_literal.sql
create or replace function sluice_private.instant_literal(value text, zone text)
returns text
language sql
immutable
return format(
  '"%s%s".datetime()',
  to_char(
    sluice_hidden.try_timestamp(value) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'
  ),
  zone
);

comment on function sluice_private.instant_literal(text, text) is
  'A timestamp in UTC in SQL/JSON path, with this suffix.';
--! EndIncluded expression/instant_literal.sql
--! Included expression/fill_predicate.sql
create or replace function sluice_private.fill_predicate(
  operator text,
  value_kind text,
  field text,
  value jsonb
)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first jsonb := case jsonb_typeof(value) when 'array' then value -> 0 else value end;
  v_format text := sluice_private.rule_predicate(operator, jsonb_typeof(v_first));
begin
  return '(' || case value_kind
    when 'scalars' then format(
      v_format, field,
      (select string_agg(format('@ == %s', item), ' || ') from jsonb_array_elements(value) as item),
      to_json(jsonb_typeof(v_first))
    )
    when 'pair' then format(v_format, field, v_first, value -> 1)
    when 'date' then format(
      v_format, field, sluice_private.instant_literal(value #>> '{}', ''),
      sluice_private.instant_literal(value #>> '{}', '+00:00')
    )
    when 'text' then format(
      v_format, field, value,
      to_json(regexp_replace(value #>> '{}', '([][\\.*+?(){}|^$])', '\\\1', 'g') || '$')
    )
    else format(v_format, field, value)
  end || ')';
end;
$$;

comment on function sluice_private.fill_predicate(text, text, text, jsonb) is
  'The predicate of a rule whose value is of the kind that its operator takes.';
--! EndIncluded expression/fill_predicate.sql
--! Included expression/compile_rule.sql
/* A regular expression weighs as much as 25 rules: it takes long to prepare, each time. */
create or replace function sluice_private.compile_rule(
  rule jsonb,
  node_ids text[],
  item_names text[],
  out predicate text,
  out refs text[],
  out roots text[],
  out weight int,
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator record;
  v_field record;
  v_key text := (
    select min(key)
    from jsonb_object_keys(case jsonb_typeof(rule) when 'object' then rule else '{}' end) as key
    where key not in ('id', 'field', 'operator', 'value', 'valueSource')
  );
begin
  select known.name, known.value_kind
  into v_operator
  from sluice.condition_operators() as known
  where jsonb_typeof(rule -> 'operator') = 'string'
    and (known.name = rule ->> 'operator' or rule ->> 'operator' = any (known.aliases));
  select compiled.path, compiled.refs, compiled.roots, compiled.problem
  into v_field
  from sluice_private.compile_field(rule -> 'field', node_ids, item_names) as compiled;

  problem := case
    when jsonb_typeof(rule) <> 'object'
      then ' must be a rule, { "field", "operator", "value" }, or a group'
    when v_key is not null
      then format('.%s is not part of a rule, which has field, operator and value', v_key)
    when coalesce(rule ->> 'valueSource', 'value') <> 'value'
      then '.valueSource must be value; to compare two fields write a predicate'
    when v_field.problem is not null then '.field ' || v_field.problem
    when v_operator is null then sluice_private.operator_problem(rule -> 'operator')
    else '.value ' || sluice_private.value_kind_fault(v_operator.value_kind, rule -> 'value')
  end;
  if problem is not null then
    return;
  end if;
  weight := case v_operator.value_kind when 'regex' then 25 else 1 end;
  refs := v_field.refs;
  roots := v_field.roots;
  predicate := sluice_private.fill_predicate(
    v_operator.name, v_operator.value_kind, v_field.path, rule -> 'value'
  );
end;
$$;

comment on function sluice_private.compile_rule(jsonb, text[], text[]) is
  'Compiles one rule, { field, operator, value }: its predicate, what it reads, or its problem.';
--! EndIncluded expression/compile_rule.sql
--! Included expression/rule_group_fault.sql
create or replace function sluice_private.rule_group_fault(rule_group jsonb, depth int)
returns text
language sql
immutable
return case
  when depth > 20 then 'rules are nested more than 20 deep'
  when rule_group ->> 'combinator' not in ('and', 'or') or not rule_group ? 'combinator'
    or jsonb_typeof(rule_group -> 'combinator') <> 'string'
    then 'combinator must be "and" or "or"'
  when jsonb_typeof(rule_group -> 'not') <> 'boolean' then 'not must be true or false'
  when jsonb_typeof(rule_group -> 'rules') is distinct from 'array'
    or rule_group -> 'rules' = '[]'
    then 'rules must be a list of 1 to 500 rules or groups; a condition without rules is left out'
  when jsonb_array_length(rule_group -> 'rules') > 500 then 'rules are more than 500 in all'
  else (
    select format('%s is not part of a rule group, which has combinator, not and rules', min(key))
    from jsonb_object_keys(rule_group) as key
    where key not in ('id', 'combinator', 'not', 'rules')
    having count(*) > 0
  )
end;

comment on function sluice_private.rule_group_fault(jsonb, int) is
  'What is wrong with a rule group itself; null if nothing is.';
--! EndIncluded expression/rule_group_fault.sql
--! Included expression/compile_rules.sql
create or replace function sluice_private.compile_rules(
  rule_group jsonb,
  node_ids text[],
  item_names text[],
  depth int,
  out predicate text,
  out refs text[],
  out roots text[],
  out weight int,
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item record;
  v_compiled record;
  v_parts text[] := array[]::text[];
  v_and_or text := case rule_group ->> 'combinator' when 'and' then ' && ' else ' || ' end;
begin
  refs := '{}';
  roots := '{}';
  weight := 0;
  problem := sluice_private.rule_group_fault(rule_group, depth);
  if problem is not null then
    return;
  end if;
  for v_item in
    select item.value, item.ordinal - 1 as place
    from jsonb_array_elements(rule_group -> 'rules') with ordinality as item (value, ordinal)
  loop
    if jsonb_typeof(v_item.value) = 'object' and v_item.value ?| '{rules,combinator}' then
      select compiled.predicate, compiled.refs, compiled.roots, compiled.weight,
        '.' || compiled.problem as problem
      into v_compiled
      from sluice_private.compile_rules(v_item.value, node_ids, item_names, depth + 1) as compiled;
    else
      select compiled.predicate, compiled.refs, compiled.roots, compiled.weight, compiled.problem
      into v_compiled
      from sluice_private.compile_rule(v_item.value, node_ids, item_names) as compiled;
    end if;
    weight := weight + v_compiled.weight;
    problem := format('rules[%s]%s', v_item.place, v_compiled.problem);
    if v_compiled.problem is not null then
      return;
    end if;
    refs := refs || v_compiled.refs;
    roots := roots || v_compiled.roots;
    v_parts := v_parts || v_compiled.predicate;
  end loop;
  problem := case
    when weight > 500 then 'rules are more than 500 in all, of which a matches counts as 25'
  end;
  predicate := format(
    case when rule_group -> 'not' = 'true' then '!(%s)' else '(%s)' end,
    array_to_string(v_parts, v_and_or)
  );
end;
$$;

comment on function sluice_private.compile_rules(jsonb, text[], text[], int) is
  'Compiles a rule group: its predicate, what it reads, its weight, or its problem.';
--! EndIncluded expression/compile_rules.sql
--! Included expression/compile_condition.sql
/* On an empty context a predicate still answers one true, false or null; a path answers nothing. */
create or replace function sluice_private.compile_condition(
  source jsonb,
  node_ids text[],
  item_names text[] default '{}',
  out path jsonpath,
  out refs text[],
  out roots text[],
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_predicate text;
  v_answer jsonb;
begin
  if jsonb_typeof(source) = 'string' then
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into path, refs, roots, problem
    from sluice_private.compile_expression(source #>> '{}', node_ids, item_names) as compiled;
  elsif jsonb_typeof(source) = 'object' then
    select
      compiled.predicate, array(select distinct ref from unnest(compiled.refs) as ref order by 1),
      array(select distinct root from unnest(compiled.roots) as root order by 1), compiled.problem
    into v_predicate, refs, roots, problem
    from sluice_private.compile_rules(source, node_ids, item_names, 1) as compiled;
    problem := case
      when length(v_predicate) > 500000 then 'rules are too long in all'
      else problem
    end;
    path := case when problem is null then sluice_hidden.try_jsonpath('strict ' || v_predicate) end;
  else
    problem := 'must be a SQL/JSON path predicate in a string, or a rule group';
  end if;

  if problem is null then
    v_answer := jsonb_path_query_array('{}', path, '{}', true);
    if coalesce(
      jsonb_array_length(v_answer) <> 1
        or jsonb_typeof(v_answer -> 0) not in ('boolean', 'null'),
      true
    ) then
      problem := 'is not a predicate: compare something, or use exists(…)';
    end if;
  end if;
  path := case when problem is null then path end;
end;
$$;

comment on function sluice_private.compile_condition(jsonb, text[], text[]) is
  'Compiles a condition, a predicate or a rule group: typed path, what it reads, or its problem.';
--! EndIncluded expression/compile_condition.sql
--! Included expression/expression_filters.sql
/* args are types of arguments (filter_argument_fault tells them apart): "?" may be left out, "…"
   may be repeated. */
create or replace function sluice.expression_filters()
returns table (name text, args text[], description text)
language sql
immutable
parallel safe
begin atomic
  values
    ('default', '{json}'::text[], 'the argument, where the value is missing or null'),
    ('json', '{}', 'any value, written as JSON'),
    ('parse_json', '{}', 'what a text says in JSON'),
    ('length', '{}', 'the number of characters, items or keys'),
    ('slice', '{index,index?}', 'of a text or list, from one position to before another'),
    ('upper', '{}', 'a text in capitals'),
    ('lower', '{}', 'a text in small letters'),
    ('capitalize', '{}', 'a text, its first letter a capital'),
    ('title', '{}', 'a text, the first letter of each word a capital'),
    ('trim', '{}', 'a text without white space at its ends'),
    ('truncate', '{count}', 'at most so many characters of a text; a longer one ends in …'),
    ('replace', '{text,text}', 'a text with the second for every first'),
    ('split', '{text}', 'the list of the parts of a text between separators'),
    ('slug', '{}', 'a text as small ASCII letters, digits and hyphens'),
    ('pad_start', '{width,char?}', 'a text filled up before it to so many characters'),
    ('pad_end', '{width,char?}', 'a text filled up after it to so many characters'),
    ('url_encode', '{}', 'a text, percent-encoded but for A-Z a-z 0-9 - . _ ~'),
    ('url_decode', '{}', 'a text, from percent-encoding'),
    ('base64', '{}', 'a text, as Base64 of its UTF-8'),
    ('base64_decode', '{}', 'a text, from Base64, also in its form for URLs'),
    ('md5', '{}', 'the MD5 of a text in hexadecimal'),
    ('sha256', '{}', 'the SHA-256 of a text in hexadecimal'),
    ('number', '{}', 'a text as a number'),
    ('round', '{places?}', 'a number to so many decimal places (0)'),
    ('floor', '{}', 'the whole number at or below a number'),
    ('ceil', '{}', 'the whole number at or above a number'),
    ('abs', '{}', 'a number without its sign'),
    ('plus', '{number}', 'the sum'),
    ('minus', '{number}', 'the difference'),
    ('times', '{number}', 'the product'),
    ('divided_by', '{divisor}', 'the quotient'),
    ('modulo', '{divisor}', 'the remainder, with the sign of the value'),
    ('format_number', '{places?,text?,text?}',
      'a number as text, to so many decimal places (0), with this between thousands (",") and '
      'before decimals (".")'),
    ('date', '{pattern,zone?}', 'an instant by a pattern of to_char, in a zone (UTC)'),
    ('add', '{duration}', 'the instant so much later, or earlier'),
    ('start_of', '{unit,zone?}',
      'the instant at which its day, or other unit, began in a zone (UTC)'),
    ('unix', '{}', 'an instant in whole seconds since 1970'),
    ('from_unix', '{}', 'the instant of a number of seconds since 1970'),
    ('first', '{}', 'the first item of a list'),
    ('last', '{}', 'the last item of a list'),
    ('join', '{text?}', 'the items of a list as one text, with a separator (", ")'),
    ('unique', '{}', 'a list, of equal items only the first'),
    ('sort', '{}', 'a list of numbers or of texts, in order'),
    ('reverse', '{}', 'a list from its end to its beginning'),
    ('flatten', '{}', 'a list, lists in it replaced by their items'),
    ('compact', '{}', 'a list without null, "", [] and {}'),
    ('pluck', '{text}', 'a list of objects, of each what is under the key'),
    ('sum', '{}', 'the sum of a list of numbers'),
    ('min', '{}', 'the least of a list of numbers or of texts'),
    ('max', '{}', 'the greatest of a list of numbers or of texts'),
    ('keys', '{}', 'the keys of an object, in order'),
    ('values', '{}', 'the values of an object, in the order of their keys'),
    ('pick', '{text…}', 'an object with only these keys'),
    ('omit', '{text…}', 'an object without these keys');
end;

comment on function sluice.expression_filters() is
  'The filters that may follow | in {{ expression | filter(args) }}.';
grant execute on function sluice.expression_filters() to sluice_member, sluice_admin;
--! EndIncluded expression/expression_filters.sql
--! Included expression/bounded_number.sql
create or replace function sluice_private.bounded_number(value numeric)
returns numeric
language sql
immutable
parallel safe
return case when abs(value) < 1e308 and scale(value) <= 400 then value end;

comment on function sluice_private.bounded_number(numeric) is
  'The number, or null where it has more digits than filters reckon with.';
--! EndIncluded expression/bounded_number.sql
--! Included expression/is_time_zone.sql
/* Postgres also takes abbreviations, which depend on settings, and POSIX rules, which take any
   word for a zone: names with a slash and without digits are neither. */
create or replace function sluice_private.is_time_zone(name text)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return name ~ '^(UTC|Etc/GMT([+-]([0-9]|1[0-2]))?|[A-Z][A-Za-z]+(/[A-Z][A-Za-z_-]+){1,2})$'
    and '2000-01-01'::timestamp at time zone name is not null;
exception
  when data_exception then
    return false;
end;
$$;

comment on function sluice_private.is_time_zone(text) is
  'Whether this is the name of a time zone of the IANA database.';
--! EndIncluded expression/is_time_zone.sql
--! Included expression/is_event_name.sql
create or replace function sluice_private.is_event_name(name text)
returns boolean
language sql
immutable
return coalesce(name ~ '^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,199}$', false);

comment on function sluice_private.is_event_name(text) is
  'Whether an event may be called so: letters, digits and _ . : / - only, up to 200.';
--! EndIncluded expression/is_event_name.sql
--! Included expression/is_event_pattern.sql
create or replace function sluice_private.is_event_pattern(pattern text)
returns boolean
language sql
immutable
return sluice_private.is_event_name(pattern) or coalesce(
  length(pattern) <= 200
  and pattern ~ '^(\*|[A-Za-z0-9_:/-]+)(\.(\*|[A-Za-z0-9_:/-]+))*(\.\*\*)?$|^\*\*$', false
);

comment on function sluice_private.is_event_pattern(text) is
  'Whether a trigger may name events so: * is one part between dots, ** at the end all the rest.';
--! EndIncluded expression/is_event_pattern.sql
--! Included expression/local_fault.sql
create or replace function sluice_private.local_fault(local jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_time jsonb := local -> 'time';
  v_clock constant text := '^([01]\d|2[0-3]):[0-5]\d$';
  v_days constant jsonb := jsonb '["mon", "tue", "wed", "thu", "fri", "sat", "sun"]';
  v_has_time boolean := case jsonb_typeof(v_time)
    when 'string' then v_time #>> '{}' ~ v_clock
    when 'object' then v_time - '{from,to}'::text[] = '{}'
      and v_time ->> 'from' ~ v_clock
      and (v_time ->> 'to' ~ v_clock or v_time ->> 'to' = '24:00')
      and v_time ->> 'from' <> v_time ->> 'to'
  end;
begin
  return case
    when jsonb_typeof(local) is distinct from 'object' then 'must be an object with time'
    when local - '{time,days,zone,calendar,holidays}'::text[] <> '{}'
      then 'may have only time, days, zone, calendar and holidays'
    when local ? 'calendar' and (jsonb_typeof(local -> 'calendar') <> 'string' or local ? 'zone')
      then 'must have as calendar its name, and then no zone: that is the calendar''s'
    when v_has_time is not true and (local ? 'time' or not local ? 'calendar')
      then 'needs time: "09:00", or { "from": "09:00", "to": "17:00" }'
    when local ? 'days' and (
      jsonb_typeof(local -> 'days') <> 'array' or local -> 'days' = '[]'
      or not local -> 'days' <@ v_days
    ) then 'must have days of mon, tue, wed, thu, fri, sat, sun'
    when local ? 'zone' and (
      jsonb_typeof(local -> 'zone') <> 'string'
      or sluice_private.is_time_zone(local ->> 'zone') is not true
    ) then 'must have as zone the name of a time zone, such as Europe/Berlin'
    when local ? 'holidays' and (
      jsonb_typeof(local -> 'holidays') <> 'array'
      or jsonb_array_length(local -> 'holidays') > 500
      or exists (
        select from jsonb_array_elements(local -> 'holidays') as holiday (day)
        where length(day #>> '{}') <> 10 or sluice_hidden.try_timestamp(day #>> '{}') is null
      )
    ) then 'may have up to 500 dates as holidays, such as "2026-12-25"'
  end;
end;
$$;

comment on function sluice_private.local_fault(jsonb) is
  'What is wrong with the local time of a wait, or null.';
--! EndIncluded expression/local_fault.sql
--! Included expression/wall_instant.sql
/* Postgres takes the later of two instants that a clock shows twice, and moves a time that a clock
   skips forward by what it skips. An offset of three hours before finds the earlier of the two. */
create or replace function sluice_private.wall_instant(wall timestamp, zone text)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_instant timestamptz := wall at time zone zone;
  v_before timestamptz := v_instant - interval '3 hours';
  v_earlier timestamptz := (
    wall - ((v_before at time zone zone) - (v_before at time zone 'UTC'))
  ) at time zone 'UTC';
begin
  return case
    when v_earlier < v_instant and v_earlier at time zone zone = wall then v_earlier
    else v_instant
  end;
end;
$$;

comment on function sluice_private.wall_instant(timestamp, text) is
  'When the clocks of a zone show this: the first time if they do so twice; moved forward if '
  'never.';
--! EndIncluded expression/wall_instant.sql
--! Included expression/clock_reaches.sql
/* A time that the clocks skip is reached when they skip it: Postgres would go on by what is
   skipped. In the day before it has done so lies the one change, which halving finds. */
create or replace function sluice_private.clock_reaches(wall timestamp, zone text)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_instant timestamptz := sluice_private.wall_instant(wall, zone);
  v_after bigint := ceil(extract(epoch from v_instant))::bigint;
  v_before bigint := v_after - 86400;
  v_middle bigint;
begin
  if v_instant at time zone zone = wall then
    return v_instant;
  end if;
  while v_after - v_before > 1 loop
    v_middle := (v_before + v_after) / 2;
    if to_timestamp(v_middle) at time zone zone < wall then
      v_before := v_middle;
    else
      v_after := v_middle;
    end if;
  end loop;
  return to_timestamp(v_after);
end;
$$;

comment on function sluice_private.clock_reaches(timestamp, text) is
  'The first instant from which on the clocks of a zone show this, or, where they skip it, more.';
--! EndIncluded expression/clock_reaches.sql
--! Included expression/next_local_instant.sql
/* The day before may have a window that is still open. 501 weeks: one allowed day in a week, and
   500 holidays. */
create or replace function sluice_private.next_local_instant(local jsonb, after timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_zone text := coalesce(local ->> 'zone', 'UTC');
  v_from interval := coalesce(local #>> '{time,from}', local ->> 'time')::interval;
  v_to interval := (local #>> '{time,to}')::interval;
  v_wall timestamp := after at time zone v_zone;
  v_day date := v_wall::date - 1;
  v_start timestamptz;
begin
  if v_to < v_from then
    v_to := v_to + interval '24 hours';
  end if;
  for v_offset in 0 .. 7 * 501 loop
    if (not local ? 'days'
        or local -> 'days' ? (
          '{mon,tue,wed,thu,fri,sat,sun}'::text[]
        )[extract(isodow from v_day)::int])
      and (local -> 'holidays' ? to_char(v_day, 'YYYY-MM-DD')) is not true
    then
      if v_wall >= v_day + v_from and v_wall < v_day + v_to then
        return after;
      end if;
      v_start := sluice_private.wall_instant(v_day + v_from, v_zone);
      if v_start >= after then
        return v_start;
      end if;
    end if;
    v_day := v_day + 1;
  end loop;
  return null;
end;
$$;

comment on function sluice_private.next_local_instant(jsonb, timestamptz) is
  'The first instant from this one on that a zone''s clocks, days and holidays allow.';
--! EndIncluded expression/next_local_instant.sql
--! Included expression/date_text.sql
create or replace function sluice_private.date_text(
  instant timestamptz,
  pattern text,
  zone text
)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set lc_time = 'C'
as $$
begin
  return to_char(instant at time zone zone, pattern);
exception
  when data_exception or feature_not_supported then
    return null;
end;
$$;

comment on function sluice_private.date_text(timestamptz, text, text) is
  'An instant in a time zone by a pattern of to_char; null where the pattern cannot be used.';
--! EndIncluded expression/date_text.sql
--! Included expression/shift_instant.sql
create or replace function sluice_private.shift_instant(instant timestamptz, duration text)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set intervalstyle = 'postgres'
as $$
begin
  return case
    when instant + duration::interval >= '0001-01-01'
      and instant + duration::interval < '10000-01-01'
      then instant + duration::interval
  end;
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_private.shift_instant(timestamptz, text) is
  'An instant of the years 1 to 9999, moved by a duration, in UTC; else null.';
--! EndIncluded expression/shift_instant.sql
--! Included expression/filter_argument_fault.sql
create or replace function sluice_private.filter_argument_fault(type text, value jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_text text := case jsonb_typeof(value) when 'string' then value #>> '{}' end;
  v_number numeric := case jsonb_typeof(value) when 'number' then (value #>> '{}')::numeric end;
  v_whole numeric := case when scale(v_number) = 0 then v_number end;
begin
  return case type
    when 'text' then case when v_text is null then 'a text' end
    when 'char' then case when coalesce(length(v_text), 0) <> 1 then 'one character' end
    when 'pattern' then case
      when coalesce(v_text, '') = '' or sluice_private.date_text('epoch', v_text, 'UTC') is null
        then 'a pattern of to_char, such as "YYYY-MM-DD"'
    end
    when 'number' then case
      when sluice_private.bounded_number(v_number) is null then 'a number'
    end
    when 'divisor' then case
      when coalesce(sluice_private.bounded_number(v_number), 0) = 0 then 'a number other than 0'
    end
    when 'count' then case
      when coalesce(v_whole not between 0 and 1000000, true) then 'a whole number from 0 to 1000000'
    end
    when 'width' then case
      when coalesce(v_whole not between 0 and 10000, true) then 'a whole number from 0 to 10000'
    end
    when 'places' then case
      when coalesce(v_whole not between 0 and 20, true) then 'a whole number from 0 to 20'
    end
    when 'index' then case
      when coalesce(abs(v_whole) > 1000000, true) then 'a whole number; negative ones count back'
    end
    when 'duration' then case
      when sluice_private.shift_instant('2000-01-01', v_text) is null
        then 'a duration, such as "PT5M" or "-7 days"'
    end
    when 'unit' then case
      when coalesce(v_text, '') not in (
        'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'
      ) then 'second, minute, hour, day, week, month, quarter or year'
    end
    when 'zone' then case
      when not sluice_private.is_time_zone(coalesce(v_text, ''))
        then 'the name of a time zone, such as "Europe/Berlin"'
    end
  end;
end;
$$;

comment on function sluice_private.filter_argument_fault(text, jsonb) is
  'What an argument of a filter must be, where it is not; null where it is.';
--! EndIncluded expression/filter_argument_fault.sql
--! Included expression/filter_arguments_fault.sql
create or replace function sluice_private.filter_arguments_fault(
  filter text,
  types text[],
  args jsonb
)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int := jsonb_array_length(args);
  v_least int := (select count(*)::int from unnest(types) as type where type not like '%?');
  v_most int := case when types[cardinality(types)] like '%…' then 100 else cardinality(types) end;
begin
  if v_count not between v_least and v_most then
    return format('filter %s takes %s arguments, not %s', filter,
      case when v_least = v_most then v_most::text else format('%s to %s', v_least, v_most) end,
      v_count);
  end if;
  return (
    select format('filter %s: argument %s must be %s', filter, arg.ordinal, fault.needs)
    from jsonb_array_elements(args) with ordinality as arg (value, ordinal)
    cross join lateral (
      select sluice_private.filter_argument_fault(
        rtrim(types[least(arg.ordinal::int, cardinality(types))], '?…'), arg.value
      ) as needs
    ) as fault
    where fault.needs is not null
    order by arg.ordinal
    limit 1
  );
end;
$$;

comment on function sluice_private.filter_arguments_fault(text, text[], jsonb) is
  'What is wrong with the arguments of a filter; null if nothing is.';
--! EndIncluded expression/filter_arguments_fault.sql
--! Included expression/split_pipes.sql
create or replace function sluice_private.split_pipes(source text)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parts text[] := array[]::text[];
  v_part text := '';
  v_char text;
  v_depth int := 0;
  v_quoted boolean := false;
  v_escaped boolean := false;
begin
  foreach v_char in array string_to_array(source, null) loop
    if v_char = '|' and v_depth = 0 and not v_quoted then
      v_parts := v_parts || v_part;
      v_part := '';
      continue;
    end if;
    v_part := v_part || v_char;
    if v_quoted then
      v_quoted := v_escaped or v_char <> '"';
      v_escaped := v_char = '\' and not v_escaped;
    elsif v_char = '"' then
      v_quoted := true;
    elsif v_char in ('(', '[', '{') then
      v_depth := v_depth + 1;
    elsif v_char in (')', ']', '}') then
      v_depth := v_depth - 1;
    end if;
  end loop;
  return v_parts || v_part;
end;
$$;

comment on function sluice_private.split_pipes(text) is
  'Splits an expression from its filters at each | outside strings and brackets.';
--! EndIncluded expression/split_pipes.sql
--! Included expression/compile_filters.sql
create or replace function sluice_private.compile_filters(
  sources text[],
  out filters jsonb,
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_source text;
  v_match text[];
  v_args jsonb;
  v_types text[];
begin
  filters := '[]';
  if cardinality(sources) > 20 then
    problem := 'has more than 20 filters';
    return;
  end if;
  foreach v_source in array sources loop
    v_match := regexp_match(btrim(v_source, E' \t\r\n'), '^([a-z0-9_]+)(?:\((.*)\))?$');
    v_args := sluice_hidden.try_jsonb('[' || coalesce(v_match[2], '') || ']');
    v_types := (
      select known.args
      from sluice.expression_filters() as known
      where known.name = v_match[1]
    );
    problem := case
      when btrim(v_source, E' \t\r\n') = '' then 'has a | without a filter behind it'
      when v_match is null then format('has a filter that cannot be read: %s', btrim(v_source))
      when v_types is null then format('uses unknown filter %s', v_match[1])
      when v_args is null then format('filter %s: arguments must be JSON literals', v_match[1])
      else sluice_private.filter_arguments_fault(v_match[1], v_types, v_args)
    end;
    exit when problem is not null;
    filters := filters || jsonb_build_array(to_jsonb(v_match[1]) || v_args);
  end loop;
end;
$$;

comment on function sluice_private.compile_filters(text[]) is
  'Compiles the filters after an expression to [[name, argument …] …], or says its problem.';
--! EndIncluded expression/compile_filters.sql
--! Included expression/compile_text.sql
create or replace function sluice_private.compile_text(
  source text,
  node_ids text[],
  item_names text[] default '{}',
  out parts jsonb,
  out paths jsonpath[],
  out refs text[],
  out roots text[],
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rest text := source;
  v_open int;
  v_inner text;
  v_pieces text[];
  v_compiled record;
  v_filters record;
begin
  parts := '[]';
  paths := '{}';
  refs := '{}';
  roots := '{}';
  loop
    v_open := strpos(v_rest, '{{');
    exit when v_open = 0;
    v_inner := (
      regexp_match(
        substr(v_rest, v_open + 2), '^((?:[^"}]|"(?:[^"\\]|\\.)*"|\}(?!\}))*)\}\}'
      )
    )[1];
    problem := case
      when v_inner is null then 'has a {{ that is never closed'
      when length(v_inner) > 4000 then 'has an expression of more than 4,000 characters'
    end;
    if problem is not null then
      return;
    end if;
    if v_open > 1 then
      parts := parts || jsonb_build_array(jsonb_build_object('literal', left(v_rest, v_open - 1)));
    end if;
    v_pieces := sluice_private.split_pipes(v_inner);
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into v_compiled
    from sluice_private.compile_expression(v_pieces[1], node_ids, item_names) as compiled;
    select compiled.filters, compiled.problem
    into v_filters
    from sluice_private.compile_filters(v_pieces[2:]) as compiled;
    problem := coalesce(v_compiled.problem, v_filters.problem);
    if problem is not null then
      problem := format('{{%s}} %s', v_inner, problem);
      return;
    end if;
    paths := paths || v_compiled.path;
    refs := refs || v_compiled.refs;
    roots := roots || v_compiled.roots;
    parts := parts || jsonb_build_array(
      jsonb_build_object('path', cardinality(paths), 'filters', v_filters.filters)
    );
    v_rest := substr(v_rest, v_open + 2 + length(v_inner) + 2);
  end loop;
  if v_rest <> '' then
    parts := parts || jsonb_build_array(jsonb_build_object('literal', v_rest));
  end if;
end;
$$;

comment on function sluice_private.compile_text(text, text[], text[]) is
  'Compiles one string with {{ … }} into literal and expression parts, or says its problem.';
--! EndIncluded expression/compile_text.sql
--! Included expression/string_leaves.sql
create or replace function sluice_private.string_leaves(template jsonb)
returns table (target text[], value text)
language sql
immutable
begin atomic
  with recursive leaves (target, value) as (
    select '{}'::text[], string_leaves.template
    union all
    select leaves.target || child.key, child.value
    from leaves
    cross join lateral (
      select pair.key, pair.value
      from jsonb_each(
        case jsonb_typeof(leaves.value) when 'object' then leaves.value else '{}' end
      ) as pair (key, value)
      union all
      select (item.ordinal - 1)::text, item.value
      from jsonb_array_elements(
        case jsonb_typeof(leaves.value) when 'array' then leaves.value else '[]' end
      ) with ordinality as item (value, ordinal)
    ) as child
  )
  select leaves.target, leaves.value #>> '{}'
  from leaves
  where jsonb_typeof(leaves.value) = 'string' and strpos(leaves.value #>> '{}', '{{') > 0;
end;

comment on function sluice_private.string_leaves(jsonb) is
  'The strings with {{ in a template, and where they stand.';
--! EndIncluded expression/string_leaves.sql
--! Included expression/text_of.sql
create or replace function sluice_private.text_of(value jsonb)
returns text
language sql
immutable
parallel safe
return case
  when jsonb_typeof(value) = 'string' then value #>> '{}'
  when jsonb_typeof(value) = 'null' then ''
  else value::text
end;

comment on function sluice_private.text_of(jsonb) is
  'A JSON value as interpolated text: a string as it is, null as nothing, the rest as JSON.';
--! EndIncluded expression/text_of.sql
--! Included expression/bounded_text.sql
create or replace function sluice_private.bounded_text(value text)
returns jsonb
language sql
immutable
parallel safe
return case when length(value) <= 1000000 then to_jsonb(value) end;

comment on function sluice_private.bounded_text(text) is
  'The text in JSON, or null where it is longer than filters make one.';
--! EndIncluded expression/bounded_text.sql
--! Included expression/slice.sql
create or replace function sluice_private.slice(value jsonb, from_place int, to_place int)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_length int := case jsonb_typeof(value)
    when 'string' then length(value #>> '{}')
    when 'array' then jsonb_array_length(value)
  end;
  v_from int := greatest(from_place + case when from_place < 0 then v_length else 0 end, 0);
  v_to int := coalesce(to_place + case when to_place < 0 then v_length else 0 end, v_length);
begin
  return case jsonb_typeof(value)
    when 'string' then
      to_jsonb(substr(value #>> '{}', v_from + 1, greatest(v_to - v_from, 0)))
    when 'array' then (
      select coalesce(jsonb_agg(item.value order by item.ordinal), '[]')
      from jsonb_array_elements(slice.value) with ordinality as item (value, ordinal)
      where item.ordinal > v_from and item.ordinal <= v_to
    )
  end;
end;
$$;

comment on function sluice_private.slice(jsonb, int, int) is
  'A part of a text or list; positions begin at 0, negative ones count back from the end.';
--! EndIncluded expression/slice.sql
--! Included expression/slug.sql
create or replace function sluice_private.slug(value text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_text text := translate(
    regexp_replace(normalize(value, nfkd), '[\u0300-\u036f]', '', 'g'), 'øØłŁđĐ', 'oOlLdD'
  );
  v_pair text[];
begin
  foreach v_pair slice 1 in array array[['ß', 'ss'], ['æ', 'ae'], ['Æ', 'ae'], ['œ', 'oe']] loop
    v_text := replace(v_text, v_pair[1], v_pair[2]);
  end loop;
  return btrim(regexp_replace(lower(v_text), '[^a-z0-9]+', '-', 'g'), '-');
end;
$$;

comment on function sluice_private.slug(text) is
  'The text in small ASCII letters, digits and hyphens, for addresses and keys.';
--! EndIncluded expression/slug.sql
--! Included expression/apply_text_filter.sql
create or replace function sluice_private.apply_text_filter(value text, filter jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first text := filter ->> 1;
  v_fill text := coalesce(filter ->> 2, ' ');
begin
  if length(value) > 1000000 then
    return null;
  end if;
  return case filter ->> 0
    when 'upper' then sluice_private.bounded_text(upper(value))
    when 'lower' then sluice_private.bounded_text(lower(value))
    when 'capitalize' then
      sluice_private.bounded_text(upper(left(value, 1)) || substr(value, 2))
    when 'title' then (
      select sluice_private.bounded_text(coalesce(
        string_agg(upper(left(word[1], 1)) || substr(word[1], 2), '' order by ordinal), ''
      ))
      from regexp_matches(value, '\S+|\s+', 'g') with ordinality as m (word, ordinal)
      having value is not null
    )
    when 'trim' then to_jsonb(btrim(value, E' \t\r\n'))
    when 'truncate' then to_jsonb(case
      when length(value) > v_first::int then left(value, greatest(v_first::int - 1, 0)) || '…'
      else value
    end)
    when 'replace' then case
      when v_first = '' then to_jsonb(value)
      -- counted first: what comes out may be too large to be made
      when length(value) + (length(value) - length(replace(value, v_first, '')))
        / length(v_first) * (length(filter ->> 2) - length(v_first))::bigint <= 1000000
        then to_jsonb(replace(value, v_first, filter ->> 2))
    end
    when 'split' then to_jsonb(string_to_array(value, v_first))
    when 'slug' then to_jsonb(sluice_private.slug(value))
    when 'pad_start' then
      to_jsonb(lpad(value, greatest(v_first::int, length(value)), v_fill))
    when 'pad_end' then
      to_jsonb(rpad(value, greatest(v_first::int, length(value)), v_fill))
  end;
end;
$$;

comment on function sluice_private.apply_text_filter(text, jsonb) is
  'Applies a filter for texts.';
--! EndIncluded expression/apply_text_filter.sql
--! Included expression/url_encode.sql
create or replace function sluice_private.url_encode(value text)
returns text
language sql
immutable
parallel safe
begin atomic
  select coalesce(
    string_agg(
      case
        when run[1] ~ '^[A-Za-z0-9._~-]' then run[1]
        else regexp_replace(
          upper(encode(convert_to(run[1], 'UTF8'), 'hex')), '(..)', '%\1', 'g'
        )
      end,
      '' order by ordinal
    ),
    ''
  )
  from regexp_matches(value, '[A-Za-z0-9._~-]+|[^A-Za-z0-9._~-]+', 'g')
    with ordinality as m (run, ordinal)
  having value is not null;
end;

comment on function sluice_private.url_encode(text) is
  'Percent-encodes all but the unreserved characters of RFC 3986.';
--! EndIncluded expression/url_encode.sql
--! Included expression/url_decode.sql
create or replace function sluice_private.url_decode(value text)
returns text
language sql
immutable
parallel safe
begin atomic
  select convert_from(
    coalesce(
      string_agg(
        case
          when run[1] like '\%%' then decode(replace(run[1], '%', ''), 'hex')
          else convert_to(run[1], 'UTF8')
        end,
        '' order by ordinal
      ),
      ''
    ),
    'UTF8'
  )
  from regexp_matches(value, '(?:%[0-9A-Fa-f]{2})+|[^%]+', 'g')
    with ordinality as m (run, ordinal)
  having value !~ '%(?![0-9A-Fa-f]{2})';
end;

comment on function sluice_private.url_decode(text) is
  'Reads percent-encoding; raises where the bytes are not UTF-8, null where a % stands alone.';
--! EndIncluded expression/url_decode.sql
--! Included expression/apply_code_filter.sql
create or replace function sluice_private.apply_code_filter(value text, filter text)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bytes bytea;
begin
  if length(value) > 1000000 then
    return null;
  end if;
  v_bytes := convert_to(value, 'UTF8');
  return sluice_private.bounded_text(case filter
    when 'url_encode' then sluice_private.url_encode(value)
    when 'url_decode' then sluice_private.url_decode(value)
    when 'base64' then replace(encode(v_bytes, 'base64'), E'\n', '')
    when 'base64_decode' then convert_from(
      decode(
        rpad(
          translate(rtrim(value, '='), '-_', '+/'),
          (length(rtrim(value, '=')) + 3) / 4 * 4, '='
        ),
        'base64'
      ), 'UTF8'
    )
    when 'md5' then md5(v_bytes)
    when 'sha256' then encode(sha256(v_bytes), 'hex')
  end);
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_private.apply_code_filter(text, text) is
  'Applies a filter that encodes, decodes or hashes a text; null where it is not so encoded.';
--! EndIncluded expression/apply_code_filter.sql
--! Included expression/read_number.sql
create or replace function sluice_private.read_number(value text)
returns jsonb
language sql
immutable
parallel safe
return case
  when length(value) <= 1000
    and value ~ '^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$'
    then to_jsonb(sluice_private.bounded_number(value::numeric))
end;

comment on function sluice_private.read_number(text) is
  'The number that a text writes in decimal, or null.';
--! EndIncluded expression/read_number.sql
--! Included expression/apply_number_filter.sql
create or replace function sluice_private.apply_number_filter(value numeric, filter jsonb)
returns numeric
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_argument numeric := (filter ->> 1)::numeric;
begin
  return case filter ->> 0
    when 'round' then round(value, coalesce(v_argument::int, 0))
    when 'floor' then floor(value)
    when 'ceil' then ceil(value)
    when 'abs' then abs(value)
    else sluice_private.bounded_number(trim_scale(case filter ->> 0
      when 'plus' then value + v_argument
      when 'minus' then value - v_argument
      when 'times' then value * v_argument
      when 'divided_by' then value / nullif(v_argument, 0)
      when 'modulo' then mod(value, nullif(v_argument, 0))
    end))
  end;
end;
$$;

comment on function sluice_private.apply_number_filter(numeric, jsonb) is
  'Applies a filter for numbers, in decimal arithmetic.';
--! EndIncluded expression/apply_number_filter.sql
--! Included expression/format_number.sql
create or replace function sluice_private.format_number(
  value numeric,
  places int,
  separator text,
  point text
)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rounded numeric := round(value, places);
  v_parts text[] := string_to_array(abs(v_rounded)::text, '.');
begin
  return case when v_rounded < 0 then '-' else '' end
    || replace(regexp_replace(v_parts[1], '(\d)(?=(\d{3})+$)', '\1,', 'g'), ',', separator)
    || coalesce(point || v_parts[2], '');
end;
$$;

comment on function sluice_private.format_number(numeric, int, text, text) is
  'A number as text, with separators between thousands and before the decimals.';
--! EndIncluded expression/format_number.sql
--! Included expression/apply_date_filter.sql
create or replace function sluice_private.apply_date_filter(
  value text,
  seconds numeric,
  filter jsonb
)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
  v_instant timestamptz := sluice_hidden.try_timestamp(value);
begin
  return case filter ->> 0
    when 'date' then to_jsonb(
      sluice_private.date_text(v_instant, filter ->> 1, coalesce(filter ->> 2, 'UTC'))
    )
    when 'add' then to_jsonb(sluice_private.shift_instant(v_instant, filter ->> 1))
    when 'start_of' then to_jsonb(
      date_trunc(filter ->> 1, v_instant, coalesce(filter ->> 2, 'UTC'))
    )
    when 'unix' then to_jsonb(floor(extract(epoch from v_instant)))
    when 'from_unix' then case
      when seconds >= -62135596800 and seconds < 253402300800
        then to_jsonb('epoch'::timestamptz + make_interval(secs => trunc(seconds, 6)::float8))
    end
  end;
end;
$$;

comment on function sluice_private.apply_date_filter(text, numeric, jsonb) is
  'Applies a filter for instants; those it answers are ISO 8601 in UTC.';
--! EndIncluded expression/apply_date_filter.sql
--! Included expression/apply_object_filter.sql
create or replace function sluice_private.apply_object_filter(value jsonb, filter jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_keys text[] := array(
    select item.key
    from jsonb_array_elements_text(filter) with ordinality as item (key, ordinal)
    where item.ordinal > 1
  );
begin
  if jsonb_typeof(value) is distinct from 'object' then
    return null;
  end if;
  return case filter ->> 0
    when 'omit' then value - v_keys
    else (
      select case filter ->> 0
        when 'keys' then
          coalesce(jsonb_agg(pair.key order by pair.key collate "C"), '[]')
        when 'values' then
          coalesce(jsonb_agg(pair.value order by pair.key collate "C"), '[]')
        when 'pick' then
          coalesce(
            jsonb_object_agg(pair.key, pair.value) filter (where pair.key = any (v_keys)), '{}'
          )
      end
      from jsonb_each(apply_object_filter.value) as pair (key, value)
    )
  end;
end;
$$;

comment on function sluice_private.apply_object_filter(jsonb, jsonb) is
  'Applies a filter for objects.';
--! EndIncluded expression/apply_object_filter.sql
--! Included expression/apply_order_filter.sql
create or replace function sluice_private.apply_order_filter(value jsonb, filter text)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_items jsonb := case jsonb_typeof(value) when 'array' then value end;
  v_types text[] := array(
    select distinct jsonb_typeof(item) from jsonb_array_elements(v_items) as item
  );
  v_sorted jsonb;
begin
  if filter = 'sum' then
    return (
      select to_jsonb(sluice_private.bounded_number(coalesce(sum((item #>> '{}')::numeric), 0)))
      from jsonb_array_elements(v_items) as item
      where v_types <@ '{number}'
      having v_items is not null and v_types <@ '{number}'
    );
  end if;
  v_sorted := case v_types
    when '{}' then v_items
    when '{number}' then (
      select jsonb_agg(item order by (item #>> '{}')::numeric)
      from jsonb_array_elements(v_items) as item
    )
    when '{string}' then (
      select jsonb_agg(item order by item #>> '{}' collate "C")
      from jsonb_array_elements(v_items) as item
    )
  end;
  return case filter
    when 'sort' then v_sorted
    when 'min' then v_sorted -> 0
    when 'max' then v_sorted -> -1
  end;
end;
$$;

comment on function sluice_private.apply_order_filter(jsonb, text) is
  'Applies a filter for lists of numbers or of texts.';
--! EndIncluded expression/apply_order_filter.sql
--! Included expression/join_items.sql
create or replace function sluice_private.join_items(items jsonb, separator text)
returns jsonb
language sql
immutable
begin atomic
  select case
    when sum(length(sluice_private.text_of(item.value))) + (count(*) - 1) * length(separator)
      <= 1000000
      then to_jsonb(
        string_agg(sluice_private.text_of(item.value), separator order by item.ordinal)
      )
    when count(*) = 0 then '""'
  end
  from jsonb_array_elements(items) with ordinality as item (value, ordinal)
  having items is not null;
end;

comment on function sluice_private.join_items(jsonb, text) is
  'The items of a list as one text.';
--! EndIncluded expression/join_items.sql
--! Included expression/apply_list_filter.sql
create or replace function sluice_private.apply_list_filter(value jsonb, filter jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_items jsonb := case jsonb_typeof(value) when 'array' then value end;
begin
  return case filter ->> 0
    when 'first' then v_items -> 0
    when 'last' then v_items -> -1
    when 'join' then sluice_private.join_items(v_items, coalesce(filter ->> 1, ', '))
    when 'unique' then (
      select coalesce(jsonb_agg(kept.value order by kept.ordinal), '[]')
      from (
        select distinct on (item.value) item.value, item.ordinal
        from jsonb_array_elements(v_items) with ordinality as item (value, ordinal)
        order by item.value, item.ordinal
      ) as kept
      having v_items is not null
    )
    when 'flatten' then (
      select coalesce(jsonb_agg(inner_item.value order by item.ordinal, inner_item.ordinal), '[]')
      from jsonb_array_elements(v_items) with ordinality as item (value, ordinal)
      cross join lateral jsonb_array_elements(
        case jsonb_typeof(item.value) when 'array' then item.value
          else jsonb_build_array(item.value)
        end
      ) with ordinality as inner_item (value, ordinal)
      having v_items is not null
    )
    else (
      select case filter ->> 0
        when 'reverse' then coalesce(jsonb_agg(item.value order by item.ordinal desc), '[]')
        when 'compact' then coalesce(
          jsonb_agg(item.value order by item.ordinal)
            filter (where item.value not in ('null', '""', '[]', '{}')),
          '[]'
        )
        when 'pluck' then coalesce(
          jsonb_agg(
            case jsonb_typeof(item.value) when 'object' then item.value -> (filter ->> 1) end
            order by item.ordinal
          ),
          '[]'
        )
      end
      from jsonb_array_elements(v_items) with ordinality as item (value, ordinal)
      having v_items is not null
    )
  end;
end;
$$;

comment on function sluice_private.apply_list_filter(jsonb, jsonb) is
  'Applies a filter for lists of anything.';
--! EndIncluded expression/apply_list_filter.sql
--! Included expression/apply_filter.sql
/* A value of the wrong type leaves the filter with null, which interpolation then reports. */
create or replace function sluice_private.apply_filter(value jsonb, filter jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type text := coalesce(jsonb_typeof(value), 'null');
  v_text text := case when v_type in ('string', 'number', 'boolean') then value #>> '{}' end;
  v_number numeric := case
    when v_type = 'number' then sluice_private.bounded_number(v_text::numeric)
  end;
begin
  case filter ->> 0
    when 'default' then
      return case when v_type = 'null' then filter -> 1 else value end;
    when 'json' then
      return sluice_private.bounded_text(value::text);
    when 'parse_json' then
      return case when v_type = 'string' then sluice_hidden.try_jsonb(v_text) end;
    when 'length' then
      return to_jsonb(case v_type
        when 'array' then jsonb_array_length(value)
        when 'object' then (select count(*)::int from jsonb_object_keys(value))
        else length(v_text)
      end);
    when 'slice' then
      return sluice_private.slice(value, (filter ->> 1)::int, (filter ->> 2)::int);
    when 'upper', 'lower', 'capitalize', 'title', 'trim', 'truncate', 'replace', 'split', 'slug',
      'pad_start', 'pad_end'
    then
      return sluice_private.apply_text_filter(v_text, filter);
    when 'url_encode', 'url_decode', 'base64', 'base64_decode', 'md5', 'sha256' then
      return sluice_private.apply_code_filter(v_text, filter ->> 0);
    when 'number' then
      return sluice_private.read_number(v_text);
    when 'round', 'floor', 'ceil', 'abs', 'plus', 'minus', 'times', 'divided_by', 'modulo' then
      return to_jsonb(sluice_private.apply_number_filter(v_number, filter));
    when 'format_number' then
      return to_jsonb(sluice_private.format_number(
        v_number, coalesce((filter ->> 1)::int, 0), coalesce(filter ->> 2, ','),
        coalesce(filter ->> 3, '.')
      ));
    when 'date', 'add', 'start_of', 'unix', 'from_unix' then
      return sluice_private.apply_date_filter(v_text, v_number, filter);
    when 'keys', 'values', 'pick', 'omit' then
      return sluice_private.apply_object_filter(value, filter);
    when 'sort', 'sum', 'min', 'max' then
      return sluice_private.apply_order_filter(value, filter ->> 0);
    else
      return sluice_private.apply_list_filter(value, filter);
  end case;
end;
$$;

comment on function sluice_private.apply_filter(jsonb, jsonb) is
  'Applies one compiled filter, [name, argument …], to a value.';
--! EndIncluded expression/apply_filter.sql
--! Included expression/render_part.sql
create or replace function sluice_private.render_part(
  part jsonb,
  paths jsonpath[],
  context jsonb
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value jsonb := jsonb_path_query_first_tz(
    context, paths[(part ->> 'path')::int], '{}', true
  );
  v_filter jsonb;
begin
  for v_filter in select filter.value from jsonb_array_elements(part -> 'filters') as filter loop
    v_value := sluice_private.apply_filter(v_value, v_filter);
  end loop;
  return v_value;
end;
$$;

comment on function sluice_private.render_part(jsonb, jsonpath[], jsonb) is
  'The value of one {{ expression | filter … }} in a context; null where nothing is found.';
--! EndIncluded expression/render_part.sql
--! Included expression/render.sql
create or replace function sluice_private.render(
  template jsonb,
  slots jsonb,
  paths jsonpath[],
  context jsonb,
  out value jsonb,
  out error jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_slot jsonb;
  v_part jsonb;
  v_found jsonb;
  v_text text;
  v_bytes int := 0;
begin
  value := template;
  for v_slot in select slot.value from jsonb_array_elements(slots) as slot loop
    if not (v_slot -> 'text')::boolean then
      v_found := coalesce(
        sluice_private.render_part(v_slot -> 'parts' -> 0, paths, context), 'null'
      );
    else
      v_text := '';
      for v_part in select part.value from jsonb_array_elements(v_slot -> 'parts') as part loop
        if v_part ? 'literal' then
          v_text := v_text || (v_part ->> 'literal');
          continue;
        end if;
        v_found := sluice_private.render_part(v_part, paths, context);
        if v_found is null then
          error := jsonb_build_object(
            'class', 'expression', 'code', 'SLEXP', 'retryable', false,
            'message', format(
              '%s finds nothing', sluice_private.plain_path(paths[(v_part ->> 'path')::int]::text)
            ),
            'path', v_slot -> 'target',
            'hint', 'Add | default("…") where the value may be missing.'
          );
          return;
        end if;
        v_text := v_text || sluice_private.text_of(v_found);
        exit when length(v_text) > sluice_hidden.max_value_bytes();
      end loop;
      v_found := to_jsonb(v_text);
    end if;
    v_bytes := v_bytes + pg_column_size(v_found);
    if v_bytes > sluice_hidden.max_value_bytes() then
      error := sluice_private.oversized('what its templates make');
      return;
    end if;
    value := case
      when v_slot -> 'target' = '[]' then v_found
      else jsonb_set(
        value, array(select jsonb_array_elements_text(v_slot -> 'target')), v_found, false
      )
    end;
  end loop;
end;
$$;

comment on function sluice_private.render(jsonb, jsonb, jsonpath[], jsonb) is
  'Fills the slots of a template from a context: the value, or the error of its step.';
--! EndIncluded expression/render.sql
--! EndIncluded expression/index.sql
--! Included cron/index.sql
/* Cron expressions. parse_cron compiles one, when a workflow is published, into a bit for each
   value; cron_after goes from there to the next match in as many steps as there are fields
   and months to skip, and knows what to do where a zone's clocks are set forward or back.

   A day matches as in Vixie cron: where day of month and weekday both say something (neither is a
   star), one of them is enough. */
--! Included cron/cron_units.sql
create or replace function sluice_private.cron_units()
returns sluice_private.cron_unit[]
language sql
immutable
return array[
  ('second', 0, 59, 60, null),
  ('minute', 0, 59, 60, null),
  ('hour', 0, 23, 24, null),
  ('day of month', 1, 31, 31, null),
  ('month', 1, 12, 12, '{JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC}'::text[]),
  ('weekday', 0, 7, 7, '{SUN,MON,TUE,WED,THU,FRI,SAT}'::text[])
]::sluice_private.cron_unit[];

comment on function sluice_private.cron_units() is 'The fields of a cron expression, in order.';
--! EndIncluded cron/cron_units.sql
--! Included cron/cron_macro.sql
create or replace function sluice_private.cron_macro(name text)
returns text
language sql
immutable
return case name
  when '@YEARLY' then '0 0 1 1 *'
  when '@ANNUALLY' then '0 0 1 1 *'
  when '@MONTHLY' then '0 0 1 * *'
  when '@WEEKLY' then '0 0 * * 0'
  when '@DAILY' then '0 0 * * *'
  when '@MIDNIGHT' then '0 0 * * *'
  when '@HOURLY' then '0 * * * *'
  when '@EVERY_MINUTE' then '* * * * *'
  when '@EVERY_SECOND' then '* * * * * *'
end;

comment on function sluice_private.cron_macro(text) is
  'The expression that a word such as @DAILY stands for, or null.';
--! EndIncluded cron/cron_macro.sql
--! Included cron/cron_number.sql
create or replace function sluice_private.cron_number(word text, unit sluice_private.cron_unit)
returns int
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_number int := case
    when word ~ '^\d{1,2}$' then word::int
    else unit.low + array_position(unit.words, word) - 1
  end;
begin
  return case when v_number between unit.low and unit.high then v_number end;
end;
$$;

comment on function sluice_private.cron_number(text, sluice_private.cron_unit) is
  'The number that a word of a cron field stands for, or null.';
--! EndIncluded cron/cron_number.sql
--! Included cron/parse_cron_item.sql
/* A range may go round: 22-3 in hours is 22 to 3, FRI-MON four days. */
create or replace function sluice_private.parse_cron_item(
  item text,
  unit sluice_private.cron_unit,
  out numbers int[],
  out fault text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parts text[] := regexp_match(
    item, '^(?:\*|([0-9A-Z]{1,3})(?:-([0-9A-Z]{1,3}))?)(?:/(\d{1,3}))?$'
  );
  v_is_open boolean := v_parts[1] is null or v_parts[2] is null and v_parts[3] is not null;
  v_low int := case
    when v_parts[1] is null then unit.low
    else sluice_private.cron_number(v_parts[1], unit)
  end;
  v_high int := case
    when v_is_open then unit.low + unit.size - 1
    when v_parts[2] is null then v_low
    else sluice_private.cron_number(v_parts[2], unit)
  end;
begin
  fault := case
    when item = '' then 'a value is missing'
    when v_parts is null then format('%s is not understood', item)
    when v_low is null or v_high is null
      then format('%s is not within %s to %s', item, unit.low, unit.high)
    when v_parts[3]::int not between 1 and unit.high
      then format('the step of %s is not within 1 to %s', item, unit.high)
  end;
  if fault is null then
    numbers := array(
      select distinct unit.low + (number - unit.low) % unit.size
      from generate_series(
        v_low,
        v_high + case when v_high < v_low then unit.size else 0 end,
        coalesce(v_parts[3]::int, 1)
      ) as number
    );
  end if;
end;
$$;

comment on function sluice_private.parse_cron_item(text, sluice_private.cron_unit) is
  'The values of one item of a cron field: *, a value, a range, each perhaps with a step; or what '
  'is wrong with it.';
--! EndIncluded cron/parse_cron_item.sql
--! Included cron/is_cron_mark.sql
create or replace function sluice_private.is_cron_mark(item text, unit sluice_private.cron_unit)
returns boolean
language sql
immutable
return case unit.name
  when 'day of month' then item ~ '^(L(-([0-9]|[12][0-9]|30))?W?|(0?[1-9]|[12][0-9]|3[01])W)$'
  when 'weekday' then item ~ '^([0-7]|[A-Z]{3})(L|(-([0-7]|[A-Z]{3}))?#[1-5])$'
  else false
end;

comment on function sluice_private.is_cron_mark(text, sluice_private.cron_unit) is
  'Whether an item of a cron field depends on the month: L, W or #.';
--! EndIncluded cron/is_cron_mark.sql
--! Included cron/parse_cron_field.sql
/* What depends on the month is kept as it is; of a weekday with L or #, the values are looked at
   here, so that a fault is found. */
create or replace function sluice_private.parse_cron_field(
  word text,
  unit sluice_private.cron_unit,
  out numbers int[],
  out marks text[],
  out fault text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_item text;
  v_parsed record;
begin
  numbers := '{}';
  marks := '{}';
  foreach v_item in array string_to_array(case word when '?' then '*' else word end, ',') loop
    if sluice_private.is_cron_mark(v_item, unit) then
      marks := marks || v_item;
      continue when unit.name = 'day of month';
    end if;
    select parsed.*
    into v_parsed
    from sluice_private.parse_cron_item(
      case when v_item = any (marks) then regexp_replace(v_item, 'L$|#.$', '') else v_item end, unit
    ) as parsed;
    if v_parsed.fault is not null then
      fault := v_parsed.fault;
    elsif v_item <> all (marks) then
      numbers := numbers || v_parsed.numbers;
    end if;
  end loop;
  if word like '%W%' and unit.name = 'day of month' and word like '%,%' then
    fault := 'W is for a single day, not for a list';
  end if;
end;
$$;

comment on function sluice_private.parse_cron_field(text, sluice_private.cron_unit) is
  'The values of a field of a cron expression, and its items that depend on the month; or what is '
  'wrong with it.';
--! EndIncluded cron/parse_cron_field.sql
--! Included cron/cron_bits.sql
create or replace function sluice_private.cron_bits(numbers int[], unit sluice_private.cron_unit)
returns bit varying
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bits bit varying := repeat('0', unit.size)::bit varying;
  v_number int;
begin
  foreach v_number in array numbers loop
    v_bits := set_bit(v_bits, v_number - unit.low, 1);
  end loop;
  return v_bits;
end;
$$;

comment on function sluice_private.cron_bits(int[], sluice_private.cron_unit) is
  'A bit for each value of a cron field.';
--! EndIncluded cron/cron_bits.sql
--! Included cron/mark_weekdays.sql
create or replace function sluice_private.mark_weekdays(marks text[])
returns int[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if marks = '{}' then
    return '{}'::int[];
  end if;
  return array(
    select distinct weekday.number * 10 + case
      when item.mark like '%L' then 0 else right(item.mark, 1)::int
    end
    from unnest(marks) as item (mark)
    cross join sluice_private.parse_cron_item(
      regexp_replace(item.mark, 'L$|#.$', ''), (sluice_private.cron_units())[6]
    ) as parsed
    cross join unnest(parsed.numbers) as weekday (number)
  );
end;
$$;

comment on function sluice_private.mark_weekdays(text[]) is
  'Weekdays with L and # as numbers: 10 * weekday + n, where n is 0 for L.';
--! EndIncluded cron/mark_weekdays.sql
--! Included cron/compile_cron.sql
/* words are those of the six fields; bits and marks are what parse_cron_field found in them. */
create or replace function sluice_private.compile_cron(
  words text[],
  bits bit varying[],
  day_marks text[],
  weekday_marks text[]
)
returns sluice_private.cron
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule sluice_private.cron;
  v_mark text;
begin
  v_rule := (
    bits[1], bits[2], bits[3], bits[4], bits[5], bits[6], '{}', null,
    sluice_private.mark_weekdays(weekday_marks),
    words[4] not in ('*', '?') and words[6] not in ('*', '?'),
    concat(words[1], words[2], words[3]) ~ '[*?/-]'
  )::sluice_private.cron;
  foreach v_mark in array day_marks loop
    if v_mark = 'LW' then
      v_rule.nearest_day := 0;
    elsif v_mark like '%W' then
      v_rule.nearest_day := btrim(v_mark, 'LW')::int;
    else
      v_rule.days_from_end :=
        v_rule.days_from_end || coalesce(nullif(substr(v_mark, 3), '')::int, 0);
    end if;
  end loop;
  return v_rule;
end;
$$;

comment on function sluice_private.compile_cron(text[], bit varying[], text[], text[]) is
  'A cron expression whose fields have been parsed.';
--! EndIncluded cron/compile_cron.sql
--! Included cron/parse_cron.sql
create or replace function sluice_private.parse_cron(expression text)
returns sluice_private.parsed_cron
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_text text := upper(regexp_replace(left(expression, 500), '^\s+|\s+$', '', 'g'));
  v_words text[] := regexp_split_to_array(
    coalesce(sluice_private.cron_macro(v_text), v_text), '\s+'
  );
  v_units sluice_private.cron_unit[] := sluice_private.cron_units();
  v_field record;
  v_bits bit varying[] := array[]::bit varying[];
  v_days text[];
  v_parsed sluice_private.parsed_cron;
begin
  v_parsed.hint := 'minute hour day-of-month month weekday, such as 30 9 * * MON-FRI; with a sixth '
    'field in front, seconds; or @hourly, @daily, @weekly, @monthly, @yearly.';
  if expression is null or length(expression) > 500 then
    v_parsed.fault := 'must be a cron expression of up to 500 characters';
    return v_parsed;
  elsif v_text like '@%' and cardinality(v_words) = 1 then
    v_parsed.fault := format('%s is no schedule', left(v_text, 50));
    return v_parsed;
  elsif cardinality(v_words) not in (5, 6) then
    v_parsed.fault := format('must have 5 or 6 fields, not %s', cardinality(v_words));
    return v_parsed;
  end if;
  v_words := case when cardinality(v_words) = 5 then '{0}'::text[] else '{}' end || v_words;
  for v_place in 1 .. 6 loop
    select parsed.*
    into v_field
    from sluice_private.parse_cron_field(v_words[v_place], v_units[v_place]) as parsed;
    if v_field.fault is not null then
      v_parsed.fault := format('%s: %s', v_units[v_place].name, left(v_field.fault, 100));
      return v_parsed;
    elsif v_place = 4 then
      v_days := v_field.marks;
    end if;
    v_bits := v_bits || sluice_private.cron_bits(v_field.numbers, v_units[v_place]);
  end loop;
  v_parsed.rule := sluice_private.compile_cron(v_words, v_bits, v_days, v_field.marks);
  v_parsed.hint := null;
  return v_parsed;
end;
$$;

comment on function sluice_private.parse_cron(text) is
  'A cron expression of 5 or 6 fields, compiled; or what is wrong with it, and what to write.';
--! EndIncluded cron/parse_cron.sql
--! Included cron/next_bit.sql
create or replace function sluice_private.next_bit(bits bit varying, first int)
returns int
language sql
immutable
return nullif(position(B'1' in substring(bits from first + 1)), 0) + first - 1;

comment on function sluice_private.next_bit(bit varying, int) is
  'The place of the first set bit from this place on, counted from 0, or null.';
--! EndIncluded cron/next_bit.sql
--! Included cron/nearest_weekday.sql
create or replace function sluice_private.nearest_weekday(
  day int,
  last_day int,
  first_weekday int
)
returns int
language sql
immutable
return case (first_weekday + day - 1) % 7
  when 6 then case day when 1 then 3 else day - 1 end
  when 0 then case day when last_day then day - 2 else day + 1 end
  else day
end;

comment on function sluice_private.nearest_weekday(int, int, int) is
  'The day from Monday to Friday that is next to a day of a month, within the month: last_day is '
  'its last, first_weekday the weekday (Sunday is 0) of its first.';
--! EndIncluded cron/nearest_weekday.sql
--! Included cron/cron_days.sql
create or replace function sluice_private.cron_days(rule sluice_private.cron, month date)
returns bit(31)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last int := extract(day from month + interval '1 month' - interval '1 day')::int;
  v_first int := extract(dow from month)::int;
  v_days bit(31) := rule.days;
  v_weekdays bit(31) := substring(
    repeat(rule.weekdays::text, 6) from v_first + 1 for 31
  )::bit(31);
  v_day int;
  v_mark int;
begin
  foreach v_mark in array rule.days_from_end loop
    if v_mark < v_last then
      v_days := set_bit(v_days, v_last - v_mark - 1, 1);
    end if;
  end loop;
  v_day := case when rule.nearest_day > 0 then rule.nearest_day else v_last + rule.nearest_day end;
  if v_day between 1 and v_last then
    v_days := set_bit(v_days, sluice_private.nearest_weekday(v_day, v_last, v_first) - 1, 1);
  end if;
  foreach v_mark in array rule.nth_weekdays loop
    v_day := 1 + (v_mark / 10 - v_first + 7) % 7;
    v_day := case
      when v_mark % 10 > 0 then v_day + 7 * (v_mark % 10 - 1)
      when v_day + 28 <= v_last then v_day + 28
      else v_day + 21
    end;
    if v_day <= v_last then
      v_weekdays := set_bit(v_weekdays, v_day - 1, 1);
    end if;
  end loop;
  return (case when rule.is_either then v_days | v_weekdays else v_days & v_weekdays end)
    & (repeat('1', v_last) || repeat('0', 31 - v_last))::bit(31);
end;
$$;

comment on function sluice_private.cron_days(sluice_private.cron, date) is
  'The days of the month that begins on this date on which a cron expression matches.';
--! EndIncluded cron/cron_days.sql
--! Included cron/next_cron_day.sql
/* 50 years: a 29 February that is a given weekday may take 40. */
create or replace function sluice_private.next_cron_day(rule sluice_private.cron, first date)
returns date
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_month date := date_trunc('month', first::timestamp)::date;
  v_limit date := (v_month + interval '50 years')::date;
  v_day int := extract(day from first)::int - 1;
  v_next int;
begin
  while v_month < v_limit loop
    if get_bit(rule.months, extract(month from v_month)::int - 1) = 1 then
      v_next := sluice_private.next_bit(sluice_private.cron_days(rule, v_month), v_day);
      if v_next is not null then
        return v_month + v_next;
      end if;
    end if;
    v_month := (v_month + interval '1 month')::date;
    v_day := 0;
  end loop;
  return null;
end;
$$;

comment on function sluice_private.next_cron_day(sluice_private.cron, date) is
  'The first day from this one on on which a cron expression matches; null where it never does.';
--! EndIncluded cron/next_cron_day.sql
--! Included cron/next_cron_time.sql
create or replace function sluice_private.next_cron_time(rule sluice_private.cron, first int)
returns int
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hour int := first / 3600;
  v_minute int := first / 60 % 60;
  v_second int;
begin
  if get_bit(rule.hours, v_hour) = 1 then
    if get_bit(rule.minutes, v_minute) = 1 then
      v_second := sluice_private.next_bit(rule.seconds, first % 60);
    end if;
    if v_second is null then
      v_minute := sluice_private.next_bit(rule.minutes, v_minute + 1);
    end if;
  else
    v_minute := null;
  end if;
  if v_minute is null then
    v_hour := sluice_private.next_bit(rule.hours, v_hour + 1);
    v_minute := sluice_private.next_bit(rule.minutes, 0);
  end if;
  return v_hour * 3600 + v_minute * 60
    + coalesce(v_second, sluice_private.next_bit(rule.seconds, 0));
end;
$$;

comment on function sluice_private.next_cron_time(sluice_private.cron, int) is
  'The first second of a day, from this one on, at which a cron expression matches, or null.';
--! EndIncluded cron/next_cron_time.sql
--! Included cron/next_cron_wall.sql
create or replace function sluice_private.next_cron_wall(
  rule sluice_private.cron,
  first timestamp
)
returns timestamp
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_today date := first::date;
  v_day date := sluice_private.next_cron_day(rule, v_today);
  v_time int := sluice_private.next_cron_time(
    rule, case when v_day = v_today then extract(epoch from first::time)::int else 0 end
  );
begin
  if v_time is null then
    v_day := sluice_private.next_cron_day(rule, v_today + 1);
    v_time := sluice_private.next_cron_time(rule, 0);
  end if;
  return v_day + make_interval(secs => v_time);
end;
$$;

comment on function sluice_private.next_cron_wall(sluice_private.cron, timestamp) is
  'The first time on a clock, from this whole second on, at which a cron expression matches; null '
  'where it never does.';
--! EndIncluded cron/next_cron_wall.sql
--! Included cron/clocks_change.sql
create or replace function sluice_private.clocks_change(
  after timestamptz,
  before timestamptz,
  zone text
)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offset interval := after at time zone zone - after at time zone 'UTC';
  v_before bigint := extract(epoch from after)::bigint;
  v_after bigint := ceil(extract(epoch from before))::bigint;
  v_middle bigint;
begin
  while v_after - v_before > 1 loop
    v_middle := (v_before + v_after) / 2;
    if to_timestamp(v_middle) at time zone zone - to_timestamp(v_middle) at time zone 'UTC'
      = v_offset
    then
      v_before := v_middle;
    else
      v_after := v_middle;
    end if;
  end loop;
  return to_timestamp(v_after);
end;
$$;

comment on function sluice_private.clocks_change(timestamptz, timestamptz, text) is
  'When the clocks of a zone are changed between two instants between which they are.';
--! EndIncluded cron/clocks_change.sql
--! Included cron/next_cron_match.sql
/* From a whole second on, that second included. Clocks that are set forward: what they skip comes
   when they have skipped it; not at all where every hour matches, as that goes on by itself. Clocks
   that are set back: an expression that repeats goes on through both passes; any other has its
   times once, in the first. */
create or replace function sluice_private.next_cron_match(
  rule sluice_private.cron,
  zone text,
  first timestamptz
)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_start timestamp := first at time zone zone;
  v_wall timestamp := v_start;
  v_instant timestamptz;
  v_turn timestamptz;
begin
  loop
    v_wall := sluice_private.next_cron_wall(rule, v_wall);
    v_instant := sluice_private.clock_reaches(v_wall, zone);
    if v_instant at time zone zone <> v_wall and rule.hours = ~ B'000000000000000000000000' then
      v_wall := v_instant at time zone zone;
      continue;
    elsif v_instant < first and rule.repeats then
      v_instant := v_wall at time zone zone;
    end if;
    exit when v_instant >= first or v_wall is null;
    v_wall := v_wall + interval '1 second';
  end loop;
  if rule.repeats and v_start at time zone zone > first then
    v_turn := sluice_private.clocks_change(first, v_start at time zone zone, zone);
    v_instant := least(
      v_instant,
      sluice_private.next_cron_wall(rule, v_turn at time zone zone) at time zone zone
    );
  end if;
  return v_instant;
end;
$$;

comment on function sluice_private.next_cron_match(sluice_private.cron, text, timestamptz) is
  'The first instant from this whole second on at which a cron expression matches in a zone.';
--! EndIncluded cron/next_cron_match.sql
--! Included cron/cron_after.sql
create or replace function sluice_private.cron_after(
  rule sluice_private.cron,
  zone text,
  after timestamptz
)
returns timestamptz
language sql
immutable
return sluice_private.next_cron_match(
  rule, zone, date_trunc('second', after, 'UTC') + interval '1 second'
);

comment on function sluice_private.cron_after(sluice_private.cron, text, timestamptz) is
  'The first instant after this one at which a cron expression matches in a zone; null where it '
  'never does.';
--! EndIncluded cron/cron_after.sql
--! Included cron/assert_instant.sql
create or replace function sluice_private.assert_instant(instant timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if instant not between timestamptz '0001-01-01 UTC' and timestamptz '9999-12-31 UTC' then
    raise exception using
      errcode = 'SLVAL',
      message = format('%s is no instant to look from', instant),
      hint = 'Give one between the years 1 and 9999.';
  end if;
  return instant;
end;
$$;

comment on function sluice_private.assert_instant(timestamptz) is
  'The instant, or null; SLVAL where calendars have none after it.';
--! EndIncluded cron/assert_instant.sql
--! Included cron/next_cron_instant.sql
create or replace function sluice.next_cron_instant(
  expression text,
  zone text default 'UTC',
  after timestamptz default null
)
returns timestamptz
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parsed record;
  v_next timestamptz;
begin
  select parsed.* into v_parsed from sluice_private.parse_cron(expression) as parsed;
  if sluice_private.is_time_zone(zone) is not true then
    v_parsed.fault := 'zone must be the name of a time zone, such as Europe/Berlin';
    v_parsed.hint := 'See pg_timezone_names.';
  elsif v_parsed.fault is null then
    v_next := sluice_private.cron_after(
      v_parsed.rule, zone,
      coalesce(sluice_private.assert_instant(after), sluice_hidden.now())
    );
  end if;
  if v_parsed.fault is not null then
    raise exception using errcode = 'SLVAL', message = v_parsed.fault, hint = v_parsed.hint;
  end if;
  return v_next;
end;
$$;

comment on function sluice.next_cron_instant(text, text, timestamptz) is
  'The first instant after this one (now) at which a cron expression matches in a zone (UTC), or '
  'null where it never does. SLVAL says which field is wrong.';
grant execute on function sluice.next_cron_instant(text, text, timestamptz)
to sluice_member, sluice_admin;
--! EndIncluded cron/next_cron_instant.sql
--! EndIncluded cron/index.sql
--! Included catalogue/index.sql
/* Catalogue: what a palette offers. Worker actions are written by `sluice migrate` from the
   folders under tasks/, so their schemas cannot drift from their code; SQL actions and triggers
   are rows that migrations write. An organization may add SQL actions of its own. */
--! Included catalogue/find_action.sql
create or replace function sluice_private.find_action(organization_id uuid, name text)
returns sluice.workflow_action_definitions
language sql
stable
begin atomic
  select known.*
  from sluice.workflow_action_definitions as known
  where known.organization_id in (
      '00000000-0000-0000-0000-000000000000', find_action.organization_id
    )
    and known.name = find_action.name
    and known.is_active
  order by known.organization_id desc
  limit 1;
end;

comment on function sluice_private.find_action(uuid, text) is
  'The action by this name: the organization''s own, or else the built-in one; null if none.';
--! EndIncluded catalogue/find_action.sql
--! Included catalogue/sync_action_definitions.sql
create or replace function sluice_private.sync_action_definitions(definitions jsonb)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  insert into sluice.workflow_action_definitions (
    organization_id, name, title, description, runs, input_schema, output_schema,
    retry
  )
  select
    '00000000-0000-0000-0000-000000000000', action.name, action.title, action.description,
    'worker', action.input_schema, action.output_schema, coalesce(action.retry, '{}')
  from jsonb_to_recordset(definitions) as action (
    name text, title text, description text, input_schema jsonb, output_schema jsonb,
    retry jsonb
  )
  on conflict on constraint workflow_action_definitions_pkey do update
  set
    title = excluded.title,
    description = excluded.description,
    input_schema = excluded.input_schema,
    output_schema = excluded.output_schema,
    retry = excluded.retry
  where (workflow_action_definitions.title, workflow_action_definitions.description,
      workflow_action_definitions.input_schema, workflow_action_definitions.output_schema,
      workflow_action_definitions.retry)
    is distinct from
      (excluded.title, excluded.description, excluded.input_schema, excluded.output_schema,
      excluded.retry);
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.sync_action_definitions(jsonb) is
  'Writes the built-in worker actions [{ name, title, description, input_schema, output_schema '
  '}]; says how many changed.';
grant execute on function sluice_private.sync_action_definitions(jsonb) to sluice_worker;
--! EndIncluded catalogue/sync_action_definitions.sql
--! Included catalogue/workflow_action_definitions_policies.sql
alter table sluice.workflow_action_definitions enable row level security;
alter table sluice.workflow_action_definitions force row level security;

drop policy if exists all_owner on sluice.workflow_action_definitions;
create policy all_owner on sluice.workflow_action_definitions to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_action_definitions;
create policy select_member on sluice.workflow_action_definitions for select to sluice_member
using (organization_id = '00000000-0000-0000-0000-000000000000'
  or organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_action_definitions;
create policy select_admin on sluice.workflow_action_definitions for select to sluice_admin
using (true);

grant select on sluice.workflow_action_definitions to sluice_member, sluice_admin;
--! EndIncluded catalogue/workflow_action_definitions_policies.sql
--! Included catalogue/workflow_trigger_definitions_policies.sql
alter table sluice.workflow_trigger_definitions enable row level security;
alter table sluice.workflow_trigger_definitions force row level security;

drop policy if exists all_owner on sluice.workflow_trigger_definitions;
create policy all_owner on sluice.workflow_trigger_definitions to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_trigger_definitions;
create policy select_member on sluice.workflow_trigger_definitions for select to sluice_member
using (organization_id = '00000000-0000-0000-0000-000000000000'
  or organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_trigger_definitions;
create policy select_admin on sluice.workflow_trigger_definitions for select to sluice_admin
using (true);

grant select on sluice.workflow_trigger_definitions to sluice_member, sluice_admin;
--! EndIncluded catalogue/workflow_trigger_definitions_policies.sql
--! Included catalogue/workflow_action_definitions_stamp.sql
create or replace trigger _100_stamp
before update on sluice.workflow_action_definitions
for each row execute function sluice_private.tg__stamp();
--! EndIncluded catalogue/workflow_action_definitions_stamp.sql
--! Included catalogue/workflow_trigger_definitions_stamp.sql
create or replace trigger _100_stamp
before update on sluice.workflow_trigger_definitions
for each row execute function sluice_private.tg__stamp();
--! EndIncluded catalogue/workflow_trigger_definitions_stamp.sql
--! EndIncluded catalogue/index.sql
--! Included definition/index.sql
/* Definitions: validated as a whole, compiled at publish, read by the engine as rows.
   A draft is any JSON. validate_definition names every problem it has and never raises;
   publish_workflow refuses a draft with errors, and otherwise turns it into an immutable version:
   presets become primitives, cycles of edges loops, nodes numbered steps, templates and conditions
   typed paths; triggers and webhooks follow the live version and keep their ids. */
--! Included definition/definition_nodes.sql
create or replace function sluice_private.definition_nodes(definition jsonb)
returns table (node_no int, node_id text, type text, data jsonb, parent_id text)
language sql
immutable
begin atomic
  select
    node.ordinal::int,
    node.value ->> 'id',
    node.value ->> 'type',
    case jsonb_typeof(node.value -> 'data') when 'object' then node.value -> 'data' else '{}' end,
    node.value ->> 'parentId'
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'nodes') when 'array' then definition -> 'nodes' else '[]' end
  ) with ordinality as node (value, ordinal)
  where jsonb_typeof(node.value -> 'id') = 'string';
end;

comment on function sluice_private.definition_nodes(jsonb) is
  'The nodes of a definition that have an id, numbered from 1 in their order; parent_id '
  'is the container they are in.';
--! EndIncluded definition/definition_nodes.sql
--! Included definition/definition_node_ids.sql
create or replace function sluice_private.definition_node_ids(definition jsonb)
returns text[]
language sql
immutable
begin atomic
  select coalesce(array_agg(node.node_id order by node.node_no), '{}')
  from sluice_private.definition_nodes(definition) as node;
end;

comment on function sluice_private.definition_node_ids(jsonb) is
  'The ids of the nodes in their order: a node''s number is its place.';
--! EndIncluded definition/definition_node_ids.sql
--! Included definition/definition_edges.sql
create or replace function sluice_private.definition_edges(definition jsonb)
returns table (
  edge_no int, edge_id text, source text, target text, port text, guard jsonb, place text
)
language sql
immutable
begin atomic
  select
    edge.ordinal::int,
    coalesce(edge.value ->> 'id', 'edge-' || edge.ordinal),
    edge.value ->> 'source',
    edge.value ->> 'target',
    coalesce(edge.value ->> 'sourceHandle', 'main'),
    edge.value -> 'data' -> 'when',
    '$.edges[' || (edge.ordinal - 1) || ']'
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'edges') when 'array' then definition -> 'edges' else '[]' end
  ) with ordinality as edge (value, ordinal)
  where jsonb_typeof(edge.value) = 'object';
end;

comment on function sluice_private.definition_edges(jsonb) is
  'The edges of a definition, numbered from 1 in their order; no sourceHandle means main.';
--! EndIncluded definition/definition_edges.sql
--! Included definition/node_presets.sql
create or replace function sluice_private.node_presets()
returns table (type text, primitive text, given jsonb, fold text)
language sql
immutable
begin atomic
  values
    ('condition', 'choice', jsonb '{"mode": "first", "default": "false"}', 'true'),
    ('smart_condition', 'choice', '{"mode": "first", "default": "false"}', 'true'),
    ('filter', 'choice', '{"mode": "all"}', 'main'),
    ('switch', 'choice', '{"mode": "first"}', null),
    ('ab_split', 'choice', '{"mode": "split"}', null),
    ('merge', 'join', '{}', null),
    ('merge_controller', 'join', '{}', null),
    ('parallel', 'join', '{}', null),
    ('parallel_processor', 'join', '{}', null),
    ('wait_for_all', 'join', '{"join": {"kind": "every"}}', null),
    ('first_wins', 'join', '{"join": {"kind": "quorum", "n": 1}}', null),
    ('delay', 'wait', '{}', 'duration'),
    ('dynamic_wait', 'wait', '{}', 'duration'),
    ('approval', 'wait', '{}', 'approval'),
    ('form', 'wait', '{}', 'approval'),
    ('sub_workflow', 'call', '{}', null),
    ('workflow_link', 'call', '{}', null),
    ('for_each', 'foreach', '{}', null),
    ('map', 'foreach', '{}', null),
    ('loop_controller', 'loop', '{}', null),
    ('try', 'group', '{}', null),
    ('timebox', 'group', '{}', null),
    ('critical_section', 'group', '{}', null),
    ('saga', 'group', '{"compensate": true}', null),
    ('stop', 'end', '{"scope": "execution"}', null),
    ('stop_and_error', 'end', '{"scope": "execution", "status": "failed"}', null),
    ('output', 'end', '{"scope": "branch"}', null),
    ('webhook_trigger', 'trigger', '{"trigger": "webhook_received"}', null),
    ('inputNode', 'trigger', '{"trigger": "manual"}', null),
    ('ai_trigger', 'trigger', '{}', null),
    ('transform', 'action', '{"action": "data.set"}', null),
    ('data_transformer', 'action', '{"action": "data.set"}', null),
    ('webhook', 'action', '{"action": "http_request"}', null),
    ('webhook_advanced', 'action', '{"action": "http_request"}', null),
    ('api_advanced', 'action', '{"action": "http_request"}', null),
    ('agent', 'action', '{"action": "run_agent"}', null),
    ('agentNode', 'action', '{"action": "run_agent"}', null),
    ('tool', 'action', '{"action": "call_tool"}', null),
    ('toolConnectionNode', 'action', '{"action": "call_tool"}', null),
    ('mcpNode', 'action', '{"action": "call_tool"}', null),
    ('ai_node', 'action', '{"action": "ai_generate"}', null),
    ('ai_action', 'action', '{"action": "ai_generate"}', null),
    ('ai_decision', 'action', '{"action": "ai_decide"}', null),
    ('ai_optimizer', 'action', '{"action": "ai_optimize"}', null),
    ('enrichment_action', 'action', '{"action": "enrich_lead_data"}', null),
    ('multi_channel_action', 'action', '{"action": "send_message"}', null);
end;

comment on function sluice_private.node_presets() is
  'The types that stand for a primitive, what their data has unless it says otherwise, and what of '
  'it is written shorter: the condition of a port, a duration, an approval.';
--! EndIncluded definition/node_presets.sql
--! Included definition/preset_of.sql
/* A webhook that no edge leads to starts the workflow, another one calls somebody; a loop over
   items is a foreach. */
create or replace function sluice_private.preset_of(type text, data jsonb, has_input boolean)
returns text
language sql
immutable
return case
  when type = 'webhook' and not has_input then 'webhook_trigger'
  when type in ('loop', 'loop_controller') and data ? 'items' then 'for_each'
  else type
end;

comment on function sluice_private.preset_of(text, jsonb, boolean) is
  'Which preset a node is, if it is any: mostly its type.';
--! EndIncluded definition/preset_of.sql
--! Included definition/used_presets.sql
create or replace function sluice_private.used_presets(definition jsonb)
returns table (node_no int, node_id text, type text, data jsonb, primitive text, fold text)
language sql
immutable
begin atomic
  with nodes as materialized (
    select node.*, sluice_private.preset_of(
      node.type, node.data,
      node.type = 'webhook' and exists (
        select from sluice_private.definition_edges(definition) as edge
        where edge.target = node.node_id
      )
    ) as preset
    from sluice_private.definition_nodes(definition) as node
  )
  select node.node_no, node.node_id, node.type, known.given || node.data, known.primitive,
    known.fold
  from nodes as node
  inner join sluice_private.node_presets() as known on known.type = node.preset;
end;

comment on function sluice_private.used_presets(jsonb) is
  'The nodes of a definition that are presets, with the data that they have as primitives, not '
  'unfolded yet.';
--! EndIncluded definition/used_presets.sql
--! Included definition/approval_fields.sql
create or replace function sluice_private.approval_fields()
returns text[]
language sql
immutable
return '{assignees,quorum,title,details,form,due,reminders,escalation}'::text[];

comment on function sluice_private.approval_fields() is 'The fields of an approval.';
--! EndIncluded definition/approval_fields.sql
--! Included definition/unfold.sql
create or replace function sluice_private.unfold(data jsonb, fold text)
returns jsonb
language sql
immutable
return case
  when fold in ('true', 'main') and data ? 'when' then data - 'when' || jsonb_build_object(
    'cases', jsonb_build_array(jsonb_build_object('port', fold, 'when', data -> 'when'))
  )
  when fold = 'duration' and data ? 'duration' then data - '{duration,unit}'::text[]
    || jsonb_build_object('for', concat_ws(' ', data ->> 'duration', data ->> 'unit'))
  when fold = 'approval' and not data ? 'approval'
    then data - sluice_private.approval_fields() || jsonb_build_object('approval', (
      select coalesce(jsonb_object_agg(field.key, field.value), '{}')
      from jsonb_each(data) as field
      where field.key = any (sluice_private.approval_fields())
    ))
  else data
end;

comment on function sluice_private.unfold(jsonb, text) is
  'The data of a preset, with what is written shorter there as its primitive has it.';
--! EndIncluded definition/unfold.sql
--! Included definition/expand_presets.sql
create or replace function sluice_private.expand_presets(definition jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  if not exists (select from sluice_private.used_presets(definition)) then
    return definition;
  end if;
  return definition || jsonb_build_object('nodes', (
    select jsonb_agg(
      case when preset.node_no is null then node.value
        else node.value || jsonb_build_object(
          'type', preset.primitive, 'data', sluice_private.unfold(preset.data, preset.fold)
        ) end
      order by node.ordinal
    )
    from jsonb_array_elements(definition -> 'nodes') with ordinality as node (value, ordinal)
    left join sluice_private.used_presets(definition) as preset on preset.node_no = node.ordinal
  ));
end;
$$;

comment on function sluice_private.expand_presets(jsonb) is
  'What is judged and compiled in place of a definition: one whose presets are primitives.';
--! EndIncluded definition/expand_presets.sql
--! Included definition/common_fields.sql
/* A trigger is decided before there is an execution; nothing follows an end, whose output is its
   own; and of a choice that is not made nobody knows the port. */
create or replace function sluice_private.common_fields()
returns table (type text, field text, json_types text[])
language sql
immutable
begin atomic
  select node.type, known.field, known.json_types
  from unnest('{action,choice,join,wait,call,foreach,loop,group,end}'::text[]) as node (type)
  cross join (
    values
      ('join', '{object}'::text[], '{}'::text[]),
      ('run_if', '{string,object}', '{}'),
      ('disabled', '{boolean}', '{choice,end}'),
      ('on_error', '{string}', '{end}'),
      ('output', '{object,array,string,number,boolean,null}', '{end}')
  ) as known (field, json_types, but)
  where node.type <> all (known.but);
end;

comment on function sluice_private.common_fields() is
  'Of node_fields, those of more or less every type.';
--! EndIncluded definition/common_fields.sql
--! Included definition/call_fields.sql
create or replace function sluice_private.call_fields()
returns table (type text, field text, json_types text[], is_required boolean)
language sql
immutable
begin atomic
  values
    ('call', 'workflow', '{string}'::text[], true),
    ('call', 'version', '{number}', false),
    ('call', 'input', '{object,array,string,number,boolean,null}', false),
    ('call', 'wait', '{boolean}', false),
    ('call', 'on_cancel', '{string}', false),
    ('call', 'retry', '{object}', false),
    ('call', 'timeout', '{string}', false);
end;

comment on function sluice_private.call_fields() is 'As node_fields: those of a call.';
--! EndIncluded definition/call_fields.sql
--! Included definition/definition_actions.sql
create or replace function sluice_private.definition_actions(definition jsonb)
returns table (node_id text, place text, data jsonb)
language sql
immutable
begin atomic
  select node.node_id, 'data.', node.data
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'action'
  union all
  select node.node_id, 'data.compensate.', node.data -> 'compensate'
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'action' and jsonb_typeof(node.data -> 'compensate') = 'object';
end;

comment on function sluice_private.definition_actions(jsonb) is
  'Every place of a definition that names an action, with its input and its retry policy.';
--! EndIncluded definition/definition_actions.sql
--! Included definition/compensated_nodes.sql
create or replace function sluice_private.compensated_nodes(definition jsonb)
returns table (node_id text, is_inside boolean)
language sql
immutable
begin atomic
  with recursive inside (node_id, depth) as (
    select child.node_id, 1
    from sluice_private.definition_nodes(definition) as child
    inner join sluice_private.definition_nodes(definition) as container
      on container.node_id = child.parent_id
    where container.type = 'group' and container.data -> 'compensate' = 'true'
    union
    select child.node_id, inside.depth + 1
    from inside
    inner join sluice_private.definition_nodes(definition) as child
      on child.parent_id = inside.node_id
    where inside.depth < 21
  )
  select node.node_id,
    coalesce(definition #> '{settings,compensate}' = 'true', false)
      or exists (select from inside where inside.node_id = node.node_id)
  from sluice_private.definition_nodes(definition) as node;
end;

comment on function sluice_private.compensated_nodes(jsonb) is
  'Whether the nodes of a definition are undone when a group around them, or the execution, fails.';
--! EndIncluded definition/compensated_nodes.sql
--! Included definition/container_fields.sql
create or replace function sluice_private.container_fields()
returns table (type text, field text, json_types text[])
language sql
immutable
begin atomic
  values
    ('foreach', 'timeout', '{string}'::text[]),
    ('foreach', 'as', '{string}'),
    ('loop', 'timeout', '{string}'),
    ('group', 'timeout', '{string}'),
    ('group', 'cancel_on', '{object}'),
    ('group', 'lock', '{string,number}'),
    ('group', 'order', '{string}'),
    ('group', 'compensate', '{boolean}');
end;

comment on function sluice_private.container_fields() is
  'Of node_fields, the timeouts of containers, the name of an item and the fields of a group.';
--! EndIncluded definition/container_fields.sql
--! Included definition/node_fields.sql
create or replace function sluice_private.node_fields()
returns table (type text, field text, json_types text[], is_required boolean)
language sql
immutable
begin atomic
  values
    ('*', 'label', '{string}'::text[], false), ('*', 'notes', '{string}', false),
    ('trigger', 'trigger', '{string}', true),
    ('trigger', 'config', '{object}', false),
    ('trigger', 'filter', '{string,object}', false),
    ('trigger', 'dedupe', '{string}', false),
    ('trigger', 'exit', '{string}', false),
    ('trigger', 'enabled', '{boolean}', false),
    ('action', 'action', '{string}', true),
    ('action', 'input', '{object}', false),
    ('action', 'retry', '{object}', false),
    ('action', 'cache', '{object}', false),
    ('action', 'limits', '{array}', false),
    ('action', 'priority', '{number}', false),
    ('action', 'timeout', '{string}', false),
    ('action', 'compensate', '{object}', false),
    ('choice', 'mode', '{string}', false),
    ('choice', 'cases', '{array}', true),
    ('choice', 'default', '{string}', false),
    ('choice', 'key', '{string,number}', false),
    ('wait', 'for', '{string}', false),
    ('wait', 'until', '{string,number}', false),
    ('wait', 'local', '{object}', false),
    ('wait', 'timeout', '{string}', false),
    ('wait', 'events', '{array}', false),
    ('wait', 'inbox', '{string}', false),
    ('wait', 'condition', '{object}', false),
    ('wait', 'approval', '{object}', false),
    ('foreach', 'items', '{string,array}', true),
    ('foreach', 'concurrency', '{number}', false),
    ('foreach', 'completion', '{string,number,object}', false),
    ('foreach', 'rest', '{string}', false),
    ('foreach', 'on_item_error', '{string,object}', false),
    ('foreach', 'collect', '{object,array,string,number,boolean,null}', false),
    ('loop', 'while', '{string,object}', false),
    ('loop', 'until', '{string,object}', false),
    ('loop', 'max_iterations', '{number}', true),
    ('loop', 'carry', '{object,array,string,number,boolean,null}', false),
    ('end', 'scope', '{string}', false),
    ('end', 'status', '{string}', false),
    ('end', 'output', '{object,array,string,number,boolean,null}', false),
    ('end', 'error', '{object,array,string,number,boolean,null}', false)
  union all
  select own.* from sluice_private.call_fields() as own
  union all
  select common.type, common.field, common.json_types, false
  from sluice_private.common_fields() as common
  union all
  select own.type, own.field, own.json_types, false from sluice_private.container_fields() as own;
end;

comment on function sluice_private.node_fields() is
  'Which fields the data of each node type may have, of which JSON types, and which it must have.';
--! EndIncluded definition/node_fields.sql
--! Included definition/node_ports.sql
create or replace function sluice_private.node_ports(type text, data jsonb)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case type
    when 'trigger' then array['main']
    when 'action' then array['main', 'error']
    when 'join' then array['main', 'error']
    when 'call' then array['main', 'error']
    when 'wait' then array['main', 'error']
      || case when data ?| '{for,until,local}' then '{elapsed}'::text[] else '{}' end
      || array(
        select event.port #>> '{}'
        from jsonb_path_query(data, '$.events[*].port ? (@.type() == "string")') as event (port)
      )
      || case when data ? 'condition' then '{met}'::text[] else '{}' end
      || case when data ? 'approval' then '{approved,rejected}'::text[] else '{}' end
      || case
        when data ? 'timeout' or data #> '{approval,due}' is not null then '{timeout}'::text[]
        else '{}'
      end
    when 'foreach' then array['main', 'done', 'error']
    when 'loop' then array['main', 'done', 'error']
    when 'group' then array['main', 'done', 'error', 'cancelled']
    when 'choice' then array(
      select distinct port.value #>> '{}'
      from jsonb_path_query(data, '$.cases[*].port ? (@.type() == "string")') as port (value)
      union
      select data ->> 'default' where data ? 'default'
      union
      select 'error'
    )
    else '{}'
  end;
end;
$$;

comment on function sluice_private.node_ports(text, jsonb) is
  'The ports that edges may leave from; error:<class> is one wherever error is.';
--! EndIncluded definition/node_ports.sql
--! Included definition/topological_order.sql
/* Kahn's algorithm (1962), in time linear in nodes and edges. */
create or replace function sluice_private.topological_order(
  node_count int,
  sources int[],
  targets int[]
)
returns int[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_degree int[] := array_fill(0, array[greatest(node_count, 1)]);
  v_head int[] := array_fill(0, array[greatest(node_count, 1)]);
  v_next int[] := array_fill(0, array[greatest(cardinality(sources), 1)]);
  v_order int[] := array[]::int[];
  v_at int := 1;
  v_edge int;
  v_target int;
begin
  for v_edge in 1 .. cardinality(sources) loop
    v_next[v_edge] := v_head[sources[v_edge]];
    v_head[sources[v_edge]] := v_edge;
    v_degree[targets[v_edge]] := v_degree[targets[v_edge]] + 1;
  end loop;
  for v_target in 1 .. node_count loop
    if v_degree[v_target] = 0 then
      v_order := v_order || v_target;
    end if;
  end loop;
  while v_at <= cardinality(v_order) loop
    v_edge := v_head[v_order[v_at]];
    while v_edge <> 0 loop
      v_target := targets[v_edge];
      v_degree[v_target] := v_degree[v_target] - 1;
      if v_degree[v_target] = 0 then
        v_order := v_order || v_target;
      end if;
      v_edge := v_next[v_edge];
    end loop;
    v_at := v_at + 1;
  end loop;
  return v_order;
end;
$$;

comment on function sluice_private.topological_order(int, int[], int[]) is
  'Node numbers so that every edge leads forward; a node on a cycle, or behind one, is left out.';
--! EndIncluded definition/topological_order.sql
--! Included definition/numbered_edges.sql
/* What a container is after, everything in it is after too. */
create or replace function sluice_private.numbered_edges(
  definition jsonb,
  out sources int[],
  out targets int[]
)
language sql
immutable
begin atomic
  select
    coalesce(array_agg(source.node_no order by edge.edge_no), '{}'),
    coalesce(array_agg(target.node_no order by edge.edge_no), '{}')
  from (
    select edge.edge_no, edge.source, edge.target
    from sluice_private.definition_edges(definition) as edge
    union all
    select 0, node.parent_id, node.node_id
    from sluice_private.definition_nodes(definition) as node
    where node.parent_id is not null
  ) as edge
  inner join sluice_private.definition_nodes(definition) as source
    on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target
    on target.node_id = edge.target;
end;

comment on function sluice_private.numbered_edges(jsonb) is
  'What comes directly before what, as numbers of nodes: the edges of a definition, and each '
  'container before the nodes in it.';
--! EndIncluded definition/numbered_edges.sql
--! Included definition/strong_components.sql
/* Tarjan: Depth-First Search and Linear Graph Algorithms (1972), without recursion, in time linear
   in nodes and edges. It finds the last component first. */
create or replace function sluice_private.strong_components(
  node_count int,
  sources int[],
  targets int[]
)
returns int[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_edge int[] := array_fill(0, array[greatest(node_count, 1)]);
  v_next int[] := array_fill(0, array[greatest(cardinality(sources), 1)]);
  v_seen int[] := v_edge;
  v_low int[] := v_edge;
  v_component int[] := v_edge;
  v_open int[] := v_edge;
  v_open_size int := 0;
  v_path int[] := v_edge;
  v_depth int := 0;
  v_clock int := 0;
  v_number int := node_count;
  v_node int;
  v_target int;
begin
  for v_no in 1 .. cardinality(sources) loop
    v_next[v_no] := v_edge[sources[v_no]];
    v_edge[sources[v_no]] := v_no;
  end loop;
  for v_root in 1 .. node_count loop
    v_path[1] := v_root;
    v_depth := (v_seen[v_root] = 0)::int;
    while v_depth > 0 loop
      v_node := v_path[v_depth];
      if v_seen[v_node] = 0 then
        v_clock := v_clock + 1;
        v_seen[v_node] := v_clock;
        v_low[v_node] := v_clock;
        v_open_size := v_open_size + 1;
        v_open[v_open_size] := v_node;
      end if;
      if v_edge[v_node] <> 0 then
        v_target := targets[v_edge[v_node]];
        if v_seen[v_target] = 0 then
          v_depth := v_depth + 1;
          v_path[v_depth] := v_target;
          continue;
        elsif v_component[v_target] = 0 then
          v_low[v_node] := least(v_low[v_node], v_low[v_target]);
        end if;
        v_edge[v_node] := v_next[v_edge[v_node]];
        continue;
      end if;
      v_depth := v_depth - 1;
      if v_low[v_node] = v_seen[v_node] then
        while v_component[v_node] = 0 loop
          v_component[v_open[v_open_size]] := v_number;
          v_open_size := v_open_size - 1;
        end loop;
        v_number := v_number - 1;
      end if;
    end loop;
  end loop;
  return v_component;
end;
$$;

comment on function sluice_private.strong_components(int, int[], int[]) is
  'For each node the number of its strong component; edges between two lead to the higher one.';
--! EndIncluded definition/strong_components.sql
--! Included definition/cycles_of.sql
create or replace function sluice_private.cycles_of(definition jsonb)
returns table (cycle int, node_id text, is_entry boolean, header text)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set jit = off
set enable_nestloop = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
  v_sources int[];
  v_targets int[];
  v_component int[];
begin
  select
    coalesce(array_agg(source.node_no order by edge.edge_no), '{}'),
    coalesce(array_agg(target.node_no order by edge.edge_no), '{}')
  into v_sources, v_targets
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target on target.node_id = edge.target;
  v_component := sluice_private.strong_components(cardinality(v_ids), v_sources, v_targets);
  return query
  with edges as (
    select edge.target, v_component[edge.source] as leaves, v_component[edge.target] as enters
    from unnest(v_sources, v_targets) as edge (source, target)
  ),
  members as (
    select member.component, v_ids[member.node_no] as node_id, entered.target is not null as entry
    from unnest(v_component) with ordinality as member (component, node_no)
    inner join (
      select distinct edges.enters as component from edges where edges.leaves = edges.enters
    ) as cyclic on cyclic.component = member.component
    left join (
      select distinct edges.target from edges where edges.leaves <> edges.enters
    ) as entered on entered.target = member.node_no
  )
  select m.component, m.node_id, m.entry,
    case when count(*) filter (where m.entry) over (partition by m.component) = 1
      then min(m.node_id) filter (where m.entry) over (partition by m.component) end
  from members as m;
end;
$$;

comment on function sluice_private.cycles_of(jsonb) is
  'The nodes that stand on cycles of edges: in which, whether edges enter it there, and where a '
  'single node is entered, that node.';
--! EndIncluded definition/cycles_of.sql
--! Included definition/edges_of_cycles.sql
create or replace function sluice_private.edges_of_cycles(definition jsonb)
returns table (
  edge_no int, value jsonb, leaves text, enters text, leads_back boolean, exit_id text
)
language sql
immutable
begin atomic
  with members as materialized (
    select c.node_id, c.header
    from sluice_private.cycles_of(definition) as c
    where c.header is not null
  )
  select
    edge.ordinal::int, edge.value, source.header, target.header,
    coalesce(source.header = target.header and target.node_id = target.header, false),
    case when source.header is distinct from target.header and source.header is not null
      then format('cycle:%s:exit:%s', source.header, edge.ordinal) end
  from jsonb_array_elements(definition -> 'edges') with ordinality as edge (value, ordinal)
  left join members as source on source.node_id = edge.value ->> 'source'
  left join members as target on target.node_id = edge.value ->> 'target';
end;

comment on function sluice_private.edges_of_cycles(jsonb) is
  'Every edge with the entry of the cycle that its source stands on, that of its target, whether '
  'it leads back to it, and for one that leads out the node that notes it.';
--! EndIncluded definition/edges_of_cycles.sql
--! Included definition/loop_of_cycle.sql
create or replace function sluice_private.loop_of_cycle(loop_id text, max_iterations int)
returns jsonb
language sql
immutable
return jsonb_build_object(
  'id', loop_id,
  'type', 'loop',
  'data', jsonb_build_object(
    'drawn', true,
    'max_iterations', coalesce(max_iterations, 1000),
    'until', format(
      '!exists($.steps.%s ? (@.status == "completed"))', to_json(loop_id || ':again')
    )
  )
);

comment on function sluice_private.loop_of_cycle(text, int) is
  'The loop that a cycle of edges becomes: it repeats while an edge that leads back is live.';
--! EndIncluded definition/loop_of_cycle.sql
--! Included definition/mark_of_cycle.sql
create or replace function sluice_private.mark_of_cycle(loop_id text, node_id text)
returns jsonb
language sql
immutable
return jsonb_build_object('id', node_id, 'type', 'end', 'parentId', loop_id, 'data', '{}'::jsonb);

comment on function sluice_private.mark_of_cycle(text, text) is
  'A node in the loop of a cycle whose status says whether an edge that leads to it was live.';
--! EndIncluded definition/mark_of_cycle.sql
--! Included definition/contained_nodes.sql
create or replace function sluice_private.contained_nodes(definition jsonb)
returns jsonb
language sql
immutable
begin atomic
  with edges as materialized (
    select e.edge_no, 'cycle:' || e.leaves as loop_id, e.leaves as header, e.leads_back, e.exit_id,
      (e.value #> '{data,max_iterations}')::int as max_iterations
    from sluice_private.edges_of_cycles(definition) as e
    where e.leads_back or e.exit_id is not null
  ),
  nodes as materialized (
    select node.ordinal, node.value, c.header
    from jsonb_array_elements(definition -> 'nodes') with ordinality as node (value, ordinal)
    left join sluice_private.cycles_of(definition) as c
      on c.node_id = node.value ->> 'id' and c.header is not null
  )
  select jsonb_agg(made.node order by made.kind, made.ordinal)
  from (
    select 1 as kind, n.ordinal, n.value || case when n.header is null then '{}'
      else jsonb_build_object('parentId', 'cycle:' || n.header) end as node
    from nodes as n
    union all
    select distinct 2, n.ordinal, n.value || sluice_private.loop_of_cycle(
      e.loop_id, min(e.max_iterations) over (partition by e.loop_id)
    )
    from edges as e
    inner join nodes as n on n.value ->> 'id' = e.header
    where e.leads_back
    union all
    select distinct 3, 0, sluice_private.mark_of_cycle(e.loop_id, e.loop_id || ':again')
    from edges as e
    union all
    select 4, e.edge_no, sluice_private.mark_of_cycle(e.loop_id, e.exit_id)
    from edges as e
    where e.exit_id is not null
  ) as made;
end;

comment on function sluice_private.contained_nodes(jsonb) is
  'The nodes of a definition, those of cycles in loops, with the nodes that note where edges of '
  'cycles were live.';
--! EndIncluded definition/contained_nodes.sql
--! Included definition/contained_edges.sql
create or replace function sluice_private.contained_edges(definition jsonb)
returns jsonb
language sql
immutable
begin atomic
  with edges as materialized (
    select e.edge_no, e.value, 'cycle:' || e.leaves as loop_id, e.leads_back, e.exit_id,
      case when e.enters is not null and e.leaves is distinct from e.enters
        then 'cycle:' || e.enters else e.value ->> 'target' end as target
    from sluice_private.edges_of_cycles(definition) as e
  )
  select jsonb_agg(made.edge order by made.kind, made.edge_no)
  from (
    select 1 as kind, e.edge_no, e.value || jsonb_build_object(
      'target', case when e.leads_back then e.loop_id || ':again'
        else coalesce(e.exit_id, e.target) end
    ) as edge
    from edges as e
    union all
    select 2, e.edge_no, jsonb_build_object(
      'id', e.exit_id, 'source', e.loop_id, 'target', e.target,
      'data', jsonb_build_object('when', format(
        'exists($.steps.%s ? (@.status == "completed"))', to_json(e.exit_id)
      ))
    )
    from edges as e
    where e.exit_id is not null
  ) as made;
end;

comment on function sluice_private.contained_edges(jsonb) is
  'The edges of a definition, those of cycles led to the nodes that note them, and those of loops '
  'that go on where an edge led out.';
--! EndIncluded definition/contained_edges.sql
--! Included definition/contain_cycles.sql
/* A cycle that one node is the entry of becomes a loop around its nodes. An edge that leads back
   leads to the node <loop>:again in it; one that leads out, to <loop>:exit:<n>, and where that has
   run an edge of the loop goes on. Nodes and edges keep their places: these are their numbers. */
create or replace function sluice_private.contain_cycles(definition jsonb)
returns jsonb
language sql
immutable
return definition || jsonb_build_object(
  'nodes', sluice_private.contained_nodes(definition),
  'edges', sluice_private.contained_edges(definition)
);

comment on function sluice_private.contain_cycles(jsonb) is
  'A definition with a loop in place of each cycle of edges; cycles inside these stay.';
--! EndIncluded definition/contain_cycles.sql
--! Included definition/expand_cycles.sql
/* A cycle within a cycle is one level deeper; a container may be 20 deep. */
create or replace function sluice_private.expand_cycles(definition jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_expanded jsonb := definition;
begin
  for v_level in 1 .. 20 loop
    exit when not exists (
      select from sluice_private.cycles_of(v_expanded) as c where c.header is not null
    );
    v_expanded := sluice_private.contain_cycles(v_expanded);
  end loop;
  return v_expanded;
end;
$$;

comment on function sluice_private.expand_cycles(jsonb) is
  'What is compiled in place of a definition: one whose cycles of edges have become loops.';
--! EndIncluded definition/expand_cycles.sql
--! Included definition/find_unreached.sql
/* One pass over the edges, component by component in topological order: each component carries a
   bit for every step that is read somewhere, set once a path leads from that step into it. Around
   a cycle a path leads from each of its steps to each. */
create or replace function sluice_private.find_unreached(
  definition jsonb,
  readers text[],
  refs text[]
)
returns setof int
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sources int[];
  v_targets int[];
  v_component int[];
  v_count int := cardinality(sluice_private.definition_node_ids(definition));
  v_bits int[] := array_fill(-1, array[greatest(v_count, 1)]);
  v_size int := 0;
  v_above bit varying[];
  v_edge record;
  v_read record;
begin
  select e.sources, e.targets
  into v_sources, v_targets
  from sluice_private.numbered_edges(definition) as e;
  v_component := sluice_private.strong_components(v_count, v_sources, v_targets);
  for v_read in
    select distinct node.node_no
    from unnest(refs) as ref
    inner join sluice_private.definition_nodes(definition) as node on node.node_id = ref
  loop
    v_bits[v_read.node_no] := v_size;
    v_size := v_size + 1;
  end loop;

  v_above := array_fill(repeat('0', v_size)::bit varying, array[greatest(v_count, 1)]);
  for v_edge in
    select edge.source, v_component[edge.source] as leaves, v_component[edge.target] as enters
    from unnest(v_sources, v_targets) as edge (source, target)
    order by v_component[edge.source], v_component[edge.target]
  loop
    v_above[v_edge.enters] := v_above[v_edge.enters] | case
      when v_bits[v_edge.source] < 0 then v_above[v_edge.leaves]
      else set_bit(v_above[v_edge.leaves], v_bits[v_edge.source], 1)
    end;
  end loop;
  return query
  select pair.ordinal::int
  from unnest(readers, refs) with ordinality as pair (reader, ref, ordinal)
  inner join sluice_private.definition_nodes(definition) as reader
    on reader.node_id = pair.reader
  inner join sluice_private.definition_nodes(definition) as ref
    on ref.node_id = pair.ref
  where get_bit(v_above[v_component[reader.node_no]], v_bits[ref.node_no]) = 0;
end;
$$;

comment on function sluice_private.find_unreached(jsonb, text[], text[]) is
  'Of these pairs of nodes, the places of those whose second is not upstream of the first.';
--! EndIncluded definition/find_unreached.sql
--! Included definition/wait_template.sql
create or replace function sluice_private.wait_template(data jsonb)
returns jsonb
language sql
immutable
return jsonb_strip_nulls(jsonb_build_object(
  'for', data -> 'for',
  'until', data -> 'until',
  'local', data -> 'local',
  'timeout', data -> 'timeout',
  'events', data -> 'events',
  'inbox', data -> 'inbox',
  'condition', case jsonb_typeof(data -> 'condition')
    when 'object' then (data -> 'condition') - 'when' else data -> 'condition'
  end,
  'approval', case jsonb_typeof(data -> 'approval')
    when 'object' then (data -> 'approval') - 'form' else data -> 'approval'
  end
));

comment on function sluice_private.wait_template(jsonb) is
  'What a wait evaluates when it begins: all that may end it.';
--! EndIncluded definition/wait_template.sql
--! Included definition/item_names.sql
create or replace function sluice_private.item_names(definition jsonb)
returns table (node_id text, outer_names text[], inner_names text[])
language sql
immutable
begin atomic
  with recursive nodes as materialized (
    select node.node_id, node.parent_id,
      case
        when node.type = 'foreach' and sluice_private.is_item_name(node.data ->> 'as')
          then array[node.data ->> 'as']
        else '{}'
      end as own
    from sluice_private.definition_nodes(definition) as node
  ),
  nested (node_id, outer_names, inner_names, depth) as (
    select node.node_id, '{}'::text[], node.own, 0 from nodes as node where node.parent_id is null
    union all
    select node.node_id, nested.inner_names, nested.inner_names || node.own, nested.depth + 1
    from nested
    inner join nodes as node on node.parent_id = nested.node_id
    where nested.depth < 21
  )
  select nested.node_id, nested.outer_names, nested.inner_names from nested;
end;

comment on function sluice_private.item_names(jsonb) is
  'By which names each node may read the items of the foreach around it; and what is in it.';
--! EndIncluded definition/item_names.sql
--! Included definition/node_conditions.sql
create or replace function sluice_private.node_conditions(type text, data jsonb)
returns table (place text, source jsonb, case_no int)
language sql
immutable
begin atomic
  select 'run_if', data -> 'run_if', 0
  where type <> 'trigger' and data ? 'run_if'
  union all
  select 'while', data -> 'while', 1
  where type = 'loop' and data ? 'while'
  union all
  select 'condition.when', data #> '{condition,when}', 1
  where type = 'wait' and data ? 'condition'
  union all
  select format('cases[%s].when', item.ordinal - 1), item.value -> 'when', item.ordinal::int
  from jsonb_array_elements(case
    when type = 'choice' and jsonb_typeof(data -> 'cases') = 'array'
      and coalesce(data ->> 'mode', 'first') <> 'split' then data -> 'cases'
    else '[]'
  end) with ordinality as item (value, ordinal)
  order by 3;
end;

comment on function sluice_private.node_conditions(text, jsonb) is
  'The conditions that a node evaluates when it fires, its run_if as number 0.';
--! EndIncluded definition/node_conditions.sql
--! Included definition/compile_node.sql
/* What a node evaluates when it fires: a template (input, wait, end) and conditions
   (run_if, cases of a choice, while of a loop, when of a wait). The paths of a choice are its
   cases, in order; that of a loop is its while; the last one of a wait is its when. */
create or replace function sluice_private.compile_node(
  type text,
  data jsonb,
  node_ids text[],
  item_names text[],
  out template jsonb,
  out slots jsonb,
  out paths jsonpath[],
  out run_if jsonpath,
  out refs text[],
  out roots text[],
  out reads jsonpath[],
  out problems jsonb
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_condition record;
  v_compiled record;
begin
  template := case type
    when 'action' then coalesce(data -> 'input', '{}')
    when 'call' then coalesce(data -> 'input', '{}')
    when 'wait' then sluice_private.wait_template(data)
    when 'choice' then case when data ? 'key' then jsonb_build_object('key', data -> 'key') end
    when 'foreach' then jsonb_build_object('items', data -> 'items')
    when 'group' then nullif(jsonb_strip_nulls(jsonb_build_object(
      'cancel_on', data -> 'cancel_on', 'lock', data -> 'lock'
    )), '{}')
    when 'end' then jsonb_build_object('output', data -> 'output', 'error', data -> 'error')
  end;
  select compiled.slots, compiled.paths, compiled.refs, compiled.roots, compiled.problems
  into slots, paths, refs, roots, problems
  from sluice_private.compile_template(
    template, case when type in ('action', 'call') then 'input' end, node_ids, item_names
  ) as compiled;

  if type = 'choice' and data ->> 'mode' = 'split' then
    roots := roots || '{execution,workflow}'::text[];
  end if;

  for v_condition in
    select c.* from sluice_private.node_conditions(type, data) as c
  loop
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into v_compiled
    from sluice_private.compile_condition(v_condition.source, node_ids, item_names) as compiled;
    if v_compiled.problem is not null then
      problems := problems || jsonb_build_array(jsonb_build_object(
        'path', v_condition.place, 'message', v_compiled.problem
      ));
    elsif v_condition.case_no = 0 then
      run_if := v_compiled.path;
    else
      paths := paths || v_compiled.path;
    end if;
    refs := refs || v_compiled.refs;
    roots := roots || v_compiled.roots;
  end loop;
  reads := sluice_private.reads_of(
    case when type = 'choice' then paths || run_if else array[run_if] end
  );
end;
$$;

comment on function sluice_private.compile_node(text, jsonb, text[], text[]) is
  'Compiles what a node evaluates: template, slots, typed paths, what it reads, its problems.';
--! EndIncluded definition/compile_node.sql
--! Included definition/compile_template.sql
create or replace function sluice_private.compile_template(
  source jsonb,
  place text,
  node_ids text[],
  item_names text[] default '{}',
  out slots jsonb,
  out paths jsonpath[],
  out refs text[],
  out roots text[],
  out problems jsonb
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_leaf record;
  v_text record;
  v_parts jsonb;
begin
  slots := '[]';
  paths := '{}';
  refs := '{}';
  roots := '{}';
  problems := '[]';
  if regexp_count(source::text, '\{\{') > 1000 then
    problems := jsonb_build_array(jsonb_build_object(
      'path', place, 'message', 'has more than 1,000 expressions'
    ));
    return;
  end if;
  for v_leaf in
    select leaf.target, leaf.value from sluice_private.string_leaves(source) as leaf
  loop
    select compiled.parts, compiled.paths, compiled.refs, compiled.roots, compiled.problem
    into v_text
    from sluice_private.compile_text(v_leaf.value, node_ids, item_names) as compiled;
    if v_text.problem is not null then
      problems := problems || jsonb_build_array(jsonb_build_object(
        'path', array_to_string(place || v_leaf.target, '.'), 'message', v_text.problem
      ));
      continue;
    end if;
    v_parts := (
      select jsonb_agg(
        case when part.value ? 'path'
          then part.value || jsonb_build_object(
            'path', (part.value ->> 'path')::int + cardinality(paths)
          )
          else part.value
        end
        order by part.ordinal
      )
      from jsonb_array_elements(v_text.parts) with ordinality as part (value, ordinal)
    );
    slots := slots || jsonb_build_array(jsonb_build_object(
      'target', to_jsonb(v_leaf.target),
      'text', jsonb_array_length(v_parts) <> 1,
      'parts', v_parts
    ));
    paths := paths || v_text.paths;
    refs := refs || v_text.refs;
    roots := roots || v_text.roots;
  end loop;
end;
$$;

comment on function sluice_private.compile_template(jsonb, text, text[], text[]) is
  'Compiles every {{ … }} in a JSON template: slots, their paths, what they read, the problems.';
--! EndIncluded definition/compile_template.sql
--! Included definition/is_condition.sql
create or replace function sluice_private.is_condition(completion jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(completion) in ('string', 'object') and completion <> '"all"';

comment on function sluice_private.is_condition(jsonb) is
  'Whether a foreach completes by a condition, and not by a number of items.';
--! EndIncluded definition/is_condition.sql
--! Included definition/period_of.sql
create or replace function sluice_private.period_of(per interval, count text)
returns bigint
language sql
immutable
return case when count ~ '^[1-9][0-9]{0,5}$'
  then greatest(1, floor(extract(epoch from per) * 1000000 / count::int))::bigint
end;

comment on function sluice_private.period_of(interval, text) is
  'How many microseconds there are between two, at a rate of so many in this time.';
--! EndIncluded definition/period_of.sql
--! Included definition/compile_limit_rules.sql
/* The number of a limit is part of its key: two limits of a step count apart. */
create or replace function sluice_private.compile_limit_rules(
  limits jsonb,
  scope text,
  place text,
  node_ids text[],
  item_names text[],
  out compiled jsonb,
  out paths jsonpath[],
  out refs text[],
  out roots text[],
  out problems jsonb
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_keys jsonb;
  v_slots jsonb;
begin
  select
    jsonb_agg(coalesce(rule.value -> 'provider', rule.value -> 'key', '""') order by rule.ordinal),
    jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'scope', case when rule.value ? 'provider' then 'provider'
        else format('%s/%s', scope, rule.ordinal) end,
      'concurrency', rule.value -> 'concurrency',
      'count', rule.value #> '{rate,count}',
      'period', sluice_private.period_of(
        sluice_hidden.try_interval(rule.value #>> '{rate,per}'), rule.value #>> '{rate,count}'
      ),
      'burst', coalesce(rule.value #> '{rate,burst}', rule.value #> '{rate,count}'),
      'on_limit', coalesce(rule.value ->> 'on_limit', 'queue')
    )) order by rule.ordinal)
  into v_keys, compiled
  from jsonb_array_elements(
    case jsonb_typeof(limits) when 'array' then limits else '[]' end
  ) with ordinality as rule (value, ordinal);

  select made.slots, made.paths, made.refs, made.roots, made.problems
  into v_slots, paths, refs, roots, problems
  from sluice_private.compile_template(v_keys, place, node_ids, item_names) as made;
  compiled := jsonb_build_object('rules', compiled, 'keys', v_keys, 'slots', v_slots);
end;
$$;

comment on function sluice_private.compile_limit_rules(jsonb, text, text, text[], text[]) is
  'Limits as they are kept: what each counts, and the templates of their keys.';
--! EndIncluded definition/compile_limit_rules.sql
--! Included definition/compile_result.sql
/* Those of a container see the iteration that has just ended: its steps, its item and index. The
   completion of a foreach sees the output that it would have now. */
create or replace function sluice_private.compile_result(
  type text,
  data jsonb,
  node_ids text[],
  item_names text[],
  out template jsonb,
  out slots jsonb,
  out paths jsonpath[],
  out repeat_until jsonpath,
  out refs text[],
  out roots text[],
  out problems jsonb
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_place text := case type
    when 'foreach' then 'collect'
    when 'loop' then 'carry'
    when 'action' then 'cache.key'
  end;
  v_condition text := case
    when type = 'loop' then 'until'
    when type = 'foreach' and sluice_private.is_condition(data -> 'completion') then 'completion'
  end;
  v_until record;
begin
  template := data #> string_to_array(v_place, '.');
  select compiled.slots, compiled.paths, compiled.refs, compiled.roots, compiled.problems
  into slots, paths, refs, roots, problems
  from sluice_private.compile_template(template, v_place, node_ids, item_names) as compiled;
  if data ? v_condition then
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into v_until
    from sluice_private.compile_condition(data -> v_condition, node_ids, item_names) as compiled;
    repeat_until := v_until.path;
    refs := refs || v_until.refs;
    roots := roots || v_until.roots;
    if v_until.problem is not null then
      problems := problems || jsonb_build_array(jsonb_build_object(
        'path', v_condition, 'message', v_until.problem
      ));
    end if;
  end if;
end;
$$;

comment on function sluice_private.compile_result(text, jsonb, text[], text[]) is
  'Compiles what is evaluated besides what a node begins with: collect, carry, until and '
  'completion at the end of an iteration, the key of a cache.';
--! EndIncluded definition/compile_result.sql
--! Included definition/compile_trigger_expression.sql
create or replace function sluice_private.compile_trigger_expression(
  field text,
  source jsonb,
  out path jsonpath,
  out refs text[],
  out roots text[],
  out problem text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if field = 'filter' then
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into path, refs, roots, problem
    from sluice_private.compile_condition(source, '{}', '{}') as compiled;
  else
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into path, refs, roots, problem
    from sluice_private.compile_expression(source #>> '{}', '{}', '{}') as compiled;
  end if;
  if problem is null and exists (select from unnest(roots) as root where root <> 'trigger') then
    problem := 'may read only $.trigger: nothing has run yet';
  end if;
end;
$$;

comment on function sluice_private.compile_trigger_expression(text, jsonb) is
  'Compiles the filter (a condition), the dedupe key or the exit (expressions) of a trigger.';
--! EndIncluded definition/compile_trigger_expression.sql
--! Included definition/problem.sql
create or replace function sluice_private.problem(
  code text,
  node_id text,
  path text,
  message text,
  hint text,
  severity text default 'error'
)
returns sluice.definition_problem
language sql
immutable
return (severity, code, node_id, path, message, hint)::sluice.definition_problem;

comment on function sluice_private.problem(text, text, text, text, text, text) is
  'One finding of the validator.';
--! EndIncluded definition/problem.sql
--! Included definition/problems_of_shape.sql
create or replace function sluice_private.problems_of_shape(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'shape', null, '$', 'is not an object', 'Give { "nodes": […], "edges": […] }.'
  )
  where jsonb_typeof(definition) is distinct from 'object'
  union all
  select sluice_private.problem(
    'shape', null, '$.' || part.key, format('must be %s', part.kind),
    'Give { "nodes": […], "edges": […], "settings": {…} }.'
  )
  from (values ('nodes', 'array'), ('edges', 'array'), ('settings', 'object')) as part (key, kind)
  where jsonb_typeof(definition) = 'object'
    and coalesce(jsonb_typeof(definition -> part.key), part.kind) <> part.kind
  union all
  select sluice_private.problem(
    'unknown_key', null, '$.' || key, 'is not part of a definition',
    'Remove it; known are nodes, edges, settings and viewport.'
  )
  from jsonb_object_keys(
    case jsonb_typeof(definition) when 'object' then definition else '{}' end
  ) as key where key not in ('nodes', 'edges', 'settings', 'viewport')
  union all
  select sluice_private.problem(
    'too_large', null, '$', 'has too many characters, nodes, edges or levels',
    'At most 5,000,000 characters, 20,000 nodes, 50,000 edges, 500 levels: split it up.'
  )
  where length(definition::text) > 5000000 or jsonb_path_exists(definition, '$.**{501}')
    or (select count(*) from sluice_private.definition_nodes(definition)) > 20000
    or (select count(*) from sluice_private.definition_edges(definition)) > 50000
  union all
  select sluice_private.problem(
    'shape', node.value ->> 'id', format('$.nodes[%s]', node.ordinal - 1),
    'needs an id of 1 to 128 characters, a type, data that is an object, a parentId that is a text',
    'Give { "id": "…", "type": "…", "position": …, "data": {…} }.'
  )
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'nodes') when 'array' then definition -> 'nodes' else '[]' end
  ) with ordinality as node (value, ordinal)
  where jsonb_typeof(node.value) <> 'object'
    or jsonb_typeof(node.value -> 'id') is distinct from 'string'
    or length(node.value ->> 'id') not between 1 and 128
    or jsonb_typeof(node.value -> 'type') is distinct from 'string'
    or coalesce(jsonb_typeof(node.value -> 'data'), 'object') <> 'object'
    or coalesce(jsonb_typeof(node.value -> 'parentId'), 'string') <> 'string'
  union all
  select sluice_private.problem(
    'shape', null, format('$.edges[%s]', edge.ordinal - 1),
    'needs a source and a target; sourceHandle is a string, data an object',
    'Give { "id": "…", "source": "…", "target": "…" }.'
  )
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'edges') when 'array' then definition -> 'edges' else '[]' end
  ) with ordinality as edge (value, ordinal)
  where jsonb_typeof(edge.value) <> 'object'
    or jsonb_typeof(edge.value -> 'source') is distinct from 'string'
    or jsonb_typeof(edge.value -> 'target') is distinct from 'string'
    or coalesce(jsonb_typeof(edge.value -> 'sourceHandle'), 'null') not in ('string', 'null')
    or coalesce(jsonb_typeof(edge.value -> 'data'), 'object') not in ('object', 'null');
end;

comment on function sluice_private.problems_of_shape(jsonb) is
  'What keeps a JSON value from being read as a definition at all.';
--! EndIncluded definition/problems_of_shape.sql
--! Included definition/problems_of_edges.sql
create or replace function sluice_private.problems_of_edges(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'duplicate_id', node.node_id, null, 'is the id of several nodes', 'Give each node its own id.'
  )
  from sluice_private.definition_nodes(definition) as node
  group by node.node_id
  having count(*) > 1
  union all
  select sluice_private.problem(
    'duplicate_id', null, '$.edges', format('edge id %s is used several times', edge.edge_id),
    'Give each edge its own id.'
  )
  from sluice_private.definition_edges(definition) as edge
  group by edge.edge_id
  having count(*) > 1
  union all
  select sluice_private.problem(
    'missing_node', null, edge.place,
    format('leads from %s to %s, and one of them does not exist', edge.source, edge.target),
    'Remove the edge, or add the node.'
  )
  from sluice_private.definition_edges(definition) as edge
  where edge.source not in (
      select node.node_id from sluice_private.definition_nodes(definition) as node
    )
    or edge.target not in (
      select node.node_id from sluice_private.definition_nodes(definition) as node
    );
end;

comment on function sluice_private.problems_of_edges(jsonb) is
  'Ids that are used twice, and edges that lead nowhere.';
--! EndIncluded definition/problems_of_edges.sql
--! Included definition/problems_of_nesting.sql
create or replace function sluice_private.problems_of_nesting(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  with recursive nested (node_id, parent_id, depth) as (
    select node.node_id, node.parent_id, 0
    from sluice_private.definition_nodes(definition) as node
    where node.parent_id is null
    union all
    select node.node_id, node.parent_id, nested.depth + 1
    from nested
    inner join sluice_private.definition_nodes(definition) as node
      on node.parent_id = nested.node_id
    where nested.depth < 21
  )
  select sluice_private.problem(
    'bad_parent', node.node_id, 'parentId',
    case
      when parent.node_id is null then format('%s does not exist', node.parent_id)
      when parent.type not in ('foreach', 'loop', 'group')
        then format('%s is no container', node.parent_id)
      when node.type = 'trigger' then 'is a trigger, and stands in a container'
      else 'is in itself, or more than 20 containers deep'
    end,
    'A parentId names a node of type foreach, loop or group; triggers stand outside.'
  )
  from sluice_private.definition_nodes(definition) as node
  left join sluice_private.definition_nodes(definition) as parent
    on parent.node_id = node.parent_id
  left join nested on nested.node_id = node.node_id and nested.depth <= 20
  where node.parent_id is not null
    and (parent.node_id is null
      or parent.type not in ('foreach', 'loop', 'group')
      or node.type = 'trigger'
      or nested.node_id is null)
  union all
  select sluice_private.problem(
    'crosses_scopes', source.node_id, edge.place,
    format('leads from %s to %s, and they are not in the same container', edge.source, edge.target),
    'Connect the container instead: edges stay inside one.'
  )
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target on target.node_id = edge.target
  where source.parent_id is distinct from target.parent_id
  union all
  select sluice_private.problem(
    'empty_container', node.node_id, null, 'has no node in it',
    'Give it children: nodes whose parentId is its id.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type in ('foreach', 'loop', 'group')
    and not exists (
      select from sluice_private.definition_nodes(definition) as child
      where child.parent_id = node.node_id
    );
end;

comment on function sluice_private.problems_of_nesting(jsonb) is
  'Nodes whose parent is no container, edges that cross the border of one, empty containers.';
--! EndIncluded definition/problems_of_nesting.sql
--! Included definition/is_whole.sql
create or replace function sluice_private.is_whole(value jsonb, lowest int, highest int)
returns boolean
language sql
immutable
return case
  when value is null then null
  when jsonb_typeof(value) = 'number'
    then value between to_jsonb(lowest) and to_jsonb(highest)
      and strpos(value #>> '{}', '.') = 0
  else false
end;

comment on function sluice_private.is_whole(jsonb, int, int) is
  'Whether a JSON value is a whole number in this range, written as one (3.0 is not: no cast takes '
  'it); null where there is none.';
--! EndIncluded definition/is_whole.sql
--! Included definition/problems_of_cycle_ids.sql
create or replace function sluice_private.problems_of_cycle_ids(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'duplicate_id', taken.node_id, 'id',
    format('%s is the id of a step of a cycle', taken.id), 'Give it another id.'
  )
  from (
    select node.node_id, unnest(array[
      node.node_id,
      case when node.type = 'action' and node.data ? 'compensate'
        then node.node_id || ':compensate' end
    ]) as id
    from sluice_private.definition_nodes(definition) as node
    where starts_with(node.node_id, 'cycle:')
  ) as taken
  where taken.id in (
    select unnest(array[
      'cycle:' || edge.leaves, format('cycle:%s:again', edge.leaves), edge.exit_id
    ])
    from sluice_private.edges_of_cycles(definition) as edge
    where edge.leads_back or edge.exit_id is not null
  );
end;

comment on function sluice_private.problems_of_cycle_ids(jsonb) is
  'Nodes with the id of a loop that a cycle becomes, or of a step that notes its edges.';
--! EndIncluded definition/problems_of_cycle_ids.sql
--! Included definition/problems_of_entries.sql
create or replace function sluice_private.problems_of_entries(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'cycle', null, '$.edges',
    case when bool_or(c.is_entry)
      then format('edges form a cycle that is entered at %s', array_to_string(
        (array_agg(c.node_id order by c.node_id) filter (where c.is_entry))[:10], ', '
      ))
      else format('edges form a cycle that nothing leads into, through %s', array_to_string(
        (array_agg(c.node_id order by c.node_id))[:10], ', '
      ))
    end,
    'Let the edges into it lead to one node, where each round begins, or use a loop.'
  )
  from sluice_private.cycles_of(definition) as c
  where c.header is null
  group by c.cycle
  union all
  select sluice_private.problem(
    'cycle_join', node.node_id, 'data.join', 'is where a cycle is entered, and waits for edges',
    'Give the join to a node before the cycle.'
  )
  from sluice_private.cycles_of(definition) as c
  inner join sluice_private.definition_nodes(definition) as node on node.node_id = c.node_id
  where c.node_id = c.header
    and node.data ? 'join'
    and node.data #> '{join,kind}' <> '"any"'
  union all
  select sluice_private.problems_of_cycle_ids(definition)
  union all
  select sluice_private.problem(
    'bad_field', null, format('$.edges[%s].data.max_iterations', edge.ordinal - 1),
    'must be a whole number from 1 to 1000000',
    'The cycle fails with class max_iterations if it has not ended by then.'
  )
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'edges') when 'array' then definition -> 'edges' else '[]' end
  ) with ordinality as edge (value, ordinal)
  where edge.value -> 'data' ? 'max_iterations'
    and sluice_private.is_whole(edge.value #> '{data,max_iterations}', 1, 1000000) is not true;
end;

comment on function sluice_private.problems_of_entries(jsonb) is
  'Cycles that have not one entry, entries that wait for edges, ids that cycles need, limits that '
  'are none.';
--! EndIncluded definition/problems_of_entries.sql
--! Included definition/problems_of_back_edges.sql
create or replace function sluice_private.problems_of_back_edges(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'unlimited_cycle', edge.enters, format('$.edges[%s]', edge.edge_no - 1),
    format('leads back to %s without a limit', edge.enters),
    'Give it data.max_iterations; without, the cycle fails after 1000 rounds.', 'warning'
  )
  from sluice_private.edges_of_cycles(definition) as edge
  where edge.leads_back
    and not exists (
      select from sluice_private.edges_of_cycles(definition) as other
      where other.leads_back
        and other.enters = edge.enters
        and other.value -> 'data' ? 'max_iterations'
    );
end;

comment on function sluice_private.problems_of_back_edges(jsonb) is
  'Edges that lead back, where none of their cycle says how often.';
--! EndIncluded definition/problems_of_back_edges.sql
--! Included definition/problems_of_cycles.sql
create or replace function sluice_private.problems_of_cycles(definition jsonb)
returns setof sluice.definition_problem
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_expanded jsonb := definition;
begin
  for v_level in 0 .. 20 loop
    return query select p.* from sluice_private.problems_of_entries(v_expanded) as p;
    exit when found or not exists (select from sluice_private.cycles_of(v_expanded));
    if v_level = 20 then
      return next sluice_private.problem(
        'cycle', null, '$.edges', 'edges form cycles within cycles, more than 20 deep',
        'Draw fewer edges that lead back.'
      );
      exit;
    end if;
    return query select p.* from sluice_private.problems_of_back_edges(v_expanded) as p;
    v_expanded := sluice_private.contain_cycles(v_expanded);
  end loop;
end;
$$;

comment on function sluice_private.problems_of_cycles(jsonb) is
  'Cycles of edges that no loop can stand for, and what is doubtful in those that one can.';
--! EndIncluded definition/problems_of_cycles.sql
--! Included definition/problems_of_graph.sql
create or replace function sluice_private.problems_of_graph(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(fault.code, node.node_id, null, fault.message, fault.hint)
  from sluice_private.definition_nodes(definition) as node
  inner join (
    values
      (true, 'trigger_has_input', 'is a trigger, and an edge leads to it',
        'Remove the edge: a trigger is where a workflow begins.'),
      (false, 'unreachable', 'is reached by no edge',
        'Connect it, or remove it: only triggers may lack an incoming edge.')
  ) as fault (is_trigger, code, message, hint) on fault.is_trigger = (node.type = 'trigger')
  left join (
    select distinct edge.target from sluice_private.definition_edges(definition) as edge
  ) as incoming on incoming.target = node.node_id
  where fault.is_trigger = (incoming.target is not null)
    and (fault.is_trigger or node.parent_id is null)
  union all
  select sluice_private.problem(
    'no_trigger', null, '$.nodes', 'has no trigger', 'Add a node of type trigger.'
  )
  where not exists (
    select from sluice_private.definition_nodes(definition) as node where node.type = 'trigger'
  );
end;

comment on function sluice_private.problems_of_graph(jsonb) is
  'Unreachable nodes, triggers that are not entries, no trigger at all.';
--! EndIncluded definition/problems_of_graph.sql
--! Included definition/problems_of_fields.sql
create or replace function sluice_private.problems_of_fields(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'unknown_type', node.node_id, 'type', format('has unknown type %s', node.type),
    'Use trigger, action, choice, join, wait, call, foreach, loop, group, end, or a preset such as '
    'condition, filter, switch, delay, approval or for_each. What an action does is in its data: '
    '{ "type": "action", "data": { "action": "http_request", "input": {…} } }.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type not in (select known.type from sluice_private.node_fields() as known)
  union all
  select sluice_private.problem(
    'unknown_key', node.node_id, 'data.' || key,
    format('is not a field of a node of type %s', node.type),
    (
      select format('It may have %s.', string_agg(known.field, ', ' order by known.field))
      from sluice_private.node_fields() as known
      where known.type in ('*', node.type)
    )
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral jsonb_object_keys(node.data) as key
  where node.type in (select known.type from sluice_private.node_fields() as known)
    and not exists (
      select from sluice_private.node_fields() as known
      where known.type in ('*', node.type) and known.field = key
    )
  union all
  select sluice_private.problem(
    case when node.data ? known.field then 'bad_field' else 'missing_field' end,
    node.node_id, 'data.' || known.field,
    case when node.data ? known.field
      then format('must be %s', array_to_string(known.json_types, ' or '))
      else 'is missing'
    end,
    case when node.data ? known.field
      then coalesce(
        case known.field
          when 'input' then 'Give each field a template: { "text": "{{ trigger.payload.x }}" }.'
          when 'join' then 'Such as { "kind": "every" }.'
          when 'retry' then 'Such as { "max_attempts": 3 }.'
          when 'cache' then 'Such as { "ttl": "10 minutes" }.'
          when 'limits' then 'Such as [{ "concurrency": 1 }].'
          when 'cancel_on' then 'Such as { "name": "booking.withdrawn" }.'
          when 'condition' then 'Such as { "when": "$.vars.stock > 0" }.'
          when 'compensate' then case node.type
            when 'action' then 'Such as { "action": "http_request", "input": {…} }.' end
        end,
        format('A node of type %s needs it to be so.', node.type)
      )
      else format('Give it in the data of the node: "data": { "%s": … }.', known.field)
    end
  )
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.node_fields() as known on known.type in ('*', node.type)
  where (known.is_required and not node.data ? known.field)
    or (node.data ? known.field
      and not jsonb_typeof(node.data -> known.field) = any (known.json_types));
end;

comment on function sluice_private.problems_of_fields(jsonb) is
  'Unknown types, unknown fields, missing fields, fields of the wrong JSON type.';
--! EndIncluded definition/problems_of_fields.sql
--! Included definition/has_bad_cases.sql
create or replace function sluice_private.has_bad_cases(cases jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(cases) = 'array' and (
  jsonb_array_length(cases) not between 1 and 100
  or jsonb_array_length(cases) > (
    select count(distinct item.value ->> 'port')
    from jsonb_array_elements(cases) as item (value)
    where jsonb_typeof(item.value -> 'port') = 'string'
      and item.value ->> 'port' !~ '^(error(:.*)?)?$'
      and jsonb_typeof(item.value -> 'when') in ('string', 'object')
  )
);

comment on function sluice_private.has_bad_cases(jsonb) is
  'Whether a list is not one of cases, each with a port of its own and a condition.';
--! EndIncluded definition/has_bad_cases.sql
--! Included definition/has_bad_weights.sql
create or replace function sluice_private.has_bad_weights(cases jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(cases) = 'array' and (
  jsonb_array_length(cases) not between 1 and 100
  or jsonb_array_length(cases) > (
    select count(distinct item.value ->> 'port')
    from jsonb_array_elements(cases) as item (value)
    where jsonb_typeof(item.value -> 'port') = 'string'
      and item.value ->> 'port' !~ '^(error(:.*)?)?$'
      and case jsonb_typeof(item.value -> 'weight')
        when 'number' then (item.value -> 'weight')::numeric between 0.000001 and 1000000
      end
      and not item.value ? 'when'
  )
);

comment on function sluice_private.has_bad_weights(jsonb) is
  'Whether a list is not one of cases of a split, each with a port of its own and a weight.';
--! EndIncluded definition/has_bad_weights.sql
--! Included definition/problems_of_types.sql
create or replace function sluice_private.problems_of_types(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.' || fault.place, fault.message, fault.hint
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('choice', 'mode', 'must be first, all or split',
        'first takes the first case that holds, all takes every one, split one by its weight.',
        coalesce(node.data ->> 'mode', 'first') not in ('first', 'all', 'split')),
      ('choice', 'cases', 'must be 1 to 100 of { "port": "…", "when": "…" }, ports different',
        'Name a port for each condition.',
        coalesce(node.data ->> 'mode', 'first') <> 'split'
        and sluice_private.has_bad_cases(node.data -> 'cases')),
      ('choice', 'cases', 'must be 1 to 100 of { "port": "…", "weight": 1 }, ports different',
        'Weights are numbers from 0.000001 to 1000000; cases of a split have no condition.',
        node.data ->> 'mode' = 'split'
        and sluice_private.has_bad_weights(node.data -> 'cases')),
      ('choice', 'default', 'is never taken by a split', 'Give the port a case with a weight.',
        node.data ->> 'mode' = 'split' and node.data ? 'default'),
      ('choice', 'key', 'is only for the mode split', 'Remove it, or give mode split.',
        coalesce(node.data ->> 'mode', 'first') <> 'split' and node.data ? 'key'),
      ('choice', 'default', 'must be no port of errors', 'What has failed leaves by these.',
        node.data ->> 'default' ~ '^error(:|$)'),
      ('choice', 'default', 'is missing', 'Name the port to take when no case holds.',
        coalesce(node.data ->> 'mode', 'first') = 'first' and not node.data ? 'default'),
      ('choice', 'on_error', 'cannot be continue: a choice has no port main',
        'Use branch, with an edge from the port error, or fail.',
        node.data ->> 'on_error' = 'continue'),
      (node.type, 'on_error', 'must be fail, continue or branch',
        'branch needs an edge from the port error.',
        node.type not in ('trigger', 'end')
        and node.data ->> 'on_error' not in ('fail', 'continue', 'branch')),
      ('end', 'scope', 'must be branch, frame or execution',
        'branch ends only the path that leads here.',
        coalesce(node.data ->> 'scope', 'branch') not in ('branch', 'frame', 'execution')),
      ('end', 'status', 'must be completed, failed or cancelled',
        'What the frame or the execution ends as.',
        coalesce(node.data ->> 'status', 'completed')
          not in ('completed', 'failed', 'cancelled')),
      ('end', 'status', 'can only be completed where the scope is branch',
        'Give scope frame or execution, too; without one it is branch.',
        coalesce(node.data ->> 'scope', 'branch') = 'branch'
        and node.data ->> 'status' in ('failed', 'cancelled')),
      ('trigger', 'filter', 'is not looked at by a manual trigger',
        'Use run_if on the steps that follow.',
        node.data ->> 'trigger' = 'manual' and node.data ? 'filter'),
      ('trigger', 'dedupe', 'is not looked at by a manual trigger',
        'Give start_workflow an idempotency_key.',
        node.data ->> 'trigger' = 'manual' and node.data ? 'dedupe'),
      ('trigger', 'exit', 'cannot be that of a manual trigger',
        'cancel_execution ends an execution by hand.',
        node.data ->> 'trigger' = 'manual' and node.data ? 'exit')
  ) as fault (type, place, message, hint, is_there)
  where fault.type = node.type and fault.is_there;
end;

comment on function sluice_private.problems_of_types(jsonb) is
  'Values that a field of the right JSON type may not have.';
--! EndIncluded definition/problems_of_types.sql
--! Included definition/has_bad_events.sql
create or replace function sluice_private.has_bad_events(events jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(events) = 'array' and (
  jsonb_array_length(events) not between 1 and 100
  or jsonb_array_length(events) > (
    select count(distinct item.value ->> 'port')
    from jsonb_array_elements(events) as item (value)
    where jsonb_typeof(item.value) = 'object'
      and item.value - '{port,name,match}'::text[] = '{}'
      and jsonb_typeof(item.value -> 'port') = 'string'
      and item.value ->> 'port'
        !~ '^(main|elapsed|met|approved|rejected|timeout|error(:.*)?|)$|\{\{'
      and sluice_private.is_event_name(item.value ->> 'name')
      and coalesce(jsonb_typeof(item.value -> 'match') in ('string', 'number', 'boolean'), true)
  )
);

comment on function sluice_private.has_bad_events(jsonb) is
  'Whether a list is not one of events, each with a port of its own and a name.';
--! EndIncluded definition/has_bad_events.sql
--! Included definition/poll_interval.sql
/* A look costs a transaction of the engine: hence the least. */
create or replace function sluice_private.poll_interval(condition jsonb)
returns interval
language sql
immutable
return (
  select case when d.every between '10 seconds' and '100 years' then d.every end
  from (
    select case
      when condition ? 'every' then sluice_hidden.try_interval(condition ->> 'every')
      else '1 minute'
    end as every
  ) as d
);

comment on function sluice_private.poll_interval(jsonb) is
  'How often the condition of a wait is looked at, or null where that is no duration of 10 seconds '
  'to 100 years.';
--! EndIncluded definition/poll_interval.sql
--! Included definition/has_bad_condition.sql
/* What it is about is compiled, and judged, as an expression. */
create or replace function sluice_private.has_bad_condition(condition jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(condition) = 'object' and (
  condition - '{when,every}'::text[] <> '{}'
  or condition ? 'every' and (
    jsonb_typeof(condition -> 'every') <> 'string'
    or strpos(condition ->> 'every', '{{') = 0
      and sluice_private.poll_interval(condition) is null
  )
);

comment on function sluice_private.has_bad_condition(jsonb) is
  'Whether the condition of a wait has other fields than when and every, or every is no duration.';
--! EndIncluded definition/has_bad_condition.sql
--! Included definition/problems_of_waits.sql
/* What has expressions is judged when the wait begins. */
create or replace function sluice_private.problems_of_waits(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.' || fault.place, fault.message, fault.hint
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('for', 'must be a duration',
        'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes).',
        coalesce(sluice_hidden.try_interval(node.data ->> 'for') < '0', true)),
      ('timeout', 'must be a duration',
        'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes).',
        coalesce(sluice_hidden.try_interval(node.data ->> 'timeout') < '0', true)),
      ('until', 'must be a timestamp',
        'Use ISO 8601 (2026-12-24T18:00:00Z), a date, or epoch seconds.',
        sluice_private.until_instant(node.data -> 'until') is null),
      ('local', sluice_private.local_fault(node.data -> 'local'),
        'Such as { "time": "09:00", "days": ["mon"], "zone": "Europe/Berlin" }.',
        sluice_private.local_fault(node.data -> 'local') is not null)
  ) as fault (place, message, hint, is_there)
  where node.type = 'wait'
    and node.data ? fault.place
    and strpos((node.data -> fault.place)::text, '{{') = 0
    and fault.is_there
  union all
  select sluice_private.problem(
    'missing_field', node.node_id, 'data.for',
    'or until, local, events, condition, approval or timeout is needed', 'Say what the wait is for.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'wait'
    and not node.data ?| '{for,until,local,timeout,events,condition,approval}'
  union all
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.' || fault.place, fault.message, fault.hint
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('events', 'must be 1 to 100 of { "port": "…", "name": "…", "match"? }, ports different',
        'A port may not be one that waits have anyway; a name is a word like order.paid.',
        sluice_private.has_bad_events(node.data -> 'events')),
      ('inbox', 'must be a duration of at most 30 days',
        'How long before the wait an event counts.',
        coalesce(
          sluice_hidden.try_interval(node.data ->> 'inbox') not between '0' and '30 days', true
        )),
      ('condition', 'may have only when and every, a duration of 10 seconds to 100 years',
        'Such as { "when": "$.vars.stock > 0", "every": "5 minutes" }.',
        sluice_private.has_bad_condition(node.data -> 'condition'))
  ) as fault (place, message, hint, is_there)
  where node.type = 'wait' and node.data ? fault.place and fault.is_there;
end;

comment on function sluice_private.problems_of_waits(jsonb) is
  'Waits for nothing, and values that a field of a wait may not have.';
--! EndIncluded definition/problems_of_waits.sql
--! Included definition/problems_of_containers.sql
create or replace function sluice_private.problems_of_containers(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.' || fault.place, fault.message, fault.hint
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('items', 'must be a list, or {{ … }} that makes one',
        'An expression stands in {{ }}, as in "{{ trigger.payload.orders }}".',
        node.data ->> 'items' not like '%{{%}}%' and jsonb_typeof(node.data -> 'items') = 'string'),
      ('as', 'must be an identifier that expressions do not know yet',
        'Such as contact; item, steps, vars and the like are taken.',
        not sluice_private.is_item_name(node.data ->> 'as')),
      ('concurrency', 'must be a whole number from 1 to 1000', 'How many items run at once; 1.',
        sluice_private.is_whole(node.data -> 'concurrency', 1, 1000) is false),
      ('completion', 'must be "all", a whole number from 1, or a condition',
        'Of how many items the completion is enough.',
        jsonb_typeof(node.data -> 'completion') = 'number'
        and sluice_private.is_whole(node.data -> 'completion', 1, 1000000) is false),
      ('rest', 'must be keep or cancel', 'What becomes of the items that still run.',
        node.data ->> 'rest' not in ('keep', 'cancel')),
      ('on_item_error', 'must be fail, continue or { "tolerate": n }',
        'fail ends the container at the first item that fails.',
        node.data -> 'on_item_error' not in ('"fail"', '"continue"')
        and (sluice_private.is_whole(node.data #> '{on_item_error,tolerate}', 0, 1000000)
          is not true
          or (node.data -> 'on_item_error') - 'tolerate' <> '{}')),
      ('timeout', 'must be a duration', 'Use ISO 8601 (PT5M) or Postgres'' interval text.',
        node.data ? 'timeout'
        and coalesce(sluice_hidden.try_interval(node.data ->> 'timeout') <= '0', true)),
      ('max_iterations', 'must be a whole number from 1 to 1000000',
        'The loop fails with class max_iterations if it has not ended by then.',
        sluice_private.is_whole(node.data -> 'max_iterations', 1, 1000000) is false),
      ('while', 'or until is needed, and not both',
        'while is looked at before an iteration, until after it.',
        node.type = 'loop' and (node.data ? 'while') = (node.data ? 'until'))
  ) as fault (place, message, hint, is_there)
  where node.type in ('foreach', 'loop', 'group') and fault.is_there;
end;

comment on function sluice_private.problems_of_containers(jsonb) is
  'Values that a field of a foreach, loop or group may not have.';
--! EndIncluded definition/problems_of_containers.sql
--! Included definition/is_bad_cancel.sql
create or replace function sluice_private.is_bad_cancel(cancel_on jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(cancel_on) = 'object' and (
  cancel_on - '{name,match,inbox}'::text[] <> '{}'
  or jsonb_typeof(cancel_on -> 'name') is distinct from 'string'
  or not sluice_private.is_event_name(cancel_on ->> 'name')
  or not coalesce(jsonb_typeof(cancel_on -> 'match') in ('string', 'number', 'boolean'), true)
  or (cancel_on ? 'inbox' and coalesce(
    jsonb_typeof(cancel_on -> 'inbox') <> 'string'
    or sluice_hidden.try_interval(cancel_on ->> 'inbox') not between '0' and '30 days',
    true
  ))
);

comment on function sluice_private.is_bad_cancel(jsonb) is
  'Whether an object is not the event that cancels a group.';
--! EndIncluded definition/is_bad_cancel.sql
--! Included definition/problems_of_groups.sql
create or replace function sluice_private.problems_of_groups(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.' || fault.place, fault.message, fault.hint
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('order', 'must be free or one_at_a_time', 'Whether steps in it may run beside each other.',
        jsonb_typeof(node.data -> 'order') = 'string'
        and node.data ->> 'order' not in ('free', 'one_at_a_time')),
      ('lock', 'must be a text of 1 to 500 characters',
        'Executions whose lock has the same text run the group one after another.',
        length(node.data ->> 'lock') not between 1 and 500
        and strpos(node.data ->> 'lock', '{{') = 0),
      ('cancel_on', 'must be { "name": "…", "match"?, "inbox"? }',
        'A name is a word like order.cancelled, inbox a duration of at most 30 days.',
        sluice_private.is_bad_cancel(node.data -> 'cancel_on'))
  ) as fault (place, message, hint, is_there)
  where node.type = 'group' and node.data ? fault.place and fault.is_there
  union all
  select sluice_private.problem(
    'endless_wait', node.node_id, 'data.lock', 'may wait for ever', 'Give it a timeout.', 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'group' and node.data ? 'lock' and not node.data ? 'timeout';
end;

comment on function sluice_private.problems_of_groups(jsonb) is
  'Values that a field of a group may not have, and locks that are waited for without end.';
--! EndIncluded definition/problems_of_groups.sql
--! Included definition/problems_of_compensations.sql
create or replace function sluice_private.problems_of_compensations(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    case when known.field is null then 'unknown_key'
      when node.data -> 'compensate' ? known.field then 'bad_field' else 'missing_field' end,
    node.node_id, 'data.compensate.' || coalesce(known.field, given.key),
    case when known.field is null then 'is not a field of compensate'
      when node.data -> 'compensate' ? known.field then format('must be %s', known.kind)
      else 'is missing' end,
    'Give { "action", "input"?, "retry"? }.'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral jsonb_object_keys(
    case jsonb_typeof(node.data -> 'compensate')
      when 'object' then node.data -> 'compensate' || '{"action": null}' else '{}'
    end
  ) as given (key)
  left join (
    values ('action', 'string'), ('input', 'object'), ('retry', 'object')
  ) as known (field, kind) on known.field = given.key
  where node.type = 'action'
    and (known.field is null
      or jsonb_typeof(node.data -> 'compensate' -> known.field) is distinct from known.kind)
  union all
  select sluice_private.problem(
    'duplicate_id', node.node_id, 'id', 'is the id of a compensation', 'Give it another id.'
  )
  from sluice_private.definition_nodes(definition) as undone
  inner join sluice_private.definition_nodes(definition) as node
    on node.node_id = undone.node_id || ':compensate'
  where undone.type = 'action' and undone.data ? 'compensate'
  union all
  select sluice_private.problem(
    'unused_compensation', node.node_id, 'data.compensate', 'never runs',
    'Set compensate on a group around it, or in the settings.', 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.compensated_nodes(definition) as known
    on known.node_id = node.node_id and not known.is_inside
  where node.type = 'action' and node.data ? 'compensate';
end;

comment on function sluice_private.problems_of_compensations(jsonb) is
  'Compensations that cannot be, and those that nothing would run.';
--! EndIncluded definition/problems_of_compensations.sql
--! Included definition/problems_of_joins.sql
create or replace function sluice_private.problems_of_joins(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  with joins as materialized (
    select node.node_id, node.data -> 'join' as data, coalesce(incoming.n, 0) as in_degree
    from sluice_private.definition_nodes(definition) as node
    left join (
      select edge.target, count(*)::int as n
      from sluice_private.definition_edges(definition) as edge
      group by edge.target
    ) as incoming on incoming.target = node.node_id
    where node.type <> 'trigger' and jsonb_typeof(node.data -> 'join') = 'object'
  )
  select sluice_private.problem(
    'bad_field', joins.node_id, 'data.join.' || fault.place, fault.message, fault.hint
  )
  from joins
  cross join lateral (
    values
      ('kind', 'must be any, every or quorum',
        'any fires on one live edge, every needs them all, quorum n of them.',
        coalesce(joins.data ->> 'kind', '') not in ('any', 'every', 'quorum')),
      ('n', format('must be a whole number from 1 to %s, the edges that lead here',
        joins.in_degree), 'With more it could never fire.',
        joins.data ->> 'kind' = 'quorum'
        and sluice_private.is_whole(joins.data -> 'n', 1, joins.in_degree) is not true),
      ('rest', 'must be keep or cancel', 'What becomes of the branches it does not wait for.',
        joins.data ? 'rest'
        and coalesce(joins.data -> 'rest' not in ('"keep"', '"cancel"'), true))
  ) as fault (place, message, hint, is_there)
  where fault.is_there
  union all
  select sluice_private.problem(
    'unknown_key', joins.node_id, 'data.join.' || key,
    format('is not a field of a join of kind %s', joins.data ->> 'kind'),
    'Give kind, and of a quorum n and rest.'
  )
  from joins
  cross join lateral jsonb_object_keys(joins.data) as key
  where key <> 'kind' and (joins.data ->> 'kind' <> 'quorum' or key not in ('n', 'rest'));
end;

comment on function sluice_private.problems_of_joins(jsonb) is
  'Joins of an unknown kind, and quorums that cannot be reached.';
--! EndIncluded definition/problems_of_joins.sql
--! Included definition/edge_outcomes.sql
/* A cycle decides the edges out of it when it ends, so that of these any number may be live. */
create or replace function sluice_private.edge_outcomes(definition jsonb)
returns table (source text, target text, type text, outcome text)
language sql
immutable
begin atomic
  select edge.source, edge.target, source.type,
    case
      when cyclic.node_id is not null then ''
      when source.type = 'choice' and source.data ->> 'mode' = 'all' then ''
      when source.type = 'wait' and source.data -> 'disabled' = 'true'
        and edge.port !~ '^(timeout|error(:.*)?)$' then 'main'
      when source.type <> 'choice' and edge.port = 'done' then 'main'
      else edge.port
    end
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source
    on source.node_id = edge.source
  left join (
    select distinct member.node_id from sluice_private.cycles_of(definition) as member
  ) as cyclic on cyclic.node_id = edge.source
  where edge.edge_no not in (
    select back.edge_no from sluice_private.edges_of_cycles(definition) as back
    where back.leads_back
  );
end;

comment on function sluice_private.edge_outcomes(jsonb) is
  'The edges that lead on, and with which outcome of their source each may be live: edges of one '
  'source with different outcomes exclude each other, but that main of a wait is open with all '
  'but timeout and errors.';
--! EndIncluded definition/edge_outcomes.sql
--! Included definition/problems_of_dead_joins.sql
/* All triggers count as one source: only one of them starts an execution. */
create or replace function sluice_private.problems_of_dead_joins(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  with joins as materialized (
    select node.node_id, node.data -> 'join' as data
    from sluice_private.definition_nodes(definition) as node
    where node.data #>> '{join,kind}' in ('every', 'quorum')
  ),
  outcomes as (
    select edge.target, edge.type,
      case edge.type when 'trigger' then '' else edge.source end as source,
      case edge.type when 'trigger' then edge.source else edge.outcome end as outcome,
      count(*) as n
    from sluice_private.edge_outcomes(definition) as edge
    where exists (select from joins)
      and edge.target in (select joins.node_id from joins)
    group by 1, 2, 3, 4
  ),
  sources as (
    select outcomes.target, sum(outcomes.n) as n,
      case outcomes.type
        when 'wait' then greatest(
          coalesce(sum(outcomes.n) filter (where outcomes.outcome in ('main', '')), 0)
          + coalesce(max(outcomes.n) filter (
            where outcomes.outcome !~ '^(main|timeout|error(:.*)?)$'
          ), 0),
          max(outcomes.n)
        )
        else max(outcomes.n)
      end as possible
    from outcomes
    group by outcomes.target, outcomes.type, outcomes.source
  ),
  targets as (
    select sources.target, sum(sources.n) as n, sum(sources.possible) as possible
    from sources
    group by sources.target
  )
  select sluice_private.problem(
    'never_fires', joins.node_id, 'data.join',
    format('needs %s live edges, and at most %s of those that lead here can be live together',
      needed.n, targets.possible),
    'Ports of which only one opens, and triggers, exclude each other: use any.', 'warning'
  )
  from joins
  inner join targets on targets.target = joins.node_id
  cross join lateral (
    select case
      when joins.data ->> 'kind' = 'every' then targets.n
      when sluice_private.is_whole(joins.data -> 'n', 1, 50000) then (joins.data -> 'n')::numeric
    end as n
  ) as needed
  where targets.possible < needed.n;
end;

comment on function sluice_private.problems_of_dead_joins(jsonb) is
  'Joins that wait for edges of which only some can be live in the same execution.';
--! EndIncluded definition/problems_of_dead_joins.sql
--! Included definition/early_ends.sql
/* Branches are parallel where several edges of a step may be live at once, or several steps begin
   an iteration. An end that all of them lead to comes after them, if no join decides early. */
create or replace function sluice_private.early_ends(definition jsonb)
returns table (node_id text, scope text)
language sql
immutable
begin atomic
  with nodes as materialized (
    select node.node_id, node.type, node.data, coalesce(node.parent_id, '') as parent
    from sluice_private.definition_nodes(definition) as node
  ),
  ends as materialized (
    select nodes.node_id, nodes.parent, nodes.data ->> 'scope' as scope
    from nodes
    where nodes.type = 'end' and nodes.data ->> 'scope' in ('frame', 'execution')
  ),
  edges as materialized (
    select edge.* from sluice_private.edge_outcomes(definition) as edge
    where exists (select from ends)
  ),
  forked as materialized (
    select nodes.parent
    from (
      select edges.source
      from edges
      group by edges.source, case when edges.type = 'wait' and edges.outcome <> 'timeout'
        then 'main' else edges.outcome end
      having count(*) > 1
    ) as fork
    inner join nodes on nodes.node_id = fork.source
    union
    select nodes.parent
    from nodes
    left join edges on edges.target = nodes.node_id
    where nodes.parent <> '' and edges.target is null
    group by nodes.parent
    having count(*) > 1
  ),
  joined as (
    select nodes.parent
    from nodes
    left join (select distinct edges.source from edges) as leaving
      on leaving.source = nodes.node_id
    where nodes.type <> 'trigger'
    group by nodes.parent
    having count(*) filter (where leaving.source is null) = 1
      and bool_and(coalesce(nodes.data #>> '{join,kind}', 'any') = 'any')
  )
  select ends.node_id, ends.scope
  from ends
  where (ends.parent in (select forked.parent from forked)
      and ends.parent not in (select joined.parent from joined))
    or (ends.scope = 'execution' and ends.parent <> '' and (
      exists (select from forked where forked.parent <> ends.parent)
      or exists (
        select from nodes
        where nodes.type = 'foreach' and coalesce(nodes.data -> 'concurrency', '1') <> '1'
      )
    ));
end;

comment on function sluice_private.early_ends(jsonb) is
  'The ends of a frame or of the execution beside which other branches may be under way.';
--! EndIncluded definition/early_ends.sql
--! Included definition/problems_of_order.sql
/* The complement of what the semantics promise: in a version without these notes, how an execution
   ends does not depend on the order in which concurrent steps finish. */
create or replace function sluice_private.problems_of_order(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    fault.code, node.node_id, fault.place, fault.message, fault.hint, 'note'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('race', null, 'waits for several things, and the first one decides which port opens',
        'What follows depends on which of them comes first.',
        node.type = 'wait'
        and (node.data ?| '{for,until,local}')::int + (node.data ? 'timeout')::int
        + (node.data ? 'condition')::int + (node.data ? 'approval')::int
        + case jsonb_typeof(node.data -> 'events')
          when 'array' then jsonb_array_length(node.data -> 'events') else 0 end > 1),
      ('cancels_rest', 'data.join.rest', 'cancels the branches that it does not wait for',
        'Which branches these are depends on which of them are faster.',
        node.data #>> '{join,kind}' = 'quorum' and node.data #>> '{join,rest}' = 'cancel'),
      ('partial_completion', 'data.completion', 'completes before all of its items have ended',
        'Which items have ended by then depends on which of them are faster.',
        node.type = 'foreach' and coalesce(node.data -> 'completion', '"all"') <> '"all"'),
      ('cancelled_by_event', 'data.cancel_on', 'is cancelled by an event',
        'How far it has come by then depends on when the event comes.',
        node.type = 'group' and node.data ? 'cancel_on')
  ) as fault (code, place, message, hint, is_there)
  where fault.is_there
  union all
  select sluice_private.problem(
    'early_end', ending.node_id, 'data.scope',
    format('ends the %s, and other branches may be under way', ending.scope),
    'Which of their steps have ended by then depends on which of them are faster.', 'note'
  )
  from sluice_private.early_ends(definition) as ending;
end;

comment on function sluice_private.problems_of_order(jsonb) is
  'What makes the end of an execution depend on the order in which things happen.';
--! EndIncluded definition/problems_of_order.sql
--! Included definition/problems_of_retry.sql
create or replace function sluice_private.problems_of_retry(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'bad_field', node.node_id, node.place || 'retry.' || entry.key,
    case
      when entry.key in (
        'max_attempts', 'backoff', 'initial', 'max', 'jitter', 'when', 'attempt_timeout'
      ) then 'has a value out of range'
      else 'is not a field of retry'
    end,
    'max_attempts 1 to 1000, backoff fixed or exponential, initial, max and attempt_timeout '
    'durations, jitter 0 to 1, when a list of error classes.'
  )
  from (
    select known.node_id, known.place, known.data
    from sluice_private.definition_actions(definition) as known
    union all
    select call.node_id, 'data.', call.data
    from sluice_private.definition_nodes(definition) as call
    where call.type = 'call'
  ) as node
  cross join lateral jsonb_each(
    case jsonb_typeof(node.data -> 'retry') when 'object' then node.data -> 'retry' else '{}' end
  ) as entry (key, value)
  cross join lateral (
    select
      case jsonb_typeof(entry.value) when 'number' then (entry.value #>> '{}')::numeric end as n,
      case jsonb_typeof(entry.value)
        when 'string' then sluice_hidden.try_interval(entry.value #>> '{}')
      end as duration
  ) as given
  where not coalesce(case entry.key
    when 'max_attempts' then sluice_private.is_whole(entry.value, 1, 1000)
    when 'backoff' then entry.value #>> '{}' in ('fixed', 'exponential')
    when 'jitter' then given.n between 0 and 1
    when 'when' then jsonb_typeof(entry.value) = 'array'
      and jsonb_array_length(entry.value) between 1 and 100
      and not jsonb_path_exists(entry.value,
        'strict $[*] ? (!(@.type() == "string" && @ like_regex "^[a-z][a-z0-9_.]*$"))')
    when 'attempt_timeout' then given.duration between '1 ms' and '1 day'
    when 'initial' then given.duration between '0' and '30 days'
    when 'max' then given.duration between '0' and '30 days'
  end, false)
  union all
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.timeout', 'must be a duration up to 10 years',
    'Use ISO 8601 (PT5M) or Postgres'' interval text.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type in ('action', 'call')
    and jsonb_typeof(node.data -> 'timeout') = 'string'
    and not coalesce(
      sluice_hidden.try_interval(node.data ->> 'timeout') between '1 ms' and '10 years', false
    );
end;

comment on function sluice_private.problems_of_retry(jsonb) is
  'What is wrong with retry policies and the timeouts of actions.';
--! EndIncluded definition/problems_of_retry.sql
--! Included definition/problems_of_cache.sql
create or replace function sluice_private.problems_of_cache(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    case when fault.is_known then 'bad_field' else 'unknown_key' end,
    node.node_id, 'data.cache.' || fault.key, fault.message,
    'Give { "ttl": "10 minutes", "key"?: "{{ … }}" }.'
  )
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral (
    select 'ttl' as key, true as is_known, 'must be a duration from 1 ms to 1 year' as message
    where jsonb_typeof(node.data #> '{cache,ttl}') is distinct from 'string'
      or coalesce(sluice_hidden.try_interval(node.data #>> '{cache,ttl}')
        not between '1 ms' and '1 year', true)
    union all
    select 'key', true, 'must be a template that does not read now'
    where node.data #> '{cache,key}' = 'null'
      or 'now' = any ((sluice_private.compile_result(
        'action', node.data, sluice_private.definition_node_ids(definition), named.outer_names
      )).roots)
    union all
    select given.key, false, 'is not a field of cache'
    from jsonb_object_keys(node.data -> 'cache') as given (key)
    where given.key not in ('ttl', 'key')
  ) as fault
  where node.type = 'action' and jsonb_typeof(node.data -> 'cache') = 'object';
end;

comment on function sluice_private.problems_of_cache(jsonb) is
  'What is wrong with how long, and under which key, the result of an action is kept.';
--! EndIncluded definition/problems_of_cache.sql
--! Included definition/rate_fault.sql
create or replace function sluice_private.rate_fault(rate jsonb)
returns text
language sql
immutable
return case
  when jsonb_typeof(rate) is distinct from 'object' then 'has a rate that is not an object'
  when exists (
    select from jsonb_object_keys(rate) as given (name)
    where given.name not in ('count', 'per', 'burst')
  ) then 'has a rate with an unknown field'
  when coalesce(rate ->> 'count', '') !~ '^[1-9][0-9]{0,5}$'
    then 'has a rate whose count is not a number from 1 to 999999'
  when jsonb_typeof(rate -> 'per') is distinct from 'string'
    or not coalesce(
      sluice_hidden.try_interval(rate ->> 'per') between '1 second' and '366 days', false
    )
    then 'has a rate whose per is not a duration from a second to a year'
  when rate ? 'burst' and not case when rate ->> 'burst' ~ '^[1-9][0-9]{0,5}$'
      then (rate ->> 'burst')::int <= (rate ->> 'count')::int else false end
    then 'has a rate whose burst is not a number from 1 to its count'
end;

comment on function sluice_private.rate_fault(jsonb) is
  'What is wrong with the rate of a limit; null where nothing is.';
--! EndIncluded definition/rate_fault.sql
--! Included definition/limit_fault.sql
create or replace function sluice_private.limit_fault(rule jsonb, is_of_step boolean)
returns text
language sql
immutable
return case
  when jsonb_typeof(rule) is distinct from 'object' then 'is not an object'
  when exists (
    select from jsonb_object_keys(rule) as given (name)
    where given.name <> all (
      case when is_of_step then '{key,provider,concurrency,rate,on_limit}'::text[]
        else '{key,concurrency,rate,on_limit}' end
    )
  ) then 'has an unknown field'
  when rule ? 'key' and jsonb_typeof(rule -> 'key') not in ('string', 'number', 'boolean')
    then 'has a key that is neither a text nor a number'
  when rule ? 'provider' and coalesce(rule ->> 'provider', '') = ''
    or rule ? 'provider' and jsonb_typeof(rule -> 'provider') <> 'string'
    then 'has a provider that is not a name'
  when rule ? 'provider' and rule ?| '{key,concurrency,rate}'::text[]
    then 'names a provider and limits besides'
  when not rule ?| '{provider,concurrency,rate}'::text[] then 'limits nothing'
  when rule ? 'concurrency' and rule ->> 'concurrency' !~ '^[1-9][0-9]{0,5}$'
    then 'has a concurrency that is not a number from 1 to 999999'
  when rule ? 'rate' then sluice_private.rate_fault(rule -> 'rate')
end;

comment on function sluice_private.limit_fault(jsonb, boolean) is
  'What is wrong with what a limit counts; null where nothing is.';
--! EndIncluded definition/limit_fault.sql
--! Included definition/on_limit_fault.sql
create or replace function sluice_private.on_limit_fault(rule jsonb)
returns text
language sql
immutable
return case
  when not coalesce(rule ->> 'on_limit', 'queue') in ('queue', 'skip', 'cancel_oldest')
    then 'has an on_limit that is none'
  when rule ->> 'on_limit' = 'cancel_oldest'
    and not (rule ? 'concurrency' and not rule ?| '{rate,provider}'::text[])
    then 'cancels the oldest, and limits more than the concurrency'
end;

comment on function sluice_private.on_limit_fault(jsonb) is
  'What is wrong with what a limit does with one too many; null where nothing is.';
--! EndIncluded definition/on_limit_fault.sql
--! Included definition/problems_of_limits.sql
create or replace function sluice_private.problems_of_limits(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'bad_field', given.node_id, format('%s[%s]', given.place, rule.ordinal - 1), found.fault,
    'Such as { "key": "{{ trigger.payload.account }}", "concurrency": 1, "on_limit": "queue" } or '
    '{ "rate": { "count": 3, "per": "1 minute" } }; on_limit is queue, skip or, for a '
    'concurrency alone, cancel_oldest; a step may name a provider instead.'
  )
  from (
    select node.node_id, 'data.limits' as place, node.data -> 'limits' as list, true as is_of_step
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'action' and node.data ? 'limits'
    union all
    select null, '$.settings.limits', definition #> '{settings,limits}', false
  ) as given
  cross join lateral jsonb_array_elements(
    case jsonb_typeof(given.list) when 'array' then given.list else '[]' end
  ) with ordinality as rule (value, ordinal)
  cross join lateral (
    select coalesce(
      sluice_private.limit_fault(rule.value, given.is_of_step),
      sluice_private.on_limit_fault(rule.value)
    ) as fault
  ) as found
  where found.fault is not null
  union all
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.limits', 'must be a list of 1 to 10 limits',
    'Such as [{ "concurrency": 1 }].'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'action'
    and jsonb_typeof(node.data -> 'limits') = 'array'
    and jsonb_array_length(node.data -> 'limits') not between 1 and 10
  union all
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.priority', 'must be a whole number from 1 to 10',
    'Use 1 for what comes first; without it the priority of the workflow holds.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'action'
    and jsonb_typeof(node.data -> 'priority') = 'number'
    and node.data ->> 'priority' !~ '^([1-9]|10)$';
end;

comment on function sluice_private.problems_of_limits(jsonb) is
  'What is wrong with the limits of steps and workflows, and with priorities of steps.';
--! EndIncluded definition/problems_of_limits.sql
--! Included definition/problems_of_ports.sql
create or replace function sluice_private.problems_of_ports(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'unknown_port', node.node_id, edge.place,
    format('leaves port %s, which the node does not have', edge.port),
    case node.type
      when 'choice' then 'A choice has no default port: give sourceHandle one of its cases'' ports.'
      when 'end' then 'Nothing follows an end: remove the edge.'
      else format('Its ports are %s.', array_to_string(ports.names, ', '))
    end
  )
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as node on node.node_id = edge.source
  cross join lateral (
    select sluice_private.node_ports(node.type, node.data) as names offset 0
  ) as ports
  where node.type in (select known.type from sluice_private.node_fields() as known)
    and not edge.port = any (ports.names)
    and not (edge.port ~ '^error:[a-z][a-z0-9_.]*$' and 'error' = any (ports.names))
  union all
  select sluice_private.problem(
    'missing_error_edge', node.node_id, 'data.on_error', 'is branch, and no edge leaves port error',
    'Connect the port error, or choose fail or continue.'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.data ->> 'on_error' = 'branch'
    and not exists (
      select from sluice_private.definition_edges(definition) as edge
      where edge.source = node.node_id and edge.port ~ '^error(:|$)'
    )
  union all
  select sluice_private.problem(
    'unconnected_port', node.node_id, null, format('has port %s, and no edge leaves it', port.name),
    'When that port opens the branch simply ends.', 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral unnest(sluice_private.node_ports(node.type, node.data)) as port (name)
  where (node.type = 'choice' and port.name <> 'error'
      or node.type = 'wait' and port.name = 'timeout')
    and not exists (
      select from sluice_private.definition_edges(definition) as edge
      where edge.source = node.node_id and edge.port = port.name
    );
end;

comment on function sluice_private.problems_of_ports(jsonb) is
  'Edges from ports that do not exist, error policies without their edge, ports left open.';
--! EndIncluded definition/problems_of_ports.sql
--! Included definition/expression_hint.sql
create or replace function sluice_private.expression_hint(problem text)
returns text
language sql
immutable
parallel safe
return case
  when problem ~ 'filter \w+: arguments must be JSON'
    then 'Texts stand in double quotes, as in default("you"); select * from '
      'sluice.expression_filters() lists the filters.'
  when problem ~ '(unknown|has a) filter|filter [a-z0-9_]+( takes|:)'
    then 'select * from sluice.expression_filters() lists them.'
  when problem ~ '^(rules|combinator|not)\M|rule group'
    then 'Write { "combinator": "and", "rules": [{ "field", "operator", "value" }] }; '
      'select * from sluice.condition_operators() lists the operators.'
  when problem ~ 'reads unknown step'
    then 'Name the id of a node, as in steps.<id>.output.<field>.'
  else 'Write SQL/JSON path that begins with trigger, steps, vars, execution, workflow, '
    'organization or now, such as steps.<id>.output.<field>; a condition is a predicate, such as '
    '$.trigger.payload.n == 10, without {{ }}.'
end;

comment on function sluice_private.expression_hint(text) is
  'What to do about a problem of an expression.';
--! EndIncluded definition/expression_hint.sql
--! Included definition/expression_faults.sql
create or replace function sluice_private.expression_faults(place text, problem text)
returns jsonb
language sql
immutable
return case when problem is null then '[]'
  else jsonb_build_array(jsonb_build_object('path', place, 'message', problem))
end;

comment on function sluice_private.expression_faults(text, text) is
  'The problem of one expression, if it has one, as a list.';
--! EndIncluded definition/expression_faults.sql
--! Included definition/own_expressions.sql
create or replace function sluice_private.own_expressions(definition jsonb, node_ids text[])
returns table (
  node_id text, place text, reader text, refs text[], roots text[], problems jsonb,
  is_inside boolean, paths jsonpath[], conditions jsonpath[]
)
language sql
immutable
begin atomic
  select node.node_id, 'data.', node.node_id, array_remove(compiled.refs, node.node_id),
    compiled.roots, sluice_private.expression_faults('completion', compiled.problem), false,
    '{}'::jsonpath[], array[compiled.path]
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_condition(
    node.data -> 'completion', node_ids, named.outer_names
  ) as compiled
  where node.type = 'foreach' and sluice_private.is_condition(node.data -> 'completion')
  union all
  select node.node_id, 'data.', node.node_id, array_remove(compiled.refs, node.node_id),
    compiled.roots, compiled.problems, false, compiled.paths, '{}'::jsonpath[]
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_template(
    node.data #> '{compensate,input}', 'compensate.input', node_ids,
    named.outer_names
  ) as compiled
  where node.type = 'action' and jsonb_typeof(node.data -> 'compensate') = 'object'
  union all
  select node.node_id, 'data.', node.node_id, made.refs, made.roots, made.problems, false,
    made.paths, '{}'::jsonpath[]
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_limit_rules(
    node.data -> 'limits', '', 'limits', node_ids, named.outer_names
  ) as made
  where node.type = 'action' and node.data ? 'limits'
  union all
  select null, '$.settings.', null, made.refs, made.roots, made.problems, false, made.paths,
    '{}'::jsonpath[]
  from sluice_private.compile_limit_rules(
    definition #> '{settings,limits}', '', 'limits', '{}', '{}'
  ) as made
  union all
  select node.node_id, 'data.', node.node_id, array_remove(compiled.refs, node.node_id),
    compiled.roots, compiled.problems, false, compiled.paths, '{}'::jsonpath[]
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_template(
    node.data -> 'output', 'output', node_ids, named.outer_names
  ) as compiled
  where node.type not in ('trigger', 'end') and node.data ? 'output';
end;

comment on function sluice_private.own_expressions(jsonb, text[]) is
  'The expressions of a completion and a compensation, which may read the output of the node that '
  'they are in, and of limits, as definition_expressions has them.';
--! EndIncluded definition/own_expressions.sql
--! Included definition/definition_expressions.sql
/* An edge's guard may read the step that it leaves, a completion its foreach, a compensation what
   it undoes, an output what it replaces; what a container evaluates at the end of an
   iteration may read the steps in it. None of these is a read of what comes later. */
create or replace function sluice_private.definition_expressions(definition jsonb)
returns table (
  node_id text, place text, reader text, refs text[], roots text[], problems jsonb,
  is_inside boolean, paths jsonpath[], conditions jsonpath[]
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
begin
  return query
  select node.node_id, 'data.', node.node_id, compiled.refs, compiled.roots, compiled.problems,
    node.type = 'loop', compiled.paths,
    compiled.run_if || case when node.type in ('choice', 'loop') then compiled.paths end
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_node(
    node.type, node.data, v_ids, named.outer_names
  ) as compiled;

  return query
  select node.node_id, 'data.', node.node_id,
    array(
      select ref from unnest(compiled.refs) as ref
      except
      select child.node_id
      from sluice_private.definition_nodes(definition) as child
      where child.parent_id = node.node_id
    ),
    compiled.roots, compiled.problems, node.type in ('foreach', 'loop'), compiled.paths,
    array[compiled.repeat_until]
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_result(
    node.type,
    case node.type when 'foreach' then node.data - 'completion' else node.data end, v_ids,
    case node.type when 'action' then named.outer_names else named.inner_names end
  ) as compiled
  where node.type in ('foreach', 'loop') or (node.type = 'action' and node.data ? 'cache');

  return query select own.* from sluice_private.own_expressions(definition, v_ids) as own;

  return query
  select node.node_id, 'data.', null::text, compiled.refs, compiled.roots,
    sluice_private.expression_faults(field.name, compiled.problem), false, array[compiled.path],
    '{}'::jsonpath[]
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (values ('filter'), ('dedupe'), ('exit')) as field (name)
  cross join lateral sluice_private.compile_trigger_expression(
    field.name, node.data -> field.name
  ) as compiled
  where node.type = 'trigger' and jsonb_typeof(node.data -> field.name) in ('string', 'object');

  return query
  select edge.source, edge.place || '.data.', edge.source,
    array_remove(compiled.refs, edge.source), compiled.roots,
    sluice_private.expression_faults('when', compiled.problem), false, '{}'::jsonpath[],
    array[compiled.path]
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.item_names(definition) as named on named.node_id = edge.source
  cross join lateral sluice_private.compile_condition(
    edge.guard, v_ids, named.outer_names
  ) as compiled
  where edge.guard is not null;
end;
$$;

comment on function sluice_private.definition_expressions(jsonb) is
  'Every place of a definition that has expressions: what they read, and what is wrong with them. '
  'is_inside: they see an item even at the root.';
--! EndIncluded definition/definition_expressions.sql
--! Included definition/iterated_nodes.sql
create or replace function sluice_private.iterated_nodes(definition jsonb)
returns text[]
language sql
immutable
begin atomic
  with recursive inside (node_id, depth) as (
    select child.node_id, 1
    from sluice_private.definition_nodes(definition) as container
    inner join sluice_private.definition_nodes(definition) as child
      on child.parent_id = container.node_id
    where container.type in ('foreach', 'loop')
    union
    select child.node_id, inside.depth + 1
    from inside
    inner join sluice_private.definition_nodes(definition) as child
      on child.parent_id = inside.node_id
    where inside.depth < 21
  )
  select coalesce(array_agg(distinct inside.node_id), '{}') from inside;
end;

comment on function sluice_private.iterated_nodes(jsonb) is
  'The nodes inside a foreach or a loop, however deep.';
--! EndIncluded definition/iterated_nodes.sql
--! Included definition/unquoted.sql
create or replace function sluice_private.unquoted(path jsonpath)
returns text
language sql
immutable
return regexp_replace(path::text, '(\."(?:[^"\\]|\\.)*")|"(?:[^"\\]|\\.)*"', '\1', 'g');

comment on function sluice_private.unquoted(jsonpath) is
  'The canonical text of a path, keys quoted, without its string literals.';
--! EndIncluded definition/unquoted.sql
--! Included definition/variables_in.sql
/* The canonical text of a path quotes every key; its string literals are blanked, as they may say
   anything. */
create or replace function sluice_private.variables_in(path jsonpath)
returns setof text
language sql
immutable
begin atomic
  select key.match[1]
  from regexp_matches(
    sluice_private.unquoted(path), '\$\."vars"(?:\."((?:[^"\\]|\\.)*)")?', 'g'
  ) as key (match);
end;

comment on function sluice_private.variables_in(jsonpath) is
  'The variables that a path reads; a null is a read of all of them.';
--! EndIncluded definition/variables_in.sql
--! Included definition/place_of.sql
create or replace function sluice_private.place_of(value jsonb, place text, pattern text)
returns text
language sql
immutable
begin atomic
  with recursive parts (place, value) as (
    select rtrim(place_of.place, '.'), place_of.value
    union all
    select parts.place || child.place, child.value
    from parts
    cross join lateral (
      select '.' || pair.key, pair.value
      from jsonb_each(
        case jsonb_typeof(parts.value) when 'object' then parts.value else '{}' end
      ) as pair (key, value)
      union all
      select format('[%s]', item.ordinal - 1), item.value
      from jsonb_array_elements(
        case jsonb_typeof(parts.value) when 'array' then parts.value else '[]' end
      ) with ordinality as item (value, ordinal)
    ) as child (place, value)
  )
  select coalesce(
    (
      select parts.place
      from parts
      where jsonb_typeof(parts.value) = 'string' and parts.value #>> '{}' ~ pattern
      order by parts.place
      limit 1
    ),
    rtrim(place_of.place, '.')
  );
end;

comment on function sluice_private.place_of(jsonb, text, text) is
  'Where in a value the first text that matches a pattern stands, or else where the value does.';
--! EndIncluded definition/place_of.sql
--! Included definition/place_in.sql
/* What an edge reads is its guard. */
create or replace function sluice_private.place_in(
  definition jsonb,
  node_id text,
  place text,
  pattern text
)
returns text
language sql
immutable
return case
  when place ~ '^\$\.edges' then place || 'when'
  when place <> 'data.' then rtrim(place, '.')
  else sluice_private.place_of(
    (
      select node.data
      from sluice_private.definition_nodes(definition) as node
      where node.node_id = place_in.node_id
      limit 1
    ),
    place, pattern
  )
end;

comment on function sluice_private.place_in(jsonb, text, text, text) is
  'Where in a node its first text that matches a pattern stands.';
--! EndIncluded definition/place_in.sql
--! Included definition/read_pattern.sql
create or replace function sluice_private.read_pattern(variadic keys text[])
returns text
language sql
immutable
return (
  select string_agg(
    regexp_replace(key.name, '([][(){}.*+?^$|\\])', '\\\1', 'g'), '"?\."?' order by key.ordinal
  ) || '(?![[:alnum:]_-])'
  from unnest(keys) with ordinality as key (name, ordinal)
);

comment on function sluice_private.read_pattern(text[]) is
  'What a text matches that reads under these keys.';
--! EndIncluded definition/read_pattern.sql
--! Included definition/trigger_fields.sql
/* Only these two kinds have a body: of a webhook it is the payload. */
create or replace function sluice_private.trigger_fields(definition jsonb)
returns text[]
language sql
immutable
begin atomic
  select array[
    'id', 'type', 'event_id', 'payload',
    'headers', 'query', 'method', 'ip', 'webhook_id', 'received_at', 'redelivery_of',
    'event', 'batch', 'count', 'replay',
    'schedule_id', 'scheduled_for', 'fired_at', 'timezone'
  ] || case when exists (
    select
    from sluice_private.definition_nodes(trigger_fields.definition) as node
    where node.type = 'trigger'
      and node.data ->> 'trigger' in ('message_received', 'payment_failed')
  ) then array['body'] end;
end;

comment on function sluice_private.trigger_fields(jsonb) is
  'What expressions may read of trigger, whichever of the triggers has fired.';
--! EndIncluded definition/trigger_fields.sql
--! Included definition/absent_reads.sql
/* A trigger gives no output; what it starts with is the root trigger. */
create or replace function sluice_private.absent_reads(
  path jsonpath,
  triggers text[],
  fields text[]
)
returns setof text
language sql
immutable
begin atomic
  select read.match[1]
  from (select sluice_private.unquoted(absent_reads.path) as text) as canonical
  cross join lateral regexp_matches(
    canonical.text,
    '(\$(?:\."trigger"(?!\."(?:' || array_to_string(absent_reads.fields, '|') || ')")'
    '|\."steps"\."(?:[^"\\]|\\.)+"(?!\."(?:output|status|item|index)")'
    '|\."execution"(?!\."(?:id|created_at)")|\."workflow"(?!\."(?:id|version_id)")'
    '|\."organization"(?!\."id"))\."(?:[^"\\]|\\.)+")', 'g'
  ) as read (match)
  union
  select trigger_output.read
  from (
    select format('$."steps".%s."output"', to_jsonb(known.id)) as read
    from unnest(absent_reads.triggers) as known (id)
  ) as trigger_output
  where strpos(sluice_private.unquoted(absent_reads.path), trigger_output.read) > 0;
end;

comment on function sluice_private.absent_reads(jsonpath, text[], text[]) is
  'What a path reads that no context ever has, as canonical paths.';
--! EndIncluded definition/absent_reads.sql
--! Included definition/problems_of_absent.sql
create or replace function sluice_private.problems_of_absent(
  definition jsonb,
  node_id text,
  place text,
  triggers text[],
  fields text[],
  paths jsonpath[]
)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'absent_read', problems_of_absent.node_id,
    sluice_private.place_in(
      problems_of_absent.definition, problems_of_absent.node_id, problems_of_absent.place,
      sluice_private.read_pattern(variadic absent.parts)
    ),
    format('reads %s, which is never there', left(sluice_private.plain_path(absent.read), 200)),
    case
      when absent.read ~ '^\$\."trigger"' or absent.parts[2] = any (problems_of_absent.triggers)
        then 'What an execution is started with is trigger.payload, as in '
          'trigger.payload.<field>; what else a kind of trigger gives, such as the headers of a '
          'webhook, is in docs/triggers.'
      when absent.read ~ '^\$\."steps"'
        then 'What a step gave is steps.<id>.output, as in steps.<id>.output.<field>, its error '
          'steps.<id>.output.error.'
      else 'There are execution.id and .created_at, workflow.id and .version_id, organization.id.'
    end
  )
  from (
    select distinct found.read
    from unnest(problems_of_absent.paths) as one (path)
    cross join lateral sluice_private.absent_reads(
      one.path, problems_of_absent.triggers, problems_of_absent.fields
    ) as found (read)
  ) as given
  cross join lateral (
    select given.read, array(
      select part.match[1]::jsonb #>> '{}'
      from regexp_matches(given.read, '("(?:[^"\\]|\\.)*")', 'g') as part (match)
    ) as parts
  ) as absent;
end;

comment on function sluice_private.problems_of_absent(
  jsonb, text, text, text[], text[], jsonpath[]
) is
  'Reads of what is never there: a field that a trigger, a step or an execution does not have.';
--! EndIncluded definition/problems_of_absent.sql
--! Included definition/problem_of_item.sql
create or replace function sluice_private.problem_of_item(
  definition jsonb,
  node_id text,
  place text
)
returns sluice.definition_problem
language sql
immutable
return sluice_private.problem(
  'no_item', node_id,
  sluice_private.place_in(
    definition, node_id, place, '(^|[^[:alnum:]_.]|\$\.)(item|index)\M'
  ),
  'reads item or index outside of a container', 'These exist inside a foreach or a loop.'
);

comment on function sluice_private.problem_of_item(jsonb, text, text) is
  'A node reads the item of a container, and is in none.';
--! EndIncluded definition/problem_of_item.sql
--! Included definition/problems_of_reads.sql
create or replace function sluice_private.problems_of_reads(
  organization_id uuid,
  definition jsonb,
  node_id text,
  place text,
  paths jsonpath[],
  conditions jsonpath[]
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'unbound_variable', problems_of_reads.node_id,
    sluice_private.place_in(
      problems_of_reads.definition, problems_of_reads.node_id, problems_of_reads.place,
      sluice_private.read_pattern('vars', read.name)
    ),
    format('reads vars.%s, which does not exist', read.name),
    format('Create it before publishing: select sluice.set_variable(%L, …).', read.name),
    'warning'
  )
  from (
    select distinct variable.name
    from unnest(problems_of_reads.paths || problems_of_reads.conditions) as one (path)
    cross join lateral sluice_private.variables_in(one.path) as variable (name)
  ) as read
  where read.name is not null
    and problems_of_reads.organization_id is not null
    and not exists (
      select from sluice.workflow_variables as known
      where known.organization_id = problems_of_reads.organization_id and known.name = read.name
    )
  union all
  select sluice_private.problem(
    'changing_guard', problems_of_reads.node_id, rtrim(problems_of_reads.place, '.'),
    'has a condition that reads now',
    'Its answer depends on when it is asked.', 'note'
  )
  where exists (
    select from unnest(problems_of_reads.conditions) as one (path)
    where strpos(sluice_private.unquoted(one.path), '$."now"') > 0
  );
end;

comment on function sluice_private.problems_of_reads(
  uuid, jsonb, text, text, jsonpath[], jsonpath[]
) is
  'Reads of variables that do not exist, and conditions that read the clock.';
--! EndIncluded definition/problems_of_reads.sql
--! Included definition/problems_of_expressions.sql
create or replace function sluice_private.problems_of_expressions(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item record;
  v_fault jsonb;
  v_iterated text[] := sluice_private.iterated_nodes(definition);
  v_readers text[] := array[]::text[];
  v_refs text[] := array[]::text[];
  v_places text[] := array[]::text[];
  v_triggers text[] := array(
    select node.node_id
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'trigger'
  );
  v_fields text[] := sluice_private.trigger_fields(definition);
begin
  for v_item in select e.* from sluice_private.definition_expressions(definition) as e
  loop
    for v_fault in select fault.value from jsonb_array_elements(v_item.problems) as fault loop
      return next sluice_private.problem(
        'expression', v_item.node_id, v_item.place || coalesce(v_fault ->> 'path', ''),
        v_fault ->> 'message', sluice_private.expression_hint(v_fault ->> 'message')
      );
    end loop;
    return query select p.* from sluice_private.problems_of_absent(
      definition, v_item.node_id, v_item.place, v_triggers, v_fields,
      v_item.paths || v_item.conditions
    ) as p;
    if v_item.roots && '{vars,now}' then
      return query
      select p.*
      from sluice_private.problems_of_reads(
        organization_id, definition, v_item.node_id, v_item.place, v_item.paths, v_item.conditions
      ) as p;
    end if;
    continue when v_item.reader is null;
    if v_item.roots && '{item,index}' and not v_item.is_inside
      and not v_item.reader = any (v_iterated)
    then
      return next sluice_private.problem_of_item(definition, v_item.node_id, v_item.place);
    end if;
    v_refs := v_refs || array(select distinct ref from unnest(v_item.refs) as ref);
    while cardinality(v_readers) < cardinality(v_refs) loop
      v_readers := v_readers || v_item.reader;
      v_places := v_places || v_item.place;
    end loop;
  end loop;

  return query
  select p.*
  from sluice_private.find_unreached(definition, v_readers, v_refs) as pair
  cross join lateral sluice_private.problem(
    'not_upstream', v_readers[pair],
    sluice_private.place_in(
      definition, v_readers[pair], v_places[pair],
      sluice_private.read_pattern('steps', v_refs[pair])
    ),
    format('reads step %s, which never runs before it', v_refs[pair]),
    'Read only steps from which a path of edges leads here. What is in a container is read only '
    'there: let its collect, carry or end give it.'
  ) as p;
end;
$$;

comment on function sluice_private.problems_of_expressions(uuid, jsonb) is
  'Expressions that do not compile, or read what is not there: steps that are not upstream, '
  'unknown variables, an item outside of a container.';
--! EndIncluded definition/problems_of_expressions.sql
--! Included definition/is_span.sql
create or replace function sluice_private.is_span(
  value jsonb,
  shortest interval,
  longest interval
)
returns boolean
language sql
immutable
return case when value is not null
  then coalesce(
    jsonb_typeof(value) = 'string'
    and sluice_hidden.try_interval(value #>> '{}') between shortest and longest,
    false
  )
end;

comment on function sluice_private.is_span(jsonb, interval, interval) is
  'Whether a value is a duration in this range; null where there is none.';
--! EndIncluded definition/is_span.sql
--! Included definition/texts_of.sql
create or replace function sluice_private.texts_of(list jsonb)
returns text[]
language sql
immutable
return case when list is not null then array(select jsonb_array_elements_text(list)) end;

comment on function sluice_private.texts_of(jsonb) is
  'The texts of a JSON list; null where there is none.';
--! EndIncluded definition/texts_of.sql
--! Included definition/schema_mismatch.sql
create or replace function sluice_private.schema_mismatch(schema jsonb, value jsonb)
returns text
language sql
immutable
begin atomic
  select fault.message
  from (
    select jsonb_typeof(value) as type,
      sluice_private.texts_of(case jsonb_typeof(schema -> 'type')
        when 'string' then jsonb_build_array(schema -> 'type')
        when 'array' then jsonb_path_query_array(schema, '$.type[*] ? (@.type() == "string")')
      end) as types,
      case jsonb_typeof(value) when 'number' then (value #>> '{}')::numeric end as n,
      case jsonb_typeof(value)
        when 'string' then length(value #>> '{}')
        when 'array' then jsonb_array_length(value)
      end as size
  ) as given
  cross join lateral (
    values
      ('must be ' || array_to_string(given.types, ' or '),
        not (given.type = any (given.types)
          or ('integer' = any (given.types) and coalesce(given.n = trunc(given.n), false)))),
      (format('must be one of %s', left((schema -> 'enum')::text, 200)),
        jsonb_typeof(schema -> 'enum') = 'array' and not schema -> 'enum' @> value
        and not schema -> 'enum' @> jsonb_build_array(value)),
      (format('must be %s', left((schema -> 'const')::text, 200)), schema -> 'const' <> value),
      (format('must be at least %s', schema ->> 'minimum'), given.type = 'number'
        and jsonb_typeof(schema -> 'minimum') = 'number' and value < schema -> 'minimum'),
      (format('must be at most %s', schema ->> 'maximum'), given.type = 'number'
        and jsonb_typeof(schema -> 'maximum') = 'number' and value > schema -> 'maximum'),
      ('is too short', to_jsonb(given.size) < case given.type
        when 'string' then schema -> 'minLength' else schema -> 'minItems' end),
      ('is too long', to_jsonb(given.size) > case given.type
        when 'string' then schema -> 'maxLength' else schema -> 'maxItems' end)
  ) as fault (message, is_there)
  where fault.is_there
  limit 1;
end;

comment on function sluice_private.schema_mismatch(jsonb, jsonb) is
  'Why a value itself, whatever is in it, does not fit a JSON Schema; or null.';
--! EndIncluded definition/schema_mismatch.sql
--! Included definition/schema_parts.sql
create or replace function sluice_private.schema_parts(schema jsonb, whole jsonb)
returns table (fits jsonb, value jsonb, place text, message text)
language sql
immutable
begin atomic
  select null::jsonb, null::jsonb, '.' || (required.key #>> '{}'), 'is missing'
  from jsonb_path_query(schema, '$.required[*] ? (@.type() == "string")')
    as required (key)
  where jsonb_typeof(whole) = 'object'
    and not whole ? (required.key #>> '{}')
  union all
  select
    coalesce(
      schema #> array['properties', entry.key],
      schema -> 'additionalProperties'
    ),
    entry.value, '.' || entry.key,
    case when schema -> 'additionalProperties' = 'false'
        and schema #> array['properties', entry.key] is null
      then 'is not an input of this action' end
  from (
    select given.key, given.value
    from jsonb_each(case jsonb_typeof(whole)
      when 'object' then whole else '{}' end) as given
    limit 100
  ) as entry
  union all
  select schema -> 'items', item.value, format('[%s]', item.ordinal - 1), null
  from (
    select given.value, given.ordinal
    from jsonb_array_elements(case jsonb_typeof(whole)
      when 'array' then whole else '[]' end)
      with ordinality as given (value, ordinal)
    limit 100
  ) as item
  where schema ? 'items';
end;

comment on function sluice_private.schema_parts(jsonb, jsonb) is
  'What is in a value, with the schema it must fit, or what is wrong with its being there or not.';
--! EndIncluded definition/schema_parts.sql
--! Included definition/schema_faults.sql
/* Of alternatives the one of the type that the value has is what was meant.
   A text that is one {{ … }} may become anything; one with more around it stays a text. Of what has
   many items the first hundred are looked at. */
create or replace function sluice_private.schema_faults(schema jsonb, value jsonb, place text)
returns table (path text, message text)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_text text := case jsonb_typeof(value) when 'string' then value #>> '{}' end;
  v_types jsonb := case jsonb_typeof(schema -> 'type')
    when 'array' then schema -> 'type' else jsonb_build_array(schema -> 'type') end;
  v_meant jsonb;
begin
  if jsonb_typeof(schema) is distinct from 'object' then
    return;
  end if;
  if strpos(v_text, '{{') > 0 then
    if schema ? 'type' and not v_types ? 'string' and v_text !~ '^\{\{([^"}]|"[^"]*")*\}\}$' then
      path := place;
      message := 'is made as a text, and may not be one';
      return next;
    end if;
    return;
  end if;
  message := sluice_private.schema_mismatch(schema, value);
  if message is null and jsonb_typeof(schema -> 'anyOf') = 'array' and not exists (
    select
    from jsonb_array_elements(schema -> 'anyOf') as choice (schema)
    where not exists (
      select from sluice_private.schema_faults(choice.schema, value, '')
    )
  ) then
    v_meant := jsonb_path_query_array(
      schema, '$.anyOf[*] ? (@.type == $type)',
      jsonb_build_object('type', jsonb_typeof(value)), true
    );
    if jsonb_array_length(v_meant) = 1 then
      return query
      select fault.* from sluice_private.schema_faults(v_meant -> 0, value, place) as fault;
      return;
    end if;
    message := 'is none of what it may be';
  end if;
  if message is not null then
    path := place;
    return next;
    return;
  end if;

  return query
  select
    schema_faults.place || part.place || coalesce(fault.path, ''),
    coalesce(part.message, fault.message)
  from sluice_private.schema_parts(schema, value) as part
  left join lateral sluice_private.schema_faults(part.fits, part.value, '') as fault
    on part.message is null
  where part.message is not null or fault.message is not null;
end;
$$;

comment on function sluice_private.schema_faults(jsonb, jsonb, text) is
  'Where a template cannot make what a JSON Schema asks for, and why.';
--! EndIncluded definition/schema_faults.sql
--! Included definition/try_network.sql
create or replace function sluice_private.try_network(value text)
returns inet
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return value::inet;
exception
  when invalid_text_representation then
    return null;
end;
$$;

comment on function sluice_private.try_network(text) is
  'The text as an address or a network, or null where it is none.';
--! EndIncluded definition/try_network.sql
--! Included definition/try_instant.sql
/* A text such as now or tomorrow would mean another instant each time it is read. */
create or replace function sluice_private.try_instant(value text)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case when value ~ '^\d{4}-\d\d-\d\d[T ]' then value::timestamptz end;
exception
  when data_exception then
    return null;
end;
$$;

comment on function sluice_private.try_instant(text) is
  'The text as an instant, or null where it is none.';
--! EndIncluded definition/try_instant.sql
--! Included definition/opens_door.sql
/* What else these configs have, their triggers have as changes of the CRM pack as well. */
create or replace function sluice_private.opens_door(trigger text, config jsonb)
returns boolean
language sql
immutable
return trigger = 'webhook_received'
  or trigger in ('form_submitted', 'message_received', 'payment_failed')
  and case jsonb_typeof(config) when 'object' then
    config - '{form_id,required_fields,channel,keywords,attempt_number}'::text[] <> '{}'
    else false end;

comment on function sluice_private.opens_door(text, jsonb) is
  'Whether HTTP requests fire triggers of this kind with this config.';
--! EndIncluded definition/opens_door.sql
--! Included definition/webhook_address.sql
/* endpoint_path and http_method are what the replaced systems call them. */
create or replace function sluice_private.webhook_address(
  trigger text,
  config jsonb,
  out door text,
  out path text,
  out methods jsonb
)
language sql
immutable
begin atomic
  select
    case trigger when 'form_submitted' then 'forms' else 'hooks' end,
    case trigger
      when 'form_submitted' then config ->> 'form_id'
      else coalesce(config ->> 'path', config ->> 'endpoint_path')
    end,
    case
      when config ? 'methods' then config -> 'methods'
      when config ? 'http_method' then jsonb_build_array(config -> 'http_method')
      else '["POST"]'
    end;
end;

comment on function sluice_private.webhook_address(text, jsonb) is
  'Where a trigger of this kind and config is reached, and by which methods.';
--! EndIncluded definition/webhook_address.sql
--! Included definition/webhook_settings.sql
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
--! EndIncluded definition/webhook_settings.sql
--! Included definition/response_fault.sql
/* An answer comes from the address of the API: what would speak for that whole address, or end the
   message early, is no header of a workflow. */
create or replace function sluice_private.response_fault(answer jsonb)
returns text
language sql
immutable
return case
  when jsonb_typeof(answer) is distinct from 'object' then 'must be an object'
  when not sluice_private.is_whole(answer -> 'status', 200, 599)
    then 'has a status that is not from 200 to 599'
  when answer ? 'headers' and jsonb_typeof(answer -> 'headers') <> 'object'
    then 'has headers that are not an object'
  when exists (
    select
    from jsonb_each(case jsonb_typeof(answer -> 'headers')
      when 'object' then answer -> 'headers' else '{}' end) as header (name, value)
    where header.name !~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$'
      or jsonb_typeof(header.value) <> 'string'
      or header.value #>> '{}' !~ '^[\x20-\x7e]*$'
      or length(header.value #>> '{}') > 2000
      or lower(header.name) ~ '^(connection|keep-alive|proxy-|te$|trailer|transfer-encoding|upgrade'
        '|content-length|content-encoding|content-security-policy|date$|set-cookie|clear-site-data'
        '|strict-transport|service-worker|refresh|sourcemap|x-content-type|access-control|alt-svc'
        '|cross-origin|origin-agent|public-key|expect-ct|nel$|report)'
  ) then 'has a header that an answer may not have, or one that is no short plain text'
  when jsonb_array_length(jsonb_path_query_array(answer, '$.headers.keyvalue()')) > 50
    then 'has more than 50 headers'
  when length((answer -> 'body')::text) > 1000000
    then 'has a body of more than a million characters'
end;

comment on function sluice_private.response_fault(jsonb) is
  'Why { status, headers, body } cannot be the answer to an HTTP request, or null.';
--! EndIncluded definition/response_fault.sql
--! Included definition/problems_of_webhook_address.sql
create or replace function sluice_private.problems_of_webhook_address(trigger text, config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from sluice_private.webhook_address(trigger, config) as address
  cross join lateral (
    values
      (case when config ? 'path' then 'path' else 'endpoint_path' end,
        'must be letters, digits, - and _', 'It becomes /hooks/<organization>/<path>.',
        (config ? 'path' or config ? 'endpoint_path')
        and (coalesce(address.path, '') !~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$'
          or jsonb_typeof(coalesce(config -> 'path', config -> 'endpoint_path')) <> 'string')),
      (case when config ? 'methods' then 'methods' else 'http_method' end,
        'must be of GET, POST, PUT, PATCH and DELETE', 'Such as ["POST"].',
        not coalesce(case jsonb_typeof(address.methods) when 'array' then
          address.methods <> '[]'
          and address.methods <@ '["GET", "POST", "PUT", "PATCH", "DELETE"]' end, false)),
      ('content_types', 'must be a list of json, form, text and multipart',
        'What is not in it is answered with 415; json and form are taken if there is none.',
        config ? 'content_types' and not coalesce(
          case jsonb_typeof(config -> 'content_types') when 'array' then
            config -> 'content_types' <> '[]'
            and config -> 'content_types' <@ '["json", "form", "text", "multipart"]' end, false)),
      ('body_schema', 'must be a JSON Schema of type object or array',
        'What does not fit it is answered with 400.',
        config ? 'body_schema' and coalesce(
          config #>> '{body_schema,type}' not in ('object', 'array'), true)),
      ('body_limit', 'must be a number of bytes up to 1048576', 'More is answered with 413.',
        not sluice_private.is_whole(config -> 'body_limit', 1, 1048576))
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.problems_of_webhook_address(text, jsonb) is
  'What is wrong with where a webhook is, and what it takes.';
--! EndIncluded definition/problems_of_webhook_address.sql
--! Included definition/problems_of_webhook_secret.sql
create or replace function sluice_private.problems_of_webhook_secret(config jsonb)
returns table (key text, message text, hint text)
language sql
stable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('scheme', 'must be one of none, basic, bearer, jwt, hmac, github, stripe, slack, twilio, '
        'telegram, standard_webhooks and atlas', 'github checks X-Hub-Signature-256.',
        coalesce(config ->> 'scheme', 'none') not in ('none', 'basic', 'bearer', 'jwt', 'hmac',
          'github', 'stripe', 'slack', 'twilio', 'telegram', 'standard_webhooks', 'atlas')),
      ('secret', 'must be a reference such as env:GITHUB_WEBHOOK_SECRET',
        'The secret itself stays out of the database; the edge reads it from its environment.',
        (config ? 'secret' and coalesce(config ->> 'secret', '') !~ '^env:[A-Z_][A-Z0-9_]*$')
        or (coalesce(config ->> 'scheme', 'none') <> 'none' and not config ? 'secret')),
      ('previous_secret', 'must be a reference such as env:GITHUB_WEBHOOK_SECRET_OLD',
        'It is taken beside secret until previous_secret_until.',
        (config ? 'previous_secret' or config ? 'previous_secret_until')
        and coalesce(config ->> 'previous_secret', '') !~ '^env:[A-Z_][A-Z0-9_]*$'),
      ('previous_secret_until', 'must be an instant such as 2030-01-31T12:00:00Z',
        'Until then the previous secret is taken as well.',
        (config ? 'previous_secret' or config ? 'previous_secret_until')
        and sluice_private.try_instant(config ->> 'previous_secret_until') is null),
      ('tolerance', 'must be a duration from 30 seconds to 10 minutes',
        'So far the timestamp of a delivery may be from the time of the server; 5 minutes if not '
        'given.',
        config ? 'tolerance' and not coalesce(sluice_hidden.try_interval(config ->> 'tolerance')
          between '30 seconds' and '10 minutes', false)),
      ('signature', 'must have header, and may have algorithm (sha256, sha1, sha512) and encoding '
        '(hex, base64)', 'It says where the scheme hmac finds the signature of the raw body.',
        (config ? 'signature' or config ->> 'scheme' = 'hmac') and not coalesce(
          jsonb_typeof(config -> 'signature') = 'object'
          and config #>> '{signature,header}' ~ '^[A-Za-z0-9-]{1,100}$'
          and coalesce(config #>> '{signature,algorithm}', 'sha256') in ('sha256', 'sha1', 'sha512')
          and coalesce(config #>> '{signature,encoding}', 'hex') in ('hex', 'base64')
          and (case jsonb_typeof(config -> 'signature') when 'object' then config -> 'signature'
            else '{}' end) - '{header,algorithm,encoding}'::text[] = '{}', false)),
      ('jwt', 'may have issuer and audience', 'Both are texts that the token must have.',
        config ? 'jwt' and not coalesce(case jsonb_typeof(config -> 'jwt') when 'object' then
          (config -> 'jwt') - '{issuer,audience}'::text[] = '{}'
          and coalesce(jsonb_typeof(config #> '{jwt,issuer}'), 'string') = 'string'
          and coalesce(jsonb_typeof(config #> '{jwt,audience}'), 'string') = 'string' end, false))
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.problems_of_webhook_secret(jsonb) is
  'What is wrong with how a webhook''s deliveries show who sent them.';
--! EndIncluded definition/problems_of_webhook_secret.sql
--! Included definition/problems_of_webhook_access.sql
create or replace function sluice_private.problems_of_webhook_access(config jsonb)
returns table (key text, message text, hint text)
language sql
stable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('allowed_ips', 'must be a list of up to 20 addresses and networks',
        'Such as ["203.0.113.7", "2001:db8::/32"].',
        config ? 'allowed_ips' and not coalesce(
          case jsonb_typeof(config -> 'allowed_ips') when 'array' then
            jsonb_array_length(config -> 'allowed_ips') between 1 and 20 and not exists (
              select from jsonb_array_elements_text(config -> 'allowed_ips') as item (network)
              where sluice_private.try_network(item.network) is null
            ) end, false)),
      ('allowed_origins', 'must be a list of up to 20 origins',
        'Such as ["https://example.com"]: what a browser sends as Origin, without a path.',
        config ? 'allowed_origins' and not coalesce(
          case jsonb_typeof(config -> 'allowed_origins') when 'array' then
            jsonb_array_length(config -> 'allowed_origins') between 1 and 20 and not exists (
              select from jsonb_array_elements_text(config -> 'allowed_origins') as item (origin)
              where coalesce(item.origin !~ '^https?://[A-Za-z0-9.:\[\]-]{1,250}$', true)
            ) end, false)),
      ('required_headers', 'must be an object of up to 20 names of headers',
        'The value is what the header must have; true means that any will do.',
        config ? 'required_headers' and not coalesce(
          case jsonb_typeof(config -> 'required_headers') when 'object' then (
            select count(*) <= 20 and coalesce(bool_and(
              item.name ~ '^[A-Za-z0-9-]{1,100}$'
              and (jsonb_typeof(item.value) = 'string' or item.value = 'true')
            ), true)
            from jsonb_each(config -> 'required_headers') as item (name, value)
          ) end, false)),
      ('rate_limit', sluice_private.rate_fault(config -> 'rate_limit'),
        'Such as {"count": 10, "per": "1 second"}; more is answered with 429.',
        config ? 'rate_limit' and sluice_private.rate_fault(config -> 'rate_limit') is not null),
      ('rate_limit', 'allows up to 10000 in up to a day', 'Take a smaller count or a shorter time.',
        case when config ? 'rate_limit'
            and sluice_private.rate_fault(config -> 'rate_limit') is null
          then (config #>> '{rate_limit,count}')::int > 10000
            or sluice_hidden.try_interval(config #>> '{rate_limit,per}') > '1 day' end),
      ('dedupe_header', 'must be the name of a header', 'Such as X-Request-Id.',
        config ? 'dedupe_header'
        and coalesce(config ->> 'dedupe_header', '') !~ '^[A-Za-z0-9-]{1,100}$'),
      ('dedupe_window', 'must be a duration from a minute to 30 days',
        'So long an equal delivery starts nothing; 30 days if not given.',
        config ? 'dedupe_window' and not coalesce(sluice_hidden.try_interval(
          config ->> 'dedupe_window') between '1 minute' and '30 days', false))
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.problems_of_webhook_access(jsonb) is
  'What is wrong with who may deliver to a webhook, and how often.';
--! EndIncluded definition/problems_of_webhook_access.sql
--! Included definition/problems_of_webhook_response.sql
create or replace function sluice_private.problems_of_webhook_response(response jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select 'response' || fault.key, fault.message, fault.hint
  from (
    values
      ('', 'must be an object with mode, and what that mode takes',
        'ack takes nothing more, wait timeout, static status, headers and body.',
        jsonb_typeof(response) <> 'object' or (
          case jsonb_typeof(response) when 'object' then response else '{}' end
        ) - case response ->> 'mode'
          when 'wait' then '{mode,timeout}'::text[]
          when 'static' then '{mode,status,headers,body}'
          else '{mode}' end <> '{}'),
      ('.mode', 'must be ack, wait or static',
        'ack answers at once, wait when the workflow has answered or ended, static what is given '
        'here.',
        jsonb_typeof(response) = 'object'
        and coalesce(response ->> 'mode', '') not in ('ack', 'wait', 'static')),
      ('.timeout', 'must be a duration from a second to a minute',
        'After it the sender is told the execution with 202; 10 seconds if not given.',
        jsonb_typeof(response) = 'object' and response ? 'timeout'
        and not coalesce(sluice_hidden.try_interval(response ->> 'timeout')
          between '1 second' and '1 minute', false)),
      ('', sluice_private.response_fault(response), 'See http.respond.',
        response ->> 'mode' = 'static'
        and sluice_private.response_fault(response) is not null)
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.problems_of_webhook_response(jsonb) is
  'What is wrong with how a webhook answers.';
--! EndIncluded definition/problems_of_webhook_response.sql
--! Included definition/is_of_type.sql
create or replace function sluice_private.is_of_type(value jsonb, type text)
returns boolean
language sql
immutable
return case type
  when 'integer' then jsonb_typeof(value) = 'number'
    and case when jsonb_typeof(value) = 'number' then value::numeric = trunc(value::numeric) end
  else jsonb_typeof(value) = type
end;

comment on function sluice_private.is_of_type(jsonb, text) is
  'Whether a value is of this type of JSON Schema.';
--! EndIncluded definition/is_of_type.sql
--! Included definition/property_problem.sql
create or replace function sluice_private.property_problem(property jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_words text[] := '{type,title,description,default,enum}'::text[];
  v_type text;
  v_bad text;
begin
  if jsonb_typeof(property) <> 'object' then
    return 'must be an object';
  end if;
  v_type := property ->> 'type';
  if v_type is null or v_type not in ('string', 'number', 'integer', 'boolean') then
    return 'must have type string, number, integer or boolean';
  end if;
  v_words := v_words || case v_type
    when 'string' then '{minLength,maxLength,format}'::text[]
    when 'boolean' then '{}'
    else '{minimum,maximum}'
  end;
  v_bad := (select key from jsonb_object_keys(property - v_words) as key limit 1);
  if v_bad is not null then
    return format('has keyword %s, which is not one of %s', v_bad, array_to_string(v_words, ', '));
  elsif property ? 'enum' and (
    jsonb_typeof(property -> 'enum') <> 'array'
    or jsonb_array_length(property -> 'enum') not between 1 and 200
    or exists (
      select from jsonb_array_elements(property -> 'enum') as item
      where not sluice_private.is_of_type(item, v_type)
    )
  ) then
    return format('must have as enum 1 to 200 values of type %s', v_type);
  elsif exists (
    select from jsonb_each(property) as word
    where word.key in ('minimum', 'maximum') and jsonb_typeof(word.value) <> 'number'
      or word.key in ('minLength', 'maxLength')
        and not (sluice_private.is_of_type(word.value, 'integer')
          and word.value between '0' and '100000')
      or word.key = 'format' and word.value not in ('"email"', '"date"', '"uri"')
      or word.key in ('title', 'description') and jsonb_typeof(word.value) <> 'string'
      or word.key = 'default' and not sluice_private.is_of_type(word.value, v_type)
  ) then
    return 'has a keyword whose value is of the wrong type';
  end if;
  return null;
end;
$$;

comment on function sluice_private.property_problem(jsonb) is
  'Why a JSON Schema cannot be that of a field of a form, or null.';
--! EndIncluded definition/property_problem.sql
--! Included definition/form_list_fault.sql
create or replace function sluice_private.form_list_fault(form jsonb, list jsonb)
returns text
language sql
immutable
return case
  when jsonb_typeof(list) <> 'array' then 'must be a list of properties of the schema'
  else (
    select format('has %s, which is not a property of the schema', left(field.name::text, 100))
    from jsonb_array_elements(list) with ordinality as field (name, place)
    where jsonb_typeof(field.name) <> 'string'
      or not coalesce(form -> 'properties' ? (field.name #>> '{}'), false)
    order by field.place
    limit 1
  )
end;

comment on function sluice_private.form_list_fault(jsonb, jsonb) is
  'Why a list is not one of properties of the form, or null.';
--! EndIncluded definition/form_list_fault.sql
--! Included definition/form_problem.sql
/* A form is flat: an object whose properties are texts, numbers and yes or no. */
create or replace function sluice_private.form_problem(form jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_word text;
  v_fault text;
begin
  if jsonb_typeof(form) <> 'object' or form ->> 'type' is distinct from 'object'
    or jsonb_typeof(form -> 'properties') is distinct from 'object'
    or form -> 'properties' = '{}'
  then
    return 'must be a JSON Schema of type object with properties';
  end if;
  v_word := (
    select key
    from jsonb_object_keys(form - '{type,title,description,properties,required}'::text[]) as key
    limit 1
  );
  if v_word is not null then
    return format('has keyword %s, which is not one of type, title, description, properties, '
      'required', v_word);
  elsif length(form::text) > 50000
    or (select count(*) from jsonb_object_keys(form -> 'properties')) > 100
  then
    return 'has more than 100 properties, or is too long';
  end if;
  v_fault := sluice_private.form_list_fault(form, form -> 'required');
  if v_fault is not null then
    return 'has a list required that ' || v_fault;
  end if;
  return (
    select format('property %s %s', property.key, fault.message)
    from jsonb_each(form -> 'properties') as property
    cross join lateral sluice_private.property_problem(property.value) as fault (message)
    where fault.message is not null
    order by property.key
    limit 1
  );
end;
$$;

comment on function sluice_private.form_problem(jsonb) is
  'Why a JSON Schema cannot be the form of an approval, or null.';
--! EndIncluded definition/form_problem.sql
--! Included definition/form_schema.sql
create or replace function sluice_private.form_schema(config jsonb)
returns jsonb
language sql
immutable
return coalesce(
  config -> 'schema',
  (
    select jsonb_build_object(
      'type', 'object', 'properties', jsonb_object_agg(field.name, jsonb '{"type": "string"}')
    )
    from jsonb_array_elements_text(
      case jsonb_typeof(config -> 'required_fields')
        when 'array' then config -> 'required_fields' else '[]' end
    ) as field (name)
    where field.name is not null
  ),
  '{}'
);

comment on function sluice_private.form_schema(jsonb) is
  'The JSON Schema of a form: its own, or a text for each field that is required.';
--! EndIncluded definition/form_schema.sql
--! Included definition/form_texts.sql
create or replace function sluice_private.form_texts()
returns text[]
language sql
immutable
return '{required,not_sent,thanks,leave_empty,closed,too_many,failed,missing,unticked,integer,'
  'number,enum,minLength,maxLength,email,date,uri,minimum,maximum}'::text[];

comment on function sluice_private.form_texts() is
  'The texts of the page of a form that its config can give: the page''s own, and what is said of '
  'a field that is not right.';
--! EndIncluded definition/form_texts.sql
--! Included definition/form_texts_fault.sql
create or replace function sluice_private.form_texts_fault(texts jsonb)
returns text
language sql
immutable
return case
  when jsonb_typeof(texts) <> 'object'
    then 'must have texts of up to 500 characters, by the names of those of the page'
  else (
    select format(
      case when said.key = any (sluice_private.form_texts())
        then 'has as %s what is not a text of 1 to 500 characters'
        else 'has %s, which is not a text of the page' end,
      left(said.key, 100)
    )
    from jsonb_each(texts) as said
    where said.key <> all (sluice_private.form_texts())
      or jsonb_typeof(said.value) <> 'string'
      or length(said.value #>> '{}') not between 1 and 500
    order by said.key
    limit 1
  )
end;

comment on function sluice_private.form_texts_fault(jsonb) is
  'Why these are not texts for the page of a form, or null.';
--! EndIncluded definition/form_texts_fault.sql
--! Included definition/problems_of_form.sql
create or replace function sluice_private.problems_of_form(config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('form_id', 'must be letters, digits, - and _', 'It becomes /forms/<organization>/<form_id>.',
        config ? 'form_id' and jsonb_typeof(config -> 'form_id') <> 'string'
        or config ? 'form_id'
        and coalesce(config ->> 'form_id', '') !~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$'),
      ('schema', coalesce(
          sluice_private.form_problem(sluice_private.form_schema(config)), 'is missing'
        ), 'Each field of the page is a property.',
        sluice_private.form_problem(sluice_private.form_schema(config)) is not null),
      ('consent', 'must be an object with a text, and may have required',
        'The text is shown beside a box, and kept with what is sent.',
        config ? 'consent' and not coalesce(
          case jsonb_typeof(config -> 'consent') when 'object' then
            (config -> 'consent') - '{text,required}'::text[] = '{}'
            and jsonb_typeof(config #> '{consent,text}') = 'string'
            and length(config #>> '{consent,text}') between 1 and 5000
            and coalesce(jsonb_typeof(config #> '{consent,required}'), 'boolean') = 'boolean'
          end, false)),
      ('texts', sluice_private.form_texts_fault(config -> 'texts'),
        'Of ' || array_to_string(sluice_private.form_texts(), ', ') || '.',
        sluice_private.form_texts_fault(config -> 'texts') is not null),
      ('language', 'must be a language such as en or de-CH', 'It is what screen readers speak.',
        config ? 'language'
        and coalesce(config ->> 'language', '') !~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$')
  ) as fault (key, message, hint, is_there)
  where fault.is_there
  union all
  select list.key, fault.message, list.hint
  from (
    values
      ('required_fields', 'They must be filled in, beside the required ones of the schema.'),
      ('order', 'They come first on the page, in this order.')
  ) as list (key, hint)
  cross join lateral sluice_private.form_list_fault(
    sluice_private.form_schema(config), config -> list.key
  ) as fault (message)
  where fault.message is not null
  union all
  select word.key, 'must be a text of up to 5000 characters', 'It is shown as it is.'
  from unnest('{title,description,submit,success}'::text[]) as word (key)
  where config ? word.key and not coalesce(
    jsonb_typeof(config -> word.key) = 'string' and length(config ->> word.key) <= 5000, false
  );
end;

comment on function sluice_private.problems_of_form(jsonb) is
  'What is wrong with the page of a form.';
--! EndIncluded definition/problems_of_form.sql
--! Included definition/problems_of_webhook.sql
create or replace function sluice_private.problems_of_webhook(trigger text, config jsonb)
returns table (key text, message text, hint text)
language sql
stable
begin atomic
  select fault.key, fault.message, fault.hint
  from sluice_private.problems_of_webhook_address(trigger, config) as fault
  where trigger <> 'form_submitted'
  union all
  select fault.key, fault.message, fault.hint
  from sluice_private.problems_of_webhook_secret(config) as fault
  where trigger <> 'form_submitted'
  union all
  select fault.key, fault.message, fault.hint
  from sluice_private.problems_of_form(config) as fault
  where trigger = 'form_submitted'
  union all
  select fault.key, fault.message, fault.hint
  from sluice_private.problems_of_webhook_access(config) as fault
  union all
  select fault.key, fault.message, fault.hint
  from sluice_private.problems_of_webhook_response(config -> 'response') as fault
  union all
  select given.key, 'is not a setting of ' || trigger,
    'Known are ' || array_to_string(sluice_private.webhook_settings(trigger), ', ') || '.'
  from jsonb_object_keys(
    case jsonb_typeof(config) when 'object' then config else '{}' end
  ) as given (key)
  where given.key <> all (sluice_private.webhook_settings(trigger));
end;

comment on function sluice_private.problems_of_webhook(text, jsonb) is
  'What is wrong with the config of a trigger that HTTP requests fire.';
--! EndIncluded definition/problems_of_webhook.sql
--! Included definition/problems_of_record.sql
create or replace function sluice_private.problems_of_record(trigger text, config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('object', 'must name a watched table', 'Such as crm.contacts; see watched_tables.',
        coalesce(config ->> 'object', '') !~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,149}$'),
      ('fields', 'must be a list of columns', 'Such as ["status"].',
        config ? 'fields' and case jsonb_typeof(config -> 'fields')
          when 'array' then config -> 'fields' = '[]' or jsonb_path_exists(
            config -> 'fields', 'strict $[*] ? (@.type() != "string")'
          ) else true end),
      (case when config ? 'from' then 'from' else 'to' end, 'needs one field that it is about',
        'Set fields to the one column, such as ["status"].',
        (config ? 'from' or config ? 'to') and case jsonb_typeof(config -> 'fields')
          when 'array' then jsonb_array_length(config -> 'fields') <> 1 else true end)
  ) as fault (key, message, hint, is_there)
  where fault.is_there and trigger in ('record_created', 'record_updated', 'record_deleted');
end;

comment on function sluice_private.problems_of_record(text, jsonb) is
  'What is wrong with the config of a trigger that changes of records fire.';
--! EndIncluded definition/problems_of_record.sql
--! Included definition/problems_of_config.sql
create or replace function sluice_private.problems_of_config(
  organization_id uuid,
  trigger text,
  config jsonb
)
returns table (path text, message text, hint text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select fault.path, replace(fault.message, 'an input of this action', 'a setting of this trigger'),
    format('See the config_schema of %s in sluice.workflow_trigger_definitions.', trigger)
  from (
    select known.config_schema
    from sluice.workflow_trigger_definitions as known
    where known.organization_id in (
        '00000000-0000-0000-0000-000000000000', problems_of_config.organization_id
      )
      and known.name = problems_of_config.trigger
    order by known.organization_id desc
    limit 1
  ) as kind
  cross join lateral sluice_private.schema_faults(
    kind.config_schema, config, 'data.config'
  ) as fault;
  if found or jsonb_typeof(config) <> 'object' then
    return;
  end if;
  if sluice_private.opens_door(trigger, config) then
    return query
    select 'data.config.' || fault.key, fault.message, fault.hint
    from sluice_private.problems_of_webhook(trigger, config) as fault;
  end if;
  if trigger = any (sluice_private.scheduled_triggers()) then
    return query
    select 'data.config.' || fault.key, fault.message, fault.hint
    from sluice_private.problems_of_schedule(organization_id, trigger, config) as fault;
  end if;
  if trigger = any (sluice_private.polled_triggers()) then
    return query
    select 'data.config.' || fault.key, fault.message, fault.hint
    from sluice_private.problems_of_poll(trigger, config) as fault;
  end if;
  return query
  select 'data.config.' || fault.key, fault.message, fault.hint
  from sluice_private.problems_of_record(trigger, config) as fault;
  return query
  select 'data.config.' || fault.key, fault.message, fault.hint
  from sluice_private.problems_of_event_config(trigger, config) as fault;
  return query
  select 'data.config.' || fault.key, fault.message, fault.hint
  from sluice_private.problems_of_segment_config(trigger, config) as fault;
end;
$$;

comment on function sluice_private.problems_of_config(uuid, text, jsonb) is
  'What is wrong with the config of a trigger: by its schema and, where that finds nothing, by the '
  'rules of its kind.';
--! EndIncluded definition/problems_of_config.sql
--! Included definition/choose_like.sql
/* Alike are names that have a word in common, or the same letters; most words first. */
create or replace function sluice_private.choose_like(
  organization_id uuid,
  kind text,
  name text
)
returns text
language sql
stable
begin atomic
  select concat(
    'Perhaps ' || string_agg(alike.name, ' or ' order by alike.shared desc, alike.name) || '. ',
    format('Choose one of sluice.workflow_%s_definitions.', choose_like.kind)
  )
  from (
    select known.name, cardinality(shared.words) as shared
    from (
      select a.organization_id, a.name from sluice.workflow_action_definitions as a
      where choose_like.kind = 'action' and a.is_active
      union all
      select t.organization_id, t.name from sluice.workflow_trigger_definitions as t
      where choose_like.kind = 'trigger' and t.is_active
    ) as known
    cross join lateral (
      select array(
        select regexp_split_to_table(known.name, '[._]')
        intersect select regexp_split_to_table(lower(choose_like.name), '[^a-z0-9]+')
      ) as words
    ) as shared
    where known.organization_id in (
        '00000000-0000-0000-0000-000000000000', choose_like.organization_id
      )
      and (shared.words <> '{}' or regexp_replace(known.name, '[._]', '', 'g')
        = regexp_replace(lower(choose_like.name), '[^a-z0-9]', '', 'g'))
    order by 2 desc, 1
    limit 3
  ) as alike;
end;

comment on function sluice_private.choose_like(uuid, text, text) is
  'The hint for an action or a trigger that is not in the catalogue: up to three that are and look '
  'like it, and where all are.';
--! EndIncluded definition/choose_like.sql
--! Included definition/problems_of_catalogue.sql
create or replace function sluice_private.problems_of_catalogue(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'unknown_action', node.node_id, node.place || 'action',
    format('names action %s, which is not in the catalogue', node.data ->> 'action'),
    sluice_private.choose_like($1, 'action', node.data ->> 'action')
  )
  from sluice_private.definition_actions(definition) as node
  where jsonb_typeof(node.data -> 'action') = 'string'
    and sluice_private.find_action(
      problems_of_catalogue.organization_id, node.data ->> 'action'
    ) is null
  union all
  select sluice_private.problem(
    'bad_input', node.node_id, fault.path, fault.message,
    format(
      'See the input_schema of %s%s.', action.name,
      (
        select ': it takes ' || string_agg(known.key, ', ' order by known.key)
        from jsonb_object_keys(case jsonb_typeof(action.input_schema -> 'properties')
          when 'object' then action.input_schema -> 'properties' else '{}' end) as known (key)
      )
    )
  )
  from sluice_private.definition_actions(definition) as node
  cross join lateral sluice_private.find_action(
    problems_of_catalogue.organization_id, node.data ->> 'action'
  ) as action
  cross join lateral sluice_private.schema_faults(
    action.input_schema, coalesce(node.data -> 'input', '{}'), node.place || 'input'
  ) as fault
  where action.name is not null
    and coalesce(jsonb_typeof(node.data -> 'input'), 'object') = 'object'
  union all
  select sluice_private.problem(
    'unknown_trigger', node.node_id, 'data.trigger',
    format('names trigger %s, which is not in the catalogue', node.data ->> 'trigger'),
    sluice_private.choose_like($1, 'trigger', node.data ->> 'trigger')
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'trigger'
    and jsonb_typeof(node.data -> 'trigger') = 'string'
    and not exists (
      select
      from sluice.workflow_trigger_definitions as known
      where known.organization_id in (
          '00000000-0000-0000-0000-000000000000', problems_of_catalogue.organization_id
        )
        and known.name = node.data ->> 'trigger'
        and known.is_active
    )
  union all
  select sluice_private.problem('bad_config', node.node_id, fault.path, fault.message, fault.hint)
  from sluice_private.definition_nodes(definition) as node
  cross join lateral sluice_private.problems_of_config(
    problems_of_catalogue.organization_id, node.data ->> 'trigger',
    coalesce(node.data -> 'config', '{}')
  ) as fault
  where node.type = 'trigger' and jsonb_typeof(node.data -> 'trigger') = 'string';
end;

comment on function sluice_private.problems_of_catalogue(uuid, jsonb) is
  'Unknown actions and triggers, inputs an action does not take, configs a trigger does not.';
--! EndIncluded definition/problems_of_catalogue.sql
--! Included definition/calendar_hours_fault.sql
create or replace function sluice_private.calendar_hours_fault(hours jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_days constant text[] := '{mon,tue,wed,thu,fri,sat,sun}'::text[];
  v_clock constant text := '^([01]\d|2[0-3]):[0-5]\d$';
begin
  if jsonb_typeof(hours) is distinct from 'object' or hours - v_days <> '{}' then
    return 'must be an object with mon, tue, wed, thu, fri, sat, sun';
  elsif exists (
    select from jsonb_each(hours) as day
    where jsonb_typeof(day.value) <> 'array' or jsonb_array_length(day.value) > 10
  ) then
    return 'must have for each day a list of up to 10 windows';
  elsif exists (
    select from jsonb_path_query(hours, '$.*[*]') as item (value)
    where (
      jsonb_typeof(item.value) = 'object'
      and item.value - '{from,to}'::text[] = '{}'
      and item.value ->> 'from' ~ v_clock
      and (item.value ->> 'to' ~ v_clock or item.value ->> 'to' = '24:00')
      and item.value ->> 'from' < item.value ->> 'to'
    ) is not true
  ) then
    return 'must have windows such as { "from": "09:00", "to": "17:00" }, each within a day';
  end if;
  return case
    when not hours @? '$.*[*]' then 'must have a window on some day'
  end;
end;
$$;

comment on function sluice_private.calendar_hours_fault(jsonb) is
  'What is wrong with the working hours of a calendar, or null.';
--! EndIncluded definition/calendar_hours_fault.sql
--! Included definition/find_calendar.sql
create or replace function sluice_private.find_calendar(organization_id uuid, name text)
returns sluice.business_calendars
language sql
stable
begin atomic
  select calendar.*
  from sluice.business_calendars as calendar
  where calendar.organization_id = find_calendar.organization_id
    and calendar.name = find_calendar.name;
end;

comment on function sluice_private.find_calendar(uuid, text) is
  'The calendar of an organization that has this name, or null.';
--! EndIncluded definition/find_calendar.sql
--! Included definition/next_working_instant.sql
/* 5,500 days: 15 years, as far as holidays may go on. */
create or replace function sluice_private.next_working_instant(
  calendar sluice.business_calendars,
  after timestamptz
)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_wall timestamp := after at time zone calendar.zone;
  v_day date := v_wall::date;
  v_window jsonb;
  v_start timestamptz;
begin
  for v_offset in 0 .. 5500 loop
    if not v_day = any (calendar.holidays) then
      for v_window in
        select w.value
        from jsonb_array_elements(calendar.hours -> (
          '{mon,tue,wed,thu,fri,sat,sun}'::text[]
        )[extract(isodow from v_day)::int]) as w
        order by w.value ->> 'from'
      loop
        if v_wall >= v_day + (v_window ->> 'from')::interval
          and v_wall < v_day + (v_window ->> 'to')::interval
        then
          return after;
        end if;
        v_start := sluice_private.clock_reaches(
          v_day + (v_window ->> 'from')::interval, calendar.zone
        );
        if v_start >= after
          and v_start at time zone calendar.zone < v_day + (v_window ->> 'to')::interval
        then
          return v_start;
        end if;
      end loop;
    end if;
    v_day := v_day + 1;
  end loop;
  return null;
end;
$$;

comment on function sluice_private.next_working_instant(sluice.business_calendars, timestamptz) is
  'The first instant from this one on that is within the working hours of a working day, or null '
  'where there is none for 15 years.';
--! EndIncluded definition/next_working_instant.sql
--! Included definition/working_time_ends.sql
/* 5,500 days: 15 years, as far as holidays may go on. */
create or replace function sluice_private.working_time_ends(
  calendar sluice.business_calendars,
  since timestamptz,
  span interval
)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_left numeric := extract(epoch from span);
  v_day date := (since at time zone calendar.zone)::date;
  v_window jsonb;
  v_opens timestamptz;
  v_open numeric;
begin
  for v_offset in 0 .. 5500 loop
    if not v_day = any (calendar.holidays) then
      for v_window in
        select w.value
        from jsonb_array_elements(calendar.hours -> (
          '{mon,tue,wed,thu,fri,sat,sun}'::text[]
        )[extract(isodow from v_day)::int]) as w
        order by w.value ->> 'from'
      loop
        v_opens := greatest(since, sluice_private.clock_reaches(
          v_day + (v_window ->> 'from')::interval, calendar.zone
        ));
        v_open := extract(epoch from sluice_private.clock_reaches(
          v_day + (v_window ->> 'to')::interval, calendar.zone
        ) - v_opens);
        if v_open >= v_left then
          return v_opens + make_interval(secs => v_left::float8);
        end if;
        v_left := v_left - greatest(v_open, 0);
      end loop;
    end if;
    v_day := v_day + 1;
  end loop;
  return null;
end;
$$;

comment on function sluice_private.working_time_ends(
  sluice.business_calendars, timestamptz, interval
) is
  'When a calendar has been open for so long since an instant; null where it is not within 15 '
  'years.';
--! EndIncluded definition/working_time_ends.sql
--! Included definition/problems_of_calendars.sql
create or replace function sluice_private.problems_of_calendars(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'unknown_calendar', named.node_id, named.place,
    format('names calendar %s, which does not exist', left(named.calendar #>> '{}', 60)),
    'Create it first with set_calendar.'
  )
  from (
    select node.node_id, 'data.local.calendar' as place, node.data #> '{local,calendar}' as calendar
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'wait'
    union all
    select node.node_id, 'data.config.calendar', node.data #> '{config,calendar}'
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'trigger' and node.data ->> 'trigger' = 'expected_run_missing'
  ) as named
  where jsonb_typeof(named.calendar) = 'string'
    and (named.place = 'data.config.calendar' or strpos(named.calendar #>> '{}', '{{') = 0)
    and sluice_private.find_calendar(
      problems_of_calendars.organization_id, named.calendar #>> '{}'
    ) is null;
end;

comment on function sluice_private.problems_of_calendars(uuid, jsonb) is
  'Waits and triggers that keep to calendars that the organization does not have.';
--! EndIncluded definition/problems_of_calendars.sql
--! Included definition/is_date.sql
create or replace function sluice_private.is_date(value text)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return make_date(
    split_part(value, '-', 1)::int, split_part(value, '-', 2)::int, split_part(value, '-', 3)::int
  ) is not null;
exception
  when data_exception then
    return false;
end;
$$;

comment on function sluice_private.is_date(text) is 'Whether year-month-day is a day that exists.';
--! EndIncluded definition/is_date.sql
--! Included definition/field_fault_kind.sql
create or replace function sluice_private.field_fault_kind(property jsonb, value jsonb)
returns text
language sql
immutable
return case
  when not sluice_private.is_of_type(value, property ->> 'type') then property ->> 'type'
  when property ? 'enum' and not property -> 'enum' @> jsonb_build_array(value) then 'enum'
  when length(value #>> '{}') < (property ->> 'minLength')::numeric then 'minLength'
  when length(value #>> '{}') > (property ->> 'maxLength')::numeric then 'maxLength'
  when property ->> 'format' = 'email' and value #>> '{}' !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'
    then 'email'
  when property ->> 'format' = 'date' and (
    value #>> '{}' !~ '^\d{4}-\d\d-\d\d$' or not sluice_private.is_date(value #>> '{}')
  ) then 'date'
  when property ->> 'format' = 'uri' and value #>> '{}' !~ '^https?://[^\s/]+\S*$' then 'uri'
  when value < property -> 'minimum' then 'minimum'
  when value > property -> 'maximum' then 'maximum'
end;

comment on function sluice_private.field_fault_kind(jsonb, jsonb) is
  'Which rule of a field of a form its value breaks: its type, its format or a keyword; or null.';
--! EndIncluded definition/field_fault_kind.sql
--! Included definition/field_fault.sql
create or replace function sluice_private.field_fault(property jsonb, value jsonb)
returns text
language sql
immutable
begin atomic
  select case
    when broken.kind = property ->> 'type' then format('must be of type %s', broken.kind)
    when broken.kind = 'enum' then format('must be one of %s', property ->> 'enum')
    when broken.kind = 'minLength'
      then format('must have at least %s characters', property ->> 'minLength')
    when broken.kind = 'maxLength'
      then format('must have at most %s characters', property ->> 'maxLength')
    when broken.kind = 'email' then 'must be an address such as ada@example.com'
    when broken.kind = 'date' then 'must be a date such as 2030-01-31'
    when broken.kind = 'uri' then 'must be an address such as https://example.com'
    when broken.kind = 'minimum' then format('must be at least %s', property ->> 'minimum')
    when broken.kind = 'maximum' then format('must be at most %s', property ->> 'maximum')
  end
  from (select sluice_private.field_fault_kind(property, value) as kind) as broken;
end;

comment on function sluice_private.field_fault(jsonb, jsonb) is
  'What is wrong with the value of one field of a form, or null.';
--! EndIncluded definition/field_fault.sql
--! Included definition/form_fault.sql
create or replace function sluice_private.form_fault(form jsonb, data jsonb)
returns text
language sql
immutable
begin atomic
  select fault.message
  from (
    select 1 as turn, 'the form must be an object' as message
    where jsonb_typeof(data) is distinct from 'object'
    union all
    select 2, format('%s is missing', name #>> '{}')
    from jsonb_array_elements(form -> 'required') as name
    where jsonb_typeof(data) = 'object' and not data ? (name #>> '{}')
    union all
    select 3, format('%s is not a field of the form', given.key)
    from jsonb_each(case jsonb_typeof(data) when 'object' then data else '{}' end) as given
    where not form -> 'properties' ? given.key
    union all
    select 4, format('%s %s', given.key, sluice_private.field_fault(property.value, given.value))
    from jsonb_each(case jsonb_typeof(data) when 'object' then data else '{}' end) as given
    inner join jsonb_each(form -> 'properties') as property on property.key = given.key
    where sluice_private.field_fault(property.value, given.value) is not null
    order by 1, 2
    limit 1
  ) as fault;
end;

comment on function sluice_private.form_fault(jsonb, jsonb) is
  'What is wrong with what was filled into a form, or null.';
--! EndIncluded definition/form_fault.sql
--! Included definition/assignees_problem.sql
/* A template in place of the list makes one; what it makes is judged then. */
create or replace function sluice_private.assignees_problem(assignees jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_person constant text :=
    '^([^@\s]{1,64}@[^@\s]{1,255}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$';
begin
  if jsonb_typeof(assignees) = 'string' and strpos(assignees #>> '{}', '{{') > 0 then
    return null;
  elsif jsonb_typeof(assignees) is distinct from 'array'
    or jsonb_array_length(assignees) not between 1 and 100
  then
    return 'must be a list of 1 to 100 user ids and e-mail addresses';
  end if;
  return (
    select 'must be a list of user ids and e-mail addresses, and has ' || left(item::text, 100)
    from jsonb_array_elements(assignees) as item
    where jsonb_typeof(item) <> 'string'
      or strpos(item #>> '{}', '{{') = 0
        and lower(trim(item #>> '{}')) !~ v_person
    limit 1
  );
end;
$$;

comment on function sluice_private.assignees_problem(jsonb) is
  'Why these cannot be the assignees of an approval, or null.';
--! EndIncluded definition/assignees_problem.sql
--! Included definition/is_delay.sql
create or replace function sluice_private.is_delay(value jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(value) = 'string' and (
  strpos(value #>> '{}', '{{') > 0
  or sluice_hidden.try_interval(value #>> '{}') between '0' and '100 years'
);

comment on function sluice_private.is_delay(jsonb) is
  'Whether a value is a duration, or has expressions that may make one.';
--! EndIncluded definition/is_delay.sql
--! Included definition/approval_end.sql
create or replace function sluice_private.approval_end(approval jsonb, began timestamptz)
returns timestamptz
language sql
immutable
return (
  select case when due.at is not null then greatest(due.at, began) end
  from (
    select coalesce(
      sluice_private.until_instant(approval -> 'due'),
      began + case
        when sluice_hidden.try_interval(approval ->> 'due') between '0' and '100 years'
          then sluice_hidden.try_interval(approval ->> 'due')
      end
    ) as at
  ) as due
);

comment on function sluice_private.approval_end(jsonb, timestamptz) is
  'When an approval that began then is due, or null if it has no due.';
--! EndIncluded definition/approval_end.sql
--! Included definition/approval_problem.sql
/* Also of an approval whose expressions are filled in: then nothing is left to be judged later. */
create or replace function sluice_private.approval_problem(approval jsonb)
returns table (place text, message text)
language sql
immutable
begin atomic
  select fault.place, fault.message
  from (
    values
      ('assignees', sluice_private.assignees_problem(approval -> 'assignees')),
      ('quorum', case
        when approval ? 'quorum' and not (
          sluice_private.is_of_type(approval -> 'quorum', 'integer')
            and approval -> 'quorum' between '1' and '100'
          or jsonb_typeof(approval -> 'quorum') = 'string'
            and strpos(approval ->> 'quorum', '{{') > 0
        ) then 'must be a whole number from 1 to 100'
        when sluice_private.is_of_type(approval -> 'quorum', 'integer')
          and jsonb_typeof(approval -> 'assignees') = 'array'
          and strpos((approval -> 'assignees')::text, '{{') = 0
          and (approval ->> 'quorum')::numeric > (
            select count(distinct lower(trim(item)))
            from jsonb_array_elements_text(case jsonb_typeof(approval -> 'assignees')
              when 'array' then approval -> 'assignees' else '[]' end) as item
          ) then 'is more than there are assignees' end),
      ('due', case
        when approval ? 'due' and strpos((approval -> 'due')::text, '{{') = 0
          and sluice_private.approval_end(approval, '2000-01-01') is null
          then 'must be a duration or a timestamp' end),
      ('title', case
        when approval ? 'title' and (
          jsonb_typeof(approval -> 'title') <> 'string'
          or strpos(approval ->> 'title', '{{') = 0
            and length(approval ->> 'title') not between 1 and 500
        ) then 'must have 1 to 500 characters' end),
      ('reminders', case
        when approval ? 'reminders' and (
          jsonb_typeof(approval -> 'reminders') <> 'array'
          or jsonb_array_length(approval -> 'reminders') > 20
          or exists (
            select from jsonb_array_elements(approval -> 'reminders') as item
            where sluice_private.is_delay(item) is not true
          )
        ) then 'must be a list of up to 20 durations' end),
      ('escalation', case
        when approval ? 'escalation' and (
          jsonb_typeof(approval -> 'escalation') <> 'object'
          or (approval -> 'escalation') - '{after,assignees}'::text[] <> '{}'
          or sluice_private.is_delay(approval #> '{escalation,after}') is not true
        ) then 'must have after, a duration, and assignees'
        when approval ? 'escalation'
          then sluice_private.assignees_problem(approval #> '{escalation,assignees}')
        end)
  ) as fault (place, message)
  where jsonb_typeof(approval) = 'object' and fault.message is not null;
end;

comment on function sluice_private.approval_problem(jsonb) is
  'What is wrong with the approval of a wait, and where.';
--! EndIncluded definition/approval_problem.sql
--! Included definition/problems_of_approvals.sql
create or replace function sluice_private.problems_of_approvals(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.approval.' || fault.place, fault.message,
    'See docs/definitions.md, under approvals.'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral sluice_private.approval_problem(node.data -> 'approval') as fault
  where node.type = 'wait' and node.data ? 'approval'
  union all
  select sluice_private.problem(
    'bad_form', node.node_id, 'data.approval.form', fault.message,
    'A form is a flat JSON Schema; see docs/definitions.md.'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral sluice_private.form_problem(node.data #> '{approval,form}') as fault (message)
  where node.type = 'wait'
    and node.data #> '{approval,form}' is not null
    and fault.message is not null
  union all
  select sluice_private.problem(
    'unknown_key', node.node_id, 'data.approval.' || given.key, 'is not a field of an approval',
    'Known are assignees, quorum, title, details, form, due, reminders and escalation.'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral jsonb_object_keys(
    case jsonb_typeof(node.data -> 'approval') when 'object' then node.data -> 'approval' else '{}'
    end
  ) as given (key)
  where node.type = 'wait'
    and given.key not in (
      'assignees', 'quorum', 'title', 'details', 'form', 'due', 'reminders', 'escalation'
    )
  union all
  select sluice_private.problem(
    'endless_wait', node.node_id, null, 'may wait for ever',
    'Give it a timeout, and connect that port.', 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'wait' and node.data ?| '{events,condition,approval}'
    and not node.data ?| '{for,until,local,timeout}'
    and node.data #> '{approval,due}' is null;
end;

comment on function sluice_private.problems_of_approvals(jsonb) is
  'Approvals that ask nobody, or what nobody can answer; waits that need not end.';
--! EndIncluded definition/problems_of_approvals.sql
--! Included definition/problems_of_settings.sql
create or replace function sluice_private.problems_of_settings(settings jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    case when entry.key in (
      'timeout', 'priority', 'error_workflow', 'compensate', 'limits', 'retention', 'enrolment'
    ) then 'bad_field' else 'unknown_key' end,
    null, '$.settings.' || entry.key,
    case when entry.key in (
      'timeout', 'priority', 'error_workflow', 'compensate', 'limits', 'retention', 'enrolment'
    ) then 'has a value out of range' else 'is not a setting' end,
    'Known are timeout (a duration up to 10 years), priority (1 to 10), error_workflow (the name '
    'or the id of a workflow), compensate (true or false), limits (a list of up to 10), '
    'retention (1 hour to 10 years) and enrolment (an object).'
  )
  from jsonb_each(
    case jsonb_typeof(settings) when 'object' then settings else '{}' end
  ) as entry (key, value)
  where not coalesce(case entry.key
    when 'timeout' then sluice_hidden.try_interval(entry.value #>> '{}')
      between '1 second' and '10 years'
    when 'priority' then entry.value::text ~ '^([1-9]|10)$'
    when 'error_workflow' then jsonb_typeof(entry.value) = 'string'
      and entry.value #>> '{}' !~ '^$|\{\{'
    when 'limits' then case when jsonb_typeof(entry.value) = 'array'
      then jsonb_array_length(entry.value) <= 10 end
    when 'retention' then sluice_hidden.try_interval(entry.value #>> '{}')
      between '1 hour' and '10 years'
    when 'enrolment' then jsonb_typeof(entry.value) = 'object'
    when 'compensate' then jsonb_typeof(entry.value) = 'boolean'
    else false
  end, false);
end;

comment on function sluice_private.problems_of_settings(jsonb) is
  'What is wrong with the settings of a definition.';
--! EndIncluded definition/problems_of_settings.sql
--! Included definition/find_callee.sql
/* The version's own steps say where its manual trigger is: a pinned one may have had another. */
create or replace function sluice_private.find_callee(
  organization_id uuid,
  workflow_id uuid,
  version_id uuid
)
returns sluice_private.callee
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_callee sluice_private.callee;
  v_workflow record;
  v_trigger record;
  v_known record;
begin
  v_callee.organization_id := organization_id;
  v_callee.workflow_id := workflow_id;
  select w.name, w.status, coalesce(find_callee.version_id, w.live_version_id) as version_id,
    w.live_version_id
  into v_workflow
  from sluice.workflows as w
  where w.organization_id = find_callee.organization_id
    and w.id = find_callee.workflow_id;
  if not found then
    v_callee.fault := 'the workflow does not exist';
    return v_callee;
  elsif v_workflow.status <> 'active' then
    v_callee.fault := format('workflow %s is %s', v_workflow.name, v_workflow.status);
    return v_callee;
  end if;
  v_callee.version_id := v_workflow.version_id;

  select step.step_no, step.node_id, (step.config -> 'enabled')::boolean as is_enabled
  into v_trigger
  from sluice.workflow_steps as step
  where step.organization_id = find_callee.organization_id
    and step.version_id = v_callee.version_id
    and step.type = 'trigger'
    and step.config ->> 'trigger' = 'manual'
  order by step.node_id
  limit 1;
  if not found then
    v_callee.fault := format('workflow %s has no manual trigger', v_workflow.name);
    return v_callee;
  elsif not v_trigger.is_enabled then
    v_callee.fault := format('the manual trigger of workflow %s is switched off', v_workflow.name);
    return v_callee;
  end if;
  v_callee.trigger_step := v_trigger.step_no;
  select t.id, t.is_enabled
  into v_known
  from sluice.workflow_triggers as t
  where t.organization_id = find_callee.organization_id
    and t.workflow_id = find_callee.workflow_id
    and t.node_id = v_trigger.node_id;
  v_callee.trigger_id := v_known.id;
  if v_workflow.version_id = v_workflow.live_version_id and not v_known.is_enabled then
    v_callee.fault := format('the manual trigger of workflow %s is switched off', v_workflow.name);
  end if;
  return v_callee;
end;
$$;

comment on function sluice_private.find_callee(uuid, uuid, uuid) is
  'What a call of a workflow starts now: this version of it, or else the live one, from its manual '
  'trigger; or the fault because of which it cannot.';
--! EndIncluded definition/find_callee.sql
--! Included definition/named_workflow.sql
create or replace function sluice_private.named_workflow(organization_id uuid, reference text)
returns sluice.workflows
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows;
begin
  if reference ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    select w.*
    into v_workflow
    from sluice.workflows as w
    where w.organization_id = named_workflow.organization_id and w.id = reference::uuid;
  end if;
  if v_workflow.id is null then
    select w.*
    into v_workflow
    from sluice.workflows as w
    where w.organization_id = named_workflow.organization_id and w.name = reference;
  end if;
  return v_workflow;
end;
$$;

comment on function sluice_private.named_workflow(uuid, text) is
  'The workflow of an organization with this id, or else with this name; null where there is none.';
--! EndIncluded definition/named_workflow.sql
--! Included definition/problems_of_event_config.sql
create or replace function sluice_private.problems_of_event_config(trigger text, config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('name', 'has what is neither the name of an event nor a pattern',
        'Such as order.paid, order.* (one more part) or order.** (one or more).',
        trigger = 'event' and exists (
          select
          from unnest(sluice_private.texts_of(case jsonb_typeof(config -> 'name')
            when 'array' then config -> 'name' else jsonb_build_array(config -> 'name') end
          )) as named (pattern)
          where not sluice_private.is_event_pattern(named.pattern)
        )),
      ('batch', 'may be there only without debounce and throttle',
        'A trigger holds its events in one way; use a second trigger, or settings.limits.',
        (config ? 'batch')::int + (config ? 'debounce')::int + (config ? 'throttle')::int > 1),
      ('batch.within', 'must be a duration of 1 second to 30 days', 'Such as 5 minutes.',
        not sluice_private.is_span(config #> '{batch,within}', '1 s', '30 days')),
      ('debounce.for', 'must be a duration of 1 second to 30 days', 'Such as 30 seconds.',
        not sluice_private.is_span(config #> '{debounce,for}', '1 s', '30 days')),
      ('debounce.at_most', 'must be a duration of 1 second to 30 days', 'Such as 10 minutes.',
        not sluice_private.is_span(config #> '{debounce,at_most}', '1 s', '30 days')),
      ('throttle.per', 'must be a duration of 1 second to 30 days', 'Such as 1 hour.',
        not sluice_private.is_span(config #> '{throttle,per}', '1 s', '30 days')),
      ('within', 'must be a duration of 1 second to 365 days', 'Such as 1 hour.',
        trigger in ('workflow_finished', 'workflow_failed', 'expected_run_missing')
        and not sluice_private.is_span(config -> 'within', '1 s', '365 days')),
      ('mode', 'needs, to be all, two or more workflows and within',
        'Such as { "mode": "all", "workflows": ["A", "B"], "within": "1 hour" }.',
        config ->> 'mode' = 'all' and not (config ? 'within' and config ? 'workflows'
          and jsonb_array_length(config -> 'workflows') > 1)),
      ('mode', 'must be all for within or key to be looked at',
        'Add "mode": "all", or leave them out.',
        trigger in ('workflow_finished', 'workflow_failed') and config ?| '{within,key}'
        and config ->> 'mode' is distinct from 'all'),
      ('within', 'must be there, or else by', 'Such as 1 day; by is a local time, such as 09:00.',
        trigger = 'expected_run_missing' and (config ? 'within') = (config ? 'by')),
      ('by', 'must be a local time, with a zone that there is', 'Such as 09:00 in Europe/Berlin.',
        trigger = 'expected_run_missing' and config ? 'by' and sluice_private.local_fault(
          jsonb_strip_nulls(jsonb_build_object('time', config -> 'by', 'zone', config -> 'zone'))
        ) is not null),
      ('zone', 'is the calendar''s', 'Leave it out.', config ?& '{calendar,zone}'),
      ('window', 'must be a duration of 10 seconds to 7 days', 'Such as 15 minutes.',
        not sluice_private.is_span(config -> 'window', '10 s', '7 days')),
      ('every', 'must be a duration of 10 seconds to 1 day', 'Such as 1 minute.',
        trigger = 'metric_threshold'
        and not sluice_private.is_span(config -> 'every', '10 s', '1 day')),
      ('workflow', 'is not looked at by queue_lag', 'A line has the steps of all workflows.',
        config ->> 'metric' = 'queue_lag' and config ? 'workflow')
  ) as fault (key, message, hint, is_there)
  where trigger in (
      'event', 'workflow_finished', 'workflow_failed', 'expected_run_missing', 'metric_threshold'
    )
    and fault.is_there
  union all
  select 'key', compiled.problem, 'An expression such as trigger.payload.customer, without braces.'
  from sluice_private.compile_trigger_expression('key', config -> 'key') as compiled
  where trigger in ('event', 'workflow_finished', 'workflow_failed') and config ? 'key'
    and compiled.problem is not null;
end;

comment on function sluice_private.problems_of_event_config(text, jsonb) is
  'What is wrong with the config of a trigger that listens to events, or watches something, and '
  'that its schema cannot say.';
--! EndIncluded definition/problems_of_event_config.sql
--! Included definition/problems_of_segment_config.sql
create or replace function sluice_private.problems_of_segment_config(trigger text, config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select 'every', 'must be a duration of 1 minute to 30 days', 'Such as 1 hour.'
  where trigger in ('segment_entered', 'segment_left')
    and not sluice_private.is_span(config -> 'every', '1 min', '30 days')
  union all
  select 'condition', compiled.problem, 'Such as trigger.payload.record.score > 50.'
  from sluice_private.compile_trigger_expression('filter', config -> 'condition') as compiled
  where trigger in ('segment_entered', 'segment_left')
    and config ? 'condition' and compiled.problem is not null;
end;

comment on function sluice_private.problems_of_segment_config(text, jsonb) is
  'What is wrong with the config of a segment that its schema cannot say.';
--! EndIncluded definition/problems_of_segment_config.sql
--! Included definition/problems_of_triggers.sql
create or replace function sluice_private.problems_of_triggers(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    case when found.id is null then 'unknown_workflow' else 'bad_config' end,
    named.node_id, named.place,
    case when found.id is null then format('names workflow %s, which does not exist', named.name)
      else 'names its own workflow, which would start itself for ever' end,
    'Name another workflow of this organization.'
  )
  from (
    select node.node_id, format('data.config.workflows[%s]', listed.ordinal - 1) as place,
      listed.value #>> '{}' as name, true as is_chain
    from sluice_private.definition_nodes(definition) as node
    cross join lateral jsonb_array_elements(
      case jsonb_typeof(node.data #> '{config,workflows}')
        when 'array' then node.data #> '{config,workflows}' else '[]' end
    ) with ordinality as listed (value, ordinal)
    where node.type = 'trigger'
      and node.data ->> 'trigger' in ('workflow_finished', 'workflow_failed')
    union all
    select node.node_id, 'data.config.workflow', node.data #>> '{config,workflow}', false
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'trigger'
      and node.data ->> 'trigger' in ('expected_run_missing', 'metric_threshold')
      and jsonb_typeof(node.data #> '{config,workflow}') = 'string'
  ) as named
  cross join lateral (
    select (sluice_private.named_workflow(
      problems_of_triggers.organization_id, named.name
    )).id as id
    offset 0
  ) as found
  where problems_of_triggers.organization_id is not null
    and (found.id is null or named.is_chain and found.id = problems_of_triggers.workflow_id);
end;

comment on function sluice_private.problems_of_triggers(uuid, uuid, jsonb) is
  'Triggers that listen to a workflow which does not exist, or to their own.';
--! EndIncluded definition/problems_of_triggers.sql
--! Included definition/problems_of_silence.sql
/* A config that is refused is not asked when it is due. */
create or replace function sluice_private.problems_of_silence(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_node record;
  v_trigger sluice.workflow_triggers;
  v_calendar text;
begin
  for v_node in
    select node.node_id, node.data ->> 'trigger' as trigger, node.data -> 'config' as config
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'trigger'
      and (
        node.data ->> 'trigger' = any (sluice_private.scheduled_triggers())
        or node.data ->> 'trigger' in (
          'record_created', 'record_updated', 'record_deleted', 'segment_entered', 'segment_left',
          'form_submitted', 'message_received', 'payment_failed'
        )
      )
      and not exists (
        select from sluice_private.problems_of_config(
          organization_id, node.data ->> 'trigger', coalesce(node.data -> 'config', '{}')
        )
      )
  loop
    v_trigger.organization_id := organization_id;
    v_trigger.trigger := v_node.trigger;
    v_trigger.config := coalesce(v_node.config, '{}');
    v_calendar := v_trigger.config ->> 'calendar';
    if v_node.trigger similar to '(record|segment)\_%' then
      if not sluice_private.is_watched(organization_id, v_node.config ->> 'object') then
        return next sluice_private.problem(
          'unwatched_table', v_node.node_id, 'data.config.object',
          format('names %s, which nobody watches: it will not fire', v_node.config ->> 'object'),
          'Watch the table with watch_table; sluice.watched_tables has those that are.', 'warning'
        );
      end if;
    elsif v_node.trigger in ('form_submitted', 'message_received', 'payment_failed') then
      if not sluice_private.opens_door(v_node.trigger, v_node.config) and not exists (
        select from sluice_private.record_triggers as known
        where known.organization_id in (
            '00000000-0000-0000-0000-000000000000', problems_of_silence.organization_id
          )
          and known.name = v_node.trigger
      ) then
        return next sluice_private.problem(
          'no_door', v_node.node_id, 'data.config',
          'has no setting that opens an address, and there is no CRM pack: it will not fire',
          'Give a path and a scheme, or the schema of a form; or install the pack.', 'warning'
        );
      end if;
    elsif sluice_private.next_scheduled(
      sluice_private.schedule_of(v_trigger, null, sluice_hidden.now()), sluice_hidden.now()
    ) is null then
      return next sluice_private.problem(
        'never_due', v_node.node_id, 'data.config',
        'has no instant to come' || coalesce(' at which calendar ' || v_calendar || ' is open', ''),
        'Its calendar is closed at these times, or its dates are past; try preview_schedule.',
        'warning'
      );
    end if;
  end loop;
end;
$$;

comment on function sluice_private.problems_of_silence(uuid, jsonb) is
  'Triggers that would never fire: schedules that are over, or that their calendar never lets run, '
  'changes of tables that nobody watches, and requests without an address.';
--! EndIncluded definition/problems_of_silence.sql
--! Included definition/payload_fields.sql
/* Of a type that requests fire as well, those of both. */
create or replace function sluice_private.payload_fields(trigger text)
returns text[]
language sql
immutable
return string_to_array(case
  when trigger in ('record_created', 'record_updated', 'record_deleted')
    then 'object operation key old new changed_fields left_out'
  when trigger in ('segment_entered', 'segment_left') then 'object key record at contact_id'
  when trigger in ('workflow_finished', 'workflow_failed') then 'run error runs'
  when trigger in ('poll', 'polling', 'feed_item', 'imap_message') then 'item'
  when trigger in ('appointment_booked', 'appointment_rescheduled', 'appointment_no_show')
    then 'booking_id customer_id contact_id class_id class_details booking_time old_time'
  when trigger in ('payment_succeeded', 'payment_refunded')
    then 'customer_id contact_id payment_id amount payment'
  when trigger in ('tag_added', 'tag_removed') then 'contact_id tag_id tag contact'
  else case trigger
    when 'lead_created' then 'lead_id contact_id lead_data source'
    when 'lead_updated' then 'lead_id contact_id changed_fields old_data new_data'
    when 'lead_scored' then 'lead_id contact_id old_score new_score score_factors'
    when 'lead_status_changed' then 'lead_id contact_id old_status new_status lead_data'
    when 'message_received' then 'message_id content sender channel contact_id'
    when 'message_sent' then 'message_id contact_id channel status'
    when 'appointment_cancelled'
      then 'booking_id customer_id contact_id class_id reason cancelled_by'
    when 'class_reminder' then 'class_id attendees class_details'
    when 'form_submitted' then 'form_id submission_id contact_id form_data consent'
    when 'membership_expires_soon'
      then 'customer_id contact_id membership_id expiry_date days_remaining'
    when 'payment_failed' then 'customer_id contact_id payment_id amount currency failure_reason '
      'attempt_number'
    when 'task_completed' then 'task_id contact_id completed_at task'
    when 'note_added' then 'note_id contact_id content note'
    when 'opportunity_stage_changed'
      then 'opportunity_id contact_id pipeline old_stage new_stage opportunity'
    when 'stale_opportunity'
      then 'opportunity_id contact_id opportunity days_in_stage pipeline stage'
    when 'birthday' then 'contact_id contact'
    when 'task_due' then 'task_id contact_id task'
    when 'date_field_reached' then 'record date'
    when 'scheduled_time' then 'scheduled_time execution_count'
    when 'scheduled_dates' then 'scheduled_for execution_count'
    when 'business_hours' then 'current_time day_of_week'
    when 'expected_run_missing' then 'workflow expected_by last_run'
    when 'metric_threshold' then 'metric workflow value op threshold at'
  end
end, ' ');

comment on function sluice_private.payload_fields(text) is
  'What trigger.payload may have, of a built-in trigger; null: whatever is sent.';
--! EndIncluded definition/payload_fields.sql
--! Included definition/problems_of_names.sql
/* A text is looked at as it is written: what an expression makes of it is not known before. */
create or replace function sluice_private.problems_of_names(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select (sluice_private.problem(
    'unknown_column', node.node_id, named.path,
    format('names %s, which the table does not show', named.name),
    'It shows ' || array_to_string(shown.names, ', ') || '.', 'warning'
  )).*
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    select node.data ->> 'trigger' as trigger, node.data -> 'config' as config
  ) as own
  cross join lateral (
    select sluice_private.watched_columns(
      problems_of_names.organization_id,
      case own.trigger when 'lead_updated' then 'crm.contacts' else own.config ->> 'object' end
    ) as names
    offset 0
  ) as shown
  cross join lateral (
    select format('data.config.fields[%s]', field.ordinal - 1) as path, field.name
    from jsonb_array_elements_text(
      case jsonb_typeof(own.config -> 'fields') when 'array' then own.config -> 'fields'
        else '[]' end
    ) with ordinality as field (name, ordinal)
    where own.trigger in ('record_created', 'record_updated', 'record_deleted', 'lead_updated')
    union
    select 'data.config.condition', read[1]
    from regexp_matches(
      own.config ->> 'condition', 'payload\.record\.([[:alpha:]_]\w*)', 'g'
    ) as read
    where own.trigger in ('segment_entered', 'segment_left')
  ) as named
  where node.type = 'trigger' and named.name <> all (shown.names);
  return query
  select (sluice_private.problem(
    'never_crossed', node.node_id, 'data.config.value',
    'is compared with a part of the executions, from 0 to 1', 'Such as 0.2 for 20 %.', 'warning'
  )).*
  from sluice_private.definition_nodes(definition) as node
  where node.type = 'trigger'
    and node.data @> '{ "trigger": "metric_threshold", "config": { "metric": "failure_rate" } }'
    and jsonb_path_exists(node.data, 'lax $.config.value ? (@ < 0 || @ > 1)');
end;
$$;

comment on function sluice_private.problems_of_names(uuid, jsonb) is
  'Triggers that name columns which are not there, or a failure rate above all.';
--! EndIncluded definition/problems_of_names.sql
--! Included definition/problems_of_keys.sql
/* What a trigger of the organization's own gives out is not known. */
create or replace function sluice_private.problems_of_keys(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select (sluice_private.problem(
    'unknown_output', node.node_id, own.path,
    format('reads %s, which the payload of this trigger does not have', read[1]),
    'It has ' || array_to_string(own.fields, ', ') || '.', 'warning'
  )).*
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    select
      case when node.data ? 'exit' then 'data.exit' else '$.settings.enrolment.key' end as path,
      case when node.data ? 'exit' then node.data ->> 'exit'
        else definition #>> '{settings,enrolment,key}' end as key,
      sluice_private.payload_fields(node.data ->> 'trigger') as fields
  ) as own
  cross join lateral regexp_matches(
    own.key, '^\s*(?:\$\.)?trigger\.payload\.([[:alpha:]_]\w*)'
  ) as read
  where node.type = 'trigger'
    and read[1] <> all (own.fields)
    and not exists (
      select
      from sluice.workflow_trigger_definitions as known
      where known.organization_id = problems_of_keys.organization_id
        and known.name = node.data ->> 'trigger'
    );
end;
$$;

comment on function sluice_private.problems_of_keys(uuid, jsonb) is
  'Keys of an enrolment, and exits, that read what the payload of a trigger does not have.';
--! EndIncluded definition/problems_of_keys.sql
--! Included definition/enrolment_faults.sql
create or replace function sluice_private.enrolment_faults(policy jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('key', 'must be an expression that names the record',
        'Such as trigger.payload.contact_id, without braces.',
        jsonb_typeof(policy -> 'key') is distinct from 'string' or (
          sluice_private.compile_trigger_expression('key', policy -> 'key')
        ).problem is not null),
      ('again', 'must be never, after_exit, always or a duration of up to 10 years',
        'A duration is how long after it has left a record may be enrolled again.',
        policy ? 'again' and coalesce(policy ->> 'again', '')
          not in ('never', 'after_exit', 'always')
        and not sluice_private.is_span(policy -> 'again', '1 s', '10 years')),
      ('exit_on', 'must be a list of up to 20 events',
        'Such as [{ "event": "contact.unsubscribed" }]; their key is the record.',
        policy ? 'exit_on' and case when jsonb_typeof(policy -> 'exit_on') = 'array'
          then jsonb_array_length(policy -> 'exit_on') > 20 or exists (
            select
            from jsonb_array_elements(policy -> 'exit_on') as item (value)
            where jsonb_typeof(item.value) <> 'object' or item.value - 'event' <> '{}'
              or not sluice_private.is_event_pattern(item.value ->> 'event')
          ) else true end),
      ('suppressed_by', 'must be a list of up to 20 names or ids of workflows',
        'A record that is enrolled in one of them is not enrolled in this one.',
        policy ? 'suppressed_by' and case when jsonb_typeof(policy -> 'suppressed_by') = 'array'
          then jsonb_array_length(policy -> 'suppressed_by') > 20
            or jsonb_path_exists(policy, '$.suppressed_by[*] ? (@.type() != "string")')
          else true end),
      ('cap', 'must have active, or count and per', 'Such as { "count": 100, "per": "1 day" }.',
        policy ? 'cap' and case when jsonb_typeof(policy -> 'cap') = 'object'
          then policy -> 'cap' = '{}'
            or (policy -> 'cap') - '{active,count,per}'::text[] <> '{}'
            or not sluice_private.is_whole(policy #> '{cap,active}', 1, 100000)
            or not sluice_private.is_whole(policy #> '{cap,count}', 1, 100000)
            or (policy -> 'cap' ? 'count') <> (policy -> 'cap' ? 'per')
            or not sluice_private.is_span(policy #> '{cap,per}', '1 s', '365 days')
          else true end)
  ) as fault (key, message, hint, is_there)
  where fault.is_there
  union all
  select given.key, 'is not a field of enrolment',
    'Known are key, again, exit_on, suppressed_by and cap.'
  from jsonb_object_keys(policy) as given (key)
  where given.key not in ('key', 'again', 'exit_on', 'suppressed_by', 'cap');
end;

comment on function sluice_private.enrolment_faults(jsonb) is
  'What is wrong with a policy of enrolment.';
--! EndIncluded definition/enrolment_faults.sql
--! Included definition/problems_of_enrolment.sql
create or replace function sluice_private.problems_of_enrolment(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'bad_field', null, '$.settings.enrolment.' || fault.key, fault.message, fault.hint
  )
  from (
    select definition #> '{settings,enrolment}' as policy
    where jsonb_typeof(definition #> '{settings,enrolment}') = 'object'
  ) as given
  cross join lateral sluice_private.enrolment_faults(given.policy) as fault
  union all
  select sluice_private.problem(
    'unknown_workflow', null, '$.settings.enrolment.suppressed_by',
    format('names workflow %s, which does not exist', named.value #>> '{}'),
    'Name another workflow of this organization.'
  )
  from jsonb_array_elements(
    case jsonb_typeof(definition #> '{settings,enrolment,suppressed_by}')
      when 'array' then definition #> '{settings,enrolment,suppressed_by}' else '[]' end
  ) as named (value)
  where problems_of_enrolment.organization_id is not null
    and (sluice_private.named_workflow(
      problems_of_enrolment.organization_id, named.value #>> '{}'
    )).id is null
  union all
  select sluice_private.problem('bad_field', exit.node_id, 'data.exit', fault.message, fault.hint)
  from sluice_private.definition_nodes(definition) as exit
  cross join lateral (
    values
      ('ends enrolments, and the workflow has none',
        'Say in settings.enrolment which record an execution is for.',
        definition #> '{settings,enrolment}' is null),
      ('starts nothing, so that nothing may follow it', 'Remove its edges, or exit.',
        exists (
          select from sluice_private.definition_edges(definition) as edge
          where edge.source = exit.node_id
        )),
      ('has an address by which anybody may end enrolments',
        'Say in data.config.scheme how senders show who they are: none, if whoever knows it may.',
        exit.data ->> 'trigger' <> 'form_submitted'
        and sluice_private.opens_door(exit.data ->> 'trigger', exit.data -> 'config')
        and (exit.data #> '{config,scheme}') is null)
  ) as fault (message, hint, is_there)
  where exit.type = 'trigger' and exit.data ? 'exit' and fault.is_there;
end;

comment on function sluice_private.problems_of_enrolment(uuid, jsonb) is
  'What is wrong with settings.enrolment of a definition, and with its exits.';
--! EndIncluded definition/problems_of_enrolment.sql
--! Included definition/callee_problem.sql
/* A workflow that calls itself is judged as it will be once it is published. */
create or replace function sluice_private.callee_problem(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb,
  reference text,
  version jsonb
)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_called sluice.workflows := sluice_private.named_workflow(organization_id, reference);
  v_version_id uuid;
  v_callee sluice_private.callee;
begin
  if v_called.id is null then
    return array['unknown_workflow', format('names workflow %s, which does not exist', reference)];
  end if;
  if version is not null then
    select v.id
    into v_version_id
    from sluice.workflow_versions as v
    where v.organization_id = callee_problem.organization_id
      and v.workflow_id = v_called.id
      and to_jsonb(v.number) = version;
    if not found then
      return array[
        'unknown_version',
        format('names version %s of workflow %s, which does not exist', version, v_called.name)
      ];
    end if;
  elsif v_called.id = workflow_id then
    return case when not jsonb_path_exists(
      definition,
      '$.nodes[*] ? (@.type == "trigger").data ? (@.trigger == "manual" '
        '&& !(exists (@.enabled ? (@ == false))))'
    ) then array['uncallable_workflow', 'calls its own workflow, which has no manual trigger'] end;
  end if;
  v_callee := sluice_private.find_callee(organization_id, v_called.id, v_version_id);
  return case when v_callee.fault is not null
    then array['uncallable_workflow', format('names a workflow that cannot be called: %s',
      v_callee.fault)]
  end;
end;
$$;

comment on function sluice_private.callee_problem(uuid, uuid, jsonb, text, jsonb) is
  'Code and message of why a definition of this workflow cannot call what it names; null: it can.';
--! EndIncluded definition/callee_problem.sql
--! Included definition/problems_of_calls.sql
create or replace function sluice_private.problems_of_calls(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'bad_field', node.node_id, 'data.' || fault.place, fault.message, fault.hint
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    values
      ('workflow', 'must be the name or the id of a workflow', 'It may have no expressions.',
        node.data ->> 'workflow' ~ '^$|\{\{'),
      ('version', 'must be a whole number from 1', 'See number of sluice.workflow_versions.',
        sluice_private.is_whole(node.data -> 'version', 1, 2147483647) is false),
      ('on_cancel', 'must be cancel or abandon',
        'What becomes of the execution that it has started.',
        coalesce(node.data ->> 'on_cancel', 'cancel') not in ('cancel', 'abandon')),
      ('on_cancel', 'is not looked at where wait is false',
        'A call that does not wait has ended before it could be cancelled.',
        node.data ? 'on_cancel' and node.data -> 'wait' = 'false'),
      ('retry.attempt_timeout', 'is not a field of retry of a call',
        'Give the workflow that it calls a timeout in its settings.',
        node.data -> 'retry' ? 'attempt_timeout')
  ) as fault (place, message, hint, is_there)
  where node.type = 'call' and fault.is_there
  union all
  select sluice_private.problem(
    found.problem[1], reference.node_id, reference.place, found.problem[2],
    'Name an active workflow of this organization with a manual trigger; publish it first.'
  )
  from (
    select node.node_id, 'data.workflow', node.data ->> 'workflow', node.data -> 'version'
    from sluice_private.definition_nodes(definition) as node
    where node.type = 'call'
      and jsonb_typeof(node.data -> 'workflow') = 'string'
      and sluice_private.is_whole(node.data -> 'version', 1, 2147483647) is not false
    union all
    select null, '$.settings.error_workflow', definition #>> '{settings,error_workflow}', null
    where jsonb_typeof(definition #> '{settings,error_workflow}') = 'string'
  ) as reference (node_id, place, name, version)
  cross join lateral (
    select sluice_private.callee_problem(
      problems_of_calls.organization_id, problems_of_calls.workflow_id, definition,
      reference.name, reference.version
    ) as problem
    offset 0
  ) as found
  where problems_of_calls.organization_id is not null
    and reference.name !~ '^$|\{\{'
    and found.problem is not null;
end;

comment on function sluice_private.problems_of_calls(uuid, uuid, jsonb) is
  'Calls, and an error workflow, of what cannot be started; values that a field of a call may not '
  'have.';
--! EndIncluded definition/problems_of_calls.sql
--! Included definition/problems_of_ignored.sql
/* React Flow has fields of its own on an edge, so that others are not refused there. A value that
   looks like an expression nowhere, as JSON text, is not searched. */
create or replace function sluice_private.problems_of_ignored(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'ignored_field', null, format('$.edges[%s].%s', edge.ordinal - 1, given.place),
    'is not looked at', 'A condition of an edge stands in data.when, a limit of its rounds in '
    'data.max_iterations.', 'warning'
  )
  from jsonb_array_elements(
    case jsonb_typeof(definition -> 'edges') when 'array' then definition -> 'edges' else '[]' end
  ) with ordinality as edge (value, ordinal)
  cross join lateral (
    select key
    from jsonb_object_keys(edge.value) as key
    where key in ('when', 'condition', 'guard', 'filter', 'run_if', 'max_iterations')
    union all
    select 'data.' || key
    from jsonb_object_keys(
      case jsonb_typeof(edge.value -> 'data') when 'object' then edge.value -> 'data' else '{}' end
    ) as key
    where key in ('condition', 'guard', 'filter', 'run_if')
  ) as given (place)
  union all
  select sluice_private.problem(
    'ignored_field', node.node_id, 'data.' || field.name, 'is not looked at',
    format('It is for actions that workers run; %s runs in the database.', action.name), 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (values ('limits'), ('priority')) as field (name)
  cross join lateral sluice_private.find_action(
    problems_of_ignored.organization_id, node.data ->> 'action'
  ) as action
  where node.type = 'action' and node.data ? field.name and action.runs = 'sql'
  union all
  select sluice_private.problem(
    'bare_expression', node.node_id,
    sluice_private.place_of(node.data -> part.name, 'data.' || part.name, part.pattern),
    'is a text that looks like an expression',
    'Write {{ … }} around it if it is one, as in {{ trigger.payload.n }}.', 'warning'
  )
  from sluice_private.definition_nodes(definition) as node
  cross join lateral (
    select field.name,
      '^\s*(\$?\{)?\s*(\$\.)?(trigger\.(payload|headers|query)|steps\.[^.\s]+\.output|vars\.\w)'
      '[^\s{}]*\s*\}?\s*$' as pattern
    from (values ('input'), ('output'), ('collect'), ('carry'), ('key')) as field (name)
    where node.data ? field.name
  ) as part
  where (node.data -> part.name)::text
      ~ '"(\\[a-z]|\s)*(\$?\{)?\s*(\$\.)?(trigger\.(payload|headers|query)|steps\.|vars\.)'
    and jsonb_path_exists(
      node.data -> part.name,
      format('$.** ? (@ like_regex %s)', to_jsonb(part.pattern))::jsonpath
    );
end;

comment on function sluice_private.problems_of_ignored(uuid, jsonb) is
  'Fields that nobody looks at, and texts that were probably meant as expressions.';
--! EndIncluded definition/problems_of_ignored.sql
--! Included definition/problems_of_primitives.sql
/* Nested loops are off: the planner takes a JSON array for a short one.
   The rest is looked at only in a value whose edges lead somewhere. */
create or replace function sluice_private.problems_of_primitives(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  return query select p.* from sluice_private.problems_of_edges(definition) as p;
  if found then
    return;
  end if;
  return query select p.* from sluice_private.problems_of_nesting(definition) as p;
  if found then
    return;
  end if;
  return query select p.* from sluice_private.problems_of_cycles(definition) as p;
  return query select p.* from sluice_private.problems_of_graph(definition) as p;
  return query select p.* from sluice_private.problems_of_fields(definition) as p;
  return query select p.* from sluice_private.problems_of_types(definition) as p;
  return query select p.* from sluice_private.problems_of_waits(definition) as p;
  return query select p.* from sluice_private.problems_of_containers(definition) as p;
  return query select p.* from sluice_private.problems_of_groups(definition) as p;
  return query select p.* from sluice_private.problems_of_compensations(definition) as p;
  return query select p.* from sluice_private.problems_of_joins(definition) as p;
  return query select p.* from sluice_private.problems_of_dead_joins(definition) as p;
  return query select p.* from sluice_private.problems_of_order(definition) as p;
  return query select p.* from sluice_private.problems_of_retry(definition) as p;
  return query select p.* from sluice_private.problems_of_cache(definition) as p;
  return query select p.* from sluice_private.problems_of_limits(definition) as p;
  return query select p.* from sluice_private.problems_of_ports(definition) as p;
  return query
  select p.* from sluice_private.problems_of_expressions(organization_id, definition) as p;
  return query
  select p.* from sluice_private.problems_of_catalogue(organization_id, definition) as p;
  return query
  select p.* from sluice_private.problems_of_ignored(organization_id, definition) as p;
  return query
  select p.* from sluice_private.problems_of_calls(organization_id, workflow_id, definition) as p;
  return query
  select p.* from sluice_private.problems_of_calendars(organization_id, definition) as p;
  return query select p.* from sluice_private.problems_of_approvals(definition) as p;
  return query
  select p.*
  from sluice_private.problems_of_triggers(organization_id, workflow_id, definition) as p;
  if organization_id is not null then
    return query
    select p.* from sluice_private.problems_of_silence(organization_id, definition) as p;
    return query
    select p.* from sluice_private.problems_of_names(organization_id, definition) as p;
    return query
    select p.* from sluice_private.problems_of_keys(organization_id, definition) as p;
  end if;
  return query
  select p.* from sluice_private.problems_of_enrolment(organization_id, definition) as p;
  return query select p.* from sluice_private.problems_of_settings(definition -> 'settings') as p;
end;
$$;

comment on function sluice_private.problems_of_primitives(uuid, uuid, jsonb) is
  'Every problem of a definition that has no presets and the right shape.';
--! EndIncluded definition/problems_of_primitives.sql
--! Included definition/problem_of_preset.sql
create or replace function sluice_private.problem_of_preset(
  problem sluice.definition_problem,
  type text,
  fold text
)
returns sluice.definition_problem
language sql
immutable
return (
  problem.severity, problem.code, problem.node_id,
  case
    when fold in ('true', 'main')
      then regexp_replace(problem.path, '^data\.cases\[0\]\.when', 'data.when')
    when fold = 'duration' then regexp_replace(problem.path, '^data\.for\M', 'data.duration')
    when fold = 'approval' then regexp_replace(problem.path, '^data\.approval\.', 'data.')
    else problem.path
  end,
  problem.message,
  case when problem.code = 'unknown_action' and type is not null then format(
    'A node of type %s needs it there; or name another one in data.action.', type
  ) else problem.hint end
)::sluice.definition_problem;

comment on function sluice_private.problem_of_preset(sluice.definition_problem, text, text) is
  'A problem of what a preset stands for, said of the preset.';
--! EndIncluded definition/problem_of_preset.sql
--! Included definition/problems_of_presets.sql
create or replace function sluice_private.problems_of_presets(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    case when node.data ? fault.place then 'bad_field' else 'missing_field' end,
    node.node_id, 'data.' || fault.place, fault.message, fault.hint
  )
  from sluice_private.used_presets(definition) as node
  cross join lateral (
    values
      ('when', 'is missing', 'Give the condition that opens the port: "data": { "when": … }.',
        node.fold in ('true', 'main') and not node.data ?| '{when,cases}'),
      ('when', 'must be a condition, and no cases beside it',
        'A condition is a predicate in a text, or a rule group.',
        node.fold in ('true', 'main') and node.data ? 'when'
        and (node.data ? 'cases' or jsonb_typeof(node.data -> 'when') not in ('string', 'object'))),
      ('duration', 'must be a duration, and no for beside it',
        'Such as "PT5M", "{{ vars.pause }}", or a number with a unit.',
        node.fold = 'duration' and node.data ? 'duration'
        and (node.data ? 'for'
          or jsonb_typeof(node.data -> 'duration') not in ('string', 'number'))),
      ('unit', 'must be a unit of time, beside a duration that is a number',
        'One of seconds, minutes, hours, days, weeks.',
        node.fold = 'duration' and case jsonb_typeof(node.data -> 'duration')
          when 'number' then coalesce(
            node.data ->> 'unit' not in ('seconds', 'minutes', 'hours', 'days', 'weeks'), true
          )
          else node.data ? 'unit'
        end),
      ('form', 'is missing', 'Give what is to be filled in: "data": { "form": … }.',
        node.type = 'form' and not node.data ?| '{form,approval}')
  ) as fault (place, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.problems_of_presets(jsonb) is
  'What is wrong with the fields that only presets have.';
--! EndIncluded definition/problems_of_presets.sql
--! Included definition/problems_of.sql
/* The rest is looked at only in a value whose shape is right. */
create or replace function sluice_private.problems_of(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  return query select p.* from sluice_private.problems_of_shape(definition) as p;
  if found then
    return;
  end if;
  return query select p.* from sluice_private.problems_of_presets(definition) as p;
  if found then
    return;
  end if;
  return query
  select (sluice_private.problem_of_preset(p, preset.type, preset.fold)).*
  from sluice_private.problems_of_primitives(
    organization_id, workflow_id, sluice_private.expand_presets(definition)
  ) as p
  left join (
    select distinct on (used.node_id) used.* from sluice_private.used_presets(definition) as used
  ) as preset on preset.node_id = p.node_id;
end;
$$;

comment on function sluice_private.problems_of(uuid, uuid, jsonb) is
  'Every problem of a definition, judged by this organization''s catalogue and workflows; a '
  'definition of this workflow may call it.';
--! EndIncluded definition/problems_of.sql
--! Included definition/validate_definition.sql
/* Security definer: the compiler lives in sluice_private. */
create or replace function sluice.validate_definition(
  definition jsonb,
  workflow_id uuid default null
)
returns setof sluice.definition_problem
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select p.*
  from sluice_private.problems_of(
    coalesce(
      (
        select workflow.organization_id
        from sluice.workflows as workflow
        where workflow.id = validate_definition.workflow_id
          and sluice_hidden.can_see(workflow.organization_id)
      ),
      (
        select current.id
        from (values (sluice_hidden.current_organization_id())) as current (id)
        where sluice_hidden.can_see(current.id)
      )
    ),
    workflow_id,
    definition
  ) as p;
end;
$$;

comment on function sluice.validate_definition(jsonb, uuid) is
  'Every problem of a definition, whatever JSON it is: errors that publish refuses, and warnings. '
  'The workflow that it is of may call itself. Workflows and calendars that it names are looked '
  'up in the organization of that workflow, or else the active one; without either they are '
  'not.';
grant execute on function sluice.validate_definition(jsonb, uuid) to sluice_member, sluice_admin;
--! EndIncluded definition/validate_definition.sql
--! Included definition/validate_workflow_data.sql
create or replace function sluice.validate_workflow_data(
  workflow_data jsonb,
  out is_valid boolean,
  out errors text[]
)
language sql
stable
begin atomic
  select
    count(*) = 0,
    coalesce(array_agg(concat_ws(' ', problem.node_id, problem.path, problem.message)), '{}')
  from sluice.validate_definition(workflow_data) as problem
  where problem.severity = 'error';
end;

comment on function sluice.validate_workflow_data(jsonb) is
  'Whether publishing would accept a definition, and every error as a text; see '
  'validate_definition, which says more.';
grant execute on function sluice.validate_workflow_data(jsonb) to sluice_member, sluice_admin;
--! EndIncluded definition/validate_workflow_data.sql
--! Included definition/assert_valid.sql
create or replace function sluice_private.assert_valid(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_errors jsonb;
begin
  select jsonb_agg(to_jsonb(p))
  into v_errors
  from sluice_private.problems_of(organization_id, workflow_id, definition) as p
  where p.severity = 'error';

  if v_errors is not null then
    raise exception using
      errcode = 'SLVAL',
      message = format(
        'the definition has %s error%s, first: %s',
        jsonb_array_length(v_errors),
        case when jsonb_array_length(v_errors) > 1 then 's' end,
        concat_ws(
          ' ', v_errors -> 0 ->> 'node_id', v_errors -> 0 ->> 'path', v_errors -> 0 ->> 'message'
        )
      ),
      detail = v_errors::text,
      hint = 'Call validate_definition to see each with its node, its path and what to do.';
  end if;
end;
$$;

comment on function sluice_private.assert_valid(uuid, uuid, jsonb) is
  'Raises SLVAL with every error as JSON in the detail, unless the definition has none.';
--! EndIncluded definition/assert_valid.sql
--! Included definition/plain_keys.sql
create or replace function sluice_private.plain_keys(slots jsonb)
returns text[]
language sql
immutable
return (
  select case
    when bool_and(
      not (slot.value -> 'text')::boolean
      and jsonb_array_length(slot.value -> 'target') = 1
      and slot.value #> '{parts,0,filters}' = '[]'
    ) then array_agg(slot.value #>> '{target,0}' order by slot.ordinal)
  end
  from jsonb_array_elements(slots) with ordinality as slot (value, ordinal)
);

comment on function sluice_private.plain_keys(jsonb) is
  'The keys of the input that slots fill, if each fills a whole key without filters; else null.';
--! EndIncluded definition/plain_keys.sql
--! Included definition/split_config.sql
create or replace function sluice_private.split_config(data jsonb)
returns jsonb
language sql
immutable
begin atomic
  select case when data ->> 'mode' = 'split' then jsonb_build_object(
    'weights', jsonb_agg(sums.weight order by sums.ordinal), 'total', max(sums.weight)
  ) else '{}' end
  from (
    select item.ordinal, sum((item.value -> 'weight')::numeric) over (order by item.ordinal)
      as weight
    from jsonb_array_elements(case data ->> 'mode' when 'split' then data -> 'cases' else '[]' end)
      with ordinality as item (value, ordinal)
  ) as sums;
end;

comment on function sluice_private.split_config(jsonb) is
  'Of a choice of mode split, the weights of its cases, each with those before it, and in all.';
--! EndIncluded definition/split_config.sql
--! Included definition/compile_config.sql
create or replace function sluice_private.compile_config(type text, data jsonb)
returns jsonb
language sql
immutable
return case type
  when 'trigger' then jsonb_build_object(
    'trigger', data -> 'trigger', 'enabled', coalesce(data -> 'enabled', 'true')
  )
  when 'call' then jsonb_build_object(
    'wait', coalesce(data -> 'wait', 'true'),
    'cancels', coalesce(data ->> 'on_cancel', 'cancel') = 'cancel'
  )
  when 'choice' then sluice_private.split_config(data) || jsonb_build_object(
    'mode', coalesce(data ->> 'mode', 'first'),
    'ports', jsonb_path_query_array(data, '$.cases[*].port'),
    'default', data -> 'default'
  )
  when 'foreach' then jsonb_strip_nulls(jsonb_build_object(
    'as', data -> 'as',
    'concurrency', data -> 'concurrency',
    'completion', case when jsonb_typeof(data -> 'completion') = 'number'
      then data -> 'completion' end,
    'rest', data -> 'rest',
    'on_item_error', data -> 'on_item_error',
    'timeout', data -> 'timeout'
  ))
  when 'wait' then jsonb_build_object(
    'ports', array(
      select port from unnest(sluice_private.node_ports(type, data)) as port
      where port not in ('timeout', 'rejected', 'error')
    ),
    'form', data #> '{approval,form}'
  )
  when 'loop' then jsonb_strip_nulls(jsonb_build_object(
    'max_iterations', data -> 'max_iterations', 'timeout', data -> 'timeout',
    'drawn', data -> 'drawn'
  ))
  when 'group' then jsonb_strip_nulls(jsonb_build_object(
    'timeout', data -> 'timeout',
    'lock', data -> 'lock',
    'cancel_on', data -> 'cancel_on',
    'order', nullif(data -> 'order', '"free"')
  ))
  when 'end' then jsonb_build_object(
    'scope', coalesce(data ->> 'scope', 'branch'),
    'status', coalesce(data ->> 'status', 'completed')
  )
  else '{}'
end;

comment on function sluice_private.compile_config(text, jsonb) is
  'What the engine needs to know of a node besides what it evaluates.';
--! EndIncluded definition/compile_config.sql
--! Included definition/compile_steps.sql
create or replace function sluice_private.compile_steps(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
begin
  insert into sluice.workflow_steps (
    organization_id, version_id, step_no, node_id, type, label, action, runs, handler, scope,
    in_degree, join_kind, join_needed, is_disabled, is_sink, run_if, reads, input_template,
    input_slots, input_paths, input_keys, roots, refs, config, on_error, error_ports, timeout,
    max_attempts, backoff, retry_initial, retry_max, retry_jitter, retry_when, attempt_timeout
  )
  select
    compile_steps.organization_id, compile_steps.version_id, node.node_no, node.node_id, node.type,
    node.data ->> 'label', action.name, coalesce(action.runs, 'engine'), action.handler,
    coalesce(array_position(v_ids, node.parent_id), 0), coalesce(incoming.n, 0),
    coalesce(node.data #>> '{join,kind}', 'any'),
    case node.data #>> '{join,kind}'
      when 'every' then coalesce(incoming.n, 1)
      when 'quorum' then (node.data #> '{join,n}')::int else 1 end,
    coalesce((node.data -> 'disabled')::boolean, false),
    outgoing.ports is null,
    compiled.run_if, compiled.reads, compiled.template, compiled.slots, compiled.paths,
    case when not node.data ? 'condition' then sluice_private.plain_keys(compiled.slots) end,
    array(select distinct root from unnest(compiled.roots) as root order by 1),
    array(select distinct array_position(v_ids, ref) from unnest(compiled.refs) as ref order by 1),
    sluice_private.compile_config(node.type, node.data),
    case when errors.ports = '{}' or node.data ->> 'on_error' = 'continue'
      then coalesce(node.data ->> 'on_error', 'fail') else 'branch' end,
    errors.ports,
    case when node.type in ('action', 'call') then (node.data ->> 'timeout')::interval end,
    coalesce((retry.policy ->> 'max_attempts')::int, 1),
    coalesce(retry.policy ->> 'backoff', 'exponential'),
    coalesce((retry.policy ->> 'initial')::interval, '1 second'),
    coalesce((retry.policy ->> 'max')::interval, '1 hour'),
    coalesce((retry.policy ->> 'jitter')::double precision, 0.2),
    sluice_private.texts_of(retry.policy -> 'when'), (retry.policy ->> 'attempt_timeout')::interval
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named on named.node_id = node.node_id
  cross join lateral sluice_private.compile_node(
    node.type, node.data, v_ids, named.outer_names
  ) as compiled
  left join (
    select edge.target as node_id, count(*) as n
    from sluice_private.definition_edges(definition) as edge
    group by edge.target
  ) as incoming on incoming.node_id = node.node_id
  left join (
    select edge.source as node_id, array_agg(edge.port) as ports
    from sluice_private.definition_edges(definition) as edge
    group by edge.source
  ) as outgoing on outgoing.node_id = node.node_id
  cross join lateral (
    select coalesce(array_agg(distinct port) filter (where port ~ '^error(:|$)'), '{}') as ports
    from unnest(outgoing.ports) as port
  ) as errors
  left join lateral sluice_private.find_action(
    compile_steps.organization_id, node.data ->> 'action'
  ) as action on node.type = 'action'
  cross join lateral (
    select coalesce(action.retry, '{}') || coalesce(node.data -> 'retry', '{}') as policy
  ) as retry;
end;
$$;

comment on function sluice_private.compile_steps(uuid, uuid, jsonb) is
  'Writes the steps of a version; the definition must be valid.';
--! EndIncluded definition/compile_steps.sql
--! Included definition/compile_containers.sql
create or replace function sluice_private.compile_containers(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
begin
  update sluice.workflow_steps as step
  set
    config = step.config || jsonb_build_object('entries', inside.entries)
      || case when node.data -> 'compensate' = 'true' then jsonb_build_object(
        'compensate', case when around.is_inside then 'inner' else 'outermost' end
      ) else '{}' end,
    result_template = compiled.template,
    result_slots = compiled.slots,
    result_paths = compiled.paths,
    result_refs = array(
      select distinct array_position(v_ids, ref) from unnest(compiled.refs) as ref order by 1
    ),
    result_roots = coalesce(compiled.roots, '{}'),
    repeat_until = compiled.repeat_until
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_result(
    node.type, node.data, v_ids, named.inner_names
  ) as compiled
  inner join (
    select child.parent_id, jsonb_agg(child.node_no order by child.node_no) as entries
    from sluice_private.definition_nodes(definition) as child
    left join sluice_private.definition_edges(definition) as edge on edge.target = child.node_id
    where edge.target is null and child.parent_id is not null
    group by child.parent_id
  ) as inside on inside.parent_id = node.node_id
  inner join sluice_private.compensated_nodes(definition) as around
    on around.node_id = node.node_id
  where step.organization_id = compile_containers.organization_id
    and step.version_id = compile_containers.version_id
    and step.step_no = node.node_no;

  update sluice.workflow_steps as step
  set takes_turns = true
  from sluice_private.definition_nodes(definition) as child
  inner join sluice_private.definition_nodes(definition) as node
    on node.node_id = child.parent_id
  where step.organization_id = compile_containers.organization_id
    and step.version_id = compile_containers.version_id
    and step.step_no = child.node_no
    and node.type = 'group'
    and node.data ->> 'order' = 'one_at_a_time';
end;
$$;

comment on function sluice_private.compile_containers(uuid, uuid, jsonb) is
  'Completes the steps of a version that are containers, where an iteration enters and what it '
  'gives, and those in groups that run them one at a time.';
--! EndIncluded definition/compile_containers.sql
--! Included definition/compile_outputs.sql
create or replace function sluice_private.compile_outputs(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
begin
  update sluice.workflow_steps as step
  set
    output_template = node.data -> 'output',
    output_slots = compiled.slots,
    output_paths = compiled.paths,
    output_roots = compiled.roots,
    output_refs = array(
      select distinct array_position(v_ids, ref)
      from unnest(compiled.refs) as ref
      where ref <> node.node_id
      order by 1
    )
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_template(
    node.data -> 'output', 'output', v_ids, named.outer_names
  ) as compiled
  where node.type <> 'end'
    and node.data ? 'output'
    and step.organization_id = compile_outputs.organization_id
    and step.version_id = compile_outputs.version_id
    and step.step_no = node.node_no;
end;
$$;

comment on function sluice_private.compile_outputs(uuid, uuid, jsonb) is
  'Completes the steps of a version whose output is replaced.';
--! EndIncluded definition/compile_outputs.sql
--! Included definition/compile_calls.sql
/* References become ids here: a workflow that is renamed later is still the one that was meant. */
create or replace function sluice_private.compile_calls(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  update sluice.workflow_steps as step
  set
    config = step.config || jsonb_build_object('workflow_id', called.id, 'version_id', (
      select pinned.id
      from sluice.workflow_versions as pinned
      where pinned.organization_id = compile_calls.organization_id
        and pinned.workflow_id = called.id
        and to_jsonb(pinned.number) = node.data -> 'version'
    ))
  from sluice_private.definition_nodes(definition) as node
  cross join lateral sluice_private.named_workflow(
    compile_calls.organization_id, node.data ->> 'workflow'
  ) as called
  where node.type = 'call'
    and step.organization_id = compile_calls.organization_id
    and step.version_id = compile_calls.version_id
    and step.step_no = node.node_no;
end;
$$;

comment on function sluice_private.compile_calls(uuid, uuid, jsonb) is
  'Completes the steps of a version that are calls: what they call.';
--! EndIncluded definition/compile_calls.sql
--! Included definition/compile_compensations.sql
/* The steps that undo others come after those of the nodes. */
create or replace function sluice_private.compile_compensations(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
begin
  insert into sluice.workflow_steps (
    organization_id, version_id, step_no, node_id, type, label, action, runs, handler, scope,
    in_degree, input_template, input_slots, input_paths, input_keys, roots, refs,
    max_attempts, backoff, retry_initial, retry_max, retry_jitter, retry_when, attempt_timeout
  )
  select
    compile_compensations.organization_id, compile_compensations.version_id,
    cardinality(v_ids) + row_number() over (order by node.node_no),
    node.node_id || ':compensate', 'compensation', node.data ->> 'label', action.name, action.runs,
    action.handler, coalesce(array_position(v_ids, node.parent_id), 0), 0,
    coalesce(node.data #> '{compensate,input}', '{}'), compiled.slots, compiled.paths,
    sluice_private.plain_keys(compiled.slots),
    array(select distinct root from unnest(compiled.roots) as root order by 1),
    array(
      select distinct array_position(v_ids, ref) from unnest(compiled.refs) as ref order by 1
    ),
    coalesce((retry.policy ->> 'max_attempts')::int, 1),
    coalesce(retry.policy ->> 'backoff', 'exponential'),
    coalesce((retry.policy ->> 'initial')::interval, '1 second'),
    coalesce((retry.policy ->> 'max')::interval, '1 hour'),
    coalesce((retry.policy ->> 'jitter')::double precision, 0.2),
    sluice_private.texts_of(retry.policy -> 'when'), (retry.policy ->> 'attempt_timeout')::interval
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.compensated_nodes(definition) as known
    on known.node_id = node.node_id and known.is_inside
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_template(
    coalesce(node.data #> '{compensate,input}', '{}'), 'compensate.input', v_ids,
    named.outer_names
  ) as compiled
  cross join lateral sluice_private.find_action(
    compile_compensations.organization_id, node.data #>> '{compensate,action}'
  ) as action
  cross join lateral (
    select coalesce(action.retry, '{}') || coalesce(node.data #> '{compensate,retry}', '{}')
      as policy
  ) as retry
  where node.type = 'action' and node.data ? 'compensate';

  update sluice.workflow_steps as step
  set compensation = undo.step_no
  from sluice.workflow_steps as undo
  where step.organization_id = compile_compensations.organization_id
    and step.version_id = compile_compensations.version_id
    and not step.is_disabled
    and undo.organization_id = step.organization_id
    and undo.version_id = step.version_id
    and undo.type = 'compensation'
    and undo.node_id = step.node_id || ':compensate';
end;
$$;

comment on function sluice_private.compile_compensations(uuid, uuid, jsonb) is
  'Writes the steps of a version that undo others, and which those are.';
--! EndIncluded definition/compile_compensations.sql
--! Included definition/compile_caches.sql
create or replace function sluice_private.compile_caches(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
begin
  update sluice.workflow_steps as step
  set
    cache_ttl = (node.data #>> '{cache,ttl}')::interval,
    result_template = compiled.template,
    result_slots = compiled.slots,
    result_paths = compiled.paths,
    roots = array(
      select distinct root from unnest(step.roots || compiled.roots) as root order by 1
    ),
    refs = array(
      select distinct ref
      from unnest(step.refs || array(
        select array_position(v_ids, ref) from unnest(compiled.refs) as ref
      )) as ref
      order by 1
    )
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_result(
    node.type, node.data, v_ids, named.outer_names
  ) as compiled
  where node.type = 'action'
    and node.data ? 'cache'
    and step.organization_id = compile_caches.organization_id
    and step.version_id = compile_caches.version_id
    and step.step_no = node.node_no;
end;
$$;

comment on function sluice_private.compile_caches(uuid, uuid, jsonb) is
  'Completes the steps of a version whose results are kept.';
--! EndIncluded definition/compile_caches.sql
--! Included definition/compile_limits.sql
/* An id that could be taken for more than itself is quoted in a key. */
create or replace function sluice_private.compile_limits(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
  v_workflow_id uuid := (
    select version.workflow_id
    from sluice.workflow_versions as version
    where version.organization_id = compile_limits.organization_id
      and version.id = compile_limits.version_id
  );
begin
  update sluice.workflow_versions as version
  set limits = made.compiled, limit_paths = made.paths
  from sluice_private.compile_limit_rules(
    compile_limits.definition #> '{settings,limits}', 'workflow:' || v_workflow_id, 'limits', '{}',
    '{}'
  ) as made
  where version.organization_id = compile_limits.organization_id
    and version.id = compile_limits.version_id
    and compile_limits.definition #>> '{settings,limits}' <> '[]';

  update sluice.workflow_steps as step
  set
    limits = made.compiled,
    limit_paths = made.paths,
    roots = array(
      select distinct root from unnest(step.roots || made.roots) as root order by 1
    ),
    refs = array(
      select distinct ref
      from unnest(step.refs || array(
        select array_position(v_ids, ref) from unnest(made.refs) as ref
      )) as ref
      order by 1
    )
  from sluice_private.definition_nodes(compile_limits.definition) as node
  inner join sluice_private.item_names(compile_limits.definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_limit_rules(
    node.data -> 'limits',
    format(
      'step:%s/%s', v_workflow_id,
      case when node.node_id ~ '[/:"]' then to_jsonb(node.node_id)::text else node.node_id end
    ),
    'limits', v_ids, named.outer_names
  ) as made
  where node.type = 'action'
    and node.data ? 'limits'
    and step.organization_id = compile_limits.organization_id
    and step.version_id = compile_limits.version_id
    and step.step_no = node.node_no
    and step.runs = 'worker';

  update sluice.workflow_steps as step
  set priority = (node.data ->> 'priority')::smallint
  from sluice_private.definition_nodes(compile_limits.definition) as node
  where node.type = 'action'
    and node.data ? 'priority'
    and step.organization_id = compile_limits.organization_id
    and step.version_id = compile_limits.version_id
    and step.step_no = node.node_no;
end;
$$;

comment on function sluice_private.compile_limits(uuid, uuid, jsonb) is
  'Completes a version with its limits, and its steps with theirs and their priorities.';
--! EndIncluded definition/compile_limits.sql
--! Included definition/live_sources.sql
/* A cycle is left by its loop, over an edge that has the id of the node which notes it; the
   edge to that node is the one that was drawn. */
create or replace function sluice_private.live_sources(definition jsonb)
returns table (node_id text, edge_id text, source text, origin text)
language sql
immutable
begin atomic
  with recursive edges as materialized (
    select edge.edge_id, edge.source, edge.target, source.data ? 'drawn' as is_drawn
    from sluice_private.definition_edges(definition) as edge
    inner join sluice_private.definition_nodes(definition) as source
      on source.node_id = edge.source
  ),
  traced (node_id, edge_id, source, via, origin, is_drawn) as (
    select edge.target, edge.edge_id, edge.source, edge.edge_id, edge.source, edge.is_drawn
    from edges as edge
    inner join sluice_private.definition_nodes(definition) as node
      on node.node_id = edge.target and node.type = 'join'
    union all
    select t.node_id, t.edge_id, t.source, edge.edge_id, edge.source, edge.is_drawn
    from traced as t
    inner join edges as edge on edge.target = t.via
    where t.is_drawn
  )
  select t.node_id, t.edge_id, t.source, t.origin from traced as t where not t.is_drawn;
end;

comment on function sluice_private.live_sources(jsonb) is
  'The edges that lead to nodes of type join, in a definition whose cycles have become loops: '
  'the step that each leaves, and the step whose output it stands for.';
--! EndIncluded definition/live_sources.sql
--! Included definition/compile_joins.sql
create or replace function sluice_private.compile_joins(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
begin
  update sluice.workflow_steps as step
  set
    config = jsonb_build_object('sources', known.sources, 'origins', known.origins),
    roots = array(select distinct root from unnest(step.roots || 'steps'::text) as root order by 1),
    refs = array(
      select distinct ref
      from unnest(step.refs || array(
        select array_position(v_ids, origin.id) from unnest(known.ids) as origin (id)
      )) as ref
      order by 1
    )
  from (
    select source.node_id, array_agg(source.origin) as ids,
      jsonb_agg(distinct array_position(v_ids, source.source)) as sources,
      jsonb_object_agg(source.edge_id, source.origin) as origins
    from sluice_private.live_sources(definition) as source
    group by source.node_id
  ) as known
  where step.organization_id = compile_joins.organization_id
    and step.version_id = compile_joins.version_id
    and step.node_id = known.node_id;
end;
$$;

comment on function sluice_private.compile_joins(uuid, uuid, jsonb) is
  'Completes the steps of a version that are joins: which steps lead to them, and whose output '
  'each edge stands for.';
--! EndIncluded definition/compile_joins.sql
--! Included definition/immediate_dominators.sql
/* Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm (2001). Without cycles one pass in
   topological order is enough. 0 is the virtual root before all nodes without predecessors. */
create or replace function sluice_private.immediate_dominators(
  node_count int,
  sources int[],
  targets int[]
)
returns int[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_order int[] := sluice_private.topological_order(node_count, sources, targets);
  v_rank int[] := array_fill(0, array[greatest(node_count, 1)]);
  v_idom int[] := array_fill(-1, array[greatest(node_count, 1)]);
  v_edge record;
  v_a int;
  v_b int;
begin
  for v_edge in
    select o.node_no, o.rank::int from unnest(v_order) with ordinality as o (node_no, rank)
  loop
    v_rank[v_edge.node_no] := v_edge.rank;
  end loop;
  for v_edge in
    select node.node_no, edge.source
    from unnest(v_order) with ordinality as node (node_no, rank)
    left join unnest(sources, targets) as edge (source, target) on edge.target = node.node_no
    order by node.rank
  loop
    v_a := coalesce(v_edge.source, 0);
    v_b := v_idom[v_edge.node_no];
    while v_b <> -1 and v_a <> v_b loop
      if coalesce(v_rank[nullif(v_a, 0)], 0) > coalesce(v_rank[nullif(v_b, 0)], 0) then
        v_a := v_idom[v_a];
      else
        v_b := v_idom[v_b];
      end if;
    end loop;
    v_idom[v_edge.node_no] := v_a;
  end loop;
  return v_idom;
end;
$$;

comment on function sluice_private.immediate_dominators(int, int[], int[]) is
  'For each node the last one that every path to it passes; 0 where there is none.';
--! EndIncluded definition/immediate_dominators.sql
--! Included definition/compile_regions.sql
/* R9: the nodes on a path from the immediate dominator of a join to the join, both exclusive.
   An iteration begins at nodes without predecessors, as the root begins at triggers. */
create or replace function sluice_private.compile_regions(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_sources int[];
  v_targets int[];
  v_idom int[];
  v_join record;
begin
  if not jsonb_path_exists(definition, '$.nodes[*].data.join ? (@.rest == "cancel")') then
    return;
  end if;
  select array_agg(source.node_no), array_agg(target.node_no)
  into v_sources, v_targets
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target on target.node_id = edge.target;
  v_idom := sluice_private.immediate_dominators(
    cardinality(sluice_private.definition_node_ids(definition)), v_sources, v_targets
  );
  for v_join in
    select node.node_no
    from sluice_private.definition_nodes(definition) as node
    where node.data #>> '{join,rest}' = 'cancel'
  loop
    update sluice.workflow_steps as step
    set join_region = array(
      with recursive above (node_no) as (
        select edge.source
        from unnest(v_sources, v_targets) as edge (source, target)
        where edge.target = v_join.node_no and edge.source <> v_idom[v_join.node_no]
        union
        select edge.source
        from above
        inner join unnest(v_sources, v_targets) as edge (source, target)
          on edge.target = above.node_no
        where edge.source <> v_idom[v_join.node_no]
      )
      select above.node_no
      from above
      inner join sluice_private.definition_nodes(definition) as node
        on node.node_no = above.node_no
      where node.type <> 'trigger'
      order by 1
    )
    where step.organization_id = compile_regions.organization_id
      and step.version_id = compile_regions.version_id
      and step.step_no = v_join.node_no;
  end loop;
end;
$$;

comment on function sluice_private.compile_regions(uuid, uuid, jsonb) is
  'Notes for each quorum that cancels the rest which steps these are.';
--! EndIncluded definition/compile_regions.sql
--! Included definition/compile_edges.sql
create or replace function sluice_private.compile_edges(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
begin
  insert into sluice.workflow_edges (
    organization_id, version_id, source, edge_no, edge_id, target, port, guard, guard_refs,
    guard_reads
  )
  select
    compile_edges.organization_id, compile_edges.version_id, source.node_no, edge.edge_no,
    edge.edge_id, target.node_no, edge.port, guard.path,
    array(select distinct array_position(v_ids, ref) from unnest(guard.refs) as ref order by 1),
    sluice_private.reads_of(array[guard.path])
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source on source.node_id = edge.source
  inner join sluice_private.definition_nodes(definition) as target on target.node_id = edge.target
  inner join sluice_private.item_names(definition) as named on named.node_id = edge.source
  left join lateral sluice_private.compile_condition(
    edge.guard, v_ids, named.outer_names
  ) as guard on edge.guard is not null;

  update sluice.workflow_steps
  set is_referenced = true
  where workflow_steps.organization_id = compile_edges.organization_id
    and workflow_steps.version_id = compile_edges.version_id
    and workflow_steps.step_no in (
      select unnest(reader.refs || reader.result_refs || reader.output_refs)
      from sluice.workflow_steps as reader
      where reader.organization_id = compile_edges.organization_id
        and reader.version_id = compile_edges.version_id
      union
      select unnest(edge.guard_refs)
      from sluice.workflow_edges as edge
      where edge.organization_id = compile_edges.organization_id
        and edge.version_id = compile_edges.version_id
    );
end;
$$;

comment on function sluice_private.compile_edges(uuid, uuid, jsonb) is
  'Writes the edges of a version and marks the steps whose outputs are read.';
--! EndIncluded definition/compile_edges.sql
--! Included definition/is_line.sql
create or replace function sluice_private.is_line(organization_id uuid, version_id uuid)
returns boolean
language sql
stable
begin atomic
  select bool_and(step.type in ('trigger', 'action', 'wait') and step.in_degree <= 1)
    and not exists (
      select
      from sluice.workflow_edges as edge
      where edge.organization_id = is_line.organization_id
        and edge.version_id = is_line.version_id
      group by edge.source
      having count(*) > 1
    )
    and exists (
      select
      from sluice.workflow_versions as version
      where version.organization_id = is_line.organization_id
        and version.id = is_line.version_id
        and version.timeout is null
    )
  from sluice.workflow_steps as step
  where step.organization_id = is_line.organization_id
    and step.version_id = is_line.version_id;
end;

comment on function sluice_private.is_line(uuid, uuid) is
  'Whether one action at most can be under way in an execution of a version, and nothing else.';
--! EndIncluded definition/is_line.sql
--! Included definition/has_early_joins.sql
create or replace function sluice_private.has_early_joins(organization_id uuid, version_id uuid)
returns boolean
language sql
stable
return exists (
  select
  from sluice.workflow_steps as step
  where step.organization_id = has_early_joins.organization_id
    and step.version_id = has_early_joins.version_id
    and step.join_kind <> 'any'
);

comment on function sluice_private.has_early_joins(uuid, uuid) is
  'Whether a join of a version may be decided before all of its edges are.';
--! EndIncluded definition/has_early_joins.sql
--! Included definition/sources_of.sql
/* A path that begins with the trigger, the variables or an output, and reads nothing else, is one
   into that alone: nothing has to be built around it for the path to go through. */
create or replace function sluice_private.sources_of(organization_id uuid, version_id uuid)
returns table (step_no int, sources int[], parts jsonpath[])
language sql
stable
begin atomic
  with slot as (
    select step.step_no, path.ordinality, regexp_match(
      path.text::text,
      '^\$\.(?:"(trigger|vars)"|"steps"\.("(?:[^"\\]|\\.)*")\."output")((?:[.[?][^$]*)?)$'
    ) as split
    from sluice.workflow_steps as step
    cross join lateral unnest(step.input_paths) with ordinality as path (text, ordinality)
    where step.organization_id = sources_of.organization_id
      and step.version_id = sources_of.version_id
      and step.input_keys is not null
  )
  select
    slot.step_no,
    array_agg(
      case slot.split[1] when 'trigger' then 0 when 'vars' then -1 else known.step_no end
      order by slot.ordinality
    ),
    array_agg(('$' || slot.split[3])::jsonpath order by slot.ordinality)
  from slot
  left join sluice.workflow_steps as known
    on known.organization_id = sources_of.organization_id
    and known.version_id = sources_of.version_id
    and known.node_id = slot.split[2]::jsonb #>> '{}'
  group by slot.step_no
  having bool_and(slot.split[1] is not null or known.step_no is not null);
end;

comment on function sluice_private.sources_of(uuid, uuid) is
  'Of the steps of a version whose slots read one thing each: where each begins (the output of a '
  'step; 0 the trigger, -1 the variables), and the way from there.';
--! EndIncluded definition/sources_of.sql
--! Included definition/readers_of.sql
create or replace function sluice_private.readers_of(organization_id uuid, version_id uuid)
returns table (step_no int, readers int[])
language sql
stable
begin atomic
  select ref.step_no, array_agg(ref.reader)
  from (
    select unnest(reader.refs) as step_no, reader.step_no as reader
    from sluice.workflow_steps as reader
    where reader.organization_id = readers_of.organization_id
      and reader.version_id = readers_of.version_id
    union all
    select unnest(reader.result_refs || reader.output_refs), 0
    from sluice.workflow_steps as reader
    where reader.organization_id = readers_of.organization_id
      and reader.version_id = readers_of.version_id
    union all
    select unnest(edge.guard_refs), 0
    from sluice.workflow_edges as edge
    where edge.organization_id = readers_of.organization_id
      and edge.version_id = readers_of.version_id
  ) as ref
  group by ref.step_no;
end;

comment on function sluice_private.readers_of(uuid, uuid) is
  'Whose outputs are read in a version, and by the inputs of which steps; 0: by something else.';
--! EndIncluded definition/readers_of.sql
--! Included definition/sole_edges.sql
create or replace function sluice_private.sole_edges(organization_id uuid, version_id uuid)
returns table (source int, target int, edge_id text)
language sql
stable
begin atomic
  select edge.source, min(edge.target), min(edge.edge_id)
  from sluice.workflow_edges as edge
  where edge.organization_id = sole_edges.organization_id
    and edge.version_id = sole_edges.version_id
  group by edge.source
  having count(*) = 1 and bool_and(edge.port = 'main' and edge.guard is null);
end;

comment on function sluice_private.sole_edges(uuid, uuid) is
  'The edges of a version that leave their step alone, and whenever it completes.';
--! EndIncluded definition/sole_edges.sql
--! Included definition/has_simple_start.sql
create or replace function sluice_private.has_simple_start(organization_id uuid, version_id uuid)
returns boolean
language sql
stable
begin atomic
  select version.timeout is null and count(*) = 1 and not bool_or(step.is_referenced)
  from sluice.workflow_versions as version
  inner join sluice.workflow_steps as step
    on step.organization_id = version.organization_id
    and step.version_id = version.id
    and step.type = 'trigger'
  where version.organization_id = has_simple_start.organization_id
    and version.id = has_simple_start.version_id
  group by version.timeout;
end;

comment on function sluice_private.has_simple_start(uuid, uuid) is
  'Whether a version has one trigger, of which nothing has to be kept, and no deadline.';
--! EndIncluded definition/has_simple_start.sql
--! Included definition/compile_successors.sql
/* What would make the engine look twice makes a step no successor: a join, a guard, a choice of
   ports, a deadline, a cache, a limit, an undo, another output, a container around. Past a join
   that is decided before all of its edges are, what it reads may end together with the step. */
create or replace function sluice_private.compile_successors(
  organization_id uuid,
  version_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_is_simple boolean := sluice_private.has_simple_start(organization_id, version_id);
  v_is_early boolean := sluice_private.has_early_joins(organization_id, version_id);
begin
  insert into sluice_private.step_successors (
    organization_id, version_id, step_no, node_id, type, action, is_kept, verdicts, next_no,
    next_node_id, next_action, next_timeout_ms, next_template, next_keys, next_sources, next_parts
  )
  select
    step.organization_id, step.version_id, step.step_no, step.node_id, step.type, step.action,
    not coalesce(read.readers <@ array[next.step_no], true),
    jsonb_build_object('edges', jsonb_build_object(leaving.edge_id, true)),
    next.step_no, next.node_id, next.action,
    (extract(epoch from next.attempt_timeout) * 1000)::int,
    next.input_template, next.input_keys, slot.sources, slot.parts
  from sluice_private.sole_edges(
    compile_successors.organization_id, compile_successors.version_id
  ) as leaving
  inner join sluice.workflow_steps as step on step.step_no = leaving.source
  inner join sluice.workflow_steps as next on next.step_no = leaving.target
  left join sluice_private.sources_of(
    compile_successors.organization_id, compile_successors.version_id
  ) as slot
    on slot.step_no = next.step_no
  left join sluice_private.readers_of(
    compile_successors.organization_id, compile_successors.version_id
  ) as read
    on read.step_no = step.step_no
  where step.organization_id = compile_successors.organization_id
    and step.version_id = compile_successors.version_id
    and (
      step.type in ('action', 'wait', 'call', 'join') and step.scope = 0
      or step.type = 'trigger' and v_is_simple
    )
    and num_nonnulls(step.timeout, step.cache_ttl, step.compensation, step.output_template) = 0
    and not step.takes_turns
    and next.organization_id = step.organization_id
    and next.version_id = step.version_id
    and (next.type, next.runs, next.scope, next.in_degree) = ('action', 'worker', 0, 1)
    and num_nonnulls(next.run_if, next.timeout, next.cache_ttl, next.limits, next.priority) = 0
    and not next.is_disabled
    and not next.takes_turns
    and next.join_region = '{}'
    and next.roots <@ '{trigger,vars,steps}'
    and (next.input_slots = '[]' or slot.sources is not null)
    and (next.refs <@ array[step.step_no] or not v_is_early);
end;
$$;

comment on function sluice_private.compile_successors(uuid, uuid) is
  'Finds the successors: steps that a worker runs, about which nothing is left to decide when the '
  'only trigger, or the only step before them, has completed.';
--! EndIncluded definition/compile_successors.sql
--! Included definition/compile_openings.sql
create or replace function sluice_private.compile_openings(organization_id uuid, version_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  if sluice_private.has_simple_start(organization_id, version_id) is not true then
    return;
  end if;
  insert into sluice_private.step_successors (
    organization_id, version_id, step_no, node_id, type, is_kept, verdicts, next_no
  )
  select
    step.organization_id, step.version_id, step.step_no, step.node_id, step.type, false,
    jsonb_build_object('edges', jsonb_build_object(leaving.edge_id, true)), next.step_no
  from sluice_private.sole_edges(
    compile_openings.organization_id, compile_openings.version_id
  ) as leaving
  inner join sluice.workflow_steps as step on step.step_no = leaving.source
  inner join sluice.workflow_steps as next on next.step_no = leaving.target
  where step.organization_id = compile_openings.organization_id
    and step.version_id = compile_openings.version_id
    and step.type = 'trigger'
    and next.organization_id = step.organization_id
    and next.version_id = step.version_id
    and (next.scope, next.in_degree) = (0, 1)
  on conflict do nothing;
end;
$$;

comment on function sluice_private.compile_openings(uuid, uuid) is
  'Finds what alone follows the only trigger of a version, where that is not for a worker, or '
  'something is to be decided there.';
--! EndIncluded definition/compile_openings.sql
--! Included definition/compile_ends.sql
create or replace function sluice_private.compile_ends(organization_id uuid, version_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  if not sluice_private.is_line(organization_id, version_id) then
    return;
  end if;
  insert into sluice_private.step_successors (
    organization_id, version_id, step_no, node_id, type, action, is_kept, next_no
  )
  select
    step.organization_id, step.version_id, step.step_no, step.node_id, step.type, step.action,
    false, 0
  from sluice.workflow_steps as step
  where step.organization_id = compile_ends.organization_id
    and step.version_id = compile_ends.version_id
    and (step.type, step.runs, step.is_sink) = ('action', 'worker', true)
    and num_nonnulls(step.timeout, step.cache_ttl, step.output_template) = 0;
end;
$$;

comment on function sluice_private.compile_ends(uuid, uuid) is
  'Finds the step that a worker runs with which every execution of a version ends, if any.';
--! EndIncluded definition/compile_ends.sql
--! Included definition/is_plain.sql
/* Whatever would show that it ran ahead of the rounds forbids it (an undo, a cache, a turn), and so
   does an output that is made of what is written. */
create or replace function sluice_private.is_plain(step sluice.workflow_steps)
returns boolean
language sql
immutable
return (
    (step).type = 'choice' and (step).config ->> 'mode' <> 'split'
    or coalesce((step).handler = 'sluice_private.action_data_set', false)
  )
  and not (step).takes_turns
  and num_nonnulls((step).compensation, (step).output_template, (step).cache_ttl) = 0;

comment on function sluice_private.is_plain(sluice.workflow_steps) is
  'Whether all that happens to a step is that the database runs it.';
--! EndIncluded definition/is_plain.sql
--! Included definition/compile_last.sql
/* All paths lead there, all joins wait for all of them, and nothing goes on in a container. */
create or replace function sluice_private.compile_last(organization_id uuid, version_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  update sluice.workflow_steps as step
  set follower = 0
  from (
    select min(known.step_no) filter (where known.is_sink) as step_no
    from sluice.workflow_steps as known
    where known.organization_id = compile_last.organization_id
      and known.version_id = compile_last.version_id
      and known.type <> 'compensation'
    having count(*) filter (where known.is_sink) = 1
      and not bool_or(known.type in ('foreach', 'loop', 'group'))
  ) as last
  where step.organization_id = compile_last.organization_id
    and step.version_id = compile_last.version_id
    and step.step_no = last.step_no
    and sluice_private.is_plain(step);
end;
$$;

comment on function sluice_private.compile_last(uuid, uuid) is
  'Finds the step that the database runs with which every execution of a version ends, if any.';
--! EndIncluded definition/compile_last.sql
--! Included definition/compile_answers.sql
create or replace function sluice_private.compile_answers(organization_id uuid, version_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
  update sluice.workflow_steps as step
  set answers = (
    select jsonb_object_agg(answer.value, jsonb_build_object(
      'port', answer.port,
      'output', jsonb_build_object('ports', jsonb_build_array(answer.port)),
      'verdicts', jsonb_build_object(
        'cases', jsonb_build_array(jsonb_build_object(
          'port', step.config -> 'ports' -> 0, 'when', step.input_paths[1]::text,
          'answer', answer.value::jsonb
        )),
        'values', jsonb_build_object(step.reads[1]::text, null)
      ) || coalesce(
        step.follower_edges -> 'open' -> answer.port, step.follower_edges -> 'shut', '{}'
      )
    ))
    from (values
      ('true', step.config -> 'ports' ->> 0), ('false', step.config ->> 'default'),
      ('null', step.config ->> 'default')
    ) as answer (value, port)
  )
  where step.organization_id = compile_answers.organization_id
    and step.version_id = compile_answers.version_id
    and step.type = 'choice'
    and step.follower is not null
    and step.run_if is null
    and not step.is_disabled
    and (cardinality(step.input_paths), cardinality(step.reads)) = (1, 1)
    and step.config ->> 'default' is not null;
end;
$$;

comment on function sluice_private.compile_answers(uuid, uuid) is
  'Writes down the verdicts of choices of rows that have one case and read one value, by what the '
  'case answers.';
--! EndIncluded definition/compile_answers.sql
--! Included definition/compile_followers.sql
/* Past a join that is decided before all of its edges are, other steps may be under way. */
create or replace function sluice_private.compile_followers(
  organization_id uuid,
  version_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
begin
  if sluice_private.has_early_joins(organization_id, version_id) then
    return;
  end if;
  update sluice.workflow_steps as step
  set
    follower = next.step_no,
    follower_ports = leaving.ports,
    follower_edges = jsonb_build_object(
      'shut', jsonb_build_object('edges', leaving.shut),
      'open', (
        select jsonb_object_agg(port, jsonb_build_object('edges', leaving.shut || opened))
        from jsonb_each(leaving.opened) as by_port (port, opened)
      )
    )
  from (
    select
      edge.source, min(edge.target) as target, count(*) as edges,
      array_agg(distinct edge.port) as ports, jsonb_object_agg(edge.edge_id, false) as shut,
      jsonb_object_agg(edge.port, alike.opened) as opened
    from sluice.workflow_edges as edge
    inner join (
      select other.source, other.port, jsonb_object_agg(other.edge_id, true) as opened
      from sluice.workflow_edges as other
      where other.organization_id = compile_followers.organization_id
        and other.version_id = compile_followers.version_id
      group by other.source, other.port
    ) as alike on alike.source = edge.source and alike.port = edge.port
    where edge.organization_id = compile_followers.organization_id
      and edge.version_id = compile_followers.version_id
    group by edge.source
    having min(edge.target) = max(edge.target) and bool_and(edge.guard is null)
  ) as leaving
  inner join sluice.workflow_steps as next on next.step_no = leaving.target
  where step.organization_id = compile_followers.organization_id
    and step.version_id = compile_followers.version_id
    and step.step_no = leaving.source
    and sluice_private.is_plain(step)
    and next.organization_id = step.organization_id
    and next.version_id = step.version_id
    and next.scope = step.scope
    and sluice_private.is_plain(next)
    and next.in_degree = leaving.edges
    and next.join_kind = 'any';
  perform sluice_private.compile_last(organization_id, version_id);
  perform sluice_private.compile_answers(organization_id, version_id);
end;
$$;

comment on function sluice_private.compile_followers(uuid, uuid) is
  'Finds the followers: steps that the database runs, each decided by the step before it alone.';
--! EndIncluded definition/compile_followers.sql
--! Included definition/compile_version.sql
create or replace function sluice_private.compile_version(
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
  v_expanded jsonb := sluice_private.expand_cycles(
    sluice_private.expand_presets(definition)
  );
begin
  perform sluice_private.compile_steps(organization_id, version_id, v_expanded);
  perform sluice_private.compile_containers(organization_id, version_id, v_expanded);
  perform sluice_private.compile_caches(organization_id, version_id, v_expanded);
  perform sluice_private.compile_limits(organization_id, version_id, v_expanded);
  perform sluice_private.compile_enrolment(organization_id, version_id, v_expanded);
  perform sluice_private.compile_overlaps(organization_id, version_id, v_expanded);
  perform sluice_private.compile_compensations(organization_id, version_id, v_expanded);
  perform sluice_private.compile_outputs(organization_id, version_id, v_expanded);
  perform sluice_private.compile_calls(organization_id, version_id, v_expanded);
  perform sluice_private.compile_joins(organization_id, version_id, v_expanded);
  perform sluice_private.compile_regions(organization_id, version_id, v_expanded);
  perform sluice_private.compile_edges(organization_id, version_id, v_expanded);
  perform sluice_private.compile_successors(organization_id, version_id);
  perform sluice_private.compile_openings(organization_id, version_id);
  perform sluice_private.compile_ends(organization_id, version_id);
  perform sluice_private.compile_followers(organization_id, version_id);
end;
$$;

comment on function sluice_private.compile_version(uuid, uuid, jsonb) is
  'Writes the steps and edges of a version; the definition must be valid.';
--! EndIncluded definition/compile_version.sql
--! Included definition/sync_triggers.sql
create or replace function sluice_private.sync_triggers(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice.workflow_triggers
  where workflow_triggers.organization_id = sync_triggers.organization_id
    and workflow_triggers.workflow_id = sync_triggers.workflow_id
    and workflow_triggers.node_id not in (
      select node.node_id
      from sluice_private.definition_nodes(definition) as node
      where node.type = 'trigger'
    );

  insert into sluice.workflow_triggers (
    organization_id, workflow_id, node_id, step_no, trigger, config, filter, dedupe, exit,
    is_enabled
  )
  select
    sync_triggers.organization_id, sync_triggers.workflow_id, node.node_id, node.node_no,
    node.data ->> 'trigger', coalesce(node.data -> 'config', '{}'), filter.path, dedupe.path,
    exit.path,
    coalesce((node.data -> 'enabled')::boolean, true)
  from sluice_private.definition_nodes(definition) as node
  left join lateral sluice_private.compile_trigger_expression(
    'filter', node.data -> 'filter'
  ) as filter on node.data ? 'filter'
  left join lateral sluice_private.compile_trigger_expression(
    'dedupe', node.data -> 'dedupe'
  ) as dedupe on node.data ? 'dedupe'
  left join lateral sluice_private.compile_trigger_expression(
    'exit', node.data -> 'exit'
  ) as exit on node.data ? 'exit'
  where node.type = 'trigger'
  on conflict on constraint workflow_triggers_organization_id_workflow_id_node_id_key do update
  set
    step_no = excluded.step_no,
    trigger = excluded.trigger,
    config = excluded.config,
    filter = excluded.filter,
    dedupe = excluded.dedupe,
    exit = excluded.exit,
    is_enabled = excluded.is_enabled;
  perform sluice_private.sync_record_triggers(organization_id, workflow_id, definition);
  perform sluice_private.sync_polls(organization_id, workflow_id);
end;
$$;

comment on function sluice_private.sync_triggers(uuid, uuid, jsonb) is
  'Makes the triggers of a workflow those of this definition; one that stays keeps its id.';
--! EndIncluded definition/sync_triggers.sql
--! Included definition/sync_webhooks.sql
/* Paths that change are given up first, so that two triggers may swap theirs. */
create or replace function sluice_private.sync_webhooks(organization_id uuid, workflow_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice.webhook_registrations
  using sluice.workflow_triggers
  where webhook_registrations.organization_id = sync_webhooks.organization_id
    and webhook_registrations.workflow_id = sync_webhooks.workflow_id
    and workflow_triggers.organization_id = sync_webhooks.organization_id
    and workflow_triggers.id = webhook_registrations.trigger_id
    and not sluice_private.opens_door(workflow_triggers.trigger, workflow_triggers.config);

  update sluice.webhook_registrations
  set path = null
  from sluice.workflow_triggers
  cross join lateral sluice_private.webhook_address(
    workflow_triggers.trigger, workflow_triggers.config
  ) as address
  where webhook_registrations.organization_id = sync_webhooks.organization_id
    and webhook_registrations.workflow_id = sync_webhooks.workflow_id
    and workflow_triggers.organization_id = sync_webhooks.organization_id
    and workflow_triggers.id = webhook_registrations.trigger_id
    and (webhook_registrations.door, webhook_registrations.path)
      is distinct from (address.door, address.path);

  insert into sluice.webhook_registrations (
    organization_id, workflow_id, trigger_id, door, path, methods, scheme, secret_ref,
    previous_secret_ref, previous_secret_until
  )
  select
    t.organization_id, t.workflow_id, t.id, address.door, address.path,
    sluice_private.texts_of(address.methods), coalesce(t.config ->> 'scheme', 'none'),
    t.config ->> 'secret', t.config ->> 'previous_secret',
    sluice_private.try_instant(t.config ->> 'previous_secret_until')
  from sluice.workflow_triggers as t
  cross join lateral sluice_private.webhook_address(t.trigger, t.config) as address
  where t.organization_id = sync_webhooks.organization_id
    and t.workflow_id = sync_webhooks.workflow_id
    and sluice_private.opens_door(t.trigger, t.config)
  on conflict on constraint webhook_registrations_organization_id_trigger_id_key do update
  set
    door = excluded.door,
    path = excluded.path,
    methods = excluded.methods,
    scheme = excluded.scheme,
    secret_ref = excluded.secret_ref,
    previous_secret_ref = excluded.previous_secret_ref,
    previous_secret_until = excluded.previous_secret_until;
exception
  when unique_violation then
    raise exception using
      errcode = 'SLDUP',
      message = 'another webhook of this organization has the same path',
      hint = 'Choose another data.config.path for the trigger.';
end;
$$;

comment on function sluice_private.sync_webhooks(uuid, uuid) is
  'Gives every trigger that HTTP requests fire its registration; one that stays keeps its key.';
--! EndIncluded definition/sync_webhooks.sql
--! Included definition/find_workflow.sql
create or replace function sluice_private.find_workflow(workflow_id uuid, needed text)
returns sluice.workflows
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows;
begin
  select w.*
  into v_workflow
  from sluice.workflows as w
  where w.id = find_workflow.workflow_id
    and sluice_hidden.can_see(w.organization_id);

  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('workflow %s does not exist', coalesce(workflow_id::text, 'null')),
      detail = 'There is none with this id in your organizations.',
      hint = 'List sluice.workflows to see those you may use.';
  end if;
  perform sluice_hidden.assert_can(v_workflow.organization_id, needed);
  return v_workflow;
end;
$$;

comment on function sluice_private.find_workflow(uuid, text) is
  'The workflow, if whoever asks may see it (else SLNTF) and do what is needed (else SLFRB).';
--! EndIncluded definition/find_workflow.sql
--! Included definition/create_workflow.sql
create or replace function sluice.create_workflow(
  name text,
  definition jsonb default '{"nodes": [], "edges": []}',
  description text default '',
  organization_id uuid default null
)
returns sluice.workflows
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_workflow sluice.workflows;
begin
  if v_organization_id is null then
    raise exception using
      errcode = 'SLVAL',
      message = 'no organization is given',
      hint = 'Pass organization_id, set jwt.claims.org, or send a token whose claim org is set.';
  end if;
  perform sluice_hidden.assert_can(v_organization_id, 'edit');

  insert into sluice.workflows (
    organization_id, name, description, definition, created_by, updated_by
  )
  values (
    v_organization_id, create_workflow.name, create_workflow.description,
    create_workflow.definition, sluice_hidden.current_user_id(), sluice_hidden.current_user_id()
  )
  on conflict on constraint workflows_organization_id_name_key do nothing
  returning workflows.* into v_workflow;

  if v_workflow.id is null then
    raise exception using
      errcode = 'SLDUP',
      message = format('a workflow named %s exists', create_workflow.name),
      hint = 'Choose another name, or update that workflow.';
  end if;
  return v_workflow;
exception
  when check_violation or not_null_violation then
    raise exception using
      errcode = 'SLVAL',
      message = 'a workflow needs a name, a description and a definition',
      hint = 'A name has 1 to 200 characters, a description up to 10,000, a definition 5,000,000.';
  when foreign_key_violation then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', v_organization_id),
      hint = 'List sluice.organizations to see those you may use.';
end;
$$;

comment on function sluice.create_workflow(text, jsonb, text, uuid) is
  'Creates a draft. Any JSON is kept as its definition; only publishing asks that it be valid.';
grant execute on function sluice.create_workflow(text, jsonb, text, uuid)
to sluice_member, sluice_admin;
--! EndIncluded definition/create_workflow.sql
--! Included definition/update_workflow.sql
create or replace function sluice.update_workflow(
  workflow_id uuid,
  name text default null,
  definition jsonb default null,
  description text default null
)
returns sluice.workflows
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows := sluice_private.find_workflow(workflow_id, 'edit');
begin
  update sluice.workflows
  set
    name = coalesce(update_workflow.name, workflows.name),
    definition = coalesce(update_workflow.definition, workflows.definition),
    description = coalesce(update_workflow.description, workflows.description),
    updated_by = sluice_hidden.current_user_id()
  where workflows.organization_id = v_workflow.organization_id
    and workflows.id = v_workflow.id
  returning workflows.* into v_workflow;
  return v_workflow;
exception
  when unique_violation then
    raise exception using
      errcode = 'SLDUP',
      message = format('a workflow named %s exists', update_workflow.name),
      hint = 'Choose another name.';
  when check_violation then
    raise exception using
      errcode = 'SLVAL',
      message = 'the name, the description or the definition cannot be so',
      hint = 'A name has 1 to 200 characters, a description up to 10,000, a definition 5,000,000.';
end;
$$;

comment on function sluice.update_workflow(uuid, text, jsonb, text) is
  'Changes the draft of a workflow; what is null stays. The live version goes on as it is.';
grant execute on function sluice.update_workflow(uuid, text, jsonb, text)
to sluice_member, sluice_admin;
--! EndIncluded definition/update_workflow.sql
--! Included definition/follow_status.sql
create or replace function sluice_private.follow_status(workflow sluice.workflows)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if workflow.status = 'paused' then
    perform sluice_private.pause_scope(workflow.organization_id, workflow.id, null);
  else
    perform sluice_private.resume_scope(workflow.organization_id, workflow.id);
  end if;
end;
$$;

comment on function sluice_private.follow_status(sluice.workflows) is
  'Pauses the executions of a workflow that is paused, and resumes them when it is not any more.';
--! EndIncluded definition/follow_status.sql
--! Included definition/set_workflow_status.sql
create or replace function sluice.set_workflow_status(workflow_id uuid, status text)
returns sluice.workflows
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows := sluice_private.find_workflow(workflow_id, 'edit');
begin
  if status is null
    or status not in ('active', 'paused', 'disabled', 'deprecated', 'archived')
    or v_workflow.live_version_id is null
  then
    raise exception using
      errcode = 'SLSTA',
      message = format('workflow cannot become %s', coalesce(status, 'null')),
      detail = format('Its status is %s.', v_workflow.status),
      hint = case when v_workflow.live_version_id is null then 'Publish it first; then it may be '
        else 'It may be ' end || 'active, paused, disabled, deprecated or archived.';
  end if;
  update sluice.workflows
  set status = set_workflow_status.status, updated_by = sluice_hidden.current_user_id()
  where workflows.organization_id = v_workflow.organization_id
    and workflows.id = v_workflow.id
  returning workflows.* into v_workflow;
  perform sluice_private.follow_status(v_workflow);
  return v_workflow;
end;
$$;

comment on function sluice.set_workflow_status(uuid, text) is
  'Turns a published workflow on or off. paused also pauses its executions, until it has another '
  'status; with all others they go on.';
grant execute on function sluice.set_workflow_status(uuid, text) to sluice_member, sluice_admin;
--! EndIncluded definition/set_workflow_status.sql
--! Included definition/read_variables.sql
create or replace function sluice_private.read_variables(organization_id uuid, version_id uuid)
returns table (node_id text, name text)
language sql
stable
begin atomic
  select used.node_id, variable.name
  from (
    select step.node_id,
      unnest(
        step.input_paths || step.run_if || step.result_paths || step.output_paths
        || step.repeat_until || step.limit_paths
      ) as path
    from sluice.workflow_steps as step
    where step.organization_id = read_variables.organization_id
      and step.version_id = read_variables.version_id
      and ('vars' = any (step.roots) or step.type in ('foreach', 'loop')
        or step.output_template is not null)
    union all
    select null, unnest(version.limit_paths)
    from sluice.workflow_versions as version
    where version.organization_id = read_variables.organization_id
      and version.id = read_variables.version_id
    union all
    select source.node_id, edge.guard
    from sluice.workflow_edges as edge
    cross join lateral (
      select step.node_id
      from sluice.workflow_steps as step
      where step.organization_id = edge.organization_id
        and step.version_id = edge.version_id
        and step.step_no = edge.source
      offset 0
    ) as source
    where edge.organization_id = read_variables.organization_id
      and edge.version_id = read_variables.version_id
      and edge.guard is not null
  ) as used
  cross join lateral sluice_private.variables_in(used.path) as variable (name);
end;

comment on function sluice_private.read_variables(uuid, uuid) is
  'The variables that a version reads, and where; a null name is a read of all of them.';
--! EndIncluded definition/read_variables.sql
--! Included definition/reads_variables.sql
create or replace function sluice_private.reads_variables(
  organization_id uuid,
  workflow_id uuid,
  version_id uuid
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_unknown text;
  v_detail jsonb;
begin
  select read.name, jsonb_agg(to_jsonb(sluice_private.problem(
    'unknown_variable', read.node_id, 'data',
    format('reads vars.%s, which does not exist', read.name), 'Create it with set_variable.'
  )))
  into v_unknown, v_detail
  from (
    select distinct r.node_id, r.name
    from sluice_private.read_variables(organization_id, version_id) as r
  ) as read
  where read.name is not null
    and not exists (
      select
      from sluice.workflow_variables as variable
      where variable.organization_id = reads_variables.organization_id
        and (variable.workflow_id is null
          or variable.workflow_id = reads_variables.workflow_id)
        and variable.name = read.name
    )
  group by read.name
  order by read.name
  limit 1;

  if v_unknown is not null then
    raise exception using
      errcode = 'SLVAL',
      message = format('variable %s does not exist', v_unknown),
      detail = v_detail::text,
      hint = format('Create it first: select sluice.set_variable(%L, …).', v_unknown);
  end if;
  return exists (
    select from sluice_private.read_variables(organization_id, version_id)
  );
end;
$$;

comment on function sluice_private.reads_variables(uuid, uuid, uuid) is
  'Whether a version reads any variable; raises SLVAL if one of them does not exist.';
--! EndIncluded definition/reads_variables.sql
--! Included definition/publish_workflow.sql
/* The update of the workflow comes first: its row lock makes two publishers take turns. */
create or replace function sluice.publish_workflow(workflow_id uuid)
returns sluice.workflow_versions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows := sluice_private.find_workflow(workflow_id, 'edit');
  v_version_id uuid := sluice_hidden.uuidv7();
  v_version sluice.workflow_versions;
  v_definition jsonb;
begin
  perform sluice_private.assert_valid(
    v_workflow.organization_id, v_workflow.id, v_workflow.definition
  );

  update sluice.workflows
  set
    live_version_id = v_version_id,
    status = 'active',
    updated_by = sluice_hidden.current_user_id()
  where workflows.organization_id = v_workflow.organization_id
    and workflows.id = v_workflow.id
  returning workflows.definition into v_definition;

  if v_definition is distinct from v_workflow.definition then
    perform sluice_private.assert_valid(v_workflow.organization_id, v_workflow.id, v_definition);
  end if;

  insert into sluice.workflow_versions (
    organization_id, id, workflow_id, number, definition, content_hash,
    timeout, priority, error_workflow_id, compensates, retention, published_by
  )
  select
    v_workflow.organization_id, v_version_id, v_workflow.id,
    coalesce(max(earlier.number), 0) + 1, v_definition,
    encode(sha256(convert_to(v_definition::text, 'UTF8')), 'hex'),
    (v_definition #>> '{settings,timeout}')::interval,
    coalesce((v_definition #>> '{settings,priority}')::smallint, 5),
    (sluice_private.named_workflow(
      v_workflow.organization_id, v_definition #>> '{settings,error_workflow}'
    )).id,
    coalesce((v_definition #> '{settings,compensate}')::boolean, false),
    (v_definition #>> '{settings,retention}')::interval,
    sluice_hidden.current_user_id()
  from sluice.workflow_versions as earlier
  where earlier.organization_id = v_workflow.organization_id
    and earlier.workflow_id = v_workflow.id;
  perform sluice_private.compile_version(v_workflow.organization_id, v_version_id, v_definition);
  perform sluice_private.sync_triggers(
    v_workflow.organization_id, v_workflow.id, sluice_private.expand_presets(v_definition)
  );
  perform sluice_private.sync_webhooks(v_workflow.organization_id, v_workflow.id);
  perform sluice_private.sync_events(v_workflow.organization_id, v_workflow.id);
  perform sluice_private.sync_schedules(v_workflow.organization_id, v_workflow.id);
  update sluice.workflow_versions
  set reads_variables = sluice_private.reads_variables(
    v_workflow.organization_id, v_workflow.id, v_version_id
  )
  where workflow_versions.organization_id = v_workflow.organization_id
    and workflow_versions.id = v_version_id
  returning workflow_versions.* into v_version;
  perform sluice_private.announce_rules(v_workflow.organization_id, v_workflow.id);
  perform sluice_private.resume_scope(v_workflow.organization_id, v_workflow.id);
  return v_version;
end;
$$;

comment on function sluice.publish_workflow(uuid) is
  'Validates the draft (SLVAL lists every error), makes it the live version and activates the '
  'workflow.';
grant execute on function sluice.publish_workflow(uuid) to sluice_member, sluice_admin;
--! EndIncluded definition/publish_workflow.sql
--! Included definition/set_variable.sql
create or replace function sluice.set_variable(
  name text,
  value jsonb,
  workflow_id uuid default null,
  organization_id uuid default null
)
returns sluice.workflow_variables
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_variable sluice.workflow_variables;
begin
  if workflow_id is not null then
    v_organization_id := (sluice_private.find_workflow(workflow_id, 'edit')).organization_id;
  end if;
  if v_organization_id is null
    or name is null
    or name !~ '^[A-Za-z_][A-Za-z0-9_]{0,62}$'
  then
    raise exception using
      errcode = 'SLVAL',
      message = 'a variable needs an organization and a plain name',
      hint = 'Names are letters, digits and _; pass organization_id, or send a token with org.';
  end if;
  perform sluice_hidden.assert_can(v_organization_id, 'edit');
  perform sluice_hidden.assert_size(value, 'the value');

  insert into sluice.workflow_variables (organization_id, workflow_id, name, value)
  values (v_organization_id, set_variable.workflow_id, set_variable.name,
    coalesce(set_variable.value, 'null'))
  on conflict on constraint workflow_variables_organization_id_workflow_id_name_key
  do update set value = excluded.value
  returning workflow_variables.* into v_variable;
  return v_variable;
exception
  when foreign_key_violation then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', v_organization_id),
      hint = 'List sluice.organizations to see those you may use.';
end;
$$;

comment on function sluice.set_variable(text, jsonb, uuid, uuid) is
  'Sets a plain variable of the organization, or of one workflow; executions read it as they '
  'start.';
grant execute on function sluice.set_variable(text, jsonb, uuid, uuid)
to sluice_member, sluice_admin;
--! EndIncluded definition/set_variable.sql
--! Included definition/set_calendar.sql
create or replace function sluice.set_calendar(
  name text,
  zone text,
  hours jsonb,
  holidays date[] default '{}',
  organization_id uuid default null
)
returns sluice.business_calendars
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_holidays date[] := array(
    select distinct day from unnest(holidays) as day order by day
  );
  v_fault text := sluice_private.calendar_hours_fault(hours);
  v_calendar sluice.business_calendars;
begin
  v_fault := case
    when v_organization_id is null then 'a calendar needs an organization'
    when name is null or name !~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$'
      then 'a calendar needs a name of letters, digits, - and _'
    when sluice_private.is_time_zone(zone) is not true
      then 'zone must be the name of a time zone, such as Europe/Berlin'
    when v_fault is not null then 'hours ' || v_fault
    when array_position(v_holidays, null) is not null or not isfinite(v_holidays[1])
      or not isfinite(v_holidays[cardinality(v_holidays)])
      then 'a holiday must be a day, such as 2026-12-25'
    when cardinality(v_holidays) > 1000 then 'a calendar has up to 1,000 holidays'
  end;
  if v_organization_id is not null then
    perform sluice_hidden.assert_can(v_organization_id, 'edit');
  end if;
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = v_fault,
      hint = 'Such as set_calendar(''de'', ''Europe/Berlin'', ''{ "mon": [{ "from": "09:00", '
        '"to": "17:00" }] }'', ''{2026-12-25}'').';
  end if;

  insert into sluice.business_calendars (organization_id, name, zone, hours, holidays)
  values (v_organization_id, set_calendar.name, set_calendar.zone, set_calendar.hours, v_holidays)
  on conflict on constraint business_calendars_pkey
  do update set zone = excluded.zone, hours = excluded.hours, holidays = excluded.holidays
  returning business_calendars.* into v_calendar;
  perform sluice_private.follow_calendar(v_organization_id, v_calendar.name);
  return v_calendar;
exception
  when foreign_key_violation then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', v_organization_id),
      hint = 'List sluice.organizations to see those you may use.';
end;
$$;

comment on function sluice.set_calendar(text, text, jsonb, date[], uuid) is
  'Creates or replaces a business calendar of an organization. Waits that begin from then on keep '
  'to it, and schedules at once.';
grant execute on function sluice.set_calendar(text, text, jsonb, date[], uuid)
to sluice_member, sluice_admin;
--! EndIncluded definition/set_calendar.sql
--! Included definition/delete_calendar.sql
create or replace function sluice.delete_calendar(name text, organization_id uuid default null)
returns sluice.business_calendars
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_calendar sluice.business_calendars;
begin
  if v_organization_id is not null then
    perform sluice_hidden.assert_can(v_organization_id, 'edit');
  end if;
  delete from sluice.business_calendars as calendar
  where calendar.organization_id = v_organization_id
    and calendar.name = delete_calendar.name
  returning calendar.* into v_calendar;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('calendar %s does not exist', coalesce(name, 'null')),
      hint = 'See sluice.business_calendars.';
  end if;
  return v_calendar;
end;
$$;

comment on function sluice.delete_calendar(text, uuid) is
  'Deletes a business calendar. A wait that begins later and names it fails.';
grant execute on function sluice.delete_calendar(text, uuid) to sluice_member, sluice_admin;
--! EndIncluded definition/delete_calendar.sql
--! Included definition/tg_workflow_versions__freeze.sql
create or replace function sluice_private.tg_workflow_versions__freeze()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if (new.published_by is null or new.published_by = old.published_by)
    and (new.organization_id, new.id, new.workflow_id, new.number, new.content_hash)
      = (old.organization_id, old.id, old.workflow_id, old.number, old.content_hash)
    and new.definition = old.definition
    and new.created_at = old.created_at
  then
    return new;
  end if;
  raise exception using
    errcode = 'SLSTA',
    message = 'a published version cannot change',
    hint = 'Change the draft and publish it: that makes a new version.';
end;
$$;

comment on function sluice_private.tg_workflow_versions__freeze() is
  'Refuses every change of a version, except forgetting who published it.';
--! EndIncluded definition/tg_workflow_versions__freeze.sql
--! Included definition/workflow_versions_freeze.sql
create or replace trigger _100_freeze
before update on sluice.workflow_versions
for each row execute function sluice_private.tg_workflow_versions__freeze();
--! EndIncluded definition/workflow_versions_freeze.sql
--! Included definition/workflows_policies.sql
alter table sluice.workflows enable row level security;
alter table sluice.workflows force row level security;

drop policy if exists all_owner on sluice.workflows;
create policy all_owner on sluice.workflows to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflows;
create policy select_member on sluice.workflows for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflows;
create policy select_admin on sluice.workflows for select to sluice_admin
using (true);

grant select on sluice.workflows to sluice_member, sluice_admin;
--! EndIncluded definition/workflows_policies.sql
--! Included definition/workflow_versions_policies.sql
alter table sluice.workflow_versions enable row level security;
alter table sluice.workflow_versions force row level security;

drop policy if exists all_owner on sluice.workflow_versions;
create policy all_owner on sluice.workflow_versions to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_versions;
create policy select_member on sluice.workflow_versions for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_versions;
create policy select_admin on sluice.workflow_versions for select to sluice_admin
using (true);

grant select on sluice.workflow_versions to sluice_member, sluice_admin;
--! EndIncluded definition/workflow_versions_policies.sql
--! Included definition/workflow_steps_policies.sql
alter table sluice.workflow_steps enable row level security;
alter table sluice.workflow_steps force row level security;

drop policy if exists all_owner on sluice.workflow_steps;
create policy all_owner on sluice.workflow_steps to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_steps;
create policy select_member on sluice.workflow_steps for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_steps;
create policy select_admin on sluice.workflow_steps for select to sluice_admin
using (true);

grant select on sluice.workflow_steps to sluice_member, sluice_admin;
--! EndIncluded definition/workflow_steps_policies.sql
--! Included definition/step_successors_policies.sql
alter table sluice_private.step_successors enable row level security;
alter table sluice_private.step_successors force row level security;

drop policy if exists all_owner on sluice_private.step_successors;
create policy all_owner on sluice_private.step_successors to sluice_owner
using (true) with check (true);
--! EndIncluded definition/step_successors_policies.sql
--! Included definition/workflow_edges_policies.sql
alter table sluice.workflow_edges enable row level security;
alter table sluice.workflow_edges force row level security;

drop policy if exists all_owner on sluice.workflow_edges;
create policy all_owner on sluice.workflow_edges to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_edges;
create policy select_member on sluice.workflow_edges for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_edges;
create policy select_admin on sluice.workflow_edges for select to sluice_admin
using (true);

grant select on sluice.workflow_edges to sluice_member, sluice_admin;
--! EndIncluded definition/workflow_edges_policies.sql
--! Included definition/workflow_triggers_policies.sql
alter table sluice.workflow_triggers enable row level security;
alter table sluice.workflow_triggers force row level security;

drop policy if exists all_owner on sluice.workflow_triggers;
create policy all_owner on sluice.workflow_triggers to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_triggers;
create policy select_member on sluice.workflow_triggers for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_triggers;
create policy select_admin on sluice.workflow_triggers for select to sluice_admin
using (true);

grant select on sluice.workflow_triggers to sluice_member, sluice_admin;
--! EndIncluded definition/workflow_triggers_policies.sql
--! Included definition/workflow_variables_policies.sql
alter table sluice.workflow_variables enable row level security;
alter table sluice.workflow_variables force row level security;

drop policy if exists all_owner on sluice.workflow_variables;
create policy all_owner on sluice.workflow_variables to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.workflow_variables;
create policy select_member on sluice.workflow_variables for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.workflow_variables;
create policy select_admin on sluice.workflow_variables for select to sluice_admin
using (true);

grant select on sluice.workflow_variables to sluice_member, sluice_admin;
--! EndIncluded definition/workflow_variables_policies.sql
--! Included definition/business_calendars_policies.sql
alter table sluice.business_calendars enable row level security;
alter table sluice.business_calendars force row level security;

drop policy if exists all_owner on sluice.business_calendars;
create policy all_owner on sluice.business_calendars to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.business_calendars;
create policy select_member on sluice.business_calendars for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.business_calendars;
create policy select_admin on sluice.business_calendars for select to sluice_admin
using (true);

grant select on sluice.business_calendars to sluice_member, sluice_admin;
--! EndIncluded definition/business_calendars_policies.sql
--! Included definition/webhook_registrations_policies.sql
alter table sluice.webhook_registrations enable row level security;
alter table sluice.webhook_registrations force row level security;

drop policy if exists all_owner on sluice.webhook_registrations;
create policy all_owner on sluice.webhook_registrations to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.webhook_registrations;
create policy select_member on sluice.webhook_registrations for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.webhook_registrations;
create policy select_admin on sluice.webhook_registrations for select to sluice_admin
using (true);

grant select on sluice.webhook_registrations to sluice_member, sluice_admin;
--! EndIncluded definition/webhook_registrations_policies.sql
--! Included definition/workflows_stamp.sql
create or replace trigger _100_stamp
before update on sluice.workflows
for each row execute function sluice_private.tg__stamp();
--! EndIncluded definition/workflows_stamp.sql
--! Included definition/workflow_triggers_stamp.sql
create or replace trigger _100_stamp
before update on sluice.workflow_triggers
for each row execute function sluice_private.tg__stamp();
--! EndIncluded definition/workflow_triggers_stamp.sql
--! Included definition/workflow_variables_stamp.sql
create or replace trigger _100_stamp
before update on sluice.workflow_variables
for each row execute function sluice_private.tg__stamp();
--! EndIncluded definition/workflow_variables_stamp.sql
--! Included definition/business_calendars_stamp.sql
create or replace trigger _100_stamp
before update on sluice.business_calendars
for each row execute function sluice_private.tg__stamp();
--! EndIncluded definition/business_calendars_stamp.sql
--! Included definition/webhook_registrations_stamp.sql
create or replace trigger _100_stamp
before update on sluice.webhook_registrations
for each row execute function sluice_private.tg__stamp();
--! EndIncluded definition/webhook_registrations_stamp.sql
--! EndIncluded definition/index.sql
