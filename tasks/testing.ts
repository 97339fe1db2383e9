import { expect } from "vitest";
import { ActionError } from "./action-error.ts";
import type { ActionContext } from "./define-action.ts";

export function contextFor(given: Partial<ActionContext>): ActionContext {
  const signal = new AbortController().signal;
  return { key: "key-1", signal, env: {}, attempt: 1, trace: {}, log: () => {}, ...given };
}

export async function failureOf(promise: Promise<unknown>): Promise<ActionError> {
  const error: unknown = await promise.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ActionError);
  return error as ActionError;
}
