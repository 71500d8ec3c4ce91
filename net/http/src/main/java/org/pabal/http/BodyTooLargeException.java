// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.io.IOException;

/// A body has more octets than whoever reads it takes: 413.
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    public BodyTooLargeException(long most) {
        super("a body of at most " + most + " octets is taken here");
    }
}
