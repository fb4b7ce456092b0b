import {LensError} from '../image/oci/error.ts'
import {jsonText} from '../text/json-text.ts'
import {printable} from '../text/printable.ts'
import {type Command, EXIT} from './command.ts'
import {compressionGiven, copied} from './copying.ts'
import {copyText} from './format/copy-text.ts'
import {openFor} from './open.ts'

export const copy: Command = {
  name: 'copy',
  brief: 'to elsewhere',
  usage: 'SRC DST',
  summary: 'an image to a registry, store, engine, layout or archive',
  options: [
    {name: 'all-platforms', help: 'the whole index: every platform and attestation, as they are'},
    {
      name: 'compress',
      value: 'gzip|zstd',
      choices: ['gzip', 'zstd'],
      help: 'pack anew the layers that are packed otherwise; their files stay the same',
    },
    {name: 'json', help: 'what was written, as one JSON document'},
  ],
  examples: [
    ['layerlens copy image.tar docker://localhost:5000/shop/api:1.4', 'push without an engine'],
    ['layerlens copy docker://localhost:5000/shop/api:1.4 store:', 'fetch without one, under the same name'],
    [
      'layerlens copy store:shop/api:1.4 oci-archive:api.tar',
      'also docker-archive:FILE, oci:DIR:TAG, docker-daemon:NAME',
    ],
  ],
  positionals: [2, 2],
  async run(given, world) {
    const compress = compressionGiven(given.value('compress'))
    const whole = given.has('all-platforms')
    if (whole && (compress !== null || given.has('platform'))) {
      throw new LensError('usage', 'With --all-platforms the index is copied as it is.', {
        advice: `Leave ${compress === null ? '--platform' : '--compress'} out, or copy one platform.`,
      })
    }
    const image = await openFor(given, world)
    const result = await copied(image, given.positionals[1]!, {verb: 'Copying', compress, whole}, world)
    const {destination} = result
    await world.out(
      given.has('json')
        ? `${jsonText({source: image.reference, ...result})}\n`
        : `${copyText(result)}\n${printable(destination)}\n${result.digest ?? result.id}\n`,
    )
    return EXIT.done
  },
}
