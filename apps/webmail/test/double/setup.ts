// SPDX-License-Identifier: Apache-2.0
// A server that is set up, in memory: the routes below /setup/api, and each state of them on demand.
import type { Certificate, CheckStep, DnsRecord, Doors, Outbound, Reached, StepId, StepState } from '../../src/setup/api';
import { STEPS } from '../../src/setup/api';

type Json = Record<string, unknown>;

/** What the browser shows. */
export interface Shown {
  code: boolean;
  in: boolean;
}

/** @param gives the cookie of the code, or the session's */
export interface Answer {
  status: number;
  body?: Json;
  gives?: 'code' | 'in';
}

const HOSTS = ['mx.large.example', 'mx.post.example', 'mx.other.example'];
const PTR = 'mail.code.kr';

/** What is not as it could be. */
export interface Knobs {
  /** How the way out fails by IPv4. */
  out: Reached;
  relayRefuses: boolean;
  /** The names of routes whose values a file of settings has. */
  fixed: ('hostname' | 'relay' | 'spam' | 'certificate')[];
  /** So many requests go unheard while the server starts anew. */
  away: number;
  tellsStart: boolean;
  score: number;
}

export class SetupDouble {
  static readonly CODE = 'ABCD-EFGH-JKLM';
  readonly knobs: Knobs = { out: 'timeout', relayRefuses: false, fixed: [], away: 2, tellsStart: true, score: 8.5 };
  readonly log: string[] = [];
  private readonly steps = new Map<StepId, StepState>(STEPS.map((step) => [step, 'open']));
  private hostname = 'localhost.localdomain';
  private domain = '';
  private wrongCodes = 0;
  private starts = 1;
  private away = 0;
  private reads = 0;
  private proofReads = 0;
  private relay: string | null = null;
  private certificate: Certificate | undefined;
  private finished = false;

  get administrator(): boolean {
    return this.domain !== '';
  }

  /** @returns nothing while the server starts anew: nobody is heard */
  answer(method: string, path: string, body: Json, shown: Shown): Answer | undefined {
    this.log.push(`${method} ${path}`);
    if (this.away > 0) {
      this.away--;
      return undefined;
    }
    if (this.finished) return { status: 404 };
    if (path === 'begin') return this.begin(body);
    if (path === 'administrator') return this.makeAdministrator(body, shown);
    if (path === 'state' && !this.administrator && !shown.code) return ok({ open: true, needs: 'code', language: null, version: null, hostname: null, steps: [], waits: [] });
    if (this.administrator && !shown.in) return path === 'state' && shown.code ? ok({ ...this.state(), needs: 'signIn' }) : { status: 404 };
    if (!this.administrator && path !== 'state') return no(403, 'codeNeeded', 'Show the code first.');
    return this.route(method, path, body);
  }

  private route(method: string, path: string, body: Json): Answer {
    switch (`${method} ${path.split('/')[0]}`) {
      case 'GET state': return ok(this.state());
      case 'GET hostname': return ok(this.name());
      case 'POST hostname': return this.setName(String(body['hostname']));
      case 'POST doors': return ok(this.doors() as unknown as Json);
      case 'POST relay': return path === 'relay/check' ? ok({ steps: this.relaySteps(String(body['from'])) }) : this.keepRelay(body);
      case 'GET domain': return ok(this.records());
      case 'POST domain': return ((this.domain = String(body['domain'])), (this.reads = 0), { status: 204 });
      case 'GET certificate': return ok(this.shownCertificate() as unknown as Json);
      case 'POST certificate': return this.take(String(body['certificate']), String(body['key']));
      case 'GET mailbox': return ok({ domain: this.domain, spam: { enabled: true, fixed: this.fixed('spam') } });
      case 'POST mailbox': return String(body['address']).startsWith('taken@') ? no(422, 'unusable', 'taken@code.kr exists already.') : this.done('mailbox', { status: 201, body: {} });
      case 'POST proof': return ((this.proofReads = 0), ok({ id: 'p1' }));
      case 'GET proof': return path === 'proof/p1' ? this.proof() : { status: 404 };
      case 'POST later': return this.steps.get(body['step'] as StepId) === 'done' ? { status: 204 } : (this.steps.set(body['step'] as StepId, 'later'), { status: 204 });
      case 'POST finish': return this.steps.get('hostname') === 'done' ? ((this.finished = true), { status: 204 }) : no(409, 'owed', 'The host name is not settled.');
      default: return { status: 404 };
    }
  }

  private begin(body: Json): Answer {
    if (this.administrator) return { status: 404 };
    if (this.wrongCodes >= 5) return ((this.wrongCodes = 0), { status: 429, body: { code: 'throttled', detail: 'Too many attempts; try again later.', retryAfter: 60 } });
    if (body['code'] === SetupDouble.CODE) return { status: 204, gives: 'code' };
    this.wrongCodes++;
    return no(401, 'refused', 'This is not the code.');
  }

  private makeAdministrator(body: Json, shown: Shown): Answer {
    if (this.administrator) return { status: 404 };
    if (!shown.code) return no(403, 'codeNeeded', 'Show the code first.');
    const [, domain] = String(body['address']).split('@');
    if (!domain?.includes('.')) return no(422, 'badAddress', 'An address has a domain.');
    if (String(body['password']).length < 8) return no(422, 'unusable', 'The password has fewer than 8 characters.');
    this.domain = domain;
    this.steps.set('administrator', 'done');
    return { status: 201, body: { account: body['address'] }, gives: 'in' };
  }

  private state(): Json {
    const waits = STEPS.filter((step) => this.steps.get(step) !== 'done').map((step) => ({ id: step, step }));
    return {
      open: true, needs: null, language: 'ko', version: '0.1.0', hostname: this.hostname, least: 8, ...(this.knobs.tellsStart && { started: `start ${this.starts}` }),
      steps: STEPS.map((id) => ({ id, state: this.steps.get(id) })), waits,
    };
  }

  private fixed(name: Knobs['fixed'][number]): string | null {
    return this.knobs.fixed.includes(name) ? '/etc/pabal/pabal.toml:12' : null;
  }

  private restarts(): Answer {
    this.starts++;
    this.away = this.knobs.away;
    return ok({ restarts: true });
  }

  private done(step: StepId, answer: Answer): Answer {
    this.steps.set(step, 'done');
    return answer;
  }

  private name(): Json {
    return {
      now: this.hostname,
      found: [{ name: PTR, from: 'ptr', address: '203.0.113.7', agrees: true }, { name: 'localhost.localdomain', from: 'system', address: null, agrees: false }],
      addresses: [{ address: '203.0.113.7', family: 4, public: true }, { address: '192.168.0.12', family: 4, public: false }],
      proxied: { by: '192.0.2.80', trusted: false, forwardedFor: '198.51.100.9' }, fixed: this.fixed('hostname'),
    };
  }

  private setName(hostname: string): Answer {
    if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(hostname)) return no(422, 'badName', 'A host name has a domain.');
    const before = this.hostname;
    if (before !== hostname && this.fixed('hostname')) return no(409, 'fixed', 'pabal.toml:12 sets the host name; change it there.');
    this.hostname = hostname;
    return this.done('hostname', before === hostname ? ok({ restarts: false }) : this.restarts());
  }

  private doors(): Doors {
    const tried = (state: Reached) => HOSTS.map((host) => ({ host, state, millis: state === 'timeout' ? 10_000 : 34 }));
    const outbound: Outbound[] = [{ family: 4, tried: tried(this.knobs.out), state: this.knobs.out }, { family: 6, tried: tried('noRoute'), state: 'noRoute' }];
    if (this.knobs.out === 'open') this.steps.set('doors', 'done');
    return {
      inbound: [...([['SMTP', 25], ['submissions', 465], ['submission', 587], ['IMAPS', 993], ['HTTPS', 443]] as const).map(([service, port]) => ({ service, port, state: 'listening' as const })),
        { service: 'POP3S', port: 995, state: 'off' }, { service: 'ManageSieve', port: 4190, state: 'off' }],
      outbound,
      request: { ko: '안녕하세요. 서버 203.0.113.7에서 나가는 TCP 25번 포트를 열어 주시기를 부탁드립니다.', en: 'Please open outbound TCP port 25 for the server 203.0.113.7.' },
      relay: this.relay, relayFixed: this.fixed('relay'),
    };
  }

  private relaySteps(from: string): CheckStep[] {
    const ok = (name: string, said: string): CheckStep => ({ name, state: 'ok', millis: 31, said, hint: '' });
    const begun = [ok('name', '192.0.2.25'), ok('connect', '220 smtp.relay.example ESMTP'), ok('tls', 'TLSv1.3'), ok('login', '235 2.7.0 Authentication successful')];
    if (!this.knobs.relayRefuses) return [...begun, ok('sender', `250 2.1.0 <${from}>`)];
    return [...begun, { name: 'sender', state: 'bad', millis: 40, said: '550 from address not verified', hint: 'sender' }];
  }

  private keepRelay({ host }: Json): Answer {
    this.relay = String(host);
    return this.done('doors', this.restarts());
  }

  private records(): Json {
    const right = Math.min(++this.reads - 1, 5);
    const of = (type: string, name: string, value: string, why: string): Omit<DnsRecord, 'state' | 'found'> => ({ type, name, value, why });
    const d = this.domain;
    const all = [
      of('A', `${this.hostname}.`, '203.0.113.7', 'host'), of('MX', `${d}.`, `10 ${this.hostname}.`, 'mx'), of('TXT', `${d}.`, '"v=spf1 mx -all"', 'spf'),
      of('TXT', `p2026a._domainkey.${d}.`, `"v=DKIM1; k=rsa; p=${'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA'.repeat(4)}IDAQAB"`, 'dkim'), of('TXT', `_dmarc.${d}.`, '"v=DMARC1; p=none"', 'dmarc'),
    ];
    if (right >= all.length) this.steps.set('domain', 'done');
    return {
      domain: d, zone: all.map(({ type, name, value }) => `${name} 3600 IN ${type} ${value}`).join('\n'),
      records: all.map((record, index) => ({ ...record, state: index < right ? 'right' : index === 4 ? 'wrong' : 'missing', found: index < right ? [record.value] : index === 4 ? ['"v=DMARC1; p=reject; rua=mailto:old@other.example"'] : [] })),
    };
  }

  private shownCertificate(): Certificate {
    return this.certificate ?? { fixed: this.fixed('certificate'), names: [this.hostname], issuer: this.hostname, notAfter: '2027-11-22T00:00:00Z', selfMade: true, covers: [{ name: this.hostname, covered: true }, { name: `mta-sts.${this.domain}`, covered: false }] };
  }

  private take(certificate: string, key: string): Answer {
    if (!certificate.includes('BEGIN') || !key.includes('PRIVATE KEY')) return no(422, 'unusable', 'The key is not that of the certificate.');
    const names = [this.hostname, `mta-sts.${this.domain}`];
    this.certificate = { fixed: null, names, issuer: 'Good CA R3', notAfter: '2027-02-20T00:00:00Z', selfMade: false, covers: names.map((name) => ({ name, covered: true })) };
    return this.done('certificate', ok(this.certificate as unknown as Json));
  }

  private proof(): Answer {
    const at = ++this.proofReads;
    const names = ['send', 'arrive', 'headers', 'outside', 'answer'];
    const steps = names.map((name, index): CheckStep => ({ name, state: index < at - 1 ? (index === 4 ? 'skipped' : 'ok') : index === at - 1 ? 'running' : 'waiting', said: index === 0 && at > 1 ? '250 2.0.0 queued' : '', hint: '' }));
    const done = at > names.length;
    const { score } = this.knobs;
    if (done) this.steps.set('proof', 'done');
    return ok({ steps, done, score: done ? score : 0, unknown: done ? [{ why: 'blocklist', hint: '차단 목록을 정하지 않았습니다.' }] : [], lost: done && score < 10 ? [{ points: 1, why: 'ptr' }, { points: Math.round((9 - score) * 10) / 10, why: 'dmarc' }] : [] });
  }
}

function ok(body: Json): Answer {
  return { status: 200, body };
}

function no(status: number, code: string, detail: string): Answer {
  return { status, body: { code, detail } };
}
