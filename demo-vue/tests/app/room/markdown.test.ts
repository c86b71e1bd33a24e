import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { isJumbo } from '../../../src/app/room/emoji'
import { MessageText } from '../../../src/app/room/MessageText'
import { loadMarkdown, plain } from '../../../src/app/room/markdown'

beforeAll(() => loadMarkdown())

const ALLOWED = new Set(['P', 'BR', 'STRONG', 'EM', 'S', 'CODE', 'PRE', 'BLOCKQUOTE', 'UL', 'OL', 'LI', 'A', 'SPAN'])
const mounted = (text: string, mentions: { id: string; name: string }[] = []) => mount(MessageText, { props: { text, mentions, me: 'alice' } })
const rendered = (...of: Parameters<typeof mounted>) => mounted(...of).element as HTMLElement
const html = (text: string) => mounted(text).html({ raw: true }).replace(/^<div[^>]*>|<\/div>$/g, '')

describe('what somebody wrote', () => {
  it('may have marks', () => {
    expect(html('**a** *b* ~~c~~ `d`')).toBe('<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>')
    expect(html('> a\n\n3. b\n4. c')).toBe('<blockquote><p>a</p></blockquote><ol start="3"><li>b</li><li>c</li></ol>')
    expect(html('```ts\na < b\n```')).toBe('<pre tabindex="0"><code>a &lt; b</code></pre>')
  })

  it('keeps its lines', () => {
    expect(html('a\nb')).toBe('<p>a<br>b</p>')
  })

  it('has links to the web and to mail that tell nothing of this page', () => {
    const link = rendered('see https://example.org/a?b=c').querySelector('a')
    expect(link?.getAttribute('href')).toBe('https://example.org/a?b=c')
    expect(link?.getAttribute('rel')).toBe('noopener noreferrer nofollow')
    expect(link?.getAttribute('target')).toBe('_blank')
    expect(rendered('[mail](mailto:a@example.org)').querySelector('a')?.getAttribute('href')).toBe('mailto:a@example.org')
  })

  it('says where a link goes that looks like another one', () => {
    expect(rendered('[https://bank.example](https://evil.example/)').querySelector('a')?.title).toBe('https://evil.example/')
  })

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\nscript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](file:///etc/passwd)',
    '[x](/relative)',
    '[x](//evil.example)',
    '<javascript:alert(1)>',
    '[x]: javascript:alert(1)\n\n[x]',
  ])('has no link to anything else: %s', (text) => {
    expect([...rendered(text).querySelectorAll('a')].map((a) => a.getAttribute('href')).filter((href) => !/^(https?|mailto):/.test(href ?? ''))).toEqual([])
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '![x](https://example.org/x.png)',
    '# heading',
    'heading\n=====',
    '---',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '<details open ontoggle=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '&lt;script&gt;',
    `${'>'.repeat(500)} deep`,
    `${'- '.repeat(500)}deep`,
    '\u202Ereversed \u0000 \uD800',
  ])('is made of a few tags alone, and shows the rest as it is: %s', (text) => {
    const all = [...rendered(text).querySelectorAll('*')]
    expect(all.map((each) => each.tagName).filter((tag) => !ALLOWED.has(tag))).toEqual([])
    expect(all.flatMap((each) => each.getAttributeNames()).filter((name) => !['href', 'title', 'target', 'rel', 'start', 'tabindex', 'class'].includes(name))).toEqual([])
  })

  it('shows HTML as text', () => {
    expect(rendered('<script>alert(1)</script> <b>x</b>').textContent).toBe('<script>alert(1)</script> <b>x</b>')
  })

  it('has chips for those it mentions, the own one apart', () => {
    const mentions = [{ id: 'alice', name: 'Alice' }, { id: 'bob', name: 'Bob' }]
    const chips = [...rendered('Hi @Bob and @alice, not a@Bob.org or `@Bob`', mentions).querySelectorAll('.mention')]
    expect(chips.map((each) => [each.textContent, each.classList.contains('mine')])).toEqual([['@Bob', false], ['@alice', true]])
  })

  it('is shown as it is as long as there is no parser', () => {
    expect(plain('**a**\nb')).toEqual([{ tag: 'p', nodes: ['**a**', { tag: 'br', nodes: [] }, 'b'] }])
  })

  it('is large if it is nothing but a picture or three', () => {
    expect(['👍', '❤️', '👩‍🚀', '🇨🇳', '🎉 🎉 🎉'].map(isJumbo)).toEqual([true, true, true, true, true])
    expect(['', '1', '👍👍👍👍', 'ok 👍', '哈'].map(isJumbo)).toEqual([false, false, false, false, false])
  })
})
