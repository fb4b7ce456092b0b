import {expect, it} from 'vitest'
import {containersText} from '../../../src/cli/format/engine-text.ts'

it('a container’s command is told without its password', () => {
  const text = containersText(
    [
      {
        id: '0123456789abcdef',
        names: ['db'],
        image: 'db:1',
        imageId: null,
        command: 'serve --password hunter2222 --port 80',
        created: null,
        state: 'running',
        status: 'Up 3 hours',
        ports: [],
      },
    ],
    0,
  )
  expect(text).toContain('serve --password')
  expect(text).toContain('--port 80')
  expect(text).not.toContain('hunter')
})
