// Lists of 10 by section and by tag, one Atom feed of 20, a sitemap. Nothing is read twice:
// neighbours and list pages are worked out once, when Eleventy asks for the collections.
import highlight from "@11ty/eleventy-plugin-syntaxhighlight";

const SIZE = 10;
const neighbours = new Map();

const newestFirst = (a, b) => b.date - a.date || (a.inputPath < b.inputPath ? -1 : 1);

function listPages(lists) {
  return lists.flatMap(([name, url, intro, pages]) => {
    const count = Math.max(1, Math.ceil(pages.length / SIZE));
    const address = (n) => (n === 1 ? url : `${url}page/${n}/`);
    return Array.from({ length: count }, (_, n) => ({
      name,
      intro,
      url: address(n + 1),
      pages: pages.slice(n * SIZE, (n + 1) * SIZE),
      newer: n > 0 && address(n),
      older: n + 1 < count && address(n + 2),
    }));
  });
}

export default function (config) {
  config.addPlugin(highlight);
  const slug = config.getFilter("slugify");
  config.addFilter("isoDate", (date) => date.toISOString().slice(0, 10));
  config.addFilter("neighbours", (url) => neighbours.get(url));

  config.addCollection("studies", (api) => api.getFilteredByGlob("content/section-*/study-*.md").sort(newestFirst));
  config.addCollection("lists", (api) => {
    const sections = new Map();
    const tags = new Map();
    for (const page of api.getFilteredByGlob("content/section-*/study-*.md").sort(newestFirst)) {
      const section = page.inputPath.split("/").at(-2);
      sections.has(section) ? sections.get(section).push(page) : sections.set(section, [page]);
      for (const tag of page.data.tags) tags.has(tag) ? tags.get(tag).push(page) : tags.set(tag, [page]);
    }
    for (const pages of sections.values())
      pages.forEach((page, n) => neighbours.set(page.url, { previous: pages[n - 1], next: pages[n + 1] }));
    return listPages([
      ...[...sections].map(([name, pages]) => {
        const number = Number(name.slice(-2));
        return [`Section ${number}`, `/${name}/`, `Studies of group ${number}.`, pages];
      }),
      ...[...tags].map(([name, pages]) => [name, `/tags/${slug(name)}/`, "", pages]),
    ]);
  });

  return {
    dir: { input: "content", includes: "../_includes", data: "../_data", output: "_site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
