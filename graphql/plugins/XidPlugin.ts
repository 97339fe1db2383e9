import "postgraphile";
import { TYPES } from "postgraphile/@dataplan/pg";

/** Transaction ids are hidden from GraphQL; this only says that we know of the type. */
export const XidPlugin: GraphileConfig.Plugin = {
  name: "XidPlugin",
  gather: {
    hooks: {
      pgCodecs_findPgCodec(_info, event) {
        if (!event.pgCodec && event.pgType.typname === "xid8") event.pgCodec = TYPES.bigint;
      },
    },
  },
};
