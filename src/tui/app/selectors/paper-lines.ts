import {distributionShown} from '../distribution.ts'
import type {Explorer} from '../explorer.ts'
import {homeOf} from '../home/in-state.ts'
import {cursorRow} from '../home/shown-rows.ts'
import {SHARING} from '../home/tabs/sharing.ts'
import {lastOutcome} from '../jobs/in-state.ts'
import {paperSize} from '../layout.ts'
import {type Place, placeOf} from '../places.ts'
import {explorerOf, type Paper, type State} from '../state.ts'
import {untoldReason} from '../untold-sharing.ts'
import {namesNow} from '../verbs/chosen-image.ts'
import {selectedRow} from '../verbs/selected-row.ts'
import {sharedImages} from '../verbs/share.ts'
import {comparedLines} from './compared-lines.ts'
import {configLines} from './config-lines.ts'
import {contentsLines} from './contents-lines.ts'
import {engineLines} from './engine-lines.ts'
import {helpLines} from './help-lines.ts'
import {instructionPage} from './instruction-page.ts'
import {layerLines} from './layer-lines.ts'
import {matrixLines} from './matrix-lines.ts'
import {notWrittenLines} from './not-written-lines.ts'
import {fact, type PaperLine} from './paper-line.ts'
import {branchLines, layerUsersLines, relativesLines, sharingLines} from './sharing-lines.ts'

/** The lines of a page, laid out for the terminal. */
export function paperLines(state: State, {kind}: Paper): readonly PaperLine[] {
  const {columns} = paperSize(state.terminal)
  if (kind === 'help') return helpLines(state.capabilities, columns, state.keys, placeBelow(state))
  if (kind === 'not-written') return notWrittenLines(lastOutcome(state, 'extract'), columns, state.capabilities)
  if (kind === 'branch') return branchPaper(state, columns)
  if (kind === 'engines') return enginesPaper(state, columns)
  if (kind === 'contents') return contentsLines(lastOutcome(state, 'contents'), columns, state.capabilities)
  if (kind === 'matrix' || kind === 'relatives') return sharingPage(state, kind, columns)
  const explorer = explorerOf(state)
  if (explorer === null) return []
  if (kind === 'layer-users') {
    const {sharing, capabilities} = state
    return sharing === null ? [] : layerUsersLines(explorer.image, explorer.selected, sharing, columns, capabilities)
  }
  const lines = kind === 'layer' ? layerLines : instructionPage
  return lines(explorer, columns, state.capabilities, state.now)
}

/** Where one was when the help was asked for. */
function placeBelow(state: State): Place | null {
  const contexts = state.contexts.slice(0, -1)
  return contexts.length === 0 ? null : placeOf({...state, contexts})
}

/** Who of the images at hand holds which layers, or whom the one under the cursor is near to. */
function sharingPage(state: State, kind: 'matrix' | 'relatives', columns: number): readonly PaperLine[] {
  const {sharing, capabilities} = state
  if (sharing === null) return []
  if (kind === 'matrix') return matrixLines(sharing, sharedImages(state), columns, capabilities)
  const image = sharing.find(selectedRow(state, 'images')?.id ?? null)
  return image < 0 ? [] : relativesLines(sharing, image, columns, capabilities)
}

/** The engine that answers home, or those that were tried. */
function enginesPaper(state: State, columns: number): readonly PaperLine[] {
  const home = homeOf(state)
  return home === null || home.listing === null ? [] : engineLines(home.listing, home.failure, columns, state)
}

/** The row of home's tree of layers that the cursor is on. */
function branchPaper(state: State, columns: number): readonly PaperLine[] {
  const home = homeOf(state)
  if (home === null || state.sharing === null) return []
  const row = SHARING.rows(state, home)[cursorRow(state, home)]
  return row === undefined ? [] : branchLines(row, state.sharing, columns, state.capabilities)
}

/** The lines of the Sharing tab. */
export function sharingPaper(state: State, explorer: Explorer): readonly PaperLine[] {
  const {columns} = paperSize(state.terminal)
  const untold = untoldReason(state)
  if (state.sharing === null) return fact('', untold ?? '', columns, {labelWidth: 2, tone: 'quiet'})
  return sharingLines(explorer.image, state.sharing, columns, state.capabilities)
}

/** The lines of the Config tab; of a difference those that tell of it beside its files. */
export function configPaper(state: State, explorer: Explorer): readonly PaperLine[] {
  const {columns} = paperSize(state.terminal)
  if (explorer.compared !== null) return comparedLines(explorer.compared, columns, state.capabilities)
  const {image} = explorer
  const tags = namesNow(state, image)
  return configLines(image, tags, distributionShown(explorer), columns, state.capabilities, state.now)
}
