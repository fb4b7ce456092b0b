/** What a token is asked for: distribution-spec's token authentication, "Resource Scope". */
export type Action = 'pull' | 'push' | 'delete'

export interface RepositoryScope {
  readonly path: string
  readonly actions: readonly Action[]
}

/** All that one request needs: one repository, or two where a blob is mounted from another; or the catalog. */
export type Scope = readonly RepositoryScope[] | 'catalog' | 'none'

/** What reading a repository takes. */
export function pullScope(path: string): Scope {
  return [{path, actions: ['pull']}]
}

/** What sending to a repository takes; with the right to read the one that blobs may be mounted from. */
export function pushScope(path: string, mountFrom: string | null = null): Scope {
  const push = {path, actions: ['pull', 'push']} as const
  return mountFrom === null || mountFrom === path ? [push] : [push, {path: mountFrom, actions: ['pull']}]
}

/** What deleting tags and manifests of a repository takes. */
export function deleteScope(path: string): Scope {
  return [{path, actions: ['pull', 'delete']}]
}

/** As the token server spells them. */
export function scopeTexts(scope: Scope): readonly string[] {
  if (scope === 'none') return []
  if (scope === 'catalog') return ['registry:catalog:*']
  return scope.map(({path, actions}) => `repository:${path}:${actions.join(',')}`)
}

/** True where a token for `held` allows all of `wanted`. */
export function covers(held: Scope, wanted: Scope): boolean {
  if (wanted === 'none') return true
  if (typeof held === 'string' || typeof wanted === 'string') return held === wanted
  return wanted.every(want =>
    held.some(({path, actions}) => path === want.path && want.actions.every(action => actions.includes(action))),
  )
}
