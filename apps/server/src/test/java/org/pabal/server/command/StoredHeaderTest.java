// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pabal.message.ReversePath;

class StoredHeaderTest {

    private static InputStream stream(String text) {
        return new CanonicalLines(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from a.example (mx.example.org [192.0.2.1])|192.0.2.1|a.example",
                "from a.example ([192.0.2.1])|192.0.2.1|a.example",
                "from [10.0.0.1] (unknown [IPv6:2001:db8::1])|2001:db8::1|[10.0.0.1]",
            })
    void readsWhoBroughtIt(String received, String address, String name) throws IOException {
        StoredHeader header =
                StoredHeader.read(
                        stream(
                                "Return-Path: <a@example.org>\nReceived: by inner.example\n"
                                        + "Received: "
                                        + received
                                        + "\n\tby mx.example; date\n\nbody"));

        assertThat(header.clientAddress()).contains(address);
        assertThat(header.clientName()).contains(name);
        assertThat(header.returnPath().orElseThrow()).hasToString("<a@example.org>");
    }

    @Test
    void endsBehindTheEmptyLineAndMendsLineEnds() throws IOException {
        try (InputStream in = stream("A: b\n c\r\nD: e\n\nbody\nends\r\nhere\r")) {
            StoredHeader header = StoredHeader.read(in);

            assertThat(header.fields().fields()).hasSize(2);
            assertThat(header.fields().fields().getFirst().value()).isEqualTo(" b\r\n c");
            assertThat(header.clientAddress()).isEmpty();
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("body\r\nends\r\nhere\r");
        }
    }

    @Test
    void boundsTheHeaderSection() {
        InputStream endless = stream("A: " + "b".repeat(10_000_000));

        assertThatThrownBy(() -> StoredHeader.read(endless)).isInstanceOf(IOException.class);
    }

    @Test
    void takesAReversePathWithAndWithoutBrackets() {
        assertThat(StoredHeader.reversePath("<>")).contains(ReversePath.NULL);
        assertThat(StoredHeader.reversePath(" ")).contains(ReversePath.NULL);
        assertThat(StoredHeader.reversePath("a@b.example").orElseThrow())
                .hasToString("<a@b.example>");
        assertThat(StoredHeader.reversePath("no address")).isEmpty();
    }
}
