import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {listMembers} from '../../../src/sources/archive/archive-members.ts'
import {locateMember} from '../../../src/sources/archive/locate-member.ts'
import type {TarMember} from '../../corpus/archives.ts'
import {temporaryFolder, writeTar} from '../opening.ts'

const folder = temporaryFolder()
let made = 0

async function archiveOf(...members: TarMember[]) {
  return listMembers(await writeTar(join(folder, `${made++}.tar`), members))
}

const file: TarMember = {name: 'blobs/real', content: 'bytes'}

describe('locating a member', () => {
  it('finds files under every spelling of their name', async () => {
    const archive = await archiveOf({name: './a//b/./c', content: 'x'})
    for (const name of ['a/b/c', './a/b/c', 'a/x/../b/c']) expect(locateMember(archive, name).region).not.toBeNull()
  })

  it('follows symlinks from their own folder and hard links from the root', async () => {
    const archive = await archiveOf(
      file,
      {name: 'one/layer.tar', type: 'symlink', link: '../blobs/real'},
      {name: 'two/layer.tar', type: 'link', link: 'blobs/real'},
      {name: 'three/layer.tar', type: 'symlink', link: '../one/layer.tar'},
      {name: 'four', type: 'symlink', link: 'one'},
    )
    const real = locateMember(archive, 'blobs/real')
    expect(real.region?.size).toBe(5)
    for (const name of ['one', 'two', 'three', 'four']) {
      expect(locateMember(archive, `${name}/layer.tar`), name).toEqual(real)
    }
  })

  it.each([
    ['a symlink out of the archive', {name: 'layer', type: 'symlink', link: '../../etc/passwd'}],
    ['an absolute symlink', {name: 'layer', type: 'symlink', link: '/etc/passwd'}],
    ['a hard link out of the archive', {name: 'layer', type: 'link', link: '../etc/passwd'}],
  ] as const)('refuses %s', async (_, member) => {
    const found = locateMember(await archiveOf(member), 'layer')
    expect(found.region).toBeNull()
    expect(found.missing).toContain('leads out of the archive')
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'a/../../b'])('refuses the name %s', async name => {
    expect(locateMember(await archiveOf(file), name).missing).toContain('outside of the archive')
  })

  it('gives up on circles', async () => {
    const archive = await archiveOf(
      {name: 'a', type: 'symlink', link: 'b'},
      {name: 'b', type: 'symlink', link: 'a'},
      {name: 'self', type: 'link', link: 'self'},
      {name: 'deep', type: 'symlink', link: 'deep/deep'},
    )
    for (const name of ['a', 'self', 'deep', 'deep/x'])
      expect(locateMember(archive, name).missing, name).toContain('circle')
  })

  it('does not wander along names and links of a hundred thousand folders', async () => {
    const long = 'a/'.repeat(100_000)
    const archive = await archiveOf(
      file,
      {name: 'a', type: 'symlink', link: 'a/a'},
      {name: 'link', type: 'symlink', link: long},
    )
    for (const name of [long, 'link', `${'a/'.repeat(2000)}x`]) {
      expect(locateMember(archive, name).missing, name.slice(0, 10)).toMatch(/too long|circle/)
    }
  })

  it('names a folder, a link to nothing and an absent member for what they are', async () => {
    const archive = await archiveOf(
      {name: 'folder/', type: 'directory'},
      {name: 'dangling', type: 'symlink', link: 'gone'},
    )
    expect(locateMember(archive, 'folder').missing).toContain('no file')
    expect(locateMember(archive, 'dangling').missing).toContain('a link to gone')
    expect(locateMember(archive, 'absent').missing).toContain('absent is not in the archive')
  })

  it('takes the later of two members with one name, as tar does', async () => {
    const archive = await archiveOf({name: 'x', content: 'old'}, {name: 'x', content: 'newer'})
    expect(locateMember(archive, 'x').region?.size).toBe(5)
  })
})
