// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.mtasts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.mailauth.mtasts.StsRecord.Found;

final class StsRecordTest {
    private static final Found ONE = new Found.One(new StsRecord("20160831085700Z"));

    private static Found parse(String... texts) {
        return StsRecord.parse(List.of(texts));
    }

    @Test
    void theExampleOfTheRfc() { // RFC 8461 §3.1
        assertEquals(ONE, parse("v=STSv1; id=20160831085700Z;"));
        assertEquals(ONE, parse("v=STSv1; id=20160831085700Z"));
        assertEquals(ONE, parse("v=STSv1 ;\tid=20160831085700Z ; later.ext=1;"));
        assertEquals(ONE, parse("google-site=x", "v=STSv1; id=20160831085700Z;", "v=spf1 -all"));
        assertEquals("v=STSv1; id=a1;", new StsRecord("a1").text());
    }

    @Test
    void otherRecordsAreNone() {
        assertEquals(new Found.None(), parse());
        assertEquals(new Found.None(), parse("v=STSv2; id=1;", "v=STSv11; id=1", "V=stsV1; id=1"));
    }

    @Test
    void whatIsNotOneWholeRecordIsUnusable() {
        for (String text :
                List.of(
                        "v=STSv1",
                        "v=STSv1;",
                        "v=STSv1; id=;",
                        "v=STSv1; id=a-b;",
                        "v=STSv1; id=" + "a".repeat(33),
                        "v=STSv1; id=a;; x=y",
                        "v=STSv1; \u0000=1; id=a",
                        "v=STSv1; nonsense; id=a",
                        "v=STSv1; id=a; x=" + "y".repeat(5_000))) {
            assertInstanceOf(Found.Unusable.class, parse(text), text);
        }
        assertInstanceOf(Found.Unusable.class, parse("v=STSv1; id=a;", "v=STSv1; id=a;"));
    }

    @Test
    void anythingIsAnswered() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("v=STSv1;");
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append("id=;x \t\u0000\u00E9;=".charAt(random.nextInt(11)));
            }
            assertNotNull(parse(text.toString()), "seed " + seed);
        }
    }
}
