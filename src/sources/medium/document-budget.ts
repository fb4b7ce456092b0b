import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'

/** A manifest, index or config larger than this is refused, bytes. Registries stop at 4 MiB. */
export const DOCUMENT_LIMIT = 8 * 1024 * 1024

/** Bytes of indexes, manifests and configs that are read of one place to say what it holds; a thousand images take a tenth. */
const LIMIT = 64 * 1024 * 1024

/** Thrown through everything that would otherwise show the rest: reading on is what should not happen. */
export class BudgetExceeded extends LensError {}

/** Counts what was read of a place's documents. Each is small; together they may be made to fill the memory. */
export class DocumentBudget {
  private left = LIMIT

  /** Throws BudgetExceeded where these bytes are too many. */
  spend(document: Uint8Array): Uint8Array {
    this.left -= document.length
    if (this.left >= 0) return document
    throw new BudgetExceeded('limit-exceeded', t`The manifests and configs have more than ${LIMIT} bytes together.`, {
      advice: t`No registry or engine holds so many; the file is damaged or made to do harm.`,
    })
  }
}
