import {counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Claim} from '../claims.ts'
import type {FindingKind, Told} from '../finding.ts'
import {leftoverFix, type Removal} from '../fixes/leftover-fix.ts'
import type {Ground, Rule} from '../ground.ts'
import type {Place} from '../places.ts'

/** A rule that is no more than the places where something lies that need not. */
export interface PlaceRule {
  readonly id: string
  readonly kind?: FindingKind
  readonly title: string
  readonly why: string
  /** what lies there, as `layer 4 leaves WHAT in …` */
  readonly what: string
  readonly places: readonly Place[]
  /** exact where nobody needs what lies there; about where that depends */
  readonly certainty: 'exact' | 'about'
  /** how they are removed, and what never makes them */
  readonly removal?: Removal
  /** files below the places that don't count */
  readonly spares?: (ground: Ground, version: number) => boolean
  /** folders at the places that don't count */
  readonly passes?: (ground: Ground, folder: number) => boolean
}

/** A rule that looks for folders by their places, and tells of each layer that left something there. */
export function placeRule(rule: PlaceRule): Rule {
  const {id, kind = 'leftover', title, why, places} = rule
  return {
    id,
    kind,
    title,
    why,
    places,
    *find(ground) {
      const {spares, passes} = rule
      const folders = ground.places.folders(places).filter(folder => passes?.(ground, folder) !== true)
      const counts = spares === undefined ? undefined : (version: number) => !spares(ground, version)
      yield* leftBehind(ground, ground.claims.take(folders, counts), rule)
    },
  }
}

/** One finding for each layer that brought some of what was claimed. */
export function* leftBehind(
  ground: Ground,
  claims: readonly Claim[],
  {what, certainty, removal}: Pick<PlaceRule, 'what' | 'certainty' | 'removal'>,
): Generator<Told> {
  const layers = [...new Set(claims.map(({source}) => source))].sort((a, b) => a - b)
  for (const layer of layers) {
    const own = claims.filter(({source}) => source === layer).sort((a, b) => b.bytes - a.bytes)
    const evidence = own.map(({node, layer: stored, bytes, files}) => ({
      path: ground.union.path(node),
      layer: stored,
      bytes,
      files,
    }))
    const files = own.reduce((sum, claim) => sum + claim.files, 0)
    const paths = [...new Set(evidence.map(({path}) => path))]
    const named = paths.slice(0, 2).map(path => `/${path}`)
    const more = paths.length > 2 ? t` and ${counted(paths.length - 2, 'more place', 'more places')}` : ''
    yield {
      summary: t`layer ${layer} leaves ${what} in ${named.join(', ')}${more} (${counted(files, 'file', 'files')})`,
      bytes: own.reduce((sum, claim) => sum + claim.bytes, 0),
      certainty,
      layer,
      evidence,
      fix: ground.isBase(layer) ? null : leftoverFix(ground, layer, own, removal),
    }
  }
}
