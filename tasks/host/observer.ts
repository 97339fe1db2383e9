import type { Lease } from "./engine.ts";
import type { Result } from "./perform.ts";

/** Headers that tell others which trace a request belongs to. */
export type TraceHeaders = Readonly<Record<string, string>>;

/** Null: the host stopped it; crashed: its process died. */
export type Ending = Result | "crashed" | null;

/** Sees every attempt of this host: it runs the attempt and answers with what that answered. */
export type StepObserver = (
  lease: Lease,
  run: (trace?: TraceHeaders) => Promise<Ending>,
) => Promise<Ending>;

/** The first one sees what the second one sees, and that the attempt; none: nothing is added. */
export function bothObservers(
  outer: StepObserver | undefined,
  inner: StepObserver | undefined,
): StepObserver | undefined {
  if (outer === undefined || inner === undefined) return outer ?? inner;
  return (lease, run) => outer(lease, (trace) => inner(lease, (own) => run(own ?? trace)));
}

/** Whether the variables of OpenTelemetry say where spans go. */
export function isTraced(env: NodeJS.ProcessEnv): boolean {
  const isOff =
    env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true" || env["OTEL_TRACES_EXPORTER"] === "none";
  const endpoint =
    env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] ?? env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "";
  return !isOff && endpoint !== "";
}
