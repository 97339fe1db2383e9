// Written by `npm run generate` from db/errors.md.

/** Every error that Sluice raises on purpose. */
export const errors = [
  {
    code: "SLNTF",
    reason: "NOT_FOUND",
    message: "workflow … does not exist",
    when: "There is no such workflow, execution, approval, calendar, trigger or webhook, or it belongs to an organization of which whoever asks is no member.",
  },
  {
    code: "SLSTA",
    reason: "WRONG_STATE",
    message: "workflow … is draft",
    when: "The thing is there and cannot do this now: an unpublished workflow is started, a finished execution cancelled, a published version changed, a workflow deleted whose executions have not ended, a record enrolled that may not be, an approval decided that is closed, or twice by the same assignee.",
  },
  {
    code: "SLVAL",
    reason: "INVALID_WORKFLOW_DATA",
    message: "the definition has … errors",
    when: "A definition or an argument is not valid. The detail of publish_workflow is a JSON array of every problem: severity, code, node_id, path, message, hint.",
  },
  {
    code: "SLDUP",
    reason: "ALREADY_EXISTS",
    message: "a workflow named … exists",
    when: "A name, slug, webhook path or id of a worker is taken.",
  },
  {
    code: "SLFRB",
    reason: "INSUFFICIENT_PERMISSIONS",
    message: "not allowed to … in this organization",
    when: "Whoever asks is not signed in, is only a viewer, may not look where only operators may, or is no assignee of the approval. Functions that are for operators alone, and rows that only functions write, PostgreSQL refuses itself, with 42501 or 55000.",
  },
  {
    code: "SLLIM",
    reason: "LIMIT_REACHED",
    message: "as many as may already wait …",
    when: "As many executions wait as a backlog of the organization allows; or a query asks for more than the API gives.",
  },
  {
    code: "SLSTL",
    reason: "STALE_WORKER",
    message: "worker … has lost its epoch",
    when: "A worker process was silent for too long; its steps went to others. The process exits and is started again.",
  },
  {
    code: "SLEXP",
    reason: "EXPRESSION_FAILED",
    message: "… finds nothing",
    when: "The error of a step, not of a call: an interpolated expression found no value, or a value of the wrong kind.",
  },
  {
    code: "SLFPT",
    reason: "FAILPOINT",
    message: "failpoint …",
    when: "Only in test mode: a test armed this place.",
  },
] as const;

export type SluiceError = (typeof errors)[number];
export type ErrorCode = SluiceError["code"];
export type ErrorReason = SluiceError["reason"];
