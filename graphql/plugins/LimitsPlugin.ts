import "postgraphile";
import { SafeError } from "postgraphile/grafast";
import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from "postgraphile/graphql";
import "postgraphile/grafserv";
import { BAD_REQUEST } from "../errors.ts";

/** Of the document alone: parsing it is what costs; variables may be as long as a request. */
const MAX_LENGTH = 30_000;
const MAX_DEPTH = 8;
const MAX_FIELDS = 300;
/** Wrappers of a connection do not make a query deeper. */
const WRAPPERS = new Set(["nodes", "edges", "node", "pageInfo"]);

/** How deep and how wide the operations of a document are, fragments followed. */
function measure(document: DocumentNode): { depth: number; fields: number } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  let deepest = 0;
  let fields = 0;
  const walk = (set: SelectionSetNode, depth: number, seen: readonly string[]): void => {
    for (const selection of set.selections) {
      if (fields > MAX_FIELDS || deepest > MAX_DEPTH) return;
      // spreads count as well: fragments that double each other would be walked for ever
      fields += 1;
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        if (name.startsWith("__")) continue;
        const below = WRAPPERS.has(name) ? depth : depth + 1;
        deepest = Math.max(deepest, below);
        if (selection.selectionSet) walk(selection.selectionSet, below, seen);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, depth, seen);
      } else {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        if (fragment && !seen.includes(name)) walk(fragment.selectionSet, depth, [...seen, name]);
      }
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk(definition.selectionSet, 0, []);
  }
  return { depth: deepest, fields };
}

function limits(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      const { depth, fields } = measure(document);
      const extensions = { code: "SLLIM", reason: "LIMIT_REACHED" };
      if (depth > MAX_DEPTH) {
        const message = `the query is deeper than ${MAX_DEPTH} levels`;
        context.reportError(new GraphQLError(message, { extensions }));
      }
      if (fields > MAX_FIELDS) {
        const message = `the query selects more than ${MAX_FIELDS} fields`;
        context.reportError(new GraphQLError(message, { extensions }));
      }
    },
  };
}

/** Gives every error that validation reports a code; the rules share one context. */
function codes(context: ValidationContext): ASTVisitor {
  const report = context.reportError.bind(context);
  context.reportError = (error) => {
    for (const [name, value] of Object.entries(BAD_REQUEST)) error.extensions[name] ??= value;
    report(error);
  };
  return {};
}

/** Refuses documents that are too long, too deep or too wide. */
export const LimitsPlugin: GraphileConfig.Plugin = {
  name: "LimitsPlugin",
  grafserv: {
    middleware: {
      setPreset(next, event) {
        event.validationRules.unshift(codes);
        event.validationRules.push(limits);
        return next();
      },
      processGraphQLRequestBody(next, { body }) {
        if (typeof body.query === "string" && body.query.length > MAX_LENGTH) {
          const message = `the query is longer than ${MAX_LENGTH} characters`;
          const hint = "Send values as variables, and fewer fields at a time.";
          const extensions = { code: "SLLIM", reason: "LIMIT_REACHED", hint, statusCode: 413 };
          throw new SafeError(message, extensions);
        }
        return next();
      },
    },
  },
};
