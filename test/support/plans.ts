/** The plans that really ran, also inside functions, as auto_explain tells them to the session. */
import type pg from "pg";
import { GROWING, PARTITIONED } from "./crowd.ts";

export interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  "Actual Rows"?: number;
  "Actual Loops"?: number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Shared Hit Blocks"?: number;
  "Shared Read Blocks"?: number;
  Plans?: PlanNode[];
}

export interface Statement {
  query: string;
  plan: PlanNode;
}

/** Every plan of a session from here on; it must be a superuser's, who may become another role. */
export class PlanRecorder {
  #statements: Statement[] = [];

  private constructor(client: pg.Client) {
    client.on("notice", ({ message }) => {
      const json = /plan:\n(\{.*\})\s*$/s.exec(message ?? "")?.[1];
      if (json === undefined) return;
      const said = JSON.parse(json) as { "Query Text": string; Plan: PlanNode };
      this.#statements.push({ query: said["Query Text"], plan: said.Plan });
    });
  }

  static async over(client: pg.Client): Promise<PlanRecorder> {
    const recorder = new PlanRecorder(client);
    await client.query(
      `load 'auto_explain';
       set auto_explain.log_min_duration = 0;
       set auto_explain.log_nested_statements = on;
       set auto_explain.log_analyze = on;
       set auto_explain.log_timing = off;
       set auto_explain.log_buffers = on;
       set auto_explain.log_format = json;
       set client_min_messages = log`,
    );
    return recorder;
  }

  /** The plans since the last call. */
  take(): Statement[] {
    return this.#statements.splice(0);
  }
}
