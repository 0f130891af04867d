export const help = `Checks Open vSwitch flow files, as the editor does.

Usage: node dist/cli.js check [options] FILE...

FILE is a file, a folder (all flow files in it and below), a pattern such as
'flows/**/*.flows', or - for standard input.

  --format FORMAT           text (default), json or sarif
  --severity SEVERITY       the least that is reported: error, warning,
                            information or hint (default)
  --fix                     make the fixes that cannot change what a flow
                            matches, then report what is left
  --openflow-version VERSION
                            the version that flows are sent with: 1.0, 1.1,
                            1.2, 1.3, 1.4, 1.5 or any
  --config FILE             settings; without it those of the nearest
                            .ovs-flows.json in the file's folder or above
  --max-findings N          write no more findings than that
  --lines-only              check each line by itself only: needs little memory
  -q, --quiet               write findings only, no summary and no notes
  --no-color                no colours; so does the variable NO_COLOR
  -h, --help                this text
  -V, --version             the version

Ends with 0 where there are no errors, with 1 where there are, and with 2 where
something could not be read or understood.
`;
