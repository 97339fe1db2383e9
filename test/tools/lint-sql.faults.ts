import { CLEAN, POLICIES, STANDARD, TRIGGER, VIEW, instead } from "./lint-sql.clean.ts";

/** A file with one fault. */
export interface Fault {
  rule: string;
  what: string;
  line?: number;
  path?: string;
  text: string;
}

export const FAULTS: Fault[] = [
  {
    rule: "syntax",
    what: "SQL that cannot be parsed",
    text: instead("returns sluice", "return s"),
  },
  {
    rule: "syntax",
    what: "a body that cannot be parsed",
    text: instead("  return v_step;\nexc", "  retrun v_step;\nexc"),
  },
  {
    rule: "keyword-case",
    what: "a keyword in capitals",
    line: 5,
    text: instead("\nvolatile", "\nVOLATILE"),
  },
  {
    rule: "keyword-case",
    what: "a keyword in capitals inside a body",
    line: 13,
    text: instead("update sluice_private", "UPDATE sluice_private"),
  },
  {
    rule: "keyword-case",
    what: "a name in capitals inside a body",
    line: 11,
    text: instead("v_at timestamptz", "v_at TIMESTAMPTZ"),
  },
  {
    rule: "one-object",
    what: "two functions in one file",
    text: `${CLEAN}\n${CLEAN.replaceAll("fail_step", "pass_step")}`,
  },
  {
    rule: "one-object",
    what: "an overload in the same file",
    text: `${CLEAN}\n${CLEAN.replaceAll("bigint", "uuid")}`,
  },
  {
    rule: "one-object",
    what: "a grant on another object",
    text: instead(
      "revoke execute on function sluice_private.fail_step",
      "revoke execute on function sluice_private.pass_step",
    ),
  },
  {
    rule: "one-object",
    what: "a file without an object",
    text: "grant usage on schema sluice to public;\n",
  },
  {
    rule: "file-name",
    what: "a file that is not named after its object",
    path: "engine/fail.sql",
    text: CLEAN,
  },
  {
    rule: "file-name",
    what: "policies that are not in the file of their table",
    path: "engine/policies.sql",
    text: POLICIES,
  },
  {
    rule: "file-name",
    what: "a trigger whose file does not name its table",
    path: "engine/notify.sql",
    text: TRIGGER,
  },
  {
    rule: "or-replace",
    what: "a function that cannot be created again",
    text: instead("or replace ", ""),
  },
  {
    rule: "or-replace",
    what: "a view that cannot be created again",
    path: "queue/queue.sql",
    text: VIEW.replace("or replace ", ""),
  },
  {
    rule: "or-replace",
    what: "a trigger that cannot be created again",
    path: "engine/steps_notify.sql",
    text: TRIGGER.replace("or replace ", ""),
  },
  {
    rule: "or-replace",
    what: "a policy without its drop directly above",
    path: "engine/steps_policies.sql",
    line: 4,
    text: POLICIES.replace("drop policy if exists all_owner on sluice.steps;\n", ""),
  },
  {
    rule: "volatility",
    what: "a function that does not state it",
    text: instead("volatile\n", ""),
  },
  {
    rule: "schema-qualified",
    what: "a function without its schema",
    text: instead("function sluice_private.fail_step(step_id", "function fail_step(step_id"),
  },
  {
    rule: "schema-qualified",
    what: "a comment that leaves out the schema",
    text: instead(
      "on function sluice_private.fail_step(bigint) is",
      "on function fail_step(bigint) is",
    ),
  },
  {
    rule: "schema-qualified",
    what: "a policy on a table without its schema",
    path: "engine/steps_policies.sql",
    text: POLICIES.replaceAll("all_owner on sluice.steps", "all_owner on steps"),
  },
  {
    rule: "comment",
    what: "a function without a comment",
    text: CLEAN.replace(/^comment on .*\n/m, ""),
  },
  {
    rule: "comment",
    what: "a view of which only a column has a comment",
    path: "queue/queue.sql",
    text: VIEW.replace(/^comment on view .*\n/m, ""),
  },
  {
    rule: "body-length",
    what: "a plpgsql body of 61 lines",
    text: instead("begin\n", `begin\n${"  perform 1;\n".repeat(41)}`),
  },
  {
    rule: "body-length",
    what: "a standard body of 61 lines",
    path: "engine/steps_of.sql",
    text: STANDARD.replace("begin atomic\n", `begin atomic\n${"  select 1;\n".repeat(60)}`),
  },
  {
    rule: "line-length",
    what: "a line of 101 columns",
    line: 1,
    text: instead("/* A step", `/* ${"a".repeat(60)}step`),
  },
  { rule: "whitespace", what: "a trailing space", text: instead("volatile\n", "volatile \n") },
  {
    rule: "whitespace",
    what: "a tab",
    text: instead("  return v_step;\nexc", "\treturn v_step;\nexc"),
  },
  { rule: "whitespace", what: "a missing end of line", text: CLEAN.trimEnd() },
  {
    rule: "happens-once",
    what: "a table",
    text: `${CLEAN}create table sluice.t (id bigint);\n`,
  },
  {
    rule: "happens-once",
    what: "a drop of a function",
    text: `drop function if exists sluice_private.fail_step(uuid);\n${CLEAN}`,
  },
  {
    rule: "happens-once",
    what: "a column added to a table",
    path: "engine/steps_policies.sql",
    text: `${POLICIES}alter table sluice.steps add column name text;\n`,
  },
  {
    rule: "happens-once",
    what: "a drop of another policy than the one below",
    path: "engine/steps_policies.sql",
    text: POLICIES.replace("if exists all_owner", "if exists none_owner"),
  },
  {
    rule: "select-star",
    what: "a bare star inside a body",
    line: 21,
    text: instead("select s.step_id, clock_timestamp()", "select *"),
  },
  {
    rule: "select-star",
    what: "a bare star in a standard body",
    path: "engine/steps_of.sql",
    line: 6,
    text: STANDARD.replace("steps.*", "*"),
  },
  {
    rule: "select-star",
    what: "a bare star that is returned",
    text: instead("returning steps.*", "returning *"),
  },
  {
    rule: "inner-join",
    what: "a join that does not say inner",
    line: 16,
    text: instead("  inner join", "  join"),
  },
  {
    rule: "when-others",
    what: "a handler of every error",
    line: 28,
    text: instead("when unique_violation", "when others"),
  },
  {
    rule: "when-others",
    what: "an allowance without its reason",
    text: instead("when unique_violation then", "-- lint: allow when-others:\n  when others then"),
  },
  {
    rule: "dynamic-sql",
    what: "execute outside core",
    line: 13,
    text: instead("  update sluice_private", "  execute 'select 1';\n  update sluice_private"),
  },
  {
    rule: "dynamic-sql",
    what: "a loop over a dynamic query",
    text: instead("  update", "  for v_at in execute 'select 1' loop end loop;\n  update"),
  },
  {
    rule: "dynamic-sql",
    what: "return query execute",
    text: instead("returns sluice_private", "returns setof sluice_private")
      .replace("  return v_step;", "  return query execute 'select 1';")
      .replace("return null", "return"),
  },
  {
    rule: "insert-columns",
    what: "an insert that does not list its columns",
    line: 20,
    text: instead("log (step_id, at)", "log"),
  },
  {
    rule: "own-clock",
    what: "now() inside a body",
    text: instead("clock_timestamp()", "now()"),
  },
  {
    rule: "own-clock",
    what: "pg_catalog.now() in an assignment",
    line: 11,
    text: instead("sluice_hidden.now()", "pg_catalog.now()"),
  },
  {
    rule: "own-clock",
    what: "current_timestamp in an expression",
    text: instead("return null;", "return current_timestamp;"),
  },
  {
    rule: "banner-comment",
    what: "a banner inside a body",
    line: 13,
    text: instead("  update", "  -- ---- update ----\n  update"),
  },
  {
    rule: "placeholder",
    what: "a placeholder",
    text: instead("from public", "from :DATABASE_VISITOR"),
  },
  {
    rule: "index-only-includes",
    what: "a statement in an index",
    path: "engine/index.sql",
    text: "--!include engine/fail_step.sql\nselect 1;\n",
  },
];
