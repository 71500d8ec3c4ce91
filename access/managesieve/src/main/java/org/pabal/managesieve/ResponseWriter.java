// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.pabal.wire.Connection;

/// Writes the server's lines. RFC 5804 §4.
final class ResponseWriter {
    private static final int MAX_QUOTED = 1024; // quoted = <"> *1024QUOTED-CHAR <">
    private static final byte[] CRLF = {'\r', '\n'};

    private final Connection connection;

    ResponseWriter(Connection connection) {
        this.connection = connection;
    }

    void flush() throws IOException {
        connection.flush();
    }

    /// A script, whose lines nobody should see escaped.
    void literal(byte[] octets) throws IOException {
        write("{" + octets.length + "}\r\n");
        connection.write(octets);
        connection.write(CRLF);
    }

    /// A line of one string: a name, a challenge.
    void string(byte[] octets) throws IOException {
        writeString(octets);
        connection.write(CRLF);
    }

    void string(String text) throws IOException {
        string(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A capability and its value, or one without.
    void capability(String name) throws IOException {
        string(name);
    }

    void capability(String name, String value) throws IOException {
        writeString(name.getBytes(StandardCharsets.UTF_8));
        write(" ");
        string(value);
    }

    /// `"name" [SP "ACTIVE"]`
    void script(String name, boolean active) throws IOException {
        writeString(name.getBytes(StandardCharsets.UTF_8));
        write(active ? " ACTIVE\r\n" : "\r\n");
    }

    void response(Response response) throws IOException {
        write(response.status().name());
        if (response.code().isPresent()) {
            write(" (" + response.code().get());
            if (response.codeText().isPresent()) {
                write(" ");
                writeString(response.codeText().get().getBytes(StandardCharsets.UTF_8));
            }
            write(")");
        }
        if (!response.text().isEmpty()) {
            write(" ");
            writeString(response.text().getBytes(StandardCharsets.UTF_8));
        }
        connection.write(CRLF);
    }

    private void writeString(byte[] octets) throws IOException {
        if (!fitsQuoted(octets)) {
            write("{" + octets.length + "}\r\n");
            connection.write(octets);
            return;
        }
        byte[] quoted = new byte[octets.length * 2 + 2];
        int length = 0;
        quoted[length++] = '"';
        for (byte octet : octets) {
            if (octet == '"' || octet == '\\') {
                quoted[length++] = '\\';
            }
            quoted[length++] = octet;
        }
        quoted[length++] = '"';
        connection.write(quoted, 0, length);
    }

    private static boolean fitsQuoted(byte[] octets) {
        for (byte octet : octets) {
            if (octet == '\r' || octet == '\n' || octet == 0) {
                return false;
            }
        }
        return octets.length <= MAX_QUOTED;
    }

    private void write(String ascii) throws IOException {
        connection.write(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
