/**
 * What the tree shows: everything as of a layer; only what that layer changed (and the folders on the way); or only what the
 * layer's own tar holds and what it removed.
 */
export type View = 'aggregated' | 'changes' | 'layer'
export type Sort = 'size' | 'name'
