/**
 * A stranger's text as plain words within a Markdown document: no HTML, link, image, heading, list or table comes
 * of it, whether the reader knows CommonMark alone or GitHub's additions, which make links of bare addresses too.
 * It becomes one line. Stays readable as it is, for the readers who show the source.
 */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(CONTROL, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/[\\`*_[\]#|~]/g, '\\$&')
      // An address is known by these: https://a.b, www.a.b, a@b.c. Before the HTML, whose entities they spare.
      .replaceAll('://', ':\\//')
      .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`)
      .replaceAll('@', '\\@')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // What only means something at the beginning of a line.
      .replace(/^([-+=]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? start : `\\${start}`))
      .replace(/^(\d+)([.)])/, '$1\\$2')
  )
}

/** Control characters and the marks that turn the direction of what follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
