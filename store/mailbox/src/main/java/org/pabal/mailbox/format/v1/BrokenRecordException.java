// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import org.pabal.message.UnavailableException;

/// A record's octets are not what its format says. Contained to what the record holds.
public final class BrokenRecordException extends UnavailableException {
    private static final long serialVersionUID = 1L;

    BrokenRecordException(String what) {
        super("a record of the store cannot be read (" + what + "): run `pabal store verify`");
    }
}
