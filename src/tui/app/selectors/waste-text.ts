import {printable} from '../../../text/printable.ts'

/** What our own sentences are written with, in ASCII. */
const ASCII: Readonly<Record<string, string>> = {'…': '...', '·': '-', '’': "'", '→': '->', '÷': '/'}

/** Our sentences with words of an image in them, as the terminal may show them. */
export function clean(text: string, unicode: boolean): string {
  if (unicode) return printable(text)
  return printable(
    text.replace(/[…·’→÷]/g, mark => ASCII[mark]!),
    {ascii: true},
  )
}
