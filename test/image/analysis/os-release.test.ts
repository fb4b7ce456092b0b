import {describe, expect, it} from 'vitest'
import {parseOsRelease} from '../../../src/image/analysis/os-release.ts'

const read = (text: string) => parseOsRelease(Buffer.from(text))
const of = (id: string, versionId: string | null, prettyName: string) => ({id, versionId, prettyName})

const DEBIAN = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
`

describe('os-release', () => {
  it.each([
    ['of Debian', DEBIAN, of('debian', '12', 'Debian GNU/Linux 12 (bookworm)')],
    [
      'of Alpine',
      'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n',
      of('alpine', '3.20.3', 'Alpine Linux v3.20'),
    ],
    [
      'of one that rolls on',
      'NAME="Arch Linux"\nPRETTY_NAME="Arch Linux"\nID=arch\nBUILD_ID=rolling\n',
      of('arch', null, 'Arch Linux'),
    ],
    ['without a pretty name', 'NAME=Fedora\nID=fedora\nVERSION_ID=41\n', of('fedora', '41', 'Fedora 41')],
    ['with an ID alone', 'ID=x', of('x', null, 'x')],
    ['with a name alone', "NAME='A  B'", of('linux', null, 'A  B')],
    ['with comments and blank lines', '# ID=no\n\n  \nID=yes # really\n', of('yes', null, 'yes')],
    ['where the last assignment counts', 'ID=a\nID=b\n', of('b', null, 'b')],
    ['with line ends as on Windows', 'ID=a\r\nVERSION_ID="1"\r\n', of('a', '1', 'a 1')],
    ['with escapes in double quotes', String.raw`ID="a\"b\\c\$d\e"`, of('a"b\\c$d\\e', null, 'a"b\\c$d\\e')],
    ['with escapes in none', String.raw`ID=a\ b\"c`, of('a b"c', null, 'a b"c')],
    ['with escapes in single quotes, which are none', String.raw`ID='a\b'`, of('a\\b', null, 'a\\b')],
    ['with pieces quoted', `ID=a'b'"c"`, of('abc', null, 'abc')],
    [
      'with what a shell would expand, unexpanded',
      'ID="$(id) `id` $HOME"',
      of('$(id) `id` $HOME', null, '$(id) `id` $HOME'),
    ],
    [
      'with hostile text, to be made harmless where it is shown',
      'ID=a\nPRETTY_NAME="\x1b]0;x\x07"',
      of('a', null, '\x1b]0;x\x07'),
    ],
    ['with lines that a shell would refuse', 'ID=a\nVERSION_ID="1\nNAME=b c\nPRETTY_NAME=x\\\n', of('a', null, 'a')],
    ['with values that nobody would read', `ID=a\nPRETTY_NAME=${'x'.repeat(1025)}`, of('a', null, 'a')],
  ])('%s', (_, text, release) => {
    expect(read(text)).toEqual(release)
  })

  it.each([
    ['is empty', ''],
    ['assigns nothing', 'hello\nexport ID=a\nid=b\n=c\nID'],
    ['has empty values', 'ID=\nNAME=""\nPRETTY_NAME=\'\'\nVERSION_ID=1'],
    ['is binary', '\x7fELF\x00\x01\x02'],
    ['is one long line', `ID=${'a'.repeat(200_000)}`],
  ])('names no distribution where it %s', (_, text) => {
    expect(read(text)).toBeNull()
  })
})
