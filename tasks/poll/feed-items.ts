import { parseFeed } from "feedsmith";
import { createHash } from "node:crypto";
import { decodeBody } from "../http_request/response.ts";
import type { PollItem } from "./order.ts";

type Feed = ReturnType<typeof parseFeed>;

/** An item of a feed, whatever its format; what the feed does not say is null. */
interface FeedItem {
  readonly id: string | null;
  readonly title: string | null;
  readonly link: string | null;
  readonly published: string | null;
  readonly updated: string | null;
  readonly author: string | null;
  readonly summary: string | null;
  readonly content: string | null;
  readonly categories: readonly string[];
  readonly feed: { readonly title: string | null; readonly link: string | null };
}

/** The items of a feed as it was sent, the last first. */
export function feedItems(bytes: Buffer, contentType: string | null): PollItem[] {
  return itemsOf(parse(xmlText(bytes, contentType)))
    .map((item) => ({ key: keyOf(item), item }))
    .toReversed();
}

/** Whoever edits an item leaves its id as it is, or its link; one without both is what it says. */
function keyOf(item: FeedItem): string {
  const { id, link, title, published, summary } = item;
  return (
    id ??
    link ??
    createHash("sha256")
      .update(JSON.stringify([title, published, summary]))
      .digest("hex")
  );
}

/** XML says in its first line how it is written, unless the server does. */
function xmlText(bytes: Buffer, contentType: string | null): string {
  const [, said] = /;\s*charset="?([^";\s]+)/i.exec(contentType ?? "") ?? [];
  const head = bytes.subarray(0, 200).toString("latin1");
  const [, declared] = /^\s*<\?xml[^>]*\bencoding=["']([\w.:-]+)["']/.exec(head) ?? [];
  const charset = said ?? declared ?? "utf-8";
  const { body } = decodeBody(bytes, `text/plain; charset=${charset}`);
  return typeof body === "string" ? body : "";
}

function parse(text: string): Feed {
  try {
    return parseFeed(text);
  } catch (error) {
    const message = "the answer is no feed in RSS, Atom, RDF or JSON Feed that can be read";
    throw new Error(message, { cause: error });
  }
}

function itemsOf(parsed: Feed): FeedItem[] {
  if (parsed.format === "rss") return rssItems(parsed.feed);
  if (parsed.format === "atom") return atomItems(parsed.feed);
  if (parsed.format === "rdf") return rdfItems(parsed.feed);
  return jsonItems(parsed.feed);
}

type Of<Format extends Feed["format"]> = Extract<Feed, { format: Format }>["feed"];

function rssItems({ title, link, items }: Of<"rss">): FeedItem[] {
  return (items ?? []).map((item) => ({
    id: textOf(item.guid?.value),
    title: textOf(item.title),
    link: textOf(item.link),
    published: instantOf(item.pubDate ?? item.dc?.dates?.[0]),
    updated: instantOf(item.atom?.updated),
    author: textOf(item.dc?.creators?.[0] ?? nameOf(item.authors?.[0])),
    summary: textOf(item.description),
    content: textOf(item.content?.encoded),
    categories: (item.categories ?? []).flatMap(({ name }) => name ?? []),
    feed: { title: textOf(title), link: textOf(link) },
  }));
}

function atomItems({ title, links, entries }: Of<"atom">): FeedItem[] {
  return (entries ?? []).map((entry) => ({
    id: textOf(entry.id),
    title: textOf(entry.title?.value),
    link: linkOf(entry.links),
    published: instantOf(entry.published),
    updated: instantOf(entry.updated),
    author: textOf(entry.authors?.[0]?.name),
    summary: textOf(entry.summary?.value),
    content: textOf(entry.content?.value),
    categories: (entry.categories ?? []).flatMap(({ term }) => term ?? []),
    feed: { title: textOf(title?.value), link: linkOf(links) },
  }));
}

function rdfItems({ title, link, items }: Of<"rdf">): FeedItem[] {
  return (items ?? []).map((item) => ({
    id: textOf(item.rdf?.about),
    title: textOf(item.title),
    link: textOf(item.link),
    published: instantOf(item.dc?.dates?.[0]),
    updated: null,
    author: textOf(item.dc?.creators?.[0]),
    summary: textOf(item.description),
    content: textOf(item.content?.encoded),
    categories: item.dc?.subjects ?? [],
    feed: { title: textOf(title), link: textOf(link) },
  }));
}

function jsonItems({ title, home_page_url, items }: Of<"json">): FeedItem[] {
  return (items ?? []).map((item) => ({
    id: textOf(item.id),
    title: textOf(item.title),
    link: textOf(item.url),
    published: instantOf(item.date_published),
    updated: instantOf(item.date_modified),
    author: textOf(item.authors?.[0]?.name),
    summary: textOf(item.summary),
    content: textOf(item.content_html ?? item.content_text),
    categories: item.tags ?? [],
    feed: { title: textOf(title), link: textOf(home_page_url) },
  }));
}

interface Link {
  readonly href?: string | undefined;
  readonly rel?: string | undefined;
}

/** The page that an entry is about; others are enclosures and the like. */
function linkOf(links: readonly Link[] | undefined): string | null {
  const page = links?.find(({ rel }) => rel === undefined || rel === "alternate") ?? links?.[0];
  return textOf(page?.href);
}

function nameOf(person: unknown): unknown {
  if (typeof person !== "object" || person === null) return person;
  const { name, email } = person as { name?: unknown; email?: unknown };
  return name ?? email;
}

function textOf(value: unknown): string | null {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? null : text;
}

/** As ISO 8601 where it is a date that is understood, else as it is written. */
function instantOf(value: unknown): string | null {
  const text = textOf(value);
  if (text === null) return null;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? text : instant.toISOString();
}
