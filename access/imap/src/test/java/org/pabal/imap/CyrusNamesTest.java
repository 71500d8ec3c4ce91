// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.MailboxName;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Names as Cyrus' administrators write them.
class CyrusNamesTest {
    private static final Domain ORG = Domain.of("example.org");
    private static final CyrusNames DOTS = new CyrusNames('.', ORG);
    private static final CyrusNames SLASHES = new CyrusNames('/', ORG);

    private static String read(String name) {
        return CyrusNames.of(name, ORG)
                .flatMap(form -> form.parse(name))
                .map(named -> named.account() + " " + named.mailbox())
                .orElse("none");
    }

    @Test
    void namesAreReadInBothForms() {
        assertThat(read("user.hurd")).isEqualTo("hurd@example.org INBOX");
        assertThat(read("user/hurd")).isEqualTo("hurd@example.org INBOX");
        assertThat(read("user.Hurd.Sent.2026")).isEqualTo("hurd@example.org Sent/2026");
        assertThat(read("user.hurd@example.net")).isEqualTo("hurd@example.net INBOX");
        assertThat(read("user.hurd.Sent@example.net")).isEqualTo("hurd@example.net Sent");
        assertThat(read("user/hurd/Sent@example.net")).isEqualTo("hurd@example.net Sent");
        assertThat(read("user/hurd@example.net/Sent")).isEqualTo("hurd@example.net Sent");
        assertThat(read("user/kim.young/v1.2")).isEqualTo("kim.young@example.org v1.2");
        assertThat(read("user.kim/young.v1/2")).isEqualTo("kim.young@example.org v1.2");
        assertThat(read("user.hurd@example.org")).isEqualTo("hurd@example.org INBOX");
    }

    @Test
    void whatIsNoSuchNameIsNone() {
        for (String name :
                List.of(
                        "",
                        "user",
                        "user.",
                        "user/",
                        "user..x",
                        "users.hurd",
                        "User.hurd",
                        "user.hurd.",
                        "user.hurd..x",
                        "user.@example.net",
                        "user.hurd@",
                        "user.hurd@-",
                        "user.a^zz",
                        "user.a^41",
                        "user.hurd.INBOX",
                        "user.hurd.x%",
                        "user/hurd/../x",
                        "user:hurd")) {
            assertThat(read(name)).as(name).isEqualTo("none");
        }
    }

    @Test
    void parentsKeepTheDomain() {
        assertThat(DOTS.parent("user.hurd.Sent.2026")).contains("user.hurd.Sent");
        assertThat(DOTS.parent("user.hurd.Sent@example.net")).contains("user.hurd@example.net");
        assertThat(DOTS.parent("user.hurd@example.net")).contains("user");
        assertThat(SLASHES.parent("user/hurd")).contains("user");
        assertThat(DOTS.parent("user")).isEmpty();
    }

    @Test
    void whatIsShownIsReadBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] pieces = {
            "a", "B", ".", "/", "@", "^", "%", "*", "편지", "^2F", "x.y", "example.net"
        };
        for (int i = 0; i < 20_000; i++) {
            String local = text(random, pieces).toLowerCase(java.util.Locale.ROOT);
            Domain domain = random.nextBoolean() ? ORG : Domain.of("example.net");
            Optional<MailboxName> mailbox = MailboxName.parse(text(random, pieces));
            Address account = new Address(local, domain);
            MailboxName name = mailbox.orElse(MailboxName.INBOX);
            for (CyrusNames form : List.of(DOTS, SLASHES)) {
                String shown = form.name(account, name);
                assertThat(form.parse(shown))
                        .as("seed %d: %s", seed, shown)
                        .contains(new CyrusNames.Named(account, name));
            }
        }
    }

    private static String text(Random random, String[] pieces) {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }
}
