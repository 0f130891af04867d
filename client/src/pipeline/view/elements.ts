/** Makes elements. Text becomes text: nothing here reads HTML. */
import type { SvgElement } from '../graph/svg';

type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element of HTML. `true` sets an attribute without a value, `false` and undefined leave it out. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children);
  return element;
}

/** A button that does something. */
export function button(
  attributes: Attributes,
  does: () => void,
  ...children: readonly (Node | string)[]
): HTMLButtonElement {
  const element = html('button', { type: 'button', ...attributes }, ...children);
  element.addEventListener('click', does);
  return element;
}

/** A drawing made real. */
export function real({ tag, attributes, children }: SvgElement): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children.map((child) => (typeof child === 'string' ? child : real(child))));
  return element;
}
