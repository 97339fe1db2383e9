/** What rows are made of is decided by expressions: they come to what the functions come to. */
import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";

const LONG = "x".repeat(600);

const CONTEXTS = [
  `{"trigger": {"n": 6}}`,
  `{"trigger": {"n": 3}}`,
  `{"trigger": {"n": null}}`,
  `{"trigger": {}}`,
  `{"trigger": {"n": "6"}}`,
  `{"trigger": {"n": [1, 9]}}`,
  `{"trigger": {"n": []}}`,
  `{"trigger": {"n": {"m": 9}}}`,
  `{"trigger": {"n": 1e501}}`,
  `{"trigger": {"n": "${LONG}"}}`,
  `{"trigger": [{"n": 1}, {"n": 7}]}`,
];

const CONFIGS = [
  `{"mode": "first", "ports": ["big"], "default": "small"}`,
  `{"mode": "first", "ports": ["big"]}`,
  `{"mode": "all", "ports": ["big"], "default": "small"}`,
];

const PATHS = ["$.trigger.n > 5", "$.trigger[*].n > 5", "exists($.trigger.n)"];

describe("a choice of one case", () => {
  test.for(CONFIGS)("with %s", async (config, { db }) => {
    const rows = await db.query<{ plain: object; chosen: object }>(
      `select jsonb_build_object('ports', p.ports, 'verdicts', p.verdicts) as plain,
         jsonb_build_object('ports', c.ports, 'verdicts', c.verdicts || jsonb_build_object(
           'values', sluice_private.values_of(seen.context, reads.paths)
         )) as chosen
       from unnest($2::jsonb[]) as seen (context)
       cross join unnest($3::jsonpath[]) as one (path)
       cross join (values ('{$.trigger.n}'::jsonpath[]), ('{$.trigger.n, $.vars}'), ('{}'))
         as reads (paths)
       cross join sluice_private.plain_choice($1, array[one.path], reads.paths, seen.context) as p
       cross join sluice_private.choose($1, array[one.path], seen.context) as c`,
      [config, CONTEXTS, PATHS],
    );
    expect(rows).toHaveLength(CONTEXTS.length * PATHS.length * 3);
    expect(rows.map(({ plain }) => plain)).toEqual(rows.map(({ chosen }) => chosen));
  });
});

describe("an input of one template", () => {
  test.for(["{$.trigger.n}", "{$.trigger}", "{$.steps.a.output}"])("%s", async (paths, { db }) => {
    const rows = await db.query<{ plain: object | null; rendered: object | null }>(
      `select p.value as plain, r.value as rendered
       from unnest($1::jsonb[]) as seen (context)
       cross join (
         select w from jsonb_populate_record(null::sluice.workflow_steps, jsonb_build_object(
           'input_template', '{"at": 1}'::jsonb, 'input_keys', '["n"]'::jsonb,
           'input_slots', '[["n"]]'::jsonb
         )) as w
       ) as step (known)
       cross join lateral jsonb_populate_record(
         step.known, jsonb_build_object('input_paths', array[$2::text])
       ) as filled
       cross join lateral sluice_private.render_step(filled, seen.context) as r
       left join lateral sluice_private.plain_input(
         null, null, null, filled.input_template, filled.input_keys, filled.input_paths,
         seen.context
       ) as p on true`,
      [CONTEXTS, paths.slice(1, -1)],
    );
    expect(rows).toHaveLength(CONTEXTS.length);
    expect(rows.map(({ plain }) => plain)).toEqual(rows.map(({ rendered }) => rendered));
  });
});
