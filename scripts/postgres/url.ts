/**
 * Connection strings. A host that is a socket's folder is a parameter, beside a host that parsers
 * of plain URLs understand: postgresql://postgres@localhost:4801/sluice?host=%2Frun%2Fsluice
 */

/** The URL of one database of a local server. */
export function localUrl(database: string, port: number, socketDirectory?: string): string {
  const url = new URL(`postgresql://postgres@localhost:${port}/${encodeURIComponent(database)}`);
  if (socketDirectory === undefined) url.hostname = "127.0.0.1";
  else url.searchParams.set("host", socketDirectory);
  return url.href;
}

export function withDatabase(url: string, database: string): string {
  return edit(url, (parsed) => (parsed.pathname = `/${encodeURIComponent(database)}`));
}

export function databaseOf(url: string): string {
  return decodeURIComponent(parse(url).pathname.slice(1));
}

/** The same connection, whose sessions act as the role: the login keeps no right of its own. */
export function withRole(url: string, role: string): string {
  return withSetting(url, "role", role);
}

function withSetting(url: string, name: string, value: string): string {
  return edit(url, ({ searchParams }) => {
    const options = [searchParams.get("options"), `-c ${name}=${value}`];
    searchParams.set("options", options.filter((option) => option).join(" "));
  });
}

/** The URL as it may be shown: without its password. */
export function withoutPassword(url: string): string {
  return edit(url, (parsed) => {
    parsed.password = "";
    parsed.searchParams.delete("password");
  });
}

function edit(url: string, change: (parsed: URL) => void): string {
  const parsed = parse(url);
  change(parsed);
  // libpq reads a plus sign as itself, not as a space
  parsed.search = parsed.search.replaceAll("+", "%20");
  return parsed.href;
}

function parse(url: string): URL {
  // a user without a host, as libpq allows with ?host=
  const text = url.replace(/^(postgres(?:ql)?:\/\/[^/?#]*@)(?=[/?#]|$)/, "$1localhost");
  try {
    return new URL(text);
  } catch {
    throw new Error("the database's URL is not one; write postgresql://user@host:port/database");
  }
}
