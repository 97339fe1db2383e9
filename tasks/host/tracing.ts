import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, RandomIdGenerator, TracerProvider } from "@opentelemetry/sdk-trace";
import type pg from "pg";
import { Complaints, type Log } from "./complaints.ts";
import type { Lease } from "./engine.ts";
import { GroupCommit } from "./group-commit.ts";
import type { Ending, StepObserver } from "./observer.ts";
import { startRounds } from "./rounds.ts";

const AT_MOST = 500;

export interface Tracing {
  readonly observe: StepObserver;
  /** Sends what is left. */
  stop(): Promise<void>;
}

interface EndedTrace {
  readonly execution_id: string;
  readonly traceparent: string;
  readonly span_id: string;
  readonly workflow_id: string;
  readonly workflow: string | null;
  readonly status: string;
  readonly message: string | null;
  readonly created_at: Date;
  readonly finished_at: Date;
}

/** Ids by chance, but for a span whose id is known before it has begun. */
class SpanIds extends RandomIdGenerator {
  next: string | undefined;

  override generateSpanId(): string {
    const id = this.next ?? super.generateSpanId();
    this.next = undefined;
    return id;
  }
}

/** Spans of executions and of the attempts of their steps, sent as the OTEL_* variables say. */
export function startTracing(
  pool: Pick<pg.Pool, "query">,
  env: NodeJS.ProcessEnv,
  log: Log,
): Tracing {
  const ids = new SpanIds();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": env["OTEL_SERVICE_NAME"] ?? "sluice" }),
    idGenerator: ids,
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  const tracer = provider.getTracer("sluice");
  const complaints = new Complaints(log);
  const parents = new GroupCommit<Lease, string | null>(async (leases) =>
    findParents(pool, leases).catch((error: unknown) => {
      complaints.failed("looking for traces", error);
      return leases.map(() => null);
    }),
  );
  const tellOfExecutions = async () => {
    for (const ended of await takeEnded(pool)) {
      ids.next = ended.span_id;
      const span = tracer.startSpan(
        `execution ${ended.workflow ?? ended.workflow_id}`,
        { startTime: ended.created_at, attributes: attributesOfExecution(ended) },
        contextOf(ended.traceparent),
      );
      ids.next = undefined;
      const isGood = ended.status === "completed";
      if (!isGood) span.setStatus(failure(ended.message ?? ended.status));
      span.end(ended.finished_at);
    }
  };
  const rounds = startRounds("telling of traces", tellOfExecutions, complaints);
  return {
    async observe(lease, run) {
      const parent = (await parents.add(lease)) ?? rootOf(lease);
      const attributes = attributesOfStep(lease);
      const options = { kind: SpanKind.CONSUMER, attributes };
      const span = tracer.startSpan(`step ${lease.nodeId}`, options, contextOf(parent));
      try {
        const result = await run({ traceparent: traceparentOf(span) });
        end(span, result);
        return result;
      } finally {
        span.end();
      }
    },
    async stop() {
      await rounds.stop();
      await tellOfExecutions().catch((error: unknown) => complaints.failed("telling", error));
      await provider.shutdown();
    },
  };
}

async function findParents(
  pool: Pick<pg.Pool, "query">,
  leases: readonly Lease[],
): Promise<(string | null)[]> {
  const { rows } = await pool.query<{ execution_id: string; traceparent: string | null }>({
    name: "find_traces",
    text: "select execution_id, traceparent from sluice_private.find_traces($1, $2)",
    values: [
      leases.map(({ organizationId }) => organizationId),
      leases.map(({ executionId }) => executionId),
    ],
  });
  const found = new Map(rows.map((row) => [row.execution_id, row.traceparent]));
  return leases.map(({ executionId }) => found.get(executionId) ?? null);
}

async function takeEnded(pool: Pick<pg.Pool, "query">): Promise<EndedTrace[]> {
  const text = "select * from sluice_private.take_ended_traces($1)";
  return (await pool.query<EndedTrace>({ name: "take_ended_traces", text, values: [AT_MOST] }))
    .rows;
}

/** An execution that nobody's span has started is a trace of its own, of the same id. */
function rootOf({ executionId }: Lease): string {
  const id = executionId.replaceAll("-", "");
  return `00-${id}-${id.slice(16)}-01`;
}

function contextOf(traceparent: string): Context {
  const [, traceId = "", spanId = "", flags = "00"] = traceparent.split("-");
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
}

function attributesOfStep(lease: Lease) {
  return {
    "sluice.execution.id": lease.executionId,
    "sluice.step.node_id": lease.nodeId,
    "sluice.step.attempt": lease.attempt,
    "sluice.action": lease.action,
  };
}

function attributesOfExecution({ execution_id, workflow_id, status }: EndedTrace) {
  return {
    "sluice.execution.id": execution_id,
    "sluice.workflow.id": workflow_id,
    "sluice.execution.status": status,
  };
}

function end(span: Span, ending: Ending): void {
  const result = ending === "crashed" ? null : ending;
  const outcome = ending === "crashed" ? ending : (result?.outcome ?? "stopped");
  span.setAttribute("sluice.step.outcome", outcome);
  if (result?.outcome !== "failed") return;
  const { class: type, message } = JSON.parse(result.result) as { class: string; message: string };
  span.setAttribute("error.type", type);
  span.setStatus(failure(message));
}

const failure = (message: string) => ({ code: SpanStatusCode.ERROR, message });
