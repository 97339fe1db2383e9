// Written by `npm run generate` from the catalogue: rows as the pg driver hands them over.

export type Json = string | number | boolean | null | { [key: string]: Json } | Json[];

/** An interval as the pg driver parses it. */
export interface Interval {
  toPostgres(): string;
  toISOString(): string;
}

/** What somebody asked of many executions, or events, at once, and how far it has come. */
export interface BulkOperationsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id; orders by time of start. */
  id: string;
  /** cancel pause resume retry skip_step cancel_step complete_step replay. */
  kind: string;
  /** Which executions it is for. */
  filter: Json;
  /** What each of them is told. */
  arguments: Json;
  /** running completed cancelled. */
  status: string;
  /** The last execution it has looked at. */
  position: string | null;
  /** How many executions matched when it started. */
  total: number;
  /** How many have been told. */
  done: number;
  /** How many could not be told. */
  failed: number;
  /** Why the last of those could not: execution_id, code, message. */
  last_error: Json | null;
  /** How many executions a second it tells at most; null: as many as it can. */
  rate: number | null;
  /** Who started it. */
  created_by: string | null;
  /** When it was started. */
  created_at: Date;
  /** When it last told some. */
  advanced_at: Date;
  /** When it completed, or was cancelled. */
  finished_at: Date | null;
}

/** When an organization works: what waits may keep to. */
export interface BusinessCalendarsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its name in the organization. */
  name: string;
  /** The IANA time zone that its hours are in. */
  zone: string;
  /** The working hours of each weekday: { "mon": [{ "from": "09:00", "to": "17:00" }], … }. */
  hours: Json;
  /** Dates on which nobody works. */
  holidays: Date[];
  /** When it was created; never changes. */
  created_at: Date;
  /** When it last changed. */
  updated_at: Date;
}

/** The dead letters of each workflow, by kind, class of error and node. */
export interface DeadLetterAnalysisRow {
  /** The organization. */
  organization_id: string | null;
  /** The workflow. */
  workflow_id: string | null;
  /** failed timed_out quarantined parked. */
  kind: string | null;
  /** What kind of error; what a filter of redrive calls error_class. */
  error_class: string | null;
  /** The node in which it went wrong. */
  node_id: string | null;
  /** How many there are. */
  letter_count: string | null;
  /** When the first of them failed. */
  first_failed_at: Date | null;
  /** When the last of them failed. */
  last_failed_at: Date | null;
  /** What that one said. */
  last_message: string | null;
  /** Which that one is. */
  last_execution_id: string | null;
}

/** Executions that have failed and that nothing will run again by itself, and those that the engine has parked. */
export interface DeadLettersRow {
  /** The organization it belongs to. */
  organization_id: string | null;
  /** The execution. */
  execution_id: string | null;
  /** The workflow. */
  workflow_id: string | null;
  /** The version it ran. */
  version_id: string | null;
  /** failed, timed_out, quarantined (a step took its workers with it), or parked (the engine could not move it on). */
  kind: string | null;
  /** The status of the execution. */
  status: string | null;
  /** What kind of error, such as http. */
  error_class: string | null;
  /** What went wrong. */
  message: string | null;
  /** The node in which it did. */
  node_id: string | null;
  /** All that is known of it. */
  error: Json | null;
  /** How often it has been retried before. */
  generation: number | null;
  /** When the execution was asked for. */
  created_at: Date | null;
  /** When it failed, or was parked. */
  failed_at: Date | null;
}

/** One finding of validate_definition: severity error, warning or note; where; what; what to do. */
export interface DefinitionProblemRow {
  severity: string | null;
  code: string | null;
  node_id: string | null;
  path: string | null;
  message: string | null;
  hint: string | null;
}

/** One thing that doctor has looked at. */
export interface DoctorFindingRow {
  /** What it has looked at. */
  name: string | null;
  /** ok warn error. */
  status: string | null;
  /** How much of it there is. */
  figure: string | null;
  /** From which figure on it warns, and fails. */
  threshold: string | null;
  /** The same in words. */
  message: string | null;
  /** What to do; null where it is ok. */
  hint: string | null;
}

/** A step that a worker outside has been given. */
export interface LockedItemRow {
  /** What release_queue_lock calls it. */
  queue_id: string | null;
  /** The workflow. */
  workflow_id: string | null;
  /** The organization it belongs to. */
  organization_id: string | null;
  /** What expressions read as trigger. */
  trigger_data: Json | null;
  /** execution_id, node_id, action, attempt, idempotency_key. */
  context_data: Json | null;
  /** Its input, expressions filled in. */
  input_variables: Json | null;
  /** 1 is first, 10 last. */
  priority: number | null;
  /** When somebody else may get it. */
  lock_expires_at: Date | null;
}

/** What whoever asks is to decide, and has not yet. */
export interface MyApprovalsRow {
  /** The organization it belongs to. */
  organization_id: string | null;
  /** The approval. */
  id: string | null;
  /** The execution that asks. */
  execution_id: string | null;
  /** The node in the definition. */
  node_id: string | null;
  /** The iterations it is in, such as each[3]. */
  frame_path: string | null;
  /** What it is about, in a line. */
  title: string | null;
  /** What there is to know before one decides. */
  details: Json | null;
  /** The JSON Schema of what is to be filled in. */
  form: Json | null;
  /** How many have to approve. */
  quorum: number | null;
  /** When it closes if it has not been decided. */
  due_at: Date | null;
  /** When the first were asked. */
  created_at: Date | null;
}

/** Who belongs to which organization, and as what. */
export interface OrganizationMembersRow {
  /** The organization. */
  organization_id: string;
  /** The person. */
  user_id: string;
  /** owner and admin manage; member edits and runs workflows; viewer only reads. */
  role: string;
  /** When they joined; never changes. */
  created_at: Date;
  /** When the row last changed. */
  updated_at: Date;
}

/** A tenant. Everything else belongs to exactly one. */
export interface OrganizationsRow {
  /** The organization, in every other key as organization_id. */
  id: string;
  /** Short name in URLs; lower-case letters, digits, hyphens. */
  slug: string;
  /** What people call it. */
  name: string;
  /** How long finished executions are kept; null: as long as those of all. The built-in one holds that default. */
  retention: Interval | null;
  /** When it was created; never changes. */
  created_at: Date;
  /** When it last changed. */
  updated_at: Date;
}

/** The schedules of the live versions, one for each trigger that time fires: when each was and will be due. */
export interface ScheduledJobsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id. */
  id: string;
  /** The workflow it starts. */
  workflow_id: string;
  /** The trigger it fires. */
  trigger_id: string;
  /** cron, interval, dates, hours, or records: at each run it looks for those whose date has come. */
  kind: string;
  /** The config of the trigger that it was made from. */
  config: Json;
  /** Of kind cron: the expression. */
  cron_expression: string | null;
  /** The IANA time zone whose clocks it goes by. */
  timezone: string;
  /** It is not due before; null: at once. */
  start_date: Date | null;
  /** It is not due after; null: for ever. */
  end_date: Date | null;
  /** It expires when it has started as many; null: never for this. */
  max_executions: number | null;
  /** What becomes of instants at which nothing ran (more than a minute late): skip, latest (only the last of them runs) or all. */
  missed_runs: string;
  /** What was missed longer ago is not run. */
  missed_within: Interval;
  /** While an earlier execution of it is under way: allow, skip, queue or cancel_previous. */
  overlap: string;
  /** Each run is put off by up to this, always by the same for the same instant. */
  jitter: Interval;
  /** active paused expired error; error: too many failures in a row, or an instant cannot be computed. */
  status: string;
  /** Whether its status is active. */
  is_active: boolean;
  /** The next instant; null while it is not active. */
  next_run: Date | null;
  /** next_run with its jitter. */
  due_at: Date | null;
  /** The latest instant that has started an execution. */
  last_run: Date | null;
  /** How many executions it has started. */
  run_count: number;
  /** How often it was taken up late with instants that were then left out. */
  missed_count: number;
  /** How many of its executions in a row have failed, as of its last run. */
  consecutive_failures: number;
  /** As many failures in a row give it status error; null: never. */
  max_consecutive_failures: number | null;
  /** Why its latest instant started nothing; null when it did. */
  last_error: string | null;
  /** When it is due, compiled. */
  rule: unknown;
  /** The executions of which it is not known yet how they end. */
  unjudged: string[];
  /** Of kind records: the key of the last one of a look that is not at its end. */
  cursor: string | null;
  /** Of kind records: up to when it has looked. */
  scanned_to: Date | null;
  /** When it was created; never changes. */
  created_at: Date;
  /** When it last changed. */
  updated_at: Date;
}

/** A step of a simulation; that of the execution as a whole has type execution. */
export interface SimulatedStepRow {
  /** The node; null for the execution. */
  node_id: string | null;
  /** The iterations it is in. */
  frame_path: string | null;
  /** The primitive, or execution. */
  type: string | null;
  /** How it ended, or what it is at. */
  status: string | null;
  /** The attempt it ended with. */
  attempt: number | null;
  /** The ports it completed on. */
  ports: string[] | null;
  /** When it would have begun. */
  started_at: Date | null;
  /** When it would have ended. */
  finished_at: Date | null;
  /** Its input, expressions filled in. */
  input: Json | null;
  /** What it gave. */
  output: Json | null;
  /** Why it failed. */
  error: Json | null;
  /** Which edges went live, and why. */
  verdicts: Json | null;
}

/** Actions that steps wait for though no worker serves them. */
export interface UnservedActionsRow {
  /** The organization of the steps. */
  organization_id: string | null;
  /** The action. */
  action: string | null;
  /** How many steps wait for it. */
  step_count: number | null;
  /** When the oldest of them was ready. */
  waiting_since: Date | null;
}

/** A person. May be a member of several organizations. */
export interface UsersRow {
  /** The claim `sub` of the person's token. */
  id: string;
  /** Address, in lower case. */
  email: string;
  /** What people call them. */
  name: string;
  /** When the person was added; never changes. */
  created_at: Date;
  /** When the row last changed. */
  updated_at: Date;
}

/** The tables whose changes are events, by the names that triggers give as their object. */
export interface WatchedTablesRow {
  /** The organization that is told; null: the one that each row names. */
  organization_id: string | null;
  /** What events and triggers call it. */
  object: string | null;
  /** The table; null: it is gone. */
  relation: string | null;
  /** The column that names the organization of a row. */
  organization_column: string | null;
  /** The columns that tell its rows apart. */
  key: string[] | null;
  /** The columns that events show. */
  columns: string[] | null;
  /** created, updated, deleted. */
  operations: string[] | null;
  /** The login that called watch_table. */
  watched_by: string | null;
  /** Since when. */
  created_at: Date | null;
  /** When a change could last not be made an event. */
  failed_at: Date | null;
  /** Why not. */
  failure: string | null;
}

/** What came to webhooks and forms and was taken, newest by id. */
export interface WebhookDeliveriesRow {
  /** The organization it belongs to. */
  organization_id: string | null;
  /** The event: what redeliver takes. */
  id: string | null;
  /** The registration it came through. */
  webhook_id: string | null;
  /** The trigger it was for. */
  trigger_id: string | null;
  /** What the sender calls it. */
  delivery_id: string | null;
  /** Its HTTP method. */
  method: string | null;
  /** Its headers, without credentials. */
  headers: Json | null;
  /** The parameters of its URL. */
  query: Json | null;
  /** Where it came from. */
  remote_ip: string | null;
  /** Its body. */
  payload: Json | null;
  /** The execution it started. */
  execution_id: string | null;
  /** Why it started none. */
  reason: string | null;
  /** The delivery that it repeats. */
  redelivery_of: string | null;
  /** When it came in. */
  created_at: Date | null;
}

/** The last requests that a webhook refused: up to fifty rows for each, and nothing that the sender wrote. */
export interface WebhookRefusalsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id; orders by time. */
  id: string;
  /** The registration that refused. */
  webhook_id: string;
  /** The HTTP status it answered. */
  answered: number;
  /** Why, such as wrong_signature. */
  code: string;
  /** How many requests at about the same time were refused for it. */
  count: string;
  /** The method of the last of them. */
  method: string | null;
  /** The address of the last of them. */
  remote_ip: string | null;
  /** When the last of them came. */
  last_at: Date;
}

/** Where the world may knock: /hooks/<key>, or /hooks/<organization slug>/<path>; forms at /forms/. */
export interface WebhookRegistrationsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id. */
  id: string;
  /** The workflow it starts. */
  workflow_id: string;
  /** The trigger it fires. */
  trigger_id: string;
  /** hooks or forms: what its URL begins with. */
  door: string;
  /** Unguessable last part of its URL. */
  key: string;
  /** Readable alias, unique within the organization. */
  path: string | null;
  /** The HTTP methods it takes. */
  methods: string[];
  /** How a delivery shows who sent it: none, basic, bearer, jwt, hmac, github, stripe, slack, twilio, telegram, standard_webhooks, atlas. */
  scheme: string;
  /** Where the edge finds the secret, such as env:NAME; the secret itself is never stored. */
  secret_ref: string | null;
  /** The secret before it, which is taken as well for a while. */
  previous_secret_ref: string | null;
  /** Until when. */
  previous_secret_until: Date | null;
  /** When it was created; never changes. */
  created_at: Date;
  /** When it last changed. */
  updated_at: Date;
}

/** How many requests each webhook and form has had. */
export interface WebhookStatisticsRow {
  /** The organization it belongs to. */
  organization_id: string | null;
  /** The registration. */
  webhook_id: string | null;
  /** All that came to its address. */
  total_requests: string | null;
  /** Those that were taken. */
  successful_requests: string | null;
  /** Those that were refused. */
  failed_requests: string | null;
  /** Those of the successful ones that had been taken before. */
  repeated_requests: string | null;
  /** When the last of them came. */
  last_request_at: Date | null;
}

/** Who waits for one delivery to the trigger of a draft: /hooks/<key> shows it here and starts nothing. */
export interface WebhookTestsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id. */
  id: string;
  /** The workflow whose draft has the trigger. */
  workflow_id: string;
  /** The trigger node. */
  node_id: string;
  /** Its kind. */
  trigger: string;
  /** Its config when somebody began to wait. */
  config: Json;
  /** Unguessable last part of its URL. */
  key: string;
  /** What came: what the workflow would read as trigger. */
  delivery: Json | null;
  /** Until when it waits. */
  expires_at: Date;
  /** When it came. */
  received_at: Date | null;
  /** Since when somebody waits. */
  created_at: Date;
}

/** The worker processes that live, for operators. */
export interface WorkersRow {
  /** The process; another one after each start. */
  id: string | null;
  /** The name of its machine. */
  host: string | null;
  /** Its process id there. */
  pid: number | null;
  /** The version of Sluice that it runs. */
  version: string | null;
  /** The actions that it serves. */
  actions: string[] | null;
  /** How many steps it runs at once. */
  concurrency: number | null;
  /** How many it runs now. */
  running_count: number | null;
  /** How many of each action. */
  running_actions: Json | null;
  /** When the oldest of these began. */
  running_since: Date | null;
  /** It was told to stop: it ends what it runs. */
  is_draining: boolean | null;
  /** direct: its death is found with the end of its connection. pooled: by its silence alone. unknown: it has not said yet. */
  connection: string | null;
  /** It hears ticks; if not, it only polls. */
  is_listening: boolean | null;
  /** When it registered. */
  started_at: Date | null;
  /** When it was last heard of. */
  last_seen_at: Date | null;
}

/** The catalogue of actions: built-in ones belong to the nil organization. */
export interface WorkflowActionDefinitionsRow {
  /** Whose action it is. */
  organization_id: string;
  /** What a node's data.action says. */
  name: string;
  /** Its name in a palette. */
  title: string;
  /** What it does, in a sentence or two. */
  description: string;
  /** sql: inside the completing transaction, exactly once. worker: on a worker host, at least once, with an idempotency key. */
  runs: string;
  /** Of an SQL action: the function (organization_id uuid, input jsonb, context jsonb) returns jsonb. */
  handler: string | null;
  /** JSON Schema of its input. */
  input_schema: Json;
  /** JSON Schema of its output. */
  output_schema: Json;
  /** The retry policy of nodes that have none, or lack a part of it. */
  retry: Json;
  /** False hides it from the palette and refuses it in new versions. */
  is_active: boolean;
  /** When it was added; never changes. */
  created_at: Date;
  /** When it last changed. */
  updated_at: Date;
}

/** Who is asked, and what each has decided; written by them alone once the approval is open. */
export interface WorkflowApprovalAssigneesRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** What they are asked. */
  approval_id: string;
  /** Their number in the approval, from 1. */
  assignee_no: number;
  /** The user, if it is a member. */
  user_id: string | null;
  /** Their address, in lower case. */
  email: string | null;
  /** The member who decides instead. */
  delegate_id: string | null;
  /** What stands for their link until a worker is handed it. */
  link_ref: string;
  /** When they are asked; later, if by escalation. */
  asked_at: Date;
  /** approved or rejected; null: not yet. */
  decision: string | null;
  /** What they said to it. */
  comment: string | null;
  /** What they filled in. */
  data: Json | null;
  /** Who was signed in; null: by link. */
  decided_by: string | null;
  /** When they decided. */
  decided_at: Date | null;
}

/** What people were asked to decide, or to fill in. */
export interface WorkflowApprovalsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id. */
  id: string;
  /** The execution that asks. */
  execution_id: string;
  /** The frame; 0 is the root. */
  frame_id: string;
  /** The step of the version. */
  step_no: number;
  /** Grows by one when the step is run again. */
  generation: number;
  /** The node in the definition. */
  node_id: string;
  /** The iterations it is in, such as each[3]. */
  frame_path: string | null;
  /** What it is about, in a line. */
  title: string;
  /** What there is to know before one decides. */
  details: Json | null;
  /** The JSON Schema of what is to be filled in. */
  form: Json | null;
  /** How many have to approve. */
  quorum: number;
  /** open approved rejected timed_out cancelled. */
  status: string;
  /** When it closes if it has not been decided. */
  due_at: Date | null;
  /** When the first were asked. */
  created_at: Date;
  /** When it was closed. */
  closed_at: Date | null;
}

/** The edges of a version, compiled at publish. */
export interface WorkflowEdgesRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** The version it belongs to. */
  version_id: string;
  /** Number of the step it leaves. */
  source: number;
  /** Dense number within the version, from 1. */
  edge_no: number;
  /** The edge's id in the definition. */
  edge_id: string;
  /** Number of the step it leads to. */
  target: number;
  /** The port of the source that makes it live. */
  port: string;
  /** edge.data.when: must hold too. */
  guard: string | null;
  /** Numbers of the steps whose outputs the guard reads. */
  guard_refs: number[];
  /** What the guard reads; the verdict keeps the values. */
  guard_reads: string[];
}

/** What came in from outside, and what it started. */
export interface WorkflowEventsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id. */
  id: string;
  /** What kind of event, such as webhook.received. */
  name: string;
  /** The registration it came through. */
  webhook_id: string | null;
  /** The trigger it was for. */
  trigger_id: string | null;
  /** The sender's id; the same id again starts nothing. */
  delivery_id: string | null;
  /** Of an emitted one: what waits compare with their match. */
  key: string | null;
  /** The body. */
  payload: Json;
  /** Method, headers (redacted), query, remote address. */
  details: Json;
  /** The execution it started. */
  execution_id: string | null;
  /** Why it started none. */
  reason: string | null;
  /** From when on it counts no more; null: always. */
  expires_at: Date | null;
  /** The transaction that wrote it: what a cursor compares. */
  xid: string;
  /** When it came in. */
  created_at: Date;
}

/** What executions wrote down, in order of id. */
export interface WorkflowExecutionLogsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** The execution that wrote it. */
  execution_id: string;
  /** Its id; orders by time. */
  id: string;
  /** The frame; 0 is the root. */
  frame_id: string;
  /** The step that wrote it. */
  step_no: number | null;
  /** That step's node. */
  node_id: string | null;
  /** debug info warn error. */
  level: string;
  /** What happened. */
  message: string;
  /** More, as JSON. */
  details: Json | null;
  /** The transaction that wrote it: what a cursor compares. */
  xid: string;
  /** When it was written. */
  created_at: Date;
}

/** What waits for a worker, or is with one: steps, and executions that have not begun. */
export interface WorkflowExecutionQueueRow {
  /** What acquire_queue_lock and release_queue_lock call it. */
  id: string | null;
  /** The organization it belongs to. */
  organization_id: string | null;
  /** The workflow. */
  workflow_id: string | null;
  /** The execution. */
  execution_id: string | null;
  /** The frame; 0 is the root. */
  frame_id: string | null;
  /** The step of the version. */
  step_no: number | null;
  /** The node in the definition. */
  node_id: string | null;
  /** What a worker is to do; null: the execution has not begun. */
  action: string | null;
  /** 1 is first, 10 last. */
  priority: number | null;
  /** queued, or processing: a worker has begun it. What has ended is in workflow_execution_steps. */
  status: string | null;
  /** Its place among the steps of its organization and action that could run; the first is 1. What has to run alone is counted by itself. */
  position: string | null;
  /** From when on it may run. */
  scheduled_at: Date | null;
  /** How often it has failed, or lost its worker. */
  retry_count: number | null;
  /** How often it may: the attempts of its policy but the first, and two workers lost. */
  max_retries: number | null;
  /** When it is tried again, if it has failed. */
  next_retry_at: Date | null;
  /** The worker that has it. */
  worker_id: string | null;
  /** Since when that worker has it. */
  locked_at: Date | null;
  /** When it goes back to the queue if nothing is heard of it. */
  lock_expires_at: Date | null;
  /** Why it waits; null: a worker has it. */
  reason: string | null;
  /** When it should begin, as things stand; null: not before something else happens. */
  estimated_start_at: Date | null;
  /** When its execution was asked for. */
  created_at: Date | null;
}

/** Steps of executions: one row per node of a frame, those under way and those finished. */
export interface WorkflowExecutionStepsRow {
  /** The organization it belongs to. */
  organization_id: string | null;
  /** The execution. */
  execution_id: string | null;
  /** The frame; 0 is the root. */
  frame_id: string | null;
  /** The step of the version. */
  step_no: number | null;
  /** Grows by one when its execution is retried; kept steps say so in verdicts.kept_from. */
  generation: number | null;
  /** The node in the definition. */
  node_id: string | null;
  /** The primitive: trigger, action, choice, wait, call, end, foreach, loop, group; or compensation. */
  type: string | null;
  /** Of an action: its name in the catalogue. */
  action: string | null;
  /** pending queued running waiting retrying completed failed skipped cancelled timed_out. */
  status: string | null;
  /** The attempt it is at, or ended with. */
  attempt: number | null;
  /** The ports it completed on. */
  ports: string[] | null;
  /** Why: which edges went live, and what each condition answered. */
  verdicts: Json | null;
  /** Its input, expressions filled in. */
  input: Json | null;
  /** What it gave. */
  output: Json | null;
  /** Why it failed, or is to be tried again. */
  error: Json | null;
  /** When it could first have run. */
  ready_at: Date | null;
  /** When it began. */
  started_at: Date | null;
  /** When it ended. */
  finished_at: Date | null;
  /** The iterations it is in, such as each[3].inner[0]; null at the root. */
  frame_path: string | null;
}

/** Runs of workflows, those under way and those finished. */
export interface WorkflowExecutionsRow {
  /** The organization it belongs to. */
  organization_id: string | null;
  /** Its id; orders by time of start. */
  id: string | null;
  /** The workflow it is a run of. */
  workflow_id: string | null;
  /** The version it runs, from start to end. */
  version_id: string | null;
  /** The trigger that started it. */
  trigger_id: string | null;
  /** pending running waiting paused completed failed cancelled timed_out. */
  status: string | null;
  /** What expressions read as trigger. */
  input: Json | null;
  /** The output of its end, or else an object of the outputs of its last steps. */
  output: Json | null;
  /** Why it failed, or is paused. */
  error: Json | null;
  /** The person who started it. */
  started_by: string | null;
  /** When it was asked for. */
  created_at: Date | null;
  /** When its first step began. */
  started_at: Date | null;
  /** When it ended. */
  finished_at: Date | null;
  /** How often it has been retried; its steps of this generation are the present ones. */
  generation: number | null;
  /** The execution that called it; null where none did. */
  parent_execution_id: string | null;
  /** The frame of the step that did. */
  parent_frame_id: string | null;
  /** The step that called it. */
  parent_step_no: number | null;
  /** The generation of that step. */
  parent_generation: number | null;
  /** The outermost of the executions that called it; null where none did. */
  root_execution_id: string | null;
  /** How many calls deep it is. */
  depth: number | null;
  /** The execution whose failure it handles, as its error workflow or called by that. */
  failed_execution_id: string | null;
  /** The span that started it, as W3C Trace Context writes it. */
  traceparent: string | null;
}

/** Limits of an organization: on its executions, on those of a workflow, or on the steps that use a provider. */
export interface WorkflowLimitsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its name. */
  name: string;
  /** The workflow whose executions it limits. */
  workflow_id: string | null;
  /** The provider whose steps it limits; without one and without a workflow: all executions. */
  provider: string | null;
  /** How many may run at once. */
  concurrency: number | null;
  /** How many may begin in rate_per. */
  rate_count: number | null;
  /** The time in which rate_count may begin. */
  rate_per: Interval | null;
  /** How many of these may begin at once; all by default. */
  burst: number | null;
  /** How many may wait; a start beyond is refused. */
  backlog: number | null;
  /** What becomes of one too many: queue, skip or cancel_oldest. */
  on_limit: string;
  /** Who set it last. */
  updated_by: string | null;
  /** When it was created. */
  created_at: Date;
  /** When it was set last. */
  updated_at: Date;
}

/** The polls of the live versions, one for each trigger that asks others for what is new: when each has asked, what came of it, and when it asks next. */
export interface WorkflowPollsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id. */
  id: string;
  /** The workflow it starts. */
  workflow_id: string;
  /** The trigger it fires. */
  trigger_id: string;
  /** http, sql, feed or imap. */
  source: string;
  /** The config of the trigger, as it is polled by. */
  config: Json;
  /** How long after a poll the next one is. */
  every: Interval;
  /** How long one may take. */
  timeout: Interval;
  /** The config, compiled. */
  plan: unknown;
  /** When it asks next; null while its trigger could start nothing. */
  next_poll_at: Date | null;
  /** When workers look at it next. While one polls: until when it may. */
  due_at: Date;
  /** Whether it waits for another poll of its organization to end, which makes as many as it may. */
  is_queued: boolean;
  /** What the worker that polls just now reports by; null: none does. */
  token: string | null;
  /** The worker that has polled last. */
  worker_id: string | null;
  /** When it last had an answer, or failed. */
  polled_at: Date | null;
  /** When it last found something new. */
  changed_at: Date | null;
  /** How often it has asked. */
  poll_count: string;
  /** How many items it has fired for. */
  item_count: string;
  /** How many items it has found and not fired for yet. */
  pending_count: number;
  /** How often in a row it has failed; it asks less often meanwhile. */
  failures: number;
  /** Why it failed the last time; null when it did not. */
  last_error: string | null;
  /** How far it has come. */
  cursor: Json | null;
  /** How far it will have come when it has read the last page: until then all are asked for by one cursor. */
  reached: Json | null;
  /** What the last answer says of its next page. */
  page: Json | null;
  /** How many pages in a row it has asked for. */
  page_count: number;
  /** The ETag and the date of the last answer, and the hash of the request that they are for. */
  validators: Json | null;
  /** Whether what is found is only noted: it began from then on, and has not seen all there was. */
  is_first: boolean;
  /** When items that are long gone were last forgotten. */
  forgot_at: Date;
  /** When it was created; never changes. */
  created_at: Date;
  /** When it last changed. */
  updated_at: Date;
}

/** Every attempt of every worker step, with its error. */
export interface WorkflowStepAttemptsRow {
  /** The organization it belongs to. */
  organization_id: string | null;
  /** The execution. */
  execution_id: string | null;
  /** The frame; 0 is the root. */
  frame_id: string | null;
  /** The step of the version. */
  step_no: number | null;
  /** Grows by one when a finished step is run again. */
  generation: number | null;
  /** From 1. */
  attempt: number | null;
  /** How many times this attempt lost its worker before. */
  crash: number | null;
  /** The lease it ran under. */
  token: string | null;
  /** The worker process that ran it. */
  worker_id: string | null;
  /** That worker's epoch. */
  epoch: string | null;
  /** completed failed crashed cancelled. */
  status: string | null;
  /** Of a failed one: { class, message, … }. */
  error: Json | null;
  /** When the worker began. */
  started_at: Date | null;
  /** When it ended. */
  finished_at: Date | null;
}

/** The nodes of a version, compiled at publish: what the engine reads instead of the JSON. */
export interface WorkflowStepsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** The version it belongs to. */
  version_id: string;
  /** Dense number within the version, from 1. */
  step_no: number;
  /** The node's id in the definition. */
  node_id: string;
  /** The primitive: trigger, action, choice, join, wait, call, end, foreach, loop, group; or compensation, of the action it is named after. */
  type: string;
  /** What the canvas shows. */
  label: string | null;
  /** Of an action: its name in the catalogue. */
  action: string | null;
  /** engine and sql run inside the completing transaction, worker on a worker host. */
  runs: string;
  /** Of an SQL action: its function. */
  handler: string | null;
  /** Number of the container it is in; 0 is the root. */
  scope: number;
  /** How many edges lead to it. */
  in_degree: number;
  /** any: one live edge fires it when all are resolved; every: all must be live; quorum: join_needed. */
  join_kind: string;
  /** How many edges must be live. */
  join_needed: number;
  /** Of a quorum that cancels the rest: the steps between its immediate dominator and itself. */
  join_region: number[];
  /** Passes through as if it had succeeded with null. */
  is_disabled: boolean;
  /** Whether an expression reads its output. */
  is_referenced: boolean;
  /** Whether no edge leaves it. */
  is_sink: boolean;
  /** Condition; false means skipped. */
  run_if: string | null;
  /** What run_if and the cases of a choice read; verdicts keep the values. */
  reads: string[];
  /** Its input, with null where a slot goes. */
  input_template: Json | null;
  /** The expressions of the slots, typed. */
  input_paths: string[];
  /** Compiled templates: [{ target, text, parts: [{ literal } | { path: n, filters }] }]. */
  input_slots: Json;
  /** The keys that the slots fill, where each fills a key of the input with a plain value. */
  input_keys: string[] | null;
  /** The parts of the context it reads, such as trigger. */
  roots: string[];
  /** Numbers of the steps whose outputs it reads. */
  refs: number[];
  /** Of a container: what is made at the end of each iteration (collect, carry); of an action: the key of its cache. */
  result_template: Json | null;
  /** The expressions of that template, typed. */
  result_paths: string[];
  /** The slots of that template. */
  result_slots: Json;
  /** Numbers of the steps that are read at the end of each iteration. */
  result_refs: number[];
  /** What is read then besides steps: trigger, vars, now … */
  result_roots: string[];
  /** What replaces its output when it completes; null: nothing does. */
  output_template: Json | null;
  /** The expressions of that template, typed. */
  output_paths: string[] | null;
  /** The slots of that template. */
  output_slots: Json | null;
  /** Numbers of the steps that this template reads, besides itself. */
  output_refs: number[] | null;
  /** What this template reads besides steps: trigger, vars, now … */
  output_roots: string[] | null;
  /** Of a loop or a foreach: ends it when it holds at the end of an iteration. */
  repeat_until: string | null;
  /** What its type needs: ports of a choice, sources of a join … */
  config: Json;
  /** What follows a failure: fail, continue or branch. */
  on_error: string;
  /** The error ports that have an edge. */
  error_ports: string[];
  /** How often it is tried in all. */
  max_attempts: number;
  /** fixed or exponential. */
  backoff: string;
  /** The delay before the second attempt. */
  retry_initial: Interval;
  /** No delay is longer than this. */
  retry_max: Interval;
  /** Part of the delay that is random, 0 to 1. */
  retry_jitter: number;
  /** The classes of errors after which it is tried again; null: all. */
  retry_when: string[] | null;
  /** How long one attempt may take. */
  attempt_timeout: Interval | null;
  /** Of an action or a call: how long all its attempts together may take. */
  timeout: Interval | null;
  /** Number of the step that undoes it, where a group around it or the execution compensates. */
  compensation: number | null;
  /** Whether no other step of its frame may be under way with it. */
  takes_turns: boolean;
  /** Of an action: how long its result answers for equal inputs. */
  cache_ttl: Interval | null;
  /** Number of the step that all its edges and no others lead to, where both are a choice or data.set; 0: the execution ends with it. */
  follower: number | null;
  /** The ports of those edges. */
  follower_ports: string[] | null;
  /** Their verdicts: shut, where none is open, and by the port that opens some of them. */
  follower_edges: Json | null;
  /** The verdicts of a choice by what its only case answers: true, false or null. */
  answers: Json | null;
  /** Of an action: what limits it, with the templates of the keys; null where nothing does. */
  limits: Json | null;
  /** The paths of those keys. */
  limit_paths: string[];
  /** Of an action: 1 is first, 10 last; null: that of its execution. */
  priority: number | null;
}

/** How much space the history of workflows takes, by month: the size of the partitions, shared out by a sample of what is in them. */
export interface WorkflowStorageRow {
  /** The organization. */
  organization_id: string;
  /** The workflow; the nil id stands for the events of the organization. */
  workflow_id: string;
  /** The month, such as 2026_11, or past: all that is older than the first month. */
  partition: string;
  /** About how many finished executions, or events. */
  executions: string;
  /** About how many bytes on disk, indexes and all. */
  bytes: string;
  /** When that was looked at. */
  measured_at: Date;
}

/** The catalogue of triggers: built-in ones belong to the nil organization. */
export interface WorkflowTriggerDefinitionsRow {
  /** Whose trigger it is. */
  organization_id: string;
  /** What a node's data.trigger says. */
  name: string;
  /** Its name in a palette. */
  title: string;
  /** What starts the workflow. */
  description: string;
  /** JSON Schema of its config. */
  config_schema: Json;
  /** The events that fire it, by name; null: its config says which, or none do. */
  event_pattern: string | null;
  /** False refuses it in new versions. */
  is_active: boolean;
  /** When it was added; never changes. */
  created_at: Date;
  /** When it last changed. */
  updated_at: Date;
}

/** Each time a trigger fired: what it started and by what, or why it started nothing. */
export interface WorkflowTriggerFiringsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id: that of the execution, where it started one. */
  id: string;
  /** The workflow. */
  workflow_id: string;
  /** The trigger; null: an event of exit_on. */
  trigger_id: string | null;
  /** The event it fired by. */
  event_id: string | null;
  /** The execution it started; of a duplicate, the one that the first of its key started; of an exit, the newest that it has ended. */
  execution_id: string | null;
  /** started, ended (by an exit), unmatched (an exit, and nothing to end), duplicate or refused. */
  status: string;
  /** Why it started none. */
  reason: string | null;
  /** What it starts only once for; of an exit, the record. */
  key: string | null;
  /** Whether somebody had the event replayed. */
  is_replay: boolean;
  /** The transaction that wrote it: what a cursor compares. */
  xid: string;
  /** When it fired. */
  created_at: Date;
}

/** What triggers hold and have not started yet, by key, and when those that watch something look at it next. */
export interface WorkflowTriggerTimersRow {
  /** The organization it belongs to. */
  organization_id: string | null;
  /** The trigger. */
  trigger_id: string | null;
  /** By what its events are gathered; null: all together, or there are none. */
  key: string | null;
  /** How many events it holds, or, to throttle, counts; up to 10,000. */
  event_count: number | null;
  /** Since when. */
  oldest_at: Date | null;
  /** When it is looked at next. */
  due_at: Date | null;
}

/** The triggers of the live version; a row keeps its id from version to version. */
export interface WorkflowTriggersRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id. */
  id: string;
  /** The workflow it starts. */
  workflow_id: string;
  /** The trigger node in the definition. */
  node_id: string;
  /** The node's step in the live version. */
  step_no: number;
  /** Its kind, from the catalogue. */
  trigger: string;
  /** Settings of its kind. */
  config: Json;
  /** Condition on { trigger }; false means no start. */
  filter: string | null;
  /** Key on { trigger }; a key seen before starts nothing. */
  dedupe: string | null;
  /** Key on { trigger }: it ends what is under way for that record, and starts nothing. */
  exit: string | null;
  /** False: fires nothing. */
  is_enabled: boolean;
  /** When it was first published. */
  created_at: Date;
  /** When it last changed. */
  updated_at: Date;
}

/** Values that expressions read as vars.<name>; a workflow's own win over the organization's. */
export interface WorkflowVariablesRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id. */
  id: string;
  /** The workflow it is for; null: all of them. */
  workflow_id: string | null;
  /** Its name. */
  name: string;
  /** Its value; never put a secret here. */
  value: Json;
  /** When it was created; never changes. */
  created_at: Date;
  /** When it last changed. */
  updated_at: Date;
}

/** A published definition: numbered, hashed, immutable. */
export interface WorkflowVersionsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id. */
  id: string;
  /** The workflow it is a version of. */
  workflow_id: string;
  /** Counts from 1 within the workflow. */
  number: number;
  /** The definition as it was published. */
  definition: Json;
  /** SHA-256 of the definition, in hex. */
  content_hash: string;
  /** settings.timeout: how long an execution may take. */
  timeout: Interval | null;
  /** settings.priority: 1 is first, 10 last. */
  priority: number;
  /** Whether any expression reads vars. */
  reads_variables: boolean;
  /** settings.error_workflow: what is started when an execution fails. */
  error_workflow_id: string | null;
  /** settings.compensate: whether an execution that fails undoes what it has done. */
  compensates: boolean;
  /** What limits its executions, with the templates of the keys; null where nothing does. */
  limits: Json | null;
  /** The paths of those keys. */
  limit_paths: string[];
  /** How long the finished executions of the workflow are kept while this version is live; null: as its organization says. */
  retention: Interval | null;
  /** settings.enrolment: which records may be enrolled, with ids for the names of workflows; null: there is no policy. */
  enrolment: Json | null;
  /** The expression that names the record. */
  enrolment_key: string | null;
  /** Who published it. */
  published_by: string | null;
  /** When it was published. */
  created_at: Date;
}

/** What a user edits: a draft, and the version that is live. */
export interface WorkflowsRow {
  /** The organization it belongs to. */
  organization_id: string;
  /** Its id. */
  id: string;
  /** Unique within the organization. */
  name: string;
  /** What it is for. */
  description: string;
  /** draft active paused disabled deprecated archived; only an active workflow starts executions. */
  status: string;
  /** The draft: { nodes, edges, settings } as @xyflow/react renders it. */
  definition: Json;
  /** The version that new executions run. */
  live_version_id: string | null;
  /** Who created it. */
  created_by: string | null;
  /** Who changed it last. */
  updated_by: string | null;
  /** When it was created; never changes. */
  created_at: Date;
  /** When it last changed. */
  updated_at: Date;
}

/** Functions by name: what they take, and what one row of their answer holds. */
export interface Functions {
  /** Gives a worker that speaks SQL this step of the queue, or prolongs the lock that it has; false: somebody else has it, it may not run yet, or it has limits. */
  "sluice.acquire_queue_lock": { args: { queue_id: string | null; worker_id: string | null; lock_duration_minutes?: number | null }; row: boolean };
  /** Operators: makes a person a member, or gives a member another role. Whoever is not yet known is added to sluice.users; user_id is the claim sub of their tokens, a new one if not given. */
  "sluice.add_member": { args: { organization_id: string | null; email: string | null; role?: string | null; user_id?: string | null }; row: OrganizationMembersRow };
  /** Stops a bulk operation where it is: those it has told already keep what they were told. */
  "sluice.cancel_bulk_operation": { args: { operation_id: string | null }; row: BulkOperationsRow };
  /** Asks an execution to end as cancelled: what has not begun never will, late results are refused. */
  "sluice.cancel_execution": { args: { execution_id: string | null; reason?: string | null }; row: WorkflowExecutionsRow };
  /** Ends a step that is under way as cancelled: none of its edges goes live. What a worker still reports of it is refused. */
  "sluice.cancel_step": { args: { execution_id: string | null; node_id: string | null; reason?: string | null; frame_path?: string | null }; row: WorkflowExecutionStepsRow };
  /** Zero rows: every live execution has a next cause, no hot row points at a finished one, every count is right. */
  "sluice.check_invariants": { args: Record<string, never>; row: { invariant: string | null; organization_id: string | null; execution_id: string | null; detail: string | null } };
  /** Whether one more execution keeps to the rates of the organization and of this workflow; if so it counts as one. Apart from starts, which keep to them by themselves. */
  "sluice.check_workflow_rate_limit": { args: { organization_id: string | null; workflow_id?: string | null }; row: boolean };
  /** Does at once what the sweeper does every few seconds: takes back locks that have expired, or were given back; says how many. */
  "sluice.cleanup_expired_queue_locks": { args: Record<string, never>; row: number };
  /** Ends a step that is under way as completed, with this output, on the port of success or another one. What a worker still reports of it is refused; what ended it before this was acted on stands. */
  "sluice.complete_step": { args: { execution_id: string | null; node_id: string | null; output?: Json | null; frame_path?: string | null; port?: string | null; reason?: string | null }; row: WorkflowExecutionStepsRow };
  /** The operators of rules, { field, operator, value }, in rule groups. */
  "sluice.condition_operators": { args: Record<string, never>; row: { name: string | null; aliases: string[] | null; value_kind: string | null; description: string | null } };
  /** Creates an organization; whoever is signed in becomes its owner. */
  "sluice.create_organization": { args: { name: string | null; slug: string | null }; row: OrganizationsRow };
  /** Creates a draft. Any JSON is kept as its definition; only publishing asks that it be valid. */
  "sluice.create_workflow": { args: { name: string | null; definition?: Json | null; description?: string | null; organization_id?: string | null }; row: WorkflowsRow };
  /** Decides as an assignee, once: approved, with the form filled in where there is one, or rejected. The wait ends when the quorum has approved, or no longer can. */
  "sluice.decide_approval": { args: { approval_id: string | null; decision: string | null; comment?: string | null; data?: Json | null }; row: WorkflowApprovalsRow };
  /** Lets another member of the organization decide instead of whoever asks. */
  "sluice.delegate_approval": { args: { approval_id: string | null; user_id: string | null }; row: WorkflowApprovalsRow };
  /** Deletes a business calendar. A wait that begins later and names it fails. */
  "sluice.delete_calendar": { args: { name: string | null; organization_id?: string | null }; row: BusinessCalendarsRow };
  /** Examines the database: a row for each thing that can be wrong, with its figure, the thresholds of warn and error, and what to do. Thorough: looks at every execution that is under way, too. */
  "sluice.doctor": { args: { is_thorough?: boolean | null }; row: DoctorFindingRow };
  /** Tells every wait of the organization (by default the active one) for an event of this name, and with this key, that it has happened, and fires the triggers that listen to it. The same idempotency key answers with the same event for 30 days; after its ttl it counts no more. */
  "sluice.emit_event": { args: { name: string | null; payload?: Json | null; key?: string | null; idempotency_key?: string | null; organization_id?: string | null; ttl?: Interval | null }; row: WorkflowEventsRow };
  /** Deletes a finished execution with its steps, attempts, logs and approvals and the webhook event that started it, and so those that it called or that handled its failure; says how many. */
  "sluice.erase_execution": { args: { execution_id: string | null }; row: number };
  /** Which executions of an organization, or of one of its workflows, have changed since a cursor, and the next cursor; is_reset: nobody knows, load everything again, as at the beginning. */
  "sluice.execution_changes": { args: { since?: string | null; workflow_id?: string | null; organization_id?: string | null }; row: { cursor: string | null; is_reset: boolean | null; execution_ids: string[] | null } };
  /** The filters that may follow | in {{ expression | filter(args) }}. */
  "sluice.expression_filters": { args: Record<string, never>; row: { name: string | null; args: string[] | null; description: string | null } };
  /** Forgets what an action, or every action, gave: the next step with a cache runs. Says how many results that were. */
  "sluice.forget_cached_results": { args: { action?: string | null; organization_id?: string | null }; row: number };
  /** Gives a worker that speaks SQL the next step of an organization, locked for so many minutes: its input, and what to call it when it is done. No row: there is none. Commit before the work begins. */
  "sluice.get_next_queued_workflow": { args: { worker_id: string | null; organization_id?: string | null; actions?: string[] | null; lock_duration_minutes?: number | null }; row: LockedItemRow };
  /** Waits for one delivery to a trigger of the draft: /hooks/<key> of the row takes it, shows it in the row, and starts nothing. */
  "sluice.listen_for_delivery": { args: { workflow_id: string | null; node_id: string | null; duration?: Interval | null }; row: WebhookTestsRow };
  /** The first instant after this one (now) at which a cron expression matches in a zone (UTC), or null where it never does. SLVAL says which field is wrong. */
  "sluice.next_cron_instant": { args: { expression: string | null; zone?: string | null; after?: Date | null }; row: Date };
  /** The next instants (10, at most 1,000) at which a schedule fires; none while it is not active. */
  "sluice.next_runs": { args: { schedule_id: string | null; at_most?: number | null }; row: Date };
  /** Asks an execution to pause: what runs is finished and recorded, nothing else begins. */
  "sluice.pause_execution": { args: { execution_id: string | null; reason?: string | null }; row: WorkflowExecutionsRow };
  /** Pauses everything of an organization (by default the active one): nothing starts, what runs is finished and recorded, nothing else begins. The row says how far it has come. */
  "sluice.pause_organization": { args: { organization_id?: string | null; reason?: string | null }; row: BulkOperationsRow };
  /** Pauses a schedule until it is resumed; what is due in between is not run. Its executions go on. */
  "sluice.pause_schedule": { args: { schedule_id: string | null }; row: ScheduledJobsRow };
  /** Has a trigger that polls ask at once, or 10 seconds after it last did. */
  "sluice.poll_now": { args: { trigger_id: string | null }; row: WorkflowPollsRow };
  /** The next instants (10, at most 1,000) at which a trigger with this config would fire if it were published now, or at another instant. */
  "sluice.preview_schedule": { args: { trigger: string | null; config: Json | null; at_most?: number | null; since?: Date | null; organization_id?: string | null }; row: Date };
  /** Validates the draft (SLVAL lists every error), makes it the live version and activates the workflow. */
  "sluice.publish_workflow": { args: { workflow_id: string | null }; row: WorkflowVersionsRow };
  /** Delivers once more what came to a webhook: to the workflow as it is now, whatever its id; the dedupe of the trigger still holds, and then answers with the first. */
  "sluice.redeliver": { args: { event_id: string | null }; row: WorkflowEventsRow };
  /** Retries the dead letters that the filter matches now, and resumes those that the engine has parked, at most this many a second: a bulk operation for each of the two. */
  "sluice.redrive": { args: { filter?: Json | null; rate?: number | null; arguments?: Json | null; organization_id?: string | null }; row: BulkOperationsRow };
  /** Says what became of a locked step: completed with this result, failed with this error (its retry policy decides), cancelled, or queued: given back. False: the lock is no longer held, by this worker if it is named, and nothing changes. */
  "sluice.release_queue_lock": { args: { queue_id: string | null; status: string | null; error_message?: string | null; result?: Json | null; worker_id?: string | null }; row: boolean };
  /** Removes a limit of an organization; what waits for it goes on. */
  "sluice.remove_limit": { args: { name: string | null; organization_id?: string | null }; row: WorkflowLimitsRow };
  /** Operators: ends a membership, from the person's next request on; says whether there was one. */
  "sluice.remove_member": { args: { organization_id: string | null; user_id: string | null }; row: boolean };
  /** Fires the triggers that listen to this event now, once more and in spite of dedupe; trigger.replay tells them. Waits are not told again. */
  "sluice.replay_event": { args: { event_id: string | null }; row: WorkflowTriggerFiringsRow };
  /** Asks a paused execution to go on where it stood; one that is not paused just goes on. */
  "sluice.resume_execution": { args: { execution_id: string | null }; row: WorkflowExecutionsRow };
  /** Lets what pause_organization paused go on where it stood; what is paused by itself, or by its workflow, stays so. */
  "sluice.resume_organization": { args: { organization_id?: string | null }; row: BulkOperationsRow };
  /** Has a schedule that is paused, or has stopped with an error, go on: from now, with no failures counted. */
  "sluice.resume_schedule": { args: { schedule_id: string | null }; row: ScheduledJobsRow };
  /** Runs a finished execution again, as its next generation: what failed, was cancelled or never came to be, and from node_id (in the iteration frame_path) on everything; all other steps are kept as they ended. input replaces that of the step, or the payload of the trigger. On the version it ran, or on the live one. */
  "sluice.retry_execution": { args: { execution_id: string | null; node_id?: string | null; frame_path?: string | null; input?: Json | null; use_live_version?: boolean | null }; row: WorkflowExecutionsRow };
  /** Creates or replaces a business calendar of an organization. Waits that begin from then on keep to it, and schedules at once. */
  "sluice.set_calendar": { args: { name: string | null; zone: string | null; hours: Json | null; holidays?: Date[] | null; organization_id?: string | null }; row: BusinessCalendarsRow };
  /** Creates or replaces a limit of an organization: on the steps that name a provider, else on the executions of a workflow, else on all of them. */
  "sluice.set_limit": { args: { name: string | null; concurrency?: number | null; rate_count?: number | null; rate_per?: Interval | null; burst?: number | null; backlog?: number | null; on_limit?: string | null; workflow_id?: string | null; provider?: string | null; organization_id?: string | null }; row: WorkflowLimitsRow };
  /** How large a share of the workers an organization has while others wait as well: with 3 and 1 it is three to one. */
  "sluice.set_organization_weight": { args: { organization_id: string | null; weight: number | null }; row: number };
  /** How long the finished executions and the events of an organization are kept, where a workflow does not say otherwise; null: as long as those of all. The nil id sets that default. */
  "sluice.set_retention": { args: { retention: Interval | null; organization_id?: string | null }; row: OrganizationsRow };
  /** Switches one trigger on or off at once. The next publish makes it what its data.enabled says. */
  "sluice.set_trigger_enabled": { args: { trigger_id: string | null; is_enabled: boolean | null }; row: WorkflowTriggersRow };
  /** Sets a plain variable of the organization, or of one workflow; executions read it as they start. */
  "sluice.set_variable": { args: { name: string | null; value: Json | null; workflow_id?: string | null; organization_id?: string | null }; row: WorkflowVariablesRow };
  /** Turns a published workflow on or off. paused also pauses its executions, until it has another status; with all others they go on. */
  "sluice.set_workflow_status": { args: { workflow_id: string | null; status: string | null }; row: WorkflowsRow };
  /** Runs a draft, or a version, from its manual trigger or the one of trigger_node, in a transaction that is rolled back: waits take no time, workers' steps and calls give their mocks. The first row is the execution, the others its steps as they ended. */
  "sluice.simulate_workflow": { args: { workflow_id: string | null; input?: Json | null; mocks?: Json | null; clock?: Date | null; version_id?: string | null; trigger_node?: string | null }; row: SimulatedStepRow };
  /** Ends a step that is under way as skipped: none of its edges goes live. What a worker still reports of it is refused. */
  "sluice.skip_step": { args: { execution_id: string | null; node_id: string | null; reason?: string | null; frame_path?: string | null }; row: WorkflowExecutionStepsRow };
  /** Does to every execution that the filter matches now what cancel_execution, pause_execution, resume_execution, retry_execution, skip_step, cancel_step or complete_step does to one, or to every event what replay_event does. The row says how far it has come. */
  "sluice.start_bulk_operation": { args: { kind: string | null; filter: Json | null; arguments?: Json | null; organization_id?: string | null }; row: BulkOperationsRow };
  /** Starts an execution of the live version; expressions read the input as trigger.payload. The same idempotency key answers with the same execution for 30 days. trigger_node names another trigger than the manual one, traceparent the span (W3C Trace Context) that starts it. */
  "sluice.start_workflow": { args: { workflow_id: string | null; input?: Json | null; idempotency_key?: string | null; trigger_node?: string | null; traceparent?: string | null }; row: WorkflowExecutionsRow };
  /** Starts one execution for each item of a JSON array, in one transaction; returns their ids in order. */
  "sluice.start_workflows": { args: { workflow_id: string | null; inputs: Json | null; trigger_node?: string | null }; row: string };
  /** Does by hand what workers do all the time: advances what is pending, admits what may run; says how many executions and locks moved. */
  "sluice.tick": { args: Record<string, never>; row: number };
  /** Ends what watch_dates began; schedules that look for these dates stop with an error. */
  "sluice.unwatch_dates": { args: { name: string | null }; row: boolean };
  /** Ends what watch_table began, also if the table is gone. */
  "sluice.unwatch_table": { args: { object: string | null; organization_id?: string | null }; row: void };
  /** Changes the draft of a workflow; what is null stays. The live version goes on as it is. */
  "sluice.update_workflow": { args: { workflow_id: string | null; name?: string | null; definition?: Json | null; description?: string | null }; row: WorkflowsRow };
  /** Every problem of a definition, whatever JSON it is: errors that publish refuses, and warnings. The workflow that it is of may call itself. Workflows and calendars that it names are looked up in the organization of that workflow, or else the active one; without either they are not. */
  "sluice.validate_definition": { args: { definition: Json | null; workflow_id?: string | null }; row: DefinitionProblemRow };
  /** Whether publishing would accept a definition, and every error as a text; see validate_definition, which says more. */
  "sluice.validate_workflow_data": { args: { workflow_data: Json | null }; row: { is_valid: boolean | null; errors: string[] | null } };
  /** Lets workflows be started by the dates in a column of a table, of the organization that each row names. matching: only rows with these values. handler: (organization uuid, record jsonb) returns jsonb, what payloads have besides. For operators. Answers the name. */
  "sluice.watch_dates": { args: { relation: string | null; date_column: string | null; object?: string | null; organization_column?: string | null; key_column?: string | null; matching?: Json | null; handler?: unknown | null }; row: string };
  /** Makes events of the changes of a table: record.created:<object>, record.updated:… and record.deleted:…, for this organization or (operators) the one that a column of each row names. Answers the object; the same object again changes how it is watched. */
  "sluice.watch_table": { args: { relation: string | null; object?: string | null; organization_column?: string | null; organization_id?: string | null; key?: string[] | null; columns?: string[] | null; leave_out?: string[] | null; operations?: string[] | null }; row: string };
  /** What an execution waits for, in one sentence: the most serious of all that it waits for. */
  "sluice.why_waiting": { args: { execution_id: string | null }; row: string };
  /** How many of the executions it has started have failed or timed out. */
  "sluice.workflow_triggers_failure_count": { args: { trigger: WorkflowTriggersRow | null }; row: string };
  /** When it last started one. */
  "sluice.workflow_triggers_last_triggered_at": { args: { trigger: WorkflowTriggersRow | null }; row: Date };
  /** How many of the executions it has started have completed. */
  "sluice.workflow_triggers_success_count": { args: { trigger: WorkflowTriggersRow | null }; row: string };
  /** How many executions it has started. */
  "sluice.workflow_triggers_trigger_count": { args: { trigger: WorkflowTriggersRow | null }; row: string };
  /** Moves on the execution that was set apart first, alone; false where there is none. */
  "sluice_private.advance_apart": { args: Record<string, never>; row: boolean };
  /** Moves on up to this many executions that have an arrival or a due timer; says how many. By itself it takes fewer where there are several organizations. The drainer. */
  "sluice_private.advance_batch": { args: { at_most?: number | null }; row: number };
  /** Moves on these executions, waiting up to a quarter of a second for whoever holds one; says how many. */
  "sluice_private.advance_executions": { args: { organization_ids: string[] | null; execution_ids: string[] | null }; row: number };
  /** Binds admitted leases to this worker; a token that does not come back is no longer anybody's to run. */
  "sluice_private.begin_steps": { args: { worker_id: string | null; epoch: string | null; organization_ids: string[] | null; tokens: string[] | null }; row: { organization_id: string | null; token: string | null; execution_id: string | null; node_id: string | null; action: string | null; attempt: number | null; idempotency_key: string | null; input: string | null; timeout_ms: number | null; crashes: number | null } };
  /** Looks at polls that are due; up to this many of them that a worker is to make, and when one is due next. */
  "sluice_private.claim_polls": { args: { room: number | null; worker_id?: string | null }; row: { taken: number | null; next_due: Date | null; handed: unknown[] | null } };
  /** Reports of a worker, in one transaction with all that follows. Per token: recorded (also when it was so before), stale, or deferred; and the step that this worker may run next. */
  "sluice_private.complete_steps": { args: { worker_id: string | null; epoch: string | null; organization_ids: string[] | null; execution_ids: string[] | null; tokens: string[] | null; outcomes: string[] | null; results: string[] | null }; row: { token: string | null; verdict: string | null; next_organization_id: string | null; next_token: string | null; next_execution_id: string | null; next_node_id: string | null; next_action: string | null; next_attempt: number | null; next_idempotency_key: string | null; next_input: string | null; next_timeout_ms: number | null } };
  /** Decides as the assignee whose link it is: recorded, or why not: unknown, decided, expired. Raises SLVAL where the form is not filled in. */
  "sluice_private.decide_by_link": { args: { token_hash: Buffer | null; decision: string | null; comment: string | null; data: Json | null }; row: string };
  /** This worker takes no new steps; it finishes those it runs. */
  "sluice_private.drain_worker": { args: { worker_id: string | null; epoch: string | null }; row: void };
  /** The traceparents of the steps of executions that are under way; asked by workers that trace. */
  "sluice_private.find_traces": { args: { organization_ids: string[] | null; execution_ids: string[] | null }; row: { execution_id: string | null; traceparent: string | null } };
  /** The registration behind /hooks/<key> or /hooks/<organization slug>/<path>, if there is one, with what the edge needs to judge a request; and the same for /forms/. */
  "sluice_private.find_webhook": { args: { path: string | null; door?: string | null }; row: { organization_id: string | null; webhook_id: string | null; test_id: string | null; trigger: string | null; scheme: string | null; secret_refs: string[] | null; methods: string[] | null; tolerance: number | null; response_timeout: number | null; config: Json | null; asked_at: Date | null } };
  /** This worker lives and holds these tokens. False: it has lost its epoch and must exit. */
  "sluice_private.heartbeat": { args: { worker_id: string | null; epoch: string | null; tokens: string[] | null }; row: boolean };
  /** This worker lives as long as this session does. Says direct, or pooled if it is not the worker's own; null: the worker has lost its epoch. */
  "sluice_private.hold_session": { args: { worker_id: string | null; epoch: string | null; process_id: number | null }; row: string };
  /** Does the next thing there is to do for history: makes partitions, deletes what has expired, replaces old partitions by what is kept of them, measures how much there is; whether there may be more to do. */
  "sluice_private.maintain": { args: Record<string, never>; row: boolean };
  /** This worker is about to sleep: starts notify it from now on, until it finds much to do. It polls once more after this. */
  "sluice_private.mark_idle": { args: { worker_id: string | null; epoch: string | null }; row: void };
  /** What a worker tells Prometheus of the database as a whole. */
  "sluice_private.metrics": { args: Record<string, never>; row: { metric: string | null; label: string | null; value: number | null } };
  /** Whether this worker hears ticks, or polls alone. */
  "sluice_private.note_listening": { args: { worker_id: string | null; epoch: string | null; is_listening: boolean | null }; row: void };
  /** Counts requests that the edge has refused, and keeps the last fifty notes of each webhook. */
  "sluice_private.note_refusals": { args: { refusals: Json | null }; row: void };
  /** What a host calls in a loop: advances what is pending, admits what may run (up to room of it to this host, which begins it at once, and what a process has died of for its places apart), carries bulk operations out; whether there may be more to do, whether what starts notifies this worker, and when the next timer is due. */
  "sluice_private.pump": { args: { worker_id: string | null; epoch: string | null; room?: number | null; apart?: number | null }; row: { advanced: number | null; admitted: number | null; more: boolean | null; is_idle: boolean | null; next_due: Date | null; handed: unknown[] | null } };
  /** The form behind /forms/<key> or /forms/<organization slug>/<form_id>, and whether somebody takes what is sent. */
  "sluice_private.read_form": { args: { path: string | null }; row: { organization_id: string | null; webhook_id: string | null; config: Json | null; form: Json | null; is_open: boolean | null } };
  /** What the page behind a link shows; no row if there is no such link. */
  "sluice_private.read_link": { args: { token_hash: Buffer | null }; row: { title: string | null; details: Json | null; form: Json | null; due_at: Date | null; state: string | null } };
  /** Takes one verified delivery: the event and the start it leads to, or why it leads to none; a delivery seen before answers with the first. A refusal (status, code, message) took nothing. */
  "sluice_private.receive_webhook": { args: { organization_id: string | null; webhook_id: string | null; delivery_id: string | null; method: string | null; headers: Json | null; query: Json | null; payload: string | null; remote_ip: string | null }; row: { event_id: string | null; execution_id: string | null; duplicate: boolean | null; reason: string | null; refusal: Json | null } };
  /** Registers a worker process: what it serves and how many steps at once; returns its epoch. */
  "sluice_private.register_worker": { args: { worker_id: string | null; host: string | null; pid: number | null; actions: string[] | null; concurrency: number | null; version?: string | null }; row: string };
  /** The process in which this worker ran these steps died: they go back, or fail after the third time. Says how many. */
  "sluice_private.report_crashes": { args: { worker_id: string | null; epoch: string | null; tokens: string[] | null }; row: number };
  /** Tells what came of a poll, by the token it was claimed with: stale, where that is another worker's by now. answer: outcome (answered, unchanged, failed, or released, by a worker that stops), items or a message, as JSON; body: what the server sent. */
  "sluice_private.report_poll": { args: { organization_id: string | null; poll_id: string | null; token: string | null; answer: string | null; body?: string | null }; row: string };
  /** Lets nobody wait for the answer of this execution; the answer, if it has just been given. */
  "sluice_private.stop_waiting": { args: { organization_id: string | null; execution_id: string | null }; row: Json };
  /** Takes what was filled into a form, with the words of the consent; or says what is wrong, field by field. The same submission again changes nothing. */
  "sluice_private.submit_form": { args: { organization_id: string | null; webhook_id: string | null; submission_id: string | null; data: Json | null; has_consented: boolean | null; headers: Json | null; remote_ip: string | null }; row: { faults: Json | null; execution_id: string | null; duplicate: boolean | null; reason: string | null; refusal: Json | null } };
  /** Gives the steps of dead workers, and leases that nobody knows of, back to the backlog, and ends attempts that take too long; says how many. Nothing if the last sweep is no longer ago than the pause. */
  "sluice_private.sweep": { args: { pause?: Interval | null }; row: number };
  /** Writes the built-in worker actions [{ name, title, description, input_schema, output_schema }]; says how many changed. */
  "sluice_private.sync_action_definitions": { args: { definitions: Json | null }; row: number };
  /** The answers that executions have given to those who wait for them, and how the ones have ended that gave none; each is told once. */
  "sluice_private.take_answers": { args: { organization_ids: string[] | null; execution_ids: string[] | null }; row: { execution_id: string | null; answer: Json | null; status: string | null; output: Json | null } };
  /** Executions with a trace that have ended, each handed to one worker. */
  "sluice_private.take_ended_traces": { args: { at_most: number | null }; row: { execution_id: string | null; traceparent: string | null; span_id: string | null; workflow_id: string | null; workflow: string | null; status: string | null; message: string | null; created_at: Date | null; finished_at: Date | null } };
  /** Shows a delivery to whoever listens for it; false if another came first. */
  "sluice_private.take_test_delivery": { args: { organization_id: string | null; test_id: string | null; method: string | null; headers: Json | null; query: Json | null; payload: string | null; remote_ip: string | null }; row: boolean };
  /** A worker leaves: what it still holds goes back to the backlog, uncounted. */
  "sluice_private.unregister_worker": { args: { worker_id: string | null; epoch: string | null }; row: void };
}
