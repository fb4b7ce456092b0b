import {LensError} from '../../../image/oci/error.ts'
import {extractVersions} from '../../../operations/extract/extract-files.ts'
import {fromHome, wholePath} from '../../../operations/extract/home-folder.ts'
import {t} from '../../../text/translate.ts'
import type {Extracted} from '../../app/jobs/outcome.ts'
import type {ExtractTask} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'
import {contextOf, type TaskWorld} from './task-world.ts'

/** Writes a version below a folder; of a folder what it holds as of a layer. */
export async function extract(task: ExtractTask, context: JobContext, {home}: TaskWorld): Promise<Extracted> {
  const {session, node, version, layer, directory, force, owner} = task
  const files = context.filesOf(session)
  if (files === null || version < 0) {
    throw new LensError('not-found', t`The image that this was taken from is closed.`, {advice: t`Open it again.`})
  }
  const options = {layer, directory: fromHome(directory, home), force, owner, context: contextOf(context)}
  const extraction = await extractVersions(files, new Map([[node, version]]), options)
  return {kind: 'extract', directory: wholePath(directory, home), extraction}
}
