import {type Holder, holderName} from '../../../image/analysis/sharing/holder.ts'
import type {Holdings} from '../../../image/analysis/sharing/holdings.ts'
import {
  freedBeside,
  type RemovalMark,
  type RemovalPlan,
  removalPlan,
  type StayingImage,
} from '../../../image/analysis/sharing/removal-plan.ts'
import {Sharing} from '../../../image/analysis/sharing/sharing.ts'
import {printable} from '../../../text/printable.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {clientAt, clientName} from '../jobs/client-words.ts'
import type {ImagePlace} from '../jobs/task.ts'
import {remembered} from '../remembered.ts'
import type {State} from '../state.ts'
import {choiceQuestion, type Form, formOf, textIn, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {RemovePurpose} from './purpose.ts'

const WHAT = 'what'
const ALL = t`all of it`
/** Images that are named, and reasons for one, before it is only told how many more there are. */
const NAMED = 6

/** What of an image is removed, where it has several names. */
export function removeForm(purpose: RemovePurpose): Form<RemovePurpose> {
  const {images} = purpose
  const tags = images.length === 1 ? images[0]!.tags : []
  return formOf(purpose, tags.length < 2 ? [] : [choiceQuestion(WHAT, t`remove`, [ALL, ...tags], ALL)])
}

/** Removing what is marked, with what that frees and who keeps what; refused until the engine or the store has told. */
export function removePlan(state: State, form: Form<RemovePurpose>): FormPlan {
  const ascii = !state.capabilities.unicode
  const {place, images, holdings} = form.purpose
  const names = images.map(({tags, id}) => tags[0] ?? id.slice(7, 19))
  const titled = names.slice(0, NAMED)
  const title = t`Remove ${printable(titled.join(', '), {ascii})}${names.length > NAMED ? t` and ${names.length - NAMED} more` : ''}`
  const only = textIn(valuesOf(form), WHAT)
  const plan = holdings.answer === null ? null : planned(holdings.answer.holdings, marksOf(images, only))
  const references = plan === null ? [] : referencesOf(plan)
  const beside = plan === null || holdings.answer === null ? null : freedBeside(holdings.answer.holdings, plan)
  return {
    title,
    summary:
      plan === null
        ? [
            holdings.failure === null
              ? t`asking what holds what ${ascii ? '...' : '…'}`
              : t`Who else holds their layers is not known: ${printable(holdings.failure.message, {ascii})}`,
          ]
        : [
            ...summary(plan, titled, clientName(state), ascii),
            ...(beside === null ? [] : [beside]),
            ...(references.length === 0 ? instead(form) : []),
          ],
    action: plan !== null && references.length === 0 ? '' : t`remove`,
    refusal:
      plan === null
        ? t`What would go is not known yet.`
        : references.length === 0
          ? t`Nothing can be removed: see what stands in the way.`
          : null,
    begins: {
      kind: 'job',
      title: title.toLowerCase().startsWith('remove') ? `r${title.slice(1)}` : title,
      command: printable(commandFor(state, place, references), {ascii}),
      task: {
        kind: 'remove',
        place,
        references,
        promised: holdings.answer?.holdings.containerdStore ? null : (plan?.freed ?? 0),
      },
    },
  }
}

/** What helps where nothing of it can be removed. */
function instead({fields}: Form<RemovePurpose>): readonly string[] {
  return [
    fields.length === 0
      ? t`Nothing can be removed before that: what holds it must go first, then ask again.`
      : t`Nothing can be removed before that: what holds it must go first, then ask again. One of its names alone can go now: choose it above.`,
  ]
}

function commandFor(state: State, place: ImagePlace, references: readonly string[]): string {
  if (place !== 'store') return shellWords([clientName(state), 'rmi', ...references])
  const {program, named} = clientAt(state, place)
  return shellWords([program, 'rm', ...references.map(named)])
}

function marksOf(images: RemovePurpose['images'], only: string): readonly RemovalMark[] {
  if (only !== '' && only !== ALL) return [{image: images[0]!.id, tags: [only]}]
  return images.map(({id}) => ({image: id}))
}

/** By the text of what is marked: keys that change nothing plan nothing anew. */
function planned(holdings: Holdings, marks: readonly RemovalMark[]): RemovalPlan {
  return plannedBy(holdings, JSON.stringify(marks))
}

const plannedBy = remembered(
  (holdings: Holdings, marks: string): RemovalPlan =>
    removalPlan(new Sharing(holdings), JSON.parse(marks) as RemovalMark[]),
)

/** What the engine or the store is asked to remove, one after the other. What a container stands on is left alone. */
function referencesOf({goes, stays}: RemovalPlan): readonly string[] {
  return [
    ...goes.flatMap(({image, because}) =>
      because === 'marked' ? (image.tags.length > 0 ? image.tags : [image.key]) : [],
    ),
    ...stays.flatMap(each => (isBlocked(each) ? [] : each.untagged)),
  ]
}

/** The last name of what a container stands on can't be taken away. */
function isBlocked({heldBy}: StayingImage): boolean {
  return heldBy.some(({kind}) => kind === 'container') && !heldBy.some(({kind}) => kind === 'tag')
}

function summary(
  {freed, layers, unsized, goes, stays, kept}: RemovalPlan,
  titled: readonly string[],
  client: string,
  ascii: boolean,
): readonly string[] {
  const tags = goes.flatMap(({image, because}) => (because === 'marked' ? image.tags : []))
  const gone = goes.filter(({because}) => because === 'marked').length
  const frees =
    layers === 0
      ? t`Frees nothing: something else holds every layer.`
      : t`Frees ${unsized > 0 ? t`at least ` : ''}${size(freed)}: ${counted(layers, 'layer', 'layers')} that nothing else holds.`
  return [
    // An image goes with all its names: where the title has no room for them, each is told here.
    ...(tags.every(tag => titled.includes(tag)) ? [] : [t`Names that go: ${printable(tags.join(', '), {ascii})}`]),
    ...(gone === 0 ? [] : [frees]),
    ...(kept.bytes === 0
      ? []
      : [
          t`${size(kept.bytes)} stays: held by ${names(
            kept.by.map(({holder}) => holder),
            ascii,
          )}.`,
        ]),
    ...stays.slice(0, NAMED).map(each => stayText(each, client, ascii)),
    ...(stays.length > NAMED ? [t`and ${stays.length - NAMED} more stay`] : []),
  ]
}

function stayText(each: StayingImage, client: string, ascii: boolean): string {
  const {image, untagged, heldBy} = each
  const name = printable(image.tags[0] ?? image.key.slice(7, 19), {ascii})
  if (isBlocked(each)) {
    const users = heldBy.filter(({kind}) => kind === 'container').map(holderName)
    const which = `${users.length === 1 ? t`container` : t`containers`} ${printable(users.slice(0, NAMED).join(', '), {ascii})}`
    const first = printable(shellWords([client, 'rm', ...users.slice(0, NAMED)]), {ascii})
    return t`${name} stays, with its names: it is what ${which} ${users.length === 1 ? t`stands` : t`stand`} on. First: ${first}`
  }
  const why = names(heldBy, ascii)
  return untagged.length === 0
    ? t`${name} stays: held by ${why}.`
    : t`Only the name ${printable(untagged.join(', '), {ascii})} goes: the image is held by ${why}.`
}

function names(holders: readonly Holder[], ascii: boolean): string {
  const distinct = [
    ...new Set(holders.map(holder => (holder.kind === 'container' ? t`container ` : '') + holderName(holder))),
  ]
  const more = distinct.length - NAMED
  return printable(distinct.slice(0, NAMED).join(', '), {ascii}) + (more > 0 ? t` and ${more} more` : '')
}
