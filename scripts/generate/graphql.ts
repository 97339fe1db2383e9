import "../../graphql/environment.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "@graphql-codegen/cli";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { lexicographicSortSchema, printSchema } from "postgraphile/graphql";
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
              ...{ UUID: "string", Datetime: "string", JSON: "unknown", Cursor: "string" },
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
  const feedPool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const options = { databaseUrl, jwtSecret: "not used", development: false, feedPool };
  const pgl = postgraphile(makePreset(options));
  try {
    return `${printSchema(lexicographicSortSchema(await pgl.getSchema()))}\n`;
  } finally {
    await pgl.release();
    for (const service of pgl.getResolvedPreset().pgServices ?? []) await service.release?.();
    await feedPool.end();
  }
}
