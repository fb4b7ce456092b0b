import {binary, code, packageList, text} from './contents.ts'
import type {PackEntry} from './pack-tar.ts'

/**
 * The demo image: a small tea shop's API, built with the habits that make images big. Each step is one instruction of a
 * Dockerfile and shows one thing worth seeing; `entries` is null where the instruction leaves no layer.
 */
export interface Step {
  readonly command: string
  readonly entries: readonly PackEntry[] | null
}

const DAY = 86_400
const START = Date.UTC(2026, 8, 1, 9, 0, 0) / 1000
const APP = 1000

/** Files of one step share its time and owner. */
class Files {
  readonly time: number
  readonly owner: number

  constructor(step: number, owner = 0) {
    this.time = START + step * 60
    this.owner = owner
  }

  folder(path: string, more: Partial<PackEntry> = {}): PackEntry {
    return {path, type: 'directory', mode: 0o755, uid: this.owner, gid: this.owner, mtime: this.time, ...more}
  }

  file(path: string, content: Uint8Array, more: Partial<PackEntry> = {}): PackEntry {
    return {path, type: 'file', mode: 0o644, uid: this.owner, gid: this.owner, mtime: this.time, content, ...more}
  }

  link(path: string, linkTarget: string): PackEntry {
    return {path, type: 'symlink', mode: 0o777, uid: this.owner, gid: this.owner, mtime: this.time, linkTarget}
  }

  sameAs(path: string, linkTarget: string, mode = 0o755): PackEntry {
    return {path, type: 'hardlink', mode, uid: this.owner, gid: this.owner, mtime: this.time, linkTarget}
  }

  whiteout(folder: string, name: string): PackEntry {
    return this.file(`${folder}/.wh.${name}`, new Uint8Array(0), {mode: 0o600})
  }

  opaque(folder: string): PackEntry {
    return this.file(`${folder}/.wh..wh..opq`, new Uint8Array(0), {mode: 0o600})
  }
}

function base(): PackEntry[] {
  const f = new Files(-30 * 24 * 60)
  const programs: [string, number][] = [
    ['bash', 96_000],
    ['cat', 14_000],
    ['cp', 22_000],
    ['grep', 34_000],
    ['ls', 24_000],
    ['tar', 58_000],
  ]
  return [
    ...['etc', 'etc/apt', 'home', 'opt', 'root', 'tmp', 'usr', 'usr/bin', 'usr/lib', 'usr/share', 'var', 'var/lib'].map(
      path => f.folder(path, path === 'tmp' ? {mode: 0o1777} : path === 'root' ? {mode: 0o700} : {}),
    ),
    f.link('bin', 'usr/bin'),
    f.link('lib', 'usr/lib'),
    f.file(
      'etc/os-release',
      text(['PRETTY_NAME="Teapot Linux 4 (oolong)"', 'NAME="Teapot Linux"', 'ID=teapot', 'VERSION_ID="4"']),
    ),
    f.file('etc/passwd', text(['root:x:0:0:root:/root:/bin/bash'])),
    f.file('etc/group', text(['root:x:0:'])),
    f.file('etc/motd', text(['Welcome. The kettle is on.'])),
    f.file('etc/apt/sources.list', text(['deb http://teapot.example/oolong main'])),
    ...programs.map(([name, size]) => f.file(`usr/bin/${name}`, binary(name, size), {mode: 0o755})),
    f.file('usr/bin/su', binary('su', 18_000), {mode: 0o4755}),
    f.file('usr/lib/libtea.so.4', binary('libtea', 180_000)),
    f.link('usr/lib/libtea.so', 'libtea.so.4'),
    f.file('usr/share/terms.txt', packageList('terms', 20_000)),
  ]
}

function install(): PackEntry[] {
  const f = new Files(1)
  return [
    f.folder('usr'),
    f.folder('usr/bin'),
    f.file('usr/bin/node', binary('node', 420_000), {mode: 0o755}),
    f.sameAs('usr/bin/nodejs', 'usr/bin/node'),
    f.file('usr/bin/ping', binary('ping', 16_000), {mode: 0o755, xattrs: {'user.note': 'may open raw sockets'}}),
    f.folder('var'),
    f.folder('var/cache'),
    f.folder('var/cache/apt'),
    f.file('var/cache/apt/pkgcache.bin', binary('pkgcache', 150_000)),
    f.folder('var/lib'),
    f.folder('var/lib/apt'),
    f.folder('var/lib/apt/lists'),
    f.file('var/lib/apt/lists/teapot_main_Packages', packageList('main', 210_000)),
    f.file('var/lib/apt/lists/teapot_security_Packages', packageList('security', 60_000)),
  ]
}

function cleanUpTooLate(): PackEntry[] {
  const f = new Files(2)
  return [
    f.folder('var'),
    f.folder('var/lib'),
    f.folder('var/lib/apt'),
    f.folder('var/lib/apt/lists'),
    f.opaque('var/lib/apt/lists'),
    f.folder('var/cache'),
    f.whiteout('var/cache', 'apt'),
  ]
}

const MODULES: readonly [string, number][] = [
  ['basket', 41_000],
  ['kettle', 63_000],
  ['label-printer', 28_000],
  ['order-book', 74_000],
  ['price-list', 36_000],
]

function application(f: Files): PackEntry[] {
  return [
    f.folder('opt/shop'),
    f.folder('opt/shop/node_modules'),
    ...MODULES.flatMap(([name, size]) => [
      f.folder(`opt/shop/node_modules/${name}`),
      f.file(`opt/shop/node_modules/${name}/index.js`, code(name, size)),
      f.file(`opt/shop/node_modules/${name}/package.json`, text([`{"name": "${name}", "version": "1.0.0"}`])),
    ]),
    f.file('opt/shop/server.js', code('server.js', 9_000), {mode: 0o755}),
    f.file('opt/shop/menu.json', text(['{"teas": ["oolong", "sencha", "assam"]}'])),
  ]
}

function copySource(): PackEntry[] {
  const f = new Files(3)
  return [
    f.folder('opt'),
    ...application(f),
    f.folder('opt/shop/.git'),
    f.folder('opt/shop/.git/objects'),
    f.file('opt/shop/.git/HEAD', text(['ref: refs/heads/main'])),
    f.file('opt/shop/.git/objects/pack-9a41.pack', binary('pack', 190_000), {mode: 0o444}),
    f.file('opt/shop/.env', text(['SHOP_NAME=tea', 'SHOP_PASSWORD=not-a-real-password']), {mode: 0o600}),
    f.folder('opt/shop/logs'),
    f.file('opt/shop/logs/debug.log', packageList('log', 12_000)),
    f.file('opt/shop/docs', text(['See https://shop.example/docs'])),
  ]
}

function addUser(): PackEntry[] {
  const f = new Files(4)
  return [
    f.folder('etc'),
    f.file('etc/passwd', text(['root:x:0:0:root:/root:/bin/bash', 'app:x:1000:1000::/opt/shop:/bin/bash'])),
    f.file('etc/group', text(['root:x:0:', 'app:x:1000:'])),
  ]
}

/** Only the owner differs, and yet every file is stored once more. */
function changeOwner(): PackEntry[] {
  const before = new Files(3)
  const owned = (entry: PackEntry): PackEntry => ({...entry, uid: APP, gid: APP})
  return [
    before.folder('opt'),
    ...copySource()
      .filter(entry => entry.path.startsWith('opt/shop'))
      .map(owned),
  ]
}

function forgetSecrets(): PackEntry[] {
  const f = new Files(6, APP)
  return [
    new Files(3).folder('opt'),
    f.folder('opt/shop'),
    f.whiteout('opt/shop', '.git'),
    f.whiteout('opt/shop', '.env'),
    f.whiteout('opt/shop', 'logs'),
  ]
}

function documents(): PackEntry[] {
  const f = new Files(7, APP)
  return [
    f.folder('opt'),
    f.folder('opt/shop'),
    // What was a file becomes a folder; what was a file becomes a link.
    f.folder('opt/shop/docs'),
    f.file('opt/shop/docs/index.html', text(['<h1>Tea shop</h1>', '<p>Put the kettle on.</p>'])),
    f.file('opt/shop/docs/brewing.html', code('brewing', 4_000)),
    f.link('opt/shop/menu.json', '/etc/shop/menu.json'),
    f.folder('etc', {uid: 0, gid: 0}),
    f.folder('etc/shop', {uid: 0, gid: 0}),
    f.file('etc/shop/menu.json', text(['{"teas": ["oolong", "sencha", "assam", "chai"]}']), {uid: 0, gid: 0}),
  ]
}

/** The same server again, as a build without a cache copies it: not a byte differs. */
function rebuild(): PackEntry[] {
  const then = new Files(3)
  const same = application(then).filter(entry => /server\.js$|order-book/.test(entry.path))
  const f = new Files(7, APP)
  return [f.folder('opt', {uid: APP}), f.folder('opt/shop'), ...same.map(entry => ({...entry, uid: APP, gid: APP}))]
}

function tune(): PackEntry[] {
  const f = new Files(9, APP)
  return [
    f.folder('opt/shop'),
    f.file('opt/shop/server.js', code('server.js, tuned', 9_400), {mode: 0o755}),
    f.folder('usr', {uid: 0, gid: 0}),
    f.folder('usr/bin', {uid: 0, gid: 0}),
    // Its other name keeps the bytes.
    new Files(9).whiteout('usr/bin', 'node'),
    f.file('usr/lib/libtea.so.4', binary('libtea', 180_000), {uid: 0, gid: 0, mode: 0o755}),
  ]
}

/** The instructions in order, the base first. */
export function story(): readonly Step[] {
  return [
    {command: '/bin/sh -c #(nop) ADD file:7d1e0a25c3f94b68 in / ', entries: base()},
    {command: '/bin/sh -c #(nop)  CMD ["bash"]', entries: null},
    {command: 'RUN /bin/sh -c apt-get update && apt-get install -y nodejs iputils-ping # buildkit', entries: install()},
    {command: 'RUN /bin/sh -c rm -rf /var/lib/apt/lists/* /var/cache/apt # buildkit', entries: cleanUpTooLate()},
    {command: 'WORKDIR /opt/shop', entries: null},
    {command: 'COPY . /opt/shop # buildkit', entries: copySource()},
    {command: 'RUN /bin/sh -c useradd --no-create-home --home-dir /opt/shop app # buildkit', entries: addUser()},
    {command: 'RUN /bin/sh -c chown -R app:app /opt/shop # buildkit', entries: changeOwner()},
    {command: 'RUN /bin/sh -c rm -rf .git .env logs # buildkit', entries: forgetSecrets()},
    {
      command:
        'RUN /bin/sh -c mkdir -p /etc/shop \\\n  && rm docs && mkdir docs && cp -r /tmp/docs/. docs/ \\\n  && ln -sf /etc/shop/menu.json menu.json # buildkit',
      entries: documents(),
    },
    {command: 'COPY --chown=app:app server.js node_modules/order-book /opt/shop/ # buildkit', entries: rebuild()},
    {
      command:
        'RUN /bin/sh -c sed -i s/slow/fast/ server.js \\\n  && rm /usr/bin/node \\\n  && chmod 755 /usr/lib/libtea.so.4 # buildkit',
      entries: tune(),
    },
    {command: 'USER app', entries: null},
    {command: 'EXPOSE map[8080/tcp:{}]', entries: null},
    {command: 'CMD ["node" "server.js"]', entries: null},
  ]
}

/** When a step was run, RFC 3339. */
export function stepTime(step: number): string {
  return new Date((step < 2 ? START - 30 * DAY : START + step * 60) * 1000).toISOString()
}
