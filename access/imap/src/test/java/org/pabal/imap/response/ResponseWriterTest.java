// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.wire.Connection;

class ResponseWriterTest {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("\"dd-MMM-uuuu HH:mm:ss Z\"", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ResponseWriter out = new ResponseWriter(connection(sent));

    /// A connection that can only be written to.
    private static Connection connection(ByteArrayOutputStream sent) {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("write")) {
                                sent.write(
                                        (byte[]) arguments[0],
                                        (int) arguments[1],
                                        (int) arguments[2]);
                            }
                            return null;
                        });
    }

    private String sent() throws IOException {
        out.flush();
        String text = sent.toString(StandardCharsets.UTF_8);
        sent.reset();
        return text;
    }

    @Test
    void numbersAreWrittenAsTheyAre() throws IOException {
        for (long number : new long[] {0, 7, 10, 99, 100, 4294967295L, Long.MAX_VALUE, -5}) {
            out.number(number);
            assertThat(sent()).isEqualTo(Long.toString(number));
        }
    }

    @Test
    void datesAreThoseOfTheCalendar() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            // 0001-01-01 to 9999-12-31
            Instant instant = Instant.ofEpochSecond(random.nextLong(-62135596800L, 253402300800L));
            out.dateTime(instant.getEpochSecond());
            assertThat(sent()).isEqualTo(FORMAT.format(instant));
        }
    }

    @Test
    void stringsAreQuotedOrLiterals() throws IOException {
        out.astring("INBOX").octet(' ').astring("a b").octet(' ').astring("").octet(' ');
        out.astring("q\"\\").octet(' ').astring("x\ny").octet(' ').astring("a]");
        assertThat(sent()).isEqualTo("INBOX \"a b\" \"\" \"q\\\"\\\\\" {3}\r\nx\ny \"a]\"");
    }

    @Test
    void piecesOfAnySizeKeepTheirOrder() throws IOException {
        Random random = new Random(3);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            String piece = "x".repeat(random.nextInt(3)) + i + "y".repeat(random.nextInt(40_000));
            if (random.nextBoolean()) {
                out.ascii(piece);
            } else {
                out.octets(piece.getBytes(StandardCharsets.US_ASCII));
            }
            expected.append(piece);
        }
        assertThat(sent()).isEqualTo(expected.toString());
    }

    @Test
    void knowsWhenItStandsWithinAResponse() throws IOException {
        assertThat(out.isWithinResponse()).isFalse();
        out.ascii("* 1 FETCH (");
        assertThat(out.isWithinResponse()).isTrue();
        out.flush();
        assertThat(out.isWithinResponse()).isTrue();
        out.beginLiteral(3);
        assertThat(out.isWithinResponse()).isTrue();
        out.inLiteral(new byte[] {1, 2, '\n'}, 0, 3);
        out.octet(')').crlf();
        assertThat(out.isWithinResponse()).isFalse();
    }
}
