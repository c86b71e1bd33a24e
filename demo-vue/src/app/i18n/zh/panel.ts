import type { Messages } from '..'

export const panel: Messages['panel'] = {
  members: '成员',
}
