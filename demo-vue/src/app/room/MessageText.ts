import { defineComponent, h } from 'vue'
import type { PropType, VNodeChild } from 'vue'
import { parse } from './markdown'
import type { Branch, Node } from './markdown'
import { ALL, split } from './mentions'
import type { Mentionable } from './mentions'

/** What somebody wrote: made of nodes, never of HTML. Mentions become chips, except in code and links. */
export const MessageText = defineComponent({
  props: {
    text: { type: String, required: true },
    mentions: { type: Array as PropType<readonly Mentionable[]>, default: () => [] },
    /** Whose own mentions stand out. */
    me: { type: String, default: undefined },
  },
  setup(props) {
    const chips = (text: string): VNodeChild[] =>
      split(text, props.mentions).map((part) =>
        typeof part === 'string' ? part : h('span', { class: ['mention', { mine: part.id === props.me || part.id === ALL }] }, `@${part.name}`),
      )

    function shown(node: Node, bare = false): VNodeChild {
      if (typeof node === 'string') return bare ? node : chips(node)
      const { tag, nodes } = node
      const inside = nodes.map((each) => shown(each, bare || tag === 'code' || tag === 'a'))
      return h(tag, attributes(node), inside)
    }

    return () => h('div', { class: 'text', dir: 'auto' }, parse(props.text).map((node) => shown(node)))
  },
})

function attributes({ tag, href, start, nodes }: Branch): Record<string, unknown> {
  if (tag === 'ol' && start !== undefined) return { start }
  if (tag === 'pre') return { tabindex: 0 } // it scrolls sideways, also by keyboard
  if (tag !== 'a') return {}
  // A link that looks like another one says where it goes.
  const title = nodes.length === 1 && nodes[0] === href ? undefined : href
  return { href, title, target: '_blank', rel: 'noopener noreferrer nofollow' }
}
