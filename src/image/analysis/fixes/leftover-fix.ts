import {shellWord} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import type {Claim} from '../claims.ts'
import {
  andThen,
  type Emptied,
  emptyingOf,
  isRepeatable,
  lineOf,
  NAMED,
  notedRest,
  pathWords,
  removalOf,
  withOptions,
} from '../dockerfile.ts'
import type {Fix} from '../finding.ts'
import type {Ground} from '../ground.ts'
import {type Copying, copyingOf, coversTarget} from './copying.ts'
import {stepOf} from './dropped.ts'
import {joinedSteps} from './joined-steps.ts'
import {notCopied} from './kept-out.ts'
import {mountedInstead} from './mounted.ts'

/** How leftovers of a kind are removed, and what never makes them. */
export interface Removal {
  /**
   * folder: with all that is in it, the default · contents: the folder stays · files: its folders stay as well, since programs
   * write into them
   */
  readonly what?: 'folder' | 'contents' | 'files'
  /** endings and such that `find` passes over, as its words: `! -iname copyright*` */
  readonly unless?: (paths: readonly string[]) => string
  /** flags that never leave them */
  readonly instead?: {
    /** what a RUN says, each time, and what it should say */
    readonly changes: readonly (readonly [RegExp, string])[]
    /** the folders that are then never filled; where others are, too, they are removed by their names */
    readonly lies?: RegExp
    /** what fills them all the same */
    readonly unless?: RegExp
  }
  /** a cache that other steps of the build want as well: it is mounted for each, and in no layer */
  readonly mounts?: boolean
  /** what fills it for the steps that follow, and what they do with it: removing it between them would break these */
  readonly serves?: {readonly fills: RegExp; readonly uses: RegExp}
}

/** A line with other flags is told up to so many characters. */
const FLAGGED = 400

/** What keeps leftovers out of the layer that brought them. */
export function leftoverFix(ground: Ground, layer: number, claims: readonly Claim[], removal: Removal = {}): Fix {
  const places = new Set(claims.map(({node}) => node))
  const named = new Set([...places].slice(0, NAMED))
  const fix = namedFix(
    ground,
    layer,
    claims.filter(({node}) => named.has(node)),
    removal,
  )
  return {...fix, note: notedRest(fix.note, places.size)}
}

function namedFix(ground: Ground, layer: number, claims: readonly Claim[], removal: Removal): Fix {
  const paths = [...new Set(claims.map(({node}) => ground.union.path(node)))]
  const instruction = stepOf(ground, layer)
  const copying = copyingOf(instruction)
  if (copying !== null) return notBrought(ground, layer, copying, paths)
  const command = commandOf(ground, claims, paths, removal)
  if (instruction?.verb !== 'RUN') {
    return {file: 'Dockerfile', lines: [command], note: t`in the step that made them, before its layer is closed`}
  }
  const text = instruction.text
  const other = instruction.changes ? null : flagged(lineOf({verb: null, text}), paths, removal)
  if (other !== null && isRepeatable(other, FLAGGED)) return {file: 'Dockerfile', lines: [`RUN ${other}`], note: ''}
  if (removal.mounts === true) return mounted(instruction, paths)
  // What a later step only gave to another owner: its own fix makes the two one.
  const last = Math.max(...claims.map(claim => claim.layer))
  const again = last > layer ? joinedSteps(ground, layer, last, command) : null
  if (again !== null) return {file: 'Dockerfile', ...again}
  const user = laterUser(ground, layer, text, removal)
  if (user !== null) {
    const joined = joinedSteps(ground, layer, user, command)
    if (joined !== null) return {file: 'Dockerfile', ...joined}
    const {lines, where} = andThen(stepOf(ground, user)!, command)
    const together = t`in one RUN with layer ${user}, which needs them`
    return {
      file: 'Dockerfile',
      lines,
      note: where === '' ? together : t`at the end of the RUN of layer ${user}, which needs them`,
    }
  }
  const {lines, where} = andThen(instruction, command)
  return {file: 'Dockerfile', lines, note: where || t`in the same RUN`}
}

function flagged(text: string, paths: readonly string[], {instead}: Removal): string | null {
  if (instead === undefined || !paths.every(path => instead.lies?.test(path) ?? true)) return null
  // What a command puts there by name no flag of another keeps out.
  if (paths.some(path => text.includes(`/${path}`))) return null
  const changed = instead.changes.reduce((line, [find, say]) => line.replace(find, say), text)
  return changed === text || instead.unless?.test(changed) === true ? null : changed
}

function commandOf(ground: Ground, claims: readonly Claim[], paths: readonly string[], removal: Removal): string {
  if (removal.what === 'files') {
    const unless = removal.unless?.(paths) ?? ''
    // Not every find knows -delete: that of Debian's busybox does not.
    return `find ${pathWords(paths)} -type f ${unless === '' ? '' : `${unless} `}-exec rm -f {} +`
  }
  return removal.what === 'contents' ? emptyingOf(claims.map(({node}) => emptied(ground, node))) : removalOf(paths)
}

function emptied({union, claims}: Ground, node: number): Emptied {
  const names = union
    .children(node)
    .filter(child => claims.visible(child) >= 0 || union.pathsBelow(child, union.layerCount - 1) > 0)
  const dotted = names.filter(child => union.name(child).startsWith('.')).length
  return {path: union.path(node), plain: dotted < names.length, dotted: dotted > 0}
}

/** Leftovers that were copied in: those of a folder are kept out of it, what was copied there as such serves a later step. */
function notBrought(ground: Ground, layer: number, copying: Copying, paths: readonly string[]): Fix {
  if (!paths.some(path => coversTarget(copying, path))) return notCopied(copying, paths, '')
  const target = copying.to.replace(/\/+$/, '')
  return mountedInstead(ground, copying, {layer, last: ground.lastLayer, path: paths[0]!}, text =>
    text.includes(target),
  )
}

function mounted(step: NonNullable<ReturnType<typeof stepOf>>, paths: readonly string[]): Fix {
  const mounts = paths.map(path => `--mount=type=cache,target=${shellWord(`/${path}`)}`)
  const {lines, where} = withOptions(step, mounts.join(' '))
  const note = t`in each step that uses it (BuildKit); or build in a stage of its own, and COPY --from it what came out`
  return {file: 'Dockerfile', lines, note: where === '' ? note : t`${where}, ${note}`}
}

/** The last later step of yours that uses what this one fills, and does not fill it itself. */
function laterUser(ground: Ground, layer: number, text: string, {serves}: Removal): number | null {
  if (serves === undefined || !serves.fills.test(text)) return null
  let user: number | null = null
  for (let l = layer + 1; l <= ground.lastLayer; l++) {
    const later = ground.instruction(l)
    if (later?.verb !== 'RUN' || !serves.uses.test(later.text)) continue
    if (serves.fills.test(later.text)) break
    user = l
  }
  return user
}
