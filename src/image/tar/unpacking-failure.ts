import {t} from '../../text/translate.ts'
import {LensError} from '../oci/error.ts'

/** Bytes as they come. */
export type Chunks = AsyncIterable<Uint8Array>

/** What the source of the bytes threw: to be told from what is wrong with the bytes. */
class SourceFailure extends Error {}

/** The same bytes; what their source throws is told apart from damage. */
export async function* marked(chunks: Chunks): Chunks {
  try {
    yield* chunks
  } catch (cause) {
    throw new SourceFailure(t`the source failed`, {cause})
  }
}

/** What is to be thrown for what unpacking threw: `compression-damaged`, or what the source threw. */
export function damaged(format: string, cause: unknown): unknown {
  if (cause instanceof SourceFailure) return cause.cause
  if (cause instanceof LensError) return cause
  const why = cause instanceof Error ? cause.message : String(cause)
  return new LensError('compression-damaged', t`The ${format} data is damaged: ${why}.`, {
    cause,
    advice: t`The blob was cut off or altered on its way; fetch or write the image again.`,
  })
}
