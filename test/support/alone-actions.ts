import { z } from "zod";
import { defineAction, type ActionContext } from "../../tasks/define-action.ts";

function act(name: string, run: (context: ActionContext) => unknown) {
  return defineAction({
    name,
    title: name,
    description: "",
    input: z.unknown(),
    output: z.unknown(),
    run: async (_input, context) => run(context),
  });
}

/** What a process of its own may come to. */
export const actions = [
  act("tell", ({ key, env, log }) => {
    log("said");
    return { key, pid: process.pid, secret: env["SECRET"] };
  }),
  act("fail", () => {
    throw new Error("no");
  }),
  act("die", () => process.kill(process.pid, "SIGKILL")),
  act("exit", () => process.exit(0)),
  act("talk", ({ log }) => {
    const end = performance.now() + 500;
    while (performance.now() < end) log("on and on");
  }),
  act("hang", () => {
    for (;;);
  }),
  act("wait", () => new Promise(() => {})),
];
