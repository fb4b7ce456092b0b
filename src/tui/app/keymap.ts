/** The keys of each binding by its id, the one to show first: the table's own, or the user's instead. */
export type Keymap = Readonly<Record<string, readonly string[]>>
