import {Writable} from 'node:stream'
import {cancelled, LensError} from '../image/oci/error.ts'

/** Asks for a line at the terminal that the program was started from; a hidden one is not shown as it is typed. */
export async function askAtTerminal(prompt: string, hidden: boolean): Promise<string> {
  const {stdin, stderr} = process
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new LensError('usage', `There is no terminal to ask for ${prompt.replace(/:\s*$/, '').toLowerCase()}.`, {
      advice: 'Give the name with --username, and the password on standard input with --password-stdin.',
    })
  }
  const {createInterface} = await import('node:readline/promises')
  stderr.write(prompt)
  const silent = new Writable({write: (_chunk, _encoding, done) => done()})
  const lines = createInterface({input: stdin, output: hidden ? silent : stderr, terminal: true})
  const stopped = new Promise<never>((_, reject) => lines.once('SIGINT', () => reject(cancelled())))
  try {
    return await Promise.race([lines.question(''), stopped])
  } finally {
    lines.close()
    if (hidden) stderr.write('\n')
  }
}
