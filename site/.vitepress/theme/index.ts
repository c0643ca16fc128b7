/** VitePress's theme without its fonts, in the colours of the package's pictures. */

import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import LiveProgram from './live-program.vue';
import './style.css';

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('LiveProgram', LiveProgram);
  },
};
export default theme;
