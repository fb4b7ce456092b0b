import {t} from '../../text/translate.ts'

const WINDOWS_RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)/i

/**
 * Why a base name of an image can't be a name on this system, in a sentence; null where it can. A backslash or a colon is a
 * letter like any other on POSIX; on Windows it would lead somewhere else.
 */
export function nameProblem(name: Uint8Array, platform: NodeJS.Platform = process.platform): string | null {
  const text = Buffer.from(name).toString('latin1')
  if (text === '' || text === '.' || text === '..' || text.includes('/')) return t`This is no name of a file.`
  if (text.includes('\0')) return t`The name has a zero byte in it, which no disk can have.`
  if (platform !== 'win32') return null
  if (/[\\:*?"<>|\x01-\x1f]/.test(text)) return t`Windows can not have a name with such characters.`
  if (/[. ]$/.test(text) || WINDOWS_RESERVED.test(text)) return t`Windows keeps this name for itself.`
  return null
}
