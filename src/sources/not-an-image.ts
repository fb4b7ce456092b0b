import {LensError} from '../image/oci/error.ts'
import {shellPath} from '../text/shell-words.ts'
import {t} from '../text/translate.ts'
import type {ArchiveMembers} from './archive/archive-members.ts'
import type {PlaceName} from './disk/place-name.ts'
import type {NotAnImage} from './recognise.ts'

const SAVE = 'docker save NAME -o image.tar'

/** Why a place can't be opened as an image, in words, with what to do about it. */
export function notAnImageFailure(name: PlaceName, recognised: NotAnImage): LensError {
  const [message, advice] = describe(name, recognised)
  return new LensError(recognised.kind === 'cut-archive' ? 'tar-damaged' : 'not-an-image', message, {advice})
}

/** [what it is, what to do] */
function describe({shown, word}: PlaceName, recognised: NotAnImage): readonly [string, string] {
  switch (recognised.kind) {
    case 'special':
      return [
        t`${shown} is a pipe, a socket or a device, not an image file.`,
        t`Send it to standard input instead (layerlens inspect - < ${word}), or write it to a file.`,
      ]
    case 'empty':
      return [
        t`${shown} is empty.`,
        t`The command that should have written it failed, or hasn't finished; write it again: ${SAVE}`,
      ]
    case 'zeros':
      return [t`${shown} is a tar without members, or nothing but zeros.`, t`Write the image again: ${SAVE}`]
    case 'web-page':
      return [
        t`${shown} is a web page, not an image: the download went wrong.`,
        t`Open it in a browser to see what the server wanted to say (often a login page), then download the file itself.`,
      ]
    case 'json':
      return [
        t`${shown} is a JSON document, not an image archive.`,
        t`If it was downloaded, it may be the error message of a server; a manifest alone has no layers to look into.`,
      ]
    case 'lfs-pointer':
      return [t`${shown} is a Git LFS pointer, not the file it stands for.`, t`Fetch the file: git lfs pull`]
    case 'zip':
      return [t`${shown} is a zip archive, not an image.`, t`If there is an image inside, unpack it first: unzip FILE`]
    case 'singularity':
      return [
        t`${shown} is a Singularity image; it has no layers.`,
        t`Open the container image that it was made from: ${SAVE}`,
      ]
    case 'gzip':
      return compressed(shown, word, 'gzip', 'gunzip -c')
    case 'zstd':
      return compressed(shown, word, 'zstd', 'zstd -dc')
    case 'bzip2':
      return compressed(shown, word, 'bzip2', 'bunzip2 -c')
    case 'xz':
      return compressed(shown, word, 'xz', 'xz -dc')
    case 'unknown':
      return [
        t`${shown} is no image archive: it is not a tar, nor anything else that is known here.`,
        t`Check that it is the right file and arrived whole; an image is saved by: ${SAVE}`,
      ]
    case 'cut-archive':
      return cutArchive(shown, recognised.archive)
    case 'wrapped':
      return [
        t`${shown} holds an image inside its folder ${recognised.folder}/, where no tool looks for it.`,
        t`Unpack it and open the folder: tar -xf FILE, then layerlens ${shellPath(recognised.folder)}`,
      ]
    case 'root-filesystem':
      return [
        t`${shown} is the file tree of a container, as docker export writes it: it has no layers and no config.`,
        t`Save the image instead (${SAVE}), or make an image of this: docker import FILE NAME`,
      ]
    case 'tar':
      return [
        t`${shown} is a tar, but no image: it has neither a manifest.json nor an index.json.`,
        t`If it is a single layer, open the image that it belongs to; an image is saved by: ${SAVE}`,
      ]
    case 'unpacked-archive':
      return [
        t`${shown} is an image archive that was unpacked.`,
        t`Pack it again and open that: tar -cf image.tar -C ${word} .`,
      ]
    case 'root-folder':
      return [
        t`${shown} is a file tree, not an image: it has no layers and no config.`,
        t`Make an image of it first: tar -C FOLDER -c . | docker import - NAME`,
      ]
    case 'broken-layout':
      return [
        t`${shown} is an OCI layout without its index.json.`,
        t`The copy is not complete; copy it again with all of its files.`,
      ]
    case 'folder':
      return [
        t`${shown} is a folder, but no OCI layout: it has no oci-layout and no index.json.`,
        t`Name an image file or a layout folder, such as skopeo copy … oci:FOLDER writes.`,
      ]
  }
}

/** What this program doesn't unpack itself: other formats, and one compression inside another. */
function compressed(shown: string, word: string, by: string, command: string): readonly [string, string] {
  return [
    t`${shown} is compressed by ${by}, which is not unpacked here.`,
    t`Unpack it first, ${command} ${word} > image.tar, or on the way: ${command} ${word} | layerlens inspect -`,
  ]
}

function cutArchive(shown: string, {cutIn, damage}: ArchiveMembers): readonly [string, string] {
  const how =
    cutIn !== null
      ? t`it ends in the middle of ${cutIn}, before the manifest that says what the image is`
      : damage !== null
        ? t`${damage}; the manifest that says what the image is was not reached`
        : t`the manifest that says what the image is (manifest.json or index.json) is not there`
  return [
    t`${shown} is an image archive, but not a whole one: ${how}.`,
    t`Save or download it again, and compare the sizes: ${SAVE}`,
  ]
}
