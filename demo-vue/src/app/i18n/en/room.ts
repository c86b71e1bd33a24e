export const room = {
  messages: 'Messages',
}
