// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.format.v1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Numbers and texts one behind the other.
final class Texts {
    private Texts() {}

    @FunctionalInterface
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    @FunctionalInterface
    interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    static byte[] encode(Writing writing) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(256);
        try {
            writing.to(new DataOutputStream(octets));
        } catch (IOException tooLong) {
            throw new UncheckedIOException(tooLong);
        }
        return octets.toByteArray();
    }

    static <T> T decode(byte[] value, byte version, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            if (in.readByte() != version) {
                throw new IllegalArgumentException("a record of reports has another version");
            }
            T read = reading.from(in);
            if (in.available() > 0) {
                throw new IllegalArgumentException("a record of reports goes on behind its end");
            }
            return read;
        } catch (IOException cut) {
            throw new IllegalArgumentException("a record of reports is cut off", cut);
        }
    }
}
