import {printable} from '../../../text/printable.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import {clientAt} from '../jobs/client-words.ts'
import type {CommitImageTask} from '../jobs/task.ts'
import {nameProblem} from '../registries-used.ts'
import type {State} from '../state.ts'
import {nextName} from './commit-form.ts'
import {type Form, formOf, pathQuestions, textIn, textQuestion, textQuestions, textsIn, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {CommitImagePurpose} from './purpose.ts'
import {isTaken} from './taken-name.ts'

const NAME = 'name'
const ADD = 'add'
const REMOVE = 'remove'
const CHANGES = 'changes'
const MESSAGE = 'message'
const AUTHOR = 'author'

/** What is done to an image of the store, and what comes out is called. The name goes on from that of the image below. */
export function commitImageForm(state: State, purpose: CommitImagePurpose): Form<CommitImagePurpose> {
  const last = state.formValues['commit-image'] ?? {}
  const next = nextName(purpose.image, name => isTaken(state, name))
  return formOf(purpose, [
    textQuestion(NAME, t`image`, next, {
      hint: 'HOST:PORT/REPOSITORY:TAG',
      suggestions: next === '' ? [] : [next],
    }),
    ...pathQuestions(ADD, t`add`, t`a folder, tar or file: ./dist:/app`),
    ...textQuestions(REMOVE, t`remove`, [], t`a path in the image`),
    ...textQuestions(CHANGES, t`changes`, [], 'CMD ["sh"], ENV A=b, EXPOSE 80, LABEL, USER, WORKDIR, VOLUME'),
    textQuestion(MESSAGE, t`message`, '', {hint: t`what was done`}),
    textQuestion(AUTHOR, t`author`, textIn(last, AUTHOR) || state.userName),
  ])
}

/** An image of the store with a layer of files added and paths removed, kept in the store under a new name. */
export function commitImagePlan(state: State, form: Form<CommitImagePurpose>): FormPlan {
  const ascii = !state.capabilities.unicode
  const {image} = form.purpose
  const values = valuesOf(form)
  const each = (id: string) => textsIn(values, id).map(text => text.trim())
  const task: CommitImageTask = {
    kind: 'commit-image',
    image,
    name: textIn(values, NAME),
    additions: each(ADD),
    removals: each(REMOVE),
    changes: each(CHANGES),
    message: textIn(values, MESSAGE),
    author: textIn(values, AUTHOR),
  }
  const hasLayer = task.additions.length + task.removals.length > 0
  const isEmpty = !hasLayer && task.changes.length === 0 && task.message === ''
  const shown = printable(image, {ascii})
  return {
    title: t`Commit a change of ${shown}`,
    summary: [
      hasLayer
        ? t`The new image has one layer more, and nothing runs for it. Whatever is added belongs to root; a tar says so itself.`
        : t`Without something to add or remove, only the configuration changes: no layer is stored.`,
      t`${shown} stays as it is.`,
    ],
    action: t`commit`,
    refusal:
      task.name === ''
        ? t`What is the new image called?`
        : (nameProblem(task.name) ??
          (isEmpty ? t`There is nothing to commit: add something, remove a path, or change the configuration.` : null)),
    begins: {
      kind: 'job',
      title: printable(t`commit ${image} as ${task.name}`, {ascii}),
      command: printable(commandFor(state, task), {ascii}),
      task,
    },
  }
}

function commandFor(state: State, task: CommitImageTask): string {
  const {program, named} = clientAt(state, 'store')
  const {image, name, additions, removals, changes, message, author} = task
  return shellWords([
    ...[program, 'commit', named(image), name],
    ...additions.flatMap(path => ['--add', path]),
    ...removals.flatMap(path => ['--remove', path]),
    ...changes.flatMap(line => ['-c', line]),
    ...(message === '' ? [] : ['-m', message]),
    ...(author === '' ? [] : ['-a', author]),
  ])
}
