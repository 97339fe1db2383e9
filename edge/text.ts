import { Problem } from "./problem.ts";

/** What Postgres can hold. */
export function assertText(text: string): void {
  if (text.includes("\0")) {
    throw new Problem(400, "null_character", "\\u0000 cannot be stored", {
      hint: "Leave the character out.",
    });
  }
  if (!text.isWellFormed()) {
    throw new Problem(400, "half_surrogate", "half a surrogate pair cannot be stored");
  }
}
