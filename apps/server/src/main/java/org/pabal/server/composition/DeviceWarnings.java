// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Instant;
import java.util.Optional;
import org.pabal.bans.Source;
import org.pabal.bans.guard.Bans;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.message.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells an account that a device goes on with an old password: a mail in its INBOX, once a day at
/// most. On a thread of its own, so that no log-in waits.
final class DeviceWarnings implements Bans.DeviceNotice, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceWarnings.class);

    private record Notice(String name, Source source, String service) {}

    private final Foundation foundation;
    private final SystemMail mail;
    private final ToldLately told = new ToldLately();

    /// Empty when nobody is told.
    private final Optional<NoticeThread> thread;

    DeviceWarnings(Foundation foundation, String hostname, boolean tell) {
        this.foundation = foundation;
        this.mail = new SystemMail(foundation.mailboxes(), hostname);
        this.thread = tell ? Optional.of(new NoticeThread("device-warning")) : Optional.empty();
    }

    @Override
    public void repeats(String name, Source source, String service) {
        Notice notice = new Notice(name, source, service);
        thread.ifPresent(one -> one.later("source=" + source, () -> tell(notice)));
    }

    private void tell(Notice notice) {
        Optional<Account> account =
                Address.parse(notice.name())
                        .flatMap(foundation.directory()::account)
                        .filter(found -> found.enabled() && found.isHere());
        Instant now = foundation.clock().instant();
        if (account.isPresent() && told.isDue(notice.name(), now)) {
            file(account.get(), notice, now);
            LOG.info("event=device-warning account={}", account.get().address());
        }
    }

    private void file(Account account, Notice notice, Instant now) {
        boolean korean = account.language() == Language.KOREAN;
        mail.file(
                account,
                "device-" + account.id() + "-" + now.toEpochMilli(),
                korean ? "한 기기가 옛 비밀번호로 계속 접속하고 있습니다" : "A device keeps trying an old password",
                korean ? korean(notice) : english(notice),
                now);
    }

    private static String english(Notice notice) {
        return "Something at the address "
                + notice.source()
                + " tries again and again to log in to your account ("
                + notice.service()
                + "), always\r\nwith the same wrong password.\r\n\r\n"
                + "If you have changed your password lately, a phone or computer of yours still has"
                + " the old\r\none: enter the new one there. Your account is not locked, and mail"
                + " keeps coming.\r\n"
                + "If you know of no such device, somebody may have an old password of yours;"
                + " it does not\r\nlet them in.\r\n";
    }

    private static String korean(Notice notice) {
        return notice.source()
                + " 주소에서 어떤 기기가 계정에 계속 로그인하려고 합니다("
                + notice.service()
                + ").\r\n매번 같은 틀린 비밀번호를 씁니다.\r\n\r\n"
                + "최근에 비밀번호를 바꾸었다면 휴대전화나 컴퓨터에 옛 비밀번호가 남아 있는 것입니다."
                + "\r\n그 기기에 새 비밀번호를 넣으십시오. 계정은 잠기지 않았고 메일도 계속 옵니다.\r\n"
                + "그런 기기를 모른다면 누군가 옛 비밀번호를 알고 있을 수 있습니다. 그것으로는 들어올 수"
                + " 없습니다.\r\n";
    }

    @Override
    public void close() {
        thread.ifPresent(NoticeThread::close);
    }
}
