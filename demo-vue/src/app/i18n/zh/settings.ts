import type { Messages } from '..'

export const settings: Messages['settings'] = {
  title: '设置',
  devices: '设备',
  shortcuts: '键盘快捷键',
  signOut: '退出登录',
  site: '离开聊天',
  theme: '主题',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  themeIs: (theme) => `主题：${theme}`,
  notify: '通知',
  notifyHint: '页面不在前台时通知。每个聊天室可在详情中单独设置。',
  notifyDenied: '浏览器禁止了本页面的通知，请在浏览器设置中允许。',
  notifyUnsupported: '此浏览器不支持通知。',
  notifyText: '显示消息内容',
  notifyTextHint: '关闭后只显示发送者和聊天室。',
  enterSends: '按 Enter 发送消息，按 Shift+Enter 换行。',
  wires: {
    websocket: '通过 WebSocket 连接。',
    sse: '通过事件流连接：此网络不支持 WebSocket。',
    longPoll: '通过长轮询连接：此网络不支持 WebSocket 和事件流。',
    poll: '通过轮询连接，消息可能延迟几秒。',
  },
  said: (name, text) => `${name}：${text}`,
  saidSomething: (name) => `${name}发来新消息`,

  devicesHint: '你当前登录的位置。',
  unknownDevice: '未知设备',
  since: (when) => `登录于 ${when}`,
  thisDevice: '本机',
  signOutOthers: (n) => `退出其他 ${n} 台设备`,

  keys: {
    switch: '跳转到聊天室',
    previous: '上一个聊天室',
    next: '下一个聊天室',
    send: '发送',
    newLine: '换行',
    escape: '关闭当前窗口',
    help: '显示本帮助',
    helpWriting: '显示本帮助（输入时也可用）',
  },
}
