/** Many executions made in SQL from one that has really run: all its rows, with other ids. */
import type pg from "pg";

interface Table {
  name: string;
  /** The column that has the id of the execution. */
  key: string;
  columns: string[];
}

/** The row of each table that is copied, by an index: there is a lot of history by and by. */
const originalOf = (select: string, { name, key }: Pick<Table, "name" | "key">) =>
  `select ${select} from ${name} where ${key} = $1 and organization_id = $2`;

/** The tables that have rows of an execution. */
async function tablesOf(pool: pg.Pool, id: string, organization: string): Promise<Table[]> {
  const { rows } = await pool.query<Table>(
    `select c.oid::regclass::text as name, k.attname as key,
       array(
         select quote_ident(a.attname) from pg_attribute as a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
           and a.attidentity = ''
       ) as columns
     from pg_class as c
     inner join pg_attribute as k on k.attrelid = c.oid and k.attname = case
       when c.relname in ('live_executions', 'executions') then 'id' else 'execution_id' end
     where c.relnamespace in ('sluice'::regnamespace, 'sluice_private'::regnamespace)
       and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  const found: Table[] = [];
  for (const table of rows) {
    const text = `${originalOf("", table)} limit 1`;
    if ((await pool.query(text, [id, organization])).rowCount) found.push(table);
  }
  return found;
}

export interface CloneOptions {
  count: number;
  /** Their ids are spread over so many days until now. */
  days: number;
  chunk?: number;
}

/** Copies an execution so many times; `done` is told how many there are. */
export async function cloneExecution(
  pool: pg.Pool,
  id: string,
  { count, days, chunk = 20_000 }: CloneOptions,
  done: (made: number) => void = () => {},
): Promise<void> {
  const { rows } = await pool.query<{ organization_id: string }>(
    `select organization_id from sluice_private.executions where id = $1
     union all select organization_id from sluice_private.live_executions where id = $1`,
    [id],
  );
  const organization = rows[0]!.organization_id;
  const tables = await tablesOf(pool, id, organization);
  for (let made = 0; made < count; made += chunk) {
    const client = await pool.connect();
    try {
      await client.query("begin; set local synchronous_commit = off");
      await client.query(
        `create temporary table clones on commit drop as
         select (left(sluice_hidden.uuid_floor(
             now() - make_interval(secs => $3::float8 * 86400 * (1 - ($1::float8 + i) / $4))
           )::text, 14) || '7' || right(gen_random_uuid()::text, 21))::uuid as new_id
         from generate_series(1, $2::int) as i`,
        [made, Math.min(chunk, count - made), days, count],
      );
      for (const { name, key, columns } of tables) {
        const values = columns.map((column) =>
          column === key ? "clones.new_id" : `row.${column}`,
        );
        await client.query(
          `insert into ${name} (${columns.join(", ")})
           select ${values.join(", ")} from clones
           cross join (${originalOf("*", { name, key })}) as row`,
          [id, organization],
        );
      }
      await client.query("commit");
    } finally {
      client.release();
    }
    done(Math.min(made + chunk, count));
  }
}
