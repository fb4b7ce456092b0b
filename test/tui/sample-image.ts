import type {LayerIndex} from '../../src/image/layer/layer-index.ts'
import type {Image} from '../../src/image/oci/image.ts'
import {type SampleEntry, sampleDigest, sampleLayer} from './sample-layer.ts'

/** When the frames are looked at. */
export const NOW = Date.UTC(2026, 10, 23, 12)

const STEPS: readonly (readonly [command: string, weeksAgo: number])[] = [
  ['/bin/sh -c #(nop) ADD file:4f51399c37f7a1e0 in / ', 12],
  ['/bin/sh -c #(nop)  CMD ["bash"]', 12],
  ['RUN /bin/sh -c groupadd --gid 1000 node && useradd --uid 1000 --gid node node # buildkit', 3],
  [
    'RUN /bin/sh -c apt-get update     && apt-get install -y --no-install-recommends python3 python3-pip build-essential     && chmod 0755 /usr/lib/ld.so # buildkit',
    3,
  ],
  ['WORKDIR /opt/app', 3],
  ['COPY . . # buildkit', 3],
  ['RUN /bin/sh -c npm ci && npm run build # buildkit', 3],
  ['RUN /bin/sh -c chown -R app:app /opt/app # buildkit', 3],
  ['RUN /bin/sh -c rm -rf /var/cache/apt /var/lib/apt/lists/* # buildkit', 3],
  ['CMD ["node" "server.js"]', 3],
]

/** A made-up shop: every kind of change, waste, and text that would like to be more than text. */
export function sampleImage(): Image {
  const history = STEPS.map(([createdBy, weeks]) => ({
    created: new Date(NOW - weeks * 7 * 86_400_000).toISOString(),
    createdBy,
    author: null,
    comment: createdBy.endsWith('# buildkit') ? 'buildkit.dockerfile.v0' : null,
    emptyLayer: /CMD/.test(createdBy),
  }))
  const steps = history.filter(step => !step.emptyLayer)
  const none = new Uint8Array(0)
  return {
    transport: 'docker-archive',
    reference: 'docker-archive:shop.tar',
    id: sampleDigest(1),
    digest: null,
    tags: ['shop/api:1.4'],
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    annotations: {},
    platform: {os: 'linux', architecture: 'amd64', variant: null},
    rawManifest: none,
    rawConfig: none,
    config: {
      created: new Date(NOW - 3 * 7 * 86_400_000).toISOString(),
      author: 'Shop Team <shop@example.org>',
      platform: {os: 'linux', architecture: 'amd64', variant: null},
      env: [
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        'NODE_VERSION=22.11.0',
        'GREETING=hi\x1b[31mred',
      ],
      entrypoint: ['docker-entrypoint.sh'],
      cmd: ['node', 'server.js'],
      workingDir: '/opt/app',
      user: 'app',
      stopSignal: null,
      labels: {'org.opencontainers.image.source': 'https://example.org/shop/api', maintainer: 'Shop Team'},
      exposedPorts: ['8080/tcp'],
      volumes: ['/var/lib/shop'],
      diffIds: steps.map((_, i) => sampleDigest(100 + i)),
      history,
    },
    layers: steps.map((step, index) => ({
      index,
      diffId: sampleDigest(100 + index),
      digest: null,
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar',
      compressedSize: null,
      history: step,
      content: null,
      missing: null,
    })),
    warnings: [],
  }
}

const OS_RELEASE = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n'

/** The layers of the sample, base first. */
export function sampleLayers(): LayerIndex[] {
  const later = Date.UTC(2026, 10, 2) / 1000
  const app = appFiles()
  return [
    sampleLayer(baseFiles()),
    sampleLayer([
      {path: 'etc/', seconds: later},
      {path: 'etc/passwd', size: 1320, seconds: later, content: 'root:x:0:0::/root:/bin/bash\napp:x:1000:1000:\n'},
      {path: 'etc/group', size: 610, seconds: later, content: 'root:x:0:\nshadow:x:42:\napp:x:1000:\n'},
      {path: 'home/', seconds: later},
      {path: 'home/node/', owner: [1000, 1000], mode: 0o700},
      'home/node/.bashrc 3526',
    ]),
    sampleLayer([
      {path: 'usr/', seconds: later},
      {path: 'usr/lib/', seconds: later},
      {path: 'usr/lib/python3.11/', seconds: later},
      ...many('usr/lib/python3.11', 60, 1_900_000, '.py'),
      {path: 'usr/lib/x86_64-linux-gnu/', seconds: later},
      ...many('usr/lib/x86_64-linux-gnu', 30, 3_100_000, '.so'),
      {path: 'usr/lib/ld.so', size: 210_000, mode: 0o755},
      {path: 'usr/lib/os-release', size: 267, seconds: later, content: OS_RELEASE},
      {path: 'var/', seconds: later},
      {path: 'var/cache/', seconds: later},
      {path: 'var/cache/apt/', seconds: later},
      {path: 'var/cache/apt/pkgcache.bin', size: 41_200_000},
      {path: 'var/cache/apt/srcpkgcache.bin', size: 37_000_000},
      {path: 'var/lib/', seconds: later},
      {path: 'var/lib/apt/', seconds: later},
      {path: 'var/lib/apt/lists/', seconds: later},
      ...many('var/lib/apt/lists', 8, 2_400_000, '_Packages'),
    ]),
    sampleLayer([
      {path: 'opt/', seconds: later},
      {path: 'opt/app/', seconds: later},
    ]),
    sampleLayer(
      [
        {path: 'opt/app/', seconds: later},
        'opt/app/server.js 14200',
        'opt/app/package.json 1100',
        'opt/app/README.md 5200',
      ],
      'gzip',
    ),
    sampleLayer(app),
    sampleLayer([
      {path: 'opt/app/', owner: [1000, 1000], seconds: later},
      ...app.map(entry => ({...(typeof entry === 'string' ? {path: entry} : entry), owner: [1000, 1000] as const})),
    ]),
    sampleLayer([
      'var/cache/',
      'var/cache/.wh.apt',
      'var/lib/apt/lists/',
      'var/lib/apt/lists/.wh..wh..opq',
      'var/lib/apt/lists/lock',
    ]),
  ]
}

function baseFiles(): (string | SampleEntry)[] {
  return [
    {path: 'bin', link: 'usr/bin'},
    {path: 'lib', link: 'usr/lib'},
    'dev/',
    'etc/',
    'etc/apt/',
    'etc/apt/sources.list 181',
    {path: 'etc/passwd', size: 922, content: 'root:x:0:0::/root:/bin/bash\n'},
    {path: 'etc/group', size: 412, content: 'root:x:0:\nshadow:x:42:\n'},
    'etc/hostname 0',
    {path: 'etc/shadow', size: 501, mode: 0o640, owner: [0, 42]},
    {path: 'etc/evil\x1b]0;owned\x07name\u202etxt', size: 13},
    'etc/日本語.conf 99',
    'root/',
    {path: 'tmp/', mode: 0o1777},
    'usr/',
    'usr/bin/',
    {path: 'usr/bin/bash', size: 1_265_648, mode: 0o755},
    {path: 'usr/bin/sh', link: 'bash'},
    {path: 'usr/bin/su', size: 72_000, mode: 0o4755},
    {path: 'usr/bin/perl', size: 3_900_000, mode: 0o755},
    {path: 'usr/bin/perl5.36.0', link: 'usr/bin/perl', hard: true},
    ...many('usr/bin', 40, 310_000, ''),
    'usr/lib/',
    {path: 'usr/lib/ld.so', size: 210_000, mode: 0o644},
    {path: 'usr/lib/os-release', size: 261, content: OS_RELEASE},
    'usr/share/',
    ...many('usr/share/doc', 50, 120_000, '/copyright'),
    ...many('usr/share/locale', 40, 610_000, '/LC_MESSAGES/all.mo'),
    'var/',
    'var/lib/',
    'var/lib/dpkg/',
    'var/lib/dpkg/status 74400',
  ]
}

function appFiles(): (string | SampleEntry)[] {
  return [
    'opt/app/node_modules/',
    ...['express', 'lodash', 'left-pad', 'typescript', '@types/node'].flatMap((name, i) =>
      many(`opt/app/node_modules/${name}`, 12, 400_000 * (i + 1), '.js'),
    ),
    'opt/app/dist/',
    'opt/app/dist/server.js 182000',
  ]
}

function many(folder: string, count: number, size: number, end: string): SampleEntry[] {
  return Array.from({length: count}, (_, i) => ({
    path: `${folder}/${String.fromCharCode(97 + (i % 26))}${'lorem-ipsum-dolor-sit'.slice(0, 3 + ((i * 7) % 18))}${i}${end}`,
    size: Math.round((size * (count - i)) / count) * 2,
  }))
}
