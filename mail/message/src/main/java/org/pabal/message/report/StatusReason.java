// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

import java.util.Map;
import org.pabal.message.EnhancedStatus;

/// What an enhanced status code means to a person, and what to do about it. RFC 3463 §3, and the
/// registry it began.
record StatusReason(String enWhy, String enAdvice, String koWhy, String koAdvice) {
    private static final String CHECK = "check the address for typing errors, then send again.";
    private static final String KO_CHECK = "주소를 잘못 적지 않았는지 확인한 뒤 다시 보내십시오.";
    private static final String OTHER_WAY =
            "send it again later, or reach the recipient in another way.";
    private static final String KO_OTHER_WAY = "나중에 다시 보내거나 다른 방법으로 연락하십시오.";
    private static final String ASK = "ask the recipient or their postmaster, quoting this notice.";
    private static final String KO_ASK = "이 알림을 받는 사람이나 그쪽 관리자에게 보이고 문의하십시오.";

    private static final StatusReason UNKNOWN =
            new StatusReason(
                    "the mail server of the recipient did not take the message.",
                    ASK,
                    "상대 메일 서버가 메일을 받지 않았습니다.",
                    KO_ASK);

    /// By `subject.detail`, then by `subject`.
    private static final Map<String, StatusReason> REASONS =
            Map.ofEntries(
                    reason("1", "the address is not right.", CHECK, "주소가 올바르지 않습니다.", KO_CHECK),
                    reason("1.1", "there is no such mailbox.", CHECK, "그런 편지함이 없습니다.", KO_CHECK),
                    reason(
                            "1.2",
                            "there is no such domain.",
                            CHECK,
                            "주소의 @ 뒤에 있는 도메인이 없습니다.",
                            KO_CHECK),
                    reason(
                            "1.3",
                            "the address is not well-formed.",
                            CHECK,
                            "주소의 형식이 올바르지 않습니다.",
                            KO_CHECK),
                    reason(
                            "1.6",
                            "the mailbox has moved, and its new address is not known.",
                            "ask the recipient for the new address.",
                            "편지함이 옮겨 갔고 새 주소를 알 수 없습니다.",
                            "받는 사람에게 새 주소를 물어보십시오."),
                    reason(
                            "1.10",
                            "this domain takes no mail at all.",
                            CHECK,
                            "이 도메인은 메일을 받지 않습니다.",
                            KO_CHECK),
                    reason(
                            "2",
                            "the mailbox cannot take the message.",
                            OTHER_WAY,
                            "편지함이 메일을 받을 수 없는 상태입니다.",
                            KO_OTHER_WAY),
                    reason(
                            "2.1",
                            "the mailbox is switched off.",
                            OTHER_WAY,
                            "사용이 중지된 편지함입니다.",
                            KO_OTHER_WAY),
                    reason("2.2", "the mailbox is full.", OTHER_WAY, "편지함이 가득 찼습니다.", KO_OTHER_WAY),
                    reason(
                            "2.3",
                            "the message is too large for this mailbox.",
                            "send it without large attachments, or share them by a link.",
                            "이 편지함이 받기에는 메일이 너무 큽니다.",
                            "큰 첨부 파일을 빼거나 링크로 나누어 보내십시오."),
                    reason(
                            "3",
                            "the mail system of the recipient has a problem.",
                            OTHER_WAY,
                            "상대 메일 시스템에 문제가 있습니다.",
                            KO_OTHER_WAY),
                    reason(
                            "3.4",
                            "the message is too large.",
                            "send it without large attachments, or share them by a link.",
                            "메일이 너무 큽니다.",
                            "큰 첨부 파일을 빼거나 링크로 나누어 보내십시오."),
                    reason(
                            "4",
                            "the mail server of the recipient could not be reached.",
                            OTHER_WAY,
                            "상대 메일 서버에 연결할 수 없었습니다.",
                            KO_OTHER_WAY),
                    reason(
                            "4.6",
                            "the message went round in a circle between servers.",
                            ASK,
                            "메일이 서버 사이를 맴돌았습니다.",
                            KO_ASK),
                    reason(
                            "4.7",
                            "it could not be delivered in the time allowed.",
                            OTHER_WAY,
                            "정해진 시간 안에 전달하지 못했습니다.",
                            KO_OTHER_WAY),
                    reason(
                            "5",
                            "the mail servers did not understand each other.",
                            ASK,
                            "메일 서버끼리 통신하는 데 문제가 있었습니다.",
                            KO_ASK),
                    reason(
                            "6",
                            "the form of the message was not accepted.",
                            "send it again in a simpler form, such as plain text.",
                            "메일의 형식을 상대 서버가 받아들이지 않았습니다.",
                            "일반 텍스트처럼 단순한 형식으로 다시 보내십시오."),
                    reason(
                            "6.7",
                            "the server there cannot take addresses in this script.",
                            "ask the recipient for an address in Latin letters.",
                            "상대 서버가 이런 문자로 된 주소를 지원하지 않습니다.",
                            "받는 사람에게 영문 주소를 물어보십시오."),
                    reason(
                            "7",
                            "the server of the recipient does not accept this message, for its"
                                    + " security rules.",
                            ASK,
                            "상대 서버의 보안 규칙에 따라 메일이 거부되었습니다.",
                            KO_ASK));

    private static Map.Entry<String, StatusReason> reason(
            String code, String enWhy, String enAdvice, String koWhy, String koAdvice) {
        return Map.entry(code, new StatusReason(enWhy, enAdvice, koWhy, koAdvice));
    }

    static StatusReason of(EnhancedStatus status) {
        String subject = Integer.toString(status.subject());
        StatusReason general = REASONS.getOrDefault(subject, UNKNOWN);
        return REASONS.getOrDefault(subject + "." + status.detail(), general);
    }
}
