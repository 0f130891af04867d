/** The style sheet of the drawing, the same in the view and in an exported file; only where colours come from differs. */

export const colourNames = [
  'background',
  'foreground',
  'muted',
  'box',
  'boxBorder',
  'jump',
  'ct',
  'learn',
  'warning',
  'untracked',
  'fresh',
  'established',
  'other',
  'invalid',
  'font',
] as const;

/** Each a value of CSS; `font` is the name of a font. */
export type Colours = Readonly<Record<(typeof colourNames)[number], string>>;

/** Which of the editor's colours is used for what, the first of them that a theme has. */
export const themeVariables: Readonly<Record<keyof Colours, readonly string[]>> = {
  background: ['editor-background'],
  foreground: ['editor-foreground', 'foreground'],
  muted: ['descriptionForeground', 'foreground'],
  box: ['editorWidget-background', 'editor-background'],
  boxBorder: ['contrastBorder', 'descriptionForeground', 'foreground'],
  jump: ['descriptionForeground', 'foreground'],
  ct: ['charts-blue', 'foreground'],
  learn: ['charts-purple', 'foreground'],
  warning: ['editorWarning-foreground', 'charts-orange'],
  untracked: ['descriptionForeground', 'foreground'],
  fresh: ['charts-green', 'foreground'],
  established: ['charts-blue', 'foreground'],
  other: ['charts-purple', 'foreground'],
  invalid: ['charts-red', 'errorForeground', 'foreground'],
  font: ['font-family'],
};

/** The colours of whatever theme the editor has at the moment. */
export const liveColours = Object.fromEntries(
  colourNames.map((name) => [name, variable(themeVariables[name])]),
) as Record<keyof Colours, string>;

/** The style sheet. */
export function drawingStyle(colours: Colours): string {
  const line = (kind: string, colour: string, dashes = '') =>
    `.edge-${kind} .line{stroke:${colour};${dashes}}.head-${kind} path,.edge-${kind} .label{fill:${colour}}`;
  const chip = (names: string[], colour: string) =>
    `${names.map((name) => `.chip-${name} rect`).join(',')}{stroke:${colour};fill:${colour}}`;
  return [
    `.drawing{font-family:${colours.font};font-size:12px}`,
    `.drawing text{fill:${colours.foreground}}`,
    `.box{fill:${colours.box};stroke:${colours.boxBorder};stroke-width:1;stroke-opacity:.6}`,
    `.title{font-size:14px;font-weight:600}`,
    `.drawing .count{fill:${colours.muted}}`,
    '.unreached .box,.missing .box{stroke-dasharray:5 4}',
    `.has-dead .box,.unreached .box{stroke:${colours.warning};stroke-opacity:1}`,
    '.chip text{font-size:11px}',
    '.chip rect{fill-opacity:.14;stroke-width:1}',
    chip(['untracked', 'any', 'none'], colours.untracked),
    chip(['new'], colours.fresh),
    chip(['tracked', 'est', 'rpl'], colours.established),
    chip(['rel', 'snat', 'dnat'], colours.other),
    chip(['inv'], colours.invalid),
    `.icon{fill:none;stroke:${colours.muted};stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}`,
    `.mark-dead .icon,.mark-unreached .icon,.mark-missing .icon{stroke:${colours.warning}}`,
    '.line{fill:none;stroke-width:1.5}',
    '.target{fill:none;stroke:none;stroke-width:12;pointer-events:stroke}',
    line('jump', colours.jump),
    line('ct', colours.ct, 'stroke-width:2;stroke-dasharray:8 4'),
    line('learn', colours.learn, 'stroke-width:2;stroke-dasharray:1 5;stroke-linecap:round'),
    '.label{font-size:11px;font-weight:600}',
    `.label-back{fill:${colours.background}}`,
    `.fold rect{fill:${colours.background};stroke:${colours.muted}}`,
    '.fold text{font-size:12px;font-weight:600}',
  ].join('\n');
}

function variable(names: readonly string[]): string {
  const [first, ...rest] = names;
  return `var(--vscode-${first}${rest.length > 0 ? `, ${variable(rest)}` : ''})`;
}
