import path from 'node:path';
import { expect, it } from 'vitest';
import { packageFile, projectRoot } from '../../../scripts/project.mjs';
import { startWorkbench } from '../workbench/workbench';

it('the installed package explains hexadecimal', async () => {
  // Nothing but the installed package can answer: the project's folder is not given to this VS Code.
  const workbench = await startWorkbench('light', packageFile);
  try {
    const editor = await workbench.open(
      path.join(projectRoot, 'test', 'vscode', 'workspace'),
      'bridge.flows',
    );
    const hover = await editor.hoverOver('0x22/0x23', /-new\+est\+trk/);
    expect(await hover.textContent()).toContain('est');
    await editor.squiggleBelow('-trk+new');
  } finally {
    await workbench.close();
  }
});
