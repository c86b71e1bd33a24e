import type { Messages } from '..'

export const rooms: Messages['rooms'] = {
  title: '聊天室',
}
