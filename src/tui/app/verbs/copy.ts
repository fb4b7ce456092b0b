import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {truncate} from '../../../text/width.ts'
import type {Step} from '../effects.ts'
import type {UserVerb} from '../messages.ts'
import {selectedSubject} from '../registries/selected.ts'
import {subjectName} from '../registries/subject.ts'
import {factsFor} from '../registries/tag-facts.ts'
import {type Context, explorerOf, type State, top} from '../state.ts'
import {modelOf} from './settle-tree.ts'

/** More than this no terminal takes as one sequence. Characters. */
const LONGEST = 16_384

/** What a key would copy. */
export interface Copyable {
  readonly text: string
  /** what it is, for the notice: `the diffID of layer 4` */
  readonly what: string
}

type Copied = Extract<UserVerb, {type: 'copy'}>['what']

const FINDERS: Readonly<Record<Copied, (state: State) => Copyable | null>> = {
  path: state => pathOf(top(state)),
  digest: state => digestOf(state),
  'remote-name': state => remoteName(state),
  fix: state => fixLines(top(state)),
}

/** What is under the cursor of the Registries tab, a tag with what it leads to now. */
function remoteName(state: State): Copyable | null {
  const subject = selectedSubject(state)
  if (subject === null) return null
  const digest = subject.tag === null ? null : (factsFor(state, subject.tag)?.digest ?? null)
  const text = subjectName(subject) + (digest === null ? '' : `@${digest}`)
  return {text, what: t`the name`}
}

/** All lines that the doctor says are to be typed or written somewhere. */
function fixLines(context: Context): Copyable | null {
  if (context.kind !== 'doctor') return null
  const lines = context.findings.flatMap(({fix}) => fix.map(line => line.trim()))
  return lines.length === 0 ? null : {text: lines.join('\n'), what: t`the lines that mend it`}
}

/** Puts the path or the digest of what the user is at on the terminal's clipboard, and says so. */
export function copy(state: State, kind: Copied): Step {
  const found = FINDERS[kind](state)
  if (found === null) return [state, []]
  const shown = printable(found.text, {lines: kind === 'fix'})
  const ascii = !state.capabilities.unicode
  // What is pasted into a shell is run: line breaks and escapes in a name would be keys that nobody pressed.
  const changed = shown !== found.text ? t`, as it is shown: as it is, it would do harm where it is pasted` : ''
  if (shown.length > LONGEST) {
    return [{...state, notice: {text: t`${found.what} is too long to be copied.`, kind: 'refused'}}, []]
  }
  const text = t`Copied ${found.what}: ${truncate(printable(found.text, {ascii}), 120, {from: 'middle', mark: ascii ? '...' : '…'})}${changed}`
  return [{...state, notice: {text, kind: 'done'}}, [{type: 'copy', text: shown}]]
}

function pathOf(context: Context): Copyable | null {
  if (context.kind === 'preview') return {text: `/${context.subject.path}`, what: t`the path`}
  const model = context.kind === 'explorer' ? modelOf(context) : null
  if (context.kind !== 'explorer' || model === null || context.tree.cursor <= 0) return null
  return {text: `/${model.union.path(context.tree.cursor)}`, what: t`the path`}
}

/** The file's own where it is known, else that of the layer which brought it. */
function digestOf(state: State): Copyable | null {
  const context = top(state)
  const explorer = explorerOf(state)
  if (explorer === null) return null
  const sha256 = context.kind === 'preview' ? context.content?.sha256 : null
  if (sha256 != null) return {text: `sha256:${sha256}`, what: t`the digest of the file`}
  const index = layerAt(context)
  const layer = index === null ? undefined : explorer.image.layers[index]
  if (index === null || layer === undefined) return null
  const of =
    context.kind === 'explorer' && context.focus === 'layers'
      ? t`layer ${index}`
      : t`layer ${index}, which brought the file`
  if (layer.diffId !== null) return {text: layer.diffId, what: t`the diffID of ${of}`}
  return layer.digest === null ? null : {text: layer.digest, what: t`the digest of the blob of ${of}`}
}

function layerAt(context: Context): number | null {
  if (context.kind === 'preview') return context.subject.layer
  if (context.kind !== 'explorer') return null
  if (context.focus === 'layers') return context.selected
  const model = modelOf(context)
  const version = model === null || context.tree.cursor <= 0 ? -1 : model.version(context.tree.cursor)
  return model === null || version < 0 ? null : model.union.columns.versionLayer[version]!
}

/** Why nothing can be copied here, in a sentence; undefined where something can. */
export function copyReason(state: State, kind: 'path' | 'digest'): string | undefined {
  if (kind === 'path') return pathOf(top(state)) === null ? t`There is no path here.` : undefined
  return digestOf(state) === null ? t`There is no digest here.` : undefined
}
