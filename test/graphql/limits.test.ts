import pg from "pg";
import { describe, onTestFinished, vi } from "vitest";
import { ask, serveApi, signToken, type TestApi } from "../support/api.ts";
import { expect, test as base } from "../support/database.ts";
import { createTenant, definition, manual, publish, start } from "../support/engine.ts";
import { set } from "../support/scenes.ts";

const test = base.extend("api", { scope: "file" }, async ({ db }, { onCleanup }) => {
  const api: TestApi = await serveApi(db);
  onCleanup(() => api.close());
  return api;
});

const draft = definition([manual, set("a"), set("b")], ["start → a", "a → b"]);

describe("a query", () => {
  test("of four levels is one statement", async ({ db, api }) => {
    const { claims, organizationId } = await createTenant(db);
    for (const id of [
      await publish(db, organizationId, draft),
      await publish(db, organizationId, draft),
    ]) {
      await start(db, id);
      await start(db, id);
    }
    await db.query("select sluice.tick()");
    const statements: string[] = [];
    const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
    vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
      this: pg.Client,
      ...args: unknown[]
    ) {
      const [given] = args as [string | { text: string }];
      statements.push(typeof given === "string" ? given : given.text);
      return query.apply(this, args) as never;
    });
    onTestFinished(() => void vi.restoreAllMocks());
    const { data, errors } = await ask(
      api.url,
      await signToken(claims),
      `{ organizations { nodes { workflows { nodes { name
           executions(orderBy: [ID_DESC]) { nodes { status steps { nodes { nodeId } } } } } } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data).match(/"nodeId"/g)).toHaveLength(2 * 2 * 3);
    const reads = statements.filter((text) => !/^(begin|commit)|set_config/.test(text.trim()));
    expect(reads).toHaveLength(1);
  });

  test("made of fragments that double each other is refused at once", async ({ api }) => {
    const fragments = Array.from(
      { length: 40 },
      (_, n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`,
    );
    const text = `{ ...f0 } ${fragments.join(" ")} fragment f40 on Query { __typename }`;
    const { status, errors } = await ask(api.url, undefined, text);
    expect(status).toBe(400);
    expect(errors?.[0]).toMatchObject({
      message: "the query selects more than 300 fields",
      extensions: { code: "SLLIM" },
    });
  });

  test("that is very long is refused, its variables may be long", async ({ db, api }) => {
    const token = await signToken((await createTenant(db)).claims);
    const { status, errors } = await ask(api.url, token, `{ ${"globalId ".repeat(5000)} }`);
    expect(status).toBe(413);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "SLLIM", reason: "LIMIT_REACHED" });
    const long = await ask(
      api.url,
      token,
      `mutation ($d: JSON) { createWorkflow(input: { name: "long", definition: $d }) { result { id } } }`,
      { d: { nodes: [], edges: [], settings: {}, notes: "x".repeat(500_000) } },
    );
    expect(long.errors).toBeUndefined();
  });
});

const invalid = (code: string) => ({
  ...{ code, reason: "INVALID_WORKFLOW_DATA" },
  hint: expect.stringMatching(/^.{10,}[.?]$/) as string,
});

describe("a value that cannot be stored", () => {
  test.for([
    ["U+0000 in JSON", { n: "n", d: { a: "\0" } }, "22P05"],
    ["U+0000 in a text", { n: "a\0b", d: {} }, "22021"],
    ["half a surrogate pair", { n: "n", d: { a: "\ud800" } }, "22P02"],
  ] as const)("is named: %s", async ([, variables, code], { db, api }) => {
    const token = await signToken((await createTenant(db)).claims);
    const text = `mutation ($n: String!, $d: JSON!) {
      createWorkflow(input: { name: $n, definition: $d }) { clientMutationId } }`;
    const { errors } = await ask(api.url, token, text, variables);
    expect(errors?.[0]?.extensions).toEqual(invalid(code));
  });

  test("is named: JSON that is nested too deeply", async ({ db, api }) => {
    const token = await signToken((await createTenant(db)).claims);
    const response = await fetch(api.url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: `{"query":"mutation ($d: JSON!) { createWorkflow(input: { name: \\"n\\", definition: $d })
        { clientMutationId } }","variables":{"d":${"[".repeat(20_000)}${"]".repeat(20_000)}}}`.replace(
        "\n",
        " ",
      ),
    });
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    expect(errors[0]?.extensions).toEqual(invalid("54001"));
  });

  test.for([
    ["first: -1", "2201W"],
    ["offset: -1", "2201X"],
  ] as const)("is named: %s", async ([args, code], { db, api }) => {
    const token = await signToken((await createTenant(db)).claims);
    const { errors } = await ask(api.url, token, `{ workflows(${args}) { nodes { id } } }`);
    expect(errors?.[0]?.extensions).toEqual(invalid(code));
  });
});

describe("what GraphQL refuses", () => {
  test.for([
    ["a field that is not there", "{ nothing }"],
    [
      "a variable of the wrong type",
      'query ($n: Int = "x") { workflows(first: $n) { nodes { id } } }',
    ],
    ["a variable that is missing", "query ($id: UUID!) { workflow(id: $id) { id } }"],
    ["a cursor that is none", '{ workflows(after: "x") { nodes { id } } }'],
  ])("has a code: %s", async ([, text], { db, api }) => {
    const token = await signToken((await createTenant(db)).claims);
    const { errors } = await ask(api.url, token, text!);
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_REQUEST", reason: "BAD_REQUEST" });
  });
});

describe("the log", () => {
  function listen(): () => string {
    const lines: string[] = [];
    const keep = (...args: unknown[]) => void lines.push(args.map(String).join(" "));
    for (const method of ["error", "warn", "log", "dir"] as const) {
      vi.spyOn(console, method).mockImplementation(keep);
    }
    onTestFinished(() => void vi.restoreAllMocks());
    return () => lines.join("\n");
  }

  test("names an error that is masked, where it was raised, and no values", async ({ db }) => {
    const token = await signToken((await createTenant(db)).claims);
    await db.query(`
      create function sluice.break_down(what text) returns int language plpgsql volatile as
      $$ begin return what::int; end $$;
      grant execute on function sluice.break_down(text) to sluice_member;
      create function sluice.stumble(what text) returns int language plpgsql volatile as
      $$ begin raise exception 'lost %', what; end $$;
      grant execute on function sluice.stumble(text) to sluice_member`);
    const log = listen();
    const { url, close } = await serveApi(db);
    const text = `mutation ($w: String!) { stumble(input: { what: $w }) { result } }`;
    const { errors } = await ask(url, token, text, { w: "hunter2" });
    const { id, ...extensions } = errors![0]!.extensions;
    expect(extensions).toEqual({ code: "INTERNAL", reason: "INTERNAL" });
    expect(JSON.stringify(errors)).not.toContain("hunter2");
    expect(log()).toBe(
      `graphql: error ${String(id)} at stumble: SQLSTATE P0001, ` +
        "PL/pgSQL function sluice.stumble(text) line 1",
    );
    const cast = `mutation ($w: String!) { breakDown(input: { what: $w }) { result } }`;
    const wrong = await ask(url, token, cast, { w: "hunter2" });
    expect(wrong.errors).toMatchObject([{ extensions: { code: "22P02" } }]);
    expect(JSON.stringify(wrong.errors) + log()).not.toContain("hunter2");
    await close();
    await db.query("drop function sluice.break_down(text), sluice.stumble(text)");
  });

  test("has no tokens, queries or variables, whatever is sent", async ({ api }) => {
    const log = listen();
    const post = (body: string, headers = {}) =>
      fetch(api.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body,
      }).then((response) => response.status);
    expect(await post("{ hunter2")).toBe(400);
    expect(await post('["hunter2"]')).toBe(400);
    expect(await post(JSON.stringify({ query: "{ hunter2 }" }))).toBe(400);
    const variables = { id: "hunter2" };
    const query = "query ($id: UUID!) { workflow(id: $id) { id } }";
    expect(await post(JSON.stringify({ query, variables }))).toBe(400);
    expect(await post("{}", { authorization: "Bearer hunter2" })).toBe(401);
    expect(await post("{}", { authorization: "hunter2" })).toBe(401);
    expect(await post("{}", { "content-type": "text/hunter2" })).toBe(415);
    expect(await post(`"${"hunter2".repeat(200_000)}"`)).toBe(413);
    expect(log()).toBe("");
  });

  test("says in one line that a connection was lost", async ({ db }) => {
    const { claims } = await createTenant(db);
    const token = await signToken(claims);
    const { url, close } = await serveApi(db);
    await ask(url, token, "{ workflows { nodes { id } } }");
    const log = listen();
    await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'sluice api' and datname = current_database()`,
    );
    await expect.poll(log).toContain("graphql: a connection to the database is lost: 57P01");
    for (const line of log().split("\n")) expect(line).toMatch(/^graphql: a connection .*57P01$/);
    expect((await ask(url, token, "{ workflows { nodes { id } } }")).errors).toBeUndefined();
    await close();
  });
});
