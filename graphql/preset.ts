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
import type { ChangeFeed } from "./changes/feed.ts";
import type { Topic } from "./changes/topic.ts";
import { CrmPlugin } from "./plugins/CrmPlugin.ts";
import { ChangesPlugin } from "./plugins/ChangesPlugin.ts";
import { EndlessSubscriptionsPlugin } from "./plugins/EndlessSubscriptionsPlugin.ts";
import { KeepIdPlugin } from "./plugins/KeepIdPlugin.ts";
import { LimitsPlugin } from "./plugins/LimitsPlugin.ts";
import { PageSizePlugin } from "./plugins/PageSizePlugin.ts";
import { XidPlugin } from "./plugins/XidPlugin.ts";
import { closeAtExpiry } from "./sockets.ts";

export interface PresetOptions {
  pool: pg.Pool;
  feed: ChangeFeed;
  jwtSecret: string;
  development: boolean;
  /** Whether the database has the CRM pack. */
  hasCrm?: boolean;
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
      CrmPlugin,
      KeepIdPlugin,
      LimitsPlugin,
      PageSizePlugin,
      XidPlugin,
      ChangesPlugin,
      EndlessSubscriptionsPlugin,
      makePgSmartTagsFromFilePlugin(join(import.meta.dirname, "tags.json5")),
    ],
    pgServices: [
      makePgService({
        pool: options.pool,
        schemas: options.hasCrm ? ["sluice", "crm"] : ["sluice"],
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
        const answer = request.node?.res;
        const backlog = () => socket?.bufferedAmount ?? answer?.writableLength ?? 0;
        const subscribe = (topic: string) =>
          options.feed.subscribe(JSON.parse(topic) as Topic, { identity, backlog });
        return { pgSettings: settings, changeFeed: { subscribe } };
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
