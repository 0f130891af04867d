/** Whether packets go round, are tracked and are committed as we say. */
import { at, type Check, type Subject } from './subject';

const endlessTracesHaveNoEnd: Check = (subject) => {
  const { endless } = subject.evidence.exploration;
  const said = subject.linesOf('tracking/endless-recirculation');
  if (endless === undefined) {
    return said.map((line) => `${at(line)} is said to send packets round for ever, but all come to an end.`);
  }
  return said.length > 0 ? [] : [`${endless} goes round for ever, but no line is said to send it.`];
};

const endlessResubmitsAreGivenUp: Check = (subject) => {
  const { hitsGivenUp } = subject.evidence.exploration;
  const said = subject.linesOf('tracking/endless-resubmit');
  return [
    ...said
      .filter((line) => !hitsGivenUp.has(line + 1))
      .map((line) => `${at(line)} is said to ask without end, but the switch never gives up there.`),
    ...(hitsGivenUp.size > 0 && said.length === 0
      ? ['The switch gives up with packets that tables ask about without end, but no line is said to.']
      : []),
  ];
};

const unhandledStatesMiss: Check = (subject) => {
  const { missedTracked } = subject.evidence.exploration;
  const said = new Set(subject.linesOf('tracking/unhandled-states').map((line) => subject.table(line)));
  const looking = new Set(
    subject.installed
      .filter(([, { match }]) => match.some((item) => item.startsWith('ct_state=')))
      .map(([, { table }]) => table),
  );
  return [
    ...[...said]
      .filter((table) => !missedTracked.has(table) || !looking.has(table))
      .map((table) => `Table ${table} is said to handle not all states, but handles all, or looks at none.`),
    ...[...missedTracked]
      .filter((table) => looking.has(table) && !said.has(table))
      .map(
        (table) =>
          `Tracked packets find no flow in table ${table}, but it is not said that it handles not all.`,
      ),
  ];
};

/** Flows that match a state of the connection with the flag set, and which real packets hit or not. */
const withFlag = (subject: Subject, flag: string) =>
  subject.installed.filter(([line, { match }]) => {
    return (
      match.some((item) => item.startsWith('ct_state=') && item.includes(`+${flag}`)) && !subject.isDead(line)
    );
  });

const connectionsAreCommitted: Check = (subject) => {
  const { traffic, exploration } = subject.evidence;
  const said = subject.linesOf('tracking/never-committed');
  const sendsNew = withFlag(subject, 'new').some(
    ([line, { actions }]) => traffic.hits.has(line + 1) && /output|NORMAL|resubmit|goto_table/.test(actions),
  );
  if (traffic.connections.length > 0) {
    return said.map((line) => `${at(line)} is said never to commit, but there are connections.`);
  }
  return [
    ...said
      .filter((line) => !traffic.hits.has(line + 1) || !exploration.hitsTracked.has(line + 1))
      .map((line) => `${at(line)} is said never to commit, but no tracked packet hits it.`),
    ...(sendsNew && said.length === 0
      ? ['New connections go on, none is committed, and no line is said to forget it.']
      : []),
  ];
};

const committedConnectionsAreFound: Check = (subject) => {
  const { traffic, exploration } = subject.evidence;
  const said = subject.linesOf('tracking/zone-mismatch');
  const lost = traffic.connections.filter((connection) => !exploration.zones.has(zoneOf(connection)));
  if (lost.length === 0) {
    return said.map(
      (line) => `${at(line)} is said to commit in another zone, but none is committed elsewhere.`,
    );
  }
  const established = withFlag(subject, 'est').some(([line]) => traffic.hits.has(line + 1));
  if (established) {
    return said.map(
      (line) => `${at(line)} is said to commit in another zone, but connections become established.`,
    );
  }
  return exploration.zones.size > 0 && said.length === 0
    ? ['Connections are committed where none is looked up, and no line is said to take another zone.']
    : [];
};

const zoneOf = (connection: string) => Number(/\bzone=(\d+)/.exec(connection)?.[1] ?? 0);

/** What is committed and looked up is found: else the packets that are sent would prove nothing. */
const connectionsBecomeEstablished: Check = (subject) => {
  const { traffic } = subject.evidence;
  const established = withFlag(subject, 'est');
  return traffic.connections.length > 0 &&
    established.length > 0 &&
    !established.some(([line]) => traffic.hits.has(line + 1)) &&
    subject.linesOf('tracking/zone-mismatch').length === 0
    ? ['Connections are committed, and none is ever established.']
    : [];
};

export const checksOfTracking: readonly Check[] = [
  endlessTracesHaveNoEnd,
  endlessResubmitsAreGivenUp,
  unhandledStatesMiss,
  connectionsAreCommitted,
  committedConnectionsAreFound,
  connectionsBecomeEstablished,
];
