export { Visitor, Visitors } from './browser'
export { TooLate, within } from './deadline'
export { FaultProxy } from './proxy'
export { ChatServer } from './server'
