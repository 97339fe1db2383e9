import "postgraphile";
import type { PgCodec } from "postgraphile/@dataplan/pg";

const isOfCrm = (codec: PgCodec) => codec.extensions?.pg?.schemaName === "crm";

/** The tables of the CRM pack, which are data and no engine, have mutations, and relations names. */
export const CrmPlugin: GraphileConfig.Plugin = {
  name: "CrmPlugin",
  after: ["PgSimplifyInflectionPlugin"],
  inflection: {
    replace: {
      /** By the column that is not the organization's: `contact_id` is `contact`. */
      singleRelation(previous, _options, details) {
        const relation = details.registry.pgRelations[details.codec.name]?.[details.relationName];
        const column = relation?.localAttributes.at(-1);
        return isOfCrm(details.codec) && relation!.localAttributes.length > 1 && column
          ? this.camelCase(column.replace(/_id$/, ""))
          : previous!(details);
      },
      _manyRelation(previous, _options, details) {
        const relation = details.registry.pgRelations[details.codec.name]?.[details.relationName];
        const table = relation?.remoteResource.codec;
        if (!table || !isOfCrm(table) || relation.remoteAttributes.length < 2) {
          return previous!(details);
        }
        const name = String(table.extensions?.pg?.name);
        return this.camelCase(isOfCrm(details.codec) ? name : `crm_${name}`);
      },
    },
  },
  schema: {
    entityBehavior: {
      pgResource: {
        override: {
          provides: ["crm"],
          callback(behavior, resource) {
            if (resource.parameters) {
              return resource.extensions?.pg?.schemaName === "crm" ? [behavior, "-*"] : behavior;
            }
            const changes = ["insert", "update", "delete"] as const;
            return isOfCrm(resource.codec)
              ? [behavior, ...changes, ...changes.map((change) => `resource:${change}` as const)]
              : behavior;
          },
        },
      },
      pgResourceUnique: {
        override: {
          provides: ["crm"],
          callback(behavior, [resource, unique]) {
            if (!isOfCrm(resource.codec)) return behavior;
            if (!unique.isPrimary) return [behavior, "-single", "-update", "-delete"];
            const changes = ["constraint:resource:update", "constraint:resource:delete"] as const;
            return [behavior, "update", "delete", ...changes];
          },
        },
      },
      pgCodecAttribute: {
        override: {
          provides: ["crm"],
          callback: (behavior, [codec]) =>
            isOfCrm(codec) ? [behavior, "insert", "update"] : behavior,
        },
      },
    },
  },
};
