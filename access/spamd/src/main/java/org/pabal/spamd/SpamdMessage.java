// SPDX-License-Identifier: Apache-2.0
package org.pabal.spamd;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.pabal.wire.Connection;

/// The message of a request, read within its bounds.
final class SpamdMessage {
    /// What is said to a message that cannot be taken.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int code;

        /// @param code of sysexits.h
        Refused(int code, String reason) {
            super(reason);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    static final int PROTOCOL = 76;
    private static final int TOO_LARGE = 74;
    private static final int PIECE = 16 << 10;

    private final Connection connection;
    private final int most;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    private SpamdMessage(Connection connection, int most) {
        this.connection = connection;
        this.most = most;
    }

    static byte[] read(Connection connection, SpamdRequest.Body body, int most)
            throws IOException, Refused {
        SpamdMessage message = new SpamdMessage(connection, most);
        if (body.octets().isPresent()) {
            message.readExactly(body.octets().getAsLong());
        } else {
            message.readToEnd();
        }
        byte[] read = message.octets.toByteArray();
        return body.packed() ? unpacked(read, most) : read;
    }

    private void readExactly(long length) throws IOException, Refused {
        if (length > most) {
            throw new Refused(TOO_LARGE, "the message is larger than " + most + " octets");
        }
        try {
            connection.readExactly(length, octets::write);
        } catch (EOFException cut) {
            throw new Refused(
                    PROTOCOL,
                    "(Content-Length mismatch: Expected "
                            + length
                            + " bytes, got "
                            + octets.size()
                            + " bytes)");
        }
    }

    private void readToEnd() throws IOException, Refused {
        while (connection.readSome(octets::write)) {
            if (octets.size() > most) {
                throw new Refused(TOO_LARGE, "the message is larger than " + most + " octets");
            }
        }
    }

    private static byte[] unpacked(byte[] packed, int most) throws Refused {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            while (!inflater.finished()) {
                int count = inflater.inflate(piece);
                if (count == 0) {
                    throw new Refused(PROTOCOL, "the packed message is cut off");
                }
                message.write(piece, 0, count);
                if (message.size() > most) {
                    throw new Refused(TOO_LARGE, "the message is larger than " + most + " octets");
                }
            }
        } catch (DataFormatException broken) {
            throw new Refused(PROTOCOL, "the packed message is damaged");
        }
        return message.toByteArray();
    }
}
