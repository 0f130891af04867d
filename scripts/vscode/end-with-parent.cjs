// Loaded into the VS Code server: the channel to the script that started it closes when that script ends, even when it
// is killed and can do nothing about it. Without this the server would then stay behind for ever.
process.on('disconnect', () => {
  if (process.platform === 'win32') {
    process.exit(0);
  }
  // It leads a process group of its own, in which everything is that it has started.
  process.kill(-process.pid, 'SIGKILL');
});
process.channel?.unref();
