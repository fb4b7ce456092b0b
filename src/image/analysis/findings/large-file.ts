import {size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {stepOf} from '../fixes/dropped.ts'
import {withoutPaths} from '../fixes/kept-out.ts'
import type {Rule} from '../ground.ts'

/** A file is large from this many bytes on, */
const LEAST = 20_000_000
/** or this share of the image, whichever is more. */
const SHARE = 0.05
const TOLD_MOST = 10
/** Programs and libraries explain themselves by where they lie. */
const SYSTEM = new Set(['bin', 'boot', 'lib', 'lib32', 'lib64', 'libx32', 'sbin', 'usr'])

export const largeFile: Rule = {
  id: 'large-file',
  kind: 'leftover',
  title: t`Large files that nothing else explains`,
  why: t`One file makes a good part of the image: whether it belongs there is yours to say.`,
  *find(ground) {
    const {union, claims} = ground
    const {versionCount, versionOrigin, versionNode} = union.columns
    const least = Math.max(LEAST, union.bytesBelow(0, ground.lastLayer) * SHARE)
    const large: number[] = []
    for (let v = 0; v < versionCount; v++) {
      if (versionOrigin[v] !== v || union.sizeOf(v) < least || !claims.isFree(v)) continue
      if (claims.visible(versionNode[v]!) === v) large.push(v)
    }
    large.sort((a, b) => union.sizeOf(b) - union.sizeOf(a))
    for (const v of large.slice(0, TOLD_MOST)) {
      const path = union.path(versionNode[v]!)
      const claim = SYSTEM.has(path.split('/')[0]!) ? undefined : claims.take([versionNode[v]!])[0]
      if (claim === undefined) continue
      // What only gave it another owner stores nothing where there is nothing.
      const {source, layer, bytes} = claim
      yield {
        summary: t`layer ${source} holds one file of ${size(bytes)}, /${path}`,
        bytes,
        certainty: 'about',
        layer: source,
        evidence: [{path, layer, bytes, files: 1}],
        fix: ground.isBase(source)
          ? null
          : withoutPaths(stepOf(ground, source), [path], t`if a container does not need it`),
      }
    }
  },
}
