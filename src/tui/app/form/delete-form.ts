import {shortDigest} from '../../../image/oci/digest.ts'
import {formatRemoteName} from '../../../image/oci/remote-name.ts'
import {printable} from '../../../text/printable.ts'
import {counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {State} from '../state.ts'
import {choiceQuestion, type Form, formOf, textIn, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {DeletePurpose} from './purpose.ts'

const WHAT = 'what'
const TAG_ALONE = t`this tag`
const MANIFEST = t`the manifest`
/** Tags that are named before it is only told how many more there are. */
const NAMED = 8

/**
 * What of a tag is to be deleted: the tag, or its manifest with all tags that lead there. Which others do is looked for
 * meanwhile.
 */
export function deleteForm(
  named: Omit<DeletePurpose, 'kind' | 'looked' | 'carriers' | 'known' | 'failure'>,
): Form<DeletePurpose> {
  const purpose: DeletePurpose = {
    kind: 'delete-remote',
    ...named,
    looked: 0,
    carriers: [],
    known: named.others === 0,
    failure: null,
  }
  return formOf(purpose, [whatQuestion(purpose)])
}

/** The form as more is known: where no other tag leads to the manifest, deleting it deletes this tag and no more. */
export function deleteFormTold(form: Form<DeletePurpose>, change: Partial<DeletePurpose>): Form<DeletePurpose> {
  const purpose = {...form.purpose, ...change}
  const settled = purpose.known && !form.purpose.known && purpose.carriers.length === 0
  return {...form, purpose, fields: settled ? [whatQuestion(purpose)] : form.fields}
}

function whatQuestion({known, carriers}: DeletePurpose) {
  const alone = known && carriers.length === 0
  return choiceQuestion(WHAT, t`delete`, [TAG_ALONE, MANIFEST], alone ? MANIFEST : TAG_ALONE)
}

/** Deleting in a registry; a manifest only once it is known which other tags would go with it. */
export function deletePlan({capabilities}: State, form: Form<DeletePurpose>): FormPlan {
  const {host, path, tag, digest, known, failure, looked, others} = form.purpose
  const ascii = !capabilities.unicode
  const name = formatRemoteName({host, path, tag})
  const whole = textIn(valuesOf(form), WHAT) === MANIFEST
  const looking = t`Looking which other tags lead to ${shortDigest(digest)}: ${looked} of ${others}`
  return {
    title: t`Delete ${printable(name, {ascii})}`,
    summary: [
      ...(failure !== null
        ? [t`It could not be found out which other tags lead there: ${failure.message}`]
        : known
          ? carried(form.purpose, ascii)
          : [looking]),
      whole
        ? t`The registry forgets the manifest ${shortDigest(digest)} and every tag that leads to it. This can't be undone.`
        : t`Only the tag goes, where the registry can do that; Docker Registry 2 can't, and deletes only whole manifests.`,
    ],
    action: t`delete`,
    refusal: known || !whole ? null : failure === null ? looking : t`It is not known what else would go.`,
    begins: {
      kind: 'job',
      title: printable(t`delete ${name}`, {ascii}),
      command: null,
      task: {kind: 'delete-remote', host, path, reference: whole ? digest : tag},
    },
  }
}

function carried({carriers}: DeletePurpose, ascii: boolean): string[] {
  if (carriers.length === 0) return [t`No other tag leads to this manifest.`]
  const named = printable(carriers.slice(0, NAMED).join(', '), {ascii})
  const more = carriers.length > NAMED ? t` and ${carriers.length - NAMED} more` : ''
  return [t`${counted(carriers.length, 'other tag leads', 'other tags lead')} to this manifest too: ${named}${more}.`]
}
