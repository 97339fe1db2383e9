import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import {
  cleanDraft,
  findingsOf,
  stepOf,
  validate,
  give,
  type Draft,
  type Rule,
} from "../../support/drafts.ts";
import { set } from "../../support/scenes.ts";

const join = (id: string, source: string, target: string) => ({ id, source, target });

const OF_THE_SHAPE: Rule[] = [
  ["nodes that are no array", (d) => (d.nodes = {} as never), "shape - $.nodes"],
  ["edges that are no array", (d) => (d.edges = 1 as never), "shape - $.edges"],
  ["settings that are no object", (d) => (d.settings = []), "shape - $.settings"],
  ["a part it does not know", (d) => Object.assign(d, { x: 1 }), "unknown_key - $.x"],
  ["a node without an id", (d) => delete (d.nodes[2] as { id?: string }).id, "shape - $.nodes[2]"],
  ["a node with an empty id", (d) => (d.nodes[2]!.id = ""), "shape  $.nodes[2]"],
  ["a node that is no object", (d) => (d.nodes[2] = 7 as never), "shape - $.nodes[2]"],
  ["data that is no object", (d) => (d.nodes[2]!.data = [] as never), "shape a $.nodes[2]"],
  ["a type that is no string", (d) => (d.nodes[2]!.type = 1 as never), "shape a $.nodes[2]"],
  [
    "an id of 129 characters",
    (d) => (d.nodes[2]!.id = "x".repeat(129)),
    `shape ${"x".repeat(129)} $.nodes[2]`,
  ],
  ["an edge without a source", (d) => delete d.edges[1]!["source"], "shape - $.edges[1]"],
  ["an edge that is no object", (d) => (d.edges[1] = "e" as never), "shape - $.edges[1]"],
  ["a port that is no string", (d) => (d.edges[1]!["sourceHandle"] = 1), "shape - $.edges[1]"],
  ["an edge's data of another type", (d) => (d.edges[1]!["data"] = 1), "shape - $.edges[1]"],
];

const OF_THE_GRAPH: Rule[] = [
  ["two nodes with one id", (d) => (stepOf(d, "pause").id = "b"), "duplicate_id b -"],
  [
    "two edges with one id",
    (d) => (d.edges[1]!["id"] = d.edges[0]!["id"]),
    "duplicate_id - $.edges",
  ],
  ["an edge to nowhere", (d) => (d.edges[6]!["target"] = "gone"), "missing_node - $.edges[6]"],
  ["an edge from nowhere", (d) => (d.edges[6]!["source"] = "gone"), "missing_node - $.edges[6]"],
  [
    "a cycle that is entered at two nodes",
    (d) => d.edges.push(join("back", "pause", "a"), join("beside", "start", "pause")),
    "cycle - $.edges",
  ],
  [
    "a cycle that nothing leads into",
    (d) => {
      d.nodes.push(...(["x", "y"].map((id) => set(id)) as Draft["nodes"]));
      d.edges.push(join("there", "x", "y"), join("back", "y", "x"));
    },
    "cycle - $.edges",
  ],
  [
    "a cycle that begins with a join",
    (d) => {
      d.edges.push(join("back", "pause", "a"));
      give("a", { join: { kind: "every" } })(d);
    },
    "cycle_join a data.join",
  ],
  [
    "a limit of a cycle that is none",
    (d) => d.edges.push({ ...join("back", "pause", "a"), data: { max_iterations: 0 } }),
    "bad_field - $.edges[7].data.max_iterations",
  ],
  [
    "an edge to a trigger",
    (d) => d.edges.push(join("in", "a", "hook")),
    "trigger_has_input hook -",
  ],
  [
    "a step that nothing leads to",
    (d) => d.nodes.push({ id: "alone", type: "action", data: { action: "data.set" } }),
    "unreachable alone -",
  ],
  [
    "no trigger",
    (d) => {
      d.nodes = d.nodes.filter(({ type }) => type !== "trigger");
      d.edges = d.edges.slice(2);
    },
    "no_trigger - $.nodes",
  ],
  [
    "a port that the node does not have",
    (d) => (d.edges[6]!["sourceHandle"] = "up"),
    "unknown_port b $.edges[6]",
  ],
  [
    "a choice left by no port of its own",
    (d) => delete d.edges[3]!["sourceHandle"],
    "unknown_port size $.edges[3]",
  ],
  [
    "an edge after an end",
    (d) =>
      d.edges.push(join("on", "stop", "b2")) &&
      d.nodes.push({ ...set("b2"), data: { action: "data.set" } }),
    "unknown_port stop $.edges[7]",
  ],
  [
    "on_error branch without an edge",
    give("b", { on_error: "branch" }),
    "missing_error_edge b data.on_error",
  ],
];

describe("validate_definition", () => {
  test("finds nothing in a clean definition", async ({ db }) => {
    expect(await validate(db, cleanDraft())).toEqual([]);
  });

  test.for([null, 1, "x", [], true])("says that %j is no definition", async (draft, { db }) => {
    const [problem] = await validate(db, draft);
    expect(problem).toMatchObject({ severity: "error", code: "shape", path: "$" });
  });

  test.for([...OF_THE_SHAPE, ...OF_THE_GRAPH])("finds %s", async ([, spoil, finding], { db }) => {
    expect(await findingsOf(db, spoil)).toContain(finding);
  });

  test("warns of a port of a choice that leads nowhere", async ({ db }) => {
    const draft = cleanDraft();
    draft.edges.splice(4, 1);
    expect(await validate(db, draft)).toMatchObject([
      { severity: "warning", code: "unconnected_port", node_id: "size", path: null },
    ]);
  });
});
