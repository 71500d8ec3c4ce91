// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.MailboxName;

class MailboxPatternTest {

    private static boolean matches(String pattern, String name) {
        return new MailboxPattern(pattern, '/').matches(MailboxName.of(name).text());
    }

    @Test
    void wildcards() {
        assertThat(matches("*", "a/b")).isTrue();
        assertThat(matches("%", "a/b")).isFalse();
        assertThat(matches("%/%", "a/b")).isTrue();
        assertThat(matches("a%b", "ab")).isTrue();
        assertThat(matches("inbox", "INBOX")).isTrue();
        assertThat(matches("inb%", "INBOX")).isTrue();
        assertThat(matches("inbox/x", "INBOX/x")).isTrue();
        assertThat(matches("a", "A")).isFalse();
        assertThat(matches("", "a")).isFalse();
    }

    @Test
    void randomPatternsMatchAsARegularExpressionDoes() {
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            String pattern = random(random, "ab/*%*%");
            String name = random(random, "aab/");
            if (MailboxName.parse(name).isPresent()) {
                String regex = pattern.replace("*", ".*").replace("%", "[^/]*");
                assertThat(matches(pattern, name))
                        .as("seed %d: %s against %s", seed, pattern, name)
                        .isEqualTo(Pattern.matches(regex, name));
            }
        }
    }

    private static String random(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= random.nextInt(8); i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
