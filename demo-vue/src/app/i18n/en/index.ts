import { panel } from './panel'
import { room } from './room'
import { rooms } from './rooms'
import { settings } from './settings'
import { shell } from './shell'

export const en = { shell, rooms, room, panel, settings }
