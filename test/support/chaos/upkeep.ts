/** What operators do to a database in use: history goes, migrations come. */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calculateHash } from "graphile-migrate/dist/hash.js";
import { LOCK_TABLES, logicText } from "../../../scripts/logic.ts";
import { migrate } from "../../../scripts/migrate.ts";
import type { TestDatabase } from "../database.ts";
import { start } from "../engine.ts";
import { copyTo, monthsAgo, rowsOf } from "../history.ts";
import { ending } from "./scene.ts";
import type { Siege } from "./siege.ts";

const COMMITTED = "db/migrations/committed";
const COPIES = 3;
const DAYS = 8;
const DAY_MS = 86_400_000;
const TURNS = 30;
export class Upkeep {
  readonly #siege: Siege;
  readonly #model: string;
  /** Copies of the model, from so long ago that retention takes them away. */
  readonly #old: string[] = [];
  readonly problems: string[] = [];
  /** A version that is being written. */
  readonly #checkout = mkdtempSync(join(tmpdir(), "sluice-upgrade-"));
  #upgrades = 0;

  private constructor(siege: Siege, model: string) {
    this.#siege = siege;
    this.#model = model;
    for (const path of [".gmrc", "db/roles.sql", COMMITTED]) {
      cpSync(path, join(this.#checkout, path), { recursive: true });
    }
  }

  static async begin(siege: Siege): Promise<Upkeep> {
    const model = await start(siege.db, await siege.publishForgotten());
    await ending(siege.db, model);
    return new Upkeep(siege, model);
  }

  /** More history grows old, and the maintenance that is due is done. */
  async maintain(): Promise<string> {
    const { db } = this.#siege;
    const week = new Date(Date.now() - DAYS * DAY_MS).toISOString();
    for (let n = 0; n < COPIES; n += 1) {
      for (const instant of [week, monthsAgo(14)]) {
        this.#old.push(await copyTo(db, this.#model, instant));
      }
    }
    return `${await this.#sweepHistory(db, TURNS)} turns of maintenance`;
  }

  /** Nothing is left of what was to go. */
  async finish(): Promise<void> {
    const { db } = this.#siege;
    await this.#sweepHistory(db, Infinity);
    for (const id of this.#old) {
      const rows = await rowsOf(db, id);
      if (rows.some((count) => count > 0))
        this.problems.push(`old history is kept: ${id} ${rows.join()}`);
    }
  }

  async migrate(): Promise<string> {
    try {
      await migrate({ adminUrl: this.#siege.server.adminUrl, root: this.#checkout });
    } catch (error) {
      this.problems.push(`sluice migrate failed: ${(error as Error).stack}`);
    }
    return "sluice migrate";
  }

  /** A version that brings every function, view, trigger and policy anew. */
  async upgrade(): Promise<string> {
    this.#upgrades += 1;
    const folder = join(this.#checkout, COMMITTED);
    const files = readdirSync(folder).toSorted();
    const text = readFileSync(join(folder, files.at(-1)!), "utf8");
    const previous = /^--! Hash: (.+)$/m.exec(text)![1]!;
    const body = `-- upgrade ${this.#upgrades}\n${LOCK_TABLES}\n${logicText("db")}`.trim();
    const header = `--! Previous: ${previous}\n--! Hash: ${calculateHash(body, previous)}\n`;
    const number = `${files.length + 1}`.padStart(6, "0");
    writeFileSync(join(folder, `${number}.sql`), `${header}\n${body}\n`);
    return `${await this.migrate()}: all logic is created again`;
  }

  end(): void {
    rmSync(this.#checkout, { recursive: true });
  }

  async #sweepHistory(db: TestDatabase, atMost: number): Promise<number> {
    await db.query(
      `update sluice_private.maintenance set next_at = '-infinity', expired_at = '-infinity'`,
    );
    for (let turns = 0; turns < atMost; turns += 1) {
      const [row] = await db.query<{ did: boolean }>("select sluice_private.maintain() as did");
      if (!row!.did) return turns;
    }
    return atMost;
  }
}
