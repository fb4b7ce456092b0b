import {describe, expect, it} from 'vitest'
import {layerlens} from './program.ts'
import {savedImage} from './saved-image.ts'

// Put together here, so that nothing that scans this repository takes it for a real one.
const TOKEN = `ghp_${'a1B2'.repeat(9)}`
const SECRETS = [TOKEN, 'hunter2222', 'correct horse', 'oolong-cat-88']

const image = () =>
  savedImage(
    [
      {by: `ARG TOKEN=${TOKEN} # buildkit`},
      {by: `ENV NPM_TOKEN=${TOKEN} DB_PASSWORD=hunter2222 # buildkit`},
      {by: `LABEL api.key=${TOKEN} # buildkit`},
      {
        by: 'COPY . /app # buildkit',
        puts: ['app/.env = SECRET_KEY=oolong-cat-88', `app/.npmrc = //r/:_authToken=${TOKEN}`],
      },
      {by: `RUN |1 TOKEN=${TOKEN} /bin/sh -c curl -H "Authorization: Bearer ${TOKEN}" x # buildkit`, puts: ['x = 1']},
      {by: 'RUN /bin/sh -c rm /app/.env # buildkit', puts: ['app/.wh..env']},
    ],
    'image.tar',
    {
      config: {
        Env: [`NPM_TOKEN=${TOKEN}`, 'DB_PASSWORD=hunter2222', 'ADMIN_PASSWORD=correct horse battery'],
        Labels: {'api.key': TOKEN},
        Cmd: ['serve', '--token', TOKEN],
      },
    },
  )

describe('a secret that an image holds', () => {
  it.each(
    [
      ...['text', 'json', 'markdown', 'junit', 'sarif', 'github'].map(format => [
        'check',
        '--forbid',
        '*',
        '--format',
        format,
      ]),
      ['waste'],
      ['waste', '--json'],
      ['waste', '--files'],
      ['history'],
      ['inspect'],
      ['diff', 'assets/demo.tar'],
      ['diff', 'assets/demo.tar', '--markdown'],
    ].map(args => [args.join(' '), args] as const),
  )('is never printed whole by %s', async (_, [command, ...args]) => {
    const {stdout, stderr} = await layerlens([command!, await image(), ...args])
    expect(stdout).not.toBe('')
    for (const secret of SECRETS) expect(stdout + stderr).not.toContain(secret)
  })

  it('is as it is in the documents that programs read, and in the file that somebody asks for', async () => {
    const {stdout} = await layerlens(['inspect', await image(), '--json'])
    expect((JSON.parse(stdout) as {config: {env: string[]}}).config.env).toContain('DB_PASSWORD=hunter2222')
    const cat = await layerlens(['cat', await image(), '/app/.env', '--layer', '0'])
    expect(cat.stdout).toBe('SECRET_KEY=oolong-cat-88')
  })
})
