/** The command that checks files from disk, of any size: VS Code gives extensions no text beyond 50 MiB. */
import { commands, Disposable, type ExtensionContext, Uri, window } from 'vscode';
import { commandNames } from '../names';
import { RememberedFiles } from '../remembered-files';
import type { Server } from '../server';
import { checkFiles } from './check';
import { FileFindings } from './findings';
import { type CheckedFile, reportOf, summaryOf, totalOf } from './report';
import { Reports, showReport } from './report-document';
import { offerToCheck } from './too-large';

const show = 'Show Report';

/** Registers the commands, and the offer to check a file that VS Code keeps to itself. */
export function registerFileChecks(context: ExtensionContext, server: Server): Disposable {
  const findings = new FileFindings();
  const reports = new Reports();
  const asked = new RememberedFiles(context.workspaceState, 'checkOffered');
  const check = async (files: readonly Uri[]) => {
    for (const uri of files) {
      await asked.add(uri);
    }
    const { checked, failures, isCancelled } = await checkFiles(server, findings, files);
    for (const failure of failures) {
      void window.showErrorMessage(failure);
    }
    if (checked.length > 0 && !isCancelled) {
      void tell(checked, reports);
    }
  };
  return Disposable.from(
    findings,
    reports,
    // The explorer hands over the file that was clicked, and all that are selected.
    commands.registerCommand(commandNames.checkFile, async (clicked?: unknown, selected?: unknown) => {
      const files = filesOf(clicked, selected) ?? (await askForFiles());
      await check(files);
    }),
    commands.registerCommand(commandNames.clearFileFindings, () => findings.clear()),
    offerToCheck(context.extension.packageJSON, asked, check),
  );
}

function filesOf(clicked: unknown, selected: unknown): readonly Uri[] | undefined {
  const all = Array.isArray(selected) ? selected.filter((each) => each instanceof Uri) : [];
  return all.length > 0 ? all : clicked instanceof Uri ? [clicked] : undefined;
}

async function askForFiles(): Promise<readonly Uri[]> {
  // No filter: what ovs-ofctl prints is kept in files of any name.
  const chosen = await window.showOpenDialog({
    title: 'Check Flow Files',
    openLabel: 'Check',
    canSelectMany: true,
  });
  return chosen ?? [];
}

async function tell(checked: readonly CheckedFile[], reports: Reports): Promise<void> {
  const [first] = checked;
  const name = checked.length === 1 && first ? `Report on ${first.name}` : 'Report on Flow Files';
  const report = reports.put(name, checked.map(({ address }) => address).join(' '), reportOf(checked));
  const { error, warning } = totalOf(checked);
  const say = error + warning > 0 ? window.showWarningMessage : window.showInformationMessage;
  if ((await say(summaryOf(checked), show)) === show) {
    await showReport(report);
  }
}
