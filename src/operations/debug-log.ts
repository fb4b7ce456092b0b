import {appendFileSync, writeFileSync} from 'node:fs'
import {LensError} from '../image/oci/error.ts'
import {jsonText} from '../text/json-text.ts'
import {t} from '../text/translate.ts'

/** Says what happens: one JSON object a line with the milliseconds since the process started. */
export type Log = (event: string, details?: Readonly<Record<string, unknown>>) => void

/** Says it to nobody. */
export const SILENT: Log = () => {}

/** A log into a file, begun anew. Throws `io` where it can't be written. */
export function logTo(path: string): Log {
  try {
    writeFileSync(path, '')
  } catch (cause) {
    throw new LensError('io', t`The log ${path} can't be written.`, {
      cause,
      advice: t`Name another file behind --debug.`,
    })
  }
  return (event, details = {}) => {
    appendFileSync(path, `${jsonText({ms: Math.round(performance.now() * 10) / 10, event, ...details}, 0)}\n`)
  }
}
