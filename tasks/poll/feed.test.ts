import { afterEach, describe, expect, test } from "vitest";
import { serve, type TestServer } from "../../test/support/server.ts";
import { askFeed } from "./feed.ts";
import type { PollOrder } from "./order.ts";

const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function read(feed: string | Buffer, type = "application/xml") {
  const server = await serve((_request, response) =>
    response.writeHead(200, { "content-type": type, etag: '"1"' }).end(feed),
  );
  servers.push(server);
  const request = {
    ...{ url: server.url, hash: "h", validators: null, cursor: null },
    ...{ is_first: false, polled_at: null },
  };
  const order: PollOrder = {
    ...{ organizationId: "o", pollId: "p", token: "t", source: "feed", request, timeoutMs: 5000 },
  };
  const env = { SLUICE_HTTP_ALLOW: "127.0.0.0/8" };
  const { answer } = await askFeed(order, { env, signal: new AbortController().signal });
  if (answer.outcome !== "answered") throw new Error(answer.outcome);
  return answer;
}

const RSS = `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
  <title>News</title><link>https://a.example/</link>
  <item><title>Two &amp; more</title><link>https://a.example/2</link><guid>g2</guid>
    <pubDate>Mon, 02 Mar 2026 10:00:00 +0100</pubDate><dc:creator>Ada</dc:creator>
    <description><![CDATA[<p>short</p>]]></description><content:encoded>long</content:encoded>
    <category>one</category><category>other</category></item>
  <item><title>One</title><link>https://a.example/1</link><pubDate>yesterday</pubDate></item>
  </channel></rss>`;
const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><id>f</id>
  <link rel="self" href="https://a.example/feed"/><link href="https://a.example/"/>
  <updated>2026-03-02T09:00:00Z</updated>
  <entry><id>tag:2</id><title type="html">&lt;b&gt;Two&lt;/b&gt;</title>
    <link rel="enclosure" href="https://a.example/2.mp3"/><link href="https://a.example/2"/>
    <updated>2026-03-02T09:00:00Z</updated><author><name>Ada</name></author>
    <summary>short</summary><content type="html">long</content><category term="one"/></entry></feed>`;
const RDF = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="https://a.example/"><title>News</title><link>https://a.example/</link></channel>
  <item rdf:about="https://a.example/2"><title>Two</title><link>https://a.example/2</link>
    <dc:date>2026-03-02T09:00:00Z</dc:date><dc:creator>Ada</dc:creator></item></rdf:RDF>`;
const JSON_FEED = JSON.stringify({
  ...{ version: "https://jsonfeed.org/version/1.1", title: "News" },
  home_page_url: "https://a.example/",
  items: [
    {
      ...{ id: "2", url: "https://a.example/2", title: "Two", content_text: "long", tags: ["one"] },
      ...{ date_published: "2026-03-02T09:00:00Z", authors: [{ name: "Ada" }] },
    },
  ],
});

describe("a feed", () => {
  test("in RSS is read from its last item to its first", async () => {
    const { items, validators } = await read(RSS);
    expect(validators).toEqual({ hash: "h", etag: '"1"', last_modified: undefined });
    expect(items?.map(({ key }) => key)).toEqual(["https://a.example/1", "g2"]);
    expect(items?.[0]?.item).toMatchObject({ title: "One", published: "yesterday", id: null });
    expect(items?.[1]?.item).toEqual({
      ...{ id: "g2", title: "Two & more", link: "https://a.example/2", author: "Ada" },
      ...{ published: "2026-03-02T09:00:00.000Z", updated: null },
      ...{ summary: "<p>short</p>", content: "long", categories: ["one", "other"] },
      feed: { title: "News", link: "https://a.example/" },
    });
  });

  test.each([
    ["Atom", ATOM, "tag:2"],
    ["RDF", RDF, "https://a.example/2"],
    ["JSON Feed", JSON_FEED, "2"],
  ])("in %s has the same fields", async (_format, feed, key) => {
    const { items } = await read(feed);
    expect(items).toHaveLength(1);
    expect(items?.[0]).toMatchObject({
      key,
      item: {
        ...{ title: expect.stringContaining("Two"), link: "https://a.example/2", author: "Ada" },
        feed: { title: "News", link: "https://a.example/" },
      },
    });
    const { published, updated } = items![0]!.item as Record<string, string | null>;
    expect(published ?? updated).toBe("2026-03-02T09:00:00.000Z");
  });

  test("without items has none", async () => {
    const empty = '<rss version="2.0"><channel><title>News</title></channel></rss>';
    expect((await read(empty)).items).toEqual([]);
  });

  test.each([
    ["application/rss+xml; charset=iso-8859-1", RSS.replace('version="1.0"?', 'version="1.0"?')],
    ["application/rss+xml", RSS.replace("?>", ' encoding="ISO-8859-1"?>')],
  ])("is read in the letters it is written in (%s)", async (type, feed) => {
    const bytes = Buffer.from(feed.replace("One", "Grüße"), "latin1");
    const { items } = await read(bytes, type);
    expect(items?.[0]?.item).toMatchObject({ title: "Grüße" });
  });

  test("whose items have neither id nor link knows them by what they say", async () => {
    const plain = (title: string) =>
      `<rss version="2.0"><channel><item><title>${title}</title></item></channel></rss>`;
    const keys = [];
    for (const title of ["a", "b", "a"]) keys.push((await read(plain(title))).items?.[0]?.key);
    expect(keys[0]).toBe(keys[2]);
    expect(keys[0]).not.toBe(keys[1]);
  });

  const entities = ["b", "c", "d", "e", "f", "g"].map(
    (name, index) => `<!ENTITY ${name} "${`&${"abcdef"[index]};`.repeat(30)}">`,
  );
  test.each([
    ["entities that explode", `<!DOCTYPE rss [<!ENTITY a "lol">${entities.join("")}]>`, "&g;"],
    ["a file", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"],
  ])("with %s brings nothing in", async (_what, type, text) => {
    const feed = `${type}<rss version="2.0"><channel><item><title>${text}</title><link>l</link></item></channel></rss>`;
    const brought = await read(feed).then(
      ({ items }) => JSON.stringify(items),
      (error: Error) => error.message,
    );
    expect(brought.length).toBeLessThan(500);
  });

  test.each([
    ["", "nothing"],
    ["<html><body>Sign in</body></html>", "a page"],
    ["<rss><channel><item>", "half of one"],
    ['{"items": 1}', "other JSON"],
    [`<rss version="2.0"><channel>${"<item>".repeat(50_000)}`, "nothing but depth"],
    [`<rss ${"a=".repeat(200_000)}`, "a tag without an end"],
    [`<rss version="2.0">${"<![CDATA[".repeat(50_000)}`, "sections without an end"],
    [`<rss version="2.0"><channel>${"<!--".repeat(100_000)}`, "comments without an end"],
  ])("that is none says so: %#", async (text) => {
    const start = performance.now();
    await expect(read(text)).rejects.toThrow("no feed");
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
