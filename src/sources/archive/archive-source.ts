import {t} from '../../text/translate.ts'
import {FileSource} from '../disk/file-source.ts'
import type {PlaceName} from '../disk/place-name.ts'
import {layoutCandidates, parseIndexJson} from '../layout/layout-candidates.ts'
import type {ArchiveMembers} from './archive-members.ts'
import {dockerCandidates} from './docker-candidates.ts'
import {MemberBlobs, readMember} from './member-blobs.ts'
import {oldDockerCandidates} from './old-docker.ts'

/** How an archive says what it holds. */
export type ArchiveKind = 'docker-archive' | 'oci-archive' | 'old-docker-archive'

/** One tar file that holds images; its members were listed when its kind was told. `name`: what it was opened by. */
export function openArchive(kind: ArchiveKind, archive: ArchiveMembers, name: PlaceName): FileSource {
  const warnings = archiveWarnings(archive)
  const transport = kind === 'oci-archive' ? 'oci-archive' : 'docker-archive'
  return new FileSource(transport, name, async () => {
    if (kind === 'docker-archive') return dockerCandidates(archive, warnings)
    if (kind === 'old-docker-archive') return oldDockerCandidates(archive, warnings)
    const index = parseIndexJson(readMember(archive, 'index.json', 'index.json'))
    return layoutCandidates(index, new MemberBlobs(archive), transport, warnings)
  })
}

function archiveWarnings({cutIn, damage}: ArchiveMembers): string[] {
  if (cutIn !== null) return [t`The file is cut short: it ends in the middle of ${cutIn}.`]
  return damage === null ? [] : [t`The archive could not be read to its end: ${damage}.`]
}
