import "postgraphile";
import "postgraphile/grafast";
import { getOperationAST } from "postgraphile/graphql";

interface Arguments {
  document: Parameters<typeof getOperationAST>[0];
  operationName?: string | null | undefined;
  resolvedPreset?: GraphileConfig.ResolvedPreset;
}

/** The time that an execution may take counts from its beginning: that of a subscription is long ago. */
function leaveTime(args: Arguments): void {
  const preset = args.resolvedPreset;
  const operation = getOperationAST(args.document, args.operationName);
  if (preset === undefined || operation?.operation !== "subscription") return;
  const { execution: _, ...timeouts } = preset.grafast?.timeouts ?? {};
  args.resolvedPreset = { ...preset, grafast: { ...preset.grafast, timeouts } };
}

/** Subscriptions last as long as their token; each statement has its own limit. */
export const EndlessSubscriptionsPlugin: GraphileConfig.Plugin = {
  name: "EndlessSubscriptionsPlugin",
  grafast: {
    middleware: {
      execute(next, { args }) {
        leaveTime(args);
        return next();
      },
      subscribe(next, { args }) {
        leaveTime(args);
        return next();
      },
    },
  },
};
