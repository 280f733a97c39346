// Eleventy's settings: a collection of all terms, of each of which `feeds/` makes one RSS and one Atom feed.

import { rssPlugin } from "@11ty/eleventy-plugin-rss";

const LIMIT = 50;

/** The terms with the newest articles of each. */
function terms(api) {
  const groups = new Map();
  const newest = api.getFilteredByGlob("posts/*.md").sort((a, b) => b.date - a.date);
  for (const post of newest) {
    const tags = [...new Set(post.data.tags)].map((tag) => ["tags", tag]);
    for (const [kind, name] of [...tags, ["sources", post.data.source]]) {
      const key = `${kind}/${name}`;
      if (!groups.has(key)) groups.set(key, { kind, name, posts: [] });
      const { posts } = groups.get(key);
      if (posts.length < LIMIT) posts.push(post);
    }
  }
  return [...groups.values()];
}

export default function (config) {
  config.addPlugin(rssPlugin);
  config.addCollection("terms", terms);
  config.setQuietMode(true);
  return { dir: { input: ".", output: "out" }, markdownTemplateEngine: false };
}
