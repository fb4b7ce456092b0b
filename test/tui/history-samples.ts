import type {Image} from '../../src/image/oci/image.ts'
import type {HistoryEntry} from '../../src/image/oci/image-config.ts'
import type {State} from '../../src/tui/app/state.ts'
import {NOW, sampleImage, sampleLayers} from './sample-image.ts'
import {after, opened, opening, press, readingMessages} from './sample-states.ts'

/** A step as a builder wrote it; one without a layer begins with `-`. */
type Step = string | (Partial<HistoryEntry> & {readonly createdBy: string | null})

function entryOf(step: Step): HistoryEntry {
  const {createdBy, ...more} = typeof step === 'string' ? {createdBy: step} : step
  const emptyLayer = createdBy?.startsWith('-') ?? false
  return {
    created: new Date(NOW - 5 * 86_400_000).toISOString(),
    createdBy: emptyLayer ? createdBy!.slice(1) : createdBy,
    author: null,
    comment: null,
    emptyLayer,
    ...more,
  }
}

/** The first layers of the sample image with another history. */
export function imageWith(steps: readonly Step[], layerCount: number): Image {
  const image = sampleImage()
  const history = steps.map(entryOf)
  const made = history.filter(entry => !entry.emptyLayer)
  return {
    ...image,
    config: {...image.config, history},
    layers: image.layers.slice(0, layerCount).map((layer, i) => ({...layer, history: made[i] ?? null})),
  }
}

/** Its History tab, the cursor on the first step. */
function history(columns: number, rows: number, image: Image): State {
  const state = after(
    opened(opening(columns, rows), image),
    ...readingMessages(sampleLayers().slice(0, image.layers.length)),
  )
  return press(state, '4', 'g')
}

const DOCKER: readonly Step[] = [
  '/bin/sh -c #(nop) ADD file:4f51399c37f7a1e0 in / ',
  '-/bin/sh -c #(nop)  CMD ["bash"]',
  '-/bin/sh -c #(nop)  ENV NODE_VERSION=22.11.0',
  '|1 VERSION=3.11 /bin/sh -c apt-get update \t&& apt-get install -y python$VERSION \t&& (test -e /x || true) \t&& rm -rf /var/lib/apt/lists/*',
  '-/bin/sh -c #(nop)  ENTRYPOINT ["python3"]',
  '/bin/sh -c #(nop) COPY dir:0123456789abcdef in /app ',
]

const BUILDKIT: readonly Step[] = [
  {createdBy: 'ADD rootfs.tar.xz / # buildkit', comment: 'buildkit.dockerfile.v0'},
  {createdBy: '-ENV PATH=/usr/local/bin:/usr/bin', comment: 'buildkit.dockerfile.v0'},
  {
    createdBy:
      'RUN |1 USER=app /bin/sh -c cat <<EOF > /etc/motd\nWelcome to the shop && enjoy\n\n  tea:    green\nEOF # buildkit',
    comment: 'buildkit.dockerfile.v0',
  },
  {createdBy: 'COPY --chown=app:app . /app # buildkit', comment: 'buildkit.dockerfile.v0'},
  {createdBy: '-CMD ["node" "evil\x1b]8;;x\x07\u202e"]', comment: 'buildkit.dockerfile.v0'},
]

const BUILDAH: readonly Step[] = [
  {createdBy: '/bin/sh -c #(nop) ADD file:9a4f77dfaba7fd2aa in / '},
  {createdBy: '/bin/sh -c dnf install -y nginx && dnf clean all#buildah', comment: 'FROM registry/fedora:41'},
  {createdBy: '-/bin/sh -c #(nop) LABEL "maintainer"="shop"'},
  {createdBy: null, comment: 'Imported from -'},
  {createdBy: null},
]

const MANY: readonly Step[] = Array.from({length: 100_000}, (_, i) =>
  i % 20_000 === 7 ? `RUN make part-${i}` : `-ENV N${i}=${i}`,
)

let many: Image | null = null

/** Made once: it takes a moment. */
function imageOfMany(): Image {
  many ??= imageWith(MANY, 5)
  return many
}

/** The History tab by the name of its frame. */
export const HISTORIES: readonly (readonly [string, (columns: number, rows: number) => State])[] = [
  ['history-docker', (columns, rows) => press(history(columns, rows, imageWith(DOCKER, 3)), 'j', 'j', 'j')],
  ['history-buildkit', (columns, rows) => press(history(columns, rows, imageWith(BUILDKIT, 3)), 'j', 'j')],
  ['history-buildah', (columns, rows) => press(history(columns, rows, imageWith(BUILDAH, 4)), 'j', 'j')],
  ['history-none', (columns, rows) => history(columns, rows, imageWith([], 0))],
  ['history-untold', (columns, rows) => history(columns, rows, imageWith([], 3))],
  ['history-short', (columns, rows) => press(history(columns, rows, imageWith(DOCKER.slice(0, 4), 5)), 'G')],
  ['history-long', (columns, rows) => press(history(columns, rows, imageWith(DOCKER, 2)), 'G', 'enter')],
  ['history-many', (columns, rows) => press(history(columns, rows, imageOfMany()), 'G', 'pageup')],
]
