// SPDX-License-Identifier: Apache-2.0
// Mail to look at: what a mailbox of a Korean office looks like.
import { JmapDouble } from './jmap';

const PEOPLE: [string, string][] = [
  ['김하늘', 'haneul@code.kr'], ['세금계산서', 'bill@tax.example'], ['Mailing list: dev', 'dev@lists.example'], ['박지우', 'jiwoo.park@code.kr'],
  ['GitHub', 'notifications@hub.example'], ['이서준', 'seojun@other.example'], ['정보화본부', 'it@univ.example'], ['Priya Raman', 'priya@corp.example'],
];
const SUBJECTS: [string, string][] = [
  ['메일 서버 이전 일정 확인 부탁드립니다', '다음 주 화요일 새벽 2시에 기존 서버에서 새 서버로 옮길 예정입니다. 각 팀에서는 그 전까지 확인해 주세요.'],
  ['주문하신 상품이 출발했습니다', '운송장 번호 6890-1123-8845. 오늘 18시 이전 도착 예정입니다.'],
  ['[공지] 학교 메일 용량이 20GB로 늘어납니다', '안녕하세요, 정보화본부입니다. 9월 1일부터 모든 구성원의 용량이 늘어납니다.'],
  ['7월 전자세금계산서가 발행되었습니다', '공급가액 1,250,000원 / 세액 125,000원. 첨부된 파일을 확인해 주세요.'],
  ['[pabal] Queue retries after 421 (#128)', '@seojun pushed 2 commits. Retry schedule now follows the answer of the peer.'],
  ['Re: Quarterly review — slides attached', 'Thanks for the comments. I merged the numbers of the last quarter.'],
  ['Re: Sieve: reject or discard?', 'I would rather use fileinto with a label so the user can see it.'],
  ['DKIM 서명 실패하던 문제 해결했어요', '선택자 이름을 잘못 넣었던 것이 원인이었습니다. 이제 통과합니다.'],
];
const HTML = `<p>안녕하세요, 지우님.</p><p>다음 주 화요일 <b>새벽 2시</b>에 기존 서버에서 새 서버로 옮길 예정입니다. 각 팀에서는 그 전까지 아래 표를 확인해 주세요.</p>
<table border="1" cellpadding="8" style="border-collapse:collapse"><tr><th>항목</th><th>담당</th><th>상태</th></tr><tr><td>MX 변경</td><td>이서준</td><td style="color:#1a6e3c">완료</td></tr><tr><td>DKIM 키 교체</td><td>김하늘</td><td>진행 중</td></tr></table>
<p>궁금한 점은 <a href="https://other.example/guide">안내 페이지</a>를 봐 주세요.<br>감사합니다.</p><img src="https://tracker.example/p.png" width="600"><script>alert(1)</script><blockquote>Original message: can we move on Tuesday?</blockquote>`;

export function demo(count = 400): JmapDouble {
  const server = new JmapDouble();
  const inbox = server.addMailbox('INBOX', 'inbox');
  const sent = server.addMailbox('Sent', 'sent');
  for (const [name, role] of [['Drafts', 'drafts'], ['Archive', 'archive'], ['Junk', 'junk'], ['Trash', 'trash']] as const) server.addMailbox(name, role);
  const work = server.addMailbox('회사', null);
  server.addMailbox('견적', null, work.id);
  const infra = server.addMailbox('인프라', null);
  const me = { name: '지우', email: 'me@example.org' };
  const now = Date.now();
  for (let index = count - 1; index > 0; index--) {
    const [name, email] = PEOPLE[index % PEOPLE.length] as [string, string];
    const [subject, preview] = SUBJECTS[index % SUBJECTS.length] as [string, string];
    server.deliver(inbox, {
      from: [{ name, email }], to: [me], subject, preview, hasAttachment: index % 6 === 1,
      receivedAt: new Date(now - index * 5_400_000).toISOString().replace(/\.\d+/, ''),
      keywords: { ...(index % 4 !== 0 && { $seen: true as const }), ...(index % 9 === 2 && { $flagged: true as const }) },
      ...(index % 7 === 3 && { mailboxIds: { [inbox.id]: true as const, [infra.id]: true as const } }),
      bodyValues: { 1: { value: `${preview}\n\nhttps://other.example/guide 를 봐 주세요.\n\n> 한 줄\n> 두 줄\n> 세 줄\n> 네 줄\n\n-- \n${name}\n`, isTruncated: false, isEncodingProblem: false } },
    });
  }
  const threadId = 't-plan';
  const at = (millis: number) => new Date(now - millis).toISOString().replace(/\.\d+/, '');
  const [subject, preview] = SUBJECTS[0] as [string, string];
  server.deliver(sent, { threadId, from: [me], to: [{ name: '김하늘', email: 'haneul@code.kr' }], subject, preview: '이전 날짜를 정해 주시면 공지를 올리겠습니다. 화요일이 좋을 것 같아요.', keywords: { $seen: true }, receivedAt: at(300_000_000) });
  server.deliver(inbox, { threadId, from: [{ name: '이서준', email: 'seojun@other.example' }], to: [me], subject: `Re: ${subject}`, preview: 'MX는 TTL을 미리 300초로 내려 두었습니다.', keywords: { $seen: true }, receivedAt: at(86_000_000) });
  server.deliver(inbox, {
    threadId, from: [{ name: '김하늘', email: 'haneul@code.kr' }], to: [me], subject: `Re: ${subject}`, preview, receivedAt: at(60_000), hasAttachment: true,
    htmlBody: [{ partId: 'h', blobId: 'ph', size: 900, name: null, type: 'text/html', charset: 'utf-8', disposition: null, cid: null }],
    bodyValues: { h: { value: HTML, isTruncated: false, isEncodingProblem: false } },
    attachments: [{ partId: null, blobId: 'pf', size: 1_200_000, name: '이전 계획.pdf', type: 'application/pdf', charset: null, disposition: 'attachment', cid: null }],
  });
  for (let index = 27; index > 0; index--) {
    const [name, email] = PEOPLE[index % PEOPLE.length] as [string, string];
    const [subject, preview] = SUBJECTS[index % SUBJECTS.length] as [string, string];
    server.bin.add(index % 3 === 0 ? 'INBOX' : '2026 예산', at(index * 2_400_000), { from: [{ name, email }], to: [me], subject, preview, size: 3_000 + index * 7_919 });
  }
  return server;
}
