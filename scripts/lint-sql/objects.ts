import type { Node, RangeVar } from "libpg-query";

/** An object that a logic file creates. */
export interface Definition {
  kind: "function" | "view" | "trigger" | "policy";
  name: string;
  /** Empty when the file does not state it. */
  schema: string;
  /** Whether creating it again replaces it. */
  replaces: boolean;
  /** The function or relation that comments and grants of the file name. */
  owner: string;
  /** The name of the file that holds it. */
  file: string;
}

/** An object that a comment, a grant or a change of owner names. */
export interface Attachment {
  kind: string;
  name: string;
  schema: string;
}

export function definitionOf(node: Node): Definition | undefined {
  if ("CreateFunctionStmt" in node) {
    const path = namesOf(node.CreateFunctionStmt.funcname);
    const name = path.at(-1) ?? "";
    return {
      kind: "function",
      name,
      schema: path.at(-2) ?? "",
      replaces: node.CreateFunctionStmt.replace === true,
      owner: name,
      file: name,
    };
  }
  if ("ViewStmt" in node) {
    const { view, replace } = node.ViewStmt;
    const { name, schema } = relation(view);
    return { kind: "view", name, schema, replaces: replace === true, owner: name, file: name };
  }
  if ("CreateTrigStmt" in node) {
    const { trigname: name = "", relation: table, replace, isconstraint } = node.CreateTrigStmt;
    const { name: owner, schema } = relation(table);
    const isQualified = namesOf(node.CreateTrigStmt.funcname).length > 1;
    return {
      kind: "trigger",
      name,
      schema: isQualified ? schema : "",
      replaces: replace === true || isconstraint === true,
      owner,
      file: `${owner}_${name.replace(/^_\d+_/, "")}`,
    };
  }
  if ("CreatePolicyStmt" in node) {
    const { policy_name: name = "", table } = node.CreatePolicyStmt;
    const { name: owner, schema } = relation(table);
    return { kind: "policy", name, schema, replaces: true, owner, file: `${owner}_policies` };
  }
  return undefined;
}

export function attachmentOf(node: Node): Attachment[] {
  if ("CommentStmt" in node) return [attached(node.CommentStmt.objtype, node.CommentStmt.object)];
  if ("AlterOwnerStmt" in node) {
    return [attached(node.AlterOwnerStmt.objectType, node.AlterOwnerStmt.object)];
  }
  if ("GrantStmt" in node && node.GrantStmt.targtype === "ACL_TARGET_OBJECT") {
    return (node.GrantStmt.objects ?? []).map((object) => attached(node.GrantStmt.objtype, object));
  }
  return [];
}

/** A path ends with the object, or with a part of a relation: column, policy, trigger. */
function attached(type: string | undefined, object: Node | undefined): Attachment {
  const kind = /^OBJECT_(FUNCTION|PROCEDURE)$/.test(type ?? "")
    ? "function"
    : (type ?? "").replace("OBJECT_", "").toLowerCase();
  if (object === undefined) return { kind, name: "", schema: "" };
  if ("RangeVar" in object) return { kind, ...relation(object.RangeVar) };
  const path =
    "ObjectWithArgs" in object
      ? namesOf(object.ObjectWithArgs.objname)
      : "List" in object
        ? namesOf(object.List.items)
        : [];
  const isPart = kind === "column" || kind === "policy" || kind === "trigger";
  const owner = isPart ? path.slice(0, -1) : path;
  return { kind, name: owner.at(-1) ?? "", schema: owner.at(-2) ?? "" };
}

function relation(range: RangeVar | undefined): { name: string; schema: string } {
  return { name: range?.relname ?? "", schema: range?.schemaname ?? "" };
}

function namesOf(path: Node[] | undefined): string[] {
  return (path ?? []).flatMap((part) => ("String" in part ? (part.String.sval ?? "") : []));
}
