import {parseRemoteName} from '../../../image/oci/remote-name.ts'
import {homeOf} from '../home/in-state.ts'
import {cursorRow, shownRows} from '../home/shown-rows.ts'
import {jobOf} from '../jobs/in-state.ts'
import type {Task} from '../jobs/task.ts'
import {type State, top} from '../state.ts'
import type {RegistrySubject} from './subject.ts'

/** What is under the cursor of the Registries tab; null elsewhere, and where nothing is. */
export function selectedSubject(state: State): RegistrySubject | null {
  const home = homeOf(state)
  if (home === null || home.tab !== 'registries') return null
  const {host, path} = home.registries
  const id = shownRows(state, home)[cursorRow(state, home)]?.id ?? null
  if (host === null) return id === null ? null : {host: id, path: null, tag: null}
  return path === null ? {host, path: id, tag: null} : {host, path, tag: id}
}

/** The registry, or its image, that what is on top has to do with: for a doctor, or to log in. Null where none is. */
export function registryOf(state: State): RegistrySubject | null {
  const context = top(state)
  switch (context.kind) {
    case 'home':
      return selectedSubject(state) ?? subjectIn(homeOf(state)?.registries ?? null)
    case 'failed':
      return subjectOfReference(context.reference, context.failure.kind.startsWith('registry-'))
    case 'job': {
      const job = jobOf(state, context.request)
      return job === null ? null : subjectOfTask(job.task)
    }
    case 'doctor':
      return context.subject
    default:
      return null
  }
}

function subjectIn(
  registries: {readonly host: string | null; readonly path: string | null} | null,
): RegistrySubject | null {
  return registries?.host == null ? null : {host: registries.host, path: registries.path, tag: null}
}

/** `bare`: without a transport it is a registry's all the same. */
function subjectOfReference(reference: string, bare: boolean): RegistrySubject | null {
  const remote = reference.startsWith('docker://')
  if (!remote && !bare) return null
  try {
    const {host, path, tag} = parseRemoteName(remote ? reference.slice('docker://'.length) : reference)
    return {host, path, tag}
  } catch {
    return null
  }
}

/** The registry that a task has to do with; null where it has none. */
export function subjectOfTask(task: Task): RegistrySubject | null {
  switch (task.kind) {
    case 'copy':
      return subjectOfReference(task.destination, false) ?? subjectOfReference(task.source, false)
    case 'push':
    case 'pull':
      return subjectOfReference(task.name, true)
    case 'delete-remote':
    case 'retag':
      return {host: task.host, path: task.path, tag: null}
    default:
      return null
  }
}
