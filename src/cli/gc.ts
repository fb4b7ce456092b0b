import {blobsOf} from '../sources/store/collect.ts'
import {collectStore, type Examined, examineStore} from '../sources/store/store-verbs.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {counted, size} from '../text/size.ts'
import {type Command, EXIT, type World} from './command.ts'
import {columns} from './format/columns.ts'
import {ProgressLine} from './format/progress-line.ts'
import {removalText} from './format/removal-text.ts'

export const gc: Command = {
  name: 'gc',
  brief: 'tidy the store',
  usage: '',
  summary: 'what no image of the store needs is removed; how large it is',
  options: [
    {name: 'untagged', help: 'images without a name too'},
    {name: 'verify', help: 'read every blob first, and put damaged ones aside'},
    {name: 'json', help: 'as one JSON document, for programs'},
  ],
  examples: [
    ['layerlens gc', 'what broken-off copies left'],
    ['layerlens gc --verify', 'is all of it still what it was? Pulling again brings what is not'],
  ],
  positionals: [0, 0],
  async run(given, world) {
    const {store, signal, now} = world
    const examined = given.has('verify') ? await examinedOf(world) : null
    const removed = await collectStore(store, {untagged: given.has('untagged'), now, signal})
    const images = new Set(store.readIndex().entries.map(({digest}) => digest)).size
    const bytes = blobsOf(store).reduce((sum, blob) => sum + blob.size, 0)
    if (given.has('json')) {
      await world.out(`${jsonText({folder: store.folder, images, bytes, ...removed, examined})}\n`)
    } else {
      await world.out(removalText(removed))
      if (examined !== null) await world.out(examinedText(examined))
      await world.out(
        columns([
          ['folder', printable(store.folder)],
          ['holds', `${size(bytes)} in ${counted(images, 'image', 'images')}`],
        ]),
      )
    }
    return examined !== null && examined.damaged.length > 0 ? EXIT.no : EXIT.done
  },
}

async function examinedOf({store, signal, err, showsProgress}: World): Promise<Examined> {
  const line = new ProgressLine(err, showsProgress)
  const progress = ({label, done, total = 0}: {label: string; done: number; total?: number}) =>
    line.update(label, done, total)
  return examineStore(store, {signal, progress}).finally(() => line.end())
}

function examinedText({blobs, bytes, damaged}: Examined): string {
  const sound = `read     ${size(bytes)} in ${counted(blobs, 'blob', 'blobs')}: ${damaged.length === 0 ? 'all sound' : `${damaged.length} damaged`}\n`
  return sound + damaged.map(({digest, aside}) => `damaged  ${digest}, now in ${printable(aside)}\n`).join('')
}
