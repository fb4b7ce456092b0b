import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {command} from './command.ts'
import {lacks} from './tools.ts'

/** A path of more than 255 bytes, with names of more than 100. */
export const LONG_PATH = `data/long/${'folder-'.repeat(20)}/${'name-'.repeat(30)}.txt`
const LONG_FOLDER = LONG_PATH.slice(0, LONG_PATH.lastIndexOf('/'))

/** Names beyond ASCII, with a space, a quote, a backslash and a newline. */
export const ODD_NAMES = [
  'grüße',
  '日本語',
  'e\u0301 combining',
  'a "quoted" name',
  'back\\slash',
  'new\nline',
  '-dash',
  '🎉',
]

/** Each element becomes one layer; together they make every kind of change that a layer can hold. */
export const STEPS: readonly (readonly string[])[] = [
  [
    'mkdir -p /data/gone/deeper /data/swap /data/opaque/sub /data/empty /data/later /var/volume',
    'cd /data && echo one > modified && echo two > mode && echo three > owner && echo four > time && echo five > same',
    'echo six > deleted && echo seven > gone/a && echo eight > gone/deeper/b && echo nine > swap/inside',
    'echo ten > opaque/x && echo eleven > opaque/y && echo twelve > opaque/sub/z && echo thirteen > later/w',
    'ln -s modified symlink && ln -s /nowhere/at/all dangling && ln -s ../../etc/passwd up && ln -s modified turned-to-file',
    'echo fourteen > first && ln first second && echo fifteen > third && ln third fourth',
    'echo sixteen > kept && ln kept kept-too && echo seventeen > turned-to-link',
    'mkfifo fifo && mknod char c 1 3 && mknod block b 7 200',
    'cp /bin/busybox setuid && chmod 4755 setuid && mkdir sticky && chmod 1777 sticky && mkdir setgid && chmod 2775 setgid',
    'dd if=/dev/zero of=zeros bs=1024 count=300 && chown 70000:123456 zeros && touch empty-file',
    `mkdir -p "/${LONG_FOLDER}" && echo long > "/${LONG_PATH}"`,
    'touch -d "1985-10-26 01:21:00" old && touch -d "2038-01-20 00:00:00" far',
  ],
  [
    'cd /data && echo changed > modified && chmod 600 mode && chown app:app owner && touch -d "2001-02-03 04:05:06" time',
    'cp -p same copy && mv copy same',
    'rm deleted && rm -rf gone && rm -rf swap && echo "was a folder" > swap',
    'ln -sfn mode symlink && rm second && rm third',
    'rm turned-to-file && echo "was a link" > turned-to-file && rm turned-to-link && ln -s modified turned-to-link',
  ],
  [
    'cd /data && rm -rf opaque && mkdir opaque && echo new > opaque/new',
    'rm swap && mkdir swap && echo "a folder again" > swap/inside',
    'echo back > deleted && chown app first',
  ],
  ['rm -rf /data/later /data/zeros'],
  [':'],
]

/** Writes the files of a Dockerfile's build context into a folder. The image stands on `corpus-base:1`. */
export async function writeBuildContext(folder: string): Promise<void> {
  mkdirSync(folder, {recursive: true})
  const odd = join(folder, 'odd')
  mkdirSync(join(odd, 'data/odd'), {recursive: true})
  for (const name of ODD_NAMES) writeFileSync(join(odd, 'data/odd', name), `${name}\n`)
  writeFileSync(join(odd, 'data/capable'), 'a file with a capability\n')
  const xattrs: string[] = []
  if (lacks('xattrs') === null) {
    await command('setcap', ['cap_net_bind_service+ep', join(odd, 'data/capable')])
    xattrs.push('--xattrs', '--xattrs-include=security.capability')
  }
  const tar = ['-cf', join(folder, 'odd.tar'), '--format=pax', ...xattrs, '--numeric-owner', '--owner=0', '--group=0']
  await command('tar', [...tar, '-C', odd, 'data'])
  writeFileSync(join(folder, 'Dockerfile'), dockerfile())
}

function dockerfile(): string {
  const runs = STEPS.map(commands => `RUN ${commands.join(' && ')}`)
  return [
    'FROM corpus-base:1',
    'ENV PATH=/bin GREETING="hello world"',
    runs[0],
    'ADD odd.tar /',
    ...runs.slice(1),
    // Someone's build may put a title-setting escape into a label; it must never reach a terminal.
    'LABEL title="steps" hostile="\u001b]0;owned\u0007\u001b[31mred"',
    'EXPOSE 8080/tcp 53/udp',
    'VOLUME /var/volume',
    'USER app:app',
    'WORKDIR /home',
    'ENTRYPOINT ["/bin/sh", "-c"]',
    'CMD ["echo $GREETING"]',
    '',
  ].join('\n')
}
