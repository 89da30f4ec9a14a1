import typescript from '@typescript-eslint/parser';
import vue from 'eslint-plugin-vue';
import vueParser from 'vue-eslint-parser';

export default [
  { ignores: ['dist/', 'test-results/', 'playwright-report/', 'src/shared/api.d.ts', 'src/components.d.ts'] },
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.ts', '**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: typescript, sourceType: 'module' } },
    rules: {
      // What the Content-Security-Policy and Trusted Types forbid (see e2e/fixtures.ts).
      'vue/no-static-inline-styles': 'error',
      'vue/no-v-html': 'error',
      'no-restricted-properties': ['error', { property: 'innerHTML' }, { property: 'outerHTML' }],
      'no-eval': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/define-macros-order': 'error',
      'vue/no-unused-properties': 'error',
      'vue/no-unused-refs': 'error',
      'vue/component-api-style': ['error', ['script-setup']],
      // Layout of templates is a matter of line length, not of a count of attributes.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['warn', { html: { void: 'always' } }],
      'vue/multi-word-component-names': 'off',
      // An optional prop is undefined where it is not given, as its type says.
      'vue/require-default-prop': 'off',
    },
  },
];
