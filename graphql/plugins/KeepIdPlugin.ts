import "postgraphile";

/** Columns keep their names: `id` is the row's, `nodeId` a node's; the global id is `globalId`. */
export const KeepIdPlugin: GraphileConfig.Plugin = {
  name: "KeepIdPlugin",
  inflection: {
    replace: {
      nodeIdFieldName() {
        return "globalId";
      },
      _attributeName(previous, _options, details) {
        return previous!({ ...details, skipRowId: true });
      },
    },
  },
};
