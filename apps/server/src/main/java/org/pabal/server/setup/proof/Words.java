// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.util.Locale;

/// What a proof says to its administrator. `%s` stands for what was found.
public enum Words {
    SUBJECT("Proof of your mail server", "메일 서버 증명"),
    TO_SELF(
            "This mail went out of your server and came back in, to show that it can. You need not"
                    + " keep it.",
            "이 메일은 서버가 메일을 보내고 받을 수 있음을 확인하려고 나갔다가 들어온 메일입니다. 보관하지 않아도 됩니다."),
    TO_OUTSIDE(
            "This mail shows that a new mail server reaches you. Please answer it: then its"
                    + " administrator knows that mail comes back, too.",
            "새 메일 서버에서 메일이 잘 나가는지 확인하려고 보낸 메일입니다. 답장해 주시면 돌아오는 길도 확인할 수 있습니다."),
    NO_DOOR(
            "Port 25 of this server is off, so nobody can send mail to it: set services.smtp.enabled.",
            "이 서버의 25번 포트가 꺼져 있어 아무도 메일을 보낼 수 없습니다. services.smtp.enabled를 켜십시오."),
    NOT_TAKEN("This server's own port 25 does not take the mail.", "이 서버의 25번 포트가 메일을 받지 않습니다."),
    BY_LOOPBACK(
            "It came by loopback: this server does not judge such mail as a stranger's.",
            "루프백으로 들어와서, 이 서버는 외부에서 온 메일처럼 판정하지 않았습니다."),
    ELSEWHERE("It lies in %s and not in the inbox.", "받은 메일함이 아니라 %s에 있습니다."),
    ASIDE(
            "This server took it for spam and keeps it aside: pabal quarantine list",
            "이 서버가 스팸으로 판정하여 따로 보관했습니다: pabal quarantine list"),
    GONE_ON(
            "The administrator's address leads to another server; use one that has its mailbox here.",
            "관리자 주소가 다른 서버로 전달됩니다. 메일함이 이 서버에 있는 주소를 쓰십시오."),
    NOT_ARRIVED(
            "It was taken and is not in the mailbox yet. This tells where it is: pabal trace '%s'",
            "받았지만 아직 메일함에 없습니다. 다음 명령으로 어디에 있는지 볼 수 있습니다: pabal trace '%s'"),
    NOT_THROUGH("The mail to yourself did not come through.", "자신에게 보낸 메일이 돌아오지 않았습니다."),
    GONE("The message was removed before it was read.", "읽기 전에 메일이 지워졌습니다."),
    FIELD_LOST("What arrived has no %s field.", "도착한 메일에 %s 필드가 없습니다."),
    FIELD_OTHER(
            "What arrived has another %s field than what was sent.", "도착한 메일의 %s 필드가 보낸 것과 다릅니다."),
    NOT_JUDGED(
            "This server did not write Authentication-Results: authentication.mode is off, or"
                    + " this address is left out.",
            "이 서버가 Authentication-Results를 쓰지 않았습니다. authentication.mode가 꺼져 있거나 이 주소가 제외되어 있습니다."),
    NOT_SIGNED(
            "The mail is not signed: the domain has no key that signs yet, or dkim.sign is off.",
            "메일에 서명이 없습니다. 도메인에 서명하는 키가 아직 없거나 dkim.sign이 꺼져 있습니다."),
    SIGNS_SOON(
            "The key is published. It signs from %s on, when nobody remembers any more that it"
                    + " was missing (dkim.settle): make the proof again then.",
            "키가 등록되어 있습니다. 키가 없던 때의 기억이 사라지는 %s부터 서명하니(dkim.settle), 그때 다시 증명해 보십시오."),
    NOT_VERIFIED(
            "The signature cannot be verified by the key that is published: %s",
            "등록된 키로 서명을 확인할 수 없습니다: %s"),
    SPF_FAILS(
            "SPF of the domain does not let this server send: %s",
            "도메인의 SPF가 이 서버의 발송을 허용하지 않습니다: %s"),
    DMARC_FAILS("DMARC does not pass: %s", "DMARC를 통과하지 못합니다: %s"),
    NOT_ALIGNED(
            "What passes is not of the domain in From, so DMARC does not count it.",
            "통과한 도메인이 From의 도메인과 맞지 않아 DMARC가 인정하지 않습니다."),
    SENDER_UNKNOWN(
            "By which address others see this server is not known here: the host name has no"
                    + " address, and no interface a public one.",
            "다른 서버에 보이는 이 서버의 주소를 알 수 없습니다. 호스트 이름에 주소가 없고 공인 주소를 가진 인터페이스도 없습니다."),
    SENT_BY_RELAY(
            "Mail leaves through the smarthost: its addresses count, which are not known here.",
            "메일이 릴레이로 나가므로 릴레이의 주소로 판정됩니다. 그 주소는 여기서 알 수 없습니다."),
    DNS_SILENT("The DNS did not answer: %s", "DNS가 답하지 않았습니다: %s"),
    NO_TLS(
            "Port 25 does not offer STARTTLS: mail comes in readable by anybody on the way.",
            "25번 포트가 STARTTLS를 제공하지 않아, 들어오는 메일을 중간에서 읽을 수 있습니다."),
    PORT_SHUT(
            "No mail server outside could be reached on port 25: %s",
            "외부 메일 서버의 25번 포트에 연결할 수 없습니다: %s"),
    PORT_NOT_TRIED(
            "No address of setup.outbound-hosts was found, so none was tried.",
            "setup.outbound-hosts의 주소를 찾지 못해 연결해 보지 못했습니다."),
    LISTED("%s is listed by %s.", "%s이(가) 다음 목록에 있습니다: %s"),
    NO_LIST(
            "No list of the settings ([spam.lists]) could be asked.",
            "설정된 차단 목록([spam.lists])에 물어볼 수 없었습니다."),
    NOT_SUBMITTED("This server itself does not take that mail.", "이 서버가 그 메일을 받지 않습니다."),
    CERTIFICATE_NONE("There is no certificate.", "인증서가 없습니다."),
    CERTIFICATE_SELF_MADE(
            "The certificate is self-made: nobody else vouches for it.",
            "자체 서명 인증서라서 다른 곳에서 보증하지 않습니다."),
    CERTIFICATE_NAMES("The certificate is not for the host name %s.", "인증서에 호스트 이름 %s이(가) 없습니다."),
    CERTIFICATE_DATES("The certificate does not hold today.", "인증서의 유효 기간이 아닙니다."),
    OUTSIDE_LATER(
            "The server outside does not take it now; the queue tries again by itself.",
            "외부 서버가 아직 받지 않습니다. 큐가 다시 시도합니다."),
    OUTSIDE_WAITS(
            "It waits in the queue. This tells more: pabal trace '%s'",
            "큐에서 기다립니다. 다음 명령으로 더 볼 수 있습니다: pabal trace '%s'"),
    OUTSIDE_REFUSED("The server outside does not take it.", "외부 서버가 받지 않습니다."),
    OUTSIDE_LOCAL(
            "That address is on this server; no server outside was asked.",
            "그 주소는 이 서버에 있어, 외부 서버에는 묻지 않았습니다."),
    ANSWER_AWAITED(
            "Answer the mail there: it is noticed here when it comes.",
            "그 메일에 답장하십시오. 도착하면 여기에 표시됩니다."),
    BROKEN("The proof broke off: %s", "증명이 중단되었습니다: %s");

    private final String english;
    private final String korean;

    Words(String english, String korean) {
        this.english = english;
        this.korean = korean;
    }

    /// In Korean where that is asked for, in English otherwise.
    public String in(Locale language, Object... found) {
        String text = language.getLanguage().equals("ko") ? korean : english;
        return found.length == 0 ? text : String.format(Locale.ROOT, text, found);
    }
}
