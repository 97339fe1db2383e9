import type pg from "pg";

/** Where something changes: an organization, one of its workflows or one of its executions. */
export interface Scope {
  organizationId: string;
  id: string;
}

export interface Watched {
  id: string;
  /** Nobody watched it until now. */
  isNew: boolean;
  /** Transactions before this one may not have noted anything; null: nobody knows which. */
  settledXid: string | null;
}

export interface Change {
  organizationId: string;
  workflowId: string;
  /** The execution, or the workflow itself. */
  subject: string;
  /** False for a workflow as well. */
  isLive: boolean;
}

export interface Missed {
  executions: string[];
  workflows: string[];
}

/** What has changed since a cursor, of all that is watched by anybody. */
export interface Batch {
  cursor: string;
  isFull: boolean;
  changes: Change[];
}

interface BatchRow {
  cursor: string;
  is_full: boolean | null;
  organization_ids: string[] | null;
  workflow_ids: string[] | null;
  subjects: string[] | null;
  are_live: boolean[] | null;
}

/** The database's log of changes, asked for the whole server: with nobody's claims. */
export class ChangeLog {
  readonly #pool: pg.Pool;
  #wasLost = false;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
    pool.on("remove", () => (this.#wasLost = true));
  }

  /** A connection has ended since it was last asked: perhaps with the server, and the log with it. */
  takeLoss(): boolean {
    const wasLost = this.#wasLost;
    this.#wasLost = false;
    return wasLost;
  }

  async #ask<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    return (await this.#pool.query<Row>(text, values)).rows;
  }

  /** Has changes noted for five minutes more. */
  async watch(scopes: readonly Scope[]): Promise<Watched[]> {
    return this.#ask<Watched>(
      `select scope as id, is_new as "isNew", settled_xid as "settledXid"
       from sluice_hidden.watch_scopes($1, $2)`,
      [scopes.map((scope) => scope.organizationId), scopes.map((scope) => scope.id)],
    );
  }

  async read(since: string | undefined, atMost: number): Promise<Batch> {
    const text = "select * from sluice_hidden.read_changes($1, $2)";
    const [row] = await this.#ask<BatchRow>(text, [since, atMost]);
    const { cursor, is_full, organization_ids, workflow_ids, subjects, are_live } = row!;
    const changes = (subjects ?? []).map((subject, at) => ({
      organizationId: organization_ids![at]!,
      workflowId: workflow_ids![at]!,
      subject,
      isLive: are_live![at]!,
    }));
    return { cursor, isFull: is_full ?? false, changes };
  }

  /** What changed in a scope between two cursors; undefined if nobody knows. */
  async missed(scope: Scope, since: string, until: string): Promise<Missed | undefined> {
    const [row] = await this.#ask<{ is_reset: boolean } & Record<keyof Missed, string[] | null>>(
      `select is_reset, execution_ids as executions, workflow_ids as workflows
       from sluice_hidden.missed_changes($1, $2, $3, $4)`,
      [scope.organizationId, scope.id, since, until],
    );
    const { is_reset: isReset, executions, workflows } = row!;
    return isReset ? undefined : { executions: executions ?? [], workflows: workflows ?? [] };
  }

  /** Of pairs of user and organization, the ones that belong together, as `user organization`. */
  async members(pairs: readonly [user: string, organization: string][]): Promise<Set<string>> {
    const rows = await this.#ask<{ user_id: string; organization_id: string }>(
      "select * from sluice_hidden.still_members($1, $2)",
      [pairs.map(([user]) => user), pairs.map(([, organization]) => organization)],
    );
    return new Set(rows.map((row) => `${row.user_id} ${row.organization_id}`));
  }

  async sleep(feedId: string): Promise<void> {
    await this.#ask("select sluice_hidden.sleep_feed($1)", [feedId]);
  }

  async wake(feedId: string): Promise<void> {
    await this.#ask("select sluice_hidden.wake_feed($1)", [feedId]);
  }
}

/** The transactions that a cursor names as under way. */
export function openIn(cursor: string): Set<string> {
  const [, , open = ""] = cursor.split(":");
  return new Set(open === "" ? [] : open.split(","));
}

/** Of these, the ones that may not have noted anything. */
export function unsettledIn(cursor: string, settledXid: string | null): Set<string> {
  const isBefore = (xid: string) => settledXid === null || BigInt(xid) < BigInt(settledXid);
  return new Set([...openIn(cursor)].filter(isBefore));
}
