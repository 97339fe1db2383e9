import { z } from "zod";

/** The worker actions as rows of workflow_action_definitions. */
export async function actionsJson(): Promise<string> {
  const { actions } = await import("../../tasks/index.ts");
  const rows = actions
    .map((action) => ({
      name: action.name,
      title: action.title,
      description: action.description,
      runs: "worker",
      input_schema: schemaOf(action.name, action.input, "input"),
      output_schema: schemaOf(action.name, action.output, "output"),
      ...(action.retry === undefined ? {} : { retry: action.retry }),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

/** An action's input is described as an author writes it, its output as the step holds it. */
function schemaOf(name: string, schema: z.ZodType, io: "input" | "output"): object {
  try {
    return z.toJSONSchema(schema, { target: "draft-2020-12", io });
  } catch (error) {
    throw new Error(`the ${io} of ${name} has no JSON Schema`, { cause: error });
  }
}
