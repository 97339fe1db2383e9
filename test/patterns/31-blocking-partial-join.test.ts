// WCP-31  rounds [ a ─┐                   ]      the next round begins when every branch
//                [ b ─┼─(2 of 3)──► d     ]      of this one has arrived
//                [ c ─┘                   ]
import { act, expect, loop, pattern, quorum, within } from "./pattern.ts";

pattern(
  "blocking partial join: the second branch starts the step, the last one resets it",
  async (play) => {
    const run = await play(
      [
        loop("rounds", { while: "$.index < 2" }),
        ...within("rounds", act("a"), act("b"), act("c"), act("d", quorum(2))),
      ],
      ["start → rounds", "a → d", "b → d", "c → d"],
    );
    await run.does("rounds[0].a");
    expect(await run.working()).toBe("rounds[0].b rounds[0].c");
    await run.does("rounds[0].c rounds[0].d");
    expect(await run.working()).toBe("rounds[0].b");
    await run.does("rounds[0].b");
    expect(await run.working()).toBe("rounds[1].a rounds[1].b rounds[1].c");
    await run.does("rounds[1].a rounds[1].b rounds[1].d rounds[1].c");
    expect(await run.status()).toBe("completed");
  },
);
