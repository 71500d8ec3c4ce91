// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.io.InputStream;

/// The message could not be read: what was sent of it must not be ended.
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private Unreadable(IOException cause) {
        super("the message cannot be read from the store", cause);
    }

    static InputStream opened(OutgoingMail.Content content) throws Unreadable {
        try {
            return content.open();
        } catch (IOException failed) {
            throw new Unreadable(failed);
        }
    }

    static int read(InputStream in, byte[] octets) throws Unreadable {
        try {
            return in.read(octets);
        } catch (IOException failed) {
            throw new Unreadable(failed);
        }
    }

    /// It is shorter or longer than it was said to be.
    static Unreadable otherSize() {
        return new Unreadable(new IOException("the message has another size than it had"));
    }
}
