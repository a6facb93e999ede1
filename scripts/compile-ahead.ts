import type { Plugin } from 'vite'

/**
 * Those chunks say that all their functions are called at once. Chromium then compiles them while they load, beside the
 * page's own thread, and not one by one as each is called for the first time: React, drawing its first page, calls
 * thousands. (V8's explicit compile hints, from Chrome 136 on; for others it is a comment.)
 * @param chunks by name
 */
export function compileAhead(chunks: readonly string[]): Plugin {
  return {
    name: 'compile-ahead',
    apply: 'build',
    generateBundle: {
      // After Vite has put its own first line there: the hint has to be before any code.
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === 'chunk' && chunks.includes(file.name)) {
            file.code = `//# allFunctionsCalledOnLoad\n${file.code}`
          }
        }
      },
    },
  }
}
