import type {Failure} from '../../../image/oci/error.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import {focusedField, suggestionFor} from '../form/answering.ts'
import {planOf} from '../form/plans.ts'
import {marksIn} from '../home/home.ts'
import {homeOf} from '../home/in-state.ts'
import {viewOf} from '../home/views.ts'
import {jobOf, lastOutcome} from '../jobs/in-state.ts'
import {keyFor} from '../key-for.ts'
import type {UserVerb} from '../messages.ts'
import {explorerOf, type State, top} from '../state.ts'
import type {Tab} from '../tabs.ts'
import {untoldReason} from '../untold-sharing.ts'
import {comparedVersions, hunkTop} from '../verbs/compare.ts'
import {largestOf} from '../verbs/largest.ts'
import {modelOf} from '../verbs/settle-tree.ts'
import {currentEvent} from '../verbs/versions.ts'
import {copying, pulledName} from '../verbs/where-it-is.ts'

/** Why keys can't be used now, in a sentence; undefined where they can. */

/** Whether something is marked in home's open list: it is what one is about to do something with. */
export function isMarked(state: State): boolean {
  const home = homeOf(state)
  return home !== null && marksIn(home).length > 0
}

/** Where home's list is whole: what going back would have undone, and how to leave. */
export function nothingToLeave(state: State): string {
  const home = homeOf(state)
  const quit = keyFor(state, 'quit')
  return home !== null && viewOf(home.tab).marks !== null
    ? t`Nothing is marked or filtered here. ${quit} quits.`
    : t`Nothing is filtered here. ${quit} quits.`
}

/** What went wrong on the page that is open; null where nothing did. */
export function failureHere(state: State): Failure | null {
  const context = top(state)
  if (context.kind === 'failed') return context.failure
  return context.kind === 'job' ? (jobOf(state, context.request)?.failure ?? null) : null
}

/** How many layers the open image has; 0 where none is open. */
export function layerCount(state: State): number {
  return explorerOf(state)?.layers.length ?? 0
}

/** The selected layer, from 0; −1 where no image is open. */
export function selectedLayer(state: State): number {
  return explorerOf(state)?.selected ?? -1
}

/** Whether layers of the open image are being read. */
export function isReading(state: State): boolean {
  return explorerOf(state)?.reading.kind === 'running'
}

/** For reading what was stopped or could not be read. */
export function readOnReason(state: State): string | undefined {
  const explorer = explorerOf(state)
  if (explorer === null || explorer.reading.kind === 'running') return t`The layers are being read.`
  if (explorer.reading.kind !== 'ended' || explorer.waste.stopped) return undefined
  return explorer.layers.every(layer => layer.kind === 'indexed') ? wholeReason(state, explorer) : undefined
}

/** What there is to say of an image that nothing is missing of: what is not verified will not be by reading on. */
function wholeReason(state: State, {image, layers}: Explorer): string {
  const at = layers.findIndex(layer => layer.kind === 'indexed' && layer.trust === 'unverified')
  const layer = layers[at]
  if (layer?.kind !== 'indexed') return t`Every layer has been read.`
  if (!layer.found.listed)
    return t`Every layer has been read; the image gives no SHA-256 digest that layer ${at} could be verified by.`
  const listed = t`Not verified: layer ${at} was listed from its own table of contents, and its files were not read.`
  return pulledName(image) === null
    ? t`${listed} A copy is read and verified: ${copying(state, image)}`
    : t`${listed} ${keyFor(state, 'pull')} pulls the image, and all of it is read and verified.`
}

/** For what stands on the tree. */
export function unreadReason(state: State): string | undefined {
  return explorerOf(state)?.union ? undefined : t`No layer has been read yet.`
}

/** What is the matter with the image that the list's cursor is on. Printable. */
export function choiceReason(state: State): string | undefined {
  const context = top(state)
  const problem = context.kind === 'picker' ? context.choices[context.cursor]?.problem : undefined
  return problem === undefined ? undefined : printable(problem)
}

/** For opening a folder of the tree; a file is looked into instead, see `fileVerb`. */
export function leafReason(state: State): string | undefined {
  const context = top(state)
  const model = context.kind === 'explorer' ? modelOf(context) : null
  if (context.kind !== 'explorer' || model === null) return unreadReason(state)
  const {cursor} = context.tree
  if (cursor <= 0) return t`There is nothing to open here.`
  if (model.hasChildren(cursor) || !model.isDirectory(cursor)) return undefined
  return t`This folder is empty.`
}

/** What opening means where the cursor is on a file: to look into it. Null on folders. */
export function fileVerb(state: State): UserVerb | null {
  const context = top(state)
  const model = context.kind === 'explorer' ? modelOf(context) : null
  if (context.kind !== 'explorer' || model === null) return null
  const {cursor} = context.tree
  if (cursor <= 0 || model.isDirectory(cursor)) return null
  return {type: 'preview', node: cursor, version: model.version(cursor)}
}

/** For looking into the file under the cursor. */
export function previewReason(state: State): string | undefined {
  if (fileVerb(state) !== null) return undefined
  return leafReason(state) ?? t`This is a folder: ${keyFor(state, 'expand')} opens it.`
}

/** For going from match to match in the tree. */
export function matchReason(state: State): string | undefined {
  const explorer = explorerOf(state)
  if (explorer?.filter?.found == null) return t`Nothing is filtered. ${keyFor(state, 'filter')} begins.`
  return modelOf(explorer)?.sieve?.isEmpty === false ? undefined : t`Nothing matches.`
}

/** What is wrong with the filter that is being typed. */
export function patternReason(state: State): string | undefined {
  const problem = explorerOf(state)?.filter?.problem
  return problem == null ? undefined : printable(problem)
}

/** For the list of the largest files. */
export function noFileReason(state: State): string | undefined {
  return largestOf(explorerOf(state)).length > 0 ? undefined : t`There are no files.`
}

/** For what is done with the path under the cursor. */
export function rowReason(state: State): string | undefined {
  const explorer = explorerOf(state)
  if (!explorer?.union) return unreadReason(state)
  return explorer.tree.cursor > 0 ? undefined : t`There is no path here.`
}

/** For what needs a version under the cursor. */
export function versionReason(state: State): string | undefined {
  const event = currentEvent(state)
  if (event === null) return t`This path has no versions.`
  return event.kind === 'put'
    ? undefined
    : t`Layer ${event.layer} took it away: it put nothing there. What was there stands above.`
}

/** To look into the version under the cursor; only asked where there is one. */
export function versionVerb(state: State): UserVerb {
  const context = top(state)
  const event = currentEvent(state)
  return {
    type: 'preview',
    node: context.kind === 'versions' ? context.node : 0,
    version: event === null ? -1 : event.version.version,
  }
}

/** For comparing two versions of a path. */
export function comparableReason(state: State): string | undefined {
  const compared = comparedVersions(state)
  return typeof compared === 'string' ? compared : undefined
}

/** For going to the next change of a comparison, or to the one before. */
export function hunkReason(state: State, by: 1 | -1): string | undefined {
  if (hunkTop(state, by) !== null) return undefined
  return by > 0 ? t`There is no change below.` : t`There is no change above.`
}

/** For writing the path or the version under the cursor to the disk. */
export function extractReason(state: State): string | undefined {
  return top(state).kind === 'versions' ? versionReason(state) : rowReason(state)
}

/** For the page about the last extraction. */
export function notWrittenReason(state: State): string | undefined {
  const extracted = lastOutcome(state, 'extract')
  if (extracted === null) return t`Nothing has been extracted yet.`
  return extracted.extraction.failureCount > 0 ? undefined : t`Everything was written.`
}

/** For taking what is suggested in a form. */
export function suggestionReason(state: State): string | undefined {
  const context = top(state)
  const field = context.kind === 'form' ? focusedField(context) : undefined
  return field?.kind === 'text' && suggestionFor(field) !== null ? undefined : t`Nothing is suggested here.`
}

/** For going from field to field. */
export function aloneReason(state: State): string | undefined {
  const context = top(state)
  return context.kind === 'form' && context.fields.length > 1 ? undefined : t`There is no other field.`
}

/** For changing what is not typed. */
export function unansweredReason(state: State): string | undefined {
  const context = top(state)
  return context.kind === 'form' && focusedField(context) !== undefined ? undefined : t`Nothing is asked here.`
}

/** For seeing what would be stored. */
export function notAboutContainerReason(state: State): string | undefined {
  const context = top(state)
  return context.kind === 'form' && context.purpose.kind === 'commit' ? undefined : t`This form commits no container.`
}

/** The verb of the form on top. */
export function actionOf(state: State): string {
  const context = top(state)
  const plan = context.kind === 'form' ? planOf(state, context) : null
  return plan?.action ?? t`do it`
}

/** Why nobody can say who uses the selected layer. */
export function usersReason(state: State): string | undefined {
  const explorer = explorerOf(state)
  if (explorer === null || explorer.layers.length === 0) return t`This image has no layers.`
  if (explorer.compared !== null) return t`A difference has no layers of its own.`
  return untoldReason(state)
}

/** Why no noise can be left out. */
export function noiseReason(state: State): string | undefined {
  const explorer = explorerOf(state)
  if (explorer?.compared == null) {
    return t`Noise is left out of a difference: ${keyFor(state, 'home-compare')} on two images compares them.`
  }
  // Its matches are of the tree as it is.
  return explorer.filter === null
    ? unreadReason(state)
    : t`The tree is filtered: ${keyFor(state, 'escape')} drops the filter.`
}

/** Why a tab tells nothing of what is open. */
export function tabReason(state: State, tab: Tab): string | undefined {
  // The others would add up what the two store.
  if (explorerOf(state)?.compared == null || tab === 'files' || tab === 'config') return undefined
  return t`This is the difference of two images: open one of them for that.`
}
