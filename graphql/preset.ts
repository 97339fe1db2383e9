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
import { identify } from "./auth.ts";
import { maskError } from "./errors.ts";
import type { ExecutionFeed } from "./execution-feed.ts";
import { ExecutionChangedPlugin } from "./plugins/ExecutionChangedPlugin.ts";
import { KeepIdPlugin } from "./plugins/KeepIdPlugin.ts";
import { LimitsPlugin } from "./plugins/LimitsPlugin.ts";
import { PageSizePlugin } from "./plugins/PageSizePlugin.ts";
import { XidPlugin } from "./plugins/XidPlugin.ts";
import { closeAtExpiry } from "./sockets.ts";

export interface PresetOptions {
  pool: pg.Pool;
  feed: ExecutionFeed;
  jwtSecret: string;
  development: boolean;
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
        pool: options.pool,
        schemas: ["sluice"],
        pubsub: false,
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
        const identity = await identify(request, options.jwtSecret);
        const { settings, expiresAt } = identity;
        const socket = request.ws?.socket;
        if (socket && expiresAt !== undefined) closeAtExpiry(socket, expiresAt);
        const subscribe = (id: string) => options.feed.follow(id, identity);
        return { pgSettings: settings, executionFeed: { subscribe } };
      },
    },
    grafserv: {
      maskError,
      websockets: true,
      graphqlPath: "/graphql",
      graphiql: options.development,
      graphiqlOnGraphQLGET: false,
      graphiqlPath: "/",
      maxRequestLength: 1_000_000,
    },
  };
}
