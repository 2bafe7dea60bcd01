/** The page's own letters, fetched once the conversation is there: until then it is read in the device's. */
import regular from '@fontsource/source-sans-3/files/source-sans-3-latin-400-normal.woff2'
import strong from '@fontsource/source-sans-3/files/source-sans-3-latin-600-normal.woff2'

/** Brings the letters in; where they cannot be had, the device's stay. */
export async function bringLetters(): Promise<void> {
  const faces = [
    new FontFace('Source Sans 3', `url(${regular})`, { weight: '400' }),
    new FontFace('Source Sans 3', `url(${strong})`, { weight: '600' }),
  ]
  // Both at once: words do not change their letters twice.
  await Promise.all(faces.map((face) => face.load()))
  for (const face of faces) document.fonts.add(face)
}
