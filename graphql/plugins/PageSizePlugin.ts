import "postgraphile";
import { SafeError, constant, lambda, type Step } from "postgraphile/grafast";

const DEFAULT = 50;
const MAX = 100;

interface PagedStep {
  setFirst(step: unknown): void;
  setLast(step: unknown): void;
}

function check(name: string, value: number | null | undefined): number | null | undefined {
  if (typeof value === "number" && value > MAX) {
    throw new SafeError(`'${name}' must be at most ${MAX}`, {
      code: "SLLIM",
      reason: "LIMIT_REACHED",
      hint: "Ask for the next page with the cursor of the last row.",
    });
  }
  return value;
}

/** Caps `first` and `last`, and gives a connection that names neither a page of its own. */
export const PageSizePlugin: GraphileConfig.Plugin = {
  name: "PageSizePlugin",
  after: ["PgFirstLastBeforeAfterArgsPlugin"],
  schema: {
    hooks: {
      GraphQLObjectType_fields_field_args(args, _build, { scope }) {
        if (!scope.isPgFieldConnection) return args;
        for (const name of ["first", "last"] as const) {
          const arg = args[name];
          if (!arg) continue;
          const rest = name === "first" ? ` ${DEFAULT} if neither is given.` : "";
          const description = `${arg.description ?? ""} At most ${MAX}.${rest}`.trim();
          args[name] = { ...arg, applyPlan: undefined, description } as never;
        }
        return args;
      },
      GraphQLObjectType_fields_field(field, _build, { scope }) {
        if (!scope.isPgFieldConnection || !field.plan) return field;
        const original = field.plan as (...args: unknown[]) => PagedStep;
        const plan = (
          $parent: unknown,
          args: { getRaw(name: string): Step<number | null | undefined> },
          info: { field: { args: readonly { name: string }[] } },
        ) => {
          const $connection = original($parent, args, info);
          const has = (name: string) => info.field.args.some((arg) => arg.name === name);
          if (!has("first")) return $connection;
          const $last = has("last") ? args.getRaw("last") : constant<number | null>(null);
          $connection.setFirst(
            lambda(
              [args.getRaw("first"), $last] as const,
              ([first, last]) => check("first", first) ?? (last == null ? DEFAULT : null),
              true,
            ),
          );
          if (has("last")) $connection.setLast(lambda($last, (last) => check("last", last), true));
          return $connection;
        };
        return { ...field, plan } as never;
      },
    },
  },
};
