import { plural } from '../plural'

export const settings = {
  title: 'Settings',
  devices: 'Devices',
  shortcuts: 'Keyboard shortcuts',
  signOut: 'Sign out',
  site: 'Leave the chat',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  themeIs: (theme: string) => `Theme: ${theme.toLowerCase()}`,
  notify: 'Notifications',
  notifyHint: 'While this page is out of sight. Each room has its own say in its details.',
  notifyDenied: 'The browser forbids them for this page; allow them in its settings.',
  notifyUnsupported: 'This browser has none.',
  notifyText: 'Show the text',
  notifyTextHint: 'Else only who wrote, and where.',
  enterSends: 'Enter sends a message, Shift and Enter begin a new line.',
  wires: {
    websocket: 'Connected by WebSocket.',
    sse: 'Connected by an event stream: no WebSocket gets through here.',
    longPoll: 'Connected by long polls: neither WebSocket nor event streams get through here.',
    poll: 'Connected by polls, so messages may take a few seconds.',
  },
  said: (name: string, text: string) => `${name}: ${text}`,
  saidSomething: (name: string) => `New message from ${name}`,

  devicesHint: 'Where you are signed in at this moment.',
  unknownDevice: 'Unknown device',
  since: (when: string) => `since ${when}`,
  thisDevice: 'this one',
  signOutOthers: (n: number) => `Sign out ${plural(n, 'other', 'others')}`,

  keys: {
    switch: 'Go to a room',
    previous: 'Previous room',
    next: 'Next room',
    send: 'Send',
    newLine: 'New line',
    escape: 'Close what is open',
    help: 'This help',
    helpWriting: 'This help, also while writing',
  },
}
