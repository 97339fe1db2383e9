import type { Catalogue, DatabaseFunction, Relation } from "./catalogue.ts";

/** The handbook of the database: every object with what it is for. */
export function databaseMarkdown({ schemas, relations, functions }: Catalogue): string {
  const parts = schemas.map(({ name, comment }) => {
    const isOurs = (object: { schema: string }): boolean => object.schema === name;
    const tables = relations.filter((relation) => isOurs(relation) && relation.kind === "table");
    const views = relations.filter((relation) => isOurs(relation) && relation.kind === "view");
    const types = relations.filter((relation) => isOurs(relation) && relation.kind === "type");
    const callable = functions.filter((fn) => isOurs(fn) && !fn.is_trigger);
    return [
      `## \`${name}\``,
      ...(comment === null ? [] : [comment]),
      ...section("Tables", tables.map(relationLine)),
      ...section("Views", views.map(relationLine)),
      ...section("Types", types.map(relationLine)),
      ...section("Functions", callable.map(functionLine)),
      ...section(
        "Triggers, in the order they fire",
        tables.flatMap((t) => triggerLines(t, functions)),
      ),
      ...section("States, in life-cycle order", tables.flatMap(stateLines)),
    ].join("\n\n");
  });
  const title =
    "<!-- Written by `npm run generate` from the comments in the database. -->\n\n# The database";
  return `${[title, ...parts].join("\n\n")}\n`;
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [`### ${title}`, lines.join("\n")];
}

function relationLine({ name, comment }: Relation): string {
  return `- **${name}**: ${sentence(comment)}`;
}

function functionLine({ name, arguments: args, result, comment }: DatabaseFunction): string {
  const returns = result === null ? "" : ` → ${result}`;
  return `- \`${name}(${args})${returns}\`: ${sentence(comment)}`;
}

function triggerLines({ name, triggers }: Relation, functions: DatabaseFunction[]): string[] {
  return triggers.map((trigger) => {
    const [, when = ""] = /TRIGGER \S+ (.*?) ON /.exec(trigger.definition) ?? [];
    const fn = functions.find((other) => `${other.schema}.${other.name}` === trigger.function);
    return `- **${name}**, \`${trigger.name}\`, ${when.toLowerCase()}: ${sentence(fn?.comment ?? null)}`;
  });
}

/** A check that lists what a status may be is where its states are written. */
function stateLines({ name, constraints }: Relation): string[] {
  return constraints.flatMap(({ definition }) => {
    const [, column, list = ""] =
      /^CHECK \(\(?(\w*status) = ANY \(ARRAY\[(.*?)\]\)/.exec(definition) ?? [];
    const states = [...list.matchAll(/'(\w+)'/g)].map((match) => `\`${match[1]}\``);
    return column === undefined ? [] : [`- **${name}.${column}**: ${states.join(", ")}`];
  });
}

function sentence(comment: string | null): string {
  return (comment ?? "(no comment)").replace(/^(@\S.*\n)+/, "").replaceAll("\n", " ");
}
