/** What is said about mistakes in actions, at which token, and what the fixes make of the flow. */
import { describe, expect, it } from 'vitest';
import { fixesOf, problemsIn } from './evaluated';

const mistakes: readonly (readonly [flow: string, problems: readonly string[], fixed: readonly string[]])[] =
  [
    ['actions=output', ['action/missing-argument output'], []],
    ['actions=output:NORML', ['action/invalid-argument NORML'], ['actions=output:NORMAL']],
    ['actions=norml', ['action/unknown norml'], ['actions=NORMAL']],
    ['actions=outptu:1', ['action/unknown outptu'], ['actions=output:1']],
    ['actions=:5', ['action/unknown :5'], []],
    ['actions=eth0', ['flow/switch-name eth0'], []],
    ['actions=output:reg0[0..40]', ['action/invalid-argument reg0[0..40]'], []],
    ['actions=output:xxreg0', ['action/subfield-too-wide xxreg0'], ['actions=output:xxreg0[0..15]']],
    ['actions=65534', ['action/reserved-port 65534'], ['actions=LOCAL']],
    ['actions=output:65300', ['action/invalid-argument output:65300'], []],
    ['actions=1:5', ['action/ignored-argument :5'], ['actions=1']],
    ['actions=output(port=NORMAL,max_len=100)', ['action/invalid-argument NORMAL'], []],
    [
      'actions=output(port=x,max_len=5,maxlen=3)',
      ['flow/switch-name x', 'action/invalid-argument 5', 'action/unknown-argument maxlen'],
      ['actions=output(port=x,max_len=5,max_len=3)'],
    ],
    [
      'actions=output_trunc(port=1,max_len=100)',
      ['action/unknown output_trunc'],
      ['actions=output(port=1,max_len=100)'],
    ],
    ['actions=output:ip_src', ['action/needs-match ip_src'], ['ip,actions=output:ip_src']],
    ['actions=output:dl_vlan', ['action/refused-by-switch dl_vlan'], []],
    [
      'actions=controller(reason=no_mach,id=70000,userdata=zz,foo,meter_id=x)',
      [
        'action/invalid-argument no_mach',
        'action/value-too-large 70000',
        'action/unknown-argument foo',
        'action/invalid-argument x',
        'action/invalid-argument zz',
      ],
      ['actions=controller(reason=no_match,id=70000,userdata=zz,foo,meter_id=x)'],
    ],
    [
      'actions=controller(userdata=,pause=1,id=1,id=2)',
      ['action/repeated-argument id=1', 'action/ignored-argument =1', 'action/ignored-argument userdata='],
      [
        'actions=controller(userdata=,pause=1,id=2)',
        'actions=controller(userdata=,pause,id=1,id=2)',
        'actions=controller(pause=1,id=1,id=2)',
      ],
    ],
    ['actions=enqueue:1,5', ['action/missing-argument 1'], ['actions=enqueue:1:5']],
    ['actions=enqueue:eth0:x', ['flow/switch-name eth0', 'action/invalid-argument x'], []],
    ['actions=group:4294967297', ['action/value-wraps 4294967297'], ['actions=group:1']],
    ['actions=group:010', ['action/octal-number 010'], ['actions=group:8', 'actions=group:10']],
    ['actions=group', ['action/missing-argument group'], []],
    [
      'actions=bundle(eth_srx,x,hrw,ofport,member:1)',
      ['action/missing-argument member', 'action/invalid-argument eth_srx', 'action/number-misread x'],
      [
        'actions=bundle(eth_srx,x,hrw,ofport,members:1)',
        'actions=bundle(eth_src,x,hrw,ofport,member:1)',
        'actions=bundle(eth_srx,0,hrw,ofport,member:1)',
      ],
    ],
    [
      'actions=bundle(eth_src,0,hrw,ofport,members:1,CONTROLLER,65280)',
      ['action/invalid-argument CONTROLLER', 'action/invalid-argument 65280'],
      [],
    ],
    ['actions=bundle(eth_src,0,hrw,ofport,members:)', ['action/no-effect members'], []],
    [
      'actions=bundle_load(eth_src,70000,hrw,ofport,reg0[0..3],members:1)',
      ['action/value-wraps 70000', 'action/refused-by-switch reg0[0..3]'],
      ['actions=bundle_load(eth_src,4464,hrw,ofport,reg0[0..3],members:1)'],
    ],
    ['actions=bundle_load(eth_src,0,hrw,ofport,ct_state,members:1)', ['action/read-only-field ct_state'], []],
    [
      'actions=multipath(eth_src,50,modulo_n,5,0,NXM_NX_REG0[0..1])',
      ['action/invalid-argument NXM_NX_REG0[0..1]'],
      [],
    ],
    [
      'actions=multipath(eth_src,50,modulo_n,4,0,reg0,7)',
      ['action/ignored-argument 7'],
      ['actions=multipath(eth_src,50,modulo_n,4,0,reg0)'],
    ],
    [
      'actions=resubmit:1,5',
      ['action/two-actions resubmit:1,5'],
      ['actions=resubmit(1,5)', 'actions=resubmit:1,output:5'],
    ],
    [
      'actions=resubmit:1,LOCAL',
      ['action/two-actions resubmit:1,LOCAL'],
      ['actions=resubmit:1,output:LOCAL'],
    ],
    [
      'actions=resubmit(1 ,5 ,CT)',
      ['action/invalid-argument 1 ', 'action/invalid-argument 5 ', 'action/invalid-argument CT'],
      ['actions=resubmit(1,5 ,CT)', 'actions=resubmit(1 ,5,CT)', 'actions=resubmit(1 ,5 ,ct)'],
    ],
    ['actions=resubmit(table=5)', ['action/invalid-argument table=5'], ['actions=resubmit(,5)']],
    ['actions=resubmit(,300)', ['action/value-too-large 300'], []],
    ['actions=resubmit(,"t)', ['action/broken-name "t'], ['actions=resubmit(,0)']],
    ['actions=resubmit(,5,ct)', ['action/needs-match ct'], ['ct_state=+trk-inv,actions=resubmit(,5,ct)']],
    [
      'actions=resubmit(1,2,,4',
      ['action/unclosed-parenthesis resubmit', 'action/ignored-argument ,4'],
      ['actions=resubmit(1,2,,4)', 'actions=resubmit(1,2,'],
    ],
    ['actions=note:01 02', ['action/two-actions note:01 02'], ['actions=note:01.02']],
    [
      'actions=sample(probability=5,ingress,egress=1,obs=3,sampling_port=)',
      [
        'action/ignored-argument =1',
        'action/repeated-argument egress',
        'action/unknown-argument obs',
        'action/missing-argument sampling_port',
      ],
      ['actions=sample(probability=5,ingress,egress,obs=3,sampling_port=)'],
    ],
    ['actions=sample(probability=0)', ['action/invalid-argument 0'], []],
    ['actions=clone()', ['action/no-effect clone()'], ['actions=drop']],
    [
      'actions=clone(goto_table:5,meter:1,clear_actions)',
      [
        'action/not-allowed-here goto_table:5',
        'action/not-allowed-here meter:1',
        'action/not-allowed-here clear_actions',
      ],
      [],
    ],
    ['actions=clone(output:1', ['action/unclosed-parenthesis clone'], ['actions=clone(output:1)']],
    ['actions=conjunction(1,3/2)', ['action/invalid-argument 3'], []],
    ['actions=conjunction(10,257/2)', ['action/value-wraps 257'], ['actions=conjunction(10,1/2)']],
    ['actions=conjunction(1,1/2),output:1', ['action/not-allowed-here output:1'], []],
    ['tcp,actions=fin_timeout', ['action/no-effect fin_timeout'], []],
    [
      'actions=fin_timeout(idle_timeout=5)',
      ['action/needs-match-later fin_timeout'],
      ['tcp,actions=fin_timeout(idle_timeout=5)', 'tcp6,actions=fin_timeout(idle_timeout=5)'],
    ],
    ['actions=debug_slow', ['action/refused-by-switch debug_slow'], []],
    ['actions=unroll_xlate', ['action/not-allowed-here unroll_xlate'], []],
    ['actions=output:1,meter:0', ['action/order meter:0'], ['actions=meter:0,output:1']],
    [
      'actions=goto_table:5,output:1,write_actions(2)',
      ['action/order output:1'],
      ['actions=output:1,write_actions(2),goto_table:5'],
    ],
    ['actions=goto_table:5,goto_table:6', ['action/order goto_table:6'], []],
    ['actions=write_metadata:5/2', ['action/value-outside-mask 5'], ['actions=write_metadata:0/2']],
    ['actions=write_metadata:5,goto_table:6', ['action/refused-by-switch goto_table:6'], []],
    ['actions=goto_table:255', ['action/goto-last-table 255'], []],
    ['actions=goto_table:x', ['flow/switch-name x'], []],
    ['table=5,actions=goto_table:5', ['action/invalid-argument 5'], []],
    ['actions=apply_actions(output:1)', ['action/not-allowed-here apply_actions'], ['actions=output:1']],
    ['actions=drop,output:1', ['action/drop-with-others drop'], ['actions=output:1', 'actions=drop']],
    ['actions=drop:1', ['action/ignored-argument :1'], ['actions=drop']],
    [
      'actions=exit:4,output:1,output:2',
      ['action/ignored-argument :4', 'action/after-exit output:1,output:2'],
      ['actions=exit,output:1,output:2', 'actions=exit:4'],
    ],
  ];

describe('mistakes in actions', () => {
  it.each(mistakes)('%s', (flow, problems, fixed) => {
    expect(problemsIn(flow)).toEqual(problems);
    expect(fixesOf(flow)).toEqual(fixed);
  });
});
