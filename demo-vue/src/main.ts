import { createApp } from 'vue'
import './app/styles/tokens.css'
import './app/styles/base.css'
import App from './app/App.vue'

createApp(App).mount('#app')
