/** VitePress's theme without its fonts, in the colours of the package's pictures. */

import type { Router, Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import LiveProgram from './live-program.vue';
import './style.css';

/** `/guide/` and `/guide/index.html` are one page. */
const nameOf = (path: string): string => path.replace(/(index)?(\.html)?$/, '');

/**
 * Every page is loaded whole. So what it says stands once in the site, in its HTML; the module with
 * the same words again, which changing pages in place would need, is left out (../../build.ts).
 */
function loadWhole(router: Router): void {
  let isFirst = true;
  router.onBeforeRouteChange = (to) => {
    const target = new URL(to, location.href);
    if (nameOf(target.pathname) === nameOf(location.pathname)) return true;
    location.href = target.href;
    return false;
  };
  router.onBeforePageLoad = () => {
    const isWanted = isFirst;
    isFirst = false;
    return isWanted;
  };
}

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app, router }) {
    app.component('LiveProgram', LiveProgram);
    if (!import.meta.env.SSR) loadWhole(router);
  },
};
export default theme;
