/** Telling of messages while the page is not looked at, as far as the user and each room want it. */
import { onScopeDispose, readonly, ref } from 'vue'
import { isMentioned, textOf } from '../../client'
import type { EventOf } from '../../client'
import { useI18n } from '../i18n'
import { useRoomTitle } from './room'
import { useRoute } from './route'
import { useSession } from './session'
import { stored } from './storage'

const MAX_TEXT = 200

const keptOn = stored('notifications')
const keptText = stored('notifications.text')
const supported = () => 'Notification' in globalThis
const permission = () => (supported() ? Notification.permission : 'denied')

const on = ref(keptOn.get() === 'on' && permission() === 'granted')
const text = ref(keptText.get() !== 'off')
const denied = ref(supported() && permission() === 'denied')

/** To be called from a click: a browser asks nobody who has not asked for it. */
async function setOn(to: boolean): Promise<void> {
  const granted = to && supported() && (await Notification.requestPermission()) === 'granted'
  denied.value = supported() && permission() === 'denied'
  on.value = granted
  keptOn.set(granted ? 'on' : undefined)
}

function setText(to: boolean): void {
  text.value = to
  keptText.set(to ? undefined : 'off')
}

export function useNotificationSettings() {
  return { supported, on: readonly(on), text: readonly(text), denied: readonly(denied), setOn, setText }
}

/** As long as its component lives. */
export function useNotifications(): void {
  const { client } = useSession()
  const { m } = useI18n()
  const { go } = useRoute()
  const titleOf = useRoomTitle()

  function wants({ room, message }: EventOf<'message'>): boolean {
    const me = client.user?.id
    if (!on.value || !document.hidden || message.sender === me || message.recalled) return false
    const notify = client.room(room).info?.mine.notify
    return notify === 'all' || (notify === 'mentions' && isMentioned(me, message))
  }

  function show({ room, message }: EventOf<'message'>): void {
    const info = client.room(room).info
    if (!info) return
    const body = text.value && message.content ? m.value.settings.said(message.senderName, textOf(message.content).slice(0, MAX_TEXT)) : m.value.settings.saidSomething(message.senderName)
    try {
      // One for each room: the next takes its place.
      const shown = new Notification(titleOf(info), { body, tag: room, icon: 'favicon.svg' })
      shown.onclick = () => {
        window.focus()
        go({ at: 'room', room })
        shown.close()
      }
    } catch {
      // Browsers of phones have the word, and let service workers alone use it.
    }
  }

  onScopeDispose(client.on('event', (event) => event.type === 'message' && wants(event) && show(event)))
}
