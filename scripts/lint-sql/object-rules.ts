import { basename } from "node:path";
import type { AlterTableStmt, Node } from "libpg-query";
import { attachmentOf, definitionOf } from "./objects.ts";
import type { Definition } from "./objects.ts";
import { optionOf } from "./source.ts";
import type { Finding, Source, Statement } from "./source.ts";

type Problem = Omit<Finding, "path">;

/** Rules about what a file holds: one object, its comment and its grants. */
export function* objectRules(source: Source): Generator<Problem> {
  if (basename(source.path) === "index.sql") {
    for (const { line } of source.statements) {
      yield { line, rule: "index-only-includes", message: "an index holds prose and includes" };
    }
    return;
  }
  if (source.faults.some(({ line }) => line === 1)) return;
  const definitions = source.statements.flatMap(({ node }) => definitionOf(node) ?? []);
  yield* oneObjectRule(source, definitions);
  for (const statement of source.statements) yield* definitionRules(statement);
  yield* attachmentRules(source, definitions);
  yield* commentRule(source, definitions);
  yield* onceRule(source);
}

function* oneObjectRule({ path }: Source, definitions: Definition[]): Generator<Problem> {
  const files = new Set(definitions.map(({ file }) => file));
  const name = basename(path, ".sql");
  const [first] = definitions;
  if (first === undefined) {
    yield { line: 1, rule: "one-object", message: "defines no object" };
  } else if (files.size > 1 || (first.kind === "function" && definitions.length > 1)) {
    yield { line: 1, rule: "one-object", message: `defines ${[...files].join(", ")}` };
  } else if (name !== first.file) {
    yield { line: 1, rule: "file-name", message: `name the file ${first.file}.sql` };
  }
}

function* definitionRules({ node, line }: Statement): Generator<Problem> {
  const definition = definitionOf(node);
  if (definition === undefined) return;
  if (definition.schema === "") {
    yield { line, rule: "schema-qualified", message: `${definition.name} lacks its schema` };
  }
  if (!definition.replaces) {
    yield { line, rule: "or-replace", message: "say create or replace" };
  }
  if ("CreateFunctionStmt" in node && !node.CreateFunctionStmt.is_procedure) {
    if (optionOf(node.CreateFunctionStmt, "volatility") === undefined) {
      yield { line, rule: "volatility", message: "say immutable, stable or volatile" };
    }
  }
}

function* attachmentRules(source: Source, definitions: Definition[]): Generator<Problem> {
  for (const { node, line } of source.statements) {
    for (const { name, schema } of attachmentOf(node)) {
      if (schema === "") {
        yield { line, rule: "schema-qualified", message: `${name} lacks its schema` };
      }
      if (definitions.length > 0 && !definitions.some(({ owner }) => owner === name)) {
        yield { line, rule: "one-object", message: `what is said of ${name} belongs in its file` };
      }
    }
  }
}

function* commentRule(source: Source, definitions: Definition[]): Generator<Problem> {
  const commented = source.statements.flatMap(({ node }) =>
    "CommentStmt" in node && node.CommentStmt.comment ? attachmentOf(node) : [],
  );
  for (const { kind, name } of definitions) {
    if (kind !== "function" && kind !== "view") continue;
    if (!commented.some((object) => object.name === name && object.kind === kind)) {
      yield { line: 1, rule: "comment", message: `no comment on ${name}` };
    }
  }
}

function* onceRule({ statements }: Source): Generator<Problem> {
  for (const [index, { node, line }] of statements.entries()) {
    if (cannotReplace(node) && !dropsWhatFollows(statements[index - 1]?.node, statements[index])) {
      const message = "drop it if it exists, directly above";
      yield { line, rule: "or-replace", message };
    }
    const isOurs = definitionOf(node) !== undefined || attachmentOf(node).length > 0;
    if (isOurs || switchesOnSecurity(node) || dropsWhatFollows(node, statements[index + 1])) {
      continue;
    }
    yield { line, rule: "happens-once", message: "this happens once: it belongs in a migration" };
  }
}

function switchesOnSecurity(node: Node): boolean {
  if (!("AlterTableStmt" in node)) return false;
  const { cmds = [] }: AlterTableStmt = node.AlterTableStmt;
  return cmds.every((command) => {
    const subtype = "AlterTableCmd" in command ? command.AlterTableCmd.subtype : undefined;
    return subtype === "AT_EnableRowSecurity" || subtype === "AT_ForceRowSecurity";
  });
}

function cannotReplace(node: Node): boolean {
  return (
    "CreatePolicyStmt" in node ||
    ("CreateTrigStmt" in node && node.CreateTrigStmt.isconstraint === true)
  );
}

/** Only a policy or a constraint trigger has to be dropped to be created again. */
function dropsWhatFollows(node: Node | undefined, next: Statement | undefined): boolean {
  if (node === undefined || next === undefined || !cannotReplace(next.node)) return false;
  if (!("DropStmt" in node) || node.DropStmt.missing_ok !== true) return false;
  const created = definitionOf(next.node);
  if (created === undefined) return false;
  const { removeType, objects = [] } = node.DropStmt;
  const [dropped] = objects;
  if (objects.length !== 1 || dropped === undefined || !("List" in dropped)) return false;
  const path = (dropped.List.items ?? []).map((part) => ("String" in part ? part.String.sval : ""));
  return (
    removeType === (created.kind === "policy" ? "OBJECT_POLICY" : "OBJECT_TRIGGER") &&
    path.at(-1) === created.name &&
    path.at(-2) === created.owner
  );
}
