import {tag as tagImage} from '../sources/engine/image-verbs.ts'
import {parseStoreName} from '../sources/store/store-name.ts'
import {tagInStore} from '../sources/store/store-verbs.ts'
import {printable} from '../text/printable.ts'
import {shellWord} from '../text/shell-words.ts'
import {type Command, EXIT} from './command.ts'
import {copied} from './copying.ts'
import {openReference} from './open.ts'
import {placeOfImage} from './place.ts'
import {nameAt} from './push.ts'

export const tag: Command = {
  name: 'tag',
  brief: 'another name',
  usage: 'IMAGE NAME',
  summary: 'another name for an image of the engine, the store or a registry',
  options: [],
  examples: [
    ['layerlens tag shop/api:1.4 registry.lan:5000/shop/api:1.4', 'the name that a push goes to'],
    ['layerlens tag store:shop/api:1.4 shop/api:stable', 'in the store'],
    ['layerlens tag docker://registry.lan:5000/api:1.4 registry.lan:5000/api:stable', 'in the registry'],
  ],
  positionals: [2, 2],
  async run(given, world) {
    const image = given.positionals[0]!
    const text = given.positionals[1]!
    const place = await placeOfImage(
      image,
      given,
      world,
      reference => `layerlens tag ${shellWord(reference)} ${shellWord(text)}`,
    )
    if (place.kind === 'engine') {
      const name = nameAt(given, 1)
      await tagImage(place.engine, place.name, name, world.signal)
      await world.out(`${printable(image)} is ${name.repository}:${name.tag} too\n`)
    } else if (place.kind === 'store') {
      const name = parseStoreName(text.replace(/^store:/, ''))
      await tagInStore(world.store, place.name, name, world.signal)
      await world.out(`${printable(image)} is store:${name} too\n`)
    } else {
      // All of it is there already: only the manifest is written once more.
      const found = await openReference(image, given, world)
      const {destination} = await copied(
        found,
        `docker://${text.replace(/^docker:\/\//, '')}`,
        {verb: 'Tagging', whole: true},
        world,
      )
      await world.out(`${printable(image)} is ${printable(destination)} too\n`)
    }
    return EXIT.done
  },
}
