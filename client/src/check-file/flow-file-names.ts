/** Whether a file is one of flows by its name, as the manifest says it. Pure. */

/** What a language in the manifest says of names. */
export interface LanguageNames {
  readonly extensions?: readonly string[];
  readonly filenames?: readonly string[];
  /** A star stands for any text, and nothing else is special. */
  readonly filenamePatterns?: readonly string[];
}

/**
 * @param name the name of the file without its folder
 * @returns whether VS Code would open it in that language, if it could
 */
export function hasNameOf({ extensions, filenames, filenamePatterns }: LanguageNames, name: string): boolean {
  const lower = name.toLowerCase();
  return (
    extensions?.some((extension) => lower.endsWith(extension.toLowerCase())) === true ||
    filenames?.some((filename) => lower === filename.toLowerCase()) === true ||
    filenamePatterns?.some((pattern) => matches(pattern.toLowerCase(), lower)) === true
  );
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
}
