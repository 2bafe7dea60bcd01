/** Fits the page to what is seen of it: where a keyboard covers the screen without the page being told. */
export function fitToView() {
  const view = window.visualViewport
  view?.addEventListener('resize', () => {
    // Enlarged with two fingers, the page stays as it is.
    if (view.scale === 1) document.documentElement.style.setProperty('--screen', `${view.height}px`)
  })
}
