/** The colours of the editor's theme as they are at the moment, for an exported file. */
import { type Colours, colourNames, themeVariables } from '../graph/style';

const lastResort: Partial<Colours> = { background: '#ffffff', box: '#ffffff', font: 'sans-serif' };

export function currentColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const currently = (name: keyof Colours) =>
    themeVariables[name]
      .map((variable) => style.getPropertyValue(`--vscode-${variable}`).trim())
      .find((value) => value !== '') ??
    lastResort[name] ??
    '#000000';
  return Object.fromEntries(colourNames.map((name) => [name, currently(name)])) as unknown as Colours;
}
