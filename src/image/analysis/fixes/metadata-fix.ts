import {shellWord} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import {reasonBit} from '../../filesystem/compare-entries.ts'
import {ownerNamesAt} from '../../filesystem/owner-names.ts'
import type {Reason} from '../../filesystem/union.ts'
import {andThen, NAMED, notedRest, pathWords} from '../dockerfile.ts'
import type {Fix, Told} from '../finding.ts'
import type {Ground} from '../ground.ts'
import {TOUCHES} from '../source-layer.ts'
import {firstStored} from '../waste/first-stored.ts'
import type {WasteGroup} from '../waste/waste-finding.ts'
import {attributesOf, type CopyAttributes} from './copy-attributes.ts'
import {type Copying, copyingOf, copyLine, namedSource, sourcePath, unknownSource} from './copying.ts'
import {stepOf} from './dropped.ts'
import {joinedSteps} from './joined-steps.ts'

type Rows = WasteGroup['rows']
/** A line of its own for each so many layers that stored what was copied; the rest are an ellipsis. */
const PARTS = 3
/** A COPY of which so much is concerned is concerned as a whole. */
const WHOLE = 0.98

/** What stores files with the owner and the mode that they end up with, for each layer that stored them. */
export function metadataFix(ground: Ground, {rows, hider, reasons}: WasteGroup): Pick<Told, 'fix' | 'certainty'> {
  const own = rows.flatMap(row => (ground.isBase(row.layer) ? [] : [{...row, layer: firstStored(ground, row)}]))
  const later = ground.instruction(hider)
  const command = later?.verb === 'RUN' ? (TOUCHES.exec(later.text)?.[0] ?? null) : null
  // What a package manager or a build writes again, nobody tells it to.
  const certainty = command !== null || later?.verb !== 'RUN' ? 'exact' : 'about'
  const it = command === null ? t`it` : t`the ${command}`
  if (own.length < rows.length || own.length === 0) {
    const note =
      certainty === 'exact'
        ? t`drop ${it}, or touch only the files that must differ`
        : t`keep layer ${hider} from writing them again, where it can be told to`
    return {fix: {file: 'Dockerfile', lines: [], note}, certainty}
  }
  const layers = [...new Set(own.map(row => row.layer))].sort((a, b) => a - b)
  if (layers.every(layer => ground.instruction(layer)?.verb === 'RUN')) {
    const joined = joinedSteps(ground, layers[0]!, hider)
    if (joined !== null) return {fix: {file: 'Dockerfile', ...joined}, certainty: 'exact'}
  }
  const parts = layers.map(layer =>
    partOf(
      ground,
      layer,
      own.filter(row => row.layer === layer),
      hider,
    ),
  )
  const drop = t`drop ${it} from layer ${hider}`
  if (parts.length === 1 && parts[0]!.file === 'build context') {
    return {fix: {...parts[0]!, note: `${parts[0]!.note}: ${drop}`}, certainty}
  }
  const lines = parts.slice(0, PARTS).flatMap(({file, lines}) => (file === 'Dockerfile' ? lines : []))
  const dropped = lines.length === 0 || later?.verb !== 'RUN' ? [] : [drop]
  const notes = [
    ...new Set(
      parts
        .slice(0, PARTS)
        .map(noteOf)
        .filter(note => note !== ''),
    ),
  ]
  const more = parts.length > PARTS ? [t`the same for ${parts.length - PARTS} more layers`] : []
  const told = has(reasons, 'owner') || has(reasons, 'mode') || has(reasons, 'xattr') || lines.length > 0
  const note = told ? [...dropped, ...notes, ...more].join('; ') : t`${drop}: only times differ`
  return {fix: {file: 'Dockerfile', lines: told ? lines : [], note}, certainty}
}

const has = (bits: number, reason: Reason) => (bits & reasonBit(reason)) !== 0
const noteOf = ({file, lines, note}: Fix) =>
  file === 'build context' ? t`${lines.join(' && ')} in the build context` : note

/** the owner in `chown -R 7:7 /app`, where it is in numbers */
const NUMBERS = /\bchown\s+(?:-[\w-]+\s+){0,8}(\d+:\d+)/
/** the mode in `chmod -R u+x /app` */
const CHMOD = /\bchmod\s+(?:-[Rcfv]+\s+|--[\w-]+\s+){0,8}([0-7]{3,4}|[ugoa]*[-+=][\w,+=-]+)/

/** What to change where one layer stored them. */
function partOf(ground: Ground, layer: number, rows: Rows, hider: number): Fix {
  const instruction = stepOf(ground, layer)
  const copying = copyingOf(instruction)
  const reasons = rows.reduce((bits, row) => bits | row.reasons, 0)
  const after = attributesOf(ground.union, rows, hider)
  const text = ground.instruction(hider)?.text ?? ''
  if (copying !== null) return copiedPart(ground, copying, {layer, hider, rows, reasons, after}, text)
  const commands = ownCommands(ground, {layer, hider, rows, reasons, after}, text)
  if (instruction?.verb !== 'RUN' || commands.length === 0) return note(t`do it in layer ${layer}, which stores them`)
  const {lines, where} = andThen(instruction, commands.join(' && '))
  const at = where === '' ? '' : t`at the end of the RUN of layer ${layer}`
  return {file: 'Dockerfile', lines, note: notedRest(at, rows.length)}
}

/** Commands that touch only what this layer stored: whatever else they met would be stored again. */
function ownCommands(ground: Ground, {layer, rows, reasons, after}: Part, text: string): string[] {
  const words = pathWords(rows.slice(0, NAMED).map(row => row.path))
  // A user that a later step makes is not known there: its number is.
  const owner = after.owner === null ? null : ownerText(ground, after.owner, layer, text)
  const mode = CHMOD.exec(text)?.[1] ?? after.mode?.toString(8)
  return [
    ...(has(reasons, 'owner') && owner !== null ? [`chown -R ${owner} ${words}`] : []),
    ...(has(reasons, 'mode') && mode !== undefined ? [`chmod -R ${mode} ${words}`] : []),
  ]
}

/** By number where the build says it so, or where no lower layer knows the name. */
function ownerText(ground: Ground, owner: readonly [number, number], layer: number, text: string): string {
  const numbers = owner.join(':')
  return NUMBERS.exec(text)?.[1] === numbers ? numbers : ownerNamesAt(ground.union, layer).text(owner)
}

interface Part {
  readonly layer: number
  readonly hider: number
  readonly rows: Rows
  readonly reasons: number
  readonly after: CopyAttributes
}

function copiedPart(ground: Ground, copying: Copying, {layer, hider, rows, reasons, after}: Part, text: string): Fix {
  const line = copyLine(copying)
  if (has(reasons, 'xattr'))
    return note(
      t`set attributes in a stage of its own, and COPY --from it instead of \`${line}\`: it keeps them (BuildKit)`,
    )
  const {union} = ground
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0)
  const isWhole = bytes >= WHOLE * (union.layers[layer]?.facts.size ?? 0)
  const owner = has(reasons, 'owner') && after.owner !== null ? ownerText(ground, after.owner, layer - 1, text) : null
  const mode = has(reasons, 'mode') && after.mode !== null ? after.mode.toString(8) : null
  const paths = rows.map(row => row.path)
  const isFile = paths.every(path => namedSource(copying, path) !== null)
  // A mode of a COPY is that of its folders, too: without an x nobody could open them.
  const fitsMode = !has(reasons, 'mode') || (mode !== null && (isFile || (after.mode! & 0o111) !== 0))
  const fitsOwner = !has(reasons, 'owner') || owner !== null
  if (isWhole && fitsMode && fitsOwner && (owner ?? mode) !== null) {
    const flags = [...(owner === null ? [] : [`--chown=${owner}`]), ...(mode === null ? [] : [`--chmod=${mode}`])]
    const name = owner === null ? '' : ownerNamesAt(union, hider).text(after.owner!)
    const named =
      owner === null || name === owner || owner !== after.owner!.join(':') ? [] : [t`${owner} will be ${name}`]
    const note = [...(mode === null ? [] : [t`needs BuildKit`]), ...named, ...unknownSource(copying)].join('; ')
    return {file: 'Dockerfile', lines: [copyLine(copying, flags)], note}
  }
  if (has(reasons, 'mode') && !has(reasons, 'owner') && copying.from !== 'archive') {
    const names = paths.map(path => sourcePath(copying, path) ?? path.slice(path.lastIndexOf('/') + 1))
    const set = `chmod ${CHMOD.exec(text)?.[1] ?? mode ?? 'MODE'} ${names.slice(0, NAMED).map(shellWord).join(' ')}`
    if (copying.from === 'stage') return note(t`${set} in the stage that \`${line}\` copies from`)
    return {file: 'build context', lines: [set], note: notedRest(t`COPY keeps it`, names.length)}
  }
  if (!has(reasons, 'owner') && !has(reasons, 'mode')) return note('')
  const flag = owner === null ? '--chown' : `--chown=${owner}`
  return note(t`copy them apart from \`${line}\`, with a ${flag} of their own`)
}

function note(text: string): Fix {
  return {file: 'Dockerfile', lines: [], note: text}
}
