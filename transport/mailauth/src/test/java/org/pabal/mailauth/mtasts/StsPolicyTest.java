// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.mtasts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.mailauth.mtasts.StsPolicy.Found;
import org.pabal.mailauth.mtasts.StsPolicy.Mode;

final class StsPolicyTest {
    private static final String EXAMPLE =
            """
            version: STSv1
            mode: enforce
            mx: mail.example.com
            mx: *.example.net
            mx: backupmx.example.com
            max_age: 604800
            """;

    private static Found parse(String file) {
        return StsPolicy.parse(file.getBytes(StandardCharsets.UTF_8));
    }

    private static StsPolicy policy(String file) {
        return assertInstanceOf(Found.Policy.class, parse(file), file).policy();
    }

    private static void invalid(String file) {
        assertInstanceOf(Found.Invalid.class, parse(file), file);
    }

    @Test
    void theExampleOfTheRfc() { // RFC 8461 §3.2
        StsPolicy policy = policy(EXAMPLE);
        assertEquals(Mode.ENFORCE, policy.mode());
        assertEquals(Duration.ofDays(7), policy.maxAge());
        assertEquals(
                List.of("mail.example.com", "*.example.net", "backupmx.example.com"),
                policy.exchangers());
        assertEquals(policy, policy(EXAMPLE.replace("\n", "\r\n")));
        assertEquals(policy, policy(EXAMPLE + "\n\n"));
        assertEquals(policy, policy(policy.text()));
        assertEquals(
                policy,
                policy(EXAMPLE.replace("mail.e", "MAIL.E").replace(": ", ": \t") + "x_1: y"));
    }

    @Test
    void theFirstOfAFieldCounts() { // RFC 8461 §3.2
        StsPolicy policy = policy(EXAMPLE + "mode: none\nmax_age: 1\nversion: STSv9\n");
        assertEquals(Mode.ENFORCE, policy.mode());
        assertEquals(Duration.ofDays(7), policy.maxAge());
    }

    @Test
    void ageIsBounded() {
        assertEquals(
                Duration.ofSeconds(31_557_600),
                policy(EXAMPLE.replace("604800", "9999999999")).maxAge());
        invalid(EXAMPLE.replace("604800", "99999999999"));
        invalid(EXAMPLE.replace("604800", "-1"));
    }

    @Test
    void modeNoneNeedsNoExchanger() {
        assertEquals(
                List.of(), policy("version: STSv1\nmode: none\nmax_age: 86400\n").exchangers());
    }

    @Test
    void whatIsNoWholePolicyIsInvalid() {
        invalid("");
        invalid(EXAMPLE.replace("STSv1", "STSv2"));
        invalid(EXAMPLE.replace("mode: enforce\n", ""));
        invalid(EXAMPLE.replace("enforce", "strict"));
        invalid(EXAMPLE.replace("max_age: 604800\n", ""));
        invalid("version: STSv1\nmode: enforce\nmax_age: 86400\n");
        invalid(EXAMPLE.replace("mail.example.com", "mail example.com"));
        invalid(EXAMPLE.replace("mail.example.com", "*"));
        invalid(EXAMPLE.replace("*.example.net", "*.*.example.net"));
        invalid(EXAMPLE.replace("mail.example.com", "a".repeat(300)));
        invalid(EXAMPLE.replace("mail.example.com", "a" + ".a".repeat(30_000)));
        invalid(EXAMPLE.replace("mail", "ma\u0000il"));
        invalid("\n" + EXAMPLE);
        invalid("<html><body>Not found</body></html>");
        invalid(EXAMPLE + "mx: a.example\n".repeat(1_000));
        invalid(EXAMPLE + "x: " + "y".repeat(70_000));
        assertInstanceOf(
                Found.Invalid.class, StsPolicy.parse(new byte[] {(byte) 0xFF, (byte) 0xFE}));
    }

    @Test
    void aStarStandsForOneLabel() { // RFC 8461 §4.1
        StsPolicy policy = policy(EXAMPLE);
        assertTrue(policy.names("mail.example.com"));
        assertTrue(policy.names("MAIL.example.com."));
        assertTrue(policy.names("a.example.net"));
        assertFalse(policy.names("example.net"));
        assertFalse(policy.names("a.b.example.net"));
        assertFalse(policy.names("aexample.net"));
        assertFalse(policy.names("x.mail.example.com"));
        assertFalse(policy.names(".example.net"));
        assertFalse(policy.names(""));
    }

    @Test
    void anythingIsAnswered() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] file = EXAMPLE.getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(6); i >= 0; i--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            assertNotNull(StsPolicy.parse(file), "seed " + seed);
        }
    }
}
