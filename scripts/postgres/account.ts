import { chownSync, readFileSync } from "node:fs";

/** The account a server process runs as; empty for one's own. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to run as root: root runs it as an account that every system has. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const row = ["postgres", "nobody"]
    .map((name) => accounts.find(([account]) => account === name))
    .find((found) => found !== undefined);
  if (row === undefined) {
    throw new Error(
      "PostgreSQL does not run as root, and there is neither a postgres nor a nobody account; " +
        "run as another user, or set DATABASE_URL",
    );
  }
  return { uid: Number(row[2]), gid: Number(row[3]) };
}

export function giveTo({ uid, gid }: Account, path: string): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}
