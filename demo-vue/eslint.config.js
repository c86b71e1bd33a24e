import js from '@eslint/js'
import { defineConfigWithVueTs, vueTsConfigs } from '@vue/eslint-config-typescript'
import a11y from 'eslint-plugin-vuejs-accessibility'
import vue from 'eslint-plugin-vue'

export default defineConfigWithVueTs(
  js.configs.recommended,
  vue.configs['flat/recommended'],
  a11y.configs['flat/recommended'],
  vueTsConfigs.recommendedTypeChecked,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      'max-lines': ['error', 400],
      eqeqeq: 'error',
      // Text is rendered as text.
      'vue/no-v-html': 'error',
      'no-restricted-properties': ['error', { property: 'innerHTML' }, { property: 'outerHTML' }, { property: 'insertAdjacentHTML' }],
      // How a tag is broken into lines is left to whoever reads it.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      // What a prop is when it is not given, its type says.
      'vue/require-default-prop': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'always' } }],
      // A label that names its field by id is as good as one around it.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  {
    // The client is framework-free: it may be published by itself.
    files: ['src/client/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['vue', 'vue/*', '@vue/*', '**/app/**'] }] },
  },
)
