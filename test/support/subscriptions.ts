/** Subscriptions over real sockets, event by event. */
import type { TypedDocumentString } from "../../generated/graphql/graphql.ts";
import { subscribe } from "../../graphql/subscribe.ts";
import { signToken } from "./api.ts";
import type { Claims } from "./database.ts";

/** Collects what a subscription tells, and how it ended. */
export class Followed<Result> {
  readonly events: Result[] = [];
  /** Undefined as long as it goes on, and when it has come to its end. */
  error: Error | undefined;
  readonly #stream: ReadableStreamDefaultReader<Result>;
  readonly over: Promise<void>;
  #heard = Promise.withResolvers<void>();

  constructor(stream: ReadableStream<Result>) {
    this.#stream = stream.getReader();
    this.over = this.#read();
  }

  async #read(): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await this.#stream.read();
        if (done) return;
        this.events.push(value);
        this.#heard.resolve();
      }
    } catch (error) {
      this.error = error as Error;
    } finally {
      this.#heard.resolve();
    }
  }

  /** Waits until what was told is so; throws when the subscription ends before. */
  async until(holds: (events: Result[]) => boolean): Promise<void> {
    for (;;) {
      if (holds(this.events)) return;
      this.#heard = Promise.withResolvers();
      const isOver = await Promise.race([
        this.#heard.promise.then(() => false),
        this.over.then(() => true),
      ]);
      if (isOver && !holds(this.events)) throw this.error ?? new Error("the subscription ended");
    }
  }

  async leave(): Promise<void> {
    await this.#stream.cancel().catch(() => undefined);
  }
}

export async function followAs<Result, V>(
  url: string,
  claims: Claims,
  document: TypedDocumentString<Result, V>,
  variables: V,
  expires = "1h",
): Promise<Followed<Result>> {
  const token = await signToken(claims, { expires });
  return new Followed(subscribe<Result, V>({ url, token }, document, ...([variables] as never)));
}
