import {type Failure, LensError} from '../image/oci/error.ts'
import {printable} from '../text/printable.ts'
import {EXIT} from './command.ts'

/** The one place that turns something thrown into lines for standard error and an exit code. */
export function failureText(failure: Failure, debug: boolean): string {
  if (failure.kind === 'cancelled') return 'layerlens: cancelled\n'
  if (failure.kind !== 'internal') {
    const advice = failure.advice?.split('\n').map(line => `  ${printable(line)}\n`) ?? []
    return `layerlens: ${printable(failure.message)}\n${advice.join('')}`
  }
  const where = debug ? 'The log has the details.' : 'Run it again with --debug FILE to see where.'
  return `layerlens: This is a fault of layerlens itself: ${printable(failure.message)}\n  ${where}\n`
}

/** PRODUCT, Exit. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof LensError)) return EXIT.fault
  if (error.kind === 'cancelled') return EXIT.cancelled
  return /^(?:registry|engine)-/.test(error.kind) ? EXIT.remote : EXIT.input
}
