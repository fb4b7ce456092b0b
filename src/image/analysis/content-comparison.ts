import type {LineDiff} from '../../text/line-diff.ts'
import type {Digest} from '../oci/digest.ts'

/** How the contents of two files differ. */
export type ContentComparison =
  /** one of them has no contents: a folder, a link, a device */
  | {readonly kind: 'none'}
  | ({readonly kind: 'same'} & ContentFacts)
  | {readonly kind: 'text'; readonly diff: LineDiff}
  | {
      readonly kind: 'bytes'
      /** why it is not told line by line */
      readonly why: 'binary' | 'large'
      readonly before: ContentFacts
      readonly after: ContentFacts
      /** bytes from the start to the first that differs, or to where the shorter one ends */
      readonly firstDifference: number
    }

/** What is told of a content that is not shown. */
export interface ContentFacts {
  /** bytes */
  readonly size: number
  /** of all bytes, holes included */
  readonly digest: Digest
}
