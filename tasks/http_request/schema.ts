import { z } from "zod";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const statusClass = z.enum(["2xx", "3xx", "4xx", "5xx"]);
const httpStatus = z.int().min(200).max(599);

export const input = z.strictObject({
  method: z
    .enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    .default("GET")
    .describe("HTTP method."),
  url: z
    .string()
    .min(1)
    .max(8192)
    .describe("Absolute http or https URL. Credentials belong in a header, not in the URL."),
  query: z
    .record(z.string(), z.union([scalar, z.array(scalar), z.null()]))
    .optional()
    .describe("Added to the URL's query. A list repeats its name; null leaves it out."),
  headers: z
    .record(z.string(), scalar)
    .optional()
    .describe(
      "Request headers. idempotency-key is added unless given: it is the same for every attempt.",
    ),
  body: z.unknown().optional().describe("What to send; not with GET or HEAD."),
  body_type: z
    .enum(["json", "form", "text"])
    .optional()
    .describe(
      "How the body is written: json, form (name=value pairs) or text. A string is text, and anything else json, unless this says otherwise.",
    ),
  timeout_seconds: z
    .number()
    .min(0.001)
    .max(600)
    .default(30)
    .describe("How long the whole exchange may take, redirects and body included."),
  ok_statuses: z
    .array(z.union([httpStatus, statusClass]))
    .min(1)
    .optional()
    .describe(
      "Statuses that are an answer, e.g. 200 or 2xx; any other fails the step. Without it everything below 500 is an answer except 408, 425 and 429. 5xx, 408, 425 and 429 are retried, other failures are not.",
    ),
  max_redirects: z
    .int()
    .min(0)
    .max(10)
    .default(5)
    .describe("Redirects to follow; 0 answers with the redirect itself."),
  max_response_bytes: z
    .int()
    .min(1)
    .max(10 * 1024 * 1024)
    .default(1024 * 1024)
    .describe("A longer response body fails the step."),
});

export const output = z.strictObject({
  status: z.int().min(100).max(599).describe("HTTP status of the final response."),
  headers: z
    .record(z.string(), z.string())
    .describe("Response headers, names in lower case; repeated ones joined by a comma."),
  body: z
    .unknown()
    .describe("Parsed when the content type is JSON, else text; null when there is none."),
  body_encoding: z
    .enum(["json", "text", "base64", "none"])
    .describe("How body holds the response: base64 is for bytes that are not text."),
  duration_ms: z.int().min(0).describe("From the first byte sent to the last received."),
});

export type Input = z.output<typeof input>;
export type Output = z.input<typeof output>;
