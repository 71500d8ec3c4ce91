// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import org.pabal.directory.Language;
import org.pabal.mailbox.QuotaCrossing;
import org.pabal.mailbox.QuotaResource;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;

/// The mail that tells an account of its quota, in its owner's language.
final class QuotaWarningMail {
    private final String hostname;

    QuotaWarningMail(String hostname) {
        this.hostname = hostname;
    }

    byte[] octets(QuotaCrossing crossing, Instant now) {
        boolean korean = crossing.account().language() == Language.KOREAN;
        String words = korean ? korean(crossing) : english(crossing);
        String subject =
                korean
                        ? "메일함 사용량이 " + crossing.percent() + "%를 넘었습니다"
                        : "Your mailbox is " + crossing.percent() + "% full";
        String text =
                field("From", "Mail System <postmaster@" + hostname + ">")
                        + field("To", "<" + crossing.account().address() + ">")
                        + field("Subject", HeaderText.encode(subject))
                        + field("Date", MailDate.format(now.atOffset(ZoneOffset.UTC)))
                        + field("Message-ID", messageId(crossing, now))
                        + field("Auto-Submitted", "auto-generated") // RFC 3834 §5
                        + field("MIME-Version", "1.0")
                        + field("Content-Type", "text/plain; charset=utf-8")
                        + field("Content-Language", korean ? "ko" : "en")
                        + field("Content-Transfer-Encoding", "base64")
                        + "\r\n"
                        + base64(words)
                        + "\r\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String field(String name, String value) {
        return name + ": " + value + "\r\n";
    }

    private String messageId(QuotaCrossing crossing, Instant now) {
        return "<quota-"
                + crossing.account().id()
                + "-"
                + crossing.resource().name().toLowerCase(Locale.ROOT)
                + "-"
                + crossing.percent()
                + "-"
                + now.toEpochMilli()
                + "@"
                + hostname
                + ">";
    }

    private static String base64(String words) {
        return Base64.getMimeEncoder(76, new byte[] {'\r', '\n'})
                .encodeToString(words.getBytes(StandardCharsets.UTF_8));
    }

    private static String english(QuotaCrossing crossing) {
        return "Your mailboxes hold "
                + amount(crossing, crossing.use().used(), "messages")
                + " of the "
                + amount(crossing, crossing.use().limit().orElse(0), "messages")
                + " that they may hold.\r\n\r\n"
                + "When they are full, no new mail can be delivered to you. Delete what you do not"
                + " need, also\r\nfrom Trash, or ask your postmaster for more room.\r\n";
    }

    private static String korean(QuotaCrossing crossing) {
        return "메일함에 "
                + amount(crossing, crossing.use().limit().orElse(0), "통")
                + " 중 "
                + amount(crossing, crossing.use().used(), "통")
                + "이(가) 들어 있습니다.\r\n\r\n"
                + "메일함이 가득 차면 새 메일을 받을 수 없습니다. 필요 없는 메일을 휴지통에서도"
                + " 지우거나,\r\n관리자에게 용량을 늘려 달라고 요청하십시오.\r\n";
    }

    private static String amount(QuotaCrossing crossing, long number, String messages) {
        if (crossing.resource() != QuotaResource.STORAGE) {
            return number + " " + messages;
        }
        return number < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", number / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", number / (1024.0 * 1024));
    }
}
