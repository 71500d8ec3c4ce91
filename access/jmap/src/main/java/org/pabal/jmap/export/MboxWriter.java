// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.pabal.mailbox.Flags;

/// Writes messages into an mbox file. RFC 4155 appendix A: lines end in LF, the date is UTC; lines that
/// look like the beginning of a message get one `>` more, whatever they have ("mboxrd"), so that they
/// are told apart again without loss. For one thread.
///
/// At the end of its header section each message has three fields that other programs keep in such
/// files: `Status` (`R` read, `O` seen before), `X-Status` (`A` answered, `F` flagged, `T` draft) and
/// `X-Keywords`. All three are always there: who reads the file takes away just these.
final class MboxWriter {
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 32 << 10;

    /// As C's asctime writes it.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final OutputStream out;
    private final byte[] in = new byte[BUFFER];

    // Of the message that is being written.
    private byte[] status = {};
    private boolean inHeader;
    private boolean afterCr;
    private int last = '\n';

    /// How much of `>>>From ` a line has begun with; -1 behind that.
    private int quotes;

    private int matched;

    MboxWriter(OutputStream out) {
        this.out = out;
    }

    /// @param sender an address without spaces
    void write(String sender, Instant received, Flags flags, InputStream message)
            throws IOException {
        out.write(
                ("From " + sender + " " + DATE.format(received) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        status = status(flags).getBytes(StandardCharsets.UTF_8);
        inHeader = true;
        afterCr = false;
        last = '\n';
        beginLine();
        for (int count = message.read(in); count >= 0; count = message.read(in)) {
            for (int i = 0; i < count; i++) {
                octet(in[i]);
            }
        }
        end();
    }

    private static String status(Flags flags) {
        String states =
                (flags.has(Flags.ANSWERED) ? "A" : "")
                        + (flags.has(Flags.FLAGGED) ? "F" : "")
                        + (flags.has(Flags.DRAFT) ? "T" : "");
        return "Status: "
                + (flags.isSeen() ? "RO" : "O")
                + "\nX-Status: "
                + states
                + "\nX-Keywords: "
                + String.join(" ", flags.keywords())
                + "\n";
    }

    private void beginLine() {
        quotes = 0;
        matched = 0;
    }

    private void octet(byte octet) throws IOException {
        if (afterCr) {
            afterCr = false;
            if (octet != '\n') {
                character((byte) '\r');
            }
        }
        if (octet == '\r') {
            afterCr = true;
        } else {
            character(octet);
        }
    }

    private void character(byte c) throws IOException {
        if (matched < 0) {
            put(c);
        } else if (c == '>' && matched == 0) {
            quotes++;
        } else if (c == FROM[matched]) {
            matched++;
            if (matched == FROM.length) {
                quotes++;
                begun();
            }
        } else {
            boolean empty = c == '\n' && quotes == 0 && matched == 0;
            begun();
            if (empty && inHeader) {
                out.write(status);
                inHeader = false;
            }
            put(c);
        }
    }

    /// Writes what was held back of a line's beginning.
    private void begun() throws IOException {
        for (; quotes > 0; quotes--) {
            put((byte) '>');
        }
        for (int i = 0; i < matched; i++) {
            put(FROM[i]);
        }
        matched = -1;
    }

    private void put(byte c) throws IOException {
        out.write(c);
        last = c;
        if (c == '\n') {
            beginLine();
        }
    }

    /// A line end where the message has none, and the empty line before the next.
    private void end() throws IOException {
        if (afterCr) {
            character((byte) '\r');
        }
        if (matched >= 0) {
            begun();
        }
        if (last != '\n') {
            out.write('\n');
        }
        if (inHeader) {
            out.write(status);
        }
        out.write('\n');
    }
}
