import "postgraphile";
import { context, lambda, listen, type Step } from "postgraphile/grafast";
import { extendSchema, gql } from "postgraphile/utils";
import type { ExecutionEvent } from "../execution-feed.ts";

interface ExecutionResource {
  get(spec: { id: Step }): Step;
}

/** A failure is an event like any other: every transport then sends it, masked, as an error. */
function idOf(event: ExecutionEvent): string {
  if ("error" in event) throw event.error;
  return event.id;
}

/** `subscription { executionChanged(id) { execution { … } } }`: now, after each change, to its end. */
export const ExecutionChangedPlugin = extendSchema((build) => {
  const { workflow_executions: executions } = build.pgResources as unknown as {
    workflow_executions: ExecutionResource;
  };
  return {
    typeDefs: gql`
      extend type Subscription {
        """
        An execution as it is now, and again after every change, until it has finished.
        """
        executionChanged(id: UUID!): ExecutionChangedPayload
      }

      """
      What \`executionChanged\` tells.
      """
      type ExecutionChangedPayload {
        """
        The execution; its fields and relations are read anew for every event.
        """
        execution: WorkflowExecution
      }
    `,
    objects: {
      Subscription: {
        plans: {
          executionChanged: {
            subscribePlan(_$root: Step, { $id }: { $id: Step<string> }) {
              const $feed = context().get("executionFeed" as never) as Step;
              return listen($feed as never, $id as never, ($event: Step) => $event);
            },
            plan($event: Step<ExecutionEvent>) {
              return lambda($event, idOf);
            },
          },
        },
      },
      ExecutionChangedPayload: {
        plans: {
          execution: ($id: Step) => executions.get({ id: $id }),
        },
      },
    },
  } as never;
}, "ExecutionChangedPlugin");
