// WCP-28  rounds [ a ─┐                   ]      the next round begins when every branch
//                [    ├─(1 of 2)──► c     ]      of this one has arrived
//                [ b ─┘                   ]
import { act, expect, loop, pattern, quorum, within } from "./pattern.ts";

pattern(
  "blocking discriminator: the first branch starts the step, the last one resets it",
  async (play) => {
    const run = await play(
      [
        loop("rounds", { while: "$.index < 2" }),
        ...within("rounds", act("a"), act("b"), act("c", quorum(1))),
      ],
      ["start → rounds", "a → c", "b → c"],
    );
    await run.does("rounds[0].b rounds[0].c");
    expect(await run.working()).toBe("rounds[0].a");
    await run.does("rounds[0].a");
    expect(await run.working()).toBe("rounds[1].a rounds[1].b");
    await run.does("rounds[1].a");
    expect(await run.working()).toBe("rounds[1].b rounds[1].c");
    await run.does("rounds[1].b rounds[1].c");
    expect(await run.status()).toBe("completed");
  },
);
