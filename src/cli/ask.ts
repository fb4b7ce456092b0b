import {Writable} from 'node:stream'
import {cancelled, LensError} from '../image/oci/error.ts'

/**
 * Asks for a line at the terminal that the program was started from; a hidden one is not shown as it is typed. Throws `usage`
 * where there is no terminal, `cancelled` by Ctrl-C and Ctrl-D.
 */
export async function askAtTerminal(prompt: string, hidden: boolean): Promise<string> {
  const {stdin, stderr} = process
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new LensError('usage', `There is no terminal to ask for ${prompt.replace(/:\s*$/, '').toLowerCase()}.`, {
      advice: 'Give the name with --username, and the password on standard input with --password-stdin.',
    })
  }
  const {createInterface} = await import('node:readline/promises')
  // A line that is shown is drawn anew with each key, and what it begins with too.
  if (hidden) stderr.write(prompt)
  const silent = new Writable({write: (_chunk, _encoding, done) => done()})
  const lines = createInterface({input: stdin, output: hidden ? silent : stderr, terminal: true})
  // A line that ends before its end (Ctrl-D) is never answered.
  const stopped = new Promise<never>((_, reject) => {
    for (const event of ['SIGINT', 'close']) lines.once(event, () => reject(cancelled()))
  })
  try {
    return await Promise.race([lines.question(hidden ? '' : prompt), stopped])
  } finally {
    lines.close()
    if (hidden) stderr.write('\n')
  }
}
