import {type Log, SILENT} from './operations/debug-log.ts'
import {type PortsOptions, portsOf} from './screen-ports.ts'
import type {Settings} from './settings/settings.ts'
import {rebound} from './tui/app/bindings/rebind.ts'
import type {EngineListing} from './tui/app/home/home.ts'
import {homeOf} from './tui/app/home/in-state.ts'
import {placeOf} from './tui/app/places.ts'
import {NOTHING_HIDDEN, type Preferences} from './tui/app/preferences.ts'
import {explorerOf, type State, top} from './tui/app/state.ts'
import {runTui, type TuiOptions} from './tui/run-tui.ts'

/** The part of main that is loaded only when the screen opens. */
export interface ExploreOptions extends Omit<PortsOptions, 'silences'> {
  readonly reference: string
  /** the reference is only for where no engine answers */
  readonly home: boolean
  readonly settings: Settings
  /** where keys come from: a terminal, also where an archive comes by standard input */
  readonly keys: NodeJS.ReadStream
}

/** Throws what `explore` throws where keys clash, or can't be bound. */
export function refuseKeys(keys: Settings['keys']): void {
  rebound(keys)
}

/** Runs the explorer until it is left; gives the exit code. The terminal is then as it was. */
export function explore(options: ExploreOptions): Promise<number> {
  const {reference, home, log, settings} = options
  return runTui({
    reference,
    home,
    ports: portsOf({...options, silences: settings.ignore}),
    terminal: {stdin: options.keys, stdout: process.stdout},
    env: process.env,
    keys: rebound(settings.keys),
    preferences: preferencesOf(settings),
    theme: settings.theme,
    mouse: settings.mouse,
    screenReader: settings.screenReader,
    ...(log === SILENT ? {} : {watch: watching(log)}),
  })
}

/** What of the settings is about how things are shown at first. */
function preferencesOf({tab, view, sort, attributes, hide, imageSort}: Settings): Preferences {
  return {
    tab,
    view: view === 'all' ? 'aggregated' : view,
    sort,
    attributes,
    hidden: hide.length === 0 ? NOTHING_HIDDEN : hide,
    imageOrder: imageSort,
  }
}

function watching(log: Log): NonNullable<TuiOptions['watch']> {
  // How often what home lists was another.
  let lists = 0
  let shown: EngineListing | null = null
  return {
    // What is typed into a form may be a password.
    key: (key, state) => log('key', placeOf(state) === 'form' && key.length === 1 ? {} : {key}),
    frame: state => {
      const explorer = explorerOf(state)
      const filtered = explorer?.filter?.found != null && explorer.filter.awaited < 0
      const listing = homeOf(state)?.listing ?? null
      if (listing !== shown) lists++
      shown = listing
      log('frame', {
        tree: explorer?.unionComplete ?? false,
        filtered,
        file: fileShown(state),
        lists,
        sharing: state.sharing !== null,
      })
    },
  }
}

/** Whether a file is looked into: null where none is, false until something of it is there. */
function fileShown(state: State): boolean | null {
  const context = top(state)
  return context.kind === 'preview' ? context.content !== null : null
}
