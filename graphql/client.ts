/** A typed client for Node and browsers: documents from generated/graphql, results with their types. */
import type { TypedDocumentString } from "../generated/graphql/graphql.ts";

export interface ClientOptions {
  /** The endpoint, such as http://127.0.0.1:4800/graphql. */
  url: string;
  token: string;
  fetch?: typeof fetch;
}

export interface GraphQLErrorBody {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; reason?: string; detail?: unknown; hint?: string };
}

/** What the API said instead of an answer; `code` is the SQLSTATE, `reason` its name. */
export class GraphQLRequestError extends Error {
  readonly errors: readonly GraphQLErrorBody[];
  readonly code: string | undefined;
  readonly reason: string | undefined;
  readonly detail: unknown;
  readonly hint: string | undefined;

  constructor(errors: readonly GraphQLErrorBody[]) {
    super(errors.map(({ message }) => message).join("; "));
    this.name = "GraphQLRequestError";
    this.errors = errors;
    const { code, reason, detail, hint } = errors[0]?.extensions ?? {};
    this.code = code;
    this.reason = reason;
    this.detail = detail;
    this.hint = hint;
  }
}

export type Variables<V> = Record<string, never> extends V ? [variables?: V] : [variables: V];

/** Sends one operation; throws GraphQLRequestError for errors of the API. */
export async function request<Result, V>(
  options: ClientOptions,
  document: TypedDocumentString<Result, V>,
  ...[variables]: Variables<V>
): Promise<Result> {
  const send = options.fetch ?? fetch;
  const response = await send(options.url, {
    method: "POST",
    headers: {
      accept: "application/graphql-response+json, application/json",
      authorization: `Bearer ${options.token}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const body = (await response.json()) as { data?: Result; errors?: GraphQLErrorBody[] };
  if (body.errors !== undefined && body.errors.length > 0) {
    throw new GraphQLRequestError(body.errors);
  }
  return body.data as Result;
}
