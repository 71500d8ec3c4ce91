// SPDX-License-Identifier: Apache-2.0
// The entry is small and asks for the pages when it runs. Named in the HTML they come beside it, and
// nobody waits for the one to hear of the other.

/** @returns the files of a chunk, and of all that it imports, less those of the chunk that loads it */
function behind(bundle, chunk, known, files = new Set()) {
  for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
  for (const file of [chunk.fileName, ...chunk.imports]) {
    if (files.has(file) || known.has(file)) continue;
    files.add(file);
    if (bundle[file]?.type === 'chunk') behind(bundle, bundle[file], known, files);
  }
  return files;
}

/** @param sources of modules that the entry imports when it runs, and always */
export const ahead = (...sources) => ({
  name: 'pabal-ahead',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle, chunk }) {
      if (bundle === undefined || chunk === undefined) return undefined;
      const known = new Set([chunk.fileName, ...chunk.imports]);
      const files = sources.flatMap((source) => {
        const found = Object.values(bundle).find((each) => each.type === 'chunk' && each.moduleIds.some((id) => id.endsWith(source)));
        if (found === undefined) throw new Error(`the entry does not import ${source}`);
        return [...behind(bundle, found, known)];
      });
      return [...new Set(files)].map((file) => ({
        tag: 'link',
        attrs: { rel: file.endsWith('.css') ? 'stylesheet' : 'modulepreload', crossorigin: true, href: `./${file}` },
        injectTo: 'head',
      }));
    },
  },
});

/** All that the first screen needs is one file, but for what the entry has: many small ones compress badly,
 *  and each costs the browser something. */
export class Together {
  imported = new Map();

  /** Hears of each module, and what it imports at once. */
  plugin = { name: 'pabal-together', moduleParsed: ({ id, importedIds }) => void this.imported.set(id, importedIds) };

  /** @param pages the root of what the first screen needs
   *  @param entry of what is loaded before */
  output(pages, entry) {
    let reached;
    const isOf = (id) => {
      reached ??= { pages: this.#reach(pages), entry: this.#reach(entry) };
      return reached.pages.has(id) && !reached.entry.has(id);
    };
    return { codeSplitting: { groups: [{ name: 'pages', test: isOf, includeDependenciesRecursively: false }] } };
  }

  #reach(id, found = new Set()) {
    if (found.has(id)) return found;
    found.add(id);
    for (const imported of this.imported.get(id) ?? []) this.#reach(imported, found);
    return found;
  }
}
