/** Following the changes of an organization, as an admin would. */
import type pg from "pg";
import type { TestDatabase } from "./database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  TestWorker,
} from "./engine.ts";
import { act } from "./scenes.ts";

interface Changes {
  cursor: string;
  is_reset: boolean;
  execution_ids: string[];
}

/** Follows the changes of an organization, or of a workflow, from call to call. */
export class Reader {
  cursor: string | undefined;
  readonly #db: TestDatabase;
  readonly #scope: Partial<Record<"organization" | "workflow", string>>;

  constructor(db: TestDatabase, scope: Partial<Record<"organization" | "workflow", string>>) {
    this.#db = db;
    this.#scope = scope;
  }

  async read(client: pg.Pool | pg.ClientBase = this.#db.admin): Promise<Changes> {
    const { rows } = await client.query<Changes>(
      "select * from sluice.execution_changes($1, $2, $3)",
      [this.cursor, this.#scope.workflow, this.#scope.organization],
    );
    this.cursor = rows[0]!.cursor;
    return rows[0]!;
  }

  /** Reads until it is told what has changed, as everybody has to at the beginning. */
  async begin(): Promise<this> {
    while ((await this.read()).is_reset);
    return this;
  }

  /** begin, and no transaction is left of before, of which other databases have some as well. */
  async settle(): Promise<this> {
    const isOpen = `
      select from sluice_private.watched_scopes, pg_snapshot_xip($1::pg_snapshot) as open (xid)
      where scope = $2 and open.xid < settled_xid`;
    do await this.begin();
    while ((await this.#db.query(isOpen, [this.cursor, this.#id])).length > 0);
    return this;
  }

  get #id(): string | undefined {
    return this.#scope.workflow ?? this.#scope.organization;
  }
}

export const noChange = { is_reset: false, execution_ids: [] };
export const changed = (...ids: string[]) => ({ is_reset: false, execution_ids: ids.toSorted() });

/** An organization with a workflow of two steps in a row, and a worker. */
export async function scene(db: TestDatabase) {
  await defineTestAction(db);
  const tenant = await createTenant(db);
  const draft = definition([manual, act("a"), act("b")], ["start → a", "a → b"]);
  const workflow = await publish(db, tenant.organizationId, draft);
  const worker = await new TestWorker(db.worker).register();
  return { ...tenant, workflow, worker };
}
