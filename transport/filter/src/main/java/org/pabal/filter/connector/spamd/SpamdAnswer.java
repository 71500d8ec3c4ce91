// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector.spamd;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.wire.Connection;

/// What spamd said to SYMBOLS: foreign input.
///
/// @param symbols the names of the tests that hit, with commas
record SpamdAnswer(double score, String symbols) {
    private static final int MAX_LINE = 1_000;
    private static final int MAX_HEADERS = 50;
    private static final int MAX_BODY = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("SPAMD/[0-9.]{1,5} (\\d{1,3}) ?(.*)");
    private static final Pattern VERDICT =
            Pattern.compile(
                    "spam: *(?:true|false|yes|no) *; *(-?[0-9]{1,6}(?:\\.[0-9]{1,6})?) */"
                            + " *-?[0-9.]{1,10} *");

    static SpamdAnswer read(Connection connection) throws IOException {
        Matcher status = STATUS.matcher(line(connection));
        if (!status.matches()) {
            throw new IOException("it does not speak spamd's protocol");
        }
        if (Integer.parseInt(status.group(1)) != 0) {
            throw new IOException("it says: " + status.group(1) + " " + status.group(2));
        }
        double score = Double.NaN;
        String line = line(connection);
        for (int i = 0; !line.isEmpty(); i++) {
            if (i == MAX_HEADERS) {
                throw new IOException("its answer has no end");
            }
            Matcher verdict = VERDICT.matcher(line.toLowerCase(Locale.ROOT));
            if (verdict.matches()) {
                score = Double.parseDouble(verdict.group(1));
            }
            line = line(connection);
        }
        if (Double.isNaN(score)) {
            throw new IOException("its answer has no score");
        }
        return new SpamdAnswer(score, body(connection));
    }

    private static String line(Connection connection) throws IOException {
        return switch (connection.readLine(MAX_LINE, 0)) {
            case Connection.Line.Complete(var octets) ->
                    new String(octets, StandardCharsets.ISO_8859_1);
            case Connection.Line.TooLong _ -> throw new IOException("a line of its has no end");
            case Connection.Line.EndOfStream _ ->
                    throw new EOFException("it closed the connection without an answer");
        };
    }

    /// To the end of the connection; what is beyond the bound is not wanted.
    private static String body(Connection connection) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() < MAX_BODY && connection.readSome(body::write)) {
            // more
        }
        return body.toString(StandardCharsets.ISO_8859_1).strip();
    }
}
