import {describe, expect, it} from 'vitest'
import {secretFile, secretFileAt} from '../../../src/image/analysis/secrets/secret-file.ts'
import {speakLanguage} from '../../../src/text/language.ts'
import {isMasked, masked, maskedVariable, secretsIn} from '../../../src/text/mask.ts'
import {analysed, file, type Step} from './analysed.ts'

// Put together here, so that nothing that scans this repository takes them for real ones.
const github = `ghp_${'a1B2'.repeat(9)}`
const aws = `AKIA${'Q7'.repeat(8)}`
const key = `-----BEGIN ${'RSA '}PRIVATE KEY-----\n${'QUJD'.repeat(40)}\n-----END RSA PRIVATE KEY-----\n`
const jwt = `eyJ${'hbGci'.repeat(3)}.${'eyJzdWIi'.repeat(2)}.${'c2lnbmF0dXJl'.repeat(2)}`

describe('secrets in a text', () => {
  it.each([
    ['a GitHub token', `git clone https://${github}@github.com/x`, github],
    ['an AWS access key ID', `aws configure set aws_access_key_id ${aws}`, aws],
    ['a private key', `echo "${key}" > k`, 'QUJD'.repeat(40)],
    ['a JSON web token', `curl x?t=${jwt}`, jwt],
    ['a GitLab token', `glpat-${'x_9'.repeat(7)}`, `glpat-${'x_9'.repeat(7)}`],
    ['credentials of a request', 'curl -H "Authorization: Bearer abcdefghijkl"', 'abcdefghijkl'],
    ['a password in an address', 'pip install -i https://me:hunter22@pypi.example/simple', 'hunter22'],
    ['a password option', 'tool --password hunter2222 run', 'hunter2222'],
    ['a secret called DB_PASSWORD', 'ENV DB_PASSWORD=hunter2222', 'hunter2222'],
    ['a secret called apiKey', '{"apiKey": "0123456789"}', '0123456789'],
    ['a secret called DB_PASSWORD', 'ENV DB_PASSWORD="correct horse battery"', 'horse'],
    ['a secret called _auth', '//r.example/:_auth="dXNlcjpwYXNz"', 'dXNlcjpwYXNz'],
  ])('%s', (what, text, secret) => {
    expect(secretsIn(text).map(hint => hint.what)).toContain(what)
    expect(masked(text)).not.toContain(secret)
    for (const hint of secretsIn(text)) expect(hint.masked).not.toContain(secret)
  })

  it.each([
    'ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
    'ENV PASSWORD_FILE=/run/secrets/password',
    'ENV TOKEN=$TOKEN',
    'ENV API_KEY=',
    'ENV TOKEN_TTL=3600',
    'ENV AUTHOR=somebody',
    'ENV SECRET_NAME=production',
    'apt-get install -y passwd libsecret-1-0',
    'ENV PATH=/usr/local/sbin:/usr/local/bin',
    'COPY --from=build /key /key',
    'tool --password "$PASSWORD"',
  ])('none in %s', text => expect(secretsIn(text)).toEqual([]))

  it.each([
    ['DB_PASSWORD=correct horse battery', 'DB_PASSWORD=co…(21 characters)'],
    ['GREETING=correct horse', 'GREETING=correct horse'],
    ['TOKEN=', 'TOKEN='],
    ['TOKEN_FILE=/run/secrets/token', 'TOKEN_FILE=/run/secrets/token'],
    ['URL=https://me:hunter22@db.example/', 'URL=https://me:…(8 characters)@db.example/'],
    ['nothing', 'nothing'],
  ])('a variable is masked as a whole: %s', (variable, expected) => expect(maskedVariable(variable)).toBe(expected))

  it.each([
    ['-----BEGIN RSA ', 'PRIVATE KEY-----', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0011AABB\n\n'],
    ['-----BEGIN RSA ', 'PRIVATE KEY-----', '\r\nProc-Type: 4,ENCRYPTED\r\nDEK-Info: AES-128-CBC,0011AABB\r\n\r\n'],
    ['-----BEGIN RSA ', 'PRIVATE KEY-----', '\\nProc-Type: 4,ENCRYPTED\\nDEK-Info: AES-128-CBC,0011AABB\\n\\n'],
    ['-----BEGIN PGP ', 'PRIVATE KEY BLOCK-----', '\nVersion: GnuPG v2\nComment: of nobody\n\n'],
    ['-----BEGIN PGP ', 'PRIVATE KEY BLOCK-----', '\n\n'],
  ])('is all of a key that has headers: %s%s%j', (begin, named, headers) => {
    const body = `${'QUJD'.repeat(16)}\n${'REVG'.repeat(9)}==`
    const text = `RUN echo '${begin}${named}${headers}${body}\n-----END' > key`
    const hints = secretsIn(text)
    expect(hints.map(({what}) => what)).toEqual(['a private key'])
    expect(hints[0]!.secret.trim()).toContain(body)
    expect(masked(text)).not.toMatch(/QUJD|REVG/)
    expect(masked(text)).toMatch(/^RUN echo '-----BEGIN .*-----END' > key$/s)
  })

  it('is masked once: what is masked stays as it is', () => {
    for (const text of [
      `a ${github} b`,
      'ENV DB_PASSWORD="correct horse"',
      'x --token abcdefgh',
      'Authorization: Bearer abcdefgh',
    ])
      expect(masked(masked(text))).toBe(masked(text))
  })

  it.each([
    ['PRIVATE_KEY=-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----', 'a private key'],
    ['PRIVATE_KEY="-----BEGIN RSA PRIVATE KEY-----\nMIIEabcdefghi\n-----END RSA PRIVATE KEY-----"', 'a private key'],
    ['{"private_key": "-----BEGIN PRIVATE KEY-----\\nMIIEabcdefg\\n-----END PRIVATE KEY-----"}', 'a private key'],
    [`TOKEN=x-access-token:ghp_${'a1B2'.repeat(9)}`, 'a GitHub token'],
    [`deploy --token x-access:ghp_${'a1B2'.repeat(9)} next`, 'a GitHub token'],
    ['DATABASE_PASSWORD=postgres://u:hunter22@h/db', 'a password in an address'],
  ])('is masked once where two patterns find it: %j', (text, what) => {
    expect(secretsIn(text).map(hint => hint.what)).toEqual([what])
    for (const mark of ['…', '...'] as const) {
      const once = masked(text, mark)
      expect(once.split('characters)')).toHaveLength(2)
      expect([masked(once, '…'), masked(once, '...')]).toEqual([once, once])
    }
  })

  it('takes time by length alone', () => {
    const start = process.cpuUsage()
    for (const text of [
      'a-'.repeat(200_000),
      '://a:'.repeat(80_000),
      'password='.repeat(40_000),
      'eyJ'.repeat(100_000),
      `${' '.repeat(400_000)}=`,
    ]) {
      masked(text)
    }
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(10)
  })
})

describe('files that hold secrets', () => {
  it.each([
    ['root/.ssh/id_rsa', key, 'a private SSH key'],
    ['root/.ssh/id_rsa', null, 'a private SSH key'],
    ['etc/ssl/private/server.key', key, 'a private key'],
    ['root/.aws/credentials', '[default]\naws_secret_access_key = x', 'AWS credentials'],
    ['root/.docker/config.json', '{"auths": {"r": {"auth": "dXNlcg=="}}}', 'registry credentials'],
    ['root/.kube/config', 'users:\n- user:\n    client-key-data: x', 'a kubeconfig'],
    ['app/.npmrc', '//npm.example/:_authToken=x1', 'an npm token'],
    ['root/.netrc', 'machine x login y password z', 'a login of netrc'],
    ['root/.git-credentials', 'https://me:pass@example.org', 'git credentials'],
    ['app/.git/config', 'url = https://me:pass@example.org/x.git', 'a token in a git remote'],
    ['app/.env', 'DB_PASSWORD=hunter2222', 'secrets of an environment file'],
    ['app/.env.production', 'DB_PASSWORD=hunter2222', 'secrets of an environment file'],
  ])('%s', (path, text, what) => expect(secretFile(path, text)).toBe(what))

  it.each([
    ['etc/ssl/certs/ca.pem', '-----BEGIN CERTIFICATE-----'],
    ['etc/ssl/certs/ca.pem', null],
    ['app/.npmrc', 'registry=https://npm.example'],
    ['app/.npmrc', '//r/:_authToken=$NPM_TOKEN'],
    ['app/.env', 'PORT=80'],
    ['app/.env.example', 'DB_PASSWORD=hunter2222'],
    ['root/.docker/config.json', '{"auths": {}}'],
    ['app/id_rsa.pub', 'ssh-rsa AAAA'],
    ['app/config.json', '{"auth": "x"}'],
  ])('not %s', (path, text) => expect(secretFile(path, text)).toBe(null))
})

describe('keys that everybody has', () => {
  it.each([
    'app/node_modules/ssh2/test/fixtures/id_rsa',
    'usr/lib/python3/dist-packages/x/tests/key.pem',
    'usr/share/doc/x/examples/key.pem',
    'usr/local/go/src/crypto/tls/testdata/example-key.pem',
    'etc/ssl/private/ssl-cert-snakeoil.key',
  ])('are no secrets: %s', path => expect(secretFileAt(path)).toBe(null))

  it('but a key of a test of yours may be one', () => {
    expect(secretFileAt('app/test/id_rsa')).toBe('a private SSH key')
  })
})

describe('a mask', () => {
  it.each(['en', 'zh'] as const)('is known as one in %s, and is not masked again', async language => {
    await speakLanguage(language)
    try {
      const text = `ENV ${language.toUpperCase()}_PASSWORD=hunter2222 TOKEN=${github}`
      expect(isMasked(text)).toBe(false)
      expect(isMasked(masked(text))).toBe(true)
      expect(masked(masked(text))).toBe(masked(text))
      expect(masked(text)).toContain(language === 'zh' ? 'gh…(40 个字符)' : 'gh…(40 characters)')
    } finally {
      await speakLanguage('en')
    }
  })
})

describe('the findings', () => {
  const env = file('app/.env', 0, {content: 'DB_PASSWORD=hunter2222'})
  const steps: readonly Step[] = [
    {by: `RUN |1 TOKEN=${github} /bin/sh -c npm ci # buildkit`, puts: [file('app/x', 100)]},
    {by: 'COPY . /app # buildkit', puts: [env]},
    {by: 'RUN /bin/sh -c chown 5 /app/.env # buildkit', puts: [{...env, uid: 5}]},
    {by: 'RUN /bin/sh -c rm /app/.env # buildkit', puts: [{path: 'app/.wh..env'}]},
  ]

  it('tell of files that a later layer took away, once, and of build arguments', async () => {
    const {findings} = await analysed(steps, {env: ['A=1', `NPM_TOKEN=${github}`], labels: {key: key}})
    const secrets = findings.filter(({kind}) => kind === 'secret')
    expect(secrets.map(({summary}) => summary).sort()).toEqual([
      expect.stringMatching(
        /^layer 1 holds what looks like secrets of an environment file: \/app\/\.env, and still does though layer 3/,
      ),
      expect.stringMatching(/^the label key holds what looks like a private key: QU…/),
      // Once, though a build argument has it too.
      'the variable NPM_TOKEN holds what looks like a GitHub token: gh…(40 characters), and so does the instruction RUN of layer 0',
    ])
    expect(findings.slice(0, 3)).toEqual(secrets)
    const alone = (await analysed([steps[0]!, {...steps[0]!, puts: []}])).findings.map(({summary}) => summary)
    expect(alone).toEqual([
      'the instruction RUN of layer 0 holds what looks like a GitHub token: gh…(40 characters), and so does the instruction RUN of layer 1',
    ])
  })

  it('never say a secret whole, whichever rule speaks', async () => {
    const told = JSON.stringify(
      await analysed(steps, {env: [`NPM_TOKEN=${github}`], labels: {key}}),
      (name, value: unknown) => (name === 'union' ? undefined : value),
    )
    for (const secret of [github, 'hunter2222', 'QUJD'.repeat(40)]) expect(told).not.toContain(secret)
  })

  it('go by the name alone where nothing can be read, and say so', async () => {
    const ssh = [{by: 'COPY . /', puts: [file('root/.ssh/id_rsa', 0, {content: key}), env]}]
    const {findings} = await analysed(ssh, {readable: false})
    expect(findings.filter(({kind}) => kind === 'secret').map(({summary}) => summary)).toEqual([
      expect.stringContaining('(by its name: it could not be read)'),
    ])
  })
})
