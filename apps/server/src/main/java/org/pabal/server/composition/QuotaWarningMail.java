// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Locale;
import org.pabal.directory.Language;
import org.pabal.mailbox.QuotaCrossing;
import org.pabal.mailbox.QuotaResource;

/// What an account is told of its quota, in its owner's language.
record QuotaWarningMail(String subject, String words) {

    static QuotaWarningMail of(QuotaCrossing crossing) {
        return crossing.account().language() == Language.KOREAN
                ? new QuotaWarningMail(
                        "메일함 사용량이 " + crossing.percent() + "%를 넘었습니다", korean(crossing))
                : new QuotaWarningMail(
                        "Your mailbox is " + crossing.percent() + "% full", english(crossing));
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
