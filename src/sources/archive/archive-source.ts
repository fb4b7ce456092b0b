import {FileSource} from '../disk/file-source.ts'
import {layoutCandidates, parseIndexJson} from '../layout/layout-candidates.ts'
import type {ArchiveMembers} from './archive-members.ts'
import {dockerCandidates} from './docker-candidates.ts'
import {MemberBlobs, readMember} from './member-blobs.ts'

/** One tar file that holds images; its members were listed when its kind was told. */
export function openArchive(transport: 'docker-archive' | 'oci-archive', archive: ArchiveMembers): FileSource {
  const warnings = archiveWarnings(archive)
  return new FileSource(transport, archive.path, async () => {
    if (transport === 'docker-archive') return dockerCandidates(archive, warnings)
    const index = parseIndexJson(readMember(archive, 'index.json', 'index.json'))
    return layoutCandidates(index, new MemberBlobs(archive), transport, warnings)
  })
}

function archiveWarnings({cutIn, damage}: ArchiveMembers): string[] {
  if (cutIn !== null) return [`The file is cut short: it ends in the middle of ${cutIn}.`]
  return damage === null ? [] : [`The archive could not be read to its end: ${damage}.`]
}
