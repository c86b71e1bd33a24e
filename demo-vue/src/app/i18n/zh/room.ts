import type { Messages } from '..'

export const room: Messages['room'] = {
  messages: '消息',
}
