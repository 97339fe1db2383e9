// WCP-10  a ──► b ──► ok ─ done ──► c
//         ▲     ▲      │ │
//         │     └ retry┘ │
//         └── rework ────┘
import { act, choice, codeOf, expect, pattern } from "./pattern.ts";

const asks = (port: string) => `$.steps.b.output.say == "${port}"`;
const cycle = [
  ...[act("a", { input: { note: "{{ steps.b.output.note }}" } }), act("b"), act("c")],
  choice("ok", { retry: asks("retry"), rework: asks("rework"), drop: asks("drop") }, "done"),
];
const edges = ["start → a", "a → b", "b → ok", "ok:retry → b", "ok:rework → a", "ok:done → c"];

pattern(
  "arbitrary cycles: edges lead back to several steps, and out from several",
  async (play) => {
    const run = await play([...cycle, act("d")], [...edges, "ok:drop → d"]);
    await run.does("cycle:a[0].a");
    await run.does("cycle:a[0].cycle:b[0].b", { say: "retry" });
    await run.does("cycle:a[0].cycle:b[1].b", { say: "rework" });
    await run.does("cycle:a[1].a");
    expect(await run.working()).toBe("cycle:a[1].cycle:b[0].b");
    await run.does("cycle:a[1].cycle:b[0].b", { say: "done" });
    expect(await run.trace()).toMatchObject({ c: "running", d: "skipped" });
    await run.does("c");
    expect(await run.status()).toBe("completed");
  },
);

pattern("a cycle that is entered at two steps is refused: both are named", async (play) => {
  const twice = play(cycle, [...edges, "start → b"]);
  expect(await codeOf(twice)).toBe("SLVAL");
  await expect(twice).rejects.toThrow("entered at a, b");
});

// start ──► door ─┬─ a ──► a ──► b ──► more ─ done ──► c
//             ▲   └─ b ────────► ▲       │
//             └──────────────────────────┘
pattern("it is drawn with a door in front, which chooses the entry", async (play) => {
  const run = await play(
    [
      choice("door", { b: '$.trigger.payload.enter == "b" && !exists($.steps.b)' }, "a"),
      ...[act("a"), act("b"), act("c")],
      choice("more", { again: '$.steps.b.output.say == "again"' }, "done"),
    ],
    [
      ...["start → door", "door:a → a", "door:b → b", "a → b"],
      ...["b → more", "more:again → door", "more:done → c"],
    ],
    { enter: "b" },
  );
  await run.does("cycle:door[0].b", { say: "again" });
  await run.does("cycle:door[1].a cycle:door[1].b c");
  expect(await run.status()).toBe("completed");
});
