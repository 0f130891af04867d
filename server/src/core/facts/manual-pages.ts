/**
 * Where the manuals of Open vSwitch are on its own sites. Sources: the list of manuals of its documentation, and
 * the section titles of ovs-actions(7), from which Sphinx makes the names of its anchors. The page of ovs-fields(7)
 * has no anchors.
 */

const manuals = 'https://www.openvswitch.org/support/dist-docs/';
const reference = 'https://docs.openvswitch.org/en/latest/ref/';
const actionsManual = `${reference}ovs-actions.7/`;

export const fieldsManual = `${manuals}ovs-fields.7.html`;

/** Manuals that comments on flows mention, by the way they are mentioned. */
const mentioned: ReadonlyMap<string, string> = new Map([
  ['ovs-fields(7)', fieldsManual],
  ['ovs-actions(7)', actionsManual],
  ['ovs-appctl(8)', `${reference}ovs-appctl.8/`],
  ['ovs-ofctl(8)', `${manuals}ovs-ofctl.8.html`],
  ['ovs-vsctl(8)', `${manuals}ovs-vsctl.8.html`],
  ['ovs-dpctl(8)', `${manuals}ovs-dpctl.8.html`],
  ['ovs-vswitchd(8)', `${manuals}ovs-vswitchd.8.html`],
  ['ovs-vswitchd.conf.db(5)', `${manuals}ovs-vswitchd.conf.db.5.html`],
]);

/** What a manual's mention looks like. Its length is bounded, so that looking for it takes linear time. */
export const manualMention = /(?<![\w-])ovs-[a-z][a-z.-]{0,40}\([1-9]\)/g;

/** The address of a manual, by its mention; undefined for manuals that we know no address of. */
export function manualPage(mention: string): string | undefined {
  return mentioned.get(mention);
}

/** Sections of ovs-actions(7) that are not called after the one action they are about. */
const sections: Readonly<Record<string, string | undefined>> = {
  bundle: 'the-bundle-and-bundle-load-actions',
  bundle_load: 'the-bundle-and-bundle-load-actions',
  strip_vlan: 'the-strip-vlan-and-pop-actions',
  set_field: 'the-set-field-and-load-actions',
  load: 'the-set-field-and-load-actions',
  mod_dl_src: 'the-mod-dl-src-and-mod-dl-dst-actions',
  mod_dl_dst: 'the-mod-dl-src-and-mod-dl-dst-actions',
  mod_nw_src: 'the-mod-nw-src-and-mod-nw-dst-actions',
  mod_nw_dst: 'the-mod-nw-src-and-mod-nw-dst-actions',
  mod_nw_tos: 'the-mod-nw-tos-and-mod-nw-ecn-actions',
  mod_nw_ecn: 'the-mod-nw-tos-and-mod-nw-ecn-actions',
  mod_tp_src: 'the-mod-tp-src-and-mod-tp-dst-actions',
  mod_tp_dst: 'the-mod-tp-src-and-mod-tp-dst-actions',
  set_mpls_label: 'the-set-mpls-label-set-mpls-tc-and-set-mpls-ttl-actions',
  set_mpls_tc: 'the-set-mpls-label-set-mpls-tc-and-set-mpls-ttl-actions',
  set_mpls_ttl: 'the-set-mpls-label-set-mpls-tc-and-set-mpls-ttl-actions',
  dec_mpls_ttl: 'the-dec-mpls-ttl-and-dec-nsh-ttl-actions',
  dec_nsh_ttl: 'the-dec-mpls-ttl-and-dec-nsh-ttl-actions',
  set_tunnel64: 'the-set-tunnel-action',
  set_queue: 'the-set-queue-and-pop-queue-actions',
  pop_queue: 'the-set-queue-and-pop-queue-actions',
  push: 'the-push-and-pop-actions',
  pop: 'the-push-and-pop-actions',
  meter: 'the-meter-action-and-instruction',
  clear_actions: 'the-clear-actions-instruction',
  write_actions: 'the-write-actions-instruction',
  write_metadata: 'the-write-metadata-instruction',
  goto_table: 'the-goto-table-instruction',
  nat: 'the-ct-action',
  output_reg: 'the-output-action',
};

const ownSections: ReadonlySet<string> = new Set([
  'output',
  'controller',
  'enqueue',
  'group',
  'push_vlan',
  'push_mpls',
  'pop_mpls',
  'encap',
  'decap',
  'move',
  'dec_ttl',
  'check_pkt_larger',
  'delete_field',
  'set_tunnel',
  'ct',
  'ct_clear',
  'learn',
  'fin_timeout',
  'resubmit',
  'clone',
  'exit',
  'multipath',
  'conjunction',
  'note',
  'sample',
]);

/** The address of the section on an action, by its main name; of the whole manual where none is about it. */
export function actionPage(name: string): string {
  const section =
    sections[name] ?? (ownSections.has(name) ? `the-${name.replaceAll('_', '-')}-action` : undefined);
  return section === undefined ? actionsManual : `${actionsManual}#${section}`;
}
