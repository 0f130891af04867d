/**
 * Flows of our table on which we and the judge do not agree, each with the reason. The tests fail on any that is
 * not here, and on any that is here but is settled.
 */
import { type RecordedVersion, recordedVersions } from './table';

export interface KnownDisagreement {
  readonly flow: string;
  readonly versions: readonly RecordedVersion[];
  readonly reason: string;
}

const newRegisters = 'Open vSwitch 3.7 brought registers 16 to 31, and the wider ones that they make up.';

const sampledFields = 'Open vSwitch 3.4 brought fields for the domain and the point of sample.';

export const knownDisagreements: readonly KnownDisagreement[] = [
  { flow: 'reg16=1,actions=drop', versions: recordedVersions, reason: newRegisters },
  { flow: 'reg16=1/1,actions=drop', versions: recordedVersions, reason: newRegisters },
  { flow: 'xreg8=1,actions=drop', versions: recordedVersions, reason: newRegisters },
  { flow: 'xxreg4=1,actions=drop', versions: recordedVersions, reason: newRegisters },
  {
    flow: 'actions=sample(probability=1,obs_point_id=reg0)',
    versions: recordedVersions,
    reason: sampledFields,
  },
  {
    flow: 'actions=sample(probability=1,obs_domain_id=NXM_NX_REG0[],obs_point_id=NXM_NX_REG1[0..15])',
    versions: recordedVersions,
    reason: sampledFields,
  },
];
