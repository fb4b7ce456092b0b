import {printable} from '../../../text/printable.ts'
import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Step} from '../effects.ts'
import {extractForm} from '../form/extract-form.ts'
import type {ExtractPurpose} from '../form/purpose.ts'
import type {Job} from '../jobs/job.ts'
import type {Extracted, Extraction} from '../jobs/outcome.ts'
import {keyFor} from '../key-for.ts'
import type {UserVerb} from '../messages.ts'
import {explorerOf, type Notice, type State, top} from '../state.ts'
import {modelOf} from './settle-tree.ts'
import {currentEvent} from './versions.ts'

type ExtractVerb = Extract<UserVerb, {type: 'extract' | 'not-written'}>

/** Taking files out of the image: the form, and the page of what was not written. */
export function extract(state: State, verb: ExtractVerb): State {
  if (verb.type === 'extract') return openForm(state)
  return {...state, contexts: [...state.contexts, {kind: 'not-written', top: 0}]}
}

/** What is said when files were taken out. */
export function extracted(state: State, _job: Job, outcome: Extracted): Step {
  return [{...state, notice: extractedNotice(state, outcome)}, []]
}

/** The row of the tree as it is shown, or the version under the cursor of the page. */
function openForm(state: State): State {
  const explorer = explorerOf(state)
  const chosen = chosenPath(state)
  if (explorer === null || chosen === null) return state
  const purpose: ExtractPurpose = {kind: 'extract', session: explorer.session, ...chosen}
  return {...state, contexts: [...state.contexts, extractForm(state, explorer, purpose)]}
}

function chosenPath(state: State): Pick<ExtractPurpose, 'node' | 'version' | 'layer'> | null {
  const context = top(state)
  if (context.kind === 'versions') {
    const event = currentEvent(state)
    if (event?.kind !== 'put') return null
    return {node: context.node, version: event.version.version, layer: event.layer}
  }
  const model = context.kind === 'explorer' ? modelOf(context) : null
  if (context.kind !== 'explorer' || model === null || context.tree.cursor <= 0) return null
  const node = context.tree.cursor
  const version = model.version(node)
  if (version < 0) return null
  // What the layer removed is taken as it was before.
  const gone = model.union.versionAt(node, context.selected) < 0
  return {node, version, layer: gone ? context.selected - 1 : context.selected}
}

function extractedNotice(state: State, {directory, extraction}: Extracted): Notice {
  const {failureCount, attributesLost} = extraction
  const written = t`Extracted ${amounts(extraction)} into ${printable(directory)}.`
  if (failureCount > 0) {
    const missing = counted(failureCount, 'path was', 'paths were')
    return {text: t`${missing} not written: ${keyFor(state, 'not-written')} shows why. ${written}`, kind: 'problem'}
  }
  const lost = t` The disk did not take mode, time or owner of ${counted(attributesLost, 'path', 'paths')}.`
  return {text: attributesLost > 0 ? written + lost : written, kind: 'done'}
}

function amounts({files, folders, links, bytes}: Extraction): string {
  const parts = [
    files > 0 || folders + links === 0 ? `${counted(files, 'file', 'files')}, ${size(bytes)}` : null,
    folders > 0 ? counted(folders, 'folder', 'folders') : null,
    links > 0 ? counted(links, 'link', 'links') : null,
  ]
  const told = parts.filter(part => part !== null)
  // As the form counted them.
  return told.length > 1 ? t`${counted(files + folders + links, 'path', 'paths')}: ${told.join(', ')},` : told.join('')
}
