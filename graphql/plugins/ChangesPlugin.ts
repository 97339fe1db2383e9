import "postgraphile";
import { access, context, each, lambda, listen, object, type Step } from "postgraphile/grafast";
import { extendSchema, gql } from "postgraphile/utils";
import type { ChangeEvent, News } from "../changes/subscriber.ts";
import type { Topic } from "../changes/topic.ts";

interface Resource {
  get(spec: { id: Step }): Step;
}
type Arguments = Record<string, Step>;

const typeDefs = gql`
  extend type Subscription {
    """
    An execution as it is now, and again after every change, until it has finished. With the
    cursor of an event: only what has changed after it.
    """
    executionChanged(id: UUID!, after: String): ExecutionChangedPayload
    """
    Executions of an organization (by default the active one), or of a workflow, as they change.
    With the cursor of an event: also what has changed after it.
    """
    executionsChanged(
      workflowId: UUID
      organizationId: UUID
      after: String
    ): ExecutionsChangedPayload
    """
    Workflows of an organization (by default the active one), as they change.
    """
    workflowsChanged(organizationId: UUID, after: String): WorkflowsChangedPayload
  }

  """
  What \`executionChanged\` tells.
  """
  type ExecutionChangedPayload {
    """
    The execution; its fields and relations are read anew for every event.
    """
    execution: WorkflowExecution
    """
    Where to go on from, as \`after\`, when the connection is lost.
    """
    cursor: String!
  }

  """
  What \`executionsChanged\` tells.
  """
  type ExecutionsChangedPayload {
    """
    Those that have changed, at most 100, as they are now; null where one is gone.
    """
    executions: [WorkflowExecution]!
    """
    Load everything again: at the beginning, and when too much has changed to be told.
    """
    isReset: Boolean!
    """
    Where to go on from, as \`after\`, when the connection is lost.
    """
    cursor: String!
  }

  """
  What \`workflowsChanged\` tells.
  """
  type WorkflowsChangedPayload {
    """
    Those that have changed, at most 100, as they are now; null where one is gone.
    """
    workflows: [Workflow]!
    """
    Load everything again: at the beginning, and when too much has changed to be told.
    """
    isReset: Boolean!
    """
    Where to go on from, as \`after\`, when the connection is lost.
    """
    cursor: String!
  }
`;

/** A failure is an event like any other: every transport then sends it, masked, as an error. */
function newsOf(event: ChangeEvent): News {
  if ("error" in event) throw event.error;
  return event;
}

/** A field of Subscription: its arguments name the topic, its payload says what has changed. */
function follow(kind: Topic["kind"]) {
  return {
    subscribePlan(_$root: Step, $arguments: Arguments) {
      const { $id, $workflowId, $organizationId, $after } = $arguments;
      const given = Object.entries({
        ...{ id: $id, workflowId: $workflowId, organizationId: $organizationId, after: $after },
      }).filter((entry): entry is [string, Step] => entry[1] !== undefined);
      const $topic = lambda(object(Object.fromEntries(given) as never), (topic: object) =>
        JSON.stringify({ ...topic, kind }),
      );
      const $feed = context().get("changeFeed" as never) as Step;
      return listen($feed as never, $topic as never, ($event: Step) => $event);
    },
    plan: ($event: Step<ChangeEvent>) => lambda($event, newsOf),
  };
}

const cursor = ($news: Step) => access($news, "cursor");
const isReset = ($news: Step) => access($news, "isReset");
const rowsOf = (resource: Resource) => ($news: Step) =>
  each(access($news, "ids") as never, (($id: Step) => resource.get({ id: $id })) as never);

/** Subscriptions that tell what changes; rows are read with the claims of who subscribes. */
export const ChangesPlugin = extendSchema((build) => {
  const { workflow_executions: executions, workflows } = build.pgResources as unknown as Record<
    "workflow_executions" | "workflows",
    Resource
  >;
  return {
    typeDefs,
    objects: {
      Subscription: {
        plans: {
          executionChanged: follow("execution"),
          executionsChanged: follow("executions"),
          workflowsChanged: follow("workflows"),
        },
      },
      ExecutionChangedPayload: {
        plans: {
          execution: ($news: Step) => executions.get({ id: access($news, ["ids", 0]) }),
          cursor,
        },
      },
      ExecutionsChangedPayload: { plans: { executions: rowsOf(executions), isReset, cursor } },
      WorkflowsChangedPayload: { plans: { workflows: rowsOf(workflows), isReset, cursor } },
    },
  } as never;
}, "ChangesPlugin");
