// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.imap.fetch.Section.Kind;

class HeaderFieldFilterTest {
    private static final String HEADER =
            "From: a\r\nX-Long: one\r\n two\r\n\tthree\r\nSubject : s\r\nno colon here\r\nTO:\r\n\r\n";

    private static final Section LISTED =
            new Section(List.of(), Kind.HEADER_FIELDS, Set.of("X-LONG", "SUBJECT", "TO"));
    private static final Section OTHERS =
            new Section(List.of(), Kind.HEADER_FIELDS_NOT, Set.of("X-LONG", "SUBJECT", "TO"));

    @Test
    void listedFieldsAndTheEmptyLinePass() throws IOException {
        assertThat(filter(LISTED, HEADER, 1 << 10))
                .isEqualTo("X-Long: one\r\n two\r\n\tthree\r\nSubject : s\r\nTO:\r\n\r\n");
    }

    @Test
    void otherFieldsAndTheEmptyLinePass() throws IOException {
        assertThat(filter(OTHERS, HEADER, 1 << 10)).isEqualTo("From: a\r\nno colon here\r\n\r\n");
    }

    @Test
    void piecesMakeNoDifference() throws IOException {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < random.nextInt(60); i++) {
                text.append("to:x \t\r\n\n".charAt(random.nextInt(9)));
            }
            for (Section section : List.of(LISTED, OTHERS)) {
                assertThat(filter(section, text.toString(), 1 + random.nextInt(5)))
                        .as("seed %d", seed)
                        .isEqualTo(filter(section, text.toString(), 1 << 10));
            }
        }
    }

    private static String filter(Section section, String text, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HeaderFieldFilter filter = new HeaderFieldFilter(section, out::write);
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < octets.length; at += piece) {
            filter.write(octets, at, Math.min(piece, octets.length - at));
        }
        filter.finish();
        return out.toString(StandardCharsets.US_ASCII);
    }
}
