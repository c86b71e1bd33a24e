/**
 * Message text as a small tree of what may be shown: no HTML, no pictures, no headings, links to the web and to mail
 * alone. The parser is a third of a page's budget, so it comes as a chunk of its own; without it text is shown as it is.
 */
import type { MarkdownIt, Token } from 'markdown-it'

export type Tag = 'p' | 'br' | 'strong' | 'em' | 's' | 'code' | 'pre' | 'blockquote' | 'ul' | 'ol' | 'li' | 'a'
export interface Branch {
  readonly tag: Tag
  readonly nodes: Node[]
  /** Of a link. */
  readonly href?: string
  /** Where an ordered list begins. */
  readonly start?: number
}
export type Node = string | Branch

const TAGS: ReadonlySet<string> = new Set(['p', 'strong', 'em', 's', 'blockquote', 'ul', 'ol', 'li', 'a'])
const LINK = /^(?:https?|mailto):/i
/** Quotes in quotes in lists: deeper ones are shown as text. */
const MAX_NESTING = 20

let parser: MarkdownIt | undefined

/** Never rejects. Once it is there, a second call does nothing. */
export async function loadMarkdown(): Promise<void> {
  if (parser) return
  try {
    const { default: create } = await import('markdown-it')
    parser = create({ html: false, linkify: true, breaks: true, typographer: false })
    parser.set({ maxNesting: MAX_NESTING })
    parser.disable(['image', 'heading', 'lheading', 'hr', 'table', 'reference'])
    parser.validateLink = (url) => LINK.test(url.trim())
  } catch {
    // The server is away, or has another version by now: with the next room it is tried again.
  }
}

export function parse(text: string): Node[] {
  return parser ? treeOf(parser.parse(text, {})) : plain(text)
}

/** A paragraph with its line breaks, and nothing else. */
export function plain(text: string): Node[] {
  return [{ tag: 'p', nodes: text.split('\n').flatMap((line, at) => (at === 0 ? [line] : [{ tag: 'br' as const, nodes: [] }, line])) }]
}

function treeOf(tokens: readonly Token[]): Node[] {
  const root: Node[] = []
  const open: Node[][] = [root]
  for (const token of tokens) {
    const nodes = open.at(-1) ?? root
    if (token.type === 'inline') nodes.push(...treeOf(token.children ?? []))
    else if (token.nesting === 1) open.push(opened(token, nodes))
    else if (token.nesting === -1) open.pop()
    else nodes.push(...leaf(token))
  }
  return root
}

/** Where the content of it goes: into the node itself, or around it where the tag is none of ours. */
function opened(token: Token, nodes: Node[]): Node[] {
  if (!TAGS.has(token.tag) || token.hidden) return nodes
  const href = attribute(token, 'href')
  if (token.tag === 'a' && (href === undefined || !LINK.test(href))) return nodes
  const start = Number(attribute(token, 'start') ?? 1)
  const branch: Branch = { tag: token.tag as Tag, nodes: [], ...(href !== undefined && { href }), ...(token.tag === 'ol' && start !== 1 && { start }) }
  nodes.push(branch)
  return branch.nodes
}

function attribute(token: Token, name: string): string | undefined {
  const value = token.attrGet(name)
  return value === null ? undefined : String(value)
}

function leaf(token: Token): Node[] {
  switch (token.type) {
    case 'softbreak':
    case 'hardbreak':
      return [{ tag: 'br', nodes: [] }]
    case 'code_inline':
      return [{ tag: 'code', nodes: [token.content] }]
    case 'code_block':
    case 'fence':
      return [{ tag: 'pre', nodes: [{ tag: 'code', nodes: [token.content.replace(/\n$/, '')] }] }]
    default:
      return token.content === '' ? [] : [token.content]
  }
}
