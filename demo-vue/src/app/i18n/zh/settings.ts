import type { Messages } from '..'

export const settings: Messages['settings'] = {
  title: '设置',
}
