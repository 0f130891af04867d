import { commands, type Disposable, Location, Position, Range, Uri } from 'vscode';
import { showReferencesCommand } from './names';

/** A position as the server writes it. */
interface SentPosition {
  readonly line: number;
  readonly character: number;
}

interface SentLocation {
  readonly uri: string;
  readonly range: { readonly start: SentPosition; readonly end: SentPosition };
}

/** Registers the command behind code lenses: it shows places in VS Code's own view of references. */
export function registerShowReferences(): Disposable {
  return commands.registerCommand(
    showReferencesCommand,
    (uri: string, position: SentPosition, locations: readonly SentLocation[]) =>
      commands.executeCommand(
        'editor.action.showReferences',
        Uri.parse(uri),
        toPosition(position),
        locations.map(
          ({ uri: place, range }) =>
            new Location(Uri.parse(place), new Range(toPosition(range.start), toPosition(range.end))),
        ),
      ),
  );
}

function toPosition({ line, character }: SentPosition): Position {
  return new Position(line, character);
}
