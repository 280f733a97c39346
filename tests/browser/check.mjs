// Opens published pages and feeds in headless Chromium and says what it saw.
//
//   echo '[{"name": "sample", "folder": "feeds", "pages": ["index.html"], "feeds": ["rss.xml"]}]' | node check.mjs
//
// On standard input: collections that are published, each with the pages and feeds to open, and in which of the views
// below [default: all]. On standard output: one record for each opening of one of them, as JSON. Each folder is served
// on a port of its own, on loopback. With SHOTS=folder each is photographed, too, with WHOLE=1 down to its end.

import { createServer } from "node:http";
import { existsSync, mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import axe from "axe-core";
import puppeteer from "puppeteer-core";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".xml": "text/xml",
  ".opml": "text/x-opml",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};
const VIEWS = [
  { name: "light", scheme: "light", width: 1200, height: 900 },
  { name: "dark", scheme: "dark", width: 1200, height: 900 },
  { name: "phone", scheme: "light", width: 360, height: 740 },
];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Where a folder stands on its server: not at the top, as on many.
const PLACE = "/news/feeds/";

const serve = (folder) =>
  new Promise((resolve) => {
    const server = createServer(async (request, response) => {
      const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
      // A feed cannot name an icon, so browsers ask the site for one; that is not ours to publish.
      if (path === "/favicon.ico") return response.writeHead(204).end();
      if (!path.startsWith(PLACE)) return response.writeHead(404).end();
      const file = join(folder, path.slice(PLACE.length) || "index.html");
      try {
        const bytes = await readFile(file);
        response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(bytes);
      } catch {
        response.writeHead(404).end();
      }
    });
    server.listen(0, "127.0.0.1", () => resolve({ server, origin: `http://127.0.0.1:${server.address().port}` }));
  });

// What a page or feed shows; runs in it.
const look = () => {
  const links = [...(document.head?.querySelectorAll('link[rel~="alternate"], link[rel="icon"]') ?? [])].map((link) => ({
    rel: link.rel,
    type: link.type,
    title: link.title,
    href: link.href,
  }));
  const root = document.documentElement;
  const text = (selector) => document.querySelector(selector)?.textContent ?? null;
  return {
    title: document.title || text("channel > title, feed > title"),
    links,
    note: getComputedStyle(root, "::before").content,
    shown: [...document.querySelectorAll("title, h1, pubDate, published, description, summary")].filter(
      (element) => element.getBoundingClientRect().height > 0,
    ).length,
    overflow: root.scrollWidth - root.clientWidth,
    elements: document.querySelectorAll("*").length,
  };
};

const open = async (browser, origin, path, view) => {
  const page = await browser.newPage();
  const seen = { said: [], failed: [], elsewhere: [] };
  page.on("console", (message) => seen.said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.said.push(String(error)));
  page.on("requestfailed", (request) => seen.failed.push(request.url()));
  page.on("response", (response) => response.status() >= 400 && seen.failed.push(response.url()));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin + PLACE) && url !== `${origin}/favicon.ico`) seen.elsewhere.push(url);
  });
  await page.setViewport({ width: view.width, height: view.height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: view.scheme }]);
  const started = performance.now();
  await page.goto(`${origin}${PLACE}${path.split("/").map(encodeURIComponent).join("/")}`, { waitUntil: "load" });
  const record = { path, view: view.name, ...(await page.evaluate(look)) };
  record.milliseconds = Math.round(performance.now() - started);
  record.said = [...seen.said];
  record.failed = [...seen.failed];
  record.elsewhere = [...seen.elsewhere];
  return { page, record };
};

const violations = async (page) => {
  await page.evaluate(axe.source);
  const found = await page.evaluate((values) => axe.run({ runOnly: { type: "tag", values }, preload: false }), RULES);
  return found.violations.flatMap((violation) =>
    violation.nodes.slice(0, 3).map((node) => `${violation.id}: ${node.html} ${node.failureSummary ?? ""}`),
  );
};

const photograph = async (page, name) => {
  if (!process.env.SHOTS) return;
  mkdirSync(process.env.SHOTS, { recursive: true });
  const file = join(process.env.SHOTS, `${name.replaceAll(/[/ ]/g, "_")}.png`);
  await page.screenshot({ path: file, fullPage: Boolean(process.env.WHOLE) });
};

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const collections = JSON.parse(Buffer.concat(chunks).toString());
const executablePath = process.env.CHROMIUM ?? BROWSERS.find(existsSync);
if (!executablePath) {
  console.error("no chromium");
  process.exit(2);
}
const browser = await puppeteer.launch({
  executablePath,
  // In containers and on CI everything runs as root, for which Chromium has no sandbox.
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run"],
});
const records = [];
try {
  for (const collection of collections) {
    const { server, origin } = await serve(collection.folder);
    const views = VIEWS.filter((view) => collection.views?.includes(view.name) ?? true);
    const all = [
      ...(collection.pages ?? []).map((path) => ({ kind: "page", path })),
      ...(collection.feeds ?? []).map((path) => ({ kind: "feed", path })),
    ];
    for (const { kind, path } of all) {
      // One after the other: a page in the background is neither drawn nor photographed.
      for (const view of views) {
        const { page, record } = await open(browser, origin, path, view);
        for (const link of record.links) {
          const answer = await fetch(link.href);
          Object.assign(link, { status: answer.status, bytes: (await answer.text()).length });
        }
        await photograph(page, `${collection.name}-${path}-${view.name}`);
        if (kind === "page") record.violations = await violations(page);
        await page.close();
        records.push({ collection: collection.name, kind, ...record });
      }
    }
    server.close();
    server.closeAllConnections();
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(records, null, 1));
