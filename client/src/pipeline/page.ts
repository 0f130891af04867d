import { Uri, type Webview } from 'vscode';

/** Where the view's script and style sheet lie: the only files it may load. */
export function viewFolder(extension: Uri): Uri {
  return Uri.joinPath(extension, 'dist', 'pipeline');
}

/** The page of the view: empty, with a policy that allows its own script and style sheet and nothing else. */
export function pageFor(webview: Webview, extension: Uri): string {
  const address = (file: string) =>
    webview.asWebviewUri(Uri.joinPath(viewFolder(extension), file)).toString();
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${attribute(address('main.css'))}">
  <title>Pipeline</title>
</head>
<body>
  <script nonce="${nonce}" src="${attribute(address('main.js'))}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
