import {t} from '../../../text/translate.ts'

/**
 * What the tree shows: everything as of a layer; only what that layer changed (and the folders on the way); or only what the
 * layer's own tar holds and what it removed.
 */
export type View = 'aggregated' | 'changes' | 'layer'
export type Sort = 'size' | 'name'
export const SORT_WORDS: Readonly<Record<Sort, string>> = {size: t`by size`, name: t`by name`}
