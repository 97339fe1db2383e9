/** Subscriptions from Node and browsers: graphql-ws's protocol over the platform's own WebSocket. */
import type { TypedDocumentString } from "../generated/graphql/graphql.ts";
import {
  GraphQLRequestError,
  type ClientOptions,
  type GraphQLErrorBody,
  type Variables,
} from "./client.ts";

const PROTOCOL = "graphql-transport-ws";
const ONLY = "1";

type Message<Result> =
  | { type: "connection_ack" | "ping" | "pong" | "complete" }
  | { type: "next"; payload: { data?: Result; errors?: GraphQLErrorBody[] } }
  | { type: "error"; payload: GraphQLErrorBody[] };

/**
 * The results of one subscription, to be read with `for await`. Throws GraphQLRequestError for
 * errors of the API, and Error when the connection is lost: subscribe again, and nothing is missed.
 */
export function subscribe<Result, V>(
  { url, token }: Omit<ClientOptions, "fetch">,
  document: TypedDocumentString<Result, V>,
  ...[variables]: Variables<V>
): ReadableStream<Result> {
  const socket = new WebSocket(url.replace(/^http/, "ws"), PROTOCOL);
  const send = (message: object) => socket.send(JSON.stringify(message));
  let isOver = false;
  const end = (finish: () => void) => {
    if (isOver) return;
    isOver = true;
    finish();
    socket.close();
  };
  const take = (message: Message<Result>, results: ReadableStreamDefaultController<Result>) => {
    if (isOver) return;
    switch (message.type) {
      case "connection_ack":
        send({ id: ONLY, type: "subscribe", payload: { query: document.toString(), variables } });
        break;
      case "ping":
        send({ type: "pong" });
        break;
      case "pong":
        break;
      case "next": {
        const { data, errors = [] } = message.payload;
        if (errors.length > 0) end(() => results.error(new GraphQLRequestError(errors)));
        else results.enqueue(data as Result);
        break;
      }
      case "error":
        end(() => results.error(new GraphQLRequestError(message.payload)));
        break;
      case "complete":
        end(() => results.close());
        break;
    }
  };
  return new ReadableStream({
    start(results) {
      socket.addEventListener("open", () =>
        send({ type: "connection_init", payload: { authorization: `Bearer ${token}` } }),
      );
      socket.addEventListener("message", ({ data }) =>
        take(JSON.parse(data as string) as Message<Result>, results),
      );
      socket.addEventListener("close", ({ code, reason }) => {
        const message = `the subscription was closed: ${reason || `code ${code}`}`;
        end(() => results.error(new Error(message)));
      });
    },
    cancel: () => end(() => undefined),
  });
}
