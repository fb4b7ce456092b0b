import {type Digest, shortDigest} from '../../../image/oci/digest.ts'
import {printable} from '../../../text/printable.ts'
import {counted, exactSize, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Step} from '../effects.ts'
import type {ImageFacts} from '../explorer.ts'
import {pushJob} from '../form/push-form.ts'
import type {Home} from '../home/home.ts'
import {homeOf, withHome} from '../home/in-state.ts'
import type {Job} from '../jobs/job.ts'
import type {
  Committed,
  CommittedImage,
  ContentsFound,
  Loaded,
  Pulled,
  Pushed,
  Removed,
  Saved,
  Tagged,
} from '../jobs/outcome.ts'
import type {TagTask} from '../jobs/task.ts'
import {keyFor} from '../key-for.ts'
import {type Notice, type State, top, withExplorer} from '../state.ts'
import {beginJob} from './begin-job.ts'
import {PLACES} from './chosen-image.ts'
import {withoutJobPage} from './job-page.ts'
import {underWay} from './leave.ts'
import {begin, differenceLook} from './open.ts'

/** What follows when something was done on an engine, or in the store. */

/** The new image is under home's cursor, and open: exactly what was done in the container. */
export function committed(state: State, _job: Job, {id, reference, name}: Committed): Step {
  return shownNew(state, id, reference, name)
}

/** The same of what was done to an image of the store. */
export function committedImage(state: State, _job: Job, {id, name}: CommittedImage): Step {
  return shownNew(state, id, `store:${name}`, name)
}

function shownNew(state: State, id: Digest, reference: string, name: string | null): Step {
  const at = withHome(withCursorOn(state, id), home => ({...home, tab: 'images'}))
  const said = told(at, t`Committed${name === null ? '' : ` ${shown(at, name)}`}: ${shortDigest(id)}.`)
  const {kind} = top(state)
  if (kind !== 'home' && kind !== 'explorer' && kind !== 'job') return [said, []]
  // What was read of the container is old now; home is where one comes back to.
  const kept = homeOf(said) === null ? 0 : 1
  const stopped = said.contexts.slice(kept).flatMap(underWay)
  const [shownNow, effects] = begin({...said, contexts: said.contexts.slice(0, kept)}, reference, differenceLook(said))
  return [shownNow, [...stopped.map(session => ({type: 'cancel', session}) as const), ...effects]]
}

/** The cursor of home's images goes there as soon as it is listed, whatever was filtered. */
function withCursorOn(state: State, id: Digest): State {
  return withHome(state, home => ({
    ...home,
    lists: {...home.lists, images: {...home.lists.images, id, filter: ''}},
  }))
}

/** Says so, or goes on with the push that was wanted too. The image has that name where it is open, too. */
export function tagged(state: State, {task}: Job, {name}: Tagged): Step {
  if (task.kind !== 'tag') return [told(state, t`Tagged ${shown(state, name)}.`), []]
  const named = withExplorer(state, explorer => ({...explorer, image: withName(explorer.image, task, name)}))
  if (!task.thenPush) return [told(named, t`Tagged ${shown(state, name)}.`), []]
  // How the push goes is told where else this would stand.
  return beginJob(named, pushJob(named, task.place, name), null)
}

function withName(image: ImageFacts, {place, image: of}: TagTask, name: string): ImageFacts {
  const {id, tags, transport} = image
  const isIt = (id === of || tags.includes(of)) && PLACES[transport] === place && !tags.includes(name)
  return isIt ? {...image, tags: [...tags, name]} : image
}

/** Says how much of it the registry had already. */
export function pushed(state: State, {task}: Job, outcome: Pushed): Step {
  const name = task.kind === 'push' ? shown(state, task.name) : ''
  const counts = transferText(outcome)
  return [told(state, counts === '' ? t`Pushed ${name}.` : t`Pushed ${name}: ${counts}.`), []]
}

/** Puts home's cursor on the new image, unless one is typing there. */
export function pulled(state: State, {task}: Job, outcome: Pulled): Step {
  const {id} = outcome
  const at = id === null || top(state).kind === 'home-filter' ? state : withCursorOn(state, id)
  const name = task.kind === 'pull' ? shown(state, task.name) : ''
  const counts = transferText(outcome)
  return [told(at, counts === '' ? t`Pulled ${name}.` : t`Pulled ${name}: ${counts}.`), []]
}

/** Says how large the archive is. */
export function saved(state: State, _job: Job, {bytes, path}: Saved): Step {
  return [told(state, t`Saved ${size(bytes)} into ${shown(state, path)}.`), []]
}

/** Says in the engine's words which images came. */
export function loaded(state: State, _job: Job, {said}: Loaded): Step {
  return [told(state, said.length === 0 ? t`Loaded.` : shown(state, said.join(', '))), []]
}

/** Says what was freed beside what was promised, and what stays with its reason; marks are gone with what was marked. */
export function removed(state: State, {task}: Job, {untagged, deleted, freed, stays = []}: Removed): Step {
  const promised = task.kind === 'remove' ? task.promised : null
  const kept = freed === null ? null : freedText(freed, promised)
  const names = untagged === 0 ? '' : ` ${counted(untagged, 'name', 'names')}`
  const what = t`Removed${names}${names !== '' && deleted > 0 ? t` with all that was behind` : ''}`
  const done = deleted > 0 && kept !== null ? `${what}: ${kept}.` : `${what}.`
  const left = stays.map(({name, reason}) => t`Not removed: ${shown(state, name)}: ${shown(state, reason)}`)
  const notice: Notice = {text: [done, ...left].join(' '), kind: left.length > 0 ? 'problem' : 'done'}
  return [withHome({...state, notice}, withoutMarks), []]
}

/** What was promised beside what came of it. */
function freedText(freed: number, promised: number | null): string {
  if (promised === null) return t`${size(freed)} freed`
  if (freed === promised) return t`${size(freed)} freed, exactly as promised`
  return t`${exactSize(freed)} freed; ${exactSize(promised)} were promised`
}

function withoutMarks(home: Home): Home {
  return {...home, lists: {...home.lists, images: {...home.lists.images, marks: []}}}
}

/** What was found is shown where nobody is busy with something else. */
export function contentsFound(state: State, _job: Job, {found}: ContentsFound): Step {
  const saved = found.reduce((sum, {now, bytes}) => sum + now - bytes, 0)
  const {kind} = top(state)
  if (kind === 'home' || kind === 'job') {
    const {contexts} = withoutJobPage(state)
    return [{...state, contexts: [...contexts, {kind: 'contents', top: 0}]}, []]
  }
  const what =
    saved === 0 ? t`Nothing to speak of is stored more than once.` : t`Common layers would save ${size(saved)}.`
  return [told(state, t`${what} ${keyFor(state, 'show-job')} says more.`), []]
}

/** Says how images get there. */
export function registryStarted(state: State, {task}: Job): Step {
  const port = task.kind === 'registry' ? task.port : 5000
  return [
    told(
      state,
      t`A registry answers at localhost:${port}: ${keyFor(state, 'tag')} names an image localhost:${port}/NAME:TAG, ${keyFor(state, 'push')} pushes it.`,
    ),
    [],
  ]
}

/** `7 layers, 5 already there, digest 4b95d7…`, as far as it is known. */
function transferText({digest, layers, there, mounted}: Pushed | Pulled): string {
  return [
    layers === null ? '' : counted(layers, 'layer', 'layers'),
    there === 0 ? '' : t`${there} already there`,
    mounted === 0 ? '' : t`${mounted} mounted`,
    digest === null ? '' : t`digest ${shortDigest(digest)}`,
  ]
    .filter(part => part !== '')
    .join(', ')
}

function shown({capabilities}: State, text: string): string {
  return printable(text, {ascii: !capabilities.unicode})
}

function told(state: State, text: string): State {
  const notice: Notice = {text, kind: 'done'}
  return {...state, notice}
}
