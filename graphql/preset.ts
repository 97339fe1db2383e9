import "./environment.ts";
import "postgraphile";
import { join } from "node:path";
import type pg from "pg";
import { PgSimplifyInflectionPreset } from "@graphile/simplify-inflection";
import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";
import { makePgService } from "postgraphile/adaptors/pg";
import "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgSmartTagsFromFilePlugin } from "postgraphile/utils";
import { readSettings } from "./auth.ts";
import { maskError } from "./errors.ts";
import { ExecutionFeed } from "./execution-feed.ts";
import { ExecutionChangedPlugin } from "./plugins/ExecutionChangedPlugin.ts";
import { KeepIdPlugin } from "./plugins/KeepIdPlugin.ts";
import { LimitsPlugin } from "./plugins/LimitsPlugin.ts";
import { PageSizePlugin } from "./plugins/PageSizePlugin.ts";
import { XidPlugin } from "./plugins/XidPlugin.ts";

export interface PresetOptions {
  databaseUrl: string;
  jwtSecret: string;
  development: boolean;
  /** Connections for looking at executions that somebody follows. */
  feedPool: pg.Pool;
}

/** The API over schema `sluice`: what it shows follows from the database's grants and comments. */
export function makePreset(options: PresetOptions): GraphileConfig.Preset {
  return {
    extends: [
      PostGraphileAmberPreset,
      PgSimplifyInflectionPreset,
      PostGraphileConnectionFilterPreset,
    ],
    plugins: [
      KeepIdPlugin,
      LimitsPlugin,
      PageSizePlugin,
      XidPlugin,
      ExecutionChangedPlugin,
      makePgSmartTagsFromFilePlugin(join(import.meta.dirname, "tags.json5")),
    ],
    pgServices: [
      makePgService({
        connectionString: options.databaseUrl,
        schemas: ["sluice"],
        pubsub: false,
        poolConfig: { max: 10, application_name: "sluice api" },
      }),
    ],
    gather: { pgStrictFunctions: true },
    schema: {
      defaultBehavior: "-resource:insert -resource:update -resource:delete -insert -update -delete",
      connectionFilterArrays: false,
      connectionFilterSetofFunctions: false,
      connectionFilterAllowedOperators: [
        ...(["isNull", "equalTo", "notEqualTo", "in", "notIn"] as const),
        ...(["lessThan", "lessThanOrEqualTo", "greaterThan", "greaterThanOrEqualTo"] as const),
      ],
    },
    grafast: {
      explain: false,
      timeouts: { planning: 500, execution: 30_000 },
      async context(request) {
        const pgSettings = await readSettings(request, options.jwtSecret);
        return { pgSettings, executionFeed: new ExecutionFeed(options.feedPool, pgSettings) };
      },
    },
    grafserv: {
      maskError,
      websockets: true,
      graphqlPath: "/graphql",
      graphiql: options.development,
      graphiqlPath: "/",
      maxRequestLength: 200_000,
    },
  };
}
