import "../../graphql/environment.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "@graphql-codegen/cli";
import { postgraphile } from "postgraphile";
import { lexicographicSortSchema, printSchema } from "postgraphile/graphql";
import { ChangeFeed } from "../../graphql/changes/feed.ts";
import { openPool } from "../../graphql/pool.ts";
import { makePreset } from "../../graphql/preset.ts";
import { withRole } from "../postgres/url.ts";

const GENERATED = "generated";

/** Writes the GraphQL schema and, from it and graphql/operations, the typed documents. */
export async function generateGraphql(url: string): Promise<void> {
  writeFileSync(
    join(GENERATED, "schema.graphql"),
    await printApi(withRole(url, "sluice_authenticator")),
  );
  await generate(
    {
      schema: join(GENERATED, "schema.graphql"),
      documents: ["graphql/operations/*.graphql"],
      silent: true,
      generates: {
        [`${GENERATED}/graphql/`]: {
          preset: "client",
          presetConfig: { fragmentMasking: false },
          config: {
            documentMode: "string",
            useTypeImports: true,
            enumsAsTypes: true,
            strictScalars: true,
            defaultScalarType: "unknown",
            scalars: {
              ...{
                UUID: "string",
                Date: "string",
                Datetime: "string",
                JSON: "unknown",
                Cursor: "string",
              },
              ...{ BigInt: "string", BigFloat: "string", JSONPath: "string" },
            },
            importExtension: ".ts",
          },
        },
      },
    },
    true,
  );
}

async function printApi(databaseUrl: string): Promise<string> {
  const pool = openPool(databaseUrl, 1);
  const feed = new ChangeFeed(pool, databaseUrl);
  const pgl = postgraphile(makePreset({ pool, feed, jwtSecret: "not used", development: false }));
  try {
    return `${printSchema(lexicographicSortSchema(await pgl.getSchema()))}\n`;
  } finally {
    await pgl.release();
    await pool.end();
  }
}
